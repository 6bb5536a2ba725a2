"""Collecting what a reader meets, in order, into blocks: lines become paragraphs, rows become tables."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.documents.flattened import split_flattened
from analysis.documents.joining import is_rule, join_lines
from analysis.documents.markup import plain, printed
from analysis.documents.model import Block, Cell, Line, Table, join_locations

MIN_LINE = 20  # characters of a line that was broken for being full
MIN_PAIRS = 10
WRAPPED_SHARE = 0.3
SENTENCE_ENDS = (".", ";", ":", "!", "?")


class BlockBuilder:
    """Takes lines, blank lines, table rows and whole tables; `blocks()` gives the blocks in that order."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._lines: list[Line] = []
        self._rows: list[tuple[Cell, ...]] = []

    @property
    def in_table(self) -> bool:
        """Whether the last thing taken was a row."""
        return bool(self._rows)

    def line(self, text: str, location: str) -> None:
        """A printed line, emphasis marks left out; an empty one parts paragraphs."""
        if self._rows and text:
            self._end_table()
        if not self._rows:
            self._lines.extend(Line(printed(part), location) for part in plain(text).split("\n"))

    def blank(self) -> None:
        """The end of a paragraph as the file has them. Within a table it is nothing: rows go on after a page break."""
        self.line("", "")

    def empty(self, location: str) -> None:
        """An empty paragraph: a blank line somebody put there."""
        self.line("", location)

    def row(self, cells: Sequence[Cell]) -> None:
        """A row of a table that may have begun with the row before. Rows that only draw lines are left out."""
        self._end_text()
        if any(not is_rule(cell.text) for cell in cells):
            self._rows.append(tuple(cells))

    def table(self, table: Table) -> None:
        """A whole table."""
        self._end_text()
        self._end_table()
        if any(cell.text for row in table.rows for cell in row):
            self._blocks.append(table)

    def blocks(self) -> list[Block]:
        """All blocks so far."""
        self._end_table()
        self._end_text()
        return self._blocks

    def _end_text(self) -> None:
        if self._lines:
            if _is_line_by_line(self._lines):
                self._lines = [line for line in self._lines if line.text or line.location]
            for part in split_flattened(self._lines):
                self._blocks.extend([part] if isinstance(part, Table) else join_lines(part))
            self._lines = []

    def _end_table(self) -> None:
        if self._rows:
            location = join_locations(row[0].location for row in self._rows if row)
            self._blocks.append(Table(tuple(self._rows), location))
            self._rows = []


def _is_line_by_line(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs of a file are printed lines: many of them stop in mid-sentence and go on in the next."""
    pairs = going_on = 0
    before, ended = "", False
    for line in lines:
        if not line.text:
            ended = ended or not line.location
            before = "" if line.location else before
            continue
        if before and ended:
            pairs += 1
            going_on += line.text[:1].islower() and len(before) > MIN_LINE and not before.endswith(SENTENCE_ENDS)
        before, ended = line.text, False
    return pairs >= MIN_PAIRS and going_on > pairs * WRAPPED_SHARE
