"""What charts of rows share: the label above each row's mark, and which marks are the lowest and the highest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import INK, from_left, inline

LINE = 14  # from one line of a label to the next


def labels_above(data: pd.DataFrame, y: alt.Y, last_line: int) -> list[Any]:
    """Labels whose last line stands `last_line` below the middle of the row, whether they take one line or two.

    `data` has place and label, one row per label; a layer for each number of lines.
    """
    lines = data["label"].str.count("\n")
    return [
        alt.Chart(inline(data[lines == number]))
        .mark_text(
            align="left",
            baseline="bottom",
            lineBreak="\n",
            lineHeight=LINE,
            dy=last_line - LINE * number,
            color=INK,
            aria=False,
        )
        .encode(y=y, x=from_left(0), text=alt.Text("label:N"))
        for number in sorted(set(lines))
    ]


def ends_of(values: Iterable[float], low: Iterable[float], high: Iterable[float]) -> list[str]:
    """Which end of its row each value is: "low", "high", or "" for neither."""
    return [
        "low" if value == least else "high" if value == most else ""
        for value, least, most in zip(values, low, high, strict=True)
    ]
