"""What a reader can do where scripts run: filter rows, make a province stand out. Hidden until the script shows them.

The charts are static SVG and the tables plain HTML. One script of a few kilobytes (templates/page/page.js) works on
them, in place of a plotting library of 900 KB that would draw every chart a second time: the same marks get tooltips,
and what is filtered or highlighted is the tables and all charts together.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from analysis.reference.texts import Texts
from analysis.report.html import tag


def filter_box(t: Texts, name: str, *, marked: bool = False) -> Markup:
    """A box that leaves only the rows of its section that hold all words; `marked` adds "only doubtful rows"."""
    tick = tag("label", tag("input", type="checkbox"), " ", t("filter.marked"), class_="tick") if marked else None
    return tag(
        "div",
        tag("label", t("filter.label"), " ", tag("input", type="search", autocomplete="off", id=f"filter-{name}")),
        tick,
        status(t("filter.rows", n="{n}"), t("filter.none")),
        class_="filter",
        hidden=True,
    )


def status(some: str, none: str, now: str = "") -> Markup:
    """Where a filter says how many rows are left; with `now` it says so always."""
    always = "1" if now else None
    return tag("span", now, role="status", data_some=some, data_none=none, data_always=always, class_="muted")


def highlight_box(t: Texts, provinces: Iterable[tuple[str, str]]) -> Markup:
    """A choice of provinces (mark key, name); the chosen one stands out in every chart and table of the page."""
    options = [tag("option", t("filter.nobody"), value="")]
    options += [tag("option", name, value=key) for key, name in provinces]
    choice = tag("select", *options, id="highlight", autocomplete="off")
    return tag("div", tag("label", t("filter.highlight"), " ", choice), class_="highlight", hidden=True)
