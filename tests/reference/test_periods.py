"""Periods and their data windows under Nghị định 09/2019/NĐ-CP."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from analysis.errors import InputError
from analysis.reference.periods import parse_period


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2024-Q1", "2023-12-15", "2024-03-14"),
        ("2024-Q2", "2024-03-15", "2024-06-14"),
        ("2024-Q3", "2024-06-15", "2024-09-14"),
        ("2024-Q4", "2024-09-15", "2024-12-14"),
        ("2024-H1", "2023-12-15", "2024-06-14"),
        ("2024-H2", "2024-06-15", "2024-12-14"),
        ("2024-9M", "2023-12-15", "2024-09-14"),
        ("2024", "2023-12-15", "2024-12-14"),
        ("2021-2025", "2021-01-01", "2025-12-31"),
    ],
)
def test_windows(code: str, start: str, end: str) -> None:
    period = parse_period(code)
    assert (period.start, period.end) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_quarters_follow_each_other_without_gap_or_overlap() -> None:
    quarters = [parse_period(f"{year}-Q{quarter}") for year in (2023, 2024) for quarter in (1, 2, 3, 4)]
    for before, after in itertools.pairwise(quarters):
        assert after.start == before.end + dt.timedelta(days=1)


def test_cumulative_periods_start_with_the_year() -> None:
    assert [code for code in ("2024-Q1", "2024-Q2", "2024-H1", "2024-H2", "2024-9M", "2024") if parse_period(code).cumulative] == [
        "2024-Q1", "2024-H1", "2024-9M", "2024",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "2024-Q5",
        "2024-H3",
        "24-Q1",
        "2024-q1",
        "2025-2021",
        "2024-2024",
        "",
        "../2024",
        "2024-9",
        "9999",
        "2024-Q1 ",
        "２０２４-Q1",
        "٢٠٢٤",
    ],
)
def test_what_is_no_period(code: str) -> None:
    with pytest.raises(InputError):
        parse_period(code)
