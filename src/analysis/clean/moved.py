"""Columns whose cells stand one row too low or too high: told by the columns beside them.

Inserting or deleting a single cell in a spreadsheet moves the rest of its column. Every cell can still be read, but
what belongs together no longer stands together: a label beside the unit of another, two sections at one place. Told is
only what fits once the cells are moved back, for an error here stops all cleaning.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from analysis.clean.agencies import is_collective, split_agencies
from analysis.clean.observations import row_code
from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputError, InputErrors
from analysis.reference.forms.meaning import SAME_LABEL, likeness
from analysis.reference.forms.rows import rows_at
from analysis.vietnamese.numbers import readings
from analysis.vietnamese.text import fold

_Row = Mapping[str, str]
_Misfits = Callable[[Sequence[_Row]], list[int]]
_FEWEST, _FEWEST_TIMES = 2, 4  # of cells that would fit; words of a target name many years besides its deadline
_MOST_STARTS = 12  # from how many of the rows that do not fit the move may have begun
_YEAR = re.compile(r"(?:19|20)\d{2}")


def refuse_moved(folder: RawFolder) -> None:
    """Raise InputErrors with the columns of `folder` whose cells fit the rows above or below, and not their own."""
    errors: list[InputError] = []
    for table in folder.tables:
        found = (_moved(table, column, misfits) for column, misfits in _evidence(table).items())
        worst = max((one for one in found if one), key=lambda one: one[0], default=None)
        if worst:
            errors.append(worst[1])
    if errors:
        raise InputErrors(errors)


def _evidence(table: RawTable) -> Mapping[str, _Misfits]:
    """By column, how its cells are held against the others: the rows (from 0) where they do not fit."""
    if table.kind == "form":
        return {"code": functools.partial(_under_other_codes, table.form)}
    return _EVIDENCE.get(table.kind, {})


def _moved(table: RawTable, column: str, misfits: _Misfits) -> tuple[int, InputError] | None:
    """How many more cells of `column` would fit when moved back, and the error that says so; None where they fit."""
    wrong = misfits(table.rows)
    if len(wrong) < _FEWEST:
        return None
    starts = [(way, at) for way in (1, -1) for at in (0, *wrong[:_MOST_STARTS])]
    if column == "code":
        # Another edition may number its rows as it likes, but it leaves no row with words and without a number.
        starts = [(1, at) for at in wrong if not table.rows[at][column].strip()]
    tries = [_tried(table.rows, column, misfits, way, at) for way, at in starts]
    gain, left, way = max(tries, default=(0, 0, 1))
    if gain < (_FEWEST_TIMES if column == "deadline" else _FEWEST) or 2 * left > gain:
        return None
    low, up = ("low", "up") if way > 0 else ("high", "down")
    what = f"a column whose cells stand one row too {low}: {gain + left} do not fit their rows, moved back {left}"
    remedy = f"move the cells of {column!r} {up} by one row from where one was inserted or deleted"
    return gain, InputError(what, table.place(wrong[0], column), remedy)


def _tried(rows: Sequence[_Row], column: str, misfits: _Misfits, way: int, start: int) -> tuple[int, int, int]:
    """How many more cells fit when those from `start` on are moved back by a row, how many still do not, and `way`.

    The row that is left without a cell counts in neither.
    """
    cut = len(rows) - 1 if way > 0 else start
    kept = [at for at in range(len(rows)) if at != cut]
    moved = [{**rows[at], column: rows[at + way][column]} if at >= start else rows[at] for at in kept]
    before, after = len(misfits([rows[at] for at in kept])), len(misfits(moved))
    return before - after, after, way


def _without_their_unit(rows: Sequence[_Row]) -> list[int]:
    """Labels that do not name what the unit counts ("Hồ sơ đã giải quyết", hồ sơ); most do, few of the next row."""
    return [
        at
        for at, row in enumerate(rows)
        if fold(row["unit"]) not in ("", "%", "rank") and f" {fold(row['unit'])} " not in f" {fold(row['label'])} "
    ]


def _torn(column: str) -> _Misfits:
    """Rows of one place in the document whose cells of `column` differ."""

    def torn(rows: Sequence[_Row]) -> list[int]:
        return [
            at
            for at, (one, other) in enumerate(itertools.pairwise(rows), 1)
            if one["location"] == other["location"] and one[column] != other[column]
        ]

    return torn


def _at_other_times(rows: Sequence[_Row]) -> list[int]:
    """Targets whose deadline names none of the years that their own words name, or differs within one place."""
    found = set(_torn("deadline")(rows))
    for at, row in enumerate(rows):
        years = set(_YEAR.findall(f"{row['section']} {row['label']} {row['printed']}"))
        if years and row["deadline"].strip() and not years & set(_YEAR.findall(row["deadline"])):
            found.add(at)
    return sorted(found)


def _led_and_supported(rows: Sequence[_Row]) -> list[int]:
    """Tasks that one agency both leads and supports; a collective ("các sở") may hold others each time."""
    return [at for at, row in enumerate(rows) if _named(row["lead"]) & _named(row["support"])]


@functools.cache
def _named(printed: str) -> frozenset[str]:
    return frozenset(fold(agency) for agency in split_agencies(printed) if not is_collective(agency))


def _out_of_order(rows: Sequence[_Row]) -> list[int]:
    """Ranks that fall while scores fall, and sources that go over from one list to the next."""
    found = {
        at
        for at, (one, other) in enumerate(itertools.pairwise(rows), 1)
        if one["source"] == other["source"] and (one["index"], one["year"]) != (other["index"], other["year"])
    }
    lists: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for at, row in enumerate(rows):
        score, rank = readings(row["score"]), readings(row["rank"])
        if score and rank:
            lists[row["index"], row["year"]].append((float(score[0].value), float(rank[0].value), at))
    for ranked in lists.values():
        ranked.sort(reverse=True)
        found |= {other[2] for one, other in itertools.pairwise(ranked) if other[1] < one[1]}
    return sorted(found)


def _under_other_codes(form: str, rows: Sequence[_Row]) -> list[int]:
    """Rows of a form whose words are not what any edition asks for under their code."""
    return [at for at, row in enumerate(rows) if not _is_known(form, row_code(row["code"]) or "", row["label"])]


@functools.cache
def _is_known(form: str, code: str, label: str) -> bool:
    return any(likeness(label, row.label) >= SAME_LABEL for row in rows_at(form, code))


_EVIDENCE: Mapping[str, Mapping[str, _Misfits]] = {
    "figures": {"label": _without_their_unit, "section": _torn("section"), "as_of": _torn("as_of")},
    "targets": {"section": _torn("section"), "deadline": _at_other_times},
    "tasks": {"lead": _led_and_supported, "support": _led_and_supported},
    "indices": {"index": _out_of_order, "rank": _out_of_order, "source": _out_of_order},
}
