"""Splits the explanations of a component into independent faults, so that each finding speaks of one."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.validate.locate import Explanation
from analysis.validate.problem import Problem

# An explanation so much costlier than the best does not tie otherwise independent faults together.
_FAR_COSTLIER = 0.5


@dataclass(frozen=True)
class Group:
    """Failing relations (positions in the problem) that one fault explains, and the explanations of that fault."""

    failing: tuple[int, ...]
    explanations: tuple[Explanation, ...]


def group_explanations(problem: Problem, explanations: list[Explanation]) -> list[Group]:
    """Groups of failing relations that share a suspect, each with its part of every explanation, likeliest first."""
    if not explanations:
        return [Group(problem.failing, ())]
    near = [one for one in explanations if one.cost <= explanations[0].cost + _FAR_COSTLIER]
    groups = _joined_by_suspects(problem, near)
    if len(groups) == 1:
        return [Group(groups[0], tuple(explanations))]
    return [Group(failing, tuple(_parts(problem, failing, explanations))) for failing in groups]


def _joined_by_suspects(problem: Problem, explanations: list[Explanation]) -> list[tuple[int, ...]]:
    suspects = {change.cell for one in explanations for change in one.changes}
    groups: list[tuple[set[int], set[int]]] = []
    for position in problem.failing:
        relations, cells = {position}, set(problem.relations[position].cells & suspects)
        apart = []
        for other_relations, other_cells in groups:
            if other_cells & cells:
                relations |= other_relations
                cells |= other_cells
            else:
                apart.append((other_relations, other_cells))
        groups = [*apart, (relations, cells)]
    return sorted(tuple(sorted(relations)) for relations, _ in groups)


def _parts(problem: Problem, failing: tuple[int, ...], explanations: list[Explanation]) -> list[Explanation]:
    """What each explanation says of this group, where it also holds beside the best explanation of the rest."""
    own = {cell for position in failing for cell in problem.relations[position].cells}
    rest = {change.cell: change.value for change in explanations[0].changes if change.cell not in own}
    found: dict[tuple[tuple[int, float], ...], Explanation] = {}
    for one in explanations:
        changes = tuple(change for change in one.changes if change.cell in own)
        key = tuple((change.cell, change.value) for change in changes)
        if changes and key not in found and problem.solves({**rest, **dict(key)}):
            found[key] = Explanation(changes, one.certain)
    return sorted(found.values(), key=lambda one: round(one.cost, 6))
