"""Targets that a plan sets in a table: one row per indicator, one column per year, level or value.

A table counts when its header names indicators ("Chỉ tiêu") and a column that sets them ("Mục tiêu 2025", "Kế hoạch").
Cells that are sentences are left to the reader of running text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.documents.model import Cell, Table
from analysis.extract import targets_labels as labels
from analysis.extract.targets_mentions import fold_in_place
from analysis.extract.targets_sharing import BASELINE
from analysis.extract.targets_table_layout import Column, Layout
from analysis.reference.target_words import comparators, comparators_behind, one_of
from analysis.vietnamese.number_words import SHARE

_MISREAD_ROWS = 3  # as many rows with one and the same label are no rows of targets
_PERCENT = re.compile(r"%|\bphan tram\b")
_RANK = re.compile(
    r"\b(?:thứ hạng|thu hang|xếp hạng|xep hang|vị trí(?! việc)|hạng(?! (?:[ivx]+|chức|mục)\b)|thứ bậc)\b"
)
_TIME = re.compile(r"(?:\b(?:nam|quy [ivx\d]+|thang \d{1,2}|giai doan|den|het|truoc)\b|[\s/-]|(?<!\d)20\d{2}(?!\d))+")
_NUMBER = r"\d+(?:[.,]\d+)*"


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


def read_table(table: Table, layout: Layout) -> Iterator[TableTarget | TableText]:
    """What the rows of `table` set, in order; nothing for a table whose cells are not where its header says.

    A header of two rows that lost its layout leaves times where labels should stand, or one label for every row: such
    a table is left unread, and said to be, rather than read wrongly.
    """
    rows = list(_rows(table, layout))
    named = [(label, _cell(row, layout.level)) for row in rows if (label := _cell(row, layout.label))]
    times = sum(not _says_value(label) for label, _ in named)
    if 2 * times > len(named) or (len(named) >= _MISREAD_ROWS and len(set(named)) == 1):
        return
    groups: list[tuple[str, str]] = []
    for cells in rows:
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
            set_for = replace(column, level=column.level or _level(_cell(cells, layout.level)))
            yield _target(measured, _cell(cells, layout.unit), head, set_for, cell, column.deadline or time)
        if not simple and not layout.agencies:
            sentences = [cell for _, cell in found] or [cells[layout.label]]
            deadline = (found[0][0].deadline if found else "") or time
            yield from (TableText(cell, deadline, tuple(head)) for cell in sentences if re.search(r"\d", cell.text))
        groups.append((code, label))


def _rows(table: Table, layout: Layout) -> Iterator[Sequence[Cell]]:
    """Rows below the header, with what a cell merged over several rows says in each of them.

    A page may tell no merged cells; then a row that has a level and no label goes on with the label above.
    """
    above: Sequence[Cell] = ()
    for row in table.rows[layout.first_row :]:
        unnamed = bool(_cell(row, layout.level)) and not _cell(row, layout.label)
        goes_on = [
            not cell.text and at < len(above) and (cell.merged == "up" or (unnamed and at == layout.label))
            for at, cell in enumerate(row)
        ]
        above = [replace(cell, text=above[at].text) if goes_on[at] else cell for at, cell in enumerate(row)]
        yield above


def _level(text: str) -> str:
    """The level that a cell of the column of levels names: "Tỉnh" is "cấp tỉnh"."""
    return labels.levels_in(text) or labels.levels_in(f"cấp {text[:1].lower()}{text[1:]}")


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
    words = f"{column.header} {unit} {label}".lower()
    said = fold_in_place(words)
    printed = re.sub(r"\s+", " ", cell.text.strip())
    folded = fold_in_place(printed)
    if _RANK.search(words) and not _PERCENT.search(f"{folded} {fold_in_place(unit)}"):
        printed = printed if _RANK.search(printed.lower()) else f"thứ hạng{labels.OMITTED}{printed}"
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


def _cell(cells: Sequence[Cell], at: int) -> str:
    return cells[at].text.strip() if 0 <= at < len(cells) else ""


def _says_value(text: str) -> bool:
    """Whether a cell can hold a value: it is not empty and no mere time ("Năm 2025")."""
    folded = fold_in_place(text)
    return bool(text) and not re.fullmatch(r"\W*", _TIME.sub("", folded))


@functools.cache
def _simple() -> re.Pattern[str]:
    """A cell that holds one value and nothing else: "≥ 99", "Tối thiểu 75%", "03 trở lên", "Trong nhóm 10/34"."""
    words = rf"(?:(?:{comparators()}|{one_of('fillers', 'reaching', 'rank_openings', 'rank_fillers')}|[<>≤≥=]+)\s*)*"
    number = rf"(?:{_NUMBER}\s*%?(?:\s*(?:-|–|÷|/|den)\s*{_NUMBER})?|{fold_in_place(SHARE)})"
    unit = rf"(?:%|phan tram|{one_of('counted_units')})?"
    return re.compile(
        rf"{words}{number}\s*{unit}(?:\s*{comparators_behind()})?(?:\s*(?:/\s*nam|{one_of('basis')}))?\s*\.?"
    )
