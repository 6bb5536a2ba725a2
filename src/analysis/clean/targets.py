"""Targets of a plan, typed and named: one row per atomic commitment.

`indicator` is a key of the vocabulary or "unmatched"; unmatched rows are kept. `duplicate_of` is the location of the
first row that says the same in the same words (same label, number, level and deadline), "" for a first statement.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.clean.targets_context import UnreadableDeadlineError, read_deadline_year, read_domain, read_level
from analysis.errors import InputError, InputErrors, Place
from analysis.extract.indicator_match import match_indicator
from analysis.extract.targets_numbers import TargetNumber, UnreadableNumberError, direction_of, per_year, read_number
from analysis.reference.indicators import indicator
from analysis.store import typed
from analysis.vietnamese.text import fold, normalise

_OPENING_WORDS = 3  # a verb of direction may open the label instead of the printed words: "cắt giảm … thời gian"


def clean_targets(rows: list[dict[str, str]], document: Mapping[str, str], document_id: str) -> pd.DataFrame:
    """Processed targets of one document; `rows` are those of its targets.csv, `document` the fields of document.yml.

    Raises InputErrors with every row that no rule can read.
    """
    errors: list[InputError] = []
    records: list[dict[str, object]] = []
    first: dict[tuple[object, ...], str] = {}
    for index, row in enumerate(rows):
        try:
            record = _record(row, _Cells(row, index, document_id))
        except InputError as error:
            errors.append(error)
            continue
        record["duplicate_of"] = first.setdefault(_identity(record), row["location"])
        if record["duplicate_of"] == row["location"]:
            record["duplicate_of"] = ""
        records.append({"document_id": document_id, "province": document["province"], **record})
    if errors:
        raise InputErrors(errors)
    return typed(pd.DataFrame.from_records(records), "targets")


class _Cells:
    """The cells of one raw row, and the error that names one of them."""

    def __init__(self, row: Mapping[str, str], index: int, document_id: str) -> None:
        self.row = row
        self.number = index + 2  # row 1 is the header
        self.file = f"data/raw/{document_id}/targets.csv"

    def error(self, what: str, column: str, remedy: str) -> InputError:
        return InputError(what, Place(self.file, self.number, column, self.row[column]), remedy)


def _record(row: Mapping[str, str], cells: _Cells) -> dict[str, object]:
    label = normalise(row["label"])
    if not label:
        raise cells.error("a target without words", "label", "write what is measured, as printed")
    number = _number(row, cells)
    direction = number.direction
    if direction == "reach":
        direction = direction_of(" ".join(label.split()[:_OPENING_WORDS]))
    every_year = number.per_year or per_year(label) or per_year(row["deadline"])
    key = match_indicator(label, number.unit, direction).key
    named = indicator(key)
    return {
        "domain": read_domain(row["section"]) or (named.domain if named else read_domain(label)),
        "indicator": key,
        "label": label,
        "level": "all" if number.unit == "rank" else read_level(label),
        "comparator": number.comparator,
        "value": number.value,
        "value_max": number.value_max,
        "unit": number.unit,
        "direction": direction,
        "baseline_year": number.baseline_year,
        "deadline_year": _deadline(row, cells),
        "basis": _basis(every_year, direction),
        "printed": normalise(row["printed"]),
        "location": row["location"],
    }


def _number(row: Mapping[str, str], cells: _Cells) -> TargetNumber:
    try:
        return read_number(row["printed"])
    except UnreadableNumberError as error:
        remedy = (
            "write the words of one number, as 'tối thiểu 80%', '25%-35%' or 'trong nhóm 40/63'; one row per target"
        )
        raise cells.error(str(error), "printed", remedy) from None


def _deadline(row: Mapping[str, str], cells: _Cells) -> int | None:
    try:
        return read_deadline_year(row["deadline"])
    except UnreadableDeadlineError as error:
        raise cells.error(
            str(error), "deadline", "write it as printed ('Đến hết năm 2025'), or leave it empty"
        ) from None


def _basis(every_year: bool, direction: str) -> str:
    if not every_year:
        return ""
    return "per_year_increase" if direction == "increase" else "per_year"


def _identity(record: Mapping[str, object]) -> tuple[object, ...]:
    """What two statements of one target have in common."""
    words = (fold(str(record["label"])), fold(str(record["printed"])).replace(" ", ""))
    return (*words, record["level"], record["deadline_year"], record["value"])
