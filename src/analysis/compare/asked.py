"""What an analyst asks a comparison for, resolved against what there is: indicators, periods, deadlines, days."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable

import pandas as pd

from analysis.compare.results import results
from analysis.errors import InputError
from analysis.reference.asked_indicators import asked_indicator, result_indicators
from analysis.reference.index_methods import index_methods
from analysis.reference.indicators import all_indicators
from analysis.reference.periods import parse_period
from analysis.reference.provinces import MAP_KNOWN_SINCE
from analysis.vietnamese.text import slug

MOST = 12
_TARGET_ONLY = "it is asked for in targets and measured by nothing in the reports: compare targets, or attainment"


def asked_period(period: str | int, known: Collection[str], who: str = "") -> str:
    """The one of `known` that `period` means ("2024-h1", "2024 H1"); InputError with the nearest and all there are.

    Args:
        period: as typed.
        known: periods that are reported.
        who: a province whose periods these are, for the message.
    """
    period = str(period).strip()
    alike = [one for one in known if slug(one).replace("-", "") == slug(period).replace("-", "")]
    if period in known or len(alike) == 1:
        return period if period in known else alike[0]
    there = sorted(known)
    remedy = f"choose one of {', '.join(there)}" if there else "there is no data"
    try:
        parse_period(period)
    except InputError as error:
        raise InputError(error.what, remedy=f"{error.remedy}; {_near(period, there)}{remedy}") from None
    what = f"{who} reports nothing for {period}" if who else f"nothing is reported for {period}"
    raise InputError(what, remedy=remedy)


def asked_end(period: str | int) -> dt.date | None:
    """The last day of a period as typed, for names that mean different provinces at different times; None for none."""
    try:
        return parse_period(str(period).strip().upper().replace(" ", "-")).end
    except InputError:
        return None


def asked_deadline(deadline: int | str, targets: pd.DataFrame) -> int:
    """The year of a deadline that some target has; InputError with the years there are."""
    years = sorted(int(year) for year in targets["deadline_year"].dropna().unique())
    when = _year(deadline)
    if when is not None and when in years:
        return when
    nearest = _near(str(deadline), list(map(str, years)))
    raise InputError(f"no target for {deadline}", remedy=f"{nearest}choose one of {', '.join(map(str, years))}")


def asked_year(year: int | str, index: str, indices: pd.DataFrame) -> int:
    """The year of a published index; InputError with the years there are.

    Args:
        year: as typed.
        index: name of the index.
        indices: its rows.
    """
    years = sorted({int(one) for one in indices["year"]})
    when = _year(year)
    if when is not None and when in years:
        return when
    there = f"choose one of {', '.join(map(str, years))}" if years else "there is no data"
    raise InputError(f"no {index} of {year}", remedy=there)


def _year(typed: object) -> int | None:
    """A year as a number, also of a column with gaps (2025.0); None for anything else."""
    text = str(typed).removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() else None


def asked_day(day: dt.date | str) -> dt.date:
    """A day from a date or from "2025-07-01"; InputError for one before the oldest map that is known."""
    if isinstance(day, dt.datetime):  # a Timestamp of pandas is one
        day = day.date()
    if not isinstance(day, dt.date):
        try:
            day = dt.date.fromisoformat(str(day).strip())
        except ValueError:
            raise InputError(f"no day {day!r}", remedy="write year, month and day, such as 2025-07-01") from None
    if day < MAP_KNOWN_SINCE:
        raise InputError(f"no map of {day:%d/%m/%Y}", remedy=f"the oldest known one is of {MAP_KNOWN_SINCE}")
    return day


def asked_result(name: str, observations: pd.DataFrame) -> str:
    """The indicator of results that `name` means, its key or its label.

    InputError with the nearest ones; for a target that nothing measures, and for a published index, with where to look.
    """
    known = {*results(observations)["indicator"], *result_indicators()}
    elsewhere = {slug(key): _TARGET_ONLY for key in all_indicators() if key not in known}
    elsewhere |= {
        slug(f"{index}{what}"): f"it is a published index: compare indices, index {index}"
        for index in index_methods()
        for what in ("", " score", " rank")
    }
    if slug(name) in elsewhere:
        raise InputError(f"no form row or figure measures {name!r}", remedy=elsewhere[slug(name)])
    return asked_indicator(name, known)


def asked_target(name: str) -> str:
    """The indicator of targets that `name` means, its key or its label."""
    return asked_indicator(name, all_indicators())


def require_rows(frame: pd.DataFrame, every: pd.DataFrame, what: str) -> pd.DataFrame:
    """`frame`, or an InputError that says for which periods and levels `every` has rows of `what` instead."""
    if len(frame):
        return frame
    there = every[every["value"].notna()].groupby("period")["level"].agg(lambda levels: ", ".join(sorted(set(levels))))
    said = _listed((f"{period} ({levels})" for period, levels in there.items()), "; ")
    remedy = f"there is {said}" if said else "no document gives it"
    raise InputError(what, remedy=remedy)


def require_targets(matrix: pd.DataFrame, rows: pd.DataFrame, what: str) -> pd.DataFrame:
    """`matrix`, or an InputError that says for which provinces and deadlines there are targets in `rows` instead."""
    if len(matrix):
        return matrix
    years = rows["deadline_year"].astype("str").where(rows["deadline_year"].notna(), "no deadline")
    there = years.groupby(rows["province"]).agg(lambda group: ", ".join(sorted(set(group))))
    said = _listed((f"{province} ({deadlines})" for province, deadlines in there.items()), "; ")
    remedy = f"there are targets of {said}" if said else "there is no data"
    raise InputError(f"no target{what}", remedy=remedy)


def require_provinces(table: pd.DataFrame, provinces: list[str] | None, what: str) -> pd.DataFrame:
    """Rows of `table` of the provinces asked for, all for None; those that have none are named in `attrs`.

    `attrs["without_data"]` holds them, so that nobody takes a province that is not there for one that has nothing.

    Raises:
        InputError: none of them has rows; says who has.
    """
    if provinces is None:
        return table
    held = set(table["province"])
    absent = [province for province in provinces if province not in held]
    if len(absent) == len(provinces):
        said = _listed(sorted(one for one in held if not one.startswith("(")), ", ")
        remedy = f"there are {what} of {said}" if said else "there is no data"
        raise InputError(f"no {what} of {', '.join(provinces)}", remedy=remedy)
    mine = table[table["province"].isin(provinces)].reset_index(drop=True)
    mine.attrs["without_data"] = absent
    return mine


def _listed(names: Iterable[str], separator: str) -> str:
    """The first of `names`, and a sign where there are more than a reader wants."""
    every = list(names)
    return f"{separator.join(every[:MOST])}{' …' if len(every) > MOST else ''}"


def _near(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.7)
    return f"did you mean {' or '.join(near)}? " if near else ""
