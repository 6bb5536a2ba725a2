"""Charts in a notebook without a network: drawn to SVG where the kernel runs, with the page's colours and tooltips.

Altair's own renderer loads three scripts from another host, and JupyterLab does not draw the newest kind of chart by
itself.
"""

from __future__ import annotations

from typing import Any

import altair as alt
from markupsafe import escape

from analysis.charts.svg import draw, tidy
from analysis.charts.theme import FONT, INK, PAPER, ROLES

NAME = "cchc-offline"
# What the system calls its own font may be far wider than the one the drawing was laid out for: letters would overlap.
LETTERS = FONT.removeprefix("system-ui, ")


def offline() -> None:
    """Show every chart of this notebook as SVG from now on."""
    alt.renderers.register(NAME, _render)
    alt.renderers.enable(NAME)


def as_html(chart: Any) -> str:
    """A chart as HTML that stands for itself."""
    return _render(chart.to_dict(validate=False))["text/html"]


def _render(spec: dict[str, Any], **_: Any) -> dict[str, str]:
    """A chart as a figure that stands for itself: its message above, on paper of its own in dark themes too."""
    plain = dict(spec)
    title = plain.pop("title", "")
    message = str(title if isinstance(title, str) else title.get("text", ""))
    colours = ";".join(f"--c-{role}:{colour}" for colour, role in ROLES.items())
    look = f"{colours};background:{PAPER};color:{INK};font-family:{LETTERS};padding:12px;margin:0;max-width:520px"
    caption = f'<figcaption style="font-weight:650;margin-bottom:8px">{escape(message)}</figcaption>'
    shown = f'<figure style="{escape(look)}">{caption}{tidy(draw(plain), message, "chart")}</figure>'
    return {"text/html": shown, "text/plain": message}
