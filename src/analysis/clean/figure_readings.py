"""Deciding the numbers of a narrative together: by unit, then by sums and rates, then by the notation of their like."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.extract.figures_words import same_thing
from analysis.vietnamese.numbers import Notation, NumberKind, decide, printed_notation, readings

_MOST_UNDECIDED = 6  # two readings each: 64 combinations at the most
Values = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class FigureNumber:
    """A printed number and its place: kind, unit, the whole it is a part of (and by which split), a rate's counts."""

    id: str
    printed: str
    kind: NumberKind
    unit: str
    parent: str = ""
    group: str = ""
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Equation:
    """Figures that stand in one equation, and whether given values satisfy it."""

    members: tuple[str, ...]
    holds: Callable[[Values], bool]


def decide_figures(numbers: Sequence[FigureNumber]) -> dict[str, Decimal | None]:
    """Value of each figure by id; None where two readings remain."""
    by_id = {number.id: number for number in numbers}
    values: dict[str, Decimal | None] = {n.id: decide(n.printed, n.kind).value for n in numbers}
    equations = [*_sums(numbers, by_id), *_rates(numbers)]
    changed = True
    while changed:
        changed = False
        for equation in equations:
            settled = _settle(equation, by_id, values)
            values |= settled
            changed = changed or bool(settled)
    for number in numbers:
        if values[number.id] is None:
            values[number.id] = _by_notation(number, numbers)
    return values


def _by_notation(number: FigureNumber, numbers: Sequence[FigureNumber]) -> Decimal | None:
    """The reading in the notation that other figures of its unit prove, else that of all rates and amounts."""
    of_unit = [other for other in numbers if other.unit == number.unit]
    with_fractions = [other for other in numbers if other.kind != "count"]
    for like in (of_unit, with_fractions):
        proven = {printed_notation(other.printed.rstrip("% ")) for other in like} - {None}
        if like is with_fractions and proven:
            # Where counts are grouped by the sign that parts the fractions of rates, "2,146 tỷ đồng" may be either.
            proven |= {_notation_of_count(other) for other in numbers if other.kind == "count"} - {None}
        if proven:
            return decide(number.printed, number.kind, proven.pop()).value if len(proven) == 1 else None
    counts = {_notation_of_count(other) for other in numbers if other.kind == "count"} - {None}
    if len(counts) == 1:
        return decide(number.printed, number.kind, counts.pop()).value
    return _whole(number, of_unit) if not counts else None


def _whole(number: FigureNumber, of_unit: Sequence[FigureNumber]) -> Decimal | None:
    """The whole number where one of its unit ends in two noughts: nobody writes 3,5 as "3.500"."""
    found = [reading.value for reading in readings(number.printed) if reading.is_integer]
    grouped = any(other.printed.endswith("00") and len(readings(other.printed)) > 1 for other in of_unit)
    return found[0] if found and grouped else None


def _notation_of_count(number: FigureNumber) -> Notation | None:
    """The notation in which a count that is decided as one was printed; None for one without groups."""
    value = decide(number.printed, "count").value
    found: list[Notation] = [reading.notation for reading in readings(number.printed) if reading.value == value]
    return found[0] if found and found[0] != "plain" else None


def _sums(numbers: Sequence[FigureNumber], by_id: Mapping[str, FigureNumber]) -> list[_Equation]:
    """One equation for each split of a whole into at least two parts of its kind ("TTHC" and "thủ tục" are one)."""
    families: dict[tuple[str, str], list[str]] = {}
    for number in numbers:
        if number.group:
            families.setdefault((number.parent, number.group), []).append(number.id)
    return [
        _Equation((whole, *parts), _sum_holds(whole, tuple(parts)))
        for (whole, _), parts in families.items()
        if len(parts) > 1 and all(same_thing(by_id[whole].unit, by_id[part].unit) for part in parts)
    ]


def _sum_holds(whole: str, parts: tuple[str, ...]) -> Callable[[Values], bool]:
    return lambda values: values[whole] == sum(values[part] or 0 for part in parts)


def _rates(numbers: Sequence[FigureNumber]) -> list[_Equation]:
    return [
        _Equation((number.id, *number.numerator, *number.denominator), _rate_holds(number))
        for number in numbers
        if number.denominator
    ]


def _rate_holds(rate: FigureNumber) -> Callable[[Values], bool]:
    def holds(values: Values) -> bool:
        top = sum((values[part] or Decimal(0) for part in rate.numerator), Decimal(0))
        bottom = sum((values[part] or Decimal(0) for part in rate.denominator), Decimal(0))
        printed = values[rate.id]
        # Half a point: a reading is wrong by a factor of a thousand, a printed rate by its rounding or a small slip.
        return bottom != 0 and printed is not None and abs(100 * top / bottom - printed) <= Decimal("0.5")

    return holds


def _settle(equation: _Equation, by_id: Mapping[str, FigureNumber], values: Values) -> dict[str, Decimal]:
    """Values of the equation's undecided members if exactly one choice of their readings satisfies it."""
    members = tuple(dict.fromkeys(equation.members))
    open_members = [member for member in members if values[member] is None]
    options = [[reading.value for reading in readings(by_id[member].printed)] for member in open_members]
    if not open_members or len(open_members) > _MOST_UNDECIDED or any(len(option) < 2 for option in options):
        return {}
    solutions = [
        dict(zip(open_members, choice, strict=True))
        for choice in itertools.product(*options)
        if equation.holds({**values, **dict(zip(open_members, choice, strict=True))})
    ]
    return solutions[0] if len(solutions) == 1 else {}
