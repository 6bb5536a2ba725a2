"""How well forms and task tables are read: extraction of the documents against the reference tables, cell by cell."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from analysis.documents import read
from analysis.extract.forms import extract_forms
from analysis.extract.tasks import extract_tasks

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT.parent / "shared" / "documents"
GOLD = Path(__file__).parent / "gold"
Rows = list[dict[str, str]]


def measure() -> list[dict[str, Any]]:
    """One entry per reference table: precision, recall, F1, the rows missed and the false rows; [] without documents."""
    if not DOCUMENTS.is_dir():
        return []
    return [_measure(path) for path in sorted([*GOLD.glob("forms_*.csv"), *GOLD.glob("tasks_*.csv")])]


def _measure(path: Path) -> dict[str, Any]:
    kind = path.stem.partition("_")[0]
    gold: Rows = list(csv.DictReader(path.open(encoding="utf-8")))
    document = gold[0]["doc"]
    found = _found(kind, DOCUMENTS / document)
    keys = [tuple(value for name, value in row.items() if name != "doc") for row in gold]
    found_keys = [tuple(row[name] for name in gold[0] if name != "doc") for row in found]
    hits = Counter(keys) & Counter(found_keys)
    right = sum(hits.values())
    precision, recall = right / max(len(found), 1), right / len(gold)
    return {
        "document": document,
        "table": kind,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4) if right else 0.0,
        "misses": [" | ".join(key) for key in (Counter(keys) - hits).elements()],
        "false": [" | ".join(key) for key in (Counter(found_keys) - hits).elements()],
    }


def _found(kind: str, path: Path) -> Rows:
    document = read(path)
    if kind == "tasks":
        return extract_tasks(document).rows
    forms = extract_forms(document).forms
    # The reference table gives a code without the comma or full stop printed after it.
    return [{**row, "form": number, "code": row["code"].rstrip(".,")} for number, rows in forms.items() for row in rows]


if __name__ == "__main__":
    for entry in measure():
        print(entry)
