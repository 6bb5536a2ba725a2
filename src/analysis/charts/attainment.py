"""Results against targets: a bar for the result, a dark mark for the goal, the state as sign, word and colour."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.rows import LINE, labels_above
from analysis.charts.theme import (
    INK,
    STATE_COLOURS,
    STATE_SIGNS,
    TRACK,
    WIDTH,
    drawn,
    finish,
    from_left,
    inline,
    layered,
)
from analysis.charts.wrap import wrap_beside

ROW = 56
BAR = 15
LAST_LINE = 8  # from the middle of a row down to its words


@drawn
def attainment(frame: pd.DataFrame, *, title: str, unit: str, goal: str, language: str = "vi") -> Any:
    """Percentages from 0 to 100, one row per target, in the order given.

    `frame` has label, value (result), target (the goal), text (result beside goal, as written), state (reached,
    on_course, behind), word (the state in words) and tip (source and location). `goal` names the dark mark.
    """
    results = _results(frame)
    wide = 50 if frame["word"].nunique() < 2 else 36  # the first line stands beside the word, if there is one
    data = pd.DataFrame(
        {
            "place": range(len(frame)),
            "label": [wrap_beside(label, text, wide) for label, text in zip(frame["label"], results, strict=True)],
            "value": frame["value"].astype("float64").to_numpy(),
            "target": frame["target"].astype("float64").to_numpy(),
            "text": results,
            "word": [f"{STATE_SIGNS[state]} {word}" for state, word in zip(frame["state"], frame["word"], strict=True)],
            "colour": [STATE_COLOURS[state] for state in frame["state"]],
            "tip": frame["tip"].to_numpy(),
            "full": 100.0,
        }
    )
    top = max(100.0, float(data[["value", "target"]].max().max())) if len(data) else 100.0
    span = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("place:O", axis=None, sort=None)
    base = alt.Chart(inline(data))
    track = base.mark_bar(height=9, color=TRACK, yOffset=BAR, aria=False).encode(
        y=y, x=alt.X("full:Q", scale=span, axis=None)
    )
    bar = base.mark_bar(height=9, yOffset=BAR).encode(
        y=y,
        x=alt.X("value:Q", scale=span, axis=None, title=unit),
        color=alt.Color("colour:N", scale=None),
        description=alt.Description("tip:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("text:N"), alt.Tooltip("word:N"), alt.Tooltip("tip:N")],
    )
    mark = base.mark_tick(thickness=3, height=15, color=INK, yOffset=BAR, opacity=1, aria=False).encode(
        y=y, x=alt.X("target:Q", scale=span, axis=None, title=goal)
    )
    return finish(layered(track, bar, mark, *_words(data, y)), title, language, alt.Step(ROW))


def _results(frame: pd.DataFrame) -> list[str]:
    """Result beside goal; where all are of one state, which the message then says, with its sign."""
    alone = frame["state"].nunique() == 1
    signs = [f"{STATE_SIGNS[state]} " if alone else "" for state in frame["state"]]
    return [f"{sign}{text}" for sign, text in zip(signs, frame["text"], strict=True)]


def _words(data: pd.DataFrame, y: alt.Y) -> list[Any]:
    """Label above the bar to the left; to its right result beside goal, and above that the state if they differ."""
    labels = labels_above(data, y, LAST_LINE)
    base = alt.Chart(inline(data))
    result = base.mark_text(align="right", baseline="bottom", dy=LAST_LINE, fontWeight="bold", aria=False).encode(
        y=y, x=from_left(WIDTH), text=alt.Text("text:N"), color=alt.ColorValue(INK)
    )
    if data["word"].nunique() < 2:
        return [*labels, result]
    state = base.mark_text(align="right", baseline="bottom", dy=LAST_LINE - LINE, fontWeight="bold", aria=False).encode(
        y=y, x=from_left(WIDTH), text=alt.Text("word:N"), color=alt.Color("colour:N", scale=None)
    )
    return [*labels, result, state]
