"""Cross tables of a report (agencies down, figures across): every cell as a figure named by its row and its column.

What a cell has to do with the others is concluded from the arithmetic of the whole table: see `cross_relations`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.documents import Cell, Table
from analysis.extract.cross_relations import Ties, ties
from analysis.extract.matching import shadow
from analysis.extract.statistics import title_date
from analysis.reference.forms.label_words import is_rate
from analysis.reference.units import counted_noun
from analysis.tables import RAW_COLUMNS
from analysis.vietnamese.numbers import decide, readings
from analysis.vietnamese.text import normalise

RawRow = dict[str, str]
MAX_HEADER_ROWS = 4
MAX_LABEL = 200
MIN_ROWS = 2
MIN_COLUMNS = 2
_SHARE = 0.6
_NUMBERED = re.compile(r"\(?\d{1,2}\)?(?:\s*=.*)?")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_PERCENT = re.compile(r"%|phan tram")


@dataclass(frozen=True)
class CrossTable:
    """`numbers` and `labels` of the rows, `names` of the columns, and the cells that hold figures (None: no figure)."""

    numbers: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]

    def percent(self, column: int) -> bool:
        """Whether a column holds rates, by its name or by the signs in it."""
        texts = [cells[column].text for cells in self.cells if (cells[column] is not None)]  # type: ignore[union-attr]
        name = self.names[column]
        return bool(is_rate(name) or _PERCENT.search(shadow(name)) or all(text.endswith("%") for text in texts))


def figures_of_cross_table(table: Table, title: str, first_id: int) -> list[RawRow]:
    """Rows of figures.csv for one cross table, row by row; [] when the table is none.

    `first_id` is the number of the first one in the file. A figure's label is its row's, then its column's; its unit is
    the noun its column or else the title counts.
    """
    cross = read_cross_table(table)
    if cross is None:
        return []
    percent = [cross.percent(column) for column in range(len(cross.names))]
    values = [[_value(cell, percent[place]) for place, cell in enumerate(row)] for row in cross.cells]
    ids: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(cross.cells):
        for column, cell in enumerate(cells):
            if cell is not None:
                ids[row, column] = f"f{first_id + len(ids):03d}"
    found = ties(values, percent, cross.labels, cross.numbers)
    units = ["%" if percent[column] else _unit(name, title) for column, name in enumerate(cross.names)]
    return [_figure(cross, title, place, units[place[1]], ids, found) for place in ids]


def _figure(
    cross: CrossTable,
    title: str,
    place: tuple[int, int],
    unit: str,
    ids: dict[tuple[int, int], str],
    found: Ties,
) -> RawRow:
    row, column = place
    cell = cross.cells[row][column]
    assert cell is not None  # ids are given to figures only
    relation = found.relation.get(place, "")
    parent = ids.get(found.parent.get(place, place), "") if place in found.parent else ""
    if place in found.ratio:
        above, below = found.ratio[place]
        known = above in ids and below in ids
        relation = f"ratio_of:{ids[above]}/{ids[below]}" if known else ""
    name = _IN_BRACKETS.sub("", cross.names[column])
    label = f"{cross.labels[row]}, {name[:1].lower()}{name[1:]}"
    values = (title, label, cell.text, unit, parent, relation, title_date(title), cell.location)
    return dict(zip(RAW_COLUMNS["figures"], values, strict=True))


def read_cross_table(table: Table) -> CrossTable | None:
    """The rows, columns and figures of a table that has a name for every figure, None for any other table."""
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    first = next((at for at, row in enumerate(rows) if _holds_figures(row)), 0)
    header = [row for row in rows[:first] if not _is_numbering(row)][-MAX_HEADER_ROWS:]
    body = [row for row in rows[first:] if not _is_numbering(row)]
    width = max((len(row) for row in body), default=0)
    body = [row for row in body if len(row) == width]
    if not header or len(body) < MIN_ROWS:
        return None
    names = _column_names(header, width)
    label = next((place for place in range(width) if _is_wording([row[place] for row in body])), None)
    if label is None:
        return None
    columns = [place for place in range(label + 1, width) if names[place] and _is_figures([row[place] for row in body])]
    if len(columns) < MIN_COLUMNS or len({names[place] for place in columns}) < len(columns):
        return None
    body = [row for row in body if row[label].text and len(row[label].text) <= MAX_LABEL]
    kept = [row for row in body if any(readings(row[place].text) for place in columns)]
    if len(kept) < MIN_ROWS:
        return None
    return CrossTable(
        tuple(row[label - 1].text if label else "" for row in kept),
        tuple(normalise(row[label].text) for row in kept),
        tuple(names[place] for place in columns),
        tuple(tuple(row[place] if readings(row[place].text) else None for place in columns) for row in kept),
    )


def _column_names(header: Sequence[Sequence[Cell]], width: int) -> list[str]:
    """What stands above each column, from the top down; a group's name holds for all columns below it."""
    texts = [[row[place].text if place < len(row) else "" for place in range(width)] for row in header]
    for upper, lower in itertools.pairwise(texts):
        for place in range(1, width):
            if not upper[place] and lower[place] and upper[place - 1] and lower[place - 1]:
                upper[place] = upper[place - 1]
    names = []
    for place in range(width):
        parts = dict.fromkeys(normalise(row[place]) for row in texts if row[place].strip())
        names.append(", ".join(part if at == 0 else part[:1].lower() + part[1:] for at, part in enumerate(parts)))
    return names


def _holds_figures(row: Sequence[Cell]) -> bool:
    figures = [cell for cell in row if readings(cell.text)]
    return not _is_numbering(row) and len(figures) >= MIN_COLUMNS and any(_is_word(cell.text) for cell in row)


def _is_numbering(row: Sequence[Cell]) -> bool:
    """A row "(1) (2) (3)" below the header, that numbers the columns."""
    texts = [cell.text for cell in row if cell.text]
    numbers = [int(re.sub(r"\D", "", text.partition("=")[0])) for text in texts if _NUMBERED.fullmatch(text)]
    return len(texts) > 1 and len(numbers) >= len(texts) - 1 and numbers == list(range(numbers[0], numbers[-1] + 1))


def _is_wording(cells: Sequence[Cell]) -> bool:
    filled = [cell.text for cell in cells if cell.text]
    return bool(filled) and sum(_is_word(text) for text in filled) >= _SHARE * len(cells)


def _is_word(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= 3


def _is_figures(cells: Sequence[Cell]) -> bool:
    filled = [cell.text for cell in cells if cell.text.strip(" -–—")]
    figures = sum(bool(readings(text)) for text in filled)
    return figures >= MIN_ROWS and figures >= _SHARE * len(filled)


def _value(cell: Cell | None, percent: bool) -> tuple[float, int] | None:
    """Value and printed decimals of a cell, None where it holds no number that its place decides."""
    if cell is None:
        return None
    decision = decide(cell.text, "percent" if percent else "count")
    return None if decision.value is None else (float(decision.value), decision.decimals)


def _unit(name: str, title: str) -> str:
    return counted_noun(name) or counted_noun(title)
