"""Plain text and Markdown: hard-wrapped lines become paragraphs; tabs, pipes and semicolons become tables."""

from __future__ import annotations

import re

from analysis.documents.aligned import aligned_rows
from analysis.documents.builder import BlockBuilder
from analysis.documents.html_reader import read_html_tables
from analysis.documents.markup import plain, printed
from analysis.documents.model import Block, Cell

_COMMENT = re.compile(r"#\s*[a-z_]+:\s")
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_SEPARATOR = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
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
    in_head, framed = True, True
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
            framed = _add_line(builder, raw, f"L{number}", framed)
    return builder.blocks()


def _add_line(builder: BlockBuilder, raw: str, location: str, framed: bool) -> bool:
    """One line of text as a row of a table (tabs or pipes), a separator of rows, or a printed line.

    Returns whether the rows of the table it belongs to begin with a pipe (`framed` for the line before): the first row
    tells, since in a table without outer pipes a row may begin with an empty cell.
    """
    line = plain(raw)
    if builder.in_table and "|" in line and _SEPARATOR.fullmatch(line.strip()):
        return framed
    framed = framed if builder.in_table else line.lstrip().startswith("|")
    texts = split_row(line, in_table=builder.in_table, framed=framed)
    if texts is not None:
        builder.row([Cell(printed(text), location) for text in texts])
        return framed
    for part in _HEADING_MARK.sub("", line).split("\n"):
        builder.line(printed(part), location)
    return framed


def split_row(line: str, *, in_table: bool, framed: bool = True) -> list[str] | None:
    """The cells of a line with tabs or pipes, None for running text (a tab that indents is no column).

    `framed`: an outer pipe on either side is no border between cells.
    """
    stripped = line.strip()
    if not stripped:
        return None
    if line.rstrip(" ").count("\t") >= (1 if in_table else 2):
        parts = line.split("\t")
        filled = sum(1 for part in parts if part.strip())
        return parts if filled > 1 or in_table else None
    if "|" in stripped and len(stripped) > 1:
        parts = (stripped.removeprefix("|").removesuffix("|") if framed else line).split("|")
        return parts if len(parts) > 1 or in_table else None
    return None


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
