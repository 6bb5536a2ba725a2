"""One province over time: like periods with like ones, and breaks where a series stops being the same thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.compare.results import results
from analysis.reference.comparability import breaks_of, epoch
from analysis.reference.comparison_words import LANGUAGES, phrase
from analysis.reference.periods import Period, parse_period

SERIES = ("quarter", "first_half", "second_half", "nine_months", "year", "plan")
_LINE = ["indicator", "level", "series"]
_ORDER = [
    "province", *_LINE, "period", "period_end", "cumulative", "state", "value", "unit", "kind", "conflict", "segment",
    "break_vi", "break_en", "previous_period", "previous_value", "change", "relative_change", "label", "note", "source",
    "document_id", "location",
]  # fmt: skip


def trend(
    observations: pd.DataFrame,
    province: str,
    indicator: str | None = None,
    level: str | None = None,
    figures: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Results of `province` by period.

    Half-years, nine months and years count from the start of the year and are not mixed with quarters or with each
    other: each kind of period is a `series` of its own, and a change is always to the period of the same kind before.
    Within a series `segment` counts the stretches that may be joined by a line; a new one starts where a period is
    missing or its cell was left empty, the unit changes, or reference/series_breaks.csv has a break, and says so in
    `break_vi` and `break_en`. There is no change across a break. An empty cell stays, without a value; where sources
    of one period disagree all are kept, marked `conflict`, and take part in no change.
    """
    tables = [table if table is None else table[table["province"] == province] for table in (observations, figures)]
    frame = results(*tables)
    if indicator is not None:
        frame = frame[frame["indicator"] == indicator]
    if level is not None:
        frame = frame[frame["level"] == level]
    frame = _with_changes(_with_segments(_with_periods(frame)))
    return frame.assign(province=province)[_ORDER]


def what_changed(
    observations: pd.DataFrame, province: str, period: str, figures: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What is new, gone, higher or lower in `period` against the last period of the same kind, biggest change first.

    `news` is higher, lower, same, new, gone or not_comparable (a break or disagreeing sources lie in between).

    Raises:
        InputError: an unknown period.
    """
    series = series_of(parse_period(period))
    told = None if figures is None else _of_series(figures, province, series)
    lines = trend(_of_series(observations, province, series), province, figures=told)
    lines = lines[lines["state"] == "value"]
    ends = lines[["period", "period_end"]].drop_duplicates().sort_values("period_end")
    earlier = ends[ends["period_end"] < parse_period(period).end]
    before = earlier["period"].iloc[-1] if len(earlier) else ""
    now = _with_news(lines[lines["period"] == period], before)
    if not before:
        return now.reset_index(drop=True)
    then = lines[lines["period"] == before]
    there = set(zip(now["indicator"], now["level"], strict=True))
    gone = then[[pair not in there for pair in zip(then["indicator"], then["level"], strict=True)]]
    blank: dict[str, Any] = {"news": "gone", "change": float("nan"), "relative_change": float("nan")}
    gone = gone.assign(previous_period=before, previous_value=gone["value"], value=float("nan"), **blank)
    frame = pd.concat([now, gone], ignore_index=True)
    size = frame["relative_change"].abs().fillna(frame["change"].abs() / 100)
    return frame.assign(_size=size).sort_values(["_size", "indicator", "level"], ascending=[False, True, True],
                                                ignore_index=True).drop(columns="_size")  # fmt: skip


def series_of(period: Period) -> str:
    """The series a period belongs to."""
    if period.kind == "half":
        return "first_half" if period.cumulative else "second_half"
    return period.kind


def break_between(before: Period, now: Period, indicator: str, level: str, other_unit: bool) -> dict[str, str]:
    """Why values of two periods of one kind are not one series, by language; "" where they are.

    Reasons are a break of the series in between, another unit, or a year left out.
    """
    changed = epoch(indicator, level, before.end) != epoch(indicator, level, now.end)
    gap = now.year - before.year > 1
    return {language: _reason(language, indicator, level, now.end, gap, other_unit, changed) for language in LANGUAGES}


def _of_series(table: pd.DataFrame, province: str, series: str) -> pd.DataFrame:
    mine = table[table["province"] == province]
    return mine[
        mine["period"].isin([code for code in mine["period"].unique() if series_of(parse_period(code)) == series])
    ]


def _with_news(rows: pd.DataFrame, before: str) -> pd.DataFrame:
    change = rows["change"]
    news = np.select(
        [(rows["previous_period"] != before) | (not before), change.isna(), change == 0, change > 0],
        ["new", "not_comparable", "same", "higher"],
        "lower",
    )
    return rows.assign(news=pd.Series(news, index=rows.index, dtype="str"))


def _with_periods(frame: pd.DataFrame) -> pd.DataFrame:
    periods = {code: parse_period(code) for code in frame["period"].unique()}

    def of(read: Callable[[Period], object], dtype: str = "str") -> pd.Series:
        return pd.Series([read(periods[code]) for code in frame["period"]], index=frame.index, dtype=dtype)

    frame = frame.assign(
        series=of(series_of),
        period_end=of(lambda period: period.end, "object"),
        cumulative=of(lambda period: period.cumulative, "bool"),
        _step=of(_step, "int64"),
        state=frame["value"].notna().map({True: "value", False: "empty_cell"}).astype("str"),
    )
    frame = frame.sort_values(
        [*_LINE, "_step", "source", "document_id", "ref"], ascending=[True] * 4 + [False, True, True]
    )
    frame = frame.drop_duplicates([*_LINE, "period", "value"])
    several = frame.groupby([*_LINE, "period"])["value"].transform("nunique") > 1
    return frame.assign(conflict=several.astype(bool)).reset_index(drop=True)


def _step(period: Period) -> int:
    """Number of the period in its series: neighbours are one apart."""
    return period.year * 4 + int(period.code[-1]) - 1 if period.kind == "quarter" else period.year


def _with_segments(frame: pd.DataFrame) -> pd.DataFrame:
    line = frame.groupby(_LINE, sort=False).ngroup()
    lines = frame.groupby(line, sort=False)
    gap = lines["_step"].diff() > 1
    empty = frame["value"].isna()
    gap |= ~empty & empty.groupby(line).shift().eq(True)
    same_unit = (frame["unit"] == lines["unit"].shift()) & (frame["kind"].isin(["empty"]) | ~_kind_changes(frame, line))
    first = ~line.duplicated()
    other_unit = ~same_unit & ~first
    epochs = _epochs(frame)
    changed = (epochs != epochs.groupby(line).shift()) & ~first
    reasons = _reasons(frame, gap, other_unit, changed)
    segment = (gap | other_unit | changed).astype("int64").groupby(line).cumsum()
    return frame.assign(segment=segment, break_vi=reasons["vi"], break_en=reasons["en"])


def _kind_changes(frame: pd.DataFrame, line: pd.Series) -> pd.Series:
    kinds = frame["kind"].where(frame["kind"] != "empty")
    before = kinds.groupby(line).ffill().groupby(line).shift()
    return kinds.notna() & before.notna() & (kinds != before)


def _epochs(frame: pd.DataFrame) -> pd.Series:
    """How many breaks of its series lie before the end of each row's period."""
    keys = list(zip(frame["indicator"], frame["level"], frame["period_end"], strict=True))
    known = {key: epoch(*key) for key in set(keys)}
    return pd.Series([known[key] for key in keys], index=frame.index, dtype="int64")


def _reasons(frame: pd.DataFrame, gap: pd.Series, unit: pd.Series, changed: pd.Series) -> dict[str, pd.Series]:
    broken = gap | unit | changed
    columns = [frame[name] for name in ("indicator", "level", "period_end")] + [gap, unit, changed]
    rows = list(zip(*(column[broken] for column in columns), strict=True))
    return {
        language: pd.Series([_reason(language, *row) for row in rows], index=frame.index[broken], dtype="str").reindex(
            frame.index, fill_value=""
        )
        for language in LANGUAGES
    }


def _reason(language: str, indicator: str, level: str, end: dt.date, gap: bool, other_unit: bool, changed: bool) -> str:
    parts = [phrase(language, "break_unit")] if other_unit else []
    if changed:
        last = [one for one in breaks_of(indicator, level) if one.day <= end][-1]
        parts.append(last.reason_vi if language == "vi" else last.reason_en)
    return "; ".join([*parts, phrase(language, "break_gap")] if gap else parts)


def _with_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Change to the row before in the same segment; points for percentages, a share as well for counts."""
    sure = frame[(frame["state"] == "value") & ~frame["conflict"]]
    before = sure.groupby(_LINE, sort=False)
    previous = before["value"].shift()
    joined = sure["segment"] == before["segment"].shift()
    change = (sure["value"] - previous).where(joined)
    share = (change / previous.where(previous > 0)).where(sure["kind"] == "count")
    columns = {"previous_value": previous, "change": change, "relative_change": share}
    frame = frame.assign(**{name: values.reindex(frame.index) for name, values in columns.items()})
    return frame.assign(previous_period=before["period"].shift().reindex(frame.index).fillna("").astype("str"))
