"""Tables of a PDF page that are drawn without lines: columns by the header's words and the blanks kept free below them.

A header begins with the word for "number". Between each two of its words lies a blank; every further line narrows these
blanks, and the table ends before the line that would close one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.documents.flattened import ENDS_TABLE, NUMBER_WORDS
from analysis.documents.pdf_headers import (
    TIGHT,
    PrintedLine,
    Word,
    below_groups,
    gap,
    header_columns,
    header_rows,
    segments,
)
from analysis.documents.pdf_rows import PrintedRow, rows_of
from analysis.vietnamese.text import fold

Interval = tuple[float, float]
MIN_BLANK = 2.5  # points that must stay free between two columns
HEADER_LINES = 4
APART = 1.5  # of a line's height: the blank between two rows of one header
MIN_COLUMNS = 3
MIN_ROWS = 2
_SECTION = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])[.)]\s*\S")
MARGIN = 20.0  # points a number may stand to the left of its header


@dataclass(frozen=True)
class Columns:
    """Blanks between neighbouring columns, each as the intervals that stayed free, and where the header begins."""

    blanks: tuple[tuple[Interval, ...], ...]
    left: float

    def narrowed(self, line: PrintedLine) -> Columns | None:
        """The columns after `line` is printed too, None if it closes a blank: then it is not part of the table."""
        if line[0]["x0"] < self.left - MARGIN:
            return None
        blanks = []
        for blank in self.blanks:
            rest = list(blank)
            for _, start, end in segments(line):
                rest = [
                    part
                    for piece in rest
                    for part in ((piece[0], min(piece[1], start)), (max(piece[0], end), piece[1]))
                ]
            free = tuple(dict.fromkeys(piece for piece in rest if piece[1] - piece[0] >= MIN_BLANK))
            if not free:
                return None
            blanks.append(free)
        return Columns(tuple(blanks), self.left)

    def parted(self, words: Sequence[Word]) -> list[list[Word]]:
        """`words` by the column they stand in."""
        borders = [(blank[-1][0] + blank[-1][1]) / 2 for blank in self.blanks]
        cells: list[list[Word]] = [[] for _ in range(len(borders) + 1)]
        for word in words:
            cells[sum(border < (word["x0"] + word["x1"]) / 2 for border in borders)].append(word)
        return cells


@dataclass(frozen=True)
class UnruledTable:
    """A table among the lines of a page: the first and last line it takes, and its rows (see `rows_of`)."""

    first: int
    last: int
    rows: tuple[PrintedRow, ...]


def find_unruled(
    lines: Sequence[PrintedLine], rules: Sequence[float], carried: Columns | None
) -> tuple[list[UnruledTable], Columns | None]:
    """Tables without lines on a page, from top to bottom, and the columns of one that reaches its end.

    `lines` are the printed lines outside of ruled tables, `rules` the heights of horizontal rules, `carried` the
    columns of a table that reached the end of the page before.
    """
    tables: list[UnruledTable] = []
    last: Columns | None = None
    index = 0
    while index < len(lines):
        found = None
        if _is_header(lines[index]):
            found = _with_header(lines, index, rules, tables[-1].last + 1 if tables else 0)
        elif carried is not None and index == 0:
            found = _body(lines, 0, carried, rules)
        if found is None:
            index += 1
            continue
        tables.append(found[0])
        last, index = found[1], found[0].last + 1
    at_end = bool(tables) and tables[-1].last >= len(lines) - 1
    return tables, last if at_end else None


def _is_header(line: PrintedLine) -> bool:
    return len(line) > 1 and fold(segments(line)[0][0]) in NUMBER_WORDS


def _with_header(
    lines: Sequence[PrintedLine], place: int, rules: Sequence[float], floor: int
) -> tuple[UnruledTable, Columns] | None:
    """The table whose header has the word for "number" in line `place`; None if no rows follow in its columns."""
    first, last = _header_extent(lines, place, floor)
    labels, groups = header_columns(lines[first : last + 1])
    if len(labels) < MIN_COLUMNS:
        return None
    blanks = tuple(((before[2], after[1]),) for before, after in itertools.pairwise(labels))
    header = [tuple((text,) for text in row) for row in header_rows(labels, groups)]
    columns = Columns(blanks, labels[0][1])
    if last == len(lines) - 1:  # its rows stand on the next page
        return UnruledTable(first, last, tuple(header)), columns
    found = _body(lines, last + 1, columns, rules)
    if found is None or (len(found[0].rows) < MIN_ROWS and found[0].last < len(lines) - 1):
        return None
    return UnruledTable(first, found[0].last, (*header, *found[0].rows)), found[1]


def _header_extent(lines: Sequence[PrintedLine], place: int, floor: int) -> tuple[int, int]:
    """First and last line of the header around line `place`.

    A line close to it belongs to it, and so does one further apart that leaves the first two columns empty (names of
    columns below the name of their group).
    """
    first = last = place
    while first > max(floor, place - HEADER_LINES):
        blank = gap(lines[first - 1], lines[first])
        if blank > (APART if len(segments(lines[first - 1])) > 1 else TIGHT):
            break
        first -= 1
    number = segments(lines[place])[0]
    while last + 1 < len(lines) and last < place + HEADER_LINES:
        following, header = segments(lines[last + 1]), header_columns(lines[first : last + 1])[0]
        beside = len(following) > 1 and below_groups(following, header)
        if gap(lines[last], lines[last + 1]) > (APART if beside else TIGHT) or following[0][1] <= number[2]:
            break
        last += 1
    return first, last


def _body(
    lines: Sequence[PrintedLine], start: int, columns: Columns, rules: Sequence[float]
) -> tuple[UnruledTable, Columns] | None:
    """The lines from `start` on that keep the columns apart, as rows; None if there are none."""
    cells: list[list[list[Word]]] = []
    sections: set[int] = set()
    for place in range(start, len(lines)):
        line = lines[place]
        if _ends(line):
            break
        narrowed = columns.narrowed(line)
        if narrowed is not None:
            columns = narrowed
            cells.append(columns.parted(line))
        elif _is_section(line) and place + 1 < len(lines) and _is_row(lines[place + 1], columns):
            sections.add(len(cells))
            cells.append([line, *([] for _ in columns.blanks)])
        else:
            break
    if not any(row[0] for row in cells) or not any(any(row[1:]) for row in cells):
        return None
    return UnruledTable(start, start + len(cells) - 1, rows_of(cells, rules, sections)), columns


def _ends(line: PrintedLine) -> bool:
    return _is_header(line) or bool(ENDS_TABLE.match(fold(" ".join(word["text"] for word in line))))


def _is_section(line: PrintedLine) -> bool:
    """A line over all columns that names the rows below it ("I. CẢI CÁCH THỂ CHẾ")."""
    parts = segments(line)
    return len(parts) == 1 and bool(_SECTION.match(parts[0][0]))


def _is_row(line: PrintedLine, columns: Columns) -> bool:
    """Whether a line begins a numbered row in these columns."""
    narrowed = columns.narrowed(line)
    return narrowed is not None and bool(narrowed.parted(line)[0])
