"""Localisation: every minimal explanation, agreeing with brute force on how few cells must change."""

from __future__ import annotations

import itertools
import random

import pytest

from analysis.validate.locate import explain
from analysis.validate.milp import minimal_supports
from analysis.validate.problem import Cell, Problem, Relation
from analysis.validate.slips import slip_between, slips_of


def make_problem(values, relations):
    """A problem of counts and (where the value is a float) rates with two decimals."""
    cells = tuple(
        Cell(
            number,
            f"c{number}",
            "percent" if isinstance(value, float) else "count",
            value,
            2 * isinstance(value, float),
        )
        for number, value in enumerate(values)
    )
    made = tuple(Relation(number, *relation) for number, relation in enumerate(relations))
    plain = Problem(cells, made, ())
    failing = tuple(at for at, relation in enumerate(made) if not plain.holds(relation, plain.values()))
    return Problem(cells, made, failing)


def brute_force(problem, most, top):
    """Smallest sets of cells that have values in 0..top making all relations hold; rates are tried at their quotients."""
    for size in range(most + 1):
        found = set()
        for chosen in itertools.combinations(range(len(problem.cells)), size):
            choices = [_domain(problem, cell, top) for cell in chosen]
            if any(problem.solves(dict(zip(chosen, values, strict=True))) for values in itertools.product(*choices)):
                found.add(frozenset(chosen))
        if found:
            return size, found
    return None, set()


def _domain(problem, cell, top):
    if problem.cells[cell].kind == "count":
        return range(top + 1)
    rates = {round(100 * above / below, 2) for below in range(1, top + 1) for above in range(below + 1)}
    return sorted(rates)


@pytest.mark.parametrize("seed", range(40))
def test_programme_and_brute_force_agree_on_the_fewest_cells(seed):
    chance = random.Random(seed)
    top = 12
    parts = [chance.randrange(1, 5) for _ in range(3)]
    values = [sum(parts), *parts, chance.randrange(1, 6)]
    for cell in chance.sample(range(len(values)), chance.choice((1, 1, 2))):
        values[cell] = chance.randrange(top)
    relations = [((0,), "=", (1, 2, 3), ()), ((1,), "<=", (2,), ()), ((3,), "=", (4,), ())]
    problem = make_problem(values, relations)
    size, expected = brute_force(problem, 3, top)
    if not problem.failing:
        assert size == 0
        return
    supports, complete = minimal_supports(problem, 50)
    assert complete
    assert {len(support) for support, _ in supports} == {size}
    assert expected <= {support for support, _ in supports}
    explained = {frozenset(change.cell for change in one.changes) for one in explain(problem)}
    assert expected <= explained


@pytest.mark.parametrize("seed", range(12))
def test_rates_too_agree_with_brute_force(seed):
    chance = random.Random(seed)
    below = chance.randrange(5, 9)
    above = chance.randrange(1, below)
    values = [round(100 * above / below, 2), above, below, below - above]
    values[chance.randrange(1, 4)] = chance.randrange(1, 10)
    relations = [((0,), "=", (1,), (2,)), ((2,), "=", (1, 3), ())]
    problem = make_problem(values, relations)
    size, expected = brute_force(problem, 2, 10)
    if not problem.failing:
        return
    supports, _ = minimal_supports(problem, 50)
    assert min(len(support) for support, _ in supports) == size
    assert expected <= {support for support, _ in supports}


def test_every_explanation_makes_all_relations_hold():
    problem = make_problem([6020, 5923, 92], [((0,), "=", (1, 2), ())])
    found = explain(problem)
    assert [(one.changes[0].cell, one.changes[0].value) for one in found] == [(1, 5928), (2, 97), (0, 6015)]
    assert all(problem.solves({change.cell: change.value for change in one.changes}) for one in found)


def test_two_faults_at_once_are_both_found():
    relations = [((0,), "=", (1,), (2,)), ((3,), "=", (1, 4), ()), ((3,), "=", (5, 6), ())]
    sound = [96.0, 960, 1000, 1200, 240, 700, 500]
    problem = make_problem(sound, relations)
    assert not problem.failing
    broken = make_problem([96.0, 690, 1000, 1200, 240, 700, 550], relations)
    best = explain(broken)[0]
    assert {(change.cell, change.value) for change in best.changes} == {(1, 960), (6, 500)}


def test_swapped_cells_are_one_slip():
    problem = make_problem([60.0, 500, 300], [((0,), "=", (1,), (2,)), ((1,), "<=", (2,), ())])
    best = explain(problem)[0]
    assert {(change.cell, change.value, change.slip) for change in best.changes} == {
        (1, 300, "swapped"),
        (2, 500, "swapped"),
    }


def test_a_neighbours_value_is_recognised():
    relations = [((0,), "=", (3,), ()), ((4,), "=", (1, 2, 3), ())]
    problem = make_problem([262, 81, 262, 107, 450], relations)
    assert [(change.cell, change.value, change.slip) for change in explain(problem)[0].changes] == [
        (0, 107, "neighbour")
    ]


@pytest.mark.parametrize(
    ("printed", "meant", "decimals", "slip"),
    [
        (9751, 9715, 0, "transposed"),
        (52, 52000, 0, "separator"),
        (9.86, 98.6, 2, "separator"),
        (99551, 9951, 0, "doubled"),
        (309, 339, 0, "digit"),
        (9955, 99556, 0, "missing"),
        (98.75, 98.57, 2, "transposed"),
        (309, 333, 0, "other"),
    ],
)
def test_slips_are_named(printed, meant, decimals, slip):
    assert slip_between(printed, meant, decimals).slip == slip


def test_slips_keep_the_number_of_decimals():
    assert all(round(meant.value, 2) == meant.value for meant in slips_of(98.57, 2))


def test_a_contradiction_without_solution_is_said_to_have_none():
    # A rate fixed by two different pairs of counts that nothing may change: bounds make every support infeasible.
    relations = [((0,), "<=", (1,), ()), ((1,), "<=", (2,), ())]
    problem = make_problem([5, 3, 9], relations)
    assert explain(problem), "a bound alone can always be met"


def test_a_total_may_grow_to_all_its_parts():
    """With 518 + 788 + 729 below a total printed 448, the total alone is wrong: 2035."""
    problem = make_problem([448, 518, 788, 729, 426, 372, 502], [((0,), "=", (1, 2, 3), ()), ((4,), "=", (5, 6), ())])
    supports, _ = minimal_supports(problem, 10)
    assert all(0 in support and len(support) == 2 for support, _ in supports)
