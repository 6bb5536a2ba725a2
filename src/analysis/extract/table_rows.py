"""The data rows of a table: repeated headers dropped, rows broken by a page joined cell by cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from analysis.documents import Cell, Table
from analysis.documents.flattened import row_location
from analysis.documents.model import join_locations
from analysis.extract.headers import Columns, Row, repeats_header
from analysis.extract.matching import shadow

_AFTER_TABLE = re.compile(
    r"(?:nguoi lap|nguoi tong hop|noi nhan|thu truong|tm\.|kt\.|ngay .* thang|ghi chu\s*:|\*|\(\*\)|lap bieu)"
)
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")


def data_rows(table: Table, columns: Columns, number: str, text: str) -> list[Row]:
    """Rows below the header. A row without a number whose text goes on (small first letter, or no text at all) is the
    rest of the row above, broken by a page: its cells are joined to those above.

    `number` and `text` name the columns that hold a row's number and its wording.
    """
    rows: list[Row] = []
    for row, following in itertools.zip_longest(table.rows[columns.first_row :], table.rows[columns.first_row + 1 :]):
        if not any(cell.text for cell in row) or repeats_header(row, table, columns):
            continue
        if following and repeats_header(following, table, columns) and _is_page_number(row):
            continue
        if _ends_table(row):
            break
        if rows and _continues(row, rows[-1], columns, number, text):
            rows[-1] = joined(rows[-1], row)
        else:
            rows.append(row)
    return rows


def joined(above: Row, below: Row) -> Row:
    """Two halves of one row, joined cell by cell with a space."""
    width = max(len(above), len(below))
    cells = []
    for place in range(width):
        halves = [row[place] for row in (above, below) if place < len(row)]
        filled = [cell for cell in halves if cell.text]
        text = " ".join(cell.text for cell in filled)
        cells.append(Cell(text, join_locations(cell.location for cell in filled or halves)))
    return tuple(cells)


def number_text(cell: Cell | None) -> str:
    """A row's number as printed. Excel shows a typed 1.1 with a point; as a figure it would have a decimal comma.

    A date is none: Excel makes one out of a number such as 1.4 (see `lost_number`).
    """
    if cell is None or lost_number(cell):
        return ""
    return cell.text.replace(",", ".") if cell.typed else cell.text


def lost_number(cell: Cell | None) -> list[str]:
    """A note on a row's number that Excel turned into a date, [] for any other cell."""
    if cell is None or not cell.typed or not _DATE.fullmatch(cell.text):
        return []
    return [
        f"{cell.location}: the row's number is the date {cell.text}, which Excel makes of a number such as 1.4; it is "
        "left empty, enter the number as text"
    ]


def location_of(row: Row, main: Cell | None = None) -> str:
    """Where a row stands: in a text its lines, elsewhere its main cell (the value), else its first filled cell."""
    filled = [cell for cell in row if cell.text] or list(row)
    if filled and filled[0].location.startswith("L"):
        parts = list(dict.fromkeys(cell.location for cell in filled))
        return parts[0] if len(parts) == 1 else _text_location(filled)
    if main is not None and main.text:
        return main.location
    return filled[0].location if filled else ""


def _text_location(cells: Sequence[Cell]) -> str:
    """Lines of a row's cells: each its own lines in a flattened table, the same lines in a row broken by a page."""
    broken = any(";" in cell.location for cell in cells)
    return join_locations(_split(cells)) if broken else row_location(cells)


def _split(cells: Iterable[Cell]) -> list[str]:
    return sorted(
        {part for cell in cells for part in cell.location.split(";")}, key=lambda part: int(re.findall(r"\d+", part)[0])
    )


def _continues(row: Row, above: Row, columns: Columns, number: str, text: str) -> bool:
    code = columns.cell(row, number)
    if columns.places.get(number, -1) < 0 or (code is not None and code.text):
        return False
    if any(cell.merged for cell in row):
        return False
    wording = columns.cell(row, text)
    filled = [cell.text for cell in row if cell.text]
    if wording is None or not wording.text:
        return True
    lower = [value[:1].islower() for value in filled]
    if any(lower):
        return wording.text[:1].islower() or not _ended(columns.cell(above, text))
    return not _ended(columns.cell(above, text)) and wording.text[:1].isdigit()


def _is_page_number(row: Row) -> bool:
    filled = [cell.text for cell in row if cell.text]
    return len(filled) == 1 and filled[0].isdigit()


def _ended(cell: Cell | None) -> bool:
    return cell is None or cell.text.endswith((".", ";", ":", ")", "”", '"'))


def _ends_table(row: Row) -> bool:
    """A row that belongs to what follows the table: the signature, the list of recipients, a remark below it."""
    filled = [cell.text for cell in row if cell.text]
    return len(filled) <= 2 and bool(_AFTER_TABLE.match(shadow(filled[0])))
