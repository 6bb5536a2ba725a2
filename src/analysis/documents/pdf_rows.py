"""Lines of a table without lines, grouped into rows: by rules, else by wider blanks, else before each number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from analysis.documents.flattened import code_of, succeeds
from analysis.documents.pdf_merged import covered_cells

Word = dict[str, Any]
CellLines = list[list[Word]]  # the words of one printed line by column
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,4}|[IVX]{1,5}|[A-ZĐa-zđ])[.,)]{0,2}")
_ITEM = re.compile(r"[-+•*–]\s*\S")
_BROKEN_NUMBER = re.compile(r"[\d.,%-]+")
SAME_BLANK = 0.6  # points by which equal blanks may differ
CODELESS = 0.34  # share of rows that may have no number when blanks part them


PrintedRow = tuple[tuple[str, ...] | None, ...]


def rows_of(lines: Sequence[CellLines], rules: Sequence[float], sections: set[int]) -> tuple[PrintedRow, ...]:
    """Rows, each a tuple of cells, each cell the tuple of its printed lines, None for one that goes on from the row
    above; lines `sections` are rows of their own.
    """
    begins = [begin or place in sections for place, begin in enumerate(_numbered(lines))]
    inner = [rule for rule in rules if _top(lines[0]) < rule < _bottom(lines[-1])]
    parted = _split_at(lines, inner) if inner else _by_blanks(lines, begins) or _at_numbers(lines, begins)
    covered = covered_cells(parted)
    return tuple(
        tuple(
            None if (place, column) in covered else _cell(_with_rest(parted, place, column, covered), column)
            for column in range(len(row[0]))
        )
        for place, row in enumerate(parted)
    )


def _with_rest(
    rows: Sequence[Sequence[CellLines]], place: int, column: int, covered: set[tuple[int, int]]
) -> list[CellLines]:
    """The lines of a row, and those of the rows below in which its cell goes on."""
    end = place + 1
    while (end, column) in covered:
        end += 1
    return [cells for row in rows[place:end] for cells in row]


def _numbered(lines: Sequence[CellLines]) -> list[bool]:
    """For each line whether it holds the number of a row; a number broken over two lines ("3.1." "2.") counts once."""
    begins = []
    row, before = "", ""  # numbers of the row before and of this one
    for cells in lines:
        text = " ".join(word["text"] for word in cells[0])
        wording = cells[1][0]["text"] if len(cells) > 1 and cells[1] else ""
        whole = _NUMBER.fullmatch(text) is not None
        goes_on = whole and _is_rest(row, before, text, lower=wording[:1].islower())
        begins.append(whole and not goes_on)
        if whole:
            row, before = (row, before + text) if goes_on else (before, text)
    return begins


def _is_rest(row: str, before: str, text: str, *, lower: bool) -> bool:
    """Whether `text` is the rest of the number `before`: together they follow `row`, alone one of them does not."""
    known, first, rest, whole = (code_of(number) for number in (row, before, text, before + text))
    if not before.endswith(".") or len(rest) != 1 or not whole:
        return False
    if known and not succeeds(known, whole, new_part=False):
        return False
    alone = succeeds(first, rest, new_part=False) and (not known or succeeds(known, first, new_part=False))
    return lower or not alone


def _by_blanks(lines: Sequence[CellLines], begins: Sequence[bool]) -> list[list[CellLines]]:
    """Rows parted by the widest blanks that leave one number in each, [] if none do so for most rows."""
    blanks = [max(0.0, _top(below) - _bottom(above)) for above, below in itertools.pairwise(lines)]
    for least in sorted({round(blank, 1) for blank in blanks if blank > 0.5}, reverse=True):
        ends = [place + 1 for place, blank in enumerate(blanks) if blank >= least - 0.06]
        bounds = list(zip([0, *ends], [*ends, len(lines)], strict=True))
        counts = [sum(begins[start:end]) for start, end in bounds]
        if max(counts) <= 1:
            return [list(lines[start:end]) for start, end in bounds] if _mostly_numbered(counts) else []
    return []


def _mostly_numbered(counts: Sequence[int]) -> bool:
    return counts.count(0) <= len(counts) * CODELESS


def _at_numbers(lines: Sequence[CellLines], begins: Sequence[bool]) -> list[list[CellLines]]:
    """Rows parted once between each two numbers, at the widest blank (the last of several: right before the number),
    and before an item ("- …") that has a figure of its own.
    """
    numbers = [place for place, begin in enumerate(begins) if begin]
    starts = {0, *(_widest(lines, before, after) for before, after in itertools.pairwise(numbers))}
    rows: list[list[CellLines]] = []
    for place, cells in enumerate(lines):
        item = len(cells) > 2 and any(cells[2:]) and _ITEM.match(" ".join(word["text"] for word in cells[1]))
        if item or place in starts:
            rows.append([])
        rows[-1].append(cells)
    return rows


def _widest(lines: Sequence[CellLines], before: int, after: int) -> int:
    """The line after the widest blank between lines `before` and `after`."""
    blanks = {place: _top(lines[place]) - _bottom(lines[place - 1]) for place in range(before + 1, after + 1)}
    return max(place for place, blank in blanks.items() if blank > max(blanks.values()) - SAME_BLANK)


def _split_at(lines: Sequence[CellLines], rules: Sequence[float]) -> list[list[CellLines]]:
    rows: dict[int, list[CellLines]] = {}
    for cells in lines:
        middle = (_top(cells) + _bottom(cells)) / 2
        rows.setdefault(sum(rule < middle for rule in rules), []).append(cells)
    return [rows[place] for place in sorted(rows)]


def _cell(row: Sequence[CellLines], column: int) -> tuple[str, ...]:
    lines = tuple(text for cells in row if (text := " ".join(word["text"] for word in cells[column])))
    joined = "".join(lines)
    return (joined,) if len(lines) > 1 and _BROKEN_NUMBER.fullmatch(joined) else lines


def _top(cells: CellLines) -> float:
    return float(min(word["top"] for words in cells for word in words))


def _bottom(cells: CellLines) -> float:
    return float(max(word["bottom"] for words in cells for word in words))
