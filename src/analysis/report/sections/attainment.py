"""How far the province is against its own targets."""

from __future__ import annotations

from markupsafe import Markup

from analysis.report.context import Context
from analysis.report.html import Fragment


def states_in_words(context: Context) -> tuple[str, int, int]:
    """The states counted in words, how many targets are measured and how many are not."""
    return "", 0, len(context.plan_targets)


def attainment(context: Context) -> Fragment:
    """Targets beside results."""
    return Fragment(Markup(""))
