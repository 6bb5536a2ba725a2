"""How plausible a value is before its print is seen: what a statistician expects of rates, parts and totals.

Two cells may be wrong with the same slip; then the one comes first whose correction gives the likelier report. Rates of
reform work crowd near 100 and are often 100 itself. A count is as likely to be of one size as of another, so that a
value ten times as great is ten times less likely than each one of the printed size.
"""

from __future__ import annotations

from analysis.validate.problem import Cell, Problem

# Shares of rates from 0 to 50, to 90, below 100, and at 100.
_BANDS = ((50.0, 0.15), (90.0, 0.2), (100.0, 0.4))
_AT_HUNDRED = 0.25
_LEAST = 1e-3
# What is plausible never outweighs what a print shows.
_FARTHEST_ODDS = 30.0
# A nought is printed where something is known to be nought: rarer than a one, as common as a ten.
_SIZE_OF_NOUGHT = 10.0


class Prior:
    """Odds of the values of one cell of a problem, against the printed one."""

    def __init__(self, problem: Problem, position: int) -> None:
        self._cell = problem.cells[position]
        self._power = _power(problem, position)

    def of(self, value: float) -> float:
        """How many times as plausible `value` is as what is printed, within reason."""
        if self._cell.kind == "percent":
            odds = _rate_chance(value, self._cell) / _rate_chance(self._cell.value, self._cell)
        else:
            odds = (_magnitude(self._cell.value) / _magnitude(value)) ** self._power
        return min(max(odds, 1 / _FARTHEST_ODDS), _FARTHEST_ODDS)


def _power(problem: Problem, position: int) -> float:
    """How often the size of a cell counts: of a rate's total twice, of a part half, for its whole says much of it."""
    held = [relation for relation in problem.relations if position in relation.cells]
    if any(position in relation.denominator for relation in held):
        return 2.0
    sums = [relation for relation in held if relation.operator == "=" and not relation.denominator]
    return 0.5 if any(len(one.numerator) > 1 and position in one.numerator for one in sums) else 0.0


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


def _magnitude(value: float) -> float:
    return abs(value) or _SIZE_OF_NOUGHT
