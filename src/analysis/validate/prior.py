"""How plausible a value is before its print is seen: what a statistician expects of rates, parts and totals.

Two cells may be wrong with the same slip; then the one comes first whose correction gives the likelier report. Rates of
reform work crowd near 100 and are often 100 itself. A count is as likely to be of one size as of another, so that a
value ten times as great is ten times less likely than each one of the printed size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from analysis.validate.problem import Cell, Problem, Relation

# Shares of rates from 0 to 50, to 90, below 100, and at 100.
_BANDS = ((50.0, 0.15), (90.0, 0.2), (100.0, 0.4))
_AT_HUNDRED = 0.25
_LEAST = 1e-3
# Sums of so many rounded numbers and more have errors that even out.
_LEAST_ROUNDED = 3
_POWER_OF_PART = 0.5
# What is plausible of a rate never outweighs what a print shows; of a count's size, which may count twice, seldom.
_FARTHEST_ODDS = 30.0
# A narrative seldom tells what is nought, about as often as a ten; a form asks for every row, and nought is as common
# there as a one (2 of some 2,700 counts of narratives, 21 of 461 of forms).
_NOUGHT_TOLD, _NOUGHT_IN_A_FORM = 10.0, 1.0


class Prior:
    """Odds of the values of one cell of a problem, against the printed one."""

    def __init__(self, problem: Problem, position: int, fixing: Sequence[Relation], values: Sequence[float]) -> None:
        """`fixing` are the relations whose other cells are as in `values`."""
        self._cell = problem.cells[position]
        self._power = _power(problem, position)
        self._sums = [found for one in fixing if (found := _rounded_sum(problem, position, one, values))]

    def of(self, value: float) -> float:
        """How many times as plausible `value` is as what is printed, within reason."""
        if self._cell.kind == "percent":
            odds = _rate_chance(value, self._cell) / _rate_chance(self._cell.value, self._cell)
            odds = min(max(odds, 1 / _FARTHEST_ODDS), _FARTHEST_ODDS)
        else:
            printed, meant = (_magnitude(one, self._cell.asked) for one in (self._cell.value, value))
            odds = (printed / meant) ** self._power
            odds = min(max(odds, _FARTHEST_ODDS**-2), _FARTHEST_ODDS**2)
        return odds * math.prod(_rounding_chance(value - exact, error, utmost) for exact, error, utmost in self._sums)


def _rounded_sum(
    problem: Problem, position: int, relation: Relation, values: Sequence[float]
) -> tuple[float, float, float] | None:
    """What a cell would be if a sum of rounded numbers were exact, their standard error and utmost error; else None."""
    cell = problem.cells[position]
    others = [problem.cells[one].half for one in relation.cells if one != position]
    halves = [half for half in (*others, cell.half_of(cell.wanted)) if half]
    if relation.denominator or relation.operator != "=" or len(halves) < _LEAST_ROUNDED or cell.kind == "count":
        return None
    left, right = (sum(values[one] for one in side) for side in (relation.left, relation.numerator))
    exact = values[position] + (right - left) * (1 if position in relation.left else -1)
    return exact, math.sqrt(sum(half**2 for half in halves) / 3), sum(halves)


def _rounding_chance(apart: float, error: float, utmost: float) -> float:
    """How many times as likely roundings add up to `apart` as on average over all that they can add up to.

    Errors of rounding even out: those of nine terms, which could come to 4.5 units, seldom pass one.
    """
    share = math.exp(-0.5 * (apart / error) ** 2) / (error * math.sqrt(2 * math.pi)) * 2 * utmost
    return max(share, _LEAST)


def _power(problem: Problem, position: int) -> float:
    """How often the size of a cell counts: twice of what others are shares of, half of a part: its whole says much."""
    held = [relation for relation in problem.relations if position in relation.cells]
    if any(position in relation.denominator for relation in held):
        return 2.0
    sums = [relation for relation in held if relation.operator == "=" and not relation.denominator]
    if all(one.operator == "<=" and one.numerator == (position,) for one in held):
        return 2.0
    sides = [side for one in sums for side in (one.left, one.numerator)]
    return _POWER_OF_PART if any(len(side) > 1 and position in side for side in sides) else 0.0


def _rate_chance(value: float, cell: Cell) -> float:
    """Probability of one printed rate."""
    step = 10.0**-cell.wanted
    if value >= 100.0:
        return _AT_HUNDRED if value == 100.0 else _LEAST * step
    low = 0.0
    for high, share in _BANDS:
        if value < high:
            return share * step / (high - low)
        low = high
    return _LEAST * step


def _magnitude(value: float, asked: bool) -> float:
    return abs(value) or (_NOUGHT_IN_A_FORM if asked else _NOUGHT_TOLD)
