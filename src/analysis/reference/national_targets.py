"""Targets of the national programmes, each with its source and how sure we are of it (national_targets.csv).

`document` is the resolution or decision that sets the target: 76/NQ-CP and 282/QĐ-TTg (the reform programme),
942/QĐ-TTg and 749/QĐ-TTg (digital government and digital transformation), from which the programme takes some over.

Confidence: `primary_source` read in the resolution itself, `secondary_source` reported by an official or press page
named in `source`, `inferred_from_provincial_plans` taken from what provincial plans have in common, which proves
nothing: a plan may ask for more or less than the nation does.
"""

from __future__ import annotations

import functools

import pandas as pd

from analysis.errors import InputError, Place
from analysis.reference.files import read_rows
from analysis.reference.provinces import NATIONAL
from analysis.store import typed
from analysis.tables import COMPARATORS, DIRECTIONS, LEVELS

_FILE = "national_targets.csv"
_COLUMNS = (
    "indicator", "level", "deadline_year", "comparator", "value", "value_max", "unit", "direction", "basis",
    "baseline_year", "document", "plan_start", "source", "confidence", "note",
)  # fmt: skip
CONFIDENCES = ("primary_source", "secondary_source", "inferred_from_provincial_plans")


def national_targets() -> pd.DataFrame:
    """The national targets in the shape of table `targets`, with document, plan_start, source, confidence and note.

    `document_id` is "national/<number>" and `location` the source: there is no raw document behind them. Raises
    InputError for a row that breaks a rule of the file.
    """
    return _frame().copy()


@functools.cache
def _frame() -> pd.DataFrame:
    rows = read_rows(_FILE, _COLUMNS)
    for number, row in enumerate(rows, start=2):
        _check(row, number)
    raw = pd.DataFrame([{name: value if value else None for name, value in row.items()} for row in rows])
    raw["province"] = NATIONAL
    raw["document_id"] = NATIONAL + "/" + raw["document"]
    raw["location"] = raw["source"]
    frame = typed(raw, "targets")
    for name in ("document", "source", "confidence", "note"):
        frame[name] = raw[name].fillna("").astype("str")
    frame["plan_start"] = raw["plan_start"].astype("Int64")
    return frame


def _check(row: dict[str, str], number: int) -> None:
    known = (("comparator", COMPARATORS), ("direction", DIRECTIONS), ("level", LEVELS), ("confidence", CONFIDENCES))
    for column, words in known:
        if row[column] not in words:
            raise InputError(
                f"unknown {column}", Place(_FILE, number, column, row[column]), f"use one of {', '.join(words)}"
            )
    for column in ("indicator", "document", "source", "value", "deadline_year"):
        if not row[column].strip():
            raise InputError(
                "an empty cell", Place(_FILE, number, column), "a national target has a source and a value"
            )
