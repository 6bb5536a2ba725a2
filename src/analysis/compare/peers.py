"""Where a province stands among its peers for one indicator and period, on a basis that is fair to large and small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.compare.distribution import positions
from analysis.compare.doubts import doubts_of, with_doubts
from analysis.compare.likeunits import comparable_units
from analysis.compare.results import results
from analysis.errors import InputError
from analysis.reference.comparability import fair_bases
from analysis.reference.comparison_words import LANGUAGES, phrase
from analysis.reference.periods import Period, parse_period
from analysis.reference.provinces import REORGANISED_ON
from analysis.tables import NOT_IDENTIFIED

BASES = ("value", "fair", "per_1000_dossiers", "per_procedure")
STATES = ("value", "empty_cell", "other_unit", "no_base", "no_data")
_ORDER = [
    "province", "period", "indicator", "level", "state", "state_vi", "state_en", "value", "unit", "kind", "basis",
    "base", "compared", "better", "position", "ranked", "best", "median", "lower_quartile", "upper_quartile",
    "to_best", "to_median", "conflict", "doubtful", "doubtful_rules", "doubt_vi", "doubt_en", "label", "note",
    "source", "document_id", "location",
]  # fmt: skip


def peer_positions(
    observations: pd.DataFrame,
    indicator: str,
    period: str,
    level: str = "all",
    basis: str = "value",
    better: str | None = None,
    provinces: Collection[str] | None = None,
    figures: pd.DataFrame | None = None,
    findings: pd.DataFrame | None = None,
    checks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every province that reports `indicator` for `period`, placed among the others.

    Args:
        observations: processed form rows.
        indicator: indicator of the rows to compare, such as "dossiers_resolved_on_time".
        period: one period; half-years are never placed among quarters or years.
        level: level of government.
        basis: "value" as reported; "per_1000_dossiers" or "per_procedure" for counts; "fair" what
            reference/fair_bases.csv asks for the indicator, the value itself where it asks nothing.
        better: "high", "low" or "" (neither); default "high" for percentages and "" for counts.
        provinces: keys that must have a row even without data: they come as state "no_data", never as zero.
        figures: processed narrative figures, for provinces that have no form row.
        findings: processed findings, whose critical ones mark values `doubtful`.
        checks: processed checks; with them values computed from a suspected one are marked too.

    Returns:
        One row per province (several where its documents disagree: then none of them is placed). `compared` is the
        number that is placed; `base` is what it was divided by. `state` is "value", or says why a row has no place:
        "empty_cell", "other_unit" (printed in another unit than the indicator has), "no_base" (nothing to divide by)
        or "no_data". Answers from a list have no place either: yes is not more than no.

    Raises InputError for an unknown period or basis, and for a percentage that shall be divided.
    """
    if basis not in BASES:
        raise InputError(f"unknown basis {basis!r}", remedy=f"choose one of {', '.join(BASES)}")
    window = parse_period(period)
    frame = with_doubts(_reported(observations, figures, indicator, window, level), doubts_of(findings, checks))
    wanted = fair_bases().get(indicator, "value") if basis == "fair" else basis
    frame = _on_basis(_in_one_unit(frame), observations, wanted, window)
    if better is None:
        better = "high" if (frame["kind"] == "percent").any() else ""
    unplaced = frame["conflict"] | (frame["state"] != "value") | frame["kind"].isin(["boolean", "category"])
    frame = positions(frame.assign(better=better), "compared", better, undecided=unplaced)
    frame = _with_absent(frame, provinces, period, indicator, level)
    words = {x: {state: phrase(x, f"state_{state}") for state in STATES} for x in LANGUAGES}
    frame = frame.assign(**{f"state_{x}": frame["state"].map(words[x]).astype("str") for x in LANGUAGES})
    return frame.sort_values(["position", "province", "document_id", "location"], ignore_index=True)[_ORDER]


def _in_one_unit(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows printed in another unit than the indicator's get a state of their own."""
    unlike = (frame["state"] == "value") & ~comparable_units(frame)
    return frame.assign(state=frame["state"].mask(unlike, "other_unit"))


def _on_basis(frame: pd.DataFrame, observations: pd.DataFrame, basis: str, window: Period) -> pd.DataFrame:
    base = frame["province"].map(_bases(observations, basis, window)).astype("float64")
    if basis == "value":
        return frame.assign(basis=basis, base=base, compared=frame["value"])
    if len(frame) and not (frame["kind"] == "count").any():
        raise InputError(
            f"{frame['indicator'].iloc[0]!r} is no count, so it cannot be compared {basis}",
            remedy="leave the basis out: a percentage is fair as it is",
        )
    without = (frame["state"] == "value") & ~(base > 0)
    state = frame["state"].mask(without, "no_base")
    return frame.assign(basis=basis, base=base, compared=frame["value"] / base.where(base > 0), state=state)


def _reported(
    observations: pd.DataFrame, figures: pd.DataFrame | None, indicator: str, window: Period, level: str
) -> pd.DataFrame:
    """Rows of the indicator, one per province where its sources agree; a form row before a narrative figure."""
    tables = [table if table is None else table[table["period"] == window.code] for table in (observations, figures)]
    every = results(*tables)
    keep = (every["indicator"] == indicator) & (every["level"] == level) & (every["province"] != NOT_IDENTIFIED)
    rows = every[keep]
    rows = rows.assign(_last=rows["source"] == "figure").sort_values(["province", "_last", "document_id", "ref"])
    with_value = rows["value"].notna()
    has_value = with_value.groupby(rows["province"]).transform("any")
    rows = rows[with_value | ~has_value].drop_duplicates(["province", "value"])
    several = rows.groupby("province")["value"].transform("nunique") > 1
    state = rows["value"].notna().map({True: "value", False: "empty_cell"}).astype("str")
    return rows.assign(conflict=several.astype(bool), state=state).reset_index(drop=True)


def _bases(observations: pd.DataFrame, basis: str, window: Period) -> dict[str, float]:
    """What a province's count is divided by: thousands of dossiers resolved at all levels, or its procedures."""
    rows = observations[observations["period"] == window.code]
    if basis == "per_procedure":
        total = rows[(rows["indicator"] == "procedures_total") & (rows["level"] == "all") & rows["value"].notna()]
        return dict(total.groupby("province")["value"].first())
    if basis != "per_1000_dossiers":
        return {}
    counts = rows[(rows["indicator"] == "dossiers_resolved_count") & rows["value"].notna()]
    by_level = counts.groupby(["province", "level"])["value"].first().unstack()
    wanted = _levels_on(window.end)
    complete = by_level.reindex(columns=wanted).dropna()
    # A base that lacks a level would make the province look worse than it is: no base is better than a wrong one.
    return dict(complete.sum(axis=1) / 1000)


def _levels_on(day: dt.date) -> list[str]:
    return ["province", "district", "commune"] if day < REORGANISED_ON else ["province", "commune"]


def _with_absent(
    frame: pd.DataFrame, provinces: Collection[str] | None, period: str, indicator: str, level: str
) -> pd.DataFrame:
    absent = sorted(set(provinces or ()) - set(frame["province"]))
    if provinces is not None:
        frame = frame[frame["province"].isin(list(provinces))]
    frame = frame.assign(period=period, indicator=indicator, level=level)
    frame["ranked"] = frame["ranked"].astype("Int64")
    if not absent:
        return frame
    rows = pd.DataFrame({"province": pd.Series(absent, dtype="str")})
    texts: dict[str, Any] = {name: "" for name in frame.columns if frame[name].dtype == "str" and name not in rows}
    rows = rows.assign(**texts, conflict=False, doubtful=False).assign(
        period=period, indicator=indicator, level=level, state="no_data"
    )
    both = pd.concat([frame.astype("object"), rows.astype("object")], ignore_index=True)[list(frame.columns)]
    return both.astype(frame.dtypes.to_dict())
