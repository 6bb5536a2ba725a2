"""Tables of a document no row was taken from, numbers alone in their lines: nothing is left out in silence."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from analysis.documents import Cell, Document, Table
from analysis.documents.flattened import NUMBER_WORDS
from analysis.extract.headers import table_kinds
from analysis.extract.matching import shadow
from analysis.vietnamese.text import fold

MIN_ROWS = 3
MIN_COLUMNS = 3
_LINES = re.compile(r"L(\d+)-(\d+)")
_LOOSE = re.compile(r"\s*[<>≤≥=]*\s*\d+(?:[.,]\d+)?\s*%\s*")
MAX_HEADER_LINE, MAX_HEADER_WORDS = 160, 40
# What a table of tasks must name, in any of these words: the task, who leads, and who supports or until when.
_TASK_COLUMNS = (
    ("nhiem vu", "noi dung", "cong viec", "hoat dong"),
    ("chu tri", "dau moi"),
    ("phoi hop", "thoi gian", "thoi han", "tien do"),
)
_LAYOUT = re.compile(r"doc lap|noi nhan|tm\.|kt\.|tl\.")


def unread_tables(document: Document, locations: Iterable[str]) -> list[str]:
    """A note on each table of three rows and columns or more that has no cell at `locations` (of rows that were read).

    A letterhead or a signature laid out as a table is no table of data.
    """
    read = {place for location in locations for place in _places(location)}
    notes = []
    for table in document.tables():
        cells = [cell for row in table.rows for cell in row if cell.text]
        wide = sum(sum(bool(cell.text) for cell in row) >= MIN_COLUMNS for row in table.rows)
        if wide < MIN_ROWS or any(_LAYOUT.match(shadow(cell.text)) for cell in cells):
            continue
        if table.flattened and not read.isdisjoint(_of_row(cells)):
            notes += _unread_rows(table, read)
        elif read.isdisjoint(_of_row(cells)):
            notes.append(f"table at {cells[0].location} is not read ({len(table.rows)} rows): {_first_row(table)}")
    return notes


def lost_task_headers(document: Document, locations: Iterable[str] = ()) -> list[str]:
    """A note on the names of a task table's columns in running text: without numbers its rows were not found again.

    The names stand in a line, broken over some, or one a line; nothing else stands among them. `locations` are those of
    the rows that were read: a header right above one is not lost.
    """
    read = {place for location in locations for place in _places(location)}
    notes: list[str] = []
    run: list[tuple[str, list[str]]] = []
    known = task_header_words()
    for line in (line for paragraph in document.paragraphs() for line in paragraph.lines()):
        words = _words(line.text) if len(line.text) <= MAX_HEADER_LINE else []
        if words and known.issuperset(words):
            run.append((line.location, words))
            continue
        notes += [] if line.location in read else _lost_tasks(run)
        run = []
    return notes + _lost_tasks(run)


def _lost_tasks(run: list[tuple[str, list[str]]]) -> list[str]:
    words = [word for _, words in run for word in words]
    named = [any(set(name.split()).issubset(words) for name in names) for names in _TASK_COLUMNS]
    if not all(named) or len(words) > MAX_HEADER_WORDS:
        return []
    return [
        f"a table of tasks begins at {run[0][0]}, but its rows are not read: they have no numbers and no lines; get "
        "the document as Word or Excel, or enter the rows by hand"
    ]


@functools.cache
def task_header_words() -> frozenset[str]:
    """The words, folded, that the names of a task table's columns are made of."""
    kind = next(kind for kind in table_kinds() if kind.name == "tasks")
    return frozenset(word for labels in kind.columns.values() for label in labels for word in _words(label))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", shadow(text))


def lost_headers(document: Document) -> list[str]:
    """A note on the word for "number" alone in its line: the header of a table whose rows were not found again."""
    return [
        f"a table begins at {paragraph.location}, but its rows are not read: its cells stand one a line, in an order "
        "that is unclear; get the document as Word or Excel, or enter the rows by hand"
        for paragraph in document.paragraphs()
        if fold(paragraph.text) in NUMBER_WORDS
    ]


def _unread_rows(table: Table, read: set[str]) -> list[str]:
    """A note on each row with shares none of which was read, in a table that lost its columns."""
    return [
        f"row {' | '.join(cell.text for cell in row)[:120]} at {row[0].location} is not read: a cell of it is missing"
        for row in table.rows
        if any(_LOOSE.fullmatch(cell.text) for cell in row) and read.isdisjoint(_of_row(row))
    ]


def _of_row(row: Iterable[Cell]) -> Iterator[str]:
    return (place for cell in row for place in _places(cell.location))


def loose_numbers(document: Document, locations: Iterable[str]) -> list[str]:
    """A note on percentages alone in their lines, and not at `locations`: cells of a table that lost its layout."""
    read = {place for location in locations for place in _places(location)}
    loose = [line for line in document.paragraphs() if _LOOSE.fullmatch(line.text) and line.locate(0) not in read]
    if len(loose) < MIN_ROWS:
        return []
    where = f"{loose[0].locate(0)} to {loose[-1].locate(0)}, from {loose[0].text!r}"
    return [f"{len(loose)} numbers that stand alone are not read ({where}): a table has lost its layout"]


def _places(location: str) -> Iterator[str]:
    for part in location.split(";"):
        match = _LINES.fullmatch(part)
        if match is None:
            yield part
        else:
            yield from (f"L{line}" for line in range(int(match[1]), int(match[2]) + 1))


def _first_row(table: Table) -> str:
    row = max(table.rows[:MIN_ROWS], key=lambda row: sum(bool(cell.text) for cell in row))
    return " | ".join(cell.text for cell in row if cell.text)[:120]
