"""As-of dates of figures: "10/6/2024", "10-6", "ngày 10 tháng 6 năm 2024", "tháng 6/2024"."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from analysis.reference.periods import Period
from analysis.vietnamese.text import fold

_DAY = re.compile(r"(?:ngay )?(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")
_DAY_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")
_MONTH = re.compile(r"(?:het )?(?:thang )?(\d{1,2})\s*(?:/|-| nam )\s*(\d{4})")


def read_day(printed: str, period: Period) -> dt.date | None:
    """The day `printed` names, or None when it names none.

    A day without a year takes the year that puts it into the period's data window, else the period's last year. A
    month means its last day, because a figure "as of June" counts all of June.
    """
    text = fold(printed)
    match = _DAY.fullmatch(text) or _DAY_WORDS.fullmatch(text)
    if match:
        day, month, year = match.groups()
        return _date(int(year), int(month), int(day)) if year else _in_window(int(month), int(day), period)
    match = _MONTH.fullmatch(text)
    if match and 1 <= int(match[1]) <= 12:
        return dt.date(int(match[2]), int(match[1]), calendar.monthrange(int(match[2]), int(match[1]))[1])
    return None


def _in_window(month: int, day: int, period: Period) -> dt.date | None:
    years = range(period.start.year, period.end.year + 1)
    candidates = [found for year in years if (found := _date(year, month, day))]
    inside = [found for found in candidates if period.start <= found <= period.end]
    chosen = inside or candidates
    return chosen[-1] if chosen else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
