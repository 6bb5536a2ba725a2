"""Whether counts give a printed rate, or would but for one digit.

Arithmetic proves which counts a rate is of. A misprint takes that proof away just where it is needed; but numbers that
have nothing to do with each other hardly ever miss by a single digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import value_of
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_shares import Base

_ROUGHLY = re.compile(r"\b(?:gần|hơn|khoảng|xấp xỉ|ước|ước đạt)\s*$", re.IGNORECASE)
_LEAST_DIGITS = 3  # of a rate: "83%" and "53%" are one digit apart by chance


def confirms(base: Base, rate: Node, nodes: Mapping[int, Node]) -> bool:
    """Whether the counts of `base` give the printed rate to its last decimal."""
    computed = quotient(base, nodes)
    return computed is not None and abs(computed - value_of(rate)) <= _half(rate)


def misses_by_a_digit(base: Base, rate: Node, nodes: Mapping[int, Node]) -> bool:
    """Whether another digit in the rate or in one of its two counts, or two exchanged, makes them agree."""
    top, bottom = (value_of(nodes[ids[0]]) for ids in (base.top, base.bottom))
    printed = value_of(rate)
    if min(top, bottom, printed) <= 0 or len(printed.as_tuple().digits) < _LEAST_DIGITS or not decimals(rate):
        return False
    low, high = printed - _half(rate), printed + _half(rate)
    return (
        any(abs(meant - 100 * top / bottom) <= _half(rate) for meant in _meant(printed))
        or any(low * bottom <= 100 * meant <= high * bottom for meant in _meant(top))
        or any(low * meant <= 100 * top <= high * meant for meant in _meant(bottom))
    )


def is_vague(base: Base, nodes: Mapping[int, Node], texts: Sequence[str]) -> bool:
    """Whether one of the counts is only told roughly: "gần 27.000 hồ sơ"."""
    counts = [nodes[id_] for id_ in base.ids if id_ in nodes]
    return any(_ROUGHLY.search(clause_before(texts[count.passage], count.mention.start)) for count in counts)


def quotient(base: Base, nodes: Mapping[int, Node]) -> Decimal | None:
    """The rate that the counts of `base` give, in percent; None where there is none."""
    above, below = (sum((value_of(nodes[id_]) for id_ in ids), Decimal(0)) for ids in (base.top, base.bottom))
    return 100 * above / below if below > 0 else None


def decimals(rate: Node) -> int:
    """How many decimals the rate is printed with."""
    value = rate.mention.value
    exponent = value.as_tuple().exponent if value is not None else 0
    return -exponent if isinstance(exponent, int) else 0


def _half(rate: Node) -> Decimal:
    return Decimal(5).scaleb(-decimals(rate) - 1)


def _meant(number: Decimal) -> Iterator[Decimal]:
    """The numbers that `number` may be a misprint of: one of its digits another one, or two neighbours exchanged."""
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # a printed number is finite
    for at, digit in enumerate(digits):
        for other in range(10):
            if other != digit and (at or other):
                yield Decimal((sign, (*digits[:at], other, *digits[at + 1 :]), exponent))
        if at and digits[at - 1] != digit:
            yield Decimal((sign, (*digits[: at - 1], digit, digits[at - 1], *digits[at + 1 :]), exponent))
