"""How well figures are found and tied together: extraction and cleaning against hand-made reference tables.

A row is right when value, unit, location, whole, relation and as-of date all are. `found` counts only value and
location, so that a figure missed and a figure tied wrongly can be told apart.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.clean.figures import clean_figures
from analysis.documents import read
from analysis.extract.figures import extract_figures

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT.parent / "shared" / "documents"
GOLD = Path(__file__).parent / "gold"
COMPARED = ("value", "unit", "parent", "relation", "as_of")
Row = dict[str, str]


def measure() -> list[dict[str, Any]]:
    """One entry per reference table: precision, recall, F1, the rows missed and the false rows; [] without documents."""
    if not DOCUMENTS.is_dir():
        return []
    return [_measure(path) for path in sorted(GOLD.glob("figures_*.csv"))]


def _measure(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    period = path.stem.rpartition("_")[2]
    found = rows_of(extract_figures(read(DOCUMENTS / gold[0]["doc"])), period)
    return {"document": gold[0]["doc"], "table": "figures", **compare(gold, found)}


def rows_of(raw: Sequence[Mapping[str, str]], period: str) -> list[Row]:
    """Extracted rows, cleaned, in the columns of the reference tables."""
    frame = clean_figures(raw, {"province": "x", "period": period}, "x")
    records = frame.to_dict("records")
    return [
        {
            **{key: "" if value is None else str(value) for key, value in record.items()},
            "value": f"{record['value']:.10g}",
        }
        for record in records
    ]


def compare(gold: Sequence[Row], found: Sequence[Row]) -> dict[str, Any]:
    """Precision, recall and F1 of `found` against `gold`, strictly and by value alone, with what differs."""
    pairs = _align(gold, found)
    names = {found[there]["id"]: gold[here]["id"] for here, there in pairs}
    differing: dict[int, list[str]] = {}
    for here, there in pairs:
        wrong = [f for f in COMPARED if _seen(gold[here], f, {}) != _seen(found[there], f, names)]
        if wrong:
            differing[here] = [f"{f} {gold[here][f]!r} but {_seen(found[there], f, names)!r}" for f in wrong]
    right = len(pairs) - len(differing)
    precision, recall = right / len(found) if found else 0.0, right / len(gold)
    matched_gold, matched_found = {here for here, _ in pairs}, {there for _, there in pairs}
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4) if right else 0.0,
        "found_precision": round(len(pairs) / len(found), 4) if found else 0.0,
        "found_recall": round(len(pairs) / len(gold), 4),
        "misses": [_text(row) for i, row in enumerate(gold) if i not in matched_gold]
        + [f"{_text(gold[i])}: {'; '.join(what)}" for i, what in sorted(differing.items())],
        "false": [_text(row) for i, row in enumerate(found) if i not in matched_found],
    }


def _align(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of rows with the same location and value, in the order of the text."""
    pairs: list[tuple[int, int]] = []
    free = list(range(len(found)))
    for here, row in enumerate(gold):
        for there in free:
            if found[there]["location"] == row["location"] and _seen(found[there], "value", {}) == _seen(
                row, "value", {}
            ):
                pairs.append((here, there))
                free.remove(there)
                break
    return pairs


def _seen(row: Row, field: str, names: Mapping[str, str]) -> str:
    """A field in the form that is compared: ids translated, numbers and units in one spelling."""
    text = row[field]
    if field == "value":
        return f"{float(text):.10g}"
    if field == "unit":
        return text.casefold()
    if field == "parent":
        return names.get(text, text)
    if field == "relation" and text.startswith("ratio_of:"):
        sides = text.removeprefix("ratio_of:").split("/")
        return "/".join("+".join(sorted(names.get(id_, id_) for id_ in side.split("+"))) for side in sides)
    return text


def _text(row: Row) -> str:
    return f"{row['location']} {row['id']} {row['value']} {row['unit']} {row['parent']} {row['relation']}: {row['label'][:70]}"


if __name__ == "__main__":
    for entry in measure():
        summary = {key: value for key, value in entry.items() if key not in ("misses", "false")}
        sys.stdout.write(f"{summary}\n")
        for what in ("misses", "false"):
            for line in entry[what]:
                sys.stdout.write(f"  {what}: {line}\n")
