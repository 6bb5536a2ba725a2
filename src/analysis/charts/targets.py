"""How a plan's targets move over its deadlines: one line per target, one dot per year."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, GREY, INK, ORANGE, WIDTH, drawn, finish, from_left, inline, layered
from analysis.charts.wrap import wrap

ROW = 52
BELOW = 6
SIDES: tuple[tuple[str, Any, int], ...] = (("first", "right", -8), ("last", "left", 8), ("both", "left", 8))
LEFT, RIGHT = 84, 84  # room for the words beside the first and the last dot


@drawn
def steps(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi") -> Any:
    """Dots on a scale from 0 to 100, the first goal written to the left, the last to the right, the label above.

    `frame` has label, text (year and goal), value (percent), tip (source and location) and falls (whether the target
    is lowered); rows of one target stand together, in the order of years.
    """
    data = _prepared(frame)
    y = alt.Y("place:O", axis=None, sort=None)
    scale = alt.Scale(domain=[0, 100], range=[LEFT, WIDTH - RIGHT])
    x = alt.X(
        "value:Q",
        scale=scale,
        title=unit,
        axis=alt.Axis(grid=False, ticks=False, domain=False, values=[0, 25, 50, 75, 100]),
    )
    base = alt.Chart(inline(data))
    line = base.mark_line(color=GREY, strokeWidth=2, aria=False, yOffset=BELOW).encode(
        y=y, x=x, detail=alt.Detail("place:N")
    )
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=BELOW).encode(
        y=y,
        x=x,
        color=alt.Color("colour:N", scale=None),
        description=alt.Description("tip:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("text:N"), alt.Tooltip("tip:N")],
    )
    words = [
        alt.Chart(inline(data[data["side"] == side]))
        .mark_text(align=align, dx=dx, dy=BELOW, fontSize=11, aria=False)
        .encode(y=y, x=x, text=alt.Text("text:N"), color=alt.ColorValue(INK))
        for side, align, dx in SIDES
        if (data["side"] == side).any()
    ]
    labels = (
        alt.Chart(inline(data.drop_duplicates("place")))
        .mark_text(align="left", dy=-14, color=INK, aria=False)
        .encode(y=y, x=from_left(0), text=alt.Text("label:N"))
    )
    return finish(layered(line, dots, *words, labels), title, language, alt.Step(ROW))


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    order = {label: place for place, label in enumerate(dict.fromkeys(frame["label"]))}
    signs = ["▼ " if falls else "" for falls in frame["falls"]]
    ends = frame.groupby("label", sort=False)["value"]
    low, high = ends.transform("min"), ends.transform("max")
    sides = [
        "both" if least == most else "first" if value == least else "last" if value == most else ""
        for value, least, most in zip(frame["value"], low, high, strict=True)
    ]
    return pd.DataFrame(
        {
            "place": [order[label] for label in frame["label"]],
            "label": [sign + wrap(label, 60, 1) for sign, label in zip(signs, frame["label"], strict=True)],
            "value": frame["value"].astype("float64").to_numpy(),
            "text": frame["text"].to_numpy(),
            "side": sides,
            "tip": frame["tip"].to_numpy(),
            "colour": [ORANGE if falls else BLUE for falls in frame["falls"]],
        }
    )
