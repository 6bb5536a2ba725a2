"""Excel workbooks: every sheet, merged cells, numbers as the numbers they are."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from analysis.documents.builder import BlockBuilder
from analysis.documents.grid import add_grid
from analysis.documents.markup import printed
from analysis.documents.model import Block, Cell
from analysis.documents.xlsx_hidden import read_hidden
from analysis.errors import InputError

MAX_ROWS = 20_000
MAX_CELLS = 1_000_000
_DECIMALS = re.compile(r"\.(0+)(?![\d#?])")  # of a number's format: decimals that are always shown
SIGNIFICANT = 12  # digits of a float that are the number and not its binary rounding


def read_xlsx_blocks(data: bytes, notes: list[str]) -> list[Block]:
    """Blocks of a workbook, located by cell (`Sheet!C12`). Hidden sheets are not printed: `notes` names them.

    A formula counts by the value Excel saved beside it; InputError for one that was saved without a value.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl raises whatever its parts raise on a broken workbook
        raise InputError(
            f"no readable workbook ({type(error).__name__}: {str(error)[:60]})",
            remedy="open it in Excel and save it anew",
        ) from None
    unsaved = _formulas(data)
    builder = BlockBuilder()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            if sheet._cells:
                notes.append(f"sheet {sheet.title!r} is hidden and was not read")
            continue
        if sheet.max_row * sheet.max_column > MAX_CELLS and _filled(sheet) > MAX_CELLS:
            raise InputError(
                f"sheet {sheet.title!r} has more than {MAX_CELLS} cells", remedy="keep the report's cells only"
            )
        add_grid(builder, _rows(sheet, unsaved.get(sheet.title, set()), notes), sheet.title)
    return builder.blocks()


def canonical(value: float, number_format: str = "General") -> str:
    """A typed number as text that can be read one way only: plain digits, decimal comma, no thousands separator.

    A number shown as a percentage is written with its sign ("99,69%"), and with as many decimals as are shown or more.
    Three decimals get a zero, since "1,081" could be read as a thousand.
    """
    number = Decimal(f"{value:.{SIGNIFICANT}g}")
    percent = "%" in number_format
    if percent:
        number *= 100
    text = f"{number.normalize():f}".replace(".", ",")
    shown = _DECIMALS.search(number_format.partition(";")[0])
    whole, _, decimals = text.partition(",")
    if shown and len(decimals) < len(shown[1]):  # 1.1 shown as "1.10" is another row's number than "1.1"
        text = f"{whole},{decimals.ljust(len(shown[1]), '0')}"
    if len(text.partition(",")[2]) == 3:
        text += "0"
    return f"{text}%" if percent else text


def _rows(sheet: Any, formulas: set[str], notes: list[str]) -> list[tuple[Cell, ...]]:
    """The rows of a sheet as it is shown; `notes` names the hidden rows and columns that hold anything."""
    covered = _covered(sheet)
    last_row = max((row for row, _ in sheet._cells), default=0)
    if last_row > MAX_ROWS:
        raise InputError(
            f"sheet {sheet.title!r} has {last_row} rows",
            remedy=f"at most {MAX_ROWS} are read; keep the report's rows only",
        )
    last_column = max((column for _, column in sheet._cells), default=0)
    hidden = read_hidden(sheet, last_row, last_column)
    notes += hidden.notes(sheet)
    rows = []
    for number, row in enumerate(sheet.iter_rows(1, last_row, 1, last_column), 1):
        if number in hidden.rows:
            continue
        shown = [cell for cell in row if cell.column not in hidden.columns]
        cells = [(cell, hidden.anchors.get(cell.coordinate, cell)) for cell in shown]
        rows.append(tuple(_cell(of, f"{sheet.title}!{at.coordinate}", covered, formulas) for at, of in cells))
    return rows


def _cell(cell: Any, location: str, covered: dict[str, str], formulas: set[str]) -> Cell:
    value = cell.value
    if value is None:
        if cell.coordinate in formulas:
            raise InputError(
                "a formula without a value", f"cell {location}", "open the workbook in Excel, save it, ingest again"
            )
        return Cell("", location, merged=covered.get(cell.coordinate, ""))
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", location, typed=True)
    if isinstance(value, (int, float)):
        return Cell(canonical(value, cell.number_format or ""), location, typed=True)
    if isinstance(value, (dt.datetime, dt.date)):
        return Cell(f"{value:%d/%m/%Y}", location, typed=True)
    text = str(value)
    if text.startswith("#") and text.rstrip("!?").isupper() and cell.data_type == "e":
        raise InputError(
            f"an Excel error {text!r} instead of a value", f"cell {location}", "mend the formula, then ingest again"
        )
    lines = tuple(line for line in (printed(part) for part in text.splitlines()) if line)
    return Cell(" ".join(lines), location, lines if len(lines) > 1 else ())


def _covered(sheet: Any) -> dict[str, str]:
    """Cells covered by a merged one, and whether it stands above or to the left."""
    covered: dict[str, str] = {}
    for area in sheet.merged_cells.ranges:
        if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) > 10_000:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if (row, column) != (area.min_row, area.min_col):
                    covered[f"{get_column_letter(column)}{row}"] = "up" if row > area.min_row else "left"
    return covered


def _formulas(data: bytes) -> dict[str, set[str]]:
    """Cells that hold formulas, by sheet. The workbook is read a second time only if it holds any."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(b"<f>" in content or b"<f " in content for content in map(archive.read, sheets)):
            return {}
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    return {
        sheet.title: {cell.coordinate for cell in sheet._cells.values() if cell.data_type == "f"}
        for sheet in book.worksheets
    }


def _filled(sheet: Any) -> int:
    return len(sheet._cells)
