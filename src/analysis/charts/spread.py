"""Where several provinces stand for the same target: one line per target, one mark per province."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import GREY, INK, TRACK, WIDTH, finish
from analysis.charts.wrap import wrap

ROW = 58
ROOM = 10


def spread(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi") -> Any:
    """Dots on a scale from 0 to 100 with the provinces' names above and below; equal values share a dot.

    `frame` has label (target, level, deadline), name (province), value (percent), text (what it asks), tip.
    """
    order = {label: place for place, label in enumerate(dict.fromkeys(frame["label"]))}
    data = pd.DataFrame(
        {
            "place": [order[label] for label in frame["label"]],
            "label": [wrap(label, 74, 1) for label in frame["label"]],
            "name": frame["name"].to_numpy(),
            "value": frame["value"].astype("float64").to_numpy(),
            "text": frame["text"].to_numpy(),
            "tip": frame["tip"].to_numpy(),
        }
    )
    together = data.groupby(["place", "label", "value", "text"], sort=False, as_index=False).agg(
        name=("name", ", ".join), tip=("tip", "; ".join)
    )
    together["words"] = together["name"] + " " + together["text"]
    together["side"] = _sides(together)
    y = alt.Y("place:O", axis=None, sort=None)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 100], range=[ROOM, WIDTH - ROOM]), title=unit,
              axis=alt.Axis(grid=True, tickCount=5))  # fmt: skip
    base = alt.Chart(together)
    line = base.mark_line(color=GREY, strokeWidth=2, aria=False, yOffset=5).encode(y=y, x=x, detail="place:N")
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=5, stroke=TRACK).encode(
        y=y, x=x, color=alt.value("#0b62a8"), description="tip:N", tooltip=["label:N", "words:N", "tip:N"]
    )
    layers = [line, dots, *(_words(together, side, y, x) for side in dict.fromkeys(together["side"]))]
    labels = (
        alt.Chart(together.drop_duplicates("place"))
        .mark_text(align="left", dy=-14, color=INK, fontWeight="bold", aria=False)
        .encode(y=y, x=alt.value(0), text="label:N")
    )
    return finish(alt.layer(*layers, labels), title, language, alt.Step(ROW))


def _words(data: pd.DataFrame, side: str, y: alt.Y, x: alt.X) -> alt.Chart:
    """Names beside their dot, on the side where no other dot stands and the edge leaves room."""
    align = "right" if side == "left" else "left" if side == "right" else "center"
    move = {"left": -8, "right": 8}.get(side, 0)
    return (
        alt.Chart(data[data["side"] == side])
        .mark_text(align=align, dx=move, dy=20 if side == "below" else 5, fontSize=11, aria=False)
        .encode(y=y, x=x, text="words:N", color=alt.value(INK))
    )


def _sides(data: pd.DataFrame) -> list[str]:
    """Left for the lowest of a line unless it stands near the left edge, below for the others."""
    lowest = data.groupby("place")["value"].transform("min")
    return [
        "left" if value == low and value >= 45 else "right" if value < 30 and len(data[data["place"] == place]) == 1
        else "below"
        for value, low, place in zip(data["value"], lowest, data["place"], strict=True)
    ]  # fmt: skip
