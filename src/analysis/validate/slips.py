"""Slips of the pen and of the keyboard: which values a printed number may have been meant to be, how likely each is.

A lower cost is a likelier slip. A value that no slip explains costs 1; every slip costs less, so that of two equally
small explanations the one with a familiar slip comes first.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

# How telling a slip is: a doubled digit or a separator at the wrong place leaves few values that could have been meant,
# so that hitting the very one the relations ask for is hardly chance; a wrong digit leaves nine at every place.
SLIP_COSTS = {
    "neighbour": 0.25,
    "swapped": 0.3,
    "doubled": 0.3,
    "separator": 0.32,
    "transposed": 0.35,
    "digit": 0.46,
    "missing": 0.5,
    "extra": 0.6,
    "other": 1.0,
}
# The longer a number, the more other slips it could have suffered, so that the very one it shows tells less of it.
_OF_DIGITS = frozenset({"doubled", "transposed", "digit", "missing", "extra"})
_USUAL_DIGITS, _PER_LENGTH = 4, 0.04
# Thousands are grouped by three; a rate's decimal separator may slide by one place or be left out.
_SHIFTS_OF_COUNTS = (1000, 0.001)
_SHIFTS_OF_RATES = (0.1, 0.01, 10, 100)


@dataclass(frozen=True)
class Meant:
    """A value that may have been meant, the slip that turned it into the printed one, and the slip's cost."""

    value: float
    slip: str
    cost: float


def text_of(value: float, decimals: int) -> str:
    """`value` with `decimals` decimals and no separator of thousands: the digits that were typed."""
    return f"{value:.{decimals}f}"


def decimals_of(value: float, decimals: int, usual: int) -> int:
    """Decimals to write a corrected value with: the document's usual ones, none for a whole number printed so."""
    return 0 if not decimals and float(value).is_integer() else usual


def slips_of(printed: float, decimals: int, wanted: int | None = None) -> Iterator[Meant]:
    """Every value one slip away from `printed`, each with its likeliest slip; values have `wanted` decimals.

    `wanted` is `decimals` unless a correction is written with others: "9335" may stand for 93.35.
    """
    target = decimals if wanted is None else wanted
    seen = {text_of(abs(printed), target)}
    for candidate, slip in _candidates(abs(printed), decimals, target):
        if candidate in seen or not _writable(candidate):
            continue
        seen.add(candidate)
        value = float(candidate)
        yield Meant(-value if printed < 0 else value, slip, _cost(slip, candidate))


def _cost(slip: str, meant: str) -> float:
    length = sum(sign.isdigit() for sign in meant)
    return SLIP_COSTS[slip] + (_PER_LENGTH * math.log(length / _USUAL_DIGITS) if slip in _OF_DIGITS else 0.0)


def slip_between(printed: float, meant: float, decimals: int, wanted: int | None = None) -> Meant:
    """The likeliest slip that turns `meant` into `printed`, "other" when none does."""
    target = decimals if wanted is None else wanted
    sought = text_of(meant, target)
    for candidate in slips_of(printed, decimals, target):
        if text_of(candidate.value, target) == sought:
            return Meant(meant, candidate.slip, candidate.cost)
    return Meant(meant, "other", SLIP_COSTS["other"] + 0.02 * _digits_changed(text_of(printed, target), sought))


def _candidates(printed: float, decimals: int, wanted: int) -> Iterator[tuple[str, str]]:
    """Texts of `wanted` decimals one slip away, likeliest slips first."""
    text = text_of(printed, decimals)
    digits = text.replace(".", "")
    size = len(digits)
    removable = range(size) if size > 1 + decimals else range(0)
    for factor in _SHIFTS_OF_RATES if decimals or wanted else _SHIFTS_OF_COUNTS:
        shifted = printed * factor
        if round(shifted, wanted) == round(shifted, wanted + 6):
            yield text_of(shifted, wanted), "separator"
    for changed, slip in _digit_slips(digits, removable, decimals):
        yield text_of(float(changed), wanted) if wanted != decimals and _writable(changed) else changed, slip
    if 0 < decimals == wanted - 1:
        yield from ((f"{text}{digit}", "missing") for digit in "0123456789")


def _digit_slips(digits: str, removable: range, decimals: int) -> Iterator[tuple[str, str]]:
    """Texts of `decimals` decimals that differ in one digit, in two neighbouring ones, or in length by one."""
    size = len(digits)
    yield from ((_without(digits, at, decimals), "doubled") for at in removable if at and digits[at] == digits[at - 1])
    for at in range(size - 1):
        yield _dotted(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :], decimals), "transposed"
    for at, digit in itertools.product(range(size), "0123456789"):
        yield _dotted(digits[:at] + digit + digits[at + 1 :], decimals), "digit"
    for at, digit in itertools.product(range(size + 1), "0123456789"):
        yield _dotted(digits[:at] + digit + digits[at:], decimals), "missing"
    yield from ((_without(digits, at, decimals), "extra") for at in removable)


def _without(digits: str, at: int, decimals: int) -> str:
    return _dotted(digits[:at] + digits[at + 1 :], decimals)


def _dotted(digits: str, decimals: int) -> str:
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def _writable(text: str) -> bool:
    """Whether a number would be written so: no leading zero before another digit."""
    return bool(text) and (text[0] != "0" or len(text) == 1 or text[1] == ".") and text[0] != "."


def _digits_changed(printed: str, meant: str) -> int:
    width = max(len(printed), len(meant))
    pairs = zip(printed.rjust(width), meant.rjust(width), strict=True)
    return sum(one != other for one, other in pairs)
