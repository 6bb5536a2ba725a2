"""A sample of the accuracy measurement: what is broken must be found, and nothing else."""

from __future__ import annotations

import pytest

from tests.accuracy.validation import single_breaks, two_breaks


@pytest.fixture(scope="module")
def judged():
    return single_breaks((37,))


def test_one_broken_cell_is_found_named_and_mended(judged):
    visible = judged[judged["visible"]]
    assert len(visible) > 300
    assert visible["detected"].mean() >= 0.99
    assert visible["first"].mean() >= 0.90
    assert visible["suggested"].mean() >= 0.85


def test_what_the_arithmetic_cannot_see_raises_no_alarm(judged):
    hidden = judged[~judged["visible"]]
    assert not hidden["detected"].any()


def test_two_broken_cells_are_both_named():
    assert two_breaks((11, 23), 60)["suspected"].mean() >= 0.75
