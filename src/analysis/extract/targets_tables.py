"""Targets that a plan sets in a table: one row per indicator, one column per year, level or value.

A table counts when its header names indicators ("Chỉ tiêu") and a column that sets them ("Mục tiêu 2025", "Kế hoạch").
Cells that are sentences are left to the reader of running text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.documents.model import Cell, Table
from analysis.extract import targets_labels as labels
from analysis.extract.targets_deadlines import find_deadlines
from analysis.extract.targets_mentions import fold_in_place
from analysis.extract.targets_sharing import BASELINE
from analysis.extract.targets_statements import names_quantity
from analysis.reference.target_words import comparators, comparators_behind, one_of
from analysis.vietnamese.number_words import SHARE

_MISREAD_ROWS = 3  # as many rows with one and the same label are no rows of targets
_HEADER_ROWS = 4  # rows from the top among which the header stands
_PERCENT = re.compile(r"%|\bphan tram\b")
_RANK = re.compile(r"\b(?:thu hang|xep hang|vi tri|hang|thu bac)\b")
_CODE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])[.)]?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_TIME = re.compile(r"(?:\b(?:nam|quy [ivx\d]+|thang \d{1,2}|giai doan|den|het|truoc)\b|[\s/-]|(?<!\d)20\d{2}(?!\d))+")
_NUMBER = r"\d+(?:[.,]\d+)*"


@dataclass(frozen=True)
class Column:
    """A column that sets values: its place, its header, the time and the level that the header names."""

    at: int
    header: str
    deadline: str
    level: str


@dataclass(frozen=True)
class Layout:
    """Which columns of a table say what; -1 where there is none.

    `agencies`: the rows are agencies or levels, and each header of `values` says what is measured.
    """

    first_row: int
    code: int
    label: int
    unit: int
    time: int
    values: tuple[Column, ...]
    agencies: bool = False


@dataclass(frozen=True)
class TableTarget:
    """One value a table sets. `group`: the rows above that head it, outermost first."""

    label: str
    printed: str
    deadline: str
    location: str
    group: tuple[str, ...]


@dataclass(frozen=True)
class TableText:
    """A cell that is a sentence, to be read as running text."""

    cell: Cell
    deadline: str
    group: tuple[str, ...]


def layout_of(table: Table, since: int) -> Layout | None:
    """How `table` is laid out, None if it sets no targets. Years before `since` are results."""
    for index in range(min(_HEADER_ROWS, len(table.rows))):
        headers = _headers(table.rows, index)
        folded = [fold_in_place(text) for text in headers]
        label = next((at for at, text in enumerate(folded) if _names("table_labels", text)), -1)
        if label < 0:
            of_agencies = _layout_of_agencies(headers, folded, index, since)
            if of_agencies:
                return of_agencies
            continue
        below = _is_second_header(table.rows, index, label)
        values = tuple(_value_columns(headers, folded, label, since))
        time = _first(folded, "table_times", label)
        if values or (_names("table_goals", folded[label]) and len(folded) > 1):
            code = label - 1 if label else -1
            return Layout(index + 1 + below, code, label, _first(folded, "table_units", label), time, values)
    return None


def _layout_of_agencies(headers: Sequence[str], folded: Sequence[str], index: int, since: int) -> Layout | None:
    """A table that sets each agency or level its rates: "Cơ quan | Tỷ lệ hồ sơ trực tuyến | Tỷ lệ thanh toán"."""
    who = next((at for at, text in enumerate(folded) if re.match(rf"\W*{one_of('table_agencies')}\b", text)), -1)
    values = tuple(
        column
        for column in (_column(at, headers[at], folded[at]) for at in range(who + 1, len(headers)) if who >= 0)
        if names_quantity(folded[column.at]) and max(map(int, _YEAR.findall(folded[column.at])), default=since) >= since
    )
    return Layout(index + 1, who - 1, who, -1, -1, values, agencies=True) if values else None


def read_table(table: Table, layout: Layout) -> Iterator[TableTarget | TableText]:
    """What the rows of `table` set, in order; nothing for a table whose cells are not where its header says.

    A header of two rows that lost its layout leaves times where labels should stand, or one label for every row: such
    a table is left unread, and said to be, rather than read wrongly.
    """
    named = [label for row in table.rows[layout.first_row :] if (label := _cell(list(row), layout.label))]
    times = sum(not _says_value(label) for label in named)
    if 2 * times > len(named) or (len(named) >= _MISREAD_ROWS and len(set(named)) == 1):
        return
    groups: list[tuple[str, str]] = []
    for row in table.rows[layout.first_row :]:
        cells = list(row)
        label = _cell(cells, layout.label)
        if not label or (table.flattened and _lost_a_cell(cells, layout)):
            continue
        code = _cell(cells, layout.code)
        groups = [(c, name) for c, name in groups if _heads(c, name, code, label)]
        head = [] if layout.agencies else [name for _, name in groups]
        time = _cell(cells, layout.time)
        found = [(column, cells[column.at]) for column in layout.values if _says_value(_cell(cells, column.at))]
        simple = [(column, cell) for column, cell in found if _simple().fullmatch(fold_in_place(cell.text.strip()))]
        for column, cell in simple:
            measured = _measured(column, label) if layout.agencies else label
            yield _target(measured, _cell(cells, layout.unit), head, column, cell, column.deadline or time)
        if not simple and not layout.agencies:
            sentences = [cell for _, cell in found] or [cells[layout.label]]
            deadline = (found[0][0].deadline if found else "") or time
            yield from (TableText(cell, deadline, tuple(head)) for cell in sentences if re.search(r"\d", cell.text))
        groups.append((code, label))


def _lost_a_cell(cells: Sequence[Cell], layout: Layout) -> bool:
    """Whether a row of a table without columns has values, but not one for each column: whose they are is unknown."""
    last = max((column.at for column in layout.values), default=-1)
    values = [bool(_simple().fullmatch(fold_in_place(cell.text))) for cell in cells]
    return any(values[layout.label + 1 :]) and (len(cells) <= last or (last > 0 and not values[last]))


def _measured(column: Column, agency: str) -> str:
    """What a column's header measures, said of one agency."""
    return f"{labels.tidy(labels.without_deadlines(column.header))}{labels.OMITTED}{agency}"


def _target(label: str, unit: str, head: Sequence[str], column: Column, cell: Cell, deadline: str) -> TableTarget:
    named = _named(label, head, column.level)
    said = fold_in_place(f"{column.header} {unit} {label}")
    printed = re.sub(r"\s+", " ", cell.text.strip())
    folded = fold_in_place(printed)
    if _RANK.search(said) and not _PERCENT.search(folded):
        printed = printed if _RANK.search(folded) else f"thứ hạng{labels.OMITTED}{printed}"
    elif not _PERCENT.search(folded) and _is_percent(said, unit, printed):
        printed = f"{printed}{labels.OMITTED}%"
    baseline = BASELINE.search(label)
    if baseline:
        printed = f"{printed}{labels.OMITTED}{baseline[0]}"
    return TableTarget(named, printed, deadline, cell.location, tuple(head))


def _is_percent(said: str, unit: str, printed: str) -> bool:
    if _PERCENT.search(said):
        return True
    return (
        not unit and bool(re.search(r"\b(?:ty le|ti le|muc do hai long)\b", said)) and not re.search(r"\d{4}", printed)
    )


def _named(label: str, head: Sequence[str], level: str) -> str:
    """The label, with that of the row above it where it says too little ("- Cấp xã"), at its column's level."""
    plain = labels.tidy(re.sub(r"^\s*[-+•*–]\s*", "", label))
    above = next((labels.tidy(name) for name in reversed(head) if not labels.is_empty_subject(name)), "")
    own = labels.levels_in(plain)
    if above and own and labels.is_empty_subject(plain):
        plain = labels.at_level(re.sub(r",?\s*(?:trong đó|cụ thể|gồm)\W*$", "", above), own)
    elif above and label.lstrip()[:1] in "-+•*–":
        plain = labels.tidy(f"{above}{labels.OMITTED}{plain}")
    return f"{plain}{labels.OMITTED}{level}" if level and not labels.levels_in(plain) else plain


def _heads(code: str, name: str, new_code: str, new_label: str) -> bool:
    """Whether an earlier row still heads the one that begins: "2" heads "2.1", a plain row heads bulleted ones."""
    if not code and not new_code:
        return name.lstrip()[:1] not in "-+•*–" and new_label.lstrip()[:1] in "-+•*–"
    if not new_code:
        return True
    if re.fullmatch(r"[IVX]+\.?", code):
        return not re.fullmatch(r"[IVX]+\.?", new_code)
    return new_code.rstrip(".)").startswith(code.rstrip(".)") + ".")


def _headers(rows: Sequence[Sequence[Cell]], index: int) -> list[str]:
    """Header texts of row `index`, a merged one over all its columns, with the row below where that goes on."""
    texts: list[str] = []
    for cell in rows[index]:
        merged = cell.merged == "left" and not cell.text and texts
        texts.append(texts[-1] if merged else cell.text)
    label = next((at for at, text in enumerate(texts) if _names("table_labels", fold_in_place(text))), -1)
    if label >= 0 and _is_second_header(rows, index, label):
        below = rows[index + 1]
        filled = [text or next((t for t in reversed(texts[:at]) if t), "") for at, text in enumerate(texts)]
        return [
            f"{filled[at]} {below[at].text}".strip() if at < len(below) and below[at].text else text
            for at, text in enumerate(texts)
        ]
    return texts


def _is_second_header(rows: Sequence[Sequence[Cell]], index: int, label: int) -> bool:
    """Whether the row below a header belongs to it: no label there, and years or words instead of values."""
    if index + 1 >= len(rows):
        return False
    below = rows[index + 1]
    texts = [cell.text for cell in below if cell.text]
    says_nothing = label >= len(below) or not below[label].text or below[label].text == rows[index][label].text
    return bool(texts) and says_nothing and all(_YEAR.search(text) or not re.search(r"\d", text) for text in texts)


def _value_columns(headers: Sequence[str], folded: Sequence[str], label: int, since: int) -> Iterator[Column]:
    for at, text in enumerate(folded):
        level = labels.levels_in(headers[at])
        years = [int(year) for year in _YEAR.findall(text)]
        if (
            at == label
            or _names("table_no_values", text)
            or _names("table_times", text)
            or (years and max(years) < since)
        ):
            continue
        if years or _names("table_values", text) or (level and labels.is_empty_subject(headers[at])):
            yield _column(at, headers[at], text)


def _column(at: int, header: str, folded: str) -> Column:
    """A column with the time and the level that its header names."""
    found, years = find_deadlines(folded), _YEAR.findall(folded)
    deadline = header[found[-1].start : found[-1].end] if found else f"năm {years[-1]}" if years else ""
    return Column(at, header, deadline.strip(), labels.levels_in(header))


def _first(folded: Sequence[str], name: str, label: int) -> int:
    return next((at for at, text in enumerate(folded) if at != label and _names(name, text)), -1)


def _cell(cells: Sequence[Cell], at: int) -> str:
    return cells[at].text.strip() if 0 <= at < len(cells) else ""


def _says_value(text: str) -> bool:
    """Whether a cell can hold a value: it is not empty and no mere time ("Năm 2025")."""
    folded = fold_in_place(text)
    return bool(text) and not re.fullmatch(r"\W*", _TIME.sub("", folded))


def _names(name: str, folded: str) -> bool:
    return bool(re.search(rf"\b{one_of(name)}\b", folded))


@functools.cache
def _simple() -> re.Pattern[str]:
    """A cell that holds one value and nothing else: "≥ 99", "Tối thiểu 75%", "03 trở lên", "Trong nhóm 10/34"."""
    words = rf"(?:(?:{comparators()}|{one_of('fillers', 'reaching', 'rank_openings', 'rank_fillers')}|[<>≤≥=]+)\s*)*"
    number = rf"(?:{_NUMBER}\s*%?(?:\s*(?:-|–|÷|/|den)\s*{_NUMBER})?|{fold_in_place(SHARE)})"
    unit = rf"(?:%|phan tram|{one_of('counted_units')})?"
    return re.compile(
        rf"{words}{number}\s*{unit}(?:\s*{comparators_behind()})?(?:\s*(?:/\s*nam|{one_of('basis')}))?\s*\.?"
    )
