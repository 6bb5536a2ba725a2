"""PDF files with a text layer: lines as they stand on the page, ruled tables cell by cell, page numbers left out."""

from __future__ import annotations

import io
import itertools
import re
import statistics
from dataclasses import dataclass, field
from typing import Any

import pdfplumber

from analysis.documents.builder import BlockBuilder
from analysis.documents.markup import printed
from analysis.documents.model import Block, Cell, Table
from analysis.documents.pdf_columns import Columns, UnruledTable, find_unruled
from analysis.documents.pdf_pages import PrintedPage, Word, printed_pages, sideways_text
from analysis.errors import InputError

MAX_PAGES = 1_000
END_WITHIN = 4_096  # bytes at the end of a PDF within which its end mark stands
MIN_LETTERS_PER_PAGE = 20
PICTURE = 0.3  # share of a page
MIN_INDENT = 60.0  # points from the left margin: page numbers stand in the middle or at the right
MIN_RULE = 15.0  # points of a level rule; shorter ones underline a word
MAX_COVERS = 3  # pages without a number before the first that has one
MAX_UNREADABLE = 0.02  # share of a document's letters that its fonts may leave unnamed (a mark in a list, a sign)
_UNREADABLE = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\ufffd]")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_BROKEN_NUMBER = re.compile(r"[\d.,%-]+")  # "3.3." and "1." below it in a narrow column are one number
_ENDED = (".", ";", ":", "!", "?")


def read_pdf_blocks(data: bytes, notes: list[str]) -> list[Block]:
    """Blocks of a PDF, located by page and line (`p3L12`); `notes` names pages that are pictures.

    Raises InputError for an encrypted or damaged file and for a scan, which has no text to read.
    """
    if b"%%EOF" not in data[-END_WITHIN:]:
        # The parser would go on with the pages that are left, and rows would be missing in silence.
        raise InputError("damaged or cut off (it has no end)", remedy="get the document again and check that it opens")
    reading = _Reading(BlockBuilder())
    letters = pages = garbled = pictures = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise InputError(f"{len(pdf.pages)} pages", remedy=f"split it; at most {MAX_PAGES} are read")
            for printed_page in printed_pages(pdf):
                page, number = printed_page.page, printed_page.number
                count, bad = _read_page(printed_page, reading)
                letters, garbled, pages = letters + count, garbled + bad, pages + 1
                pictures += len(page.images)
                if bad:
                    notes.append(f"page {number}: its fonts do not name {bad} of its letters, which were left out")
                if count < MIN_LETTERS_PER_PAGE and _is_picture(page):
                    notes.append(f"page {number} is a picture without text and was not read")
                page.close()
    except InputError:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it meet
        raise _damaged(error) from None
    _refuse_without_text(pages, letters, garbled, pictures)
    notes += _running_notes(reading.running)
    notes += [f"row at {place}: a cell goes on from the row above, as its lines tell" for place in reading.merged]
    return reading.builder.blocks()


def _refuse_without_text(pages: int, letters: int, garbled: int, pictures: int) -> None:
    """Raise InputError where the pages' text is not there, or not to be had."""
    if pages == 0:
        raise InputError("it has no pages", remedy="get the document again and check that it opens")
    if letters == 0 or (pictures and letters < MIN_LETTERS_PER_PAGE * pages):
        raise InputError(
            "no text layer: the pages are pictures (a scan)",
            remedy="recognise the text first (for instance ocrmypdf -l vie scan.pdf text.pdf), or get the Word file",
        )
    if garbled > MAX_UNREADABLE * letters:
        raise InputError(
            f"its fonts do not say which letters they show: {garbled:n} letters cannot be read, {letters:n} can",
            remedy="recognise the text (ocrmypdf --force-ocr -l vie), or get the Word file",
        )


def _running_notes(running: list[tuple[int, str]]) -> list[str]:
    """What was taken for a running header or footer, each once; the number of a page is not worth a word."""
    pages: dict[str, list[int]] = {}
    for number, text in running:
        if not _PAGE_NUMBER.fullmatch(text):
            pages.setdefault(re.sub(rf"\b0?{number}\b", "#", text, count=1), []).append(number)
    return [
        f"running line of pages {min(numbers)} to {max(numbers)} left out: {text[:80]!r}"
        for text, numbers in pages.items()
    ]


def _is_picture(page: Any) -> bool:
    """Whether a picture covers much of a page, as one of a scanned sheet does."""
    area = sum(max(image["width"], 0) * max(image["height"], 0) for image in page.images)
    return float(area) > PICTURE * float(page.width * page.height)


def _damaged(error: Exception) -> InputError:
    name = type(error).__name__
    if "Password" in name or "Password" in repr(error) or "Encryption" in name:
        return InputError(
            "encrypted: a password is needed to open it", remedy="save it without a password, ingest again"
        )
    return InputError(f"damaged or cut off ({name})", remedy="get the document again and check that it opens")


@dataclass
class _Reading:
    """What goes on from one page to the next: the blocks, how the last line ended, columns of a table without lines."""

    builder: BlockBuilder
    ended: bool = False  # whether the last line of the page before ended its paragraph
    columns: Columns | None = None
    running: list[tuple[int, str]] = field(default_factory=list)  # page and text of running lines
    merged: list[str] = field(default_factory=list)  # rows with a cell that goes on from the row above, without lines


def _read_page(printed_page: PrintedPage, reading: _Reading) -> tuple[int, int]:
    """Add a page's lines and tables from top to bottom; returns how many letters it has and how many are unreadable."""
    page, number, tables, lines = printed_page.page, printed_page.number, printed_page.tables, printed_page.lines
    boxes = [table.bbox for table in tables]
    margin = min((line[0]["x0"] for line in lines), default=0.0)
    bounds = (min((box[1] for box in boxes), default=page.height), max((box[3] for box in boxes), default=0.0))
    ends = [0] * (not printed_page.above) + [len(lines) - 1] * (not printed_page.below) if lines else []
    numbered = {place for place in ends if not bounds[0] < _top(lines[place]) < bounds[1]}
    numbered = {
        place for place in numbered if _is_page_number(_text(lines[place]), number, lines[place][0]["x0"] - margin)
    }
    lines = [line for place, line in enumerate(lines) if place not in numbered]
    carried = reading.columns if not lines or bounds[0] > lines[0][0]["top"] else None
    unruled, reading.columns = find_unruled(lines, _rules(page, boxes), carried)
    items: list[tuple[float, Any]] = [(table.bbox[1], table) for table in tables]
    inside = {place for table in unruled for place in range(table.first, table.last + 1)}
    # A column of text begins above the end of the one before it, and is read after it.
    reached = list(itertools.accumulate((_top(line) for line in lines), max))
    items += [(reached[table.first], table) for table in unruled]
    items += [(reached[place], line) for place, line in enumerate(lines) if place not in inside]
    items.sort(key=lambda item: item[0])
    _add_items([item for _, item in items], printed_page, printed_page.above + int(0 in numbered), reading)
    reading.running += [(number, text) for text in printed_page.running]
    joined = "".join(word["text"] for word in printed_page.words)
    return sum(char.isalpha() for char in joined), len(_UNREADABLE.findall(joined))


def _add_items(items: list[Any], page: PrintedPage, count: int, reading: _Reading) -> None:
    """Add lines, ruled tables and tables without lines of `page`; `count` lines stand above them."""
    builder, number = reading.builder, page.number
    printed_lines = [item for item in items if isinstance(item, list)]
    margin = min((line[0]["x0"] for line in printed_lines), default=0.0)
    right = max((line[-1]["x1"] for line in printed_lines), default=0.0)
    height = statistics.median([line[0]["bottom"] - line[0]["top"] for line in printed_lines] or [10.0])
    bottom, before = None, ""
    for item in items:
        if isinstance(item, UnruledTable):
            count, bottom, before = _add_unruled(item, number, count, reading), None, ""
            reading.ended = True
            continue
        if not isinstance(item, list):
            count = _add_table(item, page, count, builder)
            bottom, before = item.bbox[3], ""
            continue
        text = _text(item)
        count += 1
        gap = reading.ended and not text[:1].islower() if bottom is None else _top(item) - bottom > height * 0.9
        if gap or (item[0]["x0"] > margin + 12 and before.endswith(_ENDED)):
            builder.blank()
        builder.line(text, f"p{number}L{count}")
        bottom, before = max(word["bottom"] for word in item), text
        # A line that ends well before the margin ends its paragraph, also where the page ends.
        reading.ended = item[-1]["x1"] < right - (right - margin) * 0.12


def _add_unruled(table: UnruledTable, number: int, count: int, reading: _Reading) -> int:
    """Add a table without lines; its rows count as lines of the page. Returns the number of the last one."""
    rows = []
    for row in table.rows:
        count += 1
        cells = []
        for lines in row:
            shown = tuple(printed(line) for line in lines or ())
            merged = "up" if lines is None else ""
            if merged:
                reading.merged.append(f"p{number}L{count}")
            cells.append(Cell(" ".join(shown), f"p{number}L{count}", shown if len(shown) > 1 else (), merged=merged))
        rows.append(tuple(cells))
    reading.builder.table(Table(tuple(rows), f"p{number}L{count - len(rows) + 1}"))
    return count


def _text(line: list[Word]) -> str:
    return printed(" ".join(word["text"] for word in line))


def _top(line: list[Word]) -> float:
    return float(min(word["top"] for word in line))


def _is_page_number(text: str, page: int, indent: float) -> bool:
    """Whether the first or last line of a page is its number: dressed as one ("- 3 -", "Trang 3/9"), or about `page`.

    A bare number that is far from it, or that stands at the left margin, may be a cell of a table (covers without a
    number give some slack).
    """
    match = _PAGE_NUMBER.fullmatch(text)
    if match is None:
        return False
    return not text.isdecimal() or (page - MAX_COVERS <= int(text) <= page and indent > MIN_INDENT)


def _rules(page: Any, boxes: list[tuple[float, float, float, float]]) -> list[float]:
    """Heights of level rules outside of ruled tables, the drawn ones only (edges of shaded rows count too)."""
    heights = {round(edge["top"], 1) for edge in page.edges if edge["orientation"] == "h" and edge["width"] > MIN_RULE}
    return sorted(height for height in heights if not any(box[1] <= height <= box[3] for box in boxes))


def _add_table(table: Any, page: PrintedPage, count: int, builder: BlockBuilder) -> int:
    """Add a table; its rows count as lines of the page. Returns the number of the last one."""
    rows = []
    for texts, row in zip(table.extract(**page.settings), table.rows, strict=False):
        count += 1
        cells: list[Cell] = []
        for text, box in zip(texts, row.cells, strict=False):
            lines = tuple(
                line
                for line in (printed(part) for part in (sideways_text(page, box) or text or "").splitlines())
                if line
            )
            merged = "" if box is not None else "up" if _is_covered_from_above(table, row, len(cells)) else "left"
            text = ("" if _BROKEN_NUMBER.fullmatch("".join(lines)) else " ").join(lines)
            cells.append(Cell(text, f"p{page.number}L{count}", lines if len(lines) > 1 else (), merged=merged))
        rows.append(tuple(cells))
    builder.table(Table(tuple(rows), f"p{page.number}L{count - len(rows) + 1}"))
    return count


def _is_covered_from_above(table: Any, row: Any, column: int) -> bool:
    """Whether a missing cell is covered by a taller cell of a row above, not by a wider one to its left."""
    top = row.bbox[1]
    return any(
        other.cells[column] is not None and other.cells[column][3] > top + 1
        for other in table.rows
        if other.bbox[1] < top and column < len(other.cells)
    )
