"""CSV files with commas, semicolons or tabs; located by line like a text."""

from __future__ import annotations

import csv
import io
import itertools

from analysis.documents.builder import BlockBuilder
from analysis.documents.grid import add_grid
from analysis.documents.markup import printed
from analysis.documents.model import Block, Cell
from analysis.errors import InputError

DELIMITERS = "\t;,|"
SAMPLE_LINES = 2_000
MAX_FIELD = 1_000_000


def read_csv_blocks(text: str) -> list[Block]:
    """Blocks of a CSV text; the delimiter is found by trying."""
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    rows: list[tuple[Cell, ...]] = []
    before = 0
    try:
        for fields in reader:
            location = f"L{before + 1}" if reader.line_num == before + 1 else f"L{before + 1}-{reader.line_num}"
            before = reader.line_num
            rows.append(tuple(_cell(field, location) for field in fields))
    except csv.Error as error:
        raise InputError(f"not readable as CSV: {error}", f"line {reader.line_num}", "close the quotes") from None
    builder = BlockBuilder()
    add_grid(builder, rows)
    return builder.blocks()


def delimiter_of(text: str) -> str:
    """The delimiter that parts neighbouring lines into as many cells; a tab (which parts nothing) for running text."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])
    ranked = {delimiter: _evenness(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: ranked[delimiter])
    return best if ranked[best] > 0 else "\t"


def _evenness(sample: str, delimiter: str) -> int:
    """How table-like a delimiter makes a text: cells of even neighbours, less the lines it parts unevenly."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)]
    except csv.Error:
        return -1
    score = 0
    for width, run in itertools.groupby(widths):
        length = sum(1 for _ in run)
        if width > 1:
            score += (length - 1) * (width - 1) if length > 1 else 1 - width
    return score


def _cell(field: str, location: str) -> Cell:
    lines = tuple(line for line in (printed(part) for part in field.splitlines()) if line)
    return Cell(" ".join(lines), location, lines if len(lines) > 1 else ())
