"""Which of several cells is wrong, where slips alone do not tell: what a statistician would find the likelier report."""

from __future__ import annotations

import pytest

from analysis.validate.locate import explain
from analysis.validate.problem import Cell, Problem, Relation
from analysis.validate.slips import slips_of
from tests.accuracy.real_breaks import _slipped


def first(cells, left, operator, right):
    relation = Relation(0, (left,), operator, tuple(right), ())
    best = explain(Problem(tuple(cells), (relation,), (0,)))[0].changes[0]
    return best.cell, best.value


def counts(*values, **fields):
    return [Cell(at, "", "count", float(value), 0, **fields) for at, value in enumerate(values)]


def test_a_nought_in_a_form_is_rather_meant_than_one_in_a_narrative():
    # 58 = 8 + 0: either the 8 was 58, or the nought 50.
    assert first(counts(58, 8, 0, asked=True), 0, "=", (1, 2)) == (1, 58.0)
    assert first(counts(58, 8, 0), 0, "=", (1, 2)) == (2, 50.0)


def test_the_whole_of_a_share_is_not_held_to_be_ten_times_as_great():
    # "66.018" with a digit doubled, and a whole in which one digit of three like ones may be missing
    assert first(counts(660118, 333293), 0, "<=", (1,))[0] == 0


def test_of_two_equal_neighbours_the_one_that_has_no_other_neighbour_was_rather_copied():
    def cells(last):
        near = [3, 3, last]
        values = (1790, 558, 558)
        return [
            Cell(at, "", "count", float(v), 0, copied=at > 0, near=n)
            for at, (v, n) in enumerate(zip(values, near, strict=True))
        ]

    assert first(cells(1), 0, "=", (1, 2)) == (2, 1232.0)
    assert first(cells(4), 0, "=", (1, 2)) == (1, 1232.0)


@pytest.mark.parametrize(("printed", "slip"), [(28, "digit"), (80, "transposed")])
def test_a_number_below_ten_is_written_with_a_nought_before_it(printed, slip):
    meant = {one.value: one.slip for one in slips_of(float(printed), 0)}
    assert meant[8.0] == slip


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [("1.015.153", 8, {"10.015.153", "11.015.153", "1.001.515.153"}), ("52,414", 6, set())],
)
def test_a_doubled_digit_of_millions_keeps_its_groups(number, digits, expected):
    class Chance:
        def randrange(self, _size):
            return 0

    printed = _slipped(number, "doubled", Chance())
    parts = printed.replace(",", ".").split(".")
    assert sum(map(len, parts)) == digits and all(len(part) == 3 for part in parts[1:]), printed
    assert not expected or printed in expected
