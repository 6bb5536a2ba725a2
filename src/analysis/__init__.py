"""Reads Vietnam's provincial administrative-reform plans and reports, and finds what is wrong in them.

In a notebook: `import analysis; data = analysis.load("quang-tri", "2024-H1")`, then `analysis.compare`,
`analysis.charts`. Names are imported when first used, so that a command that needs none of them starts at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.dataset import Dataset, load, load_with_peers

__all__ = ["Dataset", "charts", "compare", "export", "load", "load_with_peers", "report"]

_FROM_DATASET = ("Dataset", "load", "load_with_peers")


def __getattr__(name: str) -> Any:
    if name in _FROM_DATASET:
        return getattr(importlib.import_module("analysis.dataset"), name)
    if name in ("charts", "compare", "export", "report"):
        return importlib.import_module(f"analysis.{name}")
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
