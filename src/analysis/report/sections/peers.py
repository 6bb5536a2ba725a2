"""Comparison with other provinces and with the period before."""

from __future__ import annotations

from markupsafe import Markup

from analysis.report.context import Context
from analysis.report.html import Fragment


def peers(context: Context) -> Fragment:
    """What changed, and where others stand."""
    return Fragment(Markup(""))
