"""Localisation: every minimal explanation, agreeing with brute force on how few cells must change."""

from __future__ import annotations

import itertools
import random

import pytest

from analysis.validate.groups import group_explanations
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


def brute_force(problem, most, top, low=0):
    """Smallest sets of cells that have values in low..top making all relations hold; rates are tried at their quotients."""
    for size in range(most + 1):
        found = set()
        for chosen in itertools.combinations(range(len(problem.cells)), size):
            choices = [_domain(problem, cell, low, top) for cell in chosen]
            if any(problem.solves(dict(zip(chosen, values, strict=True))) for values in itertools.product(*choices)):
                found.add(frozenset(chosen))
        if found:
            return size, found
    return None, set()


def _domain(problem, cell, low, top):
    if problem.cells[cell].kind == "count":
        return range(low, top + 1)
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


# 1 of 2 at rate 0; 2 = 1 + 3; 4 = 2 + 3; parts within their wholes.
MIXED = [
    ((0,), "=", (1,), (2,)),
    ((2,), "=", (1, 3), ()),
    ((4,), "=", (2, 3), ()),
    ((1,), "<=", (2,), ()),
    ((3,), "<=", (4,), ()),
]


@pytest.mark.parametrize("block", range(10))
def test_hundreds_of_mixed_networks_agree_with_brute_force(block):
    """Rates, sums and bounds together, one or two cells broken; brute force knows values from 1 to `top` only.

    A whole of zero would leave the rate without meaning; that explains nothing.
    """
    top, broken = 14, 0
    for seed in range(30 * block, 30 * block + 30):
        chance = random.Random(seed)
        one, three = chance.randrange(1, 5), chance.randrange(1, 4)
        values = [round(100 * one / (one + three), 2), one, one + three, three, one + 2 * three]
        for cell in chance.sample(range(1, 5), chance.choice((1, 1, 2))):
            values[cell] = chance.randrange(1, top)
        relations = chance.sample(MIXED, chance.choice((3, 4, 5)))
        problem = make_problem(values, relations)
        size, expected = brute_force(problem, 2, top, low=1)
        supports, complete = minimal_supports(problem, 50) if problem.failing else ([(frozenset(), {})], True)
        least = min(len(support) for support, _ in supports)
        explained = explain(problem) if problem.failing else []
        assert complete and all(problem.solves({c.cell: c.value for c in one.changes}) for one in explained), seed
        beyond = any(change.value > top for one in explained for change in one.changes)
        assert least == size or (beyond and (size is None or least < size)), seed
        if least == size and problem.failing:
            assert expected <= {support for support, _ in supports}, seed
        broken += bool(problem.failing)
    assert broken >= 20


def test_every_explanation_makes_all_relations_hold():
    problem = make_problem([6020, 5923, 92], [((0,), "=", (1, 2), ())])
    found = explain(problem)
    assert [(one.changes[0].cell, one.changes[0].value) for one in found] == [(2, 97), (1, 5928), (0, 6015)]
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


def first_changes(problem):
    """The likeliest change of each fault."""
    groups = group_explanations(problem, explain(problem))
    return [{(c.cell, c.value) for c in group.explanations[0].changes} for group in groups]


TWO_LEVELS = [
    ((0,), "=", (1,), (2,)),
    ((3,), "=", (4,), (5,)),
    ((1, 4), "=", (6,), ()),
    ((2, 5), "=", (7,), ()),
]
SOUND = [98.0, 980, 1000, 99.0, 1980, 2000, 2960, 3000]


@pytest.mark.parametrize("broken", [{1: 908, 4: 1890}, {2: 1000000, 4: 1908}, {0: 988.0, 5: 20000}, {3: 9.9, 7: 30000}])
def test_faults_that_share_no_cause_are_told_apart(broken):
    assert not make_problem(SOUND, TWO_LEVELS).failing
    problem = make_problem([broken.get(at, value) for at, value in enumerate(SOUND)], TWO_LEVELS)
    assert sorted(first_changes(problem), key=min) == [{(cell, SOUND[cell])} for cell in sorted(broken)]


def test_a_relation_broken_by_two_faults_is_named_in_both_and_each_says_so():
    problem = make_problem([98.0, 908, 1000, 99.0, 1890, 2000, 2960, 3000], TWO_LEVELS)
    groups = group_explanations(problem, explain(problem))
    assert [group.failing for group in groups] == [(0, 2), (1, 2)]
    assert [group.shared for group in groups] == [1, 1]
    assert [{change.cell for change in group.beside} for group in groups] == [{4}, {1}]


def test_each_explanation_of_a_fault_holds_beside_the_others():
    problem = make_problem([98.0, 908, 1000, 99.0, 1980, 2000, 2960, 3001], TWO_LEVELS)
    groups = group_explanations(problem, explain(problem))
    assert len(groups) == 2
    for group, other in (groups, groups[::-1]):
        rest = {change.cell: change.value for change in other.explanations[0].changes}
        for one in group.explanations:
            assert problem.solves({**rest, **{change.cell: change.value for change in one.changes}})


def test_exchanged_parts_of_one_sum_are_an_exchange():
    """The sum holds; only the figure beside one of the parts tells that they are exchanged."""
    relations = [((0,), "=", (1, 2), ()), ((3,), "=", (1,), ())]
    problem = make_problem([20, 13, 7, 7], relations)
    assert {(1, 7), (2, 13)} in [{(c.cell, c.value) for c in one.changes} for one in explain(problem)]


def test_a_lost_separator_is_mended_with_the_decimals_the_document_prints():
    cells = (
        Cell(0, "c0", "percent", 9335.0, 0, usual=2),
        Cell(1, "c1", "count", 505, 0),
        Cell(2, "c2", "count", 541, 0),
    )
    relation = Relation(0, (0,), "=", (1,), (2,))
    change = explain(Problem(cells, (relation,), (0,)))[0].changes[0]
    assert (change.cell, change.value, change.slip) == (0, 93.35, "separator")


def test_rounding_leaves_counts_some_room_and_more_than_one_value_is_told():
    problem = make_problem([70.68, 42260, 59785], [((0,), "=", (1,), (2,))])
    change = next(one.changes[0] for one in explain(problem) if one.changes[0].cell == 2)
    assert 59789 in (change.value, *change.others)


RATE = [((0,), "=", (1,), (2,))]


def first_change(values, relations):
    change = explain(make_problem(values, relations))[0].changes[0]
    return change.cell, change.value


def test_a_count_beside_a_rate_that_was_cut_off_is_suspected_with_it():
    """533 of 543 are 98,158 %, printed 98,15: with 533 printed as 513 the rate alone cannot be what is wrong."""
    explained = explain(make_problem([98.15, 513, 543], RATE))[0]
    assert {(change.cell, change.value) for change in explained.changes} == {(0, 98.16), (1, 533)}
    assert {change.slip for change in explained.changes} == {"digit", "cut"}


def test_a_rate_that_is_only_cut_off_is_the_only_suspect():
    explained = explain(make_problem([98.15, 533, 543], RATE))
    assert [(change.cell, change.value) for change in explained[0].changes] == [(0, 98.16)]


@pytest.mark.parametrize(
    ("values", "relations", "expected"),
    [
        ([543, 3, 259, 241], [((0,), "=", (1, 2, 3), ())], (1, 43)),  # a digit left out tells more than a wrong one
        ([1790, 58, 471, 761], [((0,), "=", (1, 2, 3), ())], (1, 558)),
        ([10.0, 77, 77], RATE, (0, 100.0)),  # rates of 100 are common
    ],
)
def test_the_likelier_of_several_slips_comes_first(values, relations, expected):
    assert first_change(values, relations) == expected
