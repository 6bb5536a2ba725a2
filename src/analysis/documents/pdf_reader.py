"""PDF files with a text layer: lines as they stand on the page, ruled tables cell by cell, page numbers left out."""

from __future__ import annotations

import io
import re
import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar

from analysis.documents.builder import BlockBuilder
from analysis.documents.markup import printed
from analysis.documents.model import Block, Cell, Table
from analysis.errors import InputError

MAX_PAGES = 1_000
END_WITHIN = 4_096  # bytes at the end of a PDF within which its end mark stands
MIN_LETTERS_PER_PAGE = 20
MIN_INDENT = 60.0  # points from the left margin: page numbers stand in the middle or at the right
MAX_COVERS = 3  # pages without a number before the first that has one
_CID = re.compile(r"\(cid:\d+\)")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_BROKEN_NUMBER = re.compile(r"[\d.,%-]+")  # "3.3." and "1." below it in a narrow column are one number
_ENDED = (".", ";", ":", "!", "?")
Word = dict[str, Any]


def read_pdf_blocks(data: bytes) -> list[Block]:
    """Blocks of a PDF, located by page and line (`p3L12`).

    Raises InputError for an encrypted or damaged file and for a scan, which has no text to read.
    """
    if b"%%EOF" not in data[-END_WITHIN:]:
        # The parser would go on with the pages that are left, and rows would be missing in silence.
        raise InputError("damaged or cut off (it has no end)", remedy="get the document again and check that it opens")
    builder = BlockBuilder()
    letters = pages = garbled = pictures = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise InputError(f"{len(pdf.pages)} pages", remedy=f"split it; at most {MAX_PAGES} are read")
            for number, page in enumerate(pdf.pages, 1):
                vars(page)["process_object"] = partial(_light_object, page, page.process_object)
                count, bad = _read_page(page, number, builder)
                letters, garbled, pages = letters + count, garbled + bad, pages + 1
                pictures += len(page.images)
                page.close()
    except InputError:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it meet
        raise _damaged(error) from None
    if letters == 0 or (pictures and letters < MIN_LETTERS_PER_PAGE * pages):
        raise InputError(
            "no text layer: the pages are pictures (a scan)",
            remedy="recognise the text first (for instance ocrmypdf -l vie scan.pdf text.pdf), or get the Word file",
        )
    if garbled * 5 > letters:
        raise InputError(
            "its fonts do not say which letters they show",
            remedy="recognise the text (ocrmypdf --force-ocr -l vie), or get the Word file",
        )
    return builder.blocks()


def _damaged(error: Exception) -> InputError:
    name = type(error).__name__
    if "Password" in name or "Password" in repr(error) or "Encryption" in name:
        return InputError(
            "encrypted: a password is needed to open it", remedy="save it without a password, ingest again"
        )
    return InputError(f"damaged or cut off ({name})", remedy="get the document again and check that it opens")


def _light_object(page: Any, process: Callable[[Any], Word], item: Any) -> Word:
    """What pdfplumber records of a page object; of a letter only what words and tables need, in a third of the time."""
    if not isinstance(item, LTChar):
        return process(item)
    left, top = page.mediabox[:2]
    return {
        "object_type": "char",
        "page_number": page.page_number,
        "text": item.get_text(),
        "upright": item.upright,
        "size": item.size,
        "fontname": item.fontname,
        "matrix": item.matrix,
        "adv": item.adv,
        "x0": item.x0 + left,
        "x1": item.x1 + left,
        "top": page.height - item.y1 + top,
        "bottom": page.height - item.y0 + top,
        "doctop": page.initial_doctop + page.height - item.y1 + top,
        "y0": item.y0,
        "y1": item.y1,
        "width": item.width,
        "height": item.height,
    }


def _read_page(page: Any, number: int, builder: BlockBuilder) -> tuple[int, int]:
    """Add a page's lines and tables from top to bottom; returns how many letters it has and how many are unreadable."""
    words: list[Word] = page.extract_words(x_tolerance=1.5, y_tolerance=2, keep_blank_chars=False)
    tables = _tables(page)
    boxes = [table.bbox for table in tables]
    lines = _lines([word for word in words if not any(_inside(word, box) for box in boxes)])
    margin = min((line[0]["x0"] for line in lines), default=0.0)
    height = statistics.median([word["bottom"] - word["top"] for word in words]) if words else 10.0
    items: list[tuple[float, Any]] = [(min(word["top"] for word in line), line) for line in lines]
    items += [(table.bbox[1], table) for table in tables]
    items.sort(key=lambda item: item[0])
    bottom, before, count = None, "", 0
    right = max((line[-1]["x1"] for line in lines), default=0.0)
    for index, (top, item) in enumerate(items):
        if not isinstance(item, list):
            count = _add_table(item, number, count, builder)
            bottom, before = item.bbox[3], ""
            continue
        text = printed(" ".join(word["text"] for word in item))
        count += 1
        if index in (0, len(items) - 1) and _is_page_number(text, number, item[0]["x0"] - margin):
            continue
        gap = builder.page_ended and not text[:1].islower() if bottom is None else top - bottom > height * 0.9
        if gap or (item[0]["x0"] > margin + 12 and before.endswith(_ENDED)):
            builder.blank()
        builder.line(text, f"p{number}L{count}")
        bottom, before = max(word["bottom"] for word in item), text
        # A line that ends well before the margin ends its paragraph, also where the page ends.
        builder.page_ended = item[-1]["x1"] < right - (right - margin) * 0.12
    joined = "".join(word["text"] for word in words)
    return sum(char.isalpha() for char in joined), 5 * len(_CID.findall(joined))


def _is_page_number(text: str, page: int, indent: float) -> bool:
    """Whether the first or last line of a page is its number: dressed as one ("- 3 -", "Trang 3/9"), or about `page`.

    A bare number that is far from it, or that stands at the left margin, may be a cell of a table (covers without a
    number give some slack).
    """
    match = _PAGE_NUMBER.fullmatch(text)
    if match is None:
        return False
    return not text.isdigit() or (page - MAX_COVERS <= int(text) <= page and indent > MIN_INDENT)


def _tables(page: Any) -> list[Any]:
    """Ruled tables of a page with at least two columns; a frame around text is no table."""
    if len(page.lines) + len(page.rects) + len(page.curves) == 0:
        return []
    found = page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": 3})
    return [table for table in found if len(table.rows) > 0 and max(len(row.cells) for row in table.rows) > 1]


def _add_table(table: Any, number: int, count: int, builder: BlockBuilder) -> int:
    """Add a table; its rows count as lines of the page. Returns the number of the last one."""
    rows = []
    for texts, row in zip(table.extract(x_tolerance=1.5, y_tolerance=2), table.rows, strict=False):
        count += 1
        cells: list[Cell] = []
        for text, box in zip(texts, row.cells, strict=False):
            lines = tuple(line for line in (printed(part) for part in (text or "").splitlines()) if line)
            merged = "" if box is not None else "up" if _is_covered_from_above(table, row, len(cells)) else "left"
            text = ("" if _BROKEN_NUMBER.fullmatch("".join(lines)) else " ").join(lines)
            cells.append(Cell(text, f"p{number}L{count}", lines if len(lines) > 1 else (), merged=merged))
        rows.append(tuple(cells))
    builder.table(Table(tuple(rows), f"p{number}L{count - len(rows) + 1}"))
    return count


def _is_covered_from_above(table: Any, row: Any, column: int) -> bool:
    """Whether a missing cell is covered by a taller cell of a row above, not by a wider one to its left."""
    top = row.bbox[1]
    return any(
        other.cells[column] is not None and other.cells[column][3] > top + 1
        for other in table.rows
        if other.bbox[1] < top and column < len(other.cells)
    )


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    centre = (word["x0"] + word["x1"]) / 2
    return bool(box[0] <= centre <= box[2] and box[1] <= middle <= box[3])


def _lines(words: list[Word]) -> list[list[Word]]:
    """Words grouped into printed lines, from top to bottom and left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (round(word["top"]), word["x0"])):
        if lines and abs(word["top"] - lines[-1][0]["top"]) <= (word["bottom"] - word["top"]) * 0.5:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]
