"""Rows and columns of a sheet that are hidden: they are not printed, so they are not read, and that is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from analysis.errors import listed

MAX_COLUMNS = 16_384  # of a sheet
SHOWN = 8  # places named in a note


@dataclass(frozen=True)
class Hidden:
    """Numbers of the hidden rows and columns, and for the first shown cell of a merged area that begins in one of them
    the cell that holds the area's text.
    """

    rows: frozenset[int]
    columns: frozenset[int]
    anchors: Mapping[str, Any]

    def notes(self, sheet: Any) -> list[str]:
        """What is left out, if it holds anything."""
        filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
        rows = sorted({row for row, _ in filled} & self.rows)
        columns = sorted({column for row, column in filled if row not in self.rows} & self.columns)
        named = [("row", [str(row) for row in rows]), ("column", [get_column_letter(column) for column in columns])]
        return [
            f"sheet {sheet.title!r}: hidden {what}{'s' if len(places) > 1 else ''} {listed(places, SHOWN)} not read; "
            "show what belongs to the report and ingest again"
            for what, places in named
            if places
        ]


def read_hidden(sheet: Any, last_row: int, last_column: int) -> Hidden:
    """The hidden rows and columns of a sheet up to its last ones in use."""
    rows = frozenset(
        number for number, row in sheet.row_dimensions.items() if number <= last_row and (row.hidden or row.height == 0)
    )
    columns = frozenset(_columns(sheet.column_dimensions.values(), min(last_column, MAX_COLUMNS)))
    return Hidden(rows, columns, _anchors(sheet, rows, columns))


def _columns(dimensions: Iterable[Any], last: int) -> Iterable[int]:
    """One entry stands for several columns that are alike."""
    for entry in dimensions:
        if entry.hidden:
            yield from range(entry.min or 1, min(entry.max or entry.min or 1, last) + 1)


def _anchors(sheet: Any, rows: frozenset[int], columns: frozenset[int]) -> dict[str, Any]:
    anchors = {}
    for area in sheet.merged_cells.ranges if rows or columns else ():
        row = next((row for row in range(area.min_row, area.max_row + 1) if row not in rows), None)
        column = next((place for place in range(area.min_col, area.max_col + 1) if place not in columns), None)
        if row is not None and column is not None and (row, column) != (area.min_row, area.min_col):
            anchors[f"{get_column_letter(column)}{row}"] = sheet.cell(area.min_row, area.min_col)
    return anchors
