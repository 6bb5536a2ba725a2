"""Splits what is wrong in a component into independent faults, so that each finding speaks of one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.validate.choices import Change
from analysis.validate.locate import Explanation, alternatives
from analysis.validate.problem import Problem

_ROUNDS = 4
# An explanation that ties several faults together is reported while it costs so much more than the best at most.
_FAR_COSTLIER = 0.5


@dataclass(frozen=True)
class Group:
    """One fault: its failing relations (positions in the problem), its explanations, and what is wrong beside it.

    Of `failing` the last `shared` also hold a cell of another fault; `beside` are the changes of those faults.
    """

    failing: tuple[int, ...]
    explanations: tuple[Explanation, ...]
    shared: int = 0
    beside: tuple[Change, ...] = ()


def group_explanations(problem: Problem, explanations: list[Explanation]) -> list[Group]:
    """One group per fault of the likeliest explanation; each fault's alternatives hold with the other faults mended."""
    if not explanations:
        return [Group(problem.failing, ())]
    if explanations[0].is_one_slip:
        return [Group(problem.failing, tuple(explanations))]
    faults = _likeliest(
        problem, [Explanation((change,), explanations[0].certain) for change in explanations[0].changes]
    )
    faults = _joined_unless_seen(problem, faults)
    groups = [_group(problem, faults, number) for number in range(len(faults))]
    groups = [_with_ties(problem, group, groups, explanations) for group in groups]
    return sorted(groups, key=lambda group: group.failing)


def _mended(problem: Problem, faults: Sequence[Explanation]) -> Problem:
    return problem.corrected({change.cell: change.value for fault in faults for change in fault.changes})


def _likeliest(problem: Problem, faults: list[Explanation]) -> list[Explanation]:
    """Faults exchanged one by one, and two for one, for likelier ones, as long as that helps."""
    for _ in range(_ROUNDS):
        before = list(faults)
        for size in (1, 2):
            for chosen in itertools.combinations(range(len(faults)), size):
                rest = [fault for number, fault in enumerate(faults) if number not in chosen]
                left = _mended(problem, rest)
                if not left.failing:  # the others explain everything
                    faults = rest
                    break
                better = alternatives(left)
                if better and better[0].cost < sum(faults[number].cost for number in chosen) - 1e-9:
                    faults = sorted([*rest, better[0]], key=lambda fault: fault.changes[0].cell)
                    break
        if faults == before:
            break
    return faults


def _touching(problem: Problem, fault: Explanation) -> set[int]:
    cells = {change.cell for change in fault.changes}
    return {at for at in problem.failing if problem.relations[at].cells & cells}


def _joined_unless_seen(problem: Problem, faults: list[Explanation]) -> list[Explanation]:
    """A fault that no printed contradiction shows, because another one hides it, is told together with that one."""
    seen = [fault for fault in faults if _touching(problem, fault)]
    hidden = [fault for fault in faults if not _touching(problem, fault)]
    if not hidden or not seen:
        return faults
    changes = tuple(change for fault in (seen[0], *hidden) for change in fault.changes)
    return [Explanation(changes, seen[0].certain), *seen[1:]]


def _group(problem: Problem, faults: Sequence[Explanation], number: int) -> Group:
    others = [fault for at, fault in enumerate(faults) if at != number]
    elsewhere = set().union(*(_touching(problem, fault) for fault in others)) if others else set()
    touching = _touching(problem, faults[number])
    own, shared = sorted(touching - elsewhere), sorted(touching & elsewhere)
    found = [one for one in alternatives(_mended(problem, others)) if one.certain or one != faults[number]]
    same = {(change.cell, change.value) for change in faults[number].changes}
    if not any({(change.cell, change.value) for change in one.changes} == same for one in found):
        found.insert(0, faults[number])
    beside = tuple(change for fault in others if set(shared) & _touching(problem, fault) for change in fault.changes)
    return Group((*own, *shared), tuple(found), len(shared), beside)


def _with_ties(problem: Problem, group: Group, groups: Sequence[Group], explanations: Sequence[Explanation]) -> Group:
    """`group` with the explanations that change several faults at once otherwise than the groups tell one by one."""
    told = {change.cell for one in groups for option in one.explanations for change in option.changes}
    first = {(one.explanations[0].changes[0].cell, one.explanations[0].changes[0].value) for one in groups}
    ties = []
    for one in explanations:
        left = tuple(change for change in one.changes if (change.cell, change.value) not in first)
        cells = {change.cell for change in left}
        near = one.cost <= explanations[0].cost + _FAR_COSTLIER
        is_own = any(problem.relations[at].cells & cells for at in group.failing[: len(group.failing) - group.shared])
        if near and len(left) > 1 and is_own and not cells <= told:
            ties.append(Explanation(left, one.certain))
    return Group(group.failing, (*group.explanations, *ties), group.shared, group.beside)
