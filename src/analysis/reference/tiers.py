"""Tiers of government and how long each has been there: no districts since 1/7/2025."""

from __future__ import annotations

import datetime as dt
import functools

from analysis.errors import InputError, Place
from analysis.reference.files import read_rows

_FILE = "tiers.csv"
_COLUMNS = ("level", "valid_from", "valid_to")


def is_there(level: str, day: dt.date) -> bool:
    """Whether a tier of government is there on `day`; a level that is no tier ("all") always is."""
    first, last = _lifetimes().get(level, (dt.date.min, dt.date.max))
    return first <= day <= last


@functools.cache
def _lifetimes() -> dict[str, tuple[dt.date, dt.date]]:
    return {
        row["level"]: (_day(row, "valid_from", number, dt.date.min), _day(row, "valid_to", number, dt.date.max))
        for number, row in enumerate(read_rows(_FILE, _COLUMNS), start=2)
    }


def _day(row: dict[str, str], column: str, number: int, without: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(row[column]) if row[column] else without
    except ValueError:
        where = Place(_FILE, number, column, row[column])
        raise InputError("a day that cannot be read", where, "write it as 2025-06-30, or leave it empty") from None
