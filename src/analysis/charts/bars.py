"""Rates and shares as bars with the label above and the value at the end: readable at the width of a phone."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.rows import labels_above
from analysis.charts.theme import BLUE, INK, ORANGE, TRACK, WIDTH, drawn, finish, from_left, inline, layered
from analysis.charts.wrap import wrap_beside

ROW = 50
FULL = 100.0


@drawn
def rates(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi", recomputed: str = "") -> Any:
    """Percentages on a common track from 0 to 100.

    `frame` has label, value (percent), text (the value as written), tip (source and location) and, for doubtful
    values, doubtful (bool) and expected (the recomputed value or NaN). Rows stay in the order given.
    """
    data = _prepared(frame)
    span = alt.Scale(domain=[0, max(FULL, float(data["value"].max(skipna=True)) if len(data) else FULL)], nice=False)
    order = alt.Y("place:O", axis=None, sort=None)
    x = alt.X("value:Q", scale=span, axis=None, title=unit)
    base = alt.Chart(inline(data))
    bar = base.mark_bar(height=9, yOffset=12).encode(
        y=order,
        x=x,
        color=alt.Color("colour:N", scale=None),
        description=alt.Description("tip:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("text:N"), alt.Tooltip("tip:N")],
    )
    layers = [_track(base, order, span), bar, *labels_above(data, order, 5), _values(base, order)]
    if recomputed and data["expected"].notna().any():
        layers.append(_expected(data, order, span, recomputed))
    return finish(layered(*layers), title, language, alt.Step(ROW))


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    doubtful = frame["doubtful"].astype(bool) if "doubtful" in frame else pd.Series(False, index=frame.index)
    expected = frame["expected"] if "expected" in frame else pd.Series(float("nan"), index=frame.index)
    texts = [f"⚠ {text}" if doubt else text for text, doubt in zip(frame["text"], doubtful, strict=True)]
    return pd.DataFrame(
        {
            "place": range(len(frame)),
            "label": list(map(wrap_beside, frame["label"], texts)),
            "value": frame["value"].astype("float64").to_numpy(),
            "text": texts,
            "colour": [ORANGE if doubt else BLUE for doubt in doubtful],
            "expected": expected.astype("float64").to_numpy(),
            "tip": frame["tip"].to_numpy(),
            "full": FULL,
        }
    )


def _track(base: alt.Chart, order: alt.Y, span: alt.Scale) -> Any:
    """What a bar would be if it were full."""
    return base.mark_bar(height=9, color=TRACK, yOffset=12, aria=False).encode(
        y=order, x=alt.X("full:Q", scale=span, axis=None)
    )


def _values(base: alt.Chart, order: alt.Y) -> Any:
    return base.mark_text(align="right", baseline="bottom", dy=5, fontWeight="bold", aria=False).encode(
        y=order, x=from_left(WIDTH), text=alt.Text("text:N"), color=alt.ColorValue(INK)
    )


def _expected(data: pd.DataFrame, order: alt.Y, span: alt.Scale, recomputed: str) -> Any:
    known = data[data["expected"].notna()]
    return (
        alt.Chart(inline(known))
        .mark_tick(thickness=3, height=17, color=INK, yOffset=12, opacity=1)
        .encode(
            y=order,
            x=alt.X("expected:Q", scale=span, axis=None, title=recomputed),
            description=alt.Description("tip:N"),
        )
    )


def _longest(data: pd.DataFrame, whole: float | None) -> float:
    return max([float(data["value"].max(skipna=True)), whole or 0.0]) if len(data) else 0.0


@drawn
def counts(frame: pd.DataFrame, *, title: str, unit: str, language: str = "vi", whole: float | None = None) -> Any:
    """Counts as bars from zero, label above, value at the end; `frame` has label, value, text, tip.

    With `whole` each bar lies on a track as long as the whole, so that its length is its share.
    """
    data = _prepared(frame)
    order = alt.Y("place:O", axis=None, sort=None)
    base = alt.Chart(inline(data if whole is None else data.assign(full=whole)))
    # As long as the data ask for: with its numbers in it, each chart would be a structure of its own (runs.compiled).
    span = alt.Scale(zero=True, nice=False) if _longest(data, whole) else alt.Scale(domain=[0, 1])
    bar = base.mark_bar(height=9, yOffset=12, color=BLUE).encode(
        y=order,
        x=alt.X("value:Q", scale=span, axis=None, title=unit),
        description=alt.Description("tip:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("text:N"), alt.Tooltip("tip:N")],
    )
    layers = [bar, *labels_above(data, order, 5), _values(base, order)]
    if whole is not None:
        layers.insert(0, _track(base, order, span))
    return finish(layered(*layers), title, language, alt.Step(ROW))
