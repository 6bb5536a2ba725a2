"""Slips of the pen and of the keyboard: which values a printed number may have been meant to be, how likely each is.

A cost is minus the logarithm of how likely a print is, given what was meant: how often the slip happens, over the
prints it could have made. A digit left out makes one of a few prints, a wrong digit one of nine at every place, so that
meeting the very print there is tells more of the first. Of two equally small explanations the cheaper comes first.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

# How often each slip happens among all slips: typists replace digits most, then leave out, exchange and double them;
# forms are filled from the wrong row; a swap of two whole cells and a digit too many are rare. Reasoned, not fitted.
SLIP_SHARES = {
    "digit": 0.2,
    "neighbour": 0.2,
    "missing": 0.15,
    "transposed": 0.1,
    "doubled": 0.1,
    "separator": 0.1,
    "cut": 0.05,
    "extra": 0.03,
    "swapped": 0.03,
    "other": 0.04,
}
# A fault costs `_FAULT` and, for each factor e by which its print is less likely, 1 / `NATS`: two faults are seldom
# cheaper than one, and one that no slip explains costs about 1.
_FAULT, NATS = 0.15, 15.0
# Cells nearby whose number may have been copied, cells of a report to exchange one with; factors a separator may have
# moved by, of a rate and of a count.
_NEIGHBOURS, _PARTNERS, _RATE_SHIFTS, _COUNT_SHIFTS = 4, 30, 4, 2
# A number entered wrongly is mostly an older or another one of like size.
_SPREAD = 0.7
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
        yield Meant(-value if printed < 0 else value, slip, _cost(slip, candidate, text_of(abs(printed), decimals)))


def cost_of(probability: float) -> float:
    """The cost of one fault whose print had this probability, given what was meant."""
    return _FAULT - math.log(max(probability, 1e-12)) / NATS


def probability_of(cost: float) -> float:
    """The probability behind `cost_of`."""
    return math.exp((_FAULT - cost) * NATS)


def chance_of_copying(near: float) -> float:
    """The probability of printing the number of one of `near` cells nearby (0: not known), whatever was meant."""
    return SLIP_SHARES["neighbour"] / (max(near, 1.0) if near else _NEIGHBOURS)


# The cost of a rate whose last digit was cut off where it should have been rounded up.
CUT_COST = cost_of(SLIP_SHARES["cut"])
# The cost of a print that no number of its kind has, whatever was meant.
ODD_COST = cost_of(SLIP_SHARES["separator"])
SWAP_COST = cost_of(SLIP_SHARES["swapped"] / _PARTNERS)


def _cost(slip: str, meant: str, printed: str) -> float:
    """The cost of printing one text where another was meant: the slip's share over the prints it could have made."""
    digits, shown = meant.replace(".", ""), printed.replace(".", "")
    size = len(digits)
    chance = {
        "digit": 1.0 / (9 * size),
        "transposed": 1.0 / max(1, size - 1),
        "missing": max(1, sum(digits[:at] + digits[at + 1 :] == shown for at in range(size))) / size,
        "doubled": max(1, sum(digits[:at] + digits[at] + digits[at:] == shown for at in range(size))) / size,
        "extra": 1.0 / (10 * (size + 1)),
        "separator": 1.0 / (_RATE_SHIFTS if "." in meant or "." in printed else _COUNT_SHIFTS),
    }
    return cost_of(SLIP_SHARES[slip] * chance[slip])


def _other_cost(printed: float, meant: float, decimals: int) -> float:
    """The cost of a wrong number that no slip explains: one of many of like size."""
    units = max(1.0, abs(printed) * 10.0**decimals)
    apart = abs(math.log(max(abs(printed), 1e-3) / max(abs(meant), 1e-3)))
    return cost_of(SLIP_SHARES["other"] * math.exp(-apart / _SPREAD) / (2 * _SPREAD * units))


def local_slip(printed: float, meant: float) -> str:
    """How two whole numbers differ: by one "digit", by two neighbours "transposed", or otherwise ("")."""
    one, other = text_of(printed, 0), text_of(meant, 0)
    if len(one) != len(other):
        return ""
    apart = [at for at, (first, second) in enumerate(zip(one, other, strict=True)) if first != second]
    if len(apart) == 1:
        return "digit"
    exchanged = len(apart) == 2 and apart[1] == apart[0] + 1 and one[apart[0]] == other[apart[1]]
    return "transposed" if exchanged and one[apart[1]] == other[apart[0]] else ""


def slip_between(printed: float, meant: float, decimals: int, wanted: int | None = None) -> Meant:
    """The likeliest slip that turns `meant` into `printed`, "other" when none does."""
    target = decimals if wanted is None else wanted
    sought = text_of(meant, target)
    for candidate in slips_of(printed, decimals, target):
        if text_of(candidate.value, target) == sought:
            return Meant(meant, candidate.slip, candidate.cost)
    return Meant(meant, "other", _other_cost(printed, meant, decimals))


def _candidates(printed: float, decimals: int, wanted: int) -> Iterator[tuple[str, str]]:
    """Texts of `wanted` decimals one slip away, likeliest slips first."""
    text = text_of(printed, decimals)
    digits = text.replace(".", "")
    size = len(digits)
    removable = range(size) if size > 1 + decimals else range(0)
    if size == 2 and not decimals and not wanted:
        # Offices write numbers below ten with a nought before them: "08" may have become "28" or "80".
        yield (digits[0], "transposed") if digits[1] == "0" else (digits[1], "digit")
    for factor in _SHIFTS_OF_RATES if decimals or wanted else _SHIFTS_OF_COUNTS:
        shifted = printed * factor
        if round(shifted, wanted) == round(shifted, wanted + 6):
            yield text_of(shifted, wanted), "separator"
    if decimals == wanted + 1:  # a digit too many behind the separator
        yield from _shortened(digits, range(size - decimals, size), wanted)
        return
    for changed, slip in _digit_slips(digits, removable, decimals):
        yield text_of(float(changed), wanted) if wanted != decimals and _writable(changed) else changed, slip
    if wanted == size and not decimals:  # no separator stands at the head: it went with the digit before it
        places = itertools.product(range(size + 1), "0123456789")
        yield from ((_dotted(digits[:at] + digit + digits[at:], wanted), "missing") for at, digit in places)
    if 0 < decimals == wanted - 1:
        yield from ((f"{text}{digit}", "missing") for digit in "0123456789")


def _shortened(digits: str, places: range, decimals: int) -> Iterator[tuple[str, str]]:
    """Texts with one digit less, first those in which a doubled digit went."""
    yield from ((_without(digits, at, decimals), "doubled") for at in places if at and digits[at] == digits[at - 1])
    yield from ((_without(digits, at, decimals), "extra") for at in places)


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
