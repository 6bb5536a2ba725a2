"""Tables drawn with spaces: columns begin where the header's words begin, as a text made from a PDF shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.documents.flattened import NUMBER_WORDS
from analysis.vietnamese.text import fold

_SEGMENT = re.compile(r"\S+(?:\s\S+)*")
SLACK = 3  # characters a cell may begin before its column's header
MAX_BLANK = 2


def aligned_rows(lines: Sequence[str], start: int) -> list[tuple[int, list[str]]]:
    """Rows (line index, cells) of a table whose header is line `start`, the header first.

    [] if that line is no header: its first word must be the one for "number", two spaces or more must part
    its cells, and two rows or more must follow in the same columns.
    """
    header = _segments(lines[start])
    if len(header) < 3 or fold(header[0][1]) not in NUMBER_WORDS or "\t" in lines[start] or "|" in lines[start]:
        return []
    starts = [place for place, _ in header]
    rows = [(start, [text for _, text in header])]
    index, blank = start + 1, 0
    while index < len(lines) and blank <= MAX_BLANK:
        segments = _segments(lines[index])
        if not segments:
            blank += 1
        elif _fits(segments, starts):
            rows.append((index, _cells(segments, starts)))
            blank = 0
        else:
            break
        index += 1
    return rows if len(rows) > 2 else []


def _segments(line: str) -> list[tuple[int, str]]:
    return [(match.start(), match.group()) for match in _SEGMENT.finditer(line.expandtabs(4))]


def _fits(segments: list[tuple[int, str]], starts: list[int]) -> bool:
    """Whether a line is part of the table: several cells, or one that begins where a column but the first does."""
    if len(segments) > 1:
        return True
    place = segments[0][0]
    return any(abs(place - start) <= SLACK for start in starts[1:])


def _cells(segments: list[tuple[int, str]], starts: list[int]) -> list[str]:
    cells = [""] * len(starts)
    for place, text in segments:
        column = max((number for number, start in enumerate(starts) if start - SLACK <= place), default=0)
        cells[column] = f"{cells[column]} {text}".strip()
    return cells
