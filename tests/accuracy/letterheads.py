"""How well heads are read: every field of the documents' letterheads against a table made by reading them.

The reference gives what is printed: an article without a head has no issuer, and its day of posting is no day of signing.
"""

from __future__ import annotations

import csv
from typing import Any

from analysis.documents import read
from analysis.extract.letterhead import read_letterhead
from tests.accuracy.tables import DOCUMENTS, GOLD

FIELDS = (
    "province", "period", "number", "type", "title", "issuer", "signed_on", "place", "signer", "plan_start", "plan_end",
)  # fmt: skip


def measure() -> list[dict[str, Any]]:
    """One entry per document: precision, recall and F1 over its fields, misses and false fields; [] without documents."""
    if not DOCUMENTS.is_dir():
        return []
    with (GOLD / "letterheads.csv").open(encoding="utf-8", newline="") as file:
        return [_measure(row) for row in csv.DictReader(file)]


def _measure(gold: dict[str, str]) -> dict[str, Any]:
    letterhead = read_letterhead(read(DOCUMENTS / gold["doc"]))
    found = {field: str(getattr(letterhead, field) or "") for field in FIELDS}
    wanted = {field: gold[field] for field in FIELDS}
    right = sum(bool(wanted[field]) and wanted[field] == found[field] for field in FIELDS)
    precision = right / max(sum(map(bool, found.values())), 1)
    recall = right / max(sum(map(bool, wanted.values())), 1)
    wrong = [field for field in FIELDS if wanted[field] != found[field]]
    return {
        "document": gold["doc"],
        "table": "head",
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4) if right else 0.0,
        "misses": [f"{field} | {wanted[field]}" for field in wrong if wanted[field]],
        "false": [f"{field} | {found[field]}" for field in wrong if found[field]],
    }
