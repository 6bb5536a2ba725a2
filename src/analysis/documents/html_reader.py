"""HTML as legal portals serve it: paragraphs, lists and tables; scripts and hidden parts left out, nothing fetched."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator

from lxml import etree, html

from analysis.documents.builder import BlockBuilder
from analysis.documents.html_furniture import is_furniture
from analysis.documents.markup import is_note_mark, printed, whole_number
from analysis.documents.model import Block, Cell, Table
from analysis.documents.text_lines import TextLines, split_row
from analysis.errors import InputError

_SKIPPED = {
    "del", "script", "style", "head", "noscript", "template", "nav", "button", "select", "textarea", "svg",
    "iframe",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "pre", "center", "figure",
    "figcaption", "address", "dl", "dt", "dd", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset",
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "hr", "body", "html", "details", "summary",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"\s+")
_ARCHIVE = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?i:mime-version)\s*:")
_LIST_LETTERS = "abcdeghiklmnopqrstuvxy"
MAX_SPAN = 200
MAX_CELLS = 400_000
LAYOUT_TEXT = 1_500  # a cell with more text than this, in several paragraphs, lays out a page


class _Page:
    """One reading of a page, from top to bottom and without recursion, so that no nesting can exhaust the stack."""

    def __init__(self) -> None:
        self.builder = BlockBuilder()
        self.count = 0
        self.inline: list[str] = []

    def read(self, root: html.HtmlElement) -> None:
        skipped: html.HtmlElement | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self.inline.append(_tail(element, root))
            elif event == "end":
                self._end(element, root)
            elif not self._start(element, root):
                skipped = element
        self._flush()

    def _start(self, element: html.HtmlElement, root: html.HtmlElement) -> bool:
        """Take what an element begins with; False if what is in it is not to be read on."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED or _is_hidden(element) or is_furniture(element):
            return False
        if tag == "sup" and is_note_mark(element.text_content().strip(), "".join(self.inline)[-40:]):
            return False
        if tag == "table" and element is not root and not _is_layout(element):
            self._flush()
            self.count += 1
            base = f"B{self.count}"
            self.builder.table(Table(_Rows(base, 0).read(element), base))
            return False
        if tag in _BLOCKS:
            self._flush()
        if tag == "pre":
            self._preformatted(element)
            return False
        if tag == "br":
            self.inline.append("\n")
        self.inline.append(_list_mark(element) + _collapsed(element.text or ""))
        return True

    def _end(self, element: html.HtmlElement, root: html.HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        self.inline.append(_tail(element, root))

    def _preformatted(self, element: html.HtmlElement) -> None:
        """Text whose line breaks and tabs are printed as they are, each line a block."""
        lines = TextLines(self.builder)
        for raw in element.text_content().split("\n"):
            self.count += 1
            lines.add(raw, f"B{self.count}")

    def _flush(self) -> None:
        """The inline text so far is a paragraph."""
        lines = "".join(self.inline).split("\n")
        self.inline.clear()
        if any(line.strip() for line in lines):
            self.count += 1
            self.builder.blank()
            for line in lines:
                cells = split_row(line, in_table=False) if line.count("\t") > 1 else None
                if cells is None:
                    self.builder.line(line, f"B{self.count}")
                else:
                    self.builder.row([Cell(printed(cell), f"B{self.count}") for cell in cells])
            self.builder.blank()


def page_in_archive(data: bytes) -> bytes:
    """The page within a web archive (.mhtml, as browsers and Word save one); other bytes as they are."""
    if not _ARCHIVE.match(data[:2000]):
        return data
    message = email.message_from_bytes(data)
    pages = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/html"]
    return next((page for page in pages if isinstance(page, bytes)), data)


def read_html_blocks(text: str) -> list[Block]:
    """Blocks of an HTML page, located by block (`B14`, in a table `B14R3C2`)."""
    root = _parse(text)
    page = _Page()
    if root is not None:
        page.read(root)
    return page.builder.blocks()


def read_html_tables(text: str, first_line: int) -> Iterator[Table]:
    """Tables of a fragment that stands in a text file after line `first_line`, located by its lines."""
    root = _parse(f"<div>{text}</div>")
    for element in root.iter("table") if root is not None else ():
        if not any(ancestor.tag == "table" for ancestor in element.iterancestors()):
            yield Table(_Rows("", first_line).read(element), f"L{first_line + (element.sourceline or 1)}")


def _parse(text: str) -> html.HtmlElement | None:
    if "<!ENTITY" in text[:100_000].upper():
        raise InputError("declares XML entities", remedy="save the page again from a browser; entities are not read")
    # Tags that nobody closed pile up; time and memory are bounded around the whole reading.
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text), parser=parser, ensure_head_body=False)
    except etree.ParserError:
        root = None  # nothing but blanks and comments
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stops there without a word, and the rest of the page would be lost.
        raise InputError("elements nested too deeply", remedy="open it in a browser, and save what it shows as text")
    return root


def _collapsed(text: str) -> str:
    """White space as a browser shows it, but for tabs within a line: they part the cells of a table made of text."""
    return _SPACES.sub(lambda run: " " if "\n" in run[0] else "\t" * run[0].count("\t") or " ", text)


def _tail(element: html.HtmlElement, root: html.HtmlElement) -> str:
    if element is root or not element.tail:
        return ""
    # The line of the source that ends with a break is no space; tabs that begin the next one are kept.
    tail = (
        element.tail.partition("\n")[2]
        if element.tag == "br" and element.tail.lstrip(" \r")[:1] == "\n"
        else element.tail
    )
    return _collapsed(tail)


def _is_hidden(element: html.HtmlElement) -> bool:
    return bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None


def _is_layout(table: html.HtmlElement) -> bool:
    """A table that lays out a page: other tables stand in it, or a cell holds several long paragraphs."""
    if next((True for inner in table.iterdescendants("table")), False):
        rows = sum(1 for _ in table.iterdescendants("tr"))
        nested = sum(1 for inner in table.iterdescendants("table") for _ in inner.iterdescendants("tr"))
        return nested * 2 >= rows or rows <= 3
    return any(
        sum(1 for _ in cell.iterdescendants("p", "div", "li")) > 3 and len(cell.text_content()) > LAYOUT_TEXT
        for cell in table.iterdescendants("td", "th")
    )


def _list_mark(element: html.HtmlElement) -> str:
    """The number or dash a browser prints before a list item."""
    if element.tag != "li" or element.getparent() is None:
        return ""
    parent = element.getparent()
    if parent.tag != "ol":
        return "- "
    start = whole_number(parent.get("start") or "", 1)
    number = start + sum(1 for _ in element.itersiblings("li", preceding=True))
    if (parent.get("type") or "") in ("a", "A"):
        return f"{_LIST_LETTERS[(number - 1) % len(_LIST_LETTERS)]}) "
    return f"{number}. "


class _Rows:
    """Rows of a table with spans laid out: a covered position holds an empty cell that says by which neighbour."""

    def __init__(self, base: str, first_line: int) -> None:
        self.base, self.first_line = base, first_line
        self.rows: list[tuple[Cell, ...]] = []
        self.hanging: dict[int, int] = {}  # column -> rows still covered from above
        self.cells = 0

    def read(self, table: html.HtmlElement) -> tuple[tuple[Cell, ...], ...]:
        for element in _own_rows(table):
            if _is_hidden(element):
                continue
            row: list[Cell] = []
            line = element.sourceline or 1
            for cell in element.iterchildren("td", "th"):
                if _is_hidden(cell):
                    continue
                self._place_covered(row, line)
                self._place_cell(cell, row, line)
            self._place_covered(row, line)
            self.rows.append(tuple(row))
        return tuple(row for row in self.rows if row)

    def _place_cell(self, cell: html.HtmlElement, row: list[Cell], line: int) -> None:
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        first = len(row)
        self._place(_cell_lines(cell), "", row, line)
        for _ in range(width - 1):
            self._place([], "left", row, line)
        if height > 1:
            self.hanging.update(dict.fromkeys(range(first, first + width), height - 1))

    def _place_covered(self, row: list[Cell], line: int) -> None:
        while self.hanging.get(len(row), 0) > 0:
            self.hanging[len(row)] -= 1
            self._place([], "up", row, line)

    def _place(self, lines: list[str], merged: str, row: list[Cell], line: int) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise InputError(
                f"a table of more than {MAX_CELLS} cells", remedy="split the page, or save only the report"
            )
        location = f"{self.base}R{len(self.rows) + 1}C{len(row) + 1}" if self.base else f"L{self.first_line + line}"
        row.append(Cell(" ".join(lines), location, tuple(lines) if len(lines) > 1 else (), merged=merged))


def _own_rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Rows of the table itself, not of tables within it."""
    for child in table.iterchildren():
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _span(cell: html.HtmlElement, name: str) -> int:
    return min(max(whole_number((cell.get(name) or "").strip(), 1), 1), MAX_SPAN)


def _cell_lines(cell: html.HtmlElement) -> list[str]:
    """Printed lines of a cell: its paragraphs and line breaks, nested tables included; what is hidden left out."""
    parts: list[str] = []
    skipped: html.HtmlElement | None = None
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                parts.append(_tail(element, cell))
        elif event == "start":
            if tag in _SKIPPED or (element is not cell and _is_hidden(element)):
                skipped = element
                continue
            if tag == "br" or (tag in _BLOCKS and element is not cell):
                parts.append("\n")
            parts.append(_list_mark(element) if tag == "li" else "")
            parts.append(_collapsed(element.text or ""))
        else:
            if tag in _BLOCKS and element is not cell:
                parts.append("\n")
            parts.append(_tail(element, cell))
    return [line for line in (printed(part) for part in "".join(parts).split("\n")) if line]
