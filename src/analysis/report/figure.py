"""A chart in the page: message, drawing, note, the data as a table. Nothing here needs a script to be read."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from analysis.charts.svg import svg
from analysis.reference.texts import Texts
from analysis.report.html import Child, joined, tag


def figure(
    identity: str,
    chart: Any,
    texts: Texts,
    *,
    alternative: str,
    data: Markup,
    note: Child = None,
    about: str = "",
) -> Markup:
    """One chart as a figure: its title (the message) is the caption, `about` says what is measured and in which unit,
    `data` is the table below.
    """
    return tag(
        "figure",
        tag("figcaption", message(chart), tag("span", about, class_="sub") if about else None),
        svg(chart, alternative, identity),
        tag("p", note, class_="note") if note else None,
        details(texts("word.chart_table"), data),
        class_="chart",
    )


def figures(drawn: list[Markup]) -> Markup | None:
    """Charts beside each other where there is room."""
    return tag("div", *drawn, class_="charts") if drawn else None


def details(summary: Child, *content: Child, open_: bool = False, keep: bool = False) -> Markup:
    """Content behind a summary line that opens by mouse or keyboard; on paper only what is open or to `keep` stays."""
    return tag("details", tag("summary", summary), joined(content), open=open_, class_="keep" if keep else None)


def message(chart: Any) -> str:
    """The message a chart carries as its title."""
    title = chart.title
    return str(title if isinstance(title, str) else title.text)
