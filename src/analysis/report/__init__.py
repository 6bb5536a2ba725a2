"""Pages for readers: parts made from the tables, put together by notebooks, rendered by the project's own template.

A notebook writes `page = report.ProvincePage(data, province, period, language)` and shows one part per cell.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.report.choice import Choice
    from analysis.report.comparison import ComparisonPage
    from analysis.report.indicator import IndicatorPage
    from analysis.report.province import ProvincePage

__all__ = ["Choice", "ComparisonPage", "IndicatorPage", "ProvincePage"]

_HOME = {
    "Choice": "analysis.report.choice",
    "ProvincePage": "analysis.report.province",
    "ComparisonPage": "analysis.report.comparison",
    "IndicatorPage": "analysis.report.indicator",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'analysis.report' has no attribute {name!r}")
