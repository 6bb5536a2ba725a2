"""How the figures of a cross table hang together, concluded from the arithmetic of most of its rows.

A rate column is the quotient of two count columns when it is so in most rows; a column is the sum of its neighbours
when it is so in most rows; a row that is called a total is the sum of the others. What holds for most rows is then
expected of every row, so that the one that breaks it is found. Values are (number, printed decimals).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from analysis.reference.forms.label_words import is_total_row

Value = tuple[float, int] | None
Place = tuple[int, int]
_MOST = 2 / 3
_NEAR = 0.25
_MIN_SUM_ROWS = 3
_MIN_RATE_ROWS = 2
_GROUP = re.compile(r"[IVX]{1,5}[.)]?|[A-ZĐ][.)]?")


@dataclass
class Ties:
    """By (row, column): the figure it is a part of, its relation, and for a rate its two counts."""

    parent: dict[Place, Place] = field(default_factory=dict)
    relation: dict[Place, str] = field(default_factory=dict)
    ratio: dict[Place, tuple[Place, Place]] = field(default_factory=dict)


def ties(
    values: Sequence[Sequence[Value]], percent: Sequence[bool], labels: Sequence[str], numbers: Sequence[str]
) -> Ties:
    """Relations of all cells of one table; rows and columns in printed order."""
    found = Ties()
    counts = [column for column, rate in enumerate(percent) if not rate]
    wholes = _sum_columns(values, counts)
    for row in range(len(values)):
        for part, whole in wholes.items():
            found.parent[row, part] = (row, whole)
        for column in (column for column, rate in enumerate(percent) if rate):
            pair = _rate_columns(values, column, counts)
            if pair:
                found.ratio[row, column] = ((row, pair[0]), (row, pair[1]))
    for total, rows in _totals(values, counts, labels, numbers):
        for row, column in itertools.product(rows, counts):
            if column not in wholes and values[row][column] and values[total][column]:
                found.parent[row, column] = (total, column)
    found.relation.update(dict.fromkeys(found.parent, "part"))
    found.relation.update({place: "whole" for place in found.parent.values() if place not in found.parent})
    return found


def _rate_columns(values: Sequence[Sequence[Value]], rate: int, counts: Sequence[int]) -> tuple[int, int] | None:
    """The two count columns whose quotient a rate column is; the nearest ones of several that fit equally well."""
    best: tuple[int, int, tuple[int, int]] | None = None
    for above, below in itertools.permutations(counts, 2):
        tested = held = 0
        for row in values:
            part, whole, printed = row[above], row[below], row[rate]
            if part and whole and printed and whole[0]:
                tested += 1
                held += abs(100 * part[0] / whole[0] - printed[0]) <= 0.5 * 10 ** -printed[1] + 1e-9
        if held >= _MIN_RATE_ROWS and held >= _MOST * tested:
            rank = (-held, abs(rate - above) + abs(rate - below), (above, below))
            best = rank if best is None or rank < best else best
    return best[2] if best else None


def _sum_columns(values: Sequence[Sequence[Value]], counts: Sequence[int]) -> dict[int, int]:
    """Columns that are parts of another column: a run of neighbours right behind their sum, or right before it."""
    wholes: dict[int, int] = {}
    runs = [
        (whole, run)
        for place, whole in enumerate(counts)
        for size in range(len(counts) - 1, 1, -1)
        for run in (counts[place + 1 : place + 1 + size], counts[max(place - size, 0) : place])
        if len(run) == size
    ]
    for whole, run in sorted(runs, key=lambda entry: -len(entry[1])):
        if wholes.keys() & {*run} or any(wholes.get(whole) == part for part in run):
            continue
        if _most_rows(values, lambda row, whole=whole, run=run: _adds_up(row, whole, run)):  # type: ignore[misc]
            wholes.update(dict.fromkeys(run, whole))
    return wholes


def _adds_up(row: Sequence[Value], whole: int, run: Sequence[int]) -> bool | None:
    """Whether a row's parts make its whole; None where a number is missing or only one part is not zero."""
    parts = [row[part] for part in run]
    total = row[whole]
    if total is None or None in parts or sum(bool(part and part[0]) for part in parts) < 2:
        return None
    return sum(part[0] for part in parts if part) == total[0]


def _most_rows(values: Sequence[Sequence[Value]], holds: Callable[[Sequence[Value]], bool | None]) -> bool:
    verdicts = [verdict for row in values if (verdict := holds(row)) is not None]
    return sum(verdicts) >= max(_MIN_SUM_ROWS, _MOST * len(verdicts))


def _totals(
    values: Sequence[Sequence[Value]], counts: Sequence[int], labels: Sequence[str], numbers: Sequence[str]
) -> list[tuple[int, list[int]]]:
    """Rows that sum up others, each with its rows: the table's total, and groups numbered I, II or A, B."""
    rows = range(len(labels))
    total = next((row for row in rows if is_total_row(labels[row])), None)
    groups = [row for row in rows if row != total and _GROUP.fullmatch(numbers[row].strip())]
    found: list[tuple[int, list[int]]] = []
    for place, group in enumerate(groups):
        end = groups[place + 1] if place + 1 < len(groups) else len(labels)
        found.append((group, [row for row in range(group + 1, end) if row != total]))
    if total is not None:
        found.append((total, groups or [row for row in rows if row != total]))
    return [(row, parts) for row, parts in found if len(parts) > 1 and _sums_up(values, counts, row, parts)]


def _sums_up(values: Sequence[Sequence[Value]], counts: Sequence[int], total: int, parts: Sequence[int]) -> bool:
    """Whether a row is the sum of others: exactly in one column at least, and nowhere far from it."""
    gaps = []
    for column in counts:
        whole, addends = values[total][column], [values[row][column] for row in parts]
        if whole and whole[0]:
            gaps.append(abs(sum(value[0] for value in addends if value) - whole[0]) / whole[0])
    return bool(gaps) and (min(gaps) == 0 or max(gaps) <= _NEAR) and sorted(gaps)[len(gaps) // 2] <= _NEAR
