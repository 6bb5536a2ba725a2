"""Deadlines as offices write them."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.clean.deadlines import Deadline, read_deadline


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("printed", "kind", "start", "end", "recurrence"),
    [
        ("Quý I/2020", "quarter", "2020-01-01", "2020-03-31", "none"),
        ("Quý IV năm 2024", "quarter", "2024-10-01", "2024-12-31", "none"),
        ("Quý 3/2024", "quarter", "2024-07-01", "2024-09-30", "none"),
        ("Quý III, IV/2020", "date_range", "2020-07-01", "2020-12-31", "none"),
        ("Tháng 7/2020", "month", "2020-07-01", "2020-07-31", "none"),
        ("Tháng 02 năm 2024", "month", "2024-02-01", "2024-02-29", "none"),
        ("Năm 2020", "year", "2020-01-01", "2020-12-31", "none"),
        ("2021-2025", "date_range", "2021-01-01", "2025-12-31", "none"),
        ("6 tháng cuối năm 2020", "date_range", "2020-07-01", "2020-12-31", "none"),
        ("Hàng quý, năm 2020", "recurring", "2020-01-01", "2020-12-31", "quarterly"),
    ],
)
def test_spans(printed: str, kind: str, start: str, end: str, recurrence: str) -> None:
    assert read_deadline(printed) == Deadline(kind, day(start), day(end), recurrence)


@pytest.mark.parametrize(
    ("printed", "recurrence"),
    [
        ("Thường xuyên", "continuous"),
        ("Hàng năm", "yearly"),
        ("Hằng năm", "yearly"),
        ("Định kỳ hàng quý", "quarterly"),
        ("Hàng tháng", "continuous"),
        ("6 tháng/lần", "continuous"),
        ("Quý/lần", "quarterly"),
        ("03 tháng một lần", "quarterly"),
        ("2 lần/năm", "yearly"),
    ],
)
def test_recurring_without_a_year(printed: str, recurrence: str) -> None:
    assert read_deadline(printed) == Deadline("recurring", None, None, recurrence)


def test_a_deadline_that_waits_for_somebody_else_has_no_date() -> None:
    for printed in (
        "Sau khi có hướng dẫn của Trung ương",
        "Sau khi có Kế hoạch của Trung ương",
        "Theo tiến độ của Bộ Nội vụ",
    ):
        assert read_deadline(printed) == Deadline("contingent")


def test_a_last_day_and_a_first_day() -> None:
    assert read_deadline("Trước ngày 30/6/2024") == Deadline("date_range", None, day("2024-06-30"))
    assert read_deadline("Trước ngày 15 tháng 12 năm 2024") == Deadline("date_range", None, day("2024-12-15"))
    assert read_deadline("Từ ngày 01/7/2024") == Deadline("date_range", day("2024-07-01"), None)
    assert read_deadline("Từ 01/3/2024 đến 30/6/2024") == Deadline("date_range", day("2024-03-01"), day("2024-06-30"))


def test_the_plan_gives_the_year_only_when_it_has_one() -> None:
    assert read_deadline("Quý I", 2020) == Deadline("quarter", day("2020-01-01"), day("2020-03-31"))
    assert read_deadline("Quý I") is None


@pytest.mark.parametrize("printed", ["Tháng 13/2020", "Quý V/2020", "31/02/2024", "sớm", "Quý IV, I/2020", "2025-2021"])
def test_what_cannot_be_read_is_not_guessed(printed: str) -> None:
    assert read_deadline(printed) is None


def test_nothing_printed_is_no_deadline_and_no_error() -> None:
    assert read_deadline("  ") == Deadline("")
