"""Plain text and Markdown: hard-wrapped lines become paragraphs, tabs and pipes become tables."""

from __future__ import annotations

import re

from analysis.documents.flattened import split_flattened
from analysis.documents.joining import is_rule, join_lines
from analysis.documents.markup import plain, printed
from analysis.documents.model import Block, Cell, Line, Table, join_locations

_COMMENT = re.compile(r"#\s*[a-z_]+:\s")
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_SEPARATOR = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")


def read_text_blocks(text: str) -> list[Block]:
    """Blocks of a text, located by line (`L77`). Comment lines at its head ("# source: …") are not part of it."""
    blocks: list[Block] = []
    prose: list[Line] = []
    rows: list[tuple[Cell, ...]] = []
    in_head = True
    for number, raw in enumerate(text.splitlines(), 1):
        if in_head and _COMMENT.match(raw):
            continue
        in_head = in_head and not raw.strip()
        line = plain(raw)
        cells = _cells(line, number, bool(rows))
        if cells is None:
            if rows and (printed(line) or not _SEPARATOR.fullmatch(line.strip() or "---")):
                _flush_rows(rows, blocks)
            prose.extend(Line(printed(part), f"L{number}") for part in _HEADING_MARK.sub("", line).split("\n"))
        elif cells:
            if not rows:
                blocks.extend(blocks_of_lines(prose))
            prose = []
            rows.append(cells)
    _flush_rows(rows, blocks)
    blocks.extend(blocks_of_lines(prose))
    return blocks


def blocks_of_lines(lines: list[Line]) -> list[Block]:
    """Paragraphs and flattened tables of printed lines (blank ones included)."""
    blocks: list[Block] = []
    for part in split_flattened(lines):
        blocks.extend([part] if isinstance(part, Table) else join_lines(part))
    return blocks


def _cells(line: str, number: int, in_table: bool) -> tuple[Cell, ...] | None:
    """Cells of a table line; () for a line that only separates; None for running text."""
    if _SEPARATOR.fullmatch(line.strip()) and line.count("|") and in_table:
        return ()
    texts = _split(line, in_table)
    if texts is None:
        return None
    cells = tuple(Cell(printed(text), f"L{number}") for text in texts)
    return () if all(is_rule(cell.text) for cell in cells) else cells


def _split(line: str, in_table: bool) -> list[str] | None:
    wanted = 1 if in_table else 2
    if line.rstrip(" ").count("\t") >= wanted and len(line.split()) > 0:
        parts = line.split("\t")
        filled = sum(1 for part in parts if part.strip())
        return parts if filled > 1 or (in_table and filled) else None
    stripped = line.strip()
    if stripped.count("|") >= 1 and len(stripped) > 1:
        parts = stripped.strip("|").split("|")
        return parts if len(parts) > 1 or in_table else None
    return None


def _flush_rows(rows: list[tuple[Cell, ...]], blocks: list[Block]) -> None:
    if rows:
        blocks.append(Table(tuple(rows), join_locations(cell.location for row in rows for cell in row[:1])))
        rows.clear()
