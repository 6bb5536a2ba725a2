"""Form rows, typed: code, indicator, level, unit, kind and value of each, with the printed value kept beside it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.clean.numbers_in_context import NumberCell, decide_together, is_missing
from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputError, InputErrors
from analysis.reference.forms.meaning import form_meanings
from analysis.reference.forms.rows import FormRow
from analysis.reference.units import Unit, noun_unit, read_unit
from analysis.store import typed
from analysis.vietnamese.numbers import Decision, is_misgrouped
from analysis.vietnamese.text import normalise

_CODE = re.compile(r"(\d+(?:\.\d+)*)[.,):]?")
# "31/31": how many of how many, where a row asks how many.
_SOME_OF_ALL = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_SECTION = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])?[.)]?")


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
    codes = _codes(table, errors)
    seen: dict[str, int] = {}
    rows: list[_Row] = []
    for index, code in codes.items():
        raw = table.rows[index]
        if code in seen:
            what = f"code {code} stands twice (first in row {seen[code] + 2})"
            errors.append(InputError(what, table.place(index, "code"), "correct the code, or delete the row"))
            continue
        seen[code] = index
        label = normalise(raw["label"])
        if not label:
            errors.append(InputError("a row without a label", table.place(index, "label"), "copy the label as printed"))
            continue
        rows.append(_Row(index, code, label, normalise(raw["unit"]), None, normalise(raw["value"]), None))
    meanings = form_meanings(table.form, [(row.code, row.label) for row in rows])
    named = [dataclasses.replace(row, meaning=meaning) for row, meaning in zip(rows, meanings, strict=True)]
    return [_with_unit(table, row, errors) for row in named]


def _with_unit(table: RawTable, row: _Row, errors: list[InputError]) -> _Row:
    """The row with its unit: one of units.csv; in a row of no known edition any noun, which is what is counted."""
    unit = read_unit(row.unit_text) if row.unit_text else None
    if row.unit_text and unit is None:
        unit = None if row.meaning else noun_unit(row.unit_text)
        if unit is None:
            remedy = "correct it, or add the unit to src/analysis/reference/units.csv"
            errors.append(InputError("an unknown unit", table.place(row.index, "unit"), remedy))
    return dataclasses.replace(row, unit=unit)


def _codes(table: RawTable, errors: list[InputError]) -> dict[int, str]:
    """The code of each row but those that only name a section, by the row's index.

    Where numbers begin anew below every section ("I", then 1, 2, "II", then 1, 2), the section's number goes before.
    """
    found: dict[int, tuple[int, str]] = {}
    section = 0
    for index, raw in enumerate(table.rows):
        code = row_code(raw["code"])
        if code is not None:
            found[index] = (section, code)
        elif _is_section(raw):
            section += 1
        else:
            remedy = "a code is numbers joined by dots, such as 3.2.1"
            errors.append(InputError("a row code that cannot be read", table.place(index, "code"), remedy))
    anew = len({code for _, code in found.values()}) < len(found) == len(set(found.values()))
    # A number that stands twice by a slip is none that begins anew: then every section's first is the same.
    firsts: dict[int, str] = {}
    for number, code in found.values():
        firsts.setdefault(number, code)
    anew = anew and len(set(firsts.values())) == 1
    return {index: f"{section}.{code}" if anew and section else code for index, (section, code) in found.items()}


def _values(
    table: RawTable, rows: list[_Row], source_format: str, errors: list[InputError]
) -> list[tuple[str, float | None]]:
    """Kind and value of each row."""
    cells: dict[int, NumberCell] = {}
    for position, row in enumerate(rows):
        if row.unit and row.unit.kind in ("percent", "count", "amount") and not is_missing(row.printed):
            printed = _how_many(row.printed) if row.unit.kind == "count" else row.printed
            cells[position] = NumberCell(row.code, row.unit.kind, row.unit_text, printed)
    notation = "vi" if source_format in ("xlsx", "xls") else None
    decisions = dict(zip(cells, decide_together(list(cells.values()), notation), strict=True))  # type: ignore[arg-type]
    out: list[tuple[str, float | None]] = []
    for position, row in enumerate(rows):
        kind, value, error = _kind_and_value(row, decisions.get(position))
        if error:
            errors.append(InputError(error[0], table.place(row.index, "value"), error[1]))
        out.append((kind, value))
    return out


def _how_many(printed: str) -> str:
    """What a count says that is printed with its whole: "31/34"; more than all is left for the reader to refuse."""
    some = _SOME_OF_ALL.fullmatch(printed)
    return some[1] if some and int(some[1]) <= int(some[2]) else printed


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
    if kind == "count" and is_misgrouped(row.printed):
        return kind, None, None  # validation tells what it may have been
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
