"""What one cell may have been meant to be, the others given: values that its relations allow, the likeliest first."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.validate.cells import TELLING
from analysis.validate.prior import Prior
from analysis.validate.problem import EQUAL, Cell, Problem, Relation
from analysis.validate.slips import CUT_COST, Meant, chance_of_copying, cost_of, probability_of, slip_between, slips_of

_MOST_CHOICES = 3
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


def choices(problem: Problem, position: int, values: Sequence[float], free: frozenset[int]) -> list[Change]:
    """What a cell may have been meant to be, likeliest first, judged by relations whose other cells are not `free`.

    The cost of the first counts for the cell: it is that of all values together that would explain the print.
    """
    cell = problem.cells[position]
    fixing = [one for one in problem.relations if position in one.cells and not (one.cells & free) - {position}]
    # Written with the decimals of its like, a rate also with as few as are printed.
    bounds = _allowed(problem, position, values, fixing, cell.half_of(cell.wanted))
    is_coarse = cell.kind == "percent" and cell.decimals != cell.wanted
    whole = _allowed(problem, position, values, fixing, cell.half) if is_coarse else bounds
    if bounds is None:
        bounds = whole
    if bounds is None:
        return []
    plain = _plain_value(cell, *bounds)
    copied = chance_of_copying(cell.near) if _neighbour_value(problem, position) else 0.0
    weights = {
        meant.value: (probability_of(_cost(cell, meant)), meant.slip)
        for meant in _meant_within(cell, plain, bounds, whole or bounds, bool(copied))
    }
    if not weights:
        return []
    prior = Prior(problem, position, fixing, values)
    found = [
        Change(position, value, "neighbour" if copied > own else slip, cost_of((own + copied) * prior.of(value)))
        for value, (own, slip) in weights.items()
    ]
    middle = cell.value if plain is None else plain
    ranked = sorted(found, key=lambda change: (round(change.cost, 6), abs(change.value - middle)))
    unnamed = max(0.0, _size(cell, *bounds) - len(ranked)) * (copied + _chance_of_other(weights)) * prior.of(middle)
    together = sum(probability_of(change.cost) for change in ranked) + unnamed
    return [dataclasses.replace(ranked[0], cost=cost_of(together)), *ranked[1:_MOST_CHOICES]]


def _meant_within(
    cell: Cell, plain: float | None, bounds: tuple[float, float], whole: tuple[float, float], copied: bool
) -> list[Meant]:
    """Allowed values that a slip turns into the print, and the plainest of all allowed.

    `whole` are the bounds of a number written with as few decimals as are printed. Of a print that is `copied` the
    numbers beside the plainest may have been meant as well: what was copied says nothing of it.
    """
    room = _step(cell) / 4

    def fits(value: float) -> bool:
        low, high = whole if round(value, cell.decimals) == value else bounds
        return low - room <= value <= high + room

    inside = {
        cell.rounded(meant.value): dataclasses.replace(meant, value=cell.rounded(meant.value))
        for meant in slips_of(cell.value, cell.decimals, cell.wanted)
        if fits(meant.value)
    }
    if plain is not None:
        beside = (-_step(cell), _step(cell)) if copied and cell.kind != "count" else ()
        for value in (plain, *(cell.rounded(plain + apart) for apart in beside)):
            if value != cell.value and value not in inside and fits(value):
                inside[value] = slip_between(cell.value, value, cell.decimals, cell.wanted)
    rounded_up = cell.rounded(cell.value + _step(cell))
    if cell.kind == "percent" and rounded_up in inside and cell.decimals == cell.wanted:
        inside[rounded_up] = Meant(rounded_up, "cut", CUT_COST)
    return list(inside.values())


def _cost(cell: Cell, meant: Meant) -> float:
    """Cost of what was meant, but for its prior: dearer where it is round, cheaper where the print is odd."""
    is_rounder = cell.kind == "count" and meant.value and not meant.value % _ROUND and cell.value % _ROUND
    cost = meant.cost + (_ROUND_COST if is_rounder else 0.0)
    return cost * _ODD if cell.odd and meant.slip != "other" else cost


def _size(cell: Cell, low: float, high: float) -> float:
    """How many values are allowed, those far from the print left out."""
    near = max(abs(cell.value), _step(cell))
    return max(0.0, min(high, 2 * near) - max(low, near / 2)) / _step(cell) + 1


def _chance_of_other(weights: Mapping[float, tuple[float, str]]) -> float:
    return max((weight for weight, slip in weights.values() if slip == "other"), default=0.0)


def _allowed(
    problem: Problem, position: int, values: Sequence[float], fixing: Sequence[Relation], half: float
) -> tuple[float, float] | None:
    """The least and the greatest printable value that a cell may have by the relations `fixing` it; None for none."""
    cell = problem.cells[position]
    low, high = cell.low, cell.high
    for relation in fixing:
        start, end = problem.interval(relation, position, values, half)
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


def meant_value(cell: Cell, value: float) -> Meant:
    """The slip between a cell's printed value and the nearest value to `value` that can be printed."""
    return slip_between(cell.value, cell.rounded(value), cell.decimals, cell.wanted)
