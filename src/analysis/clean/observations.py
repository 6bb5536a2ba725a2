"""Form rows, typed: code, indicator, level, unit, kind and value of each, with the printed value kept beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from analysis.clean.numbers_in_context import NumberCell, decide_together, is_missing
from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputError, InputErrors
from analysis.reference.forms.rows import FormRow, form_rows, rows_at
from analysis.reference.units import Unit, read_unit
from analysis.store import typed
from analysis.vietnamese.numbers import Decision
from analysis.vietnamese.text import fold, normalise

_CODE = re.compile(r"(\d+(?:\.\d+)*)[.,):]?")
_SECTION = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])?[.)]?")
# An OCR slip or a shortened label still scores above this against its own row; another row's label scores below.
_SAME_LABEL = 70.0
_OTHER_LABEL = 92.0


@dataclass(frozen=True)
class _Row:
    """A raw row read as far as it can be without its neighbours."""

    index: int
    code: str
    label: str
    unit_text: str
    unit: Unit | None
    printed: str
    meaning: FormRow | None


def clean_observations(folder: RawFolder) -> pd.DataFrame:
    """Observations of every form in `folder`, in printed order.

    Raises InputErrors for a code that is none or stands twice, an unknown unit, a value no rule can read. A number with
    two possible readings is no error: its value stays missing, and validation reports it.
    """
    errors: list[InputError] = []
    records: list[dict[str, object]] = []
    for table in folder.of_kind("form"):
        rows = _read_rows(table, errors)
        values = _values(table, rows, folder.fields["source_format"], errors)
        for row, (kind, value) in zip(rows, values, strict=True):
            records.append(_record(folder, table, row, kind, value))
    if errors:
        raise InputErrors(errors)
    return typed(pd.DataFrame.from_records(records), "observations")


def row_code(printed: str) -> str | None:
    """The code of a row as text ("2.1." and "1," as offices print them), or None; "3.10" never becomes "3.1"."""
    match = _CODE.fullmatch(normalise(printed).replace(" ", ""))
    return match[1] if match else None


def _is_section(raw: Mapping[str, str]) -> bool:
    """A row that only names a group of rows ("I", "A", or no number at all): no unit and no value stand in it."""
    return (
        not raw["unit"].strip() and not raw["value"].strip() and _SECTION.fullmatch(normalise(raw["code"])) is not None
    )


def _read_rows(table: RawTable, errors: list[InputError]) -> list[_Row]:
    rows: list[_Row] = []
    seen: dict[str, int] = {}
    for index, raw in enumerate(table.rows):
        code = row_code(raw["code"])
        if code is None and _is_section(raw):
            continue
        if code is None:
            remedy = "a code is numbers joined by dots, such as 3.2.1"
            errors.append(InputError("a row code that cannot be read", table.place(index, "code"), remedy))
            continue
        if code in seen:
            what = f"code {code} stands twice (first in row {seen[code] + 2})"
            errors.append(InputError(what, table.place(index, "code"), "correct the code, or delete the row"))
            continue
        seen[code] = index
        unit_text = normalise(raw["unit"])
        unit = read_unit(unit_text) if unit_text else None
        if unit_text and unit is None:
            remedy = "correct it, or add the unit to src/analysis/reference/units.csv"
            errors.append(InputError("an unknown unit", table.place(index, "unit"), remedy))
            continue
        label = normalise(raw["label"])
        if not label:
            errors.append(InputError("a row without a label", table.place(index, "label"), "copy the label as printed"))
            continue
        rows.append(
            _Row(index, code, label, unit_text, unit, normalise(raw["value"]), _meaning(table.form, code, label))
        )
    return rows


def _meaning(form: str, code: str, label: str) -> FormRow | None:
    """The row of an edition of the form that this is: by its code if the labels agree, else by its label alone."""
    for at_code in rows_at(form, code):
        if _likeness(label, at_code.label) >= _SAME_LABEL:
            return at_code
    scored = [(_likeness(label, row.label), row) for row in form_rows().values() if row.form == form]
    best = [row for score, row in scored if score >= _OTHER_LABEL]
    return best[0] if len(best) == 1 else None


def _likeness(printed: str, reference: str) -> float:
    """0 to 100; a label that goes on explaining behind the words of the form (as row 7.2 does) is still that label."""
    one, other = fold(printed), fold(reference)
    opening = fuzz.ratio(one[: len(other)], other) if len(one) > len(other) else 0.0
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), opening)


def _values(
    table: RawTable, rows: list[_Row], source_format: str, errors: list[InputError]
) -> list[tuple[str, float | None]]:
    """Kind and value of each row."""
    cells: dict[int, NumberCell] = {}
    for position, row in enumerate(rows):
        if row.unit and row.unit.kind in ("percent", "count", "amount") and not is_missing(row.printed):
            cells[position] = NumberCell(row.code, row.unit.kind, row.unit_text, row.printed)
    notation = "vi" if source_format in ("xlsx", "xls") else None
    decisions = dict(zip(cells, decide_together(list(cells.values()), notation), strict=True))  # type: ignore[arg-type]
    out: list[tuple[str, float | None]] = []
    for position, row in enumerate(rows):
        kind, value, error = _kind_and_value(row, decisions.get(position))
        if error:
            errors.append(InputError(error[0], table.place(row.index, "value"), error[1]))
        out.append((kind, value))
    return out


def _kind_and_value(row: _Row, decision: Decision | None) -> tuple[str, float | None, tuple[str, str] | None]:
    if row.unit is None:
        if is_missing(row.printed):
            return "header", None, None
        return "header", None, ("a value without a unit", "say in the unit column what is counted")
    if is_missing(row.printed):
        return "empty", None, None
    if row.unit.kind in ("boolean", "category"):
        number = row.unit.choice(row.printed)
        remedy = f"write one of {', '.join(str(value) for _, value in row.unit.choices)}"
        error = None if number is not None else ("a value that chooses nothing", remedy)
        return row.unit.kind, None if number is None else float(number), error
    kind = "percent" if row.unit.kind == "percent" else "count"
    if decision is None or not decision.readings:
        remedy = "write one number (1.234 or 12,5), or leave the cell empty when there is none"
        return kind, None, ("a value that no rule can read", remedy)
    return kind, None if decision.value is None else float(decision.value), None


def _record(folder: RawFolder, table: RawTable, row: _Row, kind: str, value: float | None) -> dict[str, object]:
    raw: Mapping[str, str] = table.rows[row.index]
    return {
        "document_id": folder.document_id,
        "province": folder.fields["province"],
        "period": folder.fields["period"],
        "form": table.form,
        "code": row.code,
        "indicator": row.meaning.indicator if row.meaning else "",
        "level": (row.meaning.level if row.meaning else "") or "all",
        "label": row.label,
        "unit": row.unit_text,
        "kind": kind,
        "value": value,
        "raw_value": raw["value"],
        "note": normalise(raw["note"]),
        "location": raw["location"],
    }
