"""A distribution: one dot per province on a line, the middle half as a band, the median as a mark, ends named."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.rows import ends_of, labels_above
from analysis.charts.theme import BLUE, GREY, INK, MUTED, TRACK, WIDTH, drawn, finish, from_left, inline, keyed, layered
from analysis.charts.wrap import wrap

ROW = 96
BELOW = 6  # from the middle of a row down to its line


@drawn
def strips(frame: pd.DataFrame, *, title: str, unit: str, median: str, language: str = "vi") -> Any:
    """One line per ranking, from its lowest to its highest value.

    `frame` has label (the ranking), value, text (province and value as written), tip, key (of the province, for a
    script to find its mark), named (a province the reader asked for: blue, else grey), low and high (the quartiles),
    middle (the median) and middle_text. Rows of one ranking stand together; scales of two rankings have nothing to do
    with each other. `median` names the mark.
    """
    data = _prepared(frame)
    y = alt.Y("place:O", axis=None, sort=None)
    scale = alt.Scale(domain=[0, 1], range=[8, WIDTH - 8])
    base, lines = alt.Chart(inline(data)), alt.Chart(inline(data.drop_duplicates("place").assign(zero=0.0, full=1.0)))
    track = lines.mark_rule(color=TRACK, strokeWidth=2, yOffset=BELOW, aria=False).encode(
        y=y, x=alt.X("zero:Q", scale=scale, axis=None), x2="full:Q"
    )
    band = lines.mark_bar(color=TRACK, height=16, yOffset=BELOW, aria=False).encode(
        y=y, x=alt.X("low:Q", scale=scale, axis=None), x2="high:Q"
    )
    mark = lines.mark_tick(color=INK, thickness=3, height=20, yOffset=BELOW, opacity=1).encode(
        y=y, x=alt.X("middle:Q", scale=scale, axis=None, title=median), description=alt.Description("middle_text:N")
    )
    dots = base.mark_point(filled=True, size=70, opacity=0.85, yOffset=BELOW).encode(
        y=y,
        x=alt.X("at:Q", scale=scale, axis=None, title=unit),
        color=alt.Color("colour:N", scale=None),
        description=alt.Description("said:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("text:N"), alt.Tooltip("tip:N")],
    )
    return finish(layered(track, band, mark, dots, *_labels(data, y), *_ends(data, y)), title, language, alt.Step(ROW))


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    order = {label: place for place, label in enumerate(dict.fromkeys(frame["label"]))}
    by = frame.groupby("label", sort=False)["value"]
    low, high = by.transform("min"), by.transform("max")
    width = (high - low).where(high > low, 1.0)
    parts = {name: ((frame[name] - low) / width).to_numpy() for name in ("low", "high", "middle")}
    looks = pd.DataFrame(
        {
            "place": [order[label] for label in frame["label"]],
            "label": [wrap(label, 56) for label in frame["label"]],
            "at": ((frame["value"] - low) / width).to_numpy(),
            **parts,
            "colour": [BLUE if named else GREY for named in frame["named"]],
            "named": frame["named"].to_numpy(),
            "text": frame["text"].to_numpy(),
            "tip": frame["tip"].to_numpy(),
            "middle_text": frame["middle_text"].to_numpy(),
            "said": [keyed(key, tip) for key, tip in zip(frame["key"], frame["tip"], strict=True)],
            "side": ends_of(frame["value"], low, high),
        }
    )
    return looks.sort_values(["place", "named"], kind="stable", ignore_index=True)


def _labels(data: pd.DataFrame, y: alt.Y) -> list[Any]:
    """The ranking above its line, and below that the median."""
    rankings = data.drop_duplicates("place")
    middle = (
        alt.Chart(inline(rankings))
        .mark_text(align="left", baseline="bottom", dy=-7, fontSize=11, aria=False)
        .encode(y=y, x=from_left(0), text=alt.Text("middle_text:N"), color=alt.ColorValue(MUTED))
    )
    return [*labels_above(rankings, y, -22), middle]


def _ends(data: pd.DataFrame, y: alt.Y) -> list[Any]:
    """The lowest and the highest, with who has it, below the line."""
    shown = data.drop_duplicates(["place", "side"])
    sides: tuple[tuple[str, Any, int], ...] = (("low", "left", 0), ("high", "right", WIDTH))
    return [
        alt.Chart(inline(shown[shown["side"] == side]))
        .mark_text(align=align, baseline="top", dy=BELOW + 12, fontSize=11, aria=False)
        .encode(y=y, x=from_left(at), text=alt.Text("text:N"), color=alt.ColorValue(MUTED))
        for side, align, at in sides
        if (shown["side"] == side).any()
    ]
