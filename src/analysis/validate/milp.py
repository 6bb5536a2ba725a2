"""The Fellegi-Holt problem as a mixed integer programme, solved by HiGHS: the fewest cells to change.

For each cell a binary says whether it is changed and an integer (a real number for rates and amounts) by how much. A
rate that is changed frees its quotient, unless it must equal a rate that is not. After each solution a cut forbids it,
so that all smallest solutions are found; the time is bounded and a search cut short says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.validate.problem import Problem, Relation

SECONDS = 1.0
_MOST_CELLS = 120


@dataclass
class _Rows:
    """Constraint rows low <= A x <= high, as they are collected."""

    coefficients: list[np.ndarray]
    low: list[float]
    high: list[float]

    def add(self, row: np.ndarray, low: float, high: float) -> None:
        self.coefficients.append(row)
        self.low.append(low)
        self.high.append(high)


def minimal_supports(
    problem: Problem, most: int, seconds: float = SECONDS
) -> tuple[list[tuple[frozenset[int], dict[int, float]]], bool]:
    """Smallest sets of cells whose change makes all relations hold, with the values of one solution of each.

    Returns the sets, and whether the search was complete (not cut by `most`, by `seconds` or by the solver).
    """
    size = len(problem.cells)
    if size > _MOST_CELLS:
        return [], False
    reach = _reach(problem)
    rows = _constraints(problem, reach)
    low, high, integral = _variables(problem, reach)
    cost = np.concatenate([np.ones(size), np.zeros(size)])
    found: list[tuple[frozenset[int], dict[int, float]]] = []
    smallest: int | None = None
    started = time.monotonic()
    while len(found) < most:
        left = seconds - (time.monotonic() - started)
        if left <= 0:
            return found, False
        result = _solve(cost, rows, (low, high, integral), left)
        if result.x is None:
            return found, result.status == 2
        moved = result.x[size:]
        support = _changed(problem, result.x)
        if not support:
            return found, False
        if smallest is not None and len(support) > smallest:
            return found, True
        smallest = len(support)
        found.append((support, {c: problem.cells[c].rounded(problem.cells[c].value + moved[c]) for c in support}))
        cut = np.zeros(2 * size)
        cut[list(support)] = 1
        rows.add(cut, -np.inf, len(support) - 1)
    return found, False


def _solve(cost: np.ndarray, rows: Any, variables: tuple[np.ndarray, np.ndarray, np.ndarray], seconds: float) -> Any:
    """One call of the solver, bounded by `seconds`."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    low, high, integral = variables
    constraint = LinearConstraint(np.array(rows.coefficients), np.array(rows.low), np.array(rows.high))
    with _quiet():
        return milp(
            cost,
            integrality=integral,
            bounds=Bounds(low, high),
            constraints=constraint,
            options={"time_limit": seconds},
        )


def _changed(problem: Problem, solution: np.ndarray) -> frozenset[int]:
    """Cells that a solution changes. The solver's tolerance may move one that its binary calls unchanged; it counts."""
    size = len(problem.cells)
    return frozenset(
        cell
        for cell in range(size)
        if solution[cell] > 0.5 or abs(solution[size + cell]) > 0.25 * 10.0 ** -problem.cells[cell].decimals
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what HiGHS prints on its own out of standard output, where a program may be reading JSON.

    The solver writes past Python, so the file descriptor is turned away and C's buffer is emptied before it is back.
    """
    try:
        flush = ctypes.CDLL(None).fflush
        saved = os.dup(1)
    except (OSError, AttributeError, TypeError):  # no C library by that name (Windows), or no standard output
        yield
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        flush(None)
        os.dup2(sink, 1)
        yield
    finally:
        flush(None)
        os.dup2(saved, 1)
        os.close(sink)
        os.close(saved)


def _reach(problem: Problem) -> np.ndarray:
    """How far each cell may move: rates within 0 to 100, other numbers by all that could add up in one of them."""
    most = 2.0 * sum(abs(cell.value) for cell in problem.cells if cell.kind != "percent") + 10.0
    return np.array([100.0 if cell.kind == "percent" else most for cell in problem.cells])


def _variables(problem: Problem, reach: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    size = len(problem.cells)
    values = np.array(problem.values())
    floor = np.array([max(cell.low, -1e12) for cell in problem.cells])
    ceiling = np.array([min(cell.high, 1e12) for cell in problem.cells])
    # A value outside its own bounds must move inside them, and so counts as changed.
    low = np.concatenate([((values < floor) | (values > ceiling)).astype(float), np.maximum(-reach, floor - values)])
    high = np.concatenate([np.ones(size), np.maximum(np.minimum(reach, ceiling - values), floor - values)])
    integral = np.array([1] * size + [int(cell.kind == "count") for cell in problem.cells])
    return low, high, integral


def _constraints(problem: Problem, reach: np.ndarray) -> _Rows:
    size = len(problem.cells)
    rows = _Rows([], [], [])
    for cell in range(size):
        for sign in (1.0, -1.0):
            row = np.zeros(2 * size)
            row[size + cell], row[cell] = sign, -reach[cell]
            rows.add(row, -np.inf, 0.0)
    partners = _equal_rates(problem)
    for relation in problem.relations:
        if relation.operator == "between":
            continue  # not linear; the values found are checked against it afterwards
        if relation.denominator:
            _add_quotient(rows, problem, relation, reach, partners)
        else:
            _add_sum(rows, problem, relation)
    return rows


def _add_sum(rows: _Rows, problem: Problem, relation: Relation) -> None:
    size = len(problem.cells)
    values = problem.values()
    row = np.zeros(2 * size)
    for cell in relation.left:
        row[size + cell] += 1.0
    for cell in relation.numerator:
        row[size + cell] -= 1.0
    gap = sum(values[cell] for cell in relation.left) - sum(values[cell] for cell in relation.numerator)
    tolerance = problem.tolerance(relation, values) + 1e-7
    rows.add(row, -np.inf if relation.operator == "<=" else -tolerance - gap, tolerance - gap)


def _add_quotient(
    rows: _Rows, problem: Problem, relation: Relation, reach: np.ndarray, partners: dict[int, list[int]]
) -> None:
    """100 above = rate x below within the rate's rounding, for the printed rate or one it must equal."""
    size = len(problem.cells)
    values = problem.values()
    tolerance = problem.tolerance(relation, values) + 1e-9
    rate = sum(values[cell] for cell in relation.left)
    sources: list[tuple[float, list[int], list[int]]] = [(rate, list(relation.left), [])]
    if len(relation.left) == 1:
        own = relation.left[0]
        sources += [(values[other], [other], [own]) for other in partners.get(own, [])]
    scale = max(1.0, abs(sum(values[cell] for cell in relation.denominator)))
    for printed, freed_by, only_if in sources:
        for sign in (1.0, -1.0):
            # sign (100 above - (printed + sign tolerance) below) <= 0, divided by the printed denominator
            bound = printed + sign * tolerance
            row = np.zeros(2 * size)
            constant, loose = 0.0, 0.0
            for cells, factor in ((relation.numerator, 100.0), (relation.denominator, -bound)):
                for cell in cells:
                    row[size + cell] += sign * factor / scale
                    constant += sign * factor * values[cell] / scale
                    loose += abs(factor) * (abs(values[cell]) + reach[cell]) / scale
            for cell in freed_by:
                row[cell] -= loose
            for cell in only_if:
                row[cell] += loose
            rows.add(row, -np.inf, -constant + (loose if only_if else 0.0))


def _equal_rates(problem: Problem) -> dict[int, list[int]]:
    """Rates that must equal another rate, by position."""
    partners: dict[int, list[int]] = {}
    for relation in problem.relations:
        pair = (*relation.left, *relation.numerator)
        if relation.operator == "=" and not relation.denominator and len(pair) == 2:
            one, other = pair
            if problem.cells[one].kind == problem.cells[other].kind == "percent":
                partners.setdefault(one, []).append(other)
                partners.setdefault(other, []).append(one)
    return partners
