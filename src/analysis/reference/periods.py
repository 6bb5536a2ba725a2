"""Reporting periods and their data windows under Nghị định 09/2019/NĐ-CP.

A quarter runs from the 15th of the month before it to the 14th of its last month; a half-year, nine months and a year
start on 15/12 of the year before. A plan ("2021-2025") covers whole calendar years. Report date, data window and a
figure's own as-of date are three different things; this module knows only the window.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analysis.errors import InputError

PeriodKind = Literal["quarter", "half", "nine_months", "year", "plan"]

_FORMS: tuple[tuple[re.Pattern[str], PeriodKind], ...] = (
    (re.compile(r"(?P<year>[0-9]{4})-Q(?P<part>[1-4])"), "quarter"),
    (re.compile(r"(?P<year>[0-9]{4})-H(?P<part>[12])"), "half"),
    (re.compile(r"(?P<year>[0-9]{4})-9M"), "nine_months"),
    (re.compile(r"(?P<year>[0-9]{4})"), "year"),
    (re.compile(r"(?P<year>[0-9]{4})-(?P<end>[0-9]{4})"), "plan"),
)
YEARS = range(1990, 2101)


@dataclass(frozen=True, order=True)
class Period:
    """A reporting or plan period by its code; sorts by window end, then start."""

    end: dt.date
    start: dt.date
    code: str
    kind: PeriodKind

    @property
    def year(self) -> int:
        """The year the period belongs to (the last one of a plan)."""
        return self.end.year

    @property
    def cumulative(self) -> bool:
        """Whether figures count from the start of the year: H1, 9M and the year, and Q1, which starts it too."""
        return self.kind in ("nine_months", "year") or self.code.endswith(("-H1", "-Q1"))

    def __str__(self) -> str:
        return self.code


@functools.cache
def parse_period(code: str) -> Period:
    """The period written `2024-Q1`, `2024-H1`, `2024-9M`, `2024` or `2021-2025`; InputError for anything else."""
    for form, kind in _FORMS:
        match = form.fullmatch(code)
        if match and int(match["year"]) in YEARS:
            return _build(code, kind, match)
    raise InputError(
        f"unknown period {code!r}", remedy="write 2024-Q1 … 2024-Q4, 2024-H1, 2024-H2, 2024-9M, 2024 or 2021-2025"
    )


def latest(codes: Iterable[str]) -> str:
    """The period that ends last, of several the last by its code; InputError for a code that is none."""
    return max(codes, key=lambda code: (parse_period(code).end, code))


def _build(code: str, kind: PeriodKind, match: re.Match[str]) -> Period:
    year = int(match["year"])
    if kind == "plan":
        last = int(match["end"])
        if last not in YEARS or last <= year:
            raise InputError(
                f"period {code!r} ends before it starts", remedy="write the first year, a hyphen, the last year"
            )
        return Period(dt.date(last, 12, 31), dt.date(year, 1, 1), code, kind)
    part = int(match.groupdict().get("part") or 0)
    first, last_month = {
        "quarter": (3 * part - 3, 3 * part),
        "half": (6 * part - 6, 6 * part),
        "nine_months": (0, 9),
        "year": (0, 12),
    }[kind]
    start = dt.date(year - 1, 12, 15) if first == 0 else dt.date(year, first, 15)
    return Period(dt.date(year, last_month, 14), start, code, kind)
