"""Lines of plain text one by one: rows of tables drawn with tabs or pipes, separators of rows, printed lines."""

from __future__ import annotations

import html
import re

from analysis.documents.builder import BlockBuilder
from analysis.documents.markup import plain, printed
from analysis.documents.model import Cell

_HEADING_MARK = re.compile(r"#{1,6}\s+")
_SEPARATOR = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?|\|?\s*:?-{3,}:?\s*\|?")
_BORDER = re.compile(r"(?<!\\)\|")  # a pipe after a backslash is print
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


class TextLines:
    """Feeds lines of plain text to a builder."""

    def __init__(self, builder: BlockBuilder) -> None:
        self.builder = builder
        # Whether the rows of the table begin with a pipe. The first row tells, since in a table without outer pipes a
        # row may begin with an empty cell.
        self.framed = True

    def add(self, raw: str, location: str) -> None:
        """One line of text with its place."""
        line = plain(raw)
        if self.builder.in_table and "|" in line and _SEPARATOR.fullmatch(line.strip()):
            return
        if not self.builder.in_table:
            self.framed = line.lstrip().startswith("|")
        texts = split_row(line, in_table=self.builder.in_table, framed=self.framed)
        if texts is not None:
            self.builder.row([Cell(printed(text), location) for text in texts])
            return
        self.builder.line(_HEADING_MARK.sub("", line), location)


def split_row(line: str, *, in_table: bool, framed: bool = True) -> list[str] | None:
    """The cells of a line with tabs or pipes, None for running text (a tab that indents is no column).

    `framed`: an outer pipe on either side is no border between cells.
    """
    stripped = line.strip()
    if not stripped:
        return None
    if line.rstrip(" ").count("\t") >= (1 if in_table else 2):
        parts = line.split("\t")
        filled = sum(1 for part in parts if part.strip())
        return parts if filled > 1 or in_table else None
    if "|" in stripped and len(stripped) > 1:
        inner = stripped.removeprefix("|") if framed else line
        parts = _BORDER.split(inner.removesuffix("|") if framed and not inner.endswith("\\|") else inner)
        return [_unmarked(part) for part in parts] if len(parts) > 1 or in_table else None
    return None


def _unmarked(cell: str) -> str:
    """A cell of a Markdown table as it is shown: line breaks, entities and escaped pipes are no print."""
    return html.unescape(_BREAK.sub(" ", cell).replace("\\|", "|"))
