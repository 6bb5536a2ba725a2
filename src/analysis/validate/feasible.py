"""Can all relations be met by changing only certain cells? By how much? And if not, which relations forbid it?

With the cells to change chosen, everything is linear: a rate that is changed and held by nothing else drops out of its
quotient, one that must agree with a printed value enters with what that allows. No large constants are needed, so a
number a thousand times too great does no harm to the precision of the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.validate.problem import EQUAL, Problem, Relation
from analysis.validate.quiet import quiet

_ROW = tuple[dict[int, float], float, float]
_FARTHEST = 1e12


def solve_for(problem: Problem, chosen: frozenset[int]) -> dict[int, float] | None:
    """Values of the `chosen` cells that meet every relation, near to what is printed; None when there are none."""
    found: dict[int, float] = {}
    for part in linked_parts(problem, chosen):
        values = _solve_part(problem, part, _relations_of(problem, part))
        if values is None:
            return None
        found |= values
    return found


def cells_needed(problem: Problem, chosen: frozenset[int]) -> frozenset[int]:
    """Cells outside of `chosen` of which one must be changed too, when `chosen` alone cannot meet every relation."""
    for part in linked_parts(problem, chosen):
        relations = _relations_of(problem, part)
        if _solve_part(problem, part, relations) is not None:
            continue
        for relation in list(relations):
            fewer = [one for one in relations if one is not relation]
            if _solve_part(problem, part, fewer) is None:
                relations = fewer
        return frozenset().union(*(relation.cells for relation in relations)) - chosen
    return frozenset()


def linked_parts(problem: Problem, chosen: frozenset[int]) -> list[frozenset[int]]:
    """`chosen`, cut into parts that no relation joins."""
    parts: list[frozenset[int]] = []
    for cell in sorted(chosen):
        joined = frozenset({cell})
        apart: list[frozenset[int]] = []
        for part in parts:
            linked = any(cell in relation.cells and relation.cells & part for relation in problem.relations)
            joined, apart = (joined | part, apart) if linked else (joined, [*apart, part])
        parts = [*apart, joined]
    return parts


def _relations_of(problem: Problem, part: frozenset[int]) -> list[Relation]:
    return [relation for relation in problem.relations if relation.cells & part]


def _solve_part(problem: Problem, part: frozenset[int], relations: Sequence[Relation]) -> dict[int, float] | None:
    """Values for one part; a single cell in closed form, more by the solver, the smallest changes first."""
    if len(part) == 1:
        return _solve_single(problem, next(iter(part)), relations)
    columns = {cell: column for column, cell in enumerate(sorted(part))}
    rows = [row for relation in relations for row in _rows(problem, relation, part, relations)]
    result = _least_changes(problem, columns, rows)
    if result is None:
        return None
    return {cell: problem.cells[cell].value + result[column] for cell, column in columns.items()}


def _solve_single(problem: Problem, cell: int, relations: Sequence[Relation]) -> dict[int, float] | None:
    own = problem.cells[cell]
    values = problem.values()
    intervals = [problem.interval(relation, cell, values) for relation in relations]
    low = max([own.low, *(start for start, _ in intervals)])
    high = min([own.high, *(end for _, end in intervals)])
    slack = EQUAL * max(1.0, abs(low) if math.isfinite(low) else abs(own.value))
    low, high = low - slack, high + slack
    if own.kind == "count":
        low, high = math.ceil(low) if math.isfinite(low) else low, math.floor(high) if math.isfinite(high) else high
    return None if low > high else {cell: min(max(own.value, low), high)}


def _least_changes(problem: Problem, columns: Mapping[int, int], rows: Sequence[_ROW]) -> np.ndarray | None:
    """Changes that meet the rows, their sum (relative to the printed values) the least; None when there are none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = len(columns)
    cells = [problem.cells[cell] for cell in columns]
    weights = np.array([1.0 / max(1.0, abs(cell.value)) for cell in cells])
    matrix = np.zeros((len(rows) + 2 * size, 2 * size))
    low, high = np.full(len(matrix), -np.inf), np.zeros(len(matrix))
    for number, (coefficients, least, most) in enumerate(rows):
        for cell, factor in coefficients.items():
            matrix[number, columns[cell]] = factor
        low[number], high[number] = least, most
    for column in range(size):
        for sign, number in ((1.0, len(rows) + 2 * column), (-1.0, len(rows) + 2 * column + 1)):
            matrix[number, column], matrix[number, size + column] = sign, -1.0
    floor = [max(cell.low - cell.value, -_FARTHEST) for cell in cells]
    ceiling = [min(cell.high - cell.value, _FARTHEST) for cell in cells]
    with quiet():
        result: Any = milp(
            np.concatenate([np.zeros(size), weights]),
            integrality=np.array([int(cell.kind == "count") for cell in cells] + [0] * size),
            bounds=Bounds([*floor, *[0.0] * size], [*ceiling, *[np.inf] * size]),
            constraints=LinearConstraint(matrix, low, high),
            options={"node_limit": 500},
        )
    return None if result.x is None else np.asarray(result.x[:size])


def _rows(problem: Problem, relation: Relation, part: frozenset[int], relations: Sequence[Relation]) -> list[_ROW]:
    """A relation as rows: coefficients of the changes, least and greatest sum."""
    if relation.operator == "between":
        return []  # not linear; what is found is checked against it afterwards
    if relation.denominator:
        return _quotient_rows(problem, relation, part, relations)
    values = problem.values()
    gap = sum(values[cell] for cell in relation.left) - sum(values[cell] for cell in relation.numerator)
    tolerance = problem.tolerance(relation, values) + 1e-6
    coefficients: dict[int, float] = {}
    for side, sign in ((relation.left, 1.0), (relation.numerator, -1.0)):
        for cell in side:
            if cell in part:
                coefficients[cell] = coefficients.get(cell, 0.0) + sign
    return [(coefficients, -np.inf if relation.operator == "<=" else -tolerance - gap, tolerance - gap)]


def _quotient_rows(
    problem: Problem, relation: Relation, part: frozenset[int], relations: Sequence[Relation]
) -> list[_ROW]:
    """100 above = rate x below within rounding, the rate as printed or within what other relations leave it."""
    values = problem.values()
    tolerance = problem.tolerance(relation, values)
    low = high = sum(values[cell] for cell in relation.left)
    if part & set(relation.left):
        low, high = _left_to(problem, relation, part, relations)
    above = sum(values[cell] for cell in relation.numerator)
    below = sum(values[cell] for cell in relation.denominator)
    scale = max(1.0, abs(below))
    rows: list[_ROW] = []
    for rate, sign in ((low - tolerance, -1.0), (high + tolerance, 1.0)):
        # sign (100 above - rate below) <= 0
        coefficients: dict[int, float] = {}
        for side, factor in ((relation.numerator, 100.0), (relation.denominator, -rate)):
            for cell in side:
                if cell in part:
                    coefficients[cell] = coefficients.get(cell, 0.0) + sign * factor / scale
        rows.append((coefficients, -np.inf, -sign * (100.0 * above - rate * below) / scale + 1e-7))
    return rows


def _left_to(
    problem: Problem, relation: Relation, part: frozenset[int], relations: Sequence[Relation]
) -> tuple[float, float]:
    """What a changed rate may be by the other relations that hold it, none of whose other cells are changed."""
    if len(relation.left) > 1:
        return 0.0, 100.0 * len(relation.left)
    rate = relation.left[0]
    low, high = problem.cells[rate].low, problem.cells[rate].high
    for other in relations:
        if other is not relation and rate in other.cells and not (other.cells & part) - {rate}:
            start, end = problem.interval(other, rate, problem.values())
            low, high = max(low, start), min(high, end)
    return low, high
