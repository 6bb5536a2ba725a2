"""Frames -> Altair charts. No file is read or written here.

In a notebook: `analysis.charts.offline()` once, then one line per chart, such as
`analysis.charts.rate_bars(data.observations)`. The modules hold the charts themselves.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.charts.direct import attainment_bars, peer_bars, rank_lines, rate_bars, trend_bars

__all__ = ["as_html", "attainment_bars", "offline", "peer_bars", "rank_lines", "rate_bars", "trend_bars"]


def offline() -> None:
    """Show every chart of this notebook as SVG, drawn here and without a network."""
    importlib.import_module("analysis.charts.in_notebook").offline()


def as_html(chart: Any) -> str:
    """One chart as HTML that stands for itself, as `offline` shows it."""
    return str(importlib.import_module("analysis.charts.in_notebook").as_html(chart))


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(importlib.import_module("analysis.charts.direct"), name)
    raise AttributeError(f"module 'analysis.charts' has no attribute {name!r}")
