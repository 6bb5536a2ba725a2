"""Dates as programs write them, turned back into what a document may have printed: a date, a month, a code, a share.

A spreadsheet takes "3/4", "1.2." and "5/63" for days and months, and writes "31/12/2025" in its own locale's order, as
the number of days since 1900, or with a time behind it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_FIRST_DAY, _DAYS = dt.date(1899, 12, 30), range(25_569, 62_092)  # as spreadsheets count them: 1970 to 2069
_TIME = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?Z?$|[ T]12:00(?::00)? AM$", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN = {"mrz": 3, "mär": 3, "mai": 5, "okt": 10, "dez": 12}
_NAME = r"(?P<name>[A-Za-zä]{3})[a-z]*\.?|Thg ?(?P<number>\d{1,2})"
_ISO = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{2})[-/](?P<d>\d{2})")
_PRINTED = re.compile(r"(?P<d>\d{1,2})(?P<sign>[./-])(?P<m>\d{1,2})(?P=sign)(?P<y>\d{4}|\d{2})")
_OF_A_MONTH = re.compile(rf"(?P<d>\d{{1,2}})[-. ]{{1,2}}(?:{_NAME})(?:[- ](?P<y>\d{{4}}|\d{{2}}))?", re.I)
_MONTH = re.compile(rf"(?:{_NAME})[- ](?P<y>\d{{4}}|\d{{2}})", re.I)


def dates_of_a_program(cell: str) -> Iterator[str]:
    """What a cell may have said that holds a date in a form which hardly anybody types; nothing for other cells."""
    text = _TIME.sub("", cell)
    if text != cell:
        yield text
    if re.fullmatch(r"\d{5}(?:[.,]0+)?", text) and int(text[:5]) in _DAYS:
        yield from _prints(_FIRST_DAY + dt.timedelta(int(text[:5])))
        return
    for shape in (_ISO, _OF_A_MONTH, _MONTH):
        found = shape.search(text)
        if found:
            whole = found.span() == (0, len(text))
            for day in _days_of(found):
                yield from _around(text, found, _prints(day) if whole else _dates(day))
            return
    printed = _PRINTED.search(text)
    if printed and (text != cell or len(printed["y"]) == 2 or int(printed["m"]) > 12):
        yield from _around(text, printed, (one for day in _both_ways(printed) for one in _dates(day)))


def dates_in_other_order(cell: str) -> Iterator[str]:
    """What a cell may have said whose date is in a form that people type, too: month before day, other signs."""
    printed = _PRINTED.search(cell)
    if printed:
        yield from _around(cell, printed, (one for day in _both_ways(printed) for one in _dates(day)))


def _around(text: str, found: re.Match[str], prints: Iterator[str]) -> Iterator[str]:
    yield from (f"{text[: found.start()]}{printed}{text[found.end() :]}" for printed in prints)


def _days_of(found: re.Match[str]) -> list[dt.date]:
    parts = found.groupdict()
    name = (parts.get("name") or "").lower()[:3]
    month = parts.get("number") or parts.get("m") or _GERMAN.get(name)
    month = month or (_MONTHS.index(name) + 1 if name in _MONTHS else 0)
    return _day(parts.get("y") or "2000", month, parts.get("d") or 1)


def _both_ways(found: re.Match[str]) -> list[dt.date]:
    return [*_day(found["y"], found["m"], found["d"]), *_day(found["y"], found["d"], found["m"])]


def _day(year: str, month: int | str, day: int | str) -> list[dt.date]:
    """The day, none where there is no such."""
    try:
        return [dt.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))]
    except ValueError:
        return []


def _dates(day: dt.date) -> Iterator[str]:
    """`day` as documents print it."""
    for sign in "/-.":
        yield f"{day.day:02}{sign}{day.month:02}{sign}{day.year}"
        yield f"{day.day}{sign}{day.month}{sign}{day.year}"
    yield f"{day.day:02}/{day.month}/{day.year}"


def _prints(day: dt.date) -> Iterator[str]:
    """`day` as a document prints it, and what a spreadsheet takes for it: months, codes, shares ("3/4", "1.2.")."""
    yield from _dates(day)
    for one, other in ((day.day, day.month), (day.month, day.day), (day.month, day.year % 100)):
        yield from (f"{one}/{other}", f"{one}.{other}", f"{one}.{other}.", f"{one}-{other}", f"{one:02}/{other:02}")
    yield from (f"{day.month}/{day.year}", f"{day.month:02}/{day.year}")
