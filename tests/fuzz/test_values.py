"""Numbers, deadlines, names and codes as anybody may print them: the right value, undecided or an error, never another."""

import contextlib
import datetime as dt
from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from analysis.clean.deadlines import read_deadline
from analysis.errors import InputError
from analysis.reference.asked_names import province_with_data
from analysis.reference.forms.rows import rows_at
from analysis.reference.periods import parse_period
from analysis.reference.provinces import all_provinces, resolve_province
from analysis.vietnamese.numbers import decide, format_vi, readings
from analysis.vietnamese.text import normalise, slug
from tests.fuzz.sizes import examples

BATCH = 50  # strings per example: Hypothesis costs more than a number does
decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**12), 10**12), st.integers(0, 4)
)
printed = st.text(alphabet="0123456789.,- %−+ \u00a0\u202f١２²½eE∞", max_size=20)
anything = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="quýhếttháng năm đến/-.,0123456789 IVXhàng", max_size=40),
    st.from_regex(r"(?i)(quý|tháng|năm|ngày|trước)? ?[0-9IV/.-]{0,12} ?(năm)? ?[0-9]{0,6}", fullmatch=True),
)


def tries(short, long):
    """The settings of one property: as many examples as asked for, however slow the machine."""
    return settings(
        max_examples=examples(short, long), deadline=None, suppress_health_check=list(HealthCheck), database=None
    )


def places_of(value: Decimal) -> int:
    return max(0, -value.as_tuple().exponent)


@tries(60, 20_000)
@given(st.lists(decimals, min_size=BATCH, max_size=BATCH))
def test_a_formatted_number_is_read_as_itself_or_undecided(values):
    for value in values:
        places = places_of(value)
        for unit in ("", "percent"):
            text = format_vi(value, places, unit)
            assert value in {reading.value for reading in readings(text)}, text
            told = decide(text, "percent" if unit else "amount", "vi")
            if not unit or abs(value) <= 100:
                assert told.value in (None, value), (text, told)
        if value == value.to_integral_value():
            text = format_vi(int(value))
            assert decide(text, "count", "vi").value in (None, value), text
            assert decide(text, "count").value in (None, value), text


@tries(60, 20_000)
@given(st.lists(printed, min_size=BATCH, max_size=BATCH))
def test_what_is_read_is_printed_there_digit_by_digit(texts):
    for text in texts:
        for reading in readings(text):
            digits = "".join(str(int(sign)) for sign in normalise(text) if sign.isdecimal())
            plain = f"{abs(reading.value):f}".replace(".", "")
            assert plain.lstrip("0") == digits.lstrip("0"), (text, reading)
        for kind in ("count", "percent", "amount"):
            told = decide(text, kind)
            assert told.value is None or told.value in {reading.value for reading in readings(text)}


@tries(300, 100_000)
@given(anything, st.one_of(st.none(), st.integers(2000, 2100)))
def test_a_deadline_is_sound_or_unread(text, year):
    found = read_deadline(text, year)
    if found is not None and found.start and found.end:
        assert isinstance(found.start, dt.date) and found.start <= found.end, text


@tries(200, 20_000)
@given(st.text(max_size=40), st.dates(dt.date(1997, 1, 1), dt.date(2035, 1, 1)))
def test_a_name_is_a_unit_of_that_day_or_an_error(text, day):
    with contextlib.suppress(InputError):
        assert resolve_province(text, day).exists_on(day)
    with contextlib.suppress(InputError):
        assert province_with_data(text, set(all_provinces())) in all_provinces()


@tries(300, 100_000)
@given(st.text(max_size=30))
def test_a_period_a_code_and_a_slug_are_harmless(text):
    with contextlib.suppress(InputError):
        period = parse_period(text)
        assert period.start <= period.end
        assert "/" not in text and "\\" not in text and ".." not in text and "\0" not in text
    assert isinstance(rows_at("1", text), tuple)
    assert not set(slug(text)) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
