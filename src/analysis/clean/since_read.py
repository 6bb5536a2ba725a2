"""Tables held against the record of what ingest read: columns that moved, changed places, order or nearly every cell.

A cell that is corrected and a row that is added or deleted by hand are no error (rows are told as a note): people are
asked to do so where a document was read wrongly. Told is what nobody means to do; the table itself may not show it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.clean.rewritten import REWRITINGS, Rewriting
from analysis.errors import InputError, InputErrors, Place
from analysis.extract.as_read import EMPTY, letters_of
from analysis.vietnamese.text import normalise

Columns = Mapping[str, Sequence[str]]
_WAYS = (1, -1, 2, -2, 3, -3)
_FEWEST = 3  # cells that stand elsewhere, where no gap at the end of the column shows it, too
_FEWEST_OF_ANOTHER, _FEWEST_SORTED, _FEWEST_CHANGED = 4, 5, 6
_MOST_ROWS = 2_000  # that are held against each other one by one; beyond, rows are taken for those of their number
_NUMBERS = ("value", "printed", "score")
_FEWEST_REWRITTEN = 3  # cells of a column that programs wrote anew, each in a way of its own
_SOME, _MANY = 0.1, 0.6  # of the changed cells: one guess of a thousand is right by chance, of the loose ones of twenty
_MOST_TRIED = 300  # changed cells of a column that are turned back
# What tells one document's rows from another's.
_OWN: Mapping[str, Sequence[str]] = {
    "form": ("code", "value"),
    "targets": ("label",),
    "figures": ("label",),
    "tasks": ("task",),
    "indices": ("province", "year", "score"),
}


def refuse_moved_since_read(folder: RawFolder) -> None:
    """Raise InputErrors with the columns of `folder` whose cells do not stand where they stood when it was read."""
    errors = [error for table, then in recorded_tables(folder) for error in _errors(table, then, folder.record)]
    if errors:
        raise InputErrors(errors)


def recorded_tables(folder: RawFolder) -> Iterator[tuple[RawTable, Columns]]:
    """The tables of `folder` that its record speaks of with their columns, each with what was read."""
    for table in folder.tables:
        then = folder.as_read.get(PurePath(table.file).name)
        if then and set(then) == set(table.rows[0]) and len({len(cells) for cells in then.values()}) == 1:
            yield table, then


def _errors(table: RawTable, then: Columns, record: str) -> Iterator[InputError]:
    now = table.letters
    if now == then:
        return
    moved = list(_of_columns(table, then, now, record))
    yield from moved or _of_the_table(table, then, now, record)


def _of_columns(table: RawTable, then: Columns, now: Columns, record: str) -> Iterator[InputError]:
    """Columns that stand elsewhere, and numbers in other signs."""
    told: set[str] = set()
    for column in (name for name in now if now[name] != then[name] and name not in told):
        found = _of_column(table, column, then, now)
        if found:
            other, what, at, remedy = found
            told |= {column, other}
            yield InputError(what, table.place(at, column), f"{remedy}; {_remedy(record)}")
    for column in (name for name in now if now[name] != then[name] and name not in told):
        yield from _rewritten(table, column, then, now)


def _of_the_table(table: RawTable, then: Columns, now: Columns, record: str) -> Iterator[InputError]:
    """Rows of another document, rows that are gone, columns of which hardly a cell is as it was."""
    if _is_of_another(table.kind, then, now):
        what = "rows that are mostly not those which were read from the document"
        yield InputError(what, Place(table.file), f"put the document's own table back; {_remedy(record)}")
        return
    lost = len(next(iter(then.values()))) - len(table.rows)
    if lost >= _FEWEST_CHANGED and lost > len(table.rows):
        what = f"a table that has lost most of its rows: {lost} of {lost + len(table.rows)}"
        yield InputError(what, Place(table.file), f"put the whole table back; {_remedy(record)}")
    for column in now:
        wrong, filled = _changed(column, then, now)
        # Words are written anew where a scan was read badly; numbers are not, and one text for all is a column filled.
        meant = column not in _NUMBERS and len({now[column][at] for at in wrong}) > 1
        few = len(wrong) >= _FEWEST and len(set(now[column])) == 1  # emptied, or filled down
        if (few or (len(wrong) >= _FEWEST_CHANGED and 2 * len(wrong) > filled)) and not meant:
            what = f"cells that are mostly not those which were read: {len(wrong)} of {filled}"
            remedy = f"see what became of them (signs of another locale, a filled column); {_remedy(record)}"
            yield InputError(what, table.place(wrong[0], column), remedy)


def _remedy(record: str) -> str:
    return f"if it is meant, delete {record}"


def _of_column(table: RawTable, column: str, then: Columns, now: Columns) -> tuple[str, str, int, str] | None:
    """The other column, what is wrong, from which row (from 0) on, the remedy; None where cells were only edited."""
    pairs = _pairs(column, then, now)
    old, new = [then[column][one] for one, _ in pairs], [now[column][other] for _, other in pairs]
    wrong = [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    if len(wrong) < 2:
        return None
    first = pairs[wrong[0]][1]
    other = _exchanged(column, pairs, then, now)
    if other:
        return other, f"cells that were read for {other!r}", first, f"exchange the two columns from row {first + 2} on"
    way = _moved(old, new, wrong)
    if way:
        rows = f"{abs(way)} row{'s' if abs(way) > 1 else ''}"
        what = f"cells that stand {rows} too {'low' if way > 0 else 'high'}: {len(wrong)} are not where they were read"
        back = "up" if way > 0 else "down"
        return column, what, first, f"move the cells of {column!r} {back} by {rows} from row {first + 2} on"
    if len(wrong) >= _FEWEST_SORTED and sorted(old) == sorted(new):
        what = f"cells in another order than they were read: {len(wrong)} stand beside other rows"
        return column, what, first, f"put the cells of {column!r} back into their order"
    return None


def _rewritten(table: RawTable, column: str, then: Columns, now: Columns) -> Iterator[InputError]:
    """Cells that are those which were read once what programs do to a cell is turned back."""
    wrong = _changed(column, then, now)[0][:_MOST_TRIED]
    before = {at: then[column][one] for one, at in _pairs(column, then, now)}
    cells = {at: normalise(table.rows[at][column]) for at in wrong}
    left = [row[column] for at, row in enumerate(table.rows) if at not in cells]
    found: dict[int, str] = {}
    for way in REWRITINGS:
        back = turned_back(way, cells, before)
        if len(back) >= max(_fewest(way, left), (_MANY if way.loose else _SOME) * len(wrong)):
            yield _written_anew(table, column, way.what, back)
            return
        found |= {} if way.loose else back
    if len(found) >= max(_FEWEST_REWRITTEN, _SOME * len(wrong)):
        yield _written_anew(table, column, "cells that a program wrote anew", found)


def turned_back(way: Rewriting, cells: Mapping[int, str], before: Mapping[int, str]) -> dict[int, str]:
    """What was read where `way`, turned back, gives it, by the row (from 0) of `cells`; `before` are its letters."""
    return {
        at: printed
        for at, cell in cells.items()
        if (printed := next((one for one in way.before(cell) if one != cell and letters_of(one) == before[at]), ""))
    }


def _fewest(way: Rewriting, left: Sequence[str]) -> int:
    """Two are enough where they were all that could be rewritten so: none is `left`."""
    alone = way.touched and not any(re.search(way.touched, cell) for cell in left)
    return min(way.fewest, 2) if alone else way.fewest


def _written_anew(table: RawTable, column: str, what: str, back: Mapping[int, str]) -> InputError:
    first = min(back)
    told = f"{what} ({len(back)}), as when a sheet is saved in another locale or by a program"
    return InputError(told, table.place(first, column), f"write them as the document prints them, here {back[first]!r}")


def _changed(column: str, then: Columns, now: Columns) -> tuple[list[int], int]:
    """Rows (from 0) whose cell of `column` is another than the one that was read there, and how many were filled."""
    filled = [(one, at) for one, at in _pairs(column, then, now) if then[column][one] != EMPTY]
    return [at for one, at in filled if now[column][at] != then[column][one]], len(filled)


def changed_rows(column: str, then: Columns, now: Columns) -> list[int]:
    """Rows (from 0) whose cell of `column` is another than was read, also where none was."""
    return [at for one, at in _pairs(column, then, now) if now[column][at] != then[column][one]]


def _exchanged(column: str, pairs: Sequence[tuple[int, int]], then: Columns, now: Columns) -> str:
    """The column whose cells stand in `column` while its own stand there, in all rows that changed; "" for none."""
    for other in (name for name in now if name != column and now[name] != then[name]):
        changed = [
            (one, at) for one, at in pairs if (now[column][at], now[other][at]) != (then[column][one], then[other][one])
        ]
        hits = sum((now[column][at], now[other][at]) == (then[other][one], then[column][one]) for one, at in changed)
        if hits >= 0.8 * len(changed) and (hits >= _FEWEST or 2 <= hits >= len(pairs) / 2):
            return other
    return ""


def _moved(old: Sequence[str], new: Sequence[str], wrong: Sequence[int]) -> int:
    """By how many rows the cells that changed stand too low (above 0) or too high; 0 where they were only edited."""
    for way in _WAYS:
        hits = [at for at in wrong if 0 <= at - way < len(old) and new[at] == old[at - way] != EMPTY]
        if not hits:
            continue
        span = range(hits[0], hits[-1] + 1)
        along = sum(new[at] == old[at - way] for at in span)
        rest = set(wrong) - set(hits)
        if len(hits) >= _FEWEST and along >= 0.9 * len(span) and len(rest) <= abs(way) + len(hits) // 4:
            return way
        if _to_the_end(old, new, wrong, way):
            return way
    return 0


def _to_the_end(old: Sequence[str], new: Sequence[str], wrong: Sequence[int], way: int) -> bool:
    """Whether all cells from the first that changed on stand `way` rows off, and nothing where none are left."""
    start, end = wrong[0], len(old)
    left = range(start, start + way) if way > 0 else range(end + way, end)
    if any(new[at] != EMPTY for at in left if at < end):
        return False
    moved = range(start + way, end) if way > 0 else range(start, end + way)
    return len(moved) > 0 and all(new[at] == old[at - way] for at in moved)


def _pairs(column: str, then: Columns, now: Columns) -> list[tuple[int, int]]:
    """Rows as they were read beside the same rows now, which the other columns tell."""
    others = [name for name in now if name != column]
    before, after = (row_tuples({name: cells[name] for name in others}) for cells in (then, now))
    if len(before) == len(after) or max(len(before), len(after)) > _MOST_ROWS:
        return [(at, at) for at in range(min(len(before), len(after)))]
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [pair for _, a, b, c, d in blocks if b - a == d - c for pair in zip(range(a, b), range(c, d), strict=True)]


def _is_of_another(kind: str, then: Columns, now: Columns) -> bool:
    """Whether less than half of what tells a document's rows from another's was read, and most of what was is gone."""
    before, after = (Counter(zip(*(cells[name] for name in _OWN[kind]), strict=True)) for cells in (then, now))
    kept = (before & after).total()
    return all(held.total() - kept >= max(_FEWEST_OF_ANOTHER, kept) for held in (before, after))


def row_tuples(cells: Columns) -> list[tuple[str, ...]]:
    """Columns as rows."""
    return list(zip(*cells.values(), strict=True))
