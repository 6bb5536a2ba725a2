"""Which cells are wrong: the smallest sets of cells whose change makes all relations hold (Fellegi and Holt).

One wrong cell is found in closed form: what every relation allows it to be, the others fixed. Several wrong cells are
found by a mixed integer programme (`milp`). Among explanations of the same size those by typical slips come first.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.validate.cells import TELLING
from analysis.validate.milp import minimal_supports
from analysis.validate.problem import EQUAL, Cell, Problem
from analysis.validate.slips import SLIP_COSTS, Meant, slip_between, slips_of

MOST_EXPLANATIONS = 24
_MOST_CHOICES = 3
# An exchange of two cells is told beside an explanation by one cell that is hardly likelier.
_SWAP_MARGIN = 0.2
# A value that ends in 000 is seldom true where its print does not: rather was the other number's separator misread.
_ROUND, _ROUND_COST = 1000, 0.1
# A print that is odd in itself needs no other cell to be wrong.
_ODD = 0.5


@dataclass(frozen=True)
class Change:
    """A cell (position in the problem), the value it should have, and the slip that explains the printed one.

    `others` are further values that slips explain: a rounded rate leaves its counts some room.
    """

    cell: int
    value: float
    slip: str
    cost: float
    others: tuple[float, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Changes that together make every relation hold; `certain` is False when the search was cut short."""

    changes: tuple[Change, ...]
    certain: bool = True

    @property
    def cost(self) -> float:
        """Total cost of the slips; two swapped cells are one slip."""
        if self.is_swap:
            return SLIP_COSTS["swapped"] + 0.3
        return sum(change.cost for change in self.changes)

    @property
    def is_swap(self) -> bool:
        """Whether two cells have exchanged their values."""
        return len(self.changes) == 2 and all(change.slip == "swapped" for change in self.changes)

    @property
    def is_one_slip(self) -> bool:
        """Whether one slip of the pen explains everything."""
        return len(self.changes) == 1 or self.is_swap


def explain(problem: Problem) -> list[Explanation]:
    """Every minimal explanation found, likeliest first; empty when none was found in the time given."""
    if not problem.failing:
        return []
    found = single_explanations(problem)
    if not found:
        settled: dict[frozenset[int], tuple[Change, ...]] = {}

        def settles(support: frozenset[int], hint: Mapping[int, float]) -> bool:
            changes = _values_for(problem, support, hint)
            if changes:
                settled[support] = changes
            return changes is not None

        supports, complete = minimal_supports(problem, MOST_EXPLANATIONS, accept=settles)
        found = [_as_swap(problem, settled[support], complete) for support, _ in supports]
    return _with_swaps(problem, found)


def single_explanations(problem: Problem) -> list[Explanation]:
    """Changes of one cell that make every relation hold."""
    return [Explanation((change,)) for change in _single_changes(problem)]


def alternatives(problem: Problem) -> list[Explanation]:
    """Explanations by one cell or one exchange of two, likeliest first."""
    return _with_swaps(problem, single_explanations(problem))


def _with_swaps(problem: Problem, found: list[Explanation]) -> list[Explanation]:
    """`found` and the exchanges of two cells that are about as likely, likeliest first."""
    most = min((one.cost for one in found), default=math.inf) + _SWAP_MARGIN
    swaps = [pair for pair in _swaps(problem) if pair.cost <= most and not _inside(pair.changes, found)]
    return sorted([*found, *swaps], key=_by_cost)


def _by_cost(one: Explanation) -> tuple[float, list[int]]:
    return round(one.cost, 6), [change.cell for change in one.changes]


def _single_changes(problem: Problem) -> Iterator[Change]:
    failing = [problem.relations[position] for position in problem.failing]
    suspects = frozenset.intersection(*(relation.cells for relation in failing))
    impossible = {position for position, cell in enumerate(problem.cells) if not cell.possible}
    for position in sorted(suspects):
        if impossible <= {position}:
            choice = _choices(problem, position, problem.values(), frozenset({position}))
            if choice:
                others = tuple(change.value for change in choice[1:] if change.slip != "other")
                yield dataclasses.replace(choice[0], others=others)


def _choices(problem: Problem, position: int, values: Sequence[float], free: frozenset[int]) -> list[Change]:
    """What a cell may have been meant to be, likeliest first, judged by relations whose other cells are not `free`."""
    cell = problem.cells[position]
    bounds = _allowed(problem, position, values, free)
    if bounds is None:
        return []
    low, high = bounds
    step = _step(cell)
    inside = [
        Change(position, cell.rounded(meant.value), meant.slip, meant.cost)
        for meant in slips_of(cell.value, cell.decimals, cell.wanted)
        if low - step / 4 <= meant.value <= high + step / 4
    ]
    plain = _plain_value(cell, low, high)
    if plain is not None and plain != cell.value:
        meant = slip_between(cell.value, plain, cell.decimals, cell.wanted)
        inside.append(Change(position, plain, meant.slip, meant.cost))
    inside = [_unless_round(change, cell) for change in inside]
    if cell.odd:
        inside = [_as_odd(change) for change in inside]
    if _neighbour_value(problem, position):
        inside = [_as_neighbour(change) for change in inside]
    unique = {change.value: change for change in sorted(inside, key=lambda change: -change.cost)}
    middle = cell.value if plain is None else plain
    return sorted(unique.values(), key=lambda change: (round(change.cost, 6), abs(change.value - middle)))[
        :_MOST_CHOICES
    ]


def _allowed(
    problem: Problem, position: int, values: Sequence[float], free: frozenset[int]
) -> tuple[float, float] | None:
    """The least and the greatest printable value that a cell may have; None when there is none."""
    cell = problem.cells[position]
    low, high = cell.low, cell.high
    for relation in problem.relations:
        if position in relation.cells and not (relation.cells & free) - {position}:
            start, end = problem.interval(relation, position, values)
            low, high = max(low, start), min(high, end)
    step = _step(cell)
    slack = EQUAL * max(1.0, abs(low) if math.isfinite(low) else abs(cell.value))
    if math.isfinite(low):
        low = math.ceil((low - slack) / step) * step
    if math.isfinite(high):
        high = math.floor((high + slack) / step) * step
    return None if low > high + step / 2 else (low, high)


def _step(cell: Cell) -> float:
    return 1.0 if cell.kind == "count" else 10.0**-cell.wanted


def _plain_value(cell: Cell, low: float, high: float) -> float | None:
    """The middle of what is allowed, or the bound nearest to what is printed."""
    if math.isfinite(low) and math.isfinite(high):
        return cell.rounded((low + high) / 2)
    if not math.isfinite(low) and not math.isfinite(high):
        return None
    return cell.rounded(min(max(cell.value, low), high))


def _unless_round(change: Change, cell: Cell) -> Change:
    if cell.kind != "count" or change.value % _ROUND or not change.value or not cell.value % _ROUND:
        return change
    return Change(change.cell, change.value, change.slip, change.cost + _ROUND_COST)


def _as_odd(change: Change) -> Change:
    return change if change.slip == "other" else dataclasses.replace(change, cost=change.cost * _ODD)


def _as_neighbour(change: Change) -> Change:
    cost = min(change.cost, SLIP_COSTS["neighbour"])
    return Change(change.cell, change.value, "neighbour" if change.cost > cost else change.slip, cost)


def _neighbour_value(problem: Problem, position: int) -> bool:
    """Whether the printed value also stands in a cell nearby that is not meant to be equal: a neighbour's value."""
    cell = problem.cells[position]
    if abs(cell.value) * 10.0**cell.decimals < TELLING or (cell.kind != "count" and not cell.decimals):
        return False
    if cell.copied:
        return True
    equal_to = {
        other
        for relation in problem.relations
        if position in relation.cells and len(relation.cells) == 2
        for other in relation.cells
    }
    return any(
        other not in equal_to and problem.cells[other].value == cell.value and other != position
        for other in range(len(problem.cells))
    )


def _values_for(problem: Problem, support: frozenset[int], hint: Mapping[int, float]) -> tuple[Change, ...] | None:
    """Values for the cells of `support` that make every relation hold, likeliest first; None when there are none.

    A cell is fixed by relations whose other cells are known; where none is, the programme's own solution is taken.
    """

    def settle(known: dict[int, Change]) -> tuple[Change, ...] | None:
        values = problem.values({cell: change.value for cell, change in known.items()})
        free = support - known.keys()
        if not free:
            settled = {cell: change.value for cell, change in known.items()}
            return tuple(known[cell] for cell in sorted(known)) if problem.solves(settled) else None
        for position in sorted(free, key=lambda cell: (-_fixing(problem, cell, free), cell)):
            options = _choices(problem, position, values, free)
            if not _fixing(problem, position, free):
                meant = meant_value(problem.cells[position], hint[position])
                options = [*options, Change(position, meant.value, meant.slip, meant.cost)]
            for option in options:
                settled_rest = settle({**known, position: option})
                if settled_rest:
                    return settled_rest
            if _fixing(problem, position, free):
                return None
        return None

    return settle({})


def _fixing(problem: Problem, position: int, free: frozenset[int]) -> int:
    """Number of equations that fix `position` once all but the `free` cells are known."""
    return sum(
        position in relation.cells and relation.operator == "=" and not (relation.cells & free) - {position}
        for relation in problem.relations
    )


def _swaps(problem: Problem) -> Iterator[Explanation]:
    """Pairs of cells of one relation that, exchanged, make every relation hold; one of them stands in a failing one."""
    touched = {cell for position in problem.failing for cell in problem.relations[position].cells}
    pairs = {
        pair
        for relation in problem.relations
        for pair in itertools.combinations(sorted(relation.cells), 2)
        if not touched.isdisjoint(pair)
    } | set(itertools.combinations(sorted(touched), 2))
    for one, other in sorted(pairs):
        first, second = problem.cells[one], problem.cells[other]
        if first.kind != second.kind or first.value == second.value or first.decimals != second.decimals:
            continue
        if problem.solves({one: second.value, other: first.value}):
            yield _swap(one, second.value, other, first.value)


def _swap(one: int, value: float, other: int, other_value: float, certain: bool = True) -> Explanation:
    cost = SLIP_COSTS["swapped"]
    return Explanation((Change(one, value, "swapped", cost), Change(other, other_value, "swapped", cost)), certain)


def _as_swap(problem: Problem, changes: tuple[Change, ...], certain: bool) -> Explanation:
    """Two changes that exchange the values of their cells are an exchange."""
    if len(changes) == 2:
        one, other = changes
        if (one.value, other.value) == (problem.cells[other.cell].value, problem.cells[one.cell].value):
            return _swap(one.cell, one.value, other.cell, other.value, certain)
    return Explanation(changes, certain)


def _inside(pair: Sequence[Change], found: Sequence[Explanation]) -> bool:
    """Whether the very same change of two cells has been found already."""
    cells = {(change.cell, change.value) for change in pair}
    return any({(change.cell, change.value) for change in one.changes} == cells for one in found)


def meant_value(cell: Cell, value: float) -> Meant:
    """The slip between a cell's printed value and the nearest value to `value` that can be printed."""
    return slip_between(cell.value, cell.rounded(value), cell.decimals, cell.wanted)
