"""Building HTML without ever forgetting to escape: every text that is not already markup is escaped on the way in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from analysis.vietnamese.text import visible

Child = str | Markup | None
_WEB = re.compile(r"https?://([^/\s();,]+)[^\s();,]*")
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col"})


def tag(name: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """One element. `class_` gives class, `aria_label` gives aria-label; None and False leave an attribute out."""
    head = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{head}>")
    return Markup(f"<{name}{head}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    """Children in a row, each escaped unless it is markup."""
    return Markup("").join(_escaped(child) for child in children if child is not None)


def _escaped(child: str | Markup) -> Markup:
    """Text is made visible too: a direction mark in a cell would turn its line around."""
    return child if isinstance(child, Markup) else escape(visible(child))


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_escaped(value if isinstance(value, Markup) else str(value))}"'


@dataclass(frozen=True)
class Column:
    """A column of a table for readers: its header, how its cells stand (`num` to the right), and the province it is
    about (its mark key).
    """

    header: str
    kind: str = ""
    of: str | None = None


@dataclass(frozen=True)
class Row:
    """A row that can be pointed at (`id`) or made to stand out (`of`, the mark key of its province)."""

    cells: Sequence[Child]
    id: str | None = None
    of: str | None = None


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[Child] | Row], *, caption: Child = None, stack: bool = False
) -> Markup:
    """A data table whose first column names the row. `stack`: on a narrow screen each row becomes a small block."""
    head = joined(
        tag("th", column.header, scope="col", class_=column.kind or None, data_of=column.of) for column in columns
    )
    body = joined(_row(columns, row if isinstance(row, Row) else Row(row), stack) for row in rows)
    inner = tag(
        "table",
        tag("caption", caption) if caption else None,
        tag("thead", tag("tr", head)),
        tag("tbody", body),
        class_="stack" if stack else None,
    )
    return inner if stack else scroller(inner, caption or columns[0].header)


def _row(columns: Sequence[Column], row: Row, stack: bool) -> Markup:
    cells = (
        _cell(place, column, value, stack) for place, (column, value) in enumerate(zip(columns, row.cells, strict=True))
    )
    return tag("tr", *cells, id=row.id, data_of=row.of)


def scroller(content: Markup, label: str) -> Markup:
    """A frame that scrolls by itself when its content is wider than the page, reachable by keyboard."""
    return tag("div", content, class_="scroll", tabindex="0", role="group", aria_label=Markup(label).striptags())


def _cell(place: int, column: Column, value: Child, stack: bool) -> Markup:
    label = column.header if stack and place else None
    if place == 0:
        return tag("th", value, scope="row", class_=column.kind or None)
    return tag("td", value, class_=column.kind or None, data_label=label, data_of=column.of)


def place(words: str) -> Child:
    """Where a value stands; a web address inside it becomes a link named by its host."""
    match = _WEB.search(words)
    if match is None:
        return words
    link = tag("a", match[1], href=match[0], rel="noreferrer")
    return joined([words[: match.start()], link, words[match.end() :]])


def items(entries: Iterable[Child], **attributes: str) -> Markup:
    """A list of entries."""
    return tag("ul", *(tag("li", entry) for entry in entries), **attributes)


def pairs(entries: Iterable[tuple[Child, Child]], **attributes: str) -> Markup:
    """Names and their values, as a description list."""
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in entries), **attributes)


class Fragment:
    """A piece of the page. A notebook shows it as HTML; the page takes that output as it stands."""

    def __init__(self, html: Markup) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        return "<part of the page>"

    def __bool__(self) -> bool:
        return bool(self.html)


def section(identity: str, heading: str, *children: Child) -> Fragment:
    """A section of the page with its heading; the page's table of contents is made from these headings."""
    title = tag("h2", heading, id=f"{identity}-h")
    return Fragment(tag("section", title, *children, id=identity, aria_labelledby=f"{identity}-h"))
