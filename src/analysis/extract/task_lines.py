"""Tables of tasks that lost their lines and have no numbers: names of columns one a line, then the cells one a line.

Only the beat of the cells tells the rows, so such a table is read where nothing else is possible: every row is a task,
an agency that leads it and a time it is due, all rows are whole, and nothing that could be a cell is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.documents import Cell, Document, Paragraph, Table
from analysis.documents.flattened import ENDS_TABLE
from analysis.documents.model import Line, join_locations
from analysis.extract.headers import Columns, find_columns
from analysis.extract.matching import shadow
from analysis.extract.task_cells import agency_patterns, is_time
from analysis.extract.unread import task_header_words

_FEWEST, _MOST = 3, 6  # columns
_MIN_ROWS = 2
_LONGEST_NAME = 60
_MOST_LINES = 600  # looked at behind a header


def tables_of_lines(document: Document) -> list[Table]:
    """The tables of tasks that stand one cell a line in running text and can be read in one way only."""
    return [table for lines in _runs(document) for table in _tables(lines)]


def _runs(document: Document) -> Iterator[list[Line]]:
    """Lines of the document between its tables, empty ones left out."""
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += [line for line in block.lines() if line.text.strip()]
        elif lines:
            yield lines
            lines = []
    yield lines


def _tables(lines: Sequence[Line]) -> Iterator[Table]:
    at = 0
    while at < len(lines):
        width, table = next(_from(lines, at), (0, None)) if _may_be_name(lines[at]) else (0, None)
        if table is not None:
            yield table
        at += width * len(table.rows) if table is not None else 1


def _from(lines: Sequence[Line], at: int) -> Iterator[tuple[int, Table]]:
    """The table whose header begins at line `at`, by its number of columns, if there is one."""
    for width in range(_MOST, _FEWEST - 1, -1):
        header = lines[at : at + width]
        if len(header) < width or not all(map(_may_be_name, header)):
            continue
        columns = find_columns(Table((_row(header), _row(header)), header[0].location))
        if columns is None or not _names_all(columns, width):
            continue
        body = _body(lines[at + width : at + width + _MOST_LINES])
        rows = [body[start : start + width] for start in range(0, len(body), width)]
        if len(rows) >= _MIN_ROWS and all(_is_task(row, columns, width) for row in rows):
            cells = (_row(header), *map(_row, rows))
            yield width, Table(cells, join_locations(cell.location for row in cells for cell in row))


def _names_all(columns: Columns, width: int) -> bool:
    """Whether the header names a task, who leads it and until when, and nothing that is not known."""
    needed = {"task", "lead", "deadline"} <= set(columns.places)
    return columns.kind == "tasks" and needed and len(columns.places) == width and columns.first_header == 0


def _body(lines: Sequence[Line]) -> list[Line]:
    """The lines up to what ends a table: a list of recipients, another table's title."""
    ends = next((at for at, line in enumerate(lines) if ENDS_TABLE.match(shadow(line.text))), len(lines))
    return list(lines[:ends])


def _is_task(row: Sequence[Line], columns: Columns, width: int) -> bool:
    if len(row) != width:
        return False
    agency = agency_patterns()[0]
    said = {name: row[place].text for name, place in columns.places.items()}
    acts = all(agency.match(shadow(said[name])) for name in ("lead", "support") if name in said)
    return acts and is_time(said["deadline"]) and not is_time(said["task"]) and len(said["task"].split()) > 2


def _may_be_name(line: Line) -> bool:
    if len(line.text) > _LONGEST_NAME:
        return False
    words = re.findall(r"\w+", shadow(line.text))
    return bool(words) and task_header_words().issuperset(words)


def _row(lines: Sequence[Line]) -> tuple[Cell, ...]:
    return tuple(Cell(line.text, line.location) for line in lines)
