"""Plain text and Markdown: hard-wrapped lines become paragraphs; tabs, pipes and semicolons become tables."""

from __future__ import annotations

import re

from analysis.documents.aligned import aligned_rows
from analysis.documents.builder import BlockBuilder
from analysis.documents.html_reader import read_html_tables
from analysis.documents.markup import printed
from analysis.documents.model import Block, Cell
from analysis.documents.text_lines import TextLines

_COMMENT = re.compile(r"#\s*[a-z_]+:\s")
_TABLE_OPENS = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)
_SEMICOLON = re.compile(r";(?!\s)")
_MIN_SEMICOLON_ROWS = 3


def read_text_blocks(text: str) -> list[Block]:
    """Blocks of a text, located by line (`L77`). Comment lines at its head ("# source: …") are not part of it."""
    # Not splitlines(): a form feed is no line for an editor, and locations are counted as an editor counts.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    builder = BlockBuilder()
    semicolons = _semicolon_rows(lines)
    text_lines = TextLines(builder)
    in_head = True
    index = 0
    while index < len(lines):
        raw, number = lines[index], index + 1
        index += 1
        if in_head and _COMMENT.match(raw):
            continue
        in_head = in_head and not raw.strip()
        if _TABLE_OPENS.search(raw):
            index = _embedded_html(lines, index - 1, builder)
        elif number in semicolons:
            builder.row(_cells(raw.split(";"), number))
        elif rows := aligned_rows(lines, index - 1):
            for place, texts in rows:
                builder.row(_cells(texts, place + 1))
            index = rows[-1][0] + 1
        else:
            text_lines.add(raw, f"L{number}")
    return builder.blocks()


def _cells(texts: list[str], number: int) -> list[Cell]:
    return [Cell(printed(text), f"L{number}") for text in texts]


def _semicolon_rows(lines: list[str]) -> set[int]:
    """Numbers of the lines that form tables parted by semicolons: several in a row, each with as many of them."""
    counts = [
        len(_SEMICOLON.findall(line)) if line.count(";") == len(_SEMICOLON.findall(line)) else 0 for line in lines
    ]
    rows: set[int] = set()
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and counts[index] == counts[start]:
            continue
        if counts[start] >= 2 and index - start >= _MIN_SEMICOLON_ROWS:
            rows.update(range(start + 1, index + 1))
        start = index
    return rows


def _embedded_html(lines: list[str], start: int, builder: BlockBuilder) -> int:
    """Read HTML tables that stand in a text from line `start` on; returns the line after them."""
    depth = 0
    for end in range(start, len(lines)):
        depth += len(_TABLE_OPENS.findall(lines[end])) - len(_TABLE_CLOSES.findall(lines[end]))
        if depth <= 0:
            break
    for table in read_html_tables("\n".join(lines[start : end + 1]), start):
        builder.table(table)
    return end + 1
