"""How well targets are found and read: extraction and cleaning of the documents against the reference tables.

A row is right when value, comparator, level, unit and deadline are; its line may differ by wrapping. Run as a script
to see every miss and every false row.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.clean.targets import clean_targets
from analysis.documents import read
from analysis.extract.targets import extract_targets

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT.parent / "shared" / "documents"
GOLD = Path(__file__).parent / "gold"
COMPARED = ("line", "value", "value_max", "comparator", "level", "unit", "deadline_year")
REPORTED = ("indicator", "domain", "direction", "baseline_year", "basis", "duplicate_of")


def measure() -> list[dict[str, Any]]:
    """One entry per reference table: precision, recall, F1, the rows missed and the false rows; [] without documents."""
    if not DOCUMENTS.is_dir():
        return []
    return [_measure(path) for path in sorted(GOLD.glob("targets_*.csv"))]


def _measure(path: Path) -> dict[str, Any]:
    gold = _gold_rows(path)
    found = _found_rows(DOCUMENTS / gold[0]["doc"])
    keys = [tuple(row[field] for field in COMPARED) for row in gold]
    found_keys = [tuple(row[field] for field in COMPARED) for row in found]
    hits = Counter(keys) & Counter(found_keys)
    right = sum(hits.values())
    precision = right / len(found) if found else 0.0
    recall = right / len(gold)
    return {
        "document": gold[0]["doc"],
        "table": "targets",
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4) if right else 0.0,
        "misses": _left(gold, keys, Counter(hits)),
        "false": _left(found, found_keys, Counter(hits)),
        "other_fields": _other_fields(gold, keys, found, found_keys),
    }


def _left(rows: list[dict[str, str]], keys: list[tuple[str, ...]], hits: Counter[tuple[str, ...]]) -> list[str]:
    left = []
    for row, key in zip(rows, keys, strict=True):
        if hits[key]:
            hits[key] -= 1
        else:
            left.append(f"L{' '.join(key)}: {row['label'][:90]} [{row['printed'][:60]}]")
    return left


def _other_fields(
    gold: list[dict[str, str]],
    keys: list[tuple[str, ...]],
    found: list[dict[str, str]],
    found_keys: list[tuple[str, ...]],
) -> list[str]:
    """Differences in the fields that do not count for the measure, of the rows that are right."""
    waiting: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row, key in zip(found, found_keys, strict=True):
        waiting.setdefault(key, []).append(row)
    differences = []
    for row, key in zip(gold, keys, strict=True):
        candidates = waiting.get(key)
        if not candidates:
            continue
        best = next((c for c in candidates if c["indicator"] == row["indicator"]), candidates[0])
        candidates.remove(best)
        differences += [
            f"L{row['line']} {field}: {row[field]!r} but {best[field]!r}, {best['label'][:80]}"
            for field in REPORTED
            if row[field] != best[field]
        ]
    return differences


def _gold_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = {row["id"]: f"L{row['line']}" for row in rows}
    for row in rows:
        row["indicator"] = row["indicator_key"]
        row["duplicate_of"] = lines.get(row["duplicate_of"], "")
        row["label"], row["printed"] = row["quote"], ""
    return rows


def _found_rows(path: Path) -> list[dict[str, str]]:
    raw = extract_targets(read(path))
    if not raw:
        return []
    frame = clean_targets(raw, {"province": "any"}, "any/any/any")
    return [
        {key: _text(value) for key, value in record.items()} | {"line": str(record["location"]).lstrip("L")}
        for record in frame.to_dict("records")
    ]


def _text(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    for entry in measure():
        print(entry["document"], "precision", entry["precision"], "recall", entry["recall"], "f1", entry["f1"])
        for name in ("misses", "false", "other_fields"):
            for line in entry[name]:
                print("  ", name, line)
