"""Which column a cell of a flattened form belongs to, by what it says; where figures are missing it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.documents import Cell
from analysis.extract.flattened_cells import FITS, FOREIGN, fitted
from analysis.extract.form_columns import VALUE
from analysis.extract.headers import Columns, Row
from analysis.reference.units import read_unit

MOSTLY = 0.6


def columns_of(row: Row, columns: Columns) -> dict[str, Cell | None]:
    """Columns of a flattened row's cells; figures, or answers the unit allows, are values."""
    return fitted(row, columns, _fit, "value")


def figure_columns(rows: Sequence[Row], columns: Columns) -> int:
    """How many columns of a flattened table hold figures, by its full rows."""
    full = [row for row in rows if len(row) >= columns.width]
    return sum(
        sum(is_figure(row[place]) for row in full) > MOSTLY * len(full) for place in range(2, columns.width) if full
    )


def is_figure(cell: Cell) -> bool:
    """Whether a cell is a figure."""
    return VALUE.fullmatch(cell.text) is not None


def _fit(row: Row, at: int, name: str) -> int:
    cell = row[at]
    if name in ("code", "label"):
        return FITS
    if name == "value":
        return FITS if is_figure(cell) or _is_answer(row, cell) else FOREIGN
    known = read_unit(cell.text) is not None and at > 1
    if name == "unit":
        figure_follows = at + 1 < len(row) and is_figure(row[at + 1])
        return FITS if known else FOREIGN if is_figure(cell) else 2 if figure_follows and len(cell.text) <= 40 else 0
    if name == "note":
        return -1 if is_figure(cell) else 1
    return 0


def _is_answer(row: Row, cell: Cell) -> bool:
    units = [unit for other in row[2:] if other is not cell and (unit := read_unit(other.text)) and unit.choices]
    return any(unit.choice(cell.text) is not None for unit in units)
