"""CSV files with commas, semicolons or tabs; located by line like a text."""

from __future__ import annotations

import csv
import io

from analysis.documents.builder import BlockBuilder
from analysis.documents.grid import add_grid
from analysis.documents.markup import printed
from analysis.documents.model import Block, Cell
from analysis.errors import InputError

DELIMITERS = ",;\t|"
SAMPLE_LINES = 60
MAX_FIELD = 1_000_000


def read_csv_blocks(text: str) -> list[Block]:
    """Blocks of a CSV text; the delimiter is the one that parts most lines into as many cells."""
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
    """The delimiter of a CSV text: with it most lines have the same number of cells, and more than one."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])

    def rank(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row]
        several = [width for width in widths if width > 1]
        if not several:
            return 0, 0
        usual = max(set(several), key=several.count)
        return several.count(usual), usual

    return max(DELIMITERS, key=rank)


def _cell(field: str, location: str) -> Cell:
    lines = tuple(line for line in (printed(part) for part in field.splitlines()) if line)
    return Cell(" ".join(lines), location, lines if len(lines) > 1 else ())
