"""Rows of a spreadsheet or a CSV file as blocks: rows of several cells are tables, rows of one cell are text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.documents.builder import BlockBuilder
from analysis.documents.joining import is_rule
from analysis.documents.model import Block, Cell, Table, join_locations
from analysis.errors import InputError

_NAMES_FORM = re.compile(r"(?:biểu|mẫu|bm|phụ lục)\b", re.IGNORECASE)
_FORMULA = re.compile(r"\s*(?:[=@]\s*[A-Za-z_.]+\s*[(|!]|[=+-]\s*(?:cmd|dde)\b|=\s*[\d('\"\[$])", re.IGNORECASE)
MAX_TITLE_IN_TABLE = 150


def add_grid(builder: BlockBuilder, rows: Sequence[tuple[Cell, ...]], name: str = "") -> None:
    """Add `rows` to `builder`. A row of one cell stays in a table if it stands between rows of several."""
    counts = [sum(1 for cell in row if cell.text) for row in rows]
    table: list[tuple[Cell, ...]] = []
    for index, row in enumerate(rows):
        if counts[index] and all(is_rule(cell.text) for cell in row):
            continue
        if counts[index] == 0:
            builder.empty(row[0].location if row else "")
            continue
        if counts[index] > 1 or (table and _belongs(row, counts, index)):
            table.append(row)
            continue
        _end_table(builder, table, name)
        table = []
        builder.blank()
        cell = next(cell for cell in row if cell.text)
        for part in cell.parts or (cell.text,):
            builder.line(part, cell.location)
        builder.blank()
    _end_table(builder, table, name)


def refuse_formulas(blocks: Sequence[Block]) -> None:
    """Raise InputError if a cell holds a formula as text: a spreadsheet that opens the raw table would run it."""
    for block in blocks:
        for row in block.rows if isinstance(block, Table) else ():
            for cell in row:
                if cell.text[:1] in "=@+-" and _FORMULA.match(cell.text):
                    raise InputError(
                        f"a formula instead of a value: {cell.text[:60]!r}",
                        f"cell {cell.location}",
                        "replace it with its value, then ingest again",
                    )


def _end_table(builder: BlockBuilder, rows: list[tuple[Cell, ...]], name: str) -> None:
    if rows:
        filled = [cell for row in rows for cell in row if cell.text]
        location = join_locations([filled[0].location, filled[-1].location])
        builder.table(Table(tuple(rows), location, name=name))


def _belongs(row: tuple[Cell, ...], counts: Sequence[int], index: int) -> bool:
    text = next(cell.text for cell in row if cell.text)
    after = counts[index + 1] if index + 1 < len(counts) else 0
    return after > 1 and len(text) <= MAX_TITLE_IN_TABLE and not _NAMES_FORM.match(text)
