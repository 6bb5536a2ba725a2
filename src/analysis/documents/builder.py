"""Collecting what a reader meets, in order, into blocks: lines become paragraphs, rows become tables."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.documents.flattened import split_flattened
from analysis.documents.joining import is_rule, join_lines
from analysis.documents.model import Block, Cell, Line, Table, join_locations


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
        """A printed line; an empty one parts paragraphs."""
        if self._rows and text:
            self._end_table()
        if not self._rows:
            self._lines.append(Line(text, location))

    def blank(self) -> None:
        """A gap between two paragraphs. Within a table it is nothing: rows go on after a page break."""
        self.line("", "")

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
            for part in split_flattened(self._lines):
                self._blocks.extend([part] if isinstance(part, Table) else join_lines(part))
            self._lines = []

    def _end_table(self) -> None:
        if self._rows:
            location = join_locations(row[0].location for row in self._rows if row)
            self._blocks.append(Table(tuple(self._rows), location))
            self._rows = []
