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

from analysis.validate.choices import Change, choices, meant_value
from analysis.validate.milp import minimal_supports
from analysis.validate.problem import Problem
from analysis.validate.slips import CUT_COST, ODD_COST, SWAP_COST

MOST_EXPLANATIONS = 24
# An exchange of two cells is told beside an explanation by one cell that is hardly likelier.
_SWAP_MARGIN = 0.2


@dataclass(frozen=True)
class Explanation:
    """Changes that together make every relation hold; `certain` is False when the search was cut short."""

    changes: tuple[Change, ...]
    certain: bool = True

    @property
    def cost(self) -> float:
        """Total cost of the slips; two swapped cells are one slip."""
        if self.is_swap:
            return SWAP_COST
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
    found += _beside_a_cut(problem, min((one.cost for one in found), default=math.inf))
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


def _beside_a_cut(problem: Problem, most: float) -> list[Explanation]:
    """Changes of one count that agree with a rate whose last digit was cut off, not rounded, likelier than `most`."""
    found = []
    failing = [problem.relations[at] for at in problem.failing]
    rates = {relation.left[0] for relation in failing if relation.denominator and len(relation.left) == 1}
    for rate in sorted(rates):
        cell = problem.cells[rate]
        if not cell.decimals or cell.decimals != cell.wanted:
            continue
        # Cut off, it stands for what lies between itself and the next print: rounded, around the middle of the two.
        middle = dataclasses.replace(cell, value=cell.value + cell.half)
        cut = dataclasses.replace(problem, cells=(*problem.cells[:rate], middle, *problem.cells[rate + 1 :]))
        for change in _single_changes(cut):
            up = Change(rate, cell.rounded(cell.value + 2 * cell.half), "cut", CUT_COST)
            both = Explanation((dataclasses.replace(change, others=()), up))
            settled = change.cell != rate and problem.solves({change.cell: change.value, rate: up.value})
            if settled and both.cost < most:
                found.append(both)
    return found


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
    failing = [problem.relations[position].cells for position in problem.failing]
    suspects = frozenset.intersection(*failing) if failing else frozenset()
    impossible = {position for position, cell in enumerate(problem.cells) if not cell.possible}
    odd = {position for position in suspects if problem.cells[position].odd}
    for position in sorted(suspects):
        if impossible <= {position}:
            choice = choices(problem, position, problem.values(), frozenset({position}))
            if choice:
                others = tuple(change.value for change in choice[1:] if change.slip != "other")
                # A print that is odd in itself is a fault of its own where another cell is to explain everything.
                cost = choice[0].cost + ODD_COST * len(odd - {position})
                yield dataclasses.replace(choice[0], cost=cost, others=others)


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
            options = choices(problem, position, values, free)
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
    return Explanation(
        (Change(one, value, "swapped", SWAP_COST), Change(other, other_value, "swapped", SWAP_COST)), certain
    )


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
