"""How a table that sets targets is laid out: which column holds what, by the words of its header."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.documents.model import Cell, Table
from analysis.extract import targets_labels as labels
from analysis.extract.targets_deadlines import find_deadlines
from analysis.extract.targets_mentions import fold_in_place
from analysis.extract.targets_statements import names_quantity
from analysis.reference.target_words import one_of

_HEADER_ROWS = 4  # rows from the top among which the header stands
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")


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

    `level`: it names the level of each row. `agencies`: the rows are agencies or levels, and each header of `values`
    says what is measured.
    """

    first_row: int
    code: int
    label: int
    unit: int
    time: int
    level: int
    values: tuple[Column, ...]
    agencies: bool = False


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
        if values or (_names("table_goals", folded[label]) and len(folded) > 1):
            code = label - 1 if label else -1
            unit, time = _first(folded, "table_units", label, "table_actors"), _first(folded, "table_times", label)
            return Layout(index + 1 + below, code, label, unit, time, _level_column(folded), values)
    return None


def _layout_of_agencies(headers: Sequence[str], folded: Sequence[str], index: int, since: int) -> Layout | None:
    """A table that sets each agency or level its rates: "Cơ quan | Tỷ lệ hồ sơ trực tuyến | Tỷ lệ thanh toán"."""
    who = next((at for at, text in enumerate(folded) if re.match(rf"\W*{one_of('table_agencies')}\b", text)), -1)
    values = tuple(
        column
        for column in (_column(at, headers[at], folded[at]) for at in range(who + 1, len(headers)) if who >= 0)
        if names_quantity(folded[column.at]) and max(map(int, _YEAR.findall(folded[column.at])), default=since) >= since
    )
    return Layout(index + 1, who - 1, who, -1, -1, -1, values, agencies=True) if values else None


def _level_column(folded: Sequence[str]) -> int:
    return next((at for at, text in enumerate(folded) if re.fullmatch(rf"\W*{one_of('table_levels')}\W*", text)), -1)


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
            or _names("table_no_values", _roadmap().sub("", text))
            or (_names("table_times", text) and not years)
            or (years and max(years) < since)
        ):
            continue
        if years or _names("table_values", text) or (level and labels.is_empty_subject(headers[at])):
            yield _column(at, headers[at], text)


@functools.cache
def _roadmap() -> re.Pattern[str]:
    """Words for a roadmap, which is no result although it is one of "thực hiện"."""
    return re.compile(rf"\b{one_of('table_times')}(?:\s+{one_of('table_actors')})?\b")


def _column(at: int, header: str, folded: str) -> Column:
    """A column with the time and the level that its header names."""
    found, years = find_deadlines(folded), _YEAR.findall(folded)
    deadline = header[found[-1].start : found[-1].end] if found else f"năm {years[-1]}" if years else ""
    return Column(at, header, deadline.strip(), labels.levels_in(header))


def _first(folded: Sequence[str], name: str, label: int, but: str = "") -> int:
    """The first column but that of labels that one of the words `name` names, and none of the words `but`.

    Years are named by columns of values.
    """
    plain = (at for at, text in enumerate(folded) if at != label and not _YEAR.search(text))
    return next((at for at in plain if _names(name, folded[at]) and not (but and _names(but, folded[at]))), -1)


def _names(name: str, folded: str) -> bool:
    return bool(re.search(rf"\b{one_of(name)}\b", folded))
