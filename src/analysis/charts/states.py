"""States of targets per province as one bar each: parts in colour, every part with its sign and number."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import (
    INK,
    PAPER,
    STATE_COLOURS,
    STATE_SIGNS,
    STATES,
    WIDTH,
    drawn,
    finish,
    from_left,
    inline,
    layered,
)
from analysis.charts.wrap import wrap

ROW = 52
NARROW = 0.07  # a part of the bar this small has no room for its number


@drawn
def states(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi") -> Any:
    """A bar per label, its states in the order reached, on course, behind, not measurable.

    `frame` has label, state, count and tip, one row per label and state with a count above zero, labels together.
    """
    data = _prepared(frame)
    y = alt.Y("place:O", axis=None, sort=None)
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 1], range=[0, WIDTH]), axis=None, title=unit)
    base = alt.Chart(inline(data))
    bar = base.mark_bar(height=18, yOffset=10, stroke=PAPER, strokeWidth=1).encode(
        y=y,
        x=x,
        x2="end:Q",
        color=alt.Color("colour:N", scale=None),
        description=alt.Description("tip:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("tip:N")],
    )
    roomy = alt.Chart(inline(data[data["share"] >= NARROW]))
    number = roomy.mark_text(dy=10, fontSize=11, fontWeight="bold", aria=False).encode(
        y=y,
        x=alt.X("middle:Q", scale=alt.Scale(domain=[0, 1], range=[0, WIDTH]), axis=None),
        text=alt.Text("text:N"),
        color=alt.ColorValue(PAPER),
    )
    labels = alt.Chart(inline(data.drop_duplicates("place")))
    name = labels.mark_text(align="left", baseline="bottom", dy=-3, aria=False).encode(
        y=y, x=from_left(0), text=alt.Text("label:N"), color=alt.ColorValue(INK)
    )
    return finish(layered(bar, number, name), title, language, alt.Step(ROW))


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    order = {label: place for place, label in enumerate(dict.fromkeys(frame["label"]))}
    rows = frame.assign(
        place=[order[label] for label in frame["label"]], _state=[STATES.index(state) for state in frame["state"]]
    ).sort_values(["place", "_state"], kind="stable", ignore_index=True)
    share = rows["count"] / rows.groupby("place")["count"].transform("sum")
    end = share.groupby(rows["place"]).cumsum()
    return pd.DataFrame(
        {
            "place": rows["place"],
            "label": [wrap(label, 56, 1) for label in rows["label"]],
            "share": share,
            "start": end - share,
            "middle": end - share / 2,
            "end": end,
            "text": [
                f"{STATE_SIGNS[state]} {count}" for state, count in zip(rows["state"], rows["count"], strict=True)
            ],
            "colour": [STATE_COLOURS[state] for state in rows["state"]],
            "tip": rows["tip"],
        }
    )
