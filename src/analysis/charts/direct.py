"""Charts in one line, straight from the tables an analyst holds: each writes its message from the data.

The reports put together charts of the same kinds with what else a page knows (doubts, the plan, other documents);
here a table alone is enough: `charts.rate_bars(data.observations)`, `charts.peer_bars(compare.peers(…))`.
"""

from __future__ import annotations

import functools
import html
from collections.abc import Callable
from typing import Any, ParamSpec

import pandas as pd

from analysis.charts.attainment import attainment
from analysis.charts.bars import counts, rates
from analysis.charts.indices import ranks
from analysis.charts.wrap import wrap
from analysis.errors import InputError
from analysis.reference.indicators import worded
from analysis.reference.provinces import NATIONAL, province_label
from analysis.reference.texts import Texts, texts
from analysis.tables import NOT_IDENTIFIED

MOST = 12
_P = ParamSpec("_P")


class NothingToDraw:
    """What a notebook shows in a chart's place, so that the cells after it still run: why there is none."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __repr__(self) -> str:
        return f"nothing to draw: {self.why}"

    def _repr_html_(self) -> str:
        return f"<p><em>{html.escape(repr(self))}</em></p>"


class _EmptyError(Exception):
    """No row is left to draw."""


def _or_nothing(chart: Callable[_P, Any]) -> Callable[_P, Any]:
    @functools.wraps(chart)
    def drawn_or_not(*arguments: _P.args, **named: _P.kwargs) -> Any:
        try:
            return chart(*arguments, **named)
        except _EmptyError as empty:
            return NothingToDraw(str(empty))

    return drawn_or_not


@_or_nothing
def rate_bars(observations: pd.DataFrame, language: str = "vi") -> Any:
    """The lowest rates among form rows, from low to high."""
    t = texts(language)
    rows = observations[(observations["kind"] == "percent") & observations["value"].notna()]
    rows = _some(rows.sort_values("value", kind="stable"), "no rates with a value")
    low = rows.iloc[0]
    title = t("explore.rates", n=t.number(len(rows)), label=_short(low["label"]), value=_number(t, low))
    return rates(_bars(t, rows.head(MOST), rows["label"]), title=title, unit=t("rates.unit"), language=language)


@_or_nothing
def attainment_bars(judged: pd.DataFrame, language: str = "vi") -> Any:
    """Results against targets, as `analysis.compare.attainment` judges them."""
    t = texts(language)
    rows = judged[judged["state"].isin(["behind", "on_course", "reached"]) & (judged["result_unit"] == "percent")]
    rows = _some(rows[rows["target_value"].notna() & ~rows["detail"].astype(bool)], "no target is measured in percent")
    said = rows["state"].value_counts()
    parts = ", ".join(f"{said[state]} {t(f'attainment.{state}')}" for state in said.index)
    frame = pd.DataFrame(
        {
            "label": [_target(t, row) for _, row in rows.iterrows()],
            "value": rows["result"].to_numpy(),
            "target": rows["target_value"].to_numpy(),
            "text": [
                f"{t.number(result, unit='percent')} / {asks}"
                for result, asks in zip(rows["result"], rows["asks"], strict=True)
            ],
            "state": rows["state"].to_numpy(),
            "word": [t(f"attainment.{state}") for state in rows["state"]],
            "tip": [_source(t, row["result_document_id"], row["result_location"]) for _, row in rows.iterrows()],
        }
    ).head(MOST)
    title = t("attainment.chart", parts=parts, n=t.number(len(rows)))
    return attainment(frame, title=title, unit=t("rates.unit"), goal=t("attainment.goal"), language=language)


def _target(t: Texts, row: pd.Series) -> str:
    """A target by the vocabulary's label and its year: the nation's targets are printed in no document here."""
    # The year comes first: a long label is cut where it ends.
    year = "" if pd.isna(row["deadline_year"]) else f"{int(row['deadline_year'])}: "
    return f"{year}{worded(str(row['indicator']), str(row['label']), t.language)}"


@_or_nothing
def peer_bars(positions: pd.DataFrame, language: str = "vi") -> Any:
    """Provinces by the value of one indicator, as `analysis.compare.peers` places them, the highest first."""
    t = texts(language)
    rows = positions[positions["compared"].notna()].assign(value=positions["compared"])
    rows = _some(rows.sort_values("value", ascending=False, kind="stable"), "no province reports this indicator")
    first = rows.iloc[0]
    title = t("explore.peers", label=_short(first["label"]), province=_name(first["province"]), value=_number(t, first))
    return _draw(t, rows)(_bars(t, rows.head(MOST), rows["province"].map(_name)), title=title)


@_or_nothing
def trend_bars(lines: pd.DataFrame, language: str = "vi") -> Any:
    """One indicator of one province period by period, as `analysis.compare.trend` lists it, the earliest first.

    Raises:
        InputError: lines of several series, which no row of bars can hold.
    """
    t = texts(language)
    rows = _some(lines[lines["value"].notna()].sort_values("period_end", kind="stable"), "no period has a value")
    if len(rows[["indicator", "level", "series"]].drop_duplicates()) > 1:
        raise InputError("several series at once", remedy="choose one indicator, level and kind of period")
    now, then = rows.iloc[-1], rows.iloc[0]
    key = "explore.trend" if len(rows) > 1 else "explore.one_period"
    title = t(key, label=_short(now["label"]), now=_number(t, now), before=_number(t, then),
              period=t.period(now["period"]), since=t.period(then["period"]))  # fmt: skip
    return _draw(t, rows)(_bars(t, rows.tail(MOST), rows["period"].map(t.period)), title=title)


@_or_nothing
def rank_lines(indices: pd.DataFrame, language: str = "vi") -> Any:
    """Ranks over the years: a line per index of one province, or per province for one index.

    Raises:
        InputError: several provinces and several indices at once.
    """
    t = texts(language)
    rows = _some(indices[indices["rank"].notna()].sort_values(["index", "province", "year"]), "no ranks")
    by_index = rows["province"].nunique() == 1
    if not by_index and rows["index"].nunique() > 1:
        raise InputError("several provinces and several indices", remedy="choose one province or one index")
    names = rows["index"] if by_index else rows["province"].map(_name)
    frame = pd.DataFrame(
        {
            "index": names.to_numpy(),
            "year": rows["year"].astype("int64").to_numpy(),
            "rank": rows["rank"].astype("float64").to_numpy(),
            "tip": [f"{row['index']} {row['year']}: {row['rank']} ({row['source']})" for _, row in rows.iterrows()],
        }
    )
    last = frame.sort_values(["year", "rank"], ascending=[False, True], kind="stable").iloc[0]
    title = t("explore.ranks", what=rows["index"].iloc[0] if not by_index else _name(rows["province"].iloc[0]),
              name=last["index"], year=last["year"], rank=int(last["rank"]))  # fmt: skip
    axes = {"rank_title": t("indices.rank_axis"), "year_title": t("indices.year_axis")}
    return ranks(frame, title=title, language=language, **axes)


def _some(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    if not len(rows):
        raise _EmptyError(what)
    return rows


def _bars(t: Texts, rows: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": labels.loc[rows.index].to_numpy(),
            "value": rows["value"].to_numpy(),
            "doubtful": rows["doubtful"].astype(bool).to_numpy() if "doubtful" in rows else False,
            "text": [_number(t, row) for _, row in rows.iterrows()],
            "tip": [
                f"{_short(row['label'])}: {_number(t, row)}. {_source(t, row['document_id'], row['location'])}"
                for _, row in rows.iterrows()
            ],
        }
    )


def _draw(t: Texts, rows: pd.DataFrame) -> Callable[..., Any]:
    """Bars for percentages or for counts, whichever the rows are."""
    percent = rows["kind"].iloc[0] == "percent"
    unit = t("rates.unit") if percent else str(rows["unit"].iloc[0]) or t("word.count_unit")
    kind = rates if percent else counts
    return lambda frame, title: kind(frame, title=title, unit=unit, language=t.language)


def _number(t: Texts, row: pd.Series) -> str:
    return t.number(float(row["value"]), unit="percent" if row["kind"] == "percent" else "")


def _source(t: Texts, document: str, location: str) -> str:
    return f"{document}, {t.location(location)}"


def _short(label: object) -> str:
    return wrap(str(label), 70, 1).strip()


def _name(province: str) -> str:
    return province if province in (NOT_IDENTIFIED, NATIONAL) else province_label(province)
