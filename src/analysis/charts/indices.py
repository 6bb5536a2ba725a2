"""Ranks in published indices over the years, rank 1 on top."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, GREY, INK, ORANGE, RED, TEAL, WIDTH, drawn, finish, inline

COLOURS = (BLUE, ORANGE, TEAL, RED, GREY)
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
HEIGHT = 300
UNITS = 63


@drawn
def ranks(frame: pd.DataFrame, *, title: str, rank_title: str, year_title: str, language: str = "vi") -> Any:
    """One line per index, broken where a year is missing; the index is named at its last point.

    `frame` has index, year, rank, tip and, where methods changed, segment (its number). Two sources for one year give
    two points; the line goes through the first.
    """
    names = list(dict.fromkeys(frame["index"]))
    years = [str(year) for year in range(int(frame["year"].min()), int(frame["year"].max()) + 1)]
    data = frame.assign(year=frame["year"].astype(str), run=_runs(frame), below=_crowded(frame)).astype(
        {"rank": "float64"}
    )
    x = alt.X("year:O", sort=None, scale=alt.Scale(domain=years), title=year_title, axis=alt.Axis(labelAngle=0))
    y = alt.Y("rank:Q", scale=alt.Scale(domain=[UNITS, 1], nice=False), title=rank_title,
              axis=alt.Axis(values=[1, 10, 20, 30, 40, 50, 63]))  # fmt: skip
    colour = alt.Color("index:N", scale=alt.Scale(domain=names, range=_cycle(COLOURS, len(names))), legend=None)
    base = alt.Chart(inline(data))
    line = (
        alt.Chart(inline(data.drop_duplicates(["index", "year"])))
        .mark_line(strokeWidth=2, aria=False)
        .encode(x=x, y=y, color=colour, detail=alt.Detail("run:N"))
    )
    points = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=x,
        y=y,
        color=colour,
        shape=alt.Shape("index:N", scale=alt.Scale(domain=names, range=_cycle(SHAPES, len(names))), legend=None),
        description=alt.Description("tip:N"),
        tooltip=[alt.Tooltip("index:N"), alt.Tooltip("year:O"), alt.Tooltip("rank:Q"), alt.Tooltip("tip:N")],
    )
    numbers = [
        alt.Chart(inline(data[data["below"] == below]))
        .mark_text(dy=14 if below else -11, fontSize=11, color=INK, aria=False)
        .encode(x=x, y=y, text=alt.Text("rank:Q"))
        for below in sorted(set(data["below"]))
    ]
    # Names stand to the right of the plot, moved apart where last points are close.
    ends = _spread(data.groupby("index", sort=False).tail(1))
    labels = (
        alt.Chart(inline(ends))
        .mark_text(align="left", dx=WIDTH - 68, fontWeight="bold", aria=False)
        .encode(
            x=alt.value(0), y=alt.Y("at:Q", scale=alt.Scale(domain=[UNITS, 1])), text=alt.Text("index:N"), color=colour
        )
    )
    return finish(alt.layer(line, points, *numbers, labels), title, language, HEIGHT).properties(width=WIDTH - 90)


def _runs(frame: pd.DataFrame) -> list[str]:
    """A name for each stretch of consecutive years of one index: a gap or another method starts a new one."""
    runs: dict[tuple[str, int], int] = {}
    for name, part in frame.groupby("index", sort=False):
        number, before, method = 0, None, None
        segments = dict(zip(part["year"], part["segment"], strict=True)) if "segment" in part else {}
        for year in sorted(set(part["year"])):
            number += before is not None and (year != before + 1 or segments.get(year) != method)
            runs[str(name), int(year)] = number
            before, method = year, segments.get(year)
    return [f"{name} {runs[name, int(year)]}" for name, year in zip(frame["index"], frame["year"], strict=True)]


def _crowded(frame: pd.DataFrame, apart: float = 5.0) -> list[bool]:
    """Whether a point's number goes below it because another point of the year stands close above."""
    return [
        any(other < rank and rank - other < apart for other in frame.loc[frame["year"] == year, "rank"])
        for year, rank in zip(frame["year"], frame["rank"], strict=True)
    ]


def _spread(ends: pd.DataFrame, apart: float = 4.0) -> pd.DataFrame:
    """Label places at least `apart` ranks from each other, in the order of the ranks."""
    ordered = ends.sort_values("rank", kind="stable")
    places: list[float] = []
    for rank in ordered["rank"]:
        places.append(max(float(rank), places[-1] + apart) if places else float(rank))
    over = max(0.0, places[-1] - UNITS) if places else 0.0
    return ordered.assign(at=[place - over for place in places])


def _cycle(values: tuple[str, ...], length: int) -> list[str]:
    return [values[place % len(values)] for place in range(length)]
