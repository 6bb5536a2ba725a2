"""How the cells of a workbook look and hold their values: numbers as numbers, every text as text."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, cast

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from analysis.export.plain_text import cell_text, starts_like_formula

FONT = "Times New Roman"
BODY = Font(name=FONT, size=12)
BOLD = Font(name=FONT, size=12, bold=True)
TITLE = Font(name=FONT, size=14, bold=True)
SMALL = Font(name=FONT, size=10, italic=True, color="FF444444")
_LINE = Side(style="thin", color="FF808080")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD_FILL = PatternFill("solid", fgColor="FFE7ECF2")
CHECK_FILL = PatternFill("solid", fgColor="FFF3F3F3")
LIKELY_FILL = PatternFill("solid", fgColor="FFFFE066")
POSSIBLE_FILL = PatternFill("solid", fgColor="FFFFF6CC")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="top", indent=1)
MIDDLE = Alignment(horizontal="center", vertical="top", wrap_text=True)
# Excel shows the separators of the reader's own settings: 52.414 and 98,57 on a Vietnamese computer.
WHOLE = "#,##0"
DATE = "d/m/yyyy"
LINE_HEIGHT, MOST_HEIGHT = 15.75, 409.0  # points; the second is the highest a row can be
COMMENT_WIDTH, COMMENT_HEIGHT = 420, 200  # points


def number_format(decimals: int) -> str:
    """The format of a number shown with so many decimals."""
    return WHOLE + ("." + "0" * decimals if decimals else "")


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at a place no merge covers."""
    return cast(Cell, sheet.cell(row, column))


def put(sheet: Worksheet, row: int, column: int, value: Any, *, decimals: int | None = None) -> Cell:
    """Write a value: text stays text whatever it begins with, a missing one leaves the cell blank.

    `decimals` None shows a number as it is.
    """
    cell = cell_at(sheet, row, column)
    cell.font, cell.border, cell.alignment = BODY, BOX, LEFT
    if isinstance(value, str):
        _put_text(cell, value)
    elif isinstance(value, dt.date):
        cell.value, cell.number_format, cell.alignment = value, DATE, RIGHT
    elif value is not None and value == value:
        shown = _decimals(value) if decimals is None else decimals
        cell.value, cell.number_format, cell.alignment = value, number_format(shown), RIGHT
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, decimals: int) -> Cell:
    """Write a formula of ours. The only way a formula gets into a workbook."""
    cell = cell_at(sheet, row, column)
    cell.font, cell.border, cell.alignment = BODY, BOX, RIGHT
    cell.value, cell.number_format = formula, number_format(decimals)
    return cell


def head(sheet: Worksheet, row: int, column: int, text: str, *, rows: int = 1, columns: int = 1) -> None:
    """A header cell over so many rows and columns."""
    for line in range(row, row + rows):
        for place in range(column, column + columns):
            cell = cell_at(sheet, line, place)
            cell.border, cell.fill, cell.font, cell.alignment = BOX, HEAD_FILL, BOLD, CENTRE
    _put_text(cell_at(sheet, row, column), text)
    if rows * columns > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + rows - 1, end_column=column + columns - 1)


def note(cell: Cell, text: str, author: str) -> None:
    """Attach a comment to a cell."""
    comment = Comment(cell_text(text), cell_text(author))
    comment.width, comment.height = COMMENT_WIDTH, COMMENT_HEIGHT
    cell.comment = comment


def print_on_a4(sheet: Worksheet, repeat_row: int, *, landscape: bool) -> None:
    """A4, as wide as the page, header rows on each page, page numbers in the footer."""
    sheet.page_setup.paperSize = 9  # A4 in the file format's list of papers
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{repeat_row}" if repeat_row < 3 else f"{repeat_row - 1}:{repeat_row}"
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P/&N"))


def loose(cell: Cell, font: Font, *, centre: bool = False, wrap: bool = True) -> None:
    """Make a cell a line of text outside any table."""
    cell.font, cell.border = font, Border()
    cell.alignment = CENTRE if centre else Alignment(vertical="center", wrap_text=wrap)


def fit_heights(sheet: Worksheet, first: int, last: int, characters: list[float]) -> None:
    """Give rows the height their longest wrapped cell needs; not every program does it by itself."""
    for row in range(first, last + 1):
        texts = [(sheet.cell(row, place).value, width) for place, width in enumerate(characters, start=1)]
        lines = max((_lines(text, width) for text, width in texts if isinstance(text, str)), default=1)
        sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT + 1.5, MOST_HEIGHT)


def _lines(text: str, width: float) -> int:
    """Lines a text takes in a column so many digits wide: letters are narrower than digits, but words break early."""
    if text.startswith("="):
        return 1
    return sum(max(1, math.ceil(len(line) * 0.95 / width)) for line in text.split("\n"))


def widths(sheet: Worksheet, characters: list[float]) -> None:
    """Widths of the columns from the first on."""
    for place, width in enumerate(characters):
        sheet.column_dimensions[chr(ord("A") + place)].width = width


def _put_text(cell: Cell, text: str) -> None:
    shown = cell_text(text)
    if not shown:
        return
    cell.value = shown
    # openpyxl takes "=…" for a formula and "#N/A" for an error: both are only text here.
    cell.data_type = "s"
    if starts_like_formula(shown):
        cell.quotePrefix = True  # so that editing the cell in Excel keeps it text


def _decimals(value: float) -> int:
    text = f"{float(value):.10f}".rstrip("0")
    return min(len(text) - text.index(".") - 1, 6)
