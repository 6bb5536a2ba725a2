"""What an analyst asks a comparison for, resolved against what there is: indicators, periods, deadlines, days."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection

import pandas as pd

from analysis.compare.results import results
from analysis.errors import InputError
from analysis.reference.asked_indicators import asked_indicator, result_indicators
from analysis.reference.indicators import all_indicators
from analysis.reference.periods import parse_period
from analysis.vietnamese.text import slug

MOST = 12


def asked_period(period: str, known: Collection[str], who: str = "") -> str:
    """The one of `known` that `period` means ("2024-h1", "2024 H1"); InputError with the nearest and all there are.

    Args:
        period: as typed.
        known: periods that are reported.
        who: a province whose periods these are, for the message.
    """
    alike = [one for one in known if slug(one).replace("-", "") == slug(period).replace("-", "")]
    if period in known or len(alike) == 1:
        return period if period in known else alike[0]
    there = sorted(known)
    remedy = _near(period, there) + (f"choose one of {', '.join(there)}" if there else "there is no data")
    try:
        parse_period(period)
    except InputError as error:
        raise InputError(error.what, remedy=f"{error.remedy}; {remedy}") from None
    what = f"{who} reports nothing for {period}" if who else f"nothing is reported for {period}"
    raise InputError(what, remedy=remedy)


def asked_deadline(deadline: int | str, targets: pd.DataFrame) -> int:
    """The year of a deadline that some target has; InputError with the years there are."""
    years = sorted(int(year) for year in targets["deadline_year"].dropna().unique())
    if str(deadline).isascii() and str(deadline).isdigit() and int(deadline) in years:
        return int(deadline)
    nearest = _near(str(deadline), list(map(str, years)))
    raise InputError(f"no target for {deadline}", remedy=f"{nearest}choose one of {', '.join(map(str, years))}")


def asked_day(day: dt.date | str) -> dt.date:
    """A day from a date or from "2025-07-01"."""
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise InputError(f"no day {day!r}", remedy="write year, month and day, such as 2025-07-01") from None


def asked_result(name: str, observations: pd.DataFrame) -> str:
    """The indicator of results that `name` means, its key or its label."""
    return asked_indicator(name, {*results(observations)["indicator"], *result_indicators()})


def asked_target(name: str) -> str:
    """The indicator of targets that `name` means, its key or its label."""
    return asked_indicator(name, all_indicators())


def require_rows(frame: pd.DataFrame, every: pd.DataFrame, what: str) -> pd.DataFrame:
    """`frame`, or an InputError that says for which periods and levels `every` has rows of `what` instead."""
    if len(frame):
        return frame
    there = every[every["value"].notna()].groupby("period")["level"].agg(lambda levels: ", ".join(sorted(set(levels))))
    said = [f"{period} ({levels})" for period, levels in list(there.items())[:MOST]]
    remedy = f"there is {'; '.join(said)}{' …' if len(there) > MOST else ''}" if said else "no document gives it"
    raise InputError(what, remedy=remedy)


def _near(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.7)
    return f"did you mean {' or '.join(near)}? " if near else ""
