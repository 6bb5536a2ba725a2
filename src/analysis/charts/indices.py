"""Ranks in published indices over the years, rank 1 on top."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SIZE,
    TEAL,
    WIDTH,
    drawn,
    finish,
    from_left,
    inline,
    keyed,
    layered,
)
from analysis.charts.wrap import wrap

COLOURS = (BLUE, ORANGE, TEAL, PURPLE)
SHAPES = ("circle", "square", "triangle-up", "diamond")
HEIGHT = 300
FEW, MANY = 5, 7
UNITS = 63
NAME = 12  # letters in a line of a name beside the plot
UP, DOWN = 11, 14  # dots from a point's middle to that of the number above or below it
LABEL_UP, LABEL_DOWN = UP * (UNITS - 1) / HEIGHT, DOWN * (UNITS - 1) / HEIGHT  # the same in ranks
POINT, NUMBER = 2.2, 2.7  # how near, in ranks, a number may come to a point and to another number
ROOM = 144  # for the names beside the plot and the numbers of its axis


@drawn
def ranks(frame: pd.DataFrame, *, title: str, rank_title: str, year_title: str, language: str = "vi") -> Any:
    """One line per index or province, broken where a year is missing, named beside its last point.

    `frame` has index (the name), year, rank, tip and, where they are known, key (for a script to find the marks by) and
    segment (number of the method). Two sources for one year give two points; the line goes through the first. More
    lines than there are colours and shapes would be told apart by nobody: those with most years get them, the others
    stay small and grey and are named by tooltip and table.
    """
    data = _prepared(frame)
    years = [str(year) for year in range(int(frame["year"].min()), int(frame["year"].max()) + 1)]
    x = alt.X("year:O", sort=None, scale=alt.Scale(domain=years), title=year_title, axis=_years(years))
    y = alt.Y("rank:Q", scale=alt.Scale(domain=[UNITS, 1], nice=False), title=rank_title,
              axis=alt.Axis(values=[1, 10, 20, 30, 40, 50, 63]))  # fmt: skip
    colour = alt.Color("colour:N", scale=None)
    line = (
        alt.Chart(inline(data.drop_duplicates(["index", "year"])))
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=colour, detail=alt.Detail("run:N"), description=alt.Description("line:N"))
    )
    points = (
        alt.Chart(inline(data))
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            size=alt.Size("size:Q", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            description=alt.Description("said:N"),
            tooltip=[alt.Tooltip("index:N"), alt.Tooltip("year:O"), alt.Tooltip("rank:Q"), alt.Tooltip("tip:N")],
        )
    )
    layers = [line, points, *_numbers(data, x, y), *_names(data)]
    return finish(layered(*layers), title, language, HEIGHT, WIDTH - ROOM)


def _years(years: list[str]) -> alt.Axis:
    """Years beneath the plot: smaller where they are many, every other one (the last among them) where too many."""
    shown = years if len(years) <= MANY else years[::-2][::-1]
    return alt.Axis(labelAngle=0, values=shown, labelFontSize=SIZE if len(years) <= FEW else 10)


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    """Points with their look; grey ones first, so that the coloured ones lie on top."""
    looks = _looks(frame)
    grey = (GREY, "circle")
    keys = frame["key"] if "key" in frame else [""] * len(frame)
    data = frame.assign(
        year=frame["year"].astype(str),
        rank=frame["rank"].astype("float64"),
        run=_runs(frame),
        named=[name in looks for name in frame["index"]],
        colour=[looks.get(name, grey)[0] for name in frame["index"]],
        shape=[looks.get(name, grey)[1] for name in frame["index"]],
        size=[80 if name in looks else 36 for name in frame["index"]],
        line=[keyed(key, name) for key, name in zip(keys, frame["index"], strict=True)],
        said=[keyed(key, tip) for key, tip in zip(keys, frame["tip"], strict=True)],
    )
    return data.sort_values("named", kind="stable", ignore_index=True)


def _looks(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Colour and shape of the lines with most years, the better last rank first among equals."""
    facts = frame.sort_values("year", kind="stable").groupby("index", sort=False).agg(
        years=("year", "nunique"), last=("rank", "last")
    )  # fmt: skip
    chosen = facts.sort_values(["years", "last"], ascending=[False, True], kind="stable").head(len(COLOURS)).index
    names = [name for name in dict.fromkeys(frame["index"]) if name in set(chosen)]
    return {name: (COLOURS[place], SHAPES[place]) for place, name in enumerate(names)}


def _numbers(data: pd.DataFrame, x: alt.X, y: alt.Y) -> list[Any]:
    """Ranks beside the points of named lines: above, below where something is close above, else left to the table."""
    named = data[data["named"]].drop_duplicates(["year", "rank"])
    sides = _sides(named)
    return [
        alt.Chart(inline(named[[found == side for found in sides]]))
        .mark_text(dy=move, fontSize=11, color=INK, aria=False)
        .encode(x=x, y=y, text=alt.Text("rank:Q"))
        for side, move in (("above", -UP), ("below", DOWN))
        if side in sides
    ]


def _sides(named: pd.DataFrame) -> list[str]:
    """Where the number of each point has room: "above", "below", or nowhere ("")."""
    sides: dict[tuple[str, float], str] = {}
    for year, ranks_ in named.groupby("year")["rank"]:
        points = sorted(ranks_)
        taken: list[float] = []
        for rank in points:
            places = (("above", rank - LABEL_UP), ("below", rank + LABEL_DOWN))
            free = [(side, at) for side, at in places if _is_free(at, [one for one in points if one != rank], taken)]
            sides[str(year), rank], at = free[0] if free else ("", rank)
            taken += [at] if free else []
    return [sides[str(year), float(rank)] for year, rank in zip(named["year"], named["rank"], strict=True)]


def _is_free(at: float, points: list[float], numbers: list[float]) -> bool:
    """Whether a number at `at` (in ranks) lies on no point and on no other number."""
    return all(abs(at - point) >= POINT for point in points) and all(abs(at - number) >= NUMBER for number in numbers)


def _names(data: pd.DataFrame) -> list[Any]:
    """Names to the right of the plot, moved apart where last points are close."""
    last = data[data["named"]].sort_values("year", kind="stable").groupby("index", sort=False).tail(1)
    end = data["year"].max()
    said = [
        wrap(name if year == end else f"{name} ({year})", NAME)
        for name, year in zip(last["index"], last["year"], strict=True)
    ]
    ends = _spread(last.assign(name=said, lines=[text.count("\n") + 1 for text in said]))
    return [
        alt.Chart(inline(ends[ends["lines"] == lines]))
        .mark_text(align="left", dx=WIDTH - ROOM + 8, dy=-6 * (lines - 1), lineBreak="\n", lineHeight=12, fontSize=11,
                   fontWeight="bold", aria=False)
        .encode(
            x=from_left(0),
            y=alt.Y("at:Q", scale=alt.Scale(domain=[UNITS, 1])),
            text=alt.Text("name:N"),
            color=alt.Color("colour:N", scale=None),
            description=alt.Description("said:N"),
        )
        for lines in sorted(set(ends["lines"]))
    ]  # fmt: skip


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


def _spread(ends: pd.DataFrame, line: float = 2.7) -> pd.DataFrame:
    """Places of names in the order of the ranks, each with room for its lines (`line` ranks high each)."""
    ordered = ends.sort_values("rank", kind="stable")
    places: list[float] = []
    free = 0.0
    for rank, lines in zip(ordered["rank"], ordered["lines"], strict=True):
        half = line * lines / 2
        places.append(max(float(rank), free + half))
        free = places[-1] + half
    over = max(0.0, free - UNITS) if places else 0.0
    return ordered.assign(at=[place - over for place in places])
