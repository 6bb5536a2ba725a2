"""Deadlines of tasks as offices write them, read into a kind, a span of days and a recurrence.

Kinds: `year` ("Năm 2020"), `quarter` ("Quý I/2020"), `month` ("Tháng 7/2020"), `date_range` ("Trước 30/6/2024",
"2021-2025", "6 tháng đầu năm 2020"), `recurring` ("Hàng quý, năm 2020", "6 tháng/lần"), `contingent` ("Sau khi có
hướng dẫn"). Spans are calendar spans; the data window of a report is another thing (reference/periods.py).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from analysis.vietnamese.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:nam\s+)?(?P<year>(?:19|20)\d{2})"
_SEP = r"\s*[/,\-]?\s*"
_TO = r"\s*(?:[,\-–]|va|den)\s*"
_WHICH = r"iv|i{1,3}|[1-4]"
_QUARTER = re.compile(rf"quy\s+(?P<first>{_WHICH})(?:{_TO}(?:quy\s+)?(?P<last>{_WHICH}))?(?:{_SEP}{_YEAR})?\b")
_MONTH = re.compile(rf"thang\s+(?P<first>\d\d?)(?:{_TO}(?:thang\s+)?(?P<last>\d\d?))?(?:{_SEP}{_YEAR})?(?!\d)")
_DATE = re.compile(r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>(?:19|20)\d{2})")
_LONG_DATE = re.compile(r"ngay\s+(?P<day>\d{1,2})\s+thang\s+(?P<month>\d{1,2})\s+nam\s+(?P<year>(?:19|20)\d{2})")
_SPAN = re.compile(r"(?P<first>(?:19|20)\d{2})\s*[-–]\s*(?P<last>(?:19|20)\d{2})")
_HALF = re.compile(rf"6\s+thang\s+(?P<half>dau|cuoi)(?:\s+{_YEAR})?")
_ONE_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d{2})\b")
_AFTER = r"huong dan|ke hoach|chi dao|quy dinh|tien do|lo trinh|yeu cau|thoi gian"
_CONTINGENT = re.compile(rf"\b(sau khi|ngay khi|khi co|khi duoc|theo (?:{_AFTER}))\b")
_EVERY = r"\b(?:hang|moi|dinh ky)\s+(?:hang\s+)?"
_TIMES = r"\b(?:\d+|mot|hai|ba)\s+lan\s*(?:/|moi|trong|mot)\s*(?:01\s+|1\s+)?"
_ONCE = r"\s*(?:/\s*)?(?:mot|0?1)?\s*lan\b"
_RECURRENCE = (
    (re.compile(rf"{_EVERY}quy\b|{_TIMES}quy\b|\bquy{_ONCE}|\b0?3 thang{_ONCE}"), "quarterly"),
    (re.compile(rf"{_EVERY}nam\b|{_TIMES}nam\b|\bnam{_ONCE}|\b12 thang{_ONCE}"), "yearly"),
    (
        re.compile(
            rf"{_EVERY}(?:0?6 thang|thang|tuan|ngay)\b|{_TIMES}(?:thang|tuan)\b|\b(?:thang|tuan|ngay){_ONCE}"
            r"|\bthuong xuyen\b|\blien tuc\b"
        ),
        "continuous",
    ),
)


@dataclass(frozen=True)
class Deadline:
    """A deadline as read; `start` and `end` are None where the words give none."""

    kind: str
    start: dt.date | None = None
    end: dt.date | None = None
    recurrence: str = "none"


def read_deadline(printed: str, plan_year: int | None = None) -> Deadline | None:
    """The deadline that `printed` states, or None when no rule can read it.

    `plan_year` completes "Quý I" in a plan of a single year. An empty cell gives a Deadline of kind "".
    """
    text = fold(printed).strip(" .;")
    if not text:
        return Deadline("")
    recurrence = next((name for pattern, name in _RECURRENCE if pattern.search(text)), None)
    if recurrence:
        start, end = _whole_years(text) or (None, None)
        return Deadline("recurring", start, end, recurrence)
    dated = _dates(text) or _part_of_year(text, plan_year)
    if dated:
        return dated
    if _CONTINGENT.search(text):
        return Deadline("contingent")
    years = _whole_years(text)
    if years and not _names_a_part_of_year(text):
        kind = "year" if years[0].year == years[1].year else "date_range"
        return Deadline(kind, *years)
    if plan_year and re.fullmatch(r"(trong nam|ca nam|trong ky|nam ke hoach)", text):
        return Deadline("year", dt.date(plan_year, 1, 1), dt.date(plan_year, 12, 31))
    return None


def _dates(text: str) -> Deadline | None:
    """One date (a last day, or the first after "từ"), or a span of two."""
    found = [_day(match) for pattern in (_LONG_DATE, _DATE) for match in pattern.finditer(text)]
    days = sorted(day for day in found if day)
    if not days or len(days) != len(found):
        return None
    if len(days) == 1:
        opening = bool(re.search(r"\b(tu|sau|ke tu)\b", text)) and not re.search(r"\b(truoc|den|cham nhat)\b", text)
        return Deadline("date_range", days[0] if opening else None, None if opening else days[0])
    return Deadline("date_range", days[0], days[-1])


def _part_of_year(text: str, plan_year: int | None) -> Deadline | None:
    for pattern, kind, months in ((_HALF, "date_range", 6), (_QUARTER, "quarter", 3), (_MONTH, "month", 1)):
        match = pattern.search(text)
        if match is None:
            continue
        year = int(match["year"]) if match["year"] else plan_year
        if pattern is _HALF:
            first = last = 1 if match["half"] == "dau" else 2
        else:
            first = _ordinal(match["first"])
            last = _ordinal(match["last"]) if match["last"] else first
        if year is None or not 1 <= first <= last <= 12 // months:
            return None
        start = dt.date(year, (first - 1) * months + 1, 1)
        end_month = last * months
        end = dt.date(year, end_month, calendar.monthrange(year, end_month)[1])
        return Deadline(kind if first == last else "date_range", start, end)
    return None


def _whole_years(text: str) -> tuple[dt.date, dt.date] | None:
    span = _SPAN.search(text)
    one = _ONE_YEAR.search(text)
    if span:
        first, last = int(span["first"]), int(span["last"])
        # Years that run backwards are a slip: which of them is meant, nobody can say.
        return (dt.date(first, 1, 1), dt.date(last, 12, 31)) if first <= last else None
    if one:
        return dt.date(int(one["year"]), 1, 1), dt.date(int(one["year"]), 12, 31)
    return None


def _names_a_part_of_year(text: str) -> bool:
    """Whether a day, month or quarter was meant that could not be read: the year alone would be a wrong deadline."""
    return bool(re.search(r"\b(thang|quy)\b|\d", _ONE_YEAR.sub("", text)))


def _ordinal(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
