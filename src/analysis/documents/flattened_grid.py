"""Tables written one cell per line whose rows have no number: a name, then as many figures as the header has columns.

They show by their beat alone: short names above, then a wording and m figures, again and again. Rows that leave a cell
out break the beat and end the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.documents.model import Cell, Line, Table, join_locations

MIN_ROWS = 3
MAX_COLUMNS = 10
MAX_NAME = 60
MAX_LABEL = 150
_FIGURE = re.compile(r"[-+−]?\d[\d.,\u00a0 ]{0,18}\s*%?|[-–—]")
_SENTENCE = re.compile(r"[.;:]$|^[-+•*–]\s")


def split_grids(lines: Sequence[Line]) -> list[list[Line] | Table]:
    """`lines` (blank ones included) parted into running text and tables without row numbers, in order."""
    filled = [at for at, line in enumerate(lines) if line.text]
    parts: list[list[Line] | Table] = []
    done = at = 0
    while at < len(filled):
        found = _grid(lines, filled, at) if _FIGURE.fullmatch(lines[filled[at]].text) else None
        if found is None:
            at += 1
            continue
        table, first, at = found
        parts += [list(lines[done : filled[first]]), table]
        done = filled[at - 1] + 1
    parts.append(list(lines[done:]))
    return [part for part in parts if isinstance(part, Table) or part]


def _grid(lines: Sequence[Line], filled: Sequence[int], figure: int) -> tuple[Table, int, int] | None:
    """The table whose first figure is the `figure`-th filled line, the place of its first name and that behind it."""
    width = 0
    while width < MAX_COLUMNS and figure + width < len(filled) and _is_figure(lines[filled[figure + width]]):
        width += 1
    first = figure - 1 - (width + 1)  # a name above each column and the column of the wordings, then the first wording
    if first < 0 or not _is_header([lines[filled[at]].text for at in range(first, figure - 1)]):
        return None
    rows, at = [], figure - 1
    while (row := _row(lines, filled, at, width)) is not None:
        rows.append(row)
        at += width + 1
    if len(rows) < MIN_ROWS or (width == 1 and len(rows) <= MIN_ROWS):
        return None
    header = tuple(_cell(lines[filled[place]]) for place in range(first, figure - 1))
    cells = (header, *rows)
    return Table(cells, join_locations(cell.location for row in cells for cell in row)), first, at


def _row(lines: Sequence[Line], filled: Sequence[int], at: int, width: int) -> tuple[Cell, ...] | None:
    if at + width >= len(filled):
        return None
    row = [lines[filled[place]] for place in range(at, at + width + 1)]
    follows = at + width + 1 < len(filled) and _is_figure(lines[filled[at + width + 1]])
    if follows or _is_figure(row[0]) or len(row[0].text) > MAX_LABEL or not all(_is_figure(line) for line in row[1:]):
        return None
    return tuple(_cell(line) for line in row)


def _is_figure(line: Line) -> bool:
    return _FIGURE.fullmatch(line.text) is not None


def _is_header(texts: Sequence[str]) -> bool:
    return all(
        len(text) <= MAX_NAME and any(char.isalpha() for char in text) and not _SENTENCE.search(text) for text in texts
    )


def _cell(line: Line) -> Cell:
    return Cell(line.text, line.location)
