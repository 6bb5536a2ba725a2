"""Tables side by side in one grid (two forms on one sheet): parted where the word for "number" comes again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from analysis.documents.flattened import NUMBER_WORDS
from analysis.documents.model import Block, Cell, Table
from analysis.vietnamese.text import fold

SEARCHED_ROWS = 40
MIN_COLUMNS = 3  # a table has a number, a wording and something about it


def parted_beside(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with each table that holds several side by side replaced by these, from left to right."""
    return [part for block in blocks for part in (_parted(block) if isinstance(block, Table) else [block])]


def _parted(table: Table) -> list[Table]:
    searched = () if table.flattened else table.rows[:SEARCHED_ROWS]
    starts = next((starts for row in searched if len(starts := _starts(row)) > 1), [])
    if not starts:
        return [table]
    begins, ends = [0, *starts[1:]], [*starts[1:], max(len(row) for row in table.rows)]
    parts = [
        _without_empty([_cut(row, begin, end) for row in table.rows]) for begin, end in zip(begins, ends, strict=True)
    ]
    return [dataclasses.replace(table, rows=rows, location=rows[0][0].location) for rows in parts if rows]


def _starts(row: Sequence[Cell]) -> list[int]:
    """Where tables begin in a row of names: each at a word for "number", with columns enough before the next."""
    starts = [place for place, cell in enumerate(row) if fold(cell.text) in NUMBER_WORDS]
    ends = [*starts[1:], len(row)][: len(starts)]
    return starts if all(end - start >= MIN_COLUMNS for start, end in zip(starts, ends, strict=True)) else []


def _cut(row: Sequence[Cell], start: int, end: int) -> tuple[Cell, ...]:
    """The cells of one part; what a cell beyond its left border covers is empty there."""
    cells = list(row[start:end])
    for place, cell in enumerate(cells):
        if cell.merged != "left":
            break
        cells[place] = dataclasses.replace(cell, merged="")
    return tuple(cells)


def _without_empty(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows that hold anything, without empty columns at their right."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    width = max((place + 1 for row in filled for place, cell in enumerate(row) if cell.text), default=0)
    return tuple(row[:width] for row in filled)
