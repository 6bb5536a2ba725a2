"""Tables whose cells were written one per line or paragraph ("STT", "Chỉ tiêu", …, "1", "Hồ sơ", "17", "2", …).

The header begins with the word for "number", the rows with their numbers in order. Empty cells leave no trace, so a
row may be short; which column a cell belongs to is decided by what it says, later.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from analysis.documents.flattened_grid import split_grids
from analysis.documents.flattened_header import grouped_columns, two_rows
from analysis.documents.joining import starts_item
from analysis.documents.model import Cell, Line, Table, join_locations
from analysis.vietnamese.text import fold

NUMBER_WORDS = {"stt", "tt", "so tt", "so thu tu", "s tt", "s.t.t", "no", "no."}
_CODE = re.compile(r"(?P<code>\d{1,3}(?:\.\d{1,2}){0,4})[.,)]?")
_ROMAN = re.compile(r"(?P<roman>[IVX]{1,5})[.)]?")
ENDS_TABLE = re.compile(
    r"(?:bieu(?: mau| so)*\s*:?\s*\d|bieu mau|bieu so|mau (?:so|bieu)|bang (?:so )?\d|phu luc|noi nhan|ghi chu\s*:"
    r"|nguoi lap|thu truong|tm\.|kt\.)"
)
_TOTAL = re.compile(r"(?:tong|cong|tong cong|tong so|toan tinh|chung toan tinh)\s*:?")
_FIGURE = re.compile(r"[-−+]?\d[\d.,\s]*%?")
_VALUES = {"I": 1, "V": 5, "X": 10}
MAX_HEADER = 16
_INDEX = re.compile(r"\(\d{1,2}\)")
OPENINGS = ((1,), (1, 1))  # a table of parts may leave their heading out
MAX_JUMP = 5
MARKS = (".", ")")
FIRST_WINDOW = 40  # lines looked at first
MAX_HEADER_TEXT = 120
MIN_TEXT = 60  # characters of a paragraph that is no note
_PLACE_AND_DATE = re.compile(r", ngay .{1,12} thang .{1,12} nam\b")


def split_flattened(lines: Sequence[Line]) -> list[list[Line] | Table]:
    """`lines` (blank ones included) parted into running text and flattened tables, in order."""
    parts: list[list[Line] | Table] = []
    text: list[Line] = []
    index = 0
    while index < len(lines):
        found = _table_at(lines, index) if fold(lines[index].text) in NUMBER_WORDS else None
        if found is None:
            text.append(lines[index])
            index += 1
            continue
        table, index = found
        parts.extend([text, table])
        text = []
    parts.append(text)
    return [found for part in parts for found in ([part] if isinstance(part, Table) else split_grids(part))]


def _table_at(lines: Sequence[Line], start: int) -> tuple[Table, int] | None:
    """The table whose header begins at line `start`, and the line after it; None if it is none.

    Lines are looked at as far as the table goes, not to the end of the document: that holds many.
    """
    window = FIRST_WINDOW
    while True:
        end = min(start + window, len(lines))
        cells, ends = _cells(lines, start, end)
        found = _table_of(cells)
        whole = end == len(lines)
        if found is None and (whole or len(cells) > 4 * MAX_HEADER):
            return None
        if found is not None and (whole or found[1] + 2 * MAX_HEADER < len(cells)):
            return found[0], ends[found[1] - 1]
        window *= 4


def _table_of(cells: list[Cell]) -> tuple[Table, int] | None:
    """The table that begins with the first of `cells` and how many of them it takes, None if it is none."""
    indexed = _index_row(cells[: 2 * MAX_HEADER])
    begin = indexed[-1] + 1 if len(indexed) > 2 else 1
    first = next((i for i in range(begin, min(begin + MAX_HEADER, len(cells))) if _is_first(cells[i].text)), 0)
    names = indexed[0] if len(indexed) > 2 else first
    if first < 2 or any(len(cell.text) > MAX_HEADER_TEXT for cell in cells[:first]):
        return None
    rows, used = _rows(cells, first, names)
    if len(rows) < 2:
        return None
    if _holds_text_below(rows[-1]):
        rows[-1].pop()
        used -= 1
    header, rows, spare = _header(cells[:names], rows)
    used -= spare
    total = _total_row(cells, used, len(rows[-1]))
    rows, used = [*rows, *total], used + sum(len(row) - 1 for row in total)
    all_rows = (*header, *(tuple(row) for row in rows))
    return Table(all_rows, join_locations(row_location(row) for row in all_rows), flattened=True), used


def _holds_text_below(row: Sequence[Cell]) -> bool:
    """Whether the last cell of the last row is the text below the table: it reads like running text."""
    text = row[-1].text
    if len(row) < 3 or _FIGURE.fullmatch(text):
        return False
    sentence = len(text) > MIN_TEXT and text.endswith((".", ":"))
    return sentence or starts_item(text) or _PLACE_AND_DATE.search(fold(text)) is not None


def _total_row(cells: Sequence[Cell], at: int, width: int) -> list[list[Cell]]:
    """The row of totals below a table, if cell `at` begins one: it has no number, and a figure for each column."""
    row = list(cells[at : at + width - 1])
    if len(row) < max(width - 1, 3) or not _TOTAL.fullmatch(fold(row[0].text)):
        return []
    return [[Cell("", row[0].location), *row]] if all(_FIGURE.fullmatch(cell.text) for cell in row[1:]) else []


def _index_row(cells: Sequence[Cell]) -> list[int]:
    """Places of "(1)", "(2)" … or "A", "B", "1", "2" … below the names of the columns."""
    bracketed = [place for place, cell in enumerate(cells) if _INDEX.fullmatch(cell.text)]
    start = next((place for place, cell in enumerate(cells) if cell.text == "A"), len(cells))
    letters = list(
        itertools.takewhile(lambda at: cells[at].text == chr(ord("A") + at - start), range(start, len(cells)))
    )
    behind = start + len(letters)
    numbers = itertools.takewhile(lambda at: cells[at].text == str(at - behind + 1), range(behind, len(cells)))
    return bracketed if len(letters) < 2 else [*letters, *numbers]


def _header(names: list[Cell], rows: list[list[Cell]]) -> tuple[list[tuple[Cell, ...]], list[list[Cell]], int]:
    """The header as one row, or as two where its names can be put below their groups; the rows, and how many cells the
    last one took too many (the table is narrower than its header has names).
    """
    texts = [cell.text for cell in names]
    for width in sorted({len(row) for row in rows if len(row) > 2}, reverse=True):
        full = [[cell.text for cell in row[:width]] for row in rows if len(row) >= width]
        longer = [row for row in rows if len(row) > width]
        columns = grouped_columns(texts, full) if not longer or longer == rows[-1:] else None
        if columns is None:
            continue
        spare = len(rows[-1]) - width if longer else 0
        return _header_rows(names, columns), [row[:width] for row in rows], spare
    return [tuple(names)], rows, 0


def _header_rows(names: Sequence[Cell], columns: Sequence[tuple[str, str]]) -> list[tuple[Cell, ...]]:
    """The two rows of a header as cells: what one leaves out is covered by the group beside or the name above."""
    place = names[0].location
    return [
        tuple(Cell(text, place, merged="" if text else covered) for text in row)
        for row, covered in zip(two_rows(columns), ("left", "up"), strict=True)
    ]


def _cells(lines: Sequence[Line], start: int, end: int) -> tuple[list[Cell], list[int]]:
    """Cells of the lines from `start` to before `end`, and for each the line after it. Blank lines part cells if one
    follows the first.
    """
    parted = start + 1 < len(lines) and not lines[start + 1].text
    cells: list[Cell] = []
    ends: list[int] = []
    group: list[Line] = []
    for index in range(start, end):
        line = lines[index]
        if line.text:
            group.append(line)
        if group and (not parted or not line.text or index == end - 1):
            text = " ".join(member.text for member in group)
            cells.append(Cell(text, join_locations(member.location for member in group)))
            ends.append(index + 1)
            group = []
    return cells, ends


def _rows(cells: list[Cell], first: int, width: int) -> tuple[list[list[Cell]], int]:
    """Rows from cell `first` on and the number of cells used; ends when a row of `width` cells is not followed by its
    successor.
    """
    rows: list[list[Cell]] = []
    code: tuple[int, ...] = ()
    roman = 0
    index = first
    while index < len(cells):
        text = cells[index].text
        row = rows[-1] if rows else []
        next_code, next_roman = code_of(text), _roman(text)
        begins = (
            (not row or len(row) > 1) and _label_follows(cells, index) and not _again(cells, index, width - len(row))
        )
        dressed = len(rows) > 1 and all(earlier[0].text.endswith(MARKS) for earlier in rows)
        if dressed and not text.endswith(MARKS):
            next_code = ()  # a figure: the rows' numbers end with a full stop
        if begins and next_code and succeeds(code, next_code, new_part=len(row) == 2 and roman > 0):
            rows.append([cells[index]])
            code = next_code
        elif begins and next_roman == roman + 1:
            rows.append([cells[index]])
            roman = next_roman
        elif fold(text) in NUMBER_WORDS:  # the next table's header: what the last row has more than others is its title
            usual = max((len(earlier) for earlier in rows[:-1]), default=width)
            index -= max(len(row) - usual, 0)
            del row[usual:]
            break
        elif len(row) < width and row and not ENDS_TABLE.match(fold(text)):
            row.append(cells[index])
        else:
            break
        index += 1
    return rows, index


def succeeds(before: tuple[int, ...], code: tuple[int, ...], *, new_part: bool) -> bool:
    """Whether `code` may follow `before`: its first child, the next one at its level or at a level above.

    A form may leave rows out, so a number of several parts may jump ahead; a plain one may not, it could be a figure.
    """
    if not before or (new_part and code in OPENINGS):
        return code in OPENINGS
    following = {(*before, 1)} | {(*before[:depth], before[depth] + 1) for depth in range(len(before))}
    following |= {(*before[:depth], before[depth] + 1, 1) for depth in range(len(before) - 1)}  # its heading left out
    if code in following:
        return True
    depth = len(code) - 1
    return (
        depth > 0 and code > before and code[:depth] == before[:depth] and code[depth] - [*before, 0][depth] <= MAX_JUMP
    )


def _label_follows(cells: list[Cell], index: int) -> bool:
    return index + 1 < len(cells) and sum(char.isalpha() for char in cells[index + 1].text) >= 3


def _again(cells: list[Cell], index: int, window: int) -> bool:
    """Whether the same number comes again within the row's remaining columns: then this one is a value, not a code."""
    text = cells[index].text
    return any(
        cells[later].text in (text, f"{text}.") and _label_follows(cells, later)
        for later in range(index + 1, min(index + 1 + max(window, 0), len(cells)))
    )


def _is_first(text: str) -> bool:
    return code_of(text) in OPENINGS or _roman(text) == 1


def code_of(text: str) -> tuple[int, ...]:
    """A row's number as its parts ("3.1." is (3, 1)), () if `text` is none."""
    match = _CODE.fullmatch(text)
    return tuple(int(part) for part in match["code"].split(".")) if match else ()


def _roman(text: str) -> int:
    match = _ROMAN.fullmatch(text)
    if match is None:
        return 0
    values = [_VALUES[char] for char in match["roman"]]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def row_location(row: Sequence[Cell]) -> str:
    """First to last line of a row (`L277-285`), the blank lines between its cells included."""
    joined = join_locations(cell.location for cell in row)
    numbers = [int(number) for number in re.findall(r"L?(\d+)", joined)] if joined.startswith("L") else []
    if not numbers:
        return joined
    return f"L{min(numbers)}" if min(numbers) == max(numbers) else f"L{min(numbers)}-{max(numbers)}"
