"""The Fellegi-Holt problem: the fewest cells whose change meets all relations, as a mixed integer programme (HiGHS).

The programme chooses cells: every relation that fails must lose one of its cells to the choice. Whether a choice does
is then solved exactly (`feasible`); if not, the relations that forbid it are an implied edit, a new row of the
programme that asks for one cell more. So the programme holds only yes and no and stays precise whatever the numbers.
After each solution a cut forbids it, so that all smallest solutions are found. Steps are bounded, and so is the time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from analysis.validate.feasible import cells_needed, solve_for
from analysis.validate.problem import Problem
from analysis.validate.quiet import quiet

SECONDS = 5.0
STEPS = 250
_MOST_CELLS = 120
# Among equally small choices those come first whose cells stand in many failing and few holding relations.
_HINT = 0.01
Support = tuple[frozenset[int], dict[int, float]]


def minimal_supports(
    problem: Problem,
    most: int,
    seconds: float = SECONDS,
    accept: Callable[[frozenset[int], Mapping[int, float]], bool] = lambda support, values: True,
) -> tuple[list[Support], bool]:
    """Smallest sets of cells whose change makes all relations hold, with the values of one solution of each.

    A set that `accept` refuses is passed over. Returns the sets, and whether the search was complete (not cut by
    `most`, by `seconds` of computing, by the number of steps or by the solver). The number of steps is what ends a
    search and the seconds are a last guard, so that results depend neither on the machine nor on its load.
    """
    size = len(problem.cells)
    if size > _MOST_CELLS:
        return [], False
    rows: list[tuple[frozenset[int], bool]] = [(problem.relations[at].cells, True) for at in problem.failing]
    found: list[Support] = []
    smallest: int | None = None
    started = time.thread_time()
    for _ in range(STEPS):
        if len(found) >= most or time.thread_time() - started > seconds:
            return found, False
        chosen = _choose(problem, rows)
        if chosen is None or (smallest is not None and len(chosen) > smallest):
            return found, True
        values = solve_for(problem, chosen)
        if values is None:
            needed = cells_needed(problem, chosen)
            if not needed:
                return found, False
            rows.append((needed, True))
            continue
        if accept(chosen, values):
            smallest = len(chosen)
            found.append((chosen, {cell: problem.cells[cell].rounded(value) for cell, value in values.items()}))
        rows.append((chosen, False))
    return found, False


def _choose(problem: Problem, rows: list[tuple[frozenset[int], bool]]) -> frozenset[int] | None:
    """The fewest cells that hit every row to be hit and do not contain a row that is forbidden; None if there are none.

    A cell whose printed value is impossible in itself is always chosen.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = len(problem.cells)
    matrix = np.zeros((len(rows), size))
    low, high = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
    for number, (cells, hit) in enumerate(rows):
        matrix[number, list(cells)] = 1.0
        low[number], high[number] = (1.0, np.inf) if hit else (-np.inf, len(cells) - 1.0)
    always = np.array([0.0 if cell.possible else 1.0 for cell in problem.cells])
    constraints = [LinearConstraint(matrix, low, high)] if rows else []
    with quiet():
        result: Any = milp(
            1.0 + _hints(problem), integrality=np.ones(size), bounds=Bounds(always, np.ones(size)),
            constraints=constraints,
        )  # fmt: skip
    return None if result.x is None else frozenset(np.flatnonzero(result.x > 0.5).tolist())


def _hints(problem: Problem) -> np.ndarray:
    """A small extra cost of each cell, all together less than one cell's."""
    failing, holding = np.zeros(len(problem.cells)), np.zeros(len(problem.cells))
    for at, relation in enumerate(problem.relations):
        marks = failing if at in problem.failing else holding
        marks[list(relation.cells)] += 1.0 if relation.operator == "=" else 0.25
    share = (1.0 + holding) / (1.0 + holding + failing)
    return _HINT * share / max(1.0, _HINT * len(problem.cells) * 2)
