"""Running text that a PDF page sets in two columns: the left one is read to its end before the right one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from analysis.documents.flattened import NUMBER_WORDS
from analysis.documents.pdf_headers import PrintedLine, segments
from analysis.vietnamese.text import fold

Interval = tuple[float, float]
MIN_GUTTER = 8.0  # points between two columns
MIN_LINES = 8  # printed lines with text on both sides; a letterhead and a signature have fewer
MIN_WORDS = 4  # of running text in a line of one column, on the average


def in_reading_order(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """`lines` of a page from top to bottom; where two columns of text stand side by side, first the left one's."""
    ordered: list[PrintedLine] = []
    place = done = 0
    while place < len(lines):
        end, gutter = _columns_from(lines, place)
        if gutter is None:
            place += 1
            continue
        middle = (gutter[0] + gutter[1]) / 2
        first = _first_beside(lines, done, place, gutter)
        ordered += lines[done:first]
        for left in (True, False):
            parts = ([word for word in line if (word["x0"] < middle) == left] for line in lines[first:end])
            ordered += [part for part in parts if part]
        place = done = end
    return [*ordered, *lines[done:]]


def _first_beside(lines: Sequence[PrintedLine], done: int, place: int, gutter: Interval) -> int:
    """Where the columns really begin: with a line of the right one alone above line `place`, if one stands there."""
    first = place
    while place > done and _narrowed(gutter, lines[place - 1]) is not None:
        place -= 1
        first = place if lines[place][0]["x0"] >= gutter[1] else first
    return first


def _columns_from(lines: Sequence[PrintedLine], start: int) -> tuple[int, Interval | None]:
    """The line after the two columns that begin with line `start`, and the blank between them; None if none do."""
    gaps = _gaps(lines[start])
    if len(gaps) != 1:
        return start, None
    gutter = gaps[0]
    end = start + 1
    while end < len(lines) and fold(segments(lines[end])[0][0]) not in NUMBER_WORDS:
        narrowed = _narrowed(gutter, lines[end])
        if narrowed is None:
            break
        gutter = narrowed
        end += 1
    return (end, gutter) if _is_text(lines[start:end], gutter) else (start, None)


def _gaps(line: PrintedLine) -> list[Interval]:
    """The wide blanks between the words of a line."""
    return [
        (float(before["x1"]), float(after["x0"]))
        for before, after in itertools.pairwise(line)
        if after["x0"] - before["x1"] >= max(MIN_GUTTER, before["bottom"] - before["top"])
    ]


def _narrowed(gutter: Interval, line: PrintedLine) -> Interval | None:
    """What stays free of the gutter beside the words of `line`, None if too little."""
    parts = segments(line)
    left = max([gutter[0], *(end for _, start, end in parts if start < gutter[0])])
    right = min([gutter[1], *(start for _, start, _ in parts if start >= gutter[0])])
    return None if right - left < MIN_GUTTER else (left, right)


def _is_text(lines: Sequence[PrintedLine], gutter: Interval) -> bool:
    """Whether what stands on both sides of a gutter is running text: lines enough, many words, no further columns."""
    sides = [
        [part for line in lines if (part := [word for word in line if (word["x0"] < gutter[0]) == left])]
        for left in (True, False)
    ]
    columns = sum(bool(_gaps(part)) for side in sides for part in side)
    full = all(len(side) >= MIN_LINES and sum(map(len, side)) >= MIN_WORDS * len(side) for side in sides)
    return full and columns * 4 <= len(lines)
