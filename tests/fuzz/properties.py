"""What must hold for any text or number, whoever chooses it: Hypothesis (test_values) or coverage (guided)."""

from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal

from analysis.clean.deadlines import read_deadline
from analysis.errors import InputError
from analysis.reference.asked_names import province_with_data
from analysis.reference.forms.rows import rows_at
from analysis.reference.periods import parse_period
from analysis.reference.provinces import all_provinces, resolve_province
from analysis.vietnamese.numbers import decide, format_vi, readings
from analysis.vietnamese.text import normalise, slug

SLUG = set("abcdefghijklmnopqrstuvwxyz0123456789-")


def number_is_read_as_itself(value: Decimal) -> None:
    """A number we printed ourselves is read as that number or stays undecided."""
    places = max(0, -int(value.as_tuple().exponent))
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


def what_is_read_is_printed(text: str) -> None:
    """Every value read from a text has exactly the digits that are printed in it."""
    for reading in readings(text):
        digits = "".join(str(int(sign)) for sign in normalise(text) if sign.isdecimal())
        plain = f"{abs(reading.value):f}".replace(".", "")
        assert plain.lstrip("0") == digits.lstrip("0"), (text, reading)
    for kind in ("count", "percent", "amount"):
        told = decide(text, kind)
        assert told.value is None or told.value in {reading.value for reading in readings(text)}


def deadline_is_sound(text: str, year: int | None) -> None:
    """A deadline starts before it ends, or none is read."""
    found = read_deadline(text, year)
    if found is not None and found.start and found.end:
        assert isinstance(found.start, dt.date) and found.start <= found.end, text


def name_is_a_unit(text: str, day: dt.date) -> None:
    """A name means a province of that day, or is an error."""
    with contextlib.suppress(InputError):
        assert resolve_province(text, day).exists_on(day)
    with contextlib.suppress(InputError):
        assert province_with_data(text, set(all_provinces())) in all_provinces()


def code_is_harmless(text: str) -> None:
    """A period, a row code and a slug hold nothing that leads out of a folder."""
    with contextlib.suppress(InputError):
        period = parse_period(text)
        assert period.start <= period.end
        assert text.isascii() and set(text.lower()) <= set("0123456789-qhm")
    assert isinstance(rows_at("1", text), tuple)
    assert not set(slug(text)) - SLUG
