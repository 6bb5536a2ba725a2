"""What a reader makes of a file: headings, paragraphs and tables in reading order, each with its location.

Text is NFC and otherwise as printed. A location is written as a reader would look it up: `L77` or `L77-79` in a text,
`P12` or `T3R4C2` in Word, `p3L12` in a PDF, `Sheet!C12` in Excel, `B14` in HTML; several are joined by `;`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LINES = re.compile(r"L(?P<first>\d+)(?:-(?P<last>\d+))?")


@dataclass(frozen=True)
class Piece:
    """Where a part of a paragraph's text comes from: from character `start` on it stands at `location`."""

    start: int
    location: str


@dataclass(frozen=True)
class Line:
    """One printed line (of a paragraph) or one cell (of a table), for readers that look at the layout."""

    text: str
    location: str


@dataclass(frozen=True)
class Paragraph:
    """Running text with its printed lines joined by spaces; `pieces` (at least one) tells where each line began."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def location(self) -> str:
        """Where the whole paragraph stands, `L207-217`."""
        return join_locations(piece.location for piece in self.pieces)

    def locate(self, start: int, end: int | None = None) -> str:
        """Where the text from character `start` (to before `end`, else that one character) stands."""
        first = self._piece_at(start)
        last = first if end is None else self._piece_at(max(end - 1, start))
        return join_locations(piece.location for piece in self.pieces[first : last + 1])

    def lines(self) -> Iterator[Line]:
        """The printed lines the paragraph was joined from."""
        ends = [piece.start for piece in self.pieces[1:]] + [len(self.text)]
        for piece, end in zip(self.pieces, ends, strict=True):
            yield Line(self.text[piece.start : end].strip(), piece.location)

    def _piece_at(self, offset: int) -> int:
        return max(0, bisect.bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1)


@dataclass(frozen=True)
class Heading(Paragraph):
    """A paragraph that names what follows; `level` 1 is the outermost ("I. …"), 2 "1. …", 3 "a) …", 0 a title."""

    level: int = 0


@dataclass(frozen=True)
class Cell:
    """One cell: its text on one line, and the same in `parts` where the cell prints several lines.

    `typed`: a number the file holds as a number (Excel); its text is plain digits with a decimal comma, no thousands
    separator. `merged`: "up" or "left" where the cell is covered by the one above it or before it.
    """

    text: str
    location: str
    parts: tuple[str, ...] = ()
    typed: bool = False
    merged: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells. A merged cell's text stands in its first position; the positions it covers hold empty cells.

    `name` is what the file calls it (the sheet's name in Excel), "" if nothing.
    `flattened`: the file gave the cells one per paragraph and left out empty ones, so a row may be short and its
    cells are in order but not in columns.
    """

    rows: tuple[tuple[Cell, ...], ...]
    location: str
    flattened: bool = False
    name: str = ""

    def lines(self) -> Iterator[Line]:
        """The cells that hold text, row by row."""
        for row in self.rows:
            for cell in row:
                for part in cell.parts or (cell.text,):
                    if part:
                        yield Line(part, cell.location)


Block = Paragraph | Table  # a Heading is a Paragraph


@dataclass(frozen=True)
class Document:
    """One file as read. `source_format` is what the file really is (txt, md, html, docx, pdf, xlsx, csv).

    `notes` says what of the file was not read (a page that is a picture, a hidden sheet).
    """

    source_name: str
    source_format: str
    source_sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Headings and paragraphs in reading order, without the tables."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block

    def tables(self) -> Iterator[Table]:
        """The tables in reading order."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield block

    def lines(self) -> Iterator[Line]:
        """Every printed line and every filled cell in reading order."""
        for block in self.blocks:
            yield from block.lines()


def join_locations(locations: Iterable[str]) -> str:
    """Several locations as one: neighbouring lines as a range (`L77-79`), others joined by `;`, each once."""
    joined: list[tuple[int, int] | str] = []
    for location in dict.fromkeys(locations):
        match = _LINES.fullmatch(location)
        if match is None:
            joined.append(location)
            continue
        first, last = int(match["first"]), int(match["last"] or match["first"])
        before = joined[-1] if joined else None
        if isinstance(before, tuple) and before[0] <= first <= before[1] + 1:
            joined[-1] = (before[0], max(last, before[1]))
        else:
            joined.append((first, last))
    return ";".join(entry if isinstance(entry, str) else _range(*entry) for entry in joined if entry)


def _range(first: int, last: int) -> str:
    return f"L{first}" if first == last else f"L{first}-{last}"
