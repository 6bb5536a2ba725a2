"""How a plan's targets move over its deadlines: one line per target, one dot per year."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, GREY, INK, MUTED, ORANGE, finish
from analysis.charts.wrap import wrap

ROW = 58


def steps(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi") -> Any:
    """Dots on a scale from 0 to 100, the year below each, the label above.

    `frame` has label, year, value (percent), tip (source and location) and falls (whether the target is lowered);
    rows of one target stand together, in the order of years.
    """
    order = {label: place for place, label in enumerate(dict.fromkeys(frame["label"]))}
    data = pd.DataFrame(
        {
            "place": [order[label] for label in frame["label"]],
            "label": [wrap(label, 66, 1) for label in frame["label"]],
            "value": frame["value"].astype("float64").to_numpy(),
            "mark": _years_by_value(frame),
            "tip": frame["tip"].to_numpy(),
            "colour": [ORANGE if falls else BLUE for falls in frame["falls"]],
            "sign": ["▼" if falls else "" for falls in frame["falls"]],
        }
    )
    y = alt.Y("place:O", axis=None, sort=None)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 100]), title=unit, axis=alt.Axis(grid=True, tickCount=5))
    base = alt.Chart(data)
    line = base.mark_line(color=GREY, strokeWidth=2, aria=False, yOffset=4).encode(y=y, x=x, detail="place:N")
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=4).encode(
        y=y, x=x, color=alt.Color("colour:N", scale=None), description="tip:N", tooltip=["label:N", "mark:N", "tip:N"]
    )
    years = base.mark_text(dy=18, fontSize=11, color=MUTED, aria=False).encode(y=y, x=x, text="mark:N")
    heads = data.drop_duplicates("place").assign(label=lambda rows: [
        f"{sign} {label}".strip() for sign, label in zip(rows["sign"], rows["label"], strict=True)
    ])
    labels = (
        alt.Chart(heads)
        .mark_text(align="left", dy=-14, color=INK, aria=False)
        .encode(y=y, x=alt.value(0), text="label:N")
    )
    return finish(alt.layer(line, dots, years, labels), title, language, alt.Step(ROW))


def _years_by_value(frame: pd.DataFrame) -> list[str]:
    """Years under a dot; targets that stay the same share a dot, so its first row names all years."""
    together = frame.groupby(["label", "value"], sort=False)["year"].transform(lambda y: ", ".join(map(str, y)))
    first = ~frame.duplicated(["label", "value"])
    return [text if shown else "" for text, shown in zip(together, first, strict=True)]
