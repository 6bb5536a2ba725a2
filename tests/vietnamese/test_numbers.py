"""Numbers: what a printed text can mean, and what its place lets it mean."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.vietnamese.numbers import decide, format_vi, printed_notation, readings


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("1877", ["1877"]),
        ("52,414", ["52414", "52.414"]),
        ("59.789", ["59789", "59.789"]),
        ("79,92", ["79.92"]),
        ("99,69%", ["99.69"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.5", ["1234.5"]),
        ("1.015.153", ["1015153"]),
        ("1 015 153", ["1015153"]),
        ("05", ["5"]),
        ("−3,84", ["-3.84"]),
        ("0,125", ["0.125"]),
        ("１.２３４", ["1234", "1.234"]),
        ("100 %", ["100"]),
    ],
)
def test_readings(printed: str, values: list[str]) -> None:
    assert [str(reading.value) for reading in readings(printed)] == values


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "-",
        "…",
        "x",
        "1.23.456",
        "1,2345,678",
        "12 34",
        "1..2",
        "1.234,5,6",
        "9,7x",
        "٣٤",
        "1e5",
        "1.2345.678",
        "505/541",
        "9" * 16,
    ],
)
def test_what_is_no_number_has_no_reading(printed: str) -> None:
    assert readings(printed) == ()


def test_the_unit_decides_first() -> None:
    assert decide("52,414", "count").value == 52414
    assert decide("59.789", "count").value == 59789
    assert decide("12.345", "percent").value == Decimal("12.345")
    assert decide("62,50", "percent").decimals == 2


def test_a_count_with_a_fraction_is_undecided_not_rounded() -> None:
    assert decide("9,75", "count").value is None


def test_neighbours_decide_an_amount_and_nothing_else_does() -> None:
    assert decide("87.290", "amount").value is None
    assert decide("87.290", "amount", "vi").value == 87290
    assert decide("87.290", "amount", "en").value == Decimal("87.290")


def test_notation_that_a_number_alone_proves() -> None:
    assert printed_notation("79,92") == "vi" and printed_notation("1,234.5") == "en"
    assert printed_notation("52,414") is None and printed_notation("1877") is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_formatting_then_reading_gives_the_number_back(number: Decimal) -> None:
    found = [reading.value for reading in readings(format_vi(number, 2))]
    assert number in found
    assert len(found) == 1, "two decimals leave nothing to decide"


@given(st.integers(min_value=0, max_value=10**14))
def test_a_count_comes_back_as_itself(number: int) -> None:
    assert decide(format_vi(number), "count").value == number


@given(st.text(alphabet="0123456789.,% -−", max_size=14), st.sampled_from(["count", "percent", "amount"]))
def test_a_decided_value_is_always_one_of_the_readings(printed: str, kind) -> None:
    decision = decide(printed, kind)
    assert decision.value is None or decision.value in [reading.value for reading in readings(printed)]


def test_format() -> None:
    assert format_vi(1234.5) == "1.234,5"
    assert format_vi(98.57, 1, "percent") == "98,6%"
    assert format_vi(0.125, 2) == "0,13"
    assert format_vi(None) == format_vi(float("nan")) == "—"
    assert format_vi(140394.0) == "140.394"


@pytest.mark.parametrize("printed", ["97,5²", "²", "10²", "①", "1²3", "12⁰", "97,5⑲", "⑲", "㋀", "10½"])
def test_a_footnote_mark_is_no_digit(printed):
    assert readings(printed) == ()
