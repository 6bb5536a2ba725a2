"""Numbers, deadlines, names and codes as anybody may print them: the right value, undecided or an error, never another."""

import datetime as dt
from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from tests.fuzz import properties
from tests.fuzz.sizes import Budget, examples

CHUNK = 500  # examples between two looks at the clock
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


def tries(short, long, *strategies, each=1):
    """Try a property with so many examples (of `each` values), however slow the machine, or until its minutes are over."""
    count = examples(short, long)

    def decorate(holds):
        budget = Budget(holds.__name__.removeprefix("test_"), count * each)

        def test():
            while budget.allows(min(CHUNK, count) * each):
                # Hypothesis has no way to stop early but to fail, so that it is asked again and again.
                some = settings(
                    max_examples=min(CHUNK, count),
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                    database=None,
                )
                some(given(*strategies)(holds))()

        test.__name__ = test.__qualname__ = holds.__name__
        return test

    return decorate


@tries(60, 20_000, st.lists(decimals, min_size=BATCH, max_size=BATCH), each=BATCH)
def test_a_formatted_number_is_read_as_itself_or_undecided(values):
    for value in values:
        properties.number_is_read_as_itself(value)


@tries(60, 20_000, st.lists(printed, min_size=BATCH, max_size=BATCH), each=BATCH)
def test_what_is_read_is_printed_there_digit_by_digit(texts):
    for text in texts:
        properties.what_is_read_is_printed(text)


@tries(300, 100_000, anything, st.one_of(st.none(), st.integers(2000, 2100)))
def test_a_deadline_is_sound_or_unread(text, year):
    properties.deadline_is_sound(text, year)


@tries(200, 20_000, st.text(max_size=40), st.dates(dt.date(1997, 1, 1), dt.date(2035, 1, 1)))
def test_a_name_is_a_unit_of_that_day_or_an_error(text, day):
    properties.name_is_a_unit(text, day)


@tries(300, 100_000, st.text(max_size=30))
def test_a_period_a_code_and_a_slug_are_harmless(text):
    properties.code_is_harmless(text)


def test_minutes_that_are_over_stop_a_property_and_are_told():
    budget = Budget("some", 10**9, minutes=1e-9)
    Budget.all.remove(budget)
    assert budget.allows() and not budget.allows()
    assert str(budget) == "some: 1 tried of 1,000,000,000; the minutes were used up"
