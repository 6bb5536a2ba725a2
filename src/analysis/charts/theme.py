"""The look of all charts: Vietnamese numbers, fonts that end in a generic family, colours that need no colour sight.

Colours are roles. In the page each role becomes a CSS variable (see `svg`), so that a chart follows light and dark.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

_P = ParamSpec("_P")

INK, MUTED, GRID, PAPER = "#1f2328", "#57606a", "#d5dae0", "#ffffff"
BLUE, TEAL, ORANGE, GREY, TRACK, RED = "#0b62a8", "#0a7d5e", "#b94a00", "#7a828b", "#e6eaee", "#b3202a"
PURPLE = "#7b3fa0"
ROLES = {
    INK: "ink",
    MUTED: "muted",
    GRID: "grid",
    PAPER: "paper",
    BLUE: "blue",
    TEAL: "teal",
    ORANGE: "orange",
    GREY: "grey",
    TRACK: "track",
    RED: "red",
    PURPLE: "purple",
}

# A named font that is missing, with no generic family after it, makes all text vanish from PNG and PDF without a word.
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
WIDTH = 380
SIZE = 12

STATES = ("reached", "on_course", "behind", "not_measurable")
STATE_COLOURS = {"reached": BLUE, "on_course": TEAL, "behind": ORANGE, "not_measurable": GREY}
STATE_SHAPES = {"reached": "circle", "on_course": "triangle-up", "behind": "triangle-down", "not_measurable": "diamond"}
STATE_SIGNS = {"reached": "●", "on_course": "▲", "behind": "▼", "not_measurable": "◇"}

NUMBER_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
ENGLISH_LOCALE = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " VND"]}


def config(language: str = "vi") -> dict[str, Any]:
    """The Vega-Lite configuration every chart carries."""
    axis = {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "labelLimit": 320,
    }
    return {
        "font": FONT,
        "background": "transparent",
        "locale": {"number": NUMBER_LOCALE if language == "vi" else ENGLISH_LOCALE},
        "view": {"stroke": None},
        "axis": axis,
        "text": {"font": FONT, "fontSize": SIZE, "color": INK},
        "legend": {"labelColor": INK, "titleColor": MUTED, "labelFontSize": SIZE, "titleFontSize": SIZE},
        "title": {"color": INK, "fontSize": 14, "anchor": "start", "subtitleColor": MUTED, "offset": 12},
        "header": {"labelColor": INK, "titleColor": MUTED, "labelFontSize": SIZE},
    }


@functools.cache
def _config(language: str) -> Any:
    return alt.Config.from_dict(config(language))


def drawn(function: Callable[_P, Any]) -> Callable[_P, Any]:
    """A chart function whose parts are not each checked against the schema while they are put together.

    That check takes most of the time of a chart. Tests check the finished specification instead (`to_dict()`).
    """

    @functools.wraps(function)
    def unchecked(*arguments: _P.args, **named: _P.kwargs) -> Any:
        with debug_mode(False):
            return function(*arguments, **named)

    return unchecked


KEYED = "\u2063"  # an invisible sign between what a mark is found by and what it says


def keyed(keys: str, words: str) -> str:
    """A mark's description with the keys (parted by spaces) a script finds it by; `svg` parts the two again."""
    return f"{keys}{KEYED}{words}" if keys else words


def inline(frame: pd.DataFrame) -> alt.InlineData:
    """Rows of `frame` as a chart's data. Types stand in the encodings, so nothing has to be inferred; NaN is null.

    A tuple, for Altair copies lists deeply, once for every layer.
    """
    names = list(frame.columns)
    columns = [[None if one is pd.NA or one != one else one for one in frame[name].tolist()] for name in names]
    return alt.InlineData(values=tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)))


def from_left(value: float) -> Any:
    """A fixed place across the chart. Given `alt.value`, Altair would hash all its schemas to find this class."""
    return alt.XValue(value)  # type: ignore[no-untyped-call]


def layered(*layers: Any) -> Any:
    """`alt.layer` for layers that share no parameters and set no size: without its three deep copies of each."""
    chart = alt.LayerChart()
    chart.layer = list(layers)
    return chart


def finish(chart: Any, title: str, language: str, height: int | alt.Step | None = None, width: float = WIDTH) -> Any:
    """`chart`, just put together, with its message as title, its size (the common width) and the theme.

    It is completed in place: a copy of a layered chart copies each of its layers twice.
    """
    chart.title, chart.width = title, width
    if height is not None:
        chart.height = height
    chart.config = _config(language)
    return chart
