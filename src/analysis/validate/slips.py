"""Slips of the pen and of the keyboard: which values a printed number may have been meant to be, how likely each is.

A lower cost is a likelier slip. A value that no slip explains costs 1; every slip costs less, so that of two equally
small explanations the one with a familiar slip comes first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

SLIP_COSTS = {
    "neighbour": 0.25,
    "swapped": 0.3,
    "transposed": 0.35,
    "separator": 0.4,
    "doubled": 0.42,
    "digit": 0.45,
    "missing": 0.5,
    "extra": 0.6,
    "other": 1.0,
}
_SHIFTS = (1000, 100, 10, 0.1, 0.01, 0.001)


@dataclass(frozen=True)
class Meant:
    """A value that may have been meant, the slip that turned it into the printed one, and the slip's cost."""

    value: float
    slip: str
    cost: float


def text_of(value: float, decimals: int) -> str:
    """`value` with `decimals` decimals and no separator of thousands: the digits that were typed."""
    return f"{value:.{decimals}f}"


def slips_of(printed: float, decimals: int) -> Iterator[Meant]:
    """Every value one slip away from `printed`, each with its likeliest slip; values keep `decimals` decimals."""
    text = text_of(abs(printed), decimals)
    seen = {text}
    for candidate, slip in _candidates(text, decimals):
        if candidate in seen or not _writable(candidate):
            continue
        seen.add(candidate)
        value = float(candidate)
        yield Meant(-value if printed < 0 else value, slip, SLIP_COSTS[slip])


def slip_between(printed: float, meant: float, decimals: int) -> Meant:
    """The likeliest slip that turns `meant` into `printed`, "other" when none does."""
    wanted = text_of(meant, decimals)
    for candidate in slips_of(printed, decimals):
        if text_of(candidate.value, decimals) == wanted:
            return Meant(meant, candidate.slip, candidate.cost)
    return Meant(meant, "other", SLIP_COSTS["other"] + 0.02 * _digits_changed(text_of(printed, decimals), wanted))


def _candidates(text: str, decimals: int) -> Iterator[tuple[str, str]]:
    """Texts one slip away, likeliest slips first."""
    digits = text.replace(".", "")
    size = len(digits)
    removable = range(size) if size > 1 + decimals else range(0)
    for at in range(size - 1):
        yield _dotted(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :], decimals), "transposed"
    for factor in _SHIFTS:
        shifted = float(text) * factor
        if round(shifted, decimals) == round(shifted, decimals + 6):
            yield text_of(shifted, decimals), "separator"
    yield from ((_without(digits, at, decimals), "doubled") for at in removable if at and digits[at] == digits[at - 1])
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
