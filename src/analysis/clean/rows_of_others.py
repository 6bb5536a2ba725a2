"""Rows that were read from another document, as its record tells: tables of two documents, or of two editions, mixed.

Rows added by hand are no error, for a document may have been read badly. Nobody types three that stand, with the same
number and the same place, in another document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.clean.since_read import Columns, recorded_tables, row_tuples
from analysis.errors import InputError, InputErrors

Records = Iterable[tuple[str, Mapping[str, Columns]]]
_FEWEST = 3
_RENUMBERED = ("no", "parent", "relation")  # with the rows around them
# What makes a row one document's own; rows of a form that hold nothing stand in all that print it.
_TELLING: Mapping[str, str] = {
    "form": "value",
    "targets": "printed",
    "figures": "printed",
    "tasks": "task",
    "indices": "score",
}


def refuse_rows_of_others(folder: RawFolder, records: Callable[[], Records]) -> None:
    """Raise InputErrors with the tables of `folder` that hold rows which were read from another document or table.

    `records` gives what was read of every document, by its id and by the file of each table; it is asked only where a
    table has rows that it was not read with.
    """
    errors = []
    for table, then in recorded_tables(folder):
        new = _new_rows(table, then)
        if len(new) >= _FEWEST:
            other, places = _most(new, _elsewhere(table, records()))
            if len(places) >= _FEWEST:
                remedy = f"take them out and put back what stood there; if it is meant, delete {folder.record}"
                where = table.place(places[0], _TELLING[table.kind])
                errors.append(InputError(f"rows that were read from {other} ({len(places)})", where, remedy))
    if errors:
        raise InputErrors(errors)


def _new_rows(table: RawTable, then: Columns) -> dict[int, tuple[str, ...]]:
    """The rows (by their number from 0) that tell a document and that the table was not read with."""
    read = Counter(_rows(then))
    told = [row[_TELLING[table.kind]] for row in table.rows]
    return {at: row for at, row in enumerate(_rows(table.letters)) if told[at].strip() and row not in read}


def _elsewhere(table: RawTable, records: Records) -> Iterator[tuple[str, set[tuple[str, ...]]]]:
    """Rows of all recorded tables of the same columns, by what they were read from."""
    for document, tables in records:
        for name, cells in tables.items():
            if set(cells) == set(table.rows[0]) and len({len(column) for column in cells.values()}) == 1:
                yield f"{document}/{name}", set(_rows(cells))


def _most(
    new: Mapping[int, tuple[str, ...]], elsewhere: Iterable[tuple[str, set[tuple[str, ...]]]]
) -> tuple[str, list[int]]:
    """The table that most of the `new` rows were read from, and which those are."""
    best: tuple[str, list[int]] = "", []
    for name, rows in elsewhere:
        places = [at for at, row in new.items() if row in rows]
        best = max(best, (name, places), key=lambda found: len(found[1]))
    return best


def _rows(cells: Columns) -> list[tuple[str, ...]]:
    return row_tuples({name: cells[name] for name in sorted(cells) if name not in _RENUMBERED})
