"""When periodic reports fall due: the day after their data window closes (Nghị định 09/2019/NĐ-CP).

Which reports a province owes in a year is data (reference/reporting_calendar.csv); their windows are computed by
`analysis.reference.periods`. The day of today is given, and asked of the clock by the command line only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from analysis.reference.files import read_rows
from analysis.reference.periods import Period, parse_period
from analysis.reference.provinces import all_provinces, successor_of

ONE_DAY = dt.timedelta(days=1)
VIETNAM = dt.timezone(dt.timedelta(hours=7))


def today_in_vietnam(now: dt.datetime | None = None) -> dt.date:
    """The day on which windows close: a machine elsewhere, or on universal time, may still be at the day before."""
    return (now or dt.datetime.now(dt.UTC)).astimezone(VIETNAM).date()


@dataclass(frozen=True, order=True)
class DueReport:
    """A periodic report and the first day on which its window is closed."""

    due_on: dt.date
    period: Period
    name_vi: str
    name_en: str


def reports_of_year(year: int) -> list[DueReport]:
    """The periodic reports about `year`, in the order in which they fall due."""
    rows = read_rows("reporting_calendar.csv", ("suffix", "name_vi", "name_en", "window_vi"))
    periods = [(parse_period(f"{year}{row['suffix']}"), row) for row in rows]
    return sorted(DueReport(period.end + ONE_DAY, period, row["name_vi"], row["name_en"]) for period, row in periods)


def due_between(first: dt.date, last: dt.date) -> list[DueReport]:
    """Reports whose window closed in `first` … `last`, both included."""
    return [
        report
        for year in range(first.year, last.year + 1)
        for report in reports_of_year(year)
        if first <= report.due_on <= last
    ]


def expected(province: str, since: Period, today: dt.date) -> list[tuple[str, str]]:
    """(province, period) pairs owed by `province`, or by the unit that took over its territory, after `since`.

    A province that has reported once is expected to go on; one that never has is not known to be followed here.
    """
    if province not in all_provinces():
        return []
    pairs: list[tuple[str, str]] = []
    for report in due_between(since.end + ONE_DAY + ONE_DAY, today):
        unit = all_provinces()[province]
        holder = unit if unit.exists_on(report.period.end) else successor_of(province)
        pairs.append((holder.key, report.period.code))
    return pairs
