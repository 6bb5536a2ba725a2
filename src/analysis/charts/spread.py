"""Where several provinces stand for the same target: one line per target, one mark per province."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, GREY, INK, TRACK, WIDTH, drawn, finish, inline
from analysis.charts.wrap import wrap

ROW = 66
ROOM = 112  # for names beside the outer dots


@drawn
def spread(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi") -> Any:
    """Dots on a scale from 0 to 100 with the provinces' names beside them; equal values share a dot.

    `frame` has label (target, level, deadline), name (province), value (percent), text (what it asks), tip.
    """
    order = {label: place for place, label in enumerate(dict.fromkeys(frame["label"]))}
    data = pd.DataFrame(
        {
            "place": [order[label] for label in frame["label"]],
            "label": [wrap(label, 56, 1) for label in frame["label"]],
            "name": frame["name"].to_numpy(),
            "value": frame["value"].astype("float64").to_numpy(),
            "text": frame["text"].to_numpy(),
            "tip": frame["tip"].to_numpy(),
        }
    )
    together = data.groupby(["place", "label", "value"], sort=False)[["name", "text", "tip"]].apply(_words_of)
    together = together.reset_index()
    together["side"] = _sides(together)
    y = alt.Y("place:O", axis=None, sort=None)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 100], range=[ROOM, WIDTH - ROOM]), title=unit,
              axis=alt.Axis(grid=True, tickCount=5))  # fmt: skip
    base = alt.Chart(inline(together))
    line = base.mark_line(color=GREY, strokeWidth=2, aria=False, yOffset=8).encode(
        y=y, x=x, detail=alt.Detail("place:N")
    )
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=8, stroke=TRACK).encode(
        y=y,
        x=x,
        color=alt.value(BLUE),
        description=alt.Description("tip:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("words:N"), alt.Tooltip("tip:N")],
    )
    layers = [line, dots, *(_words(together, side, y, x) for side in dict.fromkeys(together["side"]))]
    labels = (
        alt.Chart(inline(together.drop_duplicates("place")))
        .mark_text(align="left", dy=-24, color=INK, fontWeight="bold", aria=False)
        .encode(y=y, x=alt.value(0), text=alt.Text("label:N"))
    )
    return finish(alt.layer(*layers, labels), title, language, alt.Step(ROW))


def _words_of(rows: pd.DataFrame) -> pd.Series:
    """The words beside one dot: names with what they ask, said once where they ask the same."""
    if rows["text"].nunique() == 1:
        words = f"{wrap(', '.join(rows['name']), 21, 2)}\n{rows['text'].iloc[0]}"
    else:
        words = "\n".join(f"{name} {text}" for name, text in zip(rows["name"], rows["text"], strict=True))
    return pd.Series({"words": words, "tip": "; ".join(rows["tip"])})


def _words(data: pd.DataFrame, side: str, y: alt.Y, x: alt.X) -> Any:
    """Names beside the outer dots, below those in between."""
    align: Any = {"left": "right", "right": "left"}.get(side, "center")
    move = {"left": -9, "right": 9}.get(side, 0)
    lines = data["words"].str.count("\n").max()
    return (
        alt.Chart(inline(data[data["side"] == side]))
        .mark_text(align=align, dx=move, dy=22 if side == "below" else 8 - 6 * lines, fontSize=11, lineBreak="\n",
                   lineHeight=13, aria=False)
        .encode(y=y, x=x, text=alt.Text("words:N"), color=alt.value(INK))
    )  # fmt: skip


def _sides(data: pd.DataFrame) -> list[str]:
    """Left of the lowest, right of the highest, below for what lies between."""
    by_line = data.groupby("place")["value"]
    low, high = by_line.transform("min"), by_line.transform("max")
    return [
        "left" if value == least else "right" if value == most else "below"
        for value, least, most in zip(data["value"], low, high, strict=True)
    ]
