"""Published indices (PAR INDEX, SIPAS, PAPI, PCI, DTI), typed: one row per index, year, unit and source."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputError, InputErrors
from analysis.reference.index_scales import scale_of
from analysis.reference.provinces import NATIONAL, resolve_province
from analysis.store import typed
from analysis.vietnamese.numbers import readings
from analysis.vietnamese.text import fold, normalise


def clean_indices(folder: RawFolder) -> pd.DataFrame:
    """Index scores of `folder`; averages and regions keep their printed name in brackets, for they are no provinces.

    Raises InputErrors for an unknown province, a year or score that is none, a score above its scale.
    """
    errors: list[InputError] = []
    records: list[dict[str, object]] = []
    for table in folder.of_kind("indices"):
        for index in range(len(table.rows)):
            try:
                records.append(_record(folder, table, index))
            except InputError as error:
                errors.append(error)
    if errors:
        raise InputErrors(errors)
    return typed(pd.DataFrame.from_records(records), "indices")


def _record(folder: RawFolder, table: RawTable, index: int) -> dict[str, object]:
    raw = table.rows[index]
    year = normalise(raw["year"])
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise InputError("a year that is none", table.place(index, "year"), "write 2024")
    name = normalise(raw["index"])
    scale = scale_of(name, int(year))
    score = _number(table, index, "score")
    if score is not None and scale is not None and not 0 <= score <= scale:
        where = table.place(index, "score")
        raise InputError(
            f"a score outside 0 to {scale:g}", where, "correct it, or the scale in reference/index_scales.csv"
        )
    return {
        "index": name,
        "year": int(year),
        "province": _unit(table, index, int(year)),
        "score": score,
        "rank": _number(table, index, "rank"),
        "scale_max": scale,
        "source": normalise(raw["source"]),
        "document_id": folder.document_id,
        "location": f"indices.csv row {index + 2}",
    }


def _unit(table: RawTable, index: int, year: int) -> str:
    printed = normalise(table.rows[index]["province"])
    if printed.startswith("("):
        return NATIONAL if "average" in fold(printed) else printed
    try:
        return resolve_province(printed, dt.date(year, 12, 31)).key
    except InputError as error:
        raise InputError(error.what, table.place(index, "province"), error.remedy) from None


def _number(table: RawTable, index: int, column: str) -> float | None:
    """A score or rank; the source's decimal point or comma, never a thousands group (no score reaches 1000)."""
    printed = normalise(table.rows[index][column])
    if not printed:
        return None
    found = [reading for reading in readings(printed) if reading.value < 1000]
    if column == "rank":
        found = [reading for reading in found if reading.is_integer]
    if not found:
        raise InputError(f"a {column} that cannot be read", table.place(index, column), "write 82.88 or leave it empty")
    return float(found[0].value)
