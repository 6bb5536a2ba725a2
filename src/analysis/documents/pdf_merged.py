"""Cells of a table without lines that stand for several rows: their lines run on over the blank between two rows."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from typing import Any

CellLines = list[list[dict[str, Any]]]  # the words of one printed line by column
Row = Sequence[CellLines]
SAME_BLANK = 0.6  # points by which equal blanks may differ
ALIGNED = 1.0  # points between the tops of lines that begin together


def covered_cells(rows: Sequence[Row]) -> set[tuple[int, int]]:
    """Places (row, column) of cells that go on from the cell above, in a column where that is sure.

    It is sure where lines follow each other as closely over the border of two rows as within a cell, while no other
    column ever does so, and where not all of them begin with the other cells of their row.
    """
    width = len(rows[0][0]) if rows and rows[0] else 0
    inner = [blank for row in rows for column in range(width) for blank in _blanks(_lines(row, column))]
    if not inner:
        return set()
    close = statistics.median(inner) + SAME_BLANK
    over = {
        column: {
            place
            for place, (above, below) in enumerate(itertools.pairwise(rows), 1)
            if _runs_over(_lines(above, column), _lines(below, column), close)
        }
        for column in range(width)
    }
    columns = [column for column in range(1, width) if over[column]]
    if len(columns) != 1:
        return set()
    column = columns[0]
    apart = any(not _begins_with_others(rows[place], column) for place in over[column])
    return {(place, column) for place in over[column]} if apart else set()


def _lines(row: Row, column: int) -> list[tuple[float, float]]:
    """Top and bottom of each printed line of a cell."""
    words = [cells[column] for cells in row if column < len(cells) and cells[column]]
    return [(min(word["top"] for word in line), max(word["bottom"] for word in line)) for line in words]


def _blanks(lines: Sequence[tuple[float, float]]) -> list[float]:
    return [below[0] - above[1] for above, below in itertools.pairwise(lines)]


def _runs_over(above: Sequence[tuple[float, float]], below: Sequence[tuple[float, float]], close: float) -> bool:
    return bool(above) and bool(below) and below[0][0] - above[-1][1] <= close


def _begins_with_others(row: Row, column: int) -> bool:
    """Whether a cell's first line stands as high as that of another cell of its row."""
    tops = {place: lines[0][0] for place in range(len(row[0])) if (lines := _lines(row, place))}
    return any(abs(top - tops[column]) <= ALIGNED for place, top in tops.items() if place != column)
