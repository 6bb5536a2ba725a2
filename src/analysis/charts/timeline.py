"""Results of one indicator over time: a line per series, broken where the series breaks, each break marked."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import (
    BLUE,
    GREY,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    TEAL,
    TRACK,
    WIDTH,
    drawn,
    finish,
    from_left,
    inline,
    layered,
)
from analysis.charts.wrap import wrap

LOOKS = ((BLUE, "circle"), (ORANGE, "square"), (TEAL, "triangle-up"), (PURPLE, "diamond"))
HEIGHT = 200
ROOM = 124  # for the names beside the plot and the numbers of its axis
NAME = 9  # letters in a line of a name beside the plot
BEYOND = 0.07  # of the years' width, so that the number of a last point does not reach the names
FEW = 6  # points that can all bear their number, as far as there is room
NUMBER = (40, 18)  # room a number takes, across and up


@drawn
def timeline(frame: pd.DataFrame, *, title: str, unit: str, time: str, language: str = "vi") -> Any:
    """Points by the end of their period, joined within a segment only; a dashed line stands where one ends.

    `frame` has line (the series' name), at (the end of the period as a year with a fraction), value (NaN for an empty
    cell: nothing is drawn), text (the value as written), segment, broken (the row opens a new segment) and tip.
    """
    data = _prepared(frame)
    first, last = int(frame["at"].min()), int(frame["at"].max()) + 1
    # A year is named in its middle, between the lines where it begins and ends: its result stands at its end.
    middles = [year + 0.5 for year in range(first, last)]
    axis = alt.Axis(values=middles[:: max(1, len(middles) // 6)], labelExpr="format(floor(datum.value), 'd')",
                    grid=False, ticks=False)  # fmt: skip
    scale = alt.Scale(domain=[first, last + (last - first) * BEYOND], nice=False)
    x = alt.X("at:Q", scale=scale, title=time, axis=axis)
    y = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False, nice=True, padding=14), axis=alt.Axis(tickCount=5))
    colour = alt.Color("colour:N", scale=None)
    known = data[data["value"].notna()]
    line = (
        alt.Chart(inline(known))
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=colour, detail=alt.Detail("run:N"), description=alt.Description("line:N"))
    )
    points = (
        alt.Chart(inline(known))
        .mark_point(filled=True, opacity=1, size=70)
        .encode(
            x=x,
            y=y,
            color=colour,
            shape=alt.Shape("shape:N", scale=None),
            description=alt.Description("tip:N"),
            tooltip=[alt.Tooltip("line:N"), alt.Tooltip("text:N"), alt.Tooltip("tip:N")],
        )
    )
    numbers = (
        alt.Chart(inline(_numbered(known)))
        .mark_text(dy=-11, fontSize=11, color=INK, aria=False)
        .encode(x=x, y=y, text=alt.Text("text:N"))
    )
    bounds = pd.DataFrame({"at": [float(year) for year in range(first, last + 1)]})
    begins = alt.Chart(inline(bounds)).mark_rule(color=TRACK, aria=False).encode(x=x)
    layers = [begins, *_breaks(data, x), line, points, numbers, *_names(known, y)]
    return finish(layered(*layers), title, language, HEIGHT, WIDTH - ROOM)


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    looks = {name: LOOKS[place] if place < len(LOOKS) else (GREY, "circle") for place, name in
             enumerate(dict.fromkeys(frame["line"]))}  # fmt: skip
    return frame.assign(
        run=frame["line"] + " " + frame["segment"].astype("str"),
        colour=[looks[name][0] for name in frame["line"]],
        shape=[looks[name][1] for name in frame["line"]],
    )


def _numbered(known: pd.DataFrame) -> pd.DataFrame:
    """The points that bear their number: of many the last, first, highest and lowest of each line; none touches."""
    if not len(known):
        return known
    ordered = known.sort_values("at", kind="stable")
    lines = ordered.groupby("line", sort=False)
    by_value = ordered.sort_values("value", kind="stable").groupby("line", sort=False)
    first = [lines.tail(1), lines.head(1), by_value.tail(1), by_value.head(1)]
    wanted = pd.concat([*first, ordered] if len(known) <= FEW else first).drop_duplicates(["line", "at"])
    across = (WIDTH - ROOM) / (int(known["at"].max()) + 1 - int(known["at"].min()))
    up = 0.7 * HEIGHT / ((float(known["value"].max()) - float(known["value"].min())) or 1.0)
    # The axis reaches beyond the values, so less than the whole height is theirs.
    taken: list[tuple[float, float]] = []
    fits = []
    for at, value in zip(wanted["at"] * across, wanted["value"] * up, strict=True):
        free = all(abs(at - x) >= NUMBER[0] or abs(value - y) >= NUMBER[1] for x, y in taken)
        fits.append(free)
        if free:
            taken.append((at, value))
    return wanted[fits]


def _breaks(data: pd.DataFrame, x: alt.X) -> list[Any]:
    """A dashed line half-way between the last point before a break and the first after it."""
    ordered = data.sort_values(["line", "at"], kind="stable")
    before = ordered.groupby("line", sort=False)["at"].shift()
    opened = ordered[ordered["broken"] & before.notna()]
    if not len(opened):
        return []
    places = pd.DataFrame({"at": ((opened["at"] + before[opened.index]) / 2).round(3)}).drop_duplicates()
    rule = alt.Chart(inline(places)).mark_rule(color=MUTED, strokeDash=[4, 3], aria=False).encode(x=x)
    sign = alt.Chart(inline(places)).mark_text(text="≠", color=MUTED, fontSize=14, aria=False)
    return [rule, sign.encode(x=x, y=alt.YValue(6))]  # type: ignore[no-untyped-call]


def _names(known: pd.DataFrame, y: alt.Y) -> list[Any]:
    """Names to the right of the plot at the height of each last point."""
    last = known.sort_values("at", kind="stable").groupby("line", sort=False).tail(1)
    names = [wrap(name, NAME) for name in last["line"]]
    last = last.assign(name=names, lines=[name.count("\n") + 1 for name in names])
    last = _apart(last.sort_values("value", kind="stable", ignore_index=True), known)
    return [
        alt.Chart(inline(last[last["lines"] == lines]))
        .mark_text(align="left", dx=WIDTH - ROOM + 8, dy=-6 * (lines - 1), lineBreak="\n", lineHeight=12, fontSize=11,
                   fontWeight="bold", aria=False)
        .encode(x=from_left(0), y=y, text=alt.Text("name:N"), color=alt.Color("colour:N", scale=None))
        for lines in sorted(set(last["lines"]))
    ]  # fmt: skip


def _apart(last: pd.DataFrame, known: pd.DataFrame, share: float = 0.1) -> pd.DataFrame:
    """Names from the lowest up, each with room for its lines (each a share of the height the values take)."""
    line = ((float(known["value"].max()) - float(known["value"].min())) or 1.0) * share
    places: list[float] = []
    before = 0
    for value, lines in zip(last["value"], last["lines"], strict=True):
        least = places[-1] + line * (before + lines) / 2 if places else float(value)
        places.append(max(float(value), least))
        before = lines
    return last.assign(value=places)
