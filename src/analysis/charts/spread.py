"""Where several provinces stand for the same target: one track per target, one mark per level that is asked."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.rows import ends_of, labels_above
from analysis.charts.theme import BLUE, GREY, MUTED, TRACK, WIDTH, drawn, finish, from_left, inline, keyed, layered
from analysis.charts.wrap import wrap

ROW = 86
BELOW = 4  # from the middle of a row down to its track


@drawn
def spread(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi") -> Any:
    """Dots on a track from 0 to 100; who asks least stands below to the left, who asks most to the right.

    `frame` has label (target, level, deadline), value (percent), words (what is asked and by whom), tip (the same with
    places) and keys (of the provinces, for a script to find their marks by); rows of one target stand together.
    """
    data = _prepared(frame)
    y = alt.Y("place:O", axis=None, sort=None)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 100], range=[0, WIDTH]), axis=None, title=unit)
    base = alt.Chart(inline(data))
    targets = alt.Chart(inline(data.drop_duplicates("place").assign(zero=0.0, full=100.0)))
    track = targets.mark_bar(height=3, color=TRACK, yOffset=BELOW, aria=False).encode(
        y=y, x=alt.X("zero:Q", scale=alt.Scale(domain=[0, 100], range=[0, WIDTH]), axis=None), x2="full:Q"
    )
    line = base.mark_line(color=GREY, strokeWidth=3, aria=False, yOffset=BELOW).encode(
        y=y, x=x, detail=alt.Detail("place:N")
    )
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=BELOW).encode(
        y=y,
        x=x,
        color=alt.ColorValue(BLUE),
        description=alt.Description("said:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("words:N"), alt.Tooltip("tip:N")],
    )
    return finish(
        layered(track, line, dots, *labels_above(data.drop_duplicates("place"), y, -6), *_ends(data, y)),
        title,
        language,
        alt.Step(ROW),
    )


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    order = {label: place for place, label in enumerate(dict.fromkeys(frame["label"]))}
    by_target = frame.groupby("label", sort=False)["value"]
    low, high = by_target.transform("min"), by_target.transform("max")
    return pd.DataFrame(
        {
            "place": [order[label] for label in frame["label"]],
            "label": [wrap(label, 56) for label in frame["label"]],
            "value": frame["value"].astype("float64").to_numpy(),
            "words": [wrap(words, 31) for words in frame["words"]],
            "said": [keyed(keys, tip) for keys, tip in zip(frame["keys"], frame["tip"], strict=True)],
            "tip": frame["tip"].to_numpy(),
            "side": ends_of(frame["value"], low, high),
        }
    )


def _ends(data: pd.DataFrame, y: alt.Y) -> list[Any]:
    """What is asked least and most, in words below the track."""
    sides: tuple[tuple[str, Any, int], ...] = (("low", "left", 0), ("high", "right", WIDTH))
    return [
        alt.Chart(inline(data[data["side"] == side]))
        .mark_text(align=align, baseline="top", dy=BELOW + 7, fontSize=11, lineBreak="\n", lineHeight=13)
        .encode(
            y=y,
            x=from_left(at),
            text=alt.Text("words:N"),
            color=alt.ColorValue(MUTED),
            description=alt.Description("said:N"),
        )
        for side, align, at in sides
        if (data["side"] == side).any()
    ]
