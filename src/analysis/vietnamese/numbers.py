"""Numbers as Vietnamese reports print them: which values a printed text can mean, and which one its place allows.

In one report "52,414" and "59.789" are both counts, "79,92" and "99,69%" percentages. A printed number therefore has
*readings*; unit, range and the notation of its neighbours choose among them. Where they do not, it stays undecided.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

NumberKind = Literal["count", "percent", "amount"]
Notation = Literal["vi", "en", "plain"]

_NUMBER = re.compile(r"(?P<sign>[-−–+]?)\s*(?P<body>\d+(?:[.,\u0020\u00a0\u202f]\d+)*)\s*(?P<percent>%?)")
MAX_DIGITS = 15  # beyond this a float no longer holds every integer


@dataclass(frozen=True)
class Reading:
    """One value a printed number can mean. `notation`: vi (1.234,5), en (1,234.5) or plain (no separator)."""

    value: Decimal
    notation: Notation
    decimals: int

    @property
    def is_integer(self) -> bool:
        return self.decimals == 0


@dataclass(frozen=True)
class Decision:
    """What a printed number was taken for; `value` is None when undecided, `reason` says what decided or why not."""

    value: Decimal | None
    decimals: int
    reason: str
    readings: tuple[Reading, ...] = ()

    @property
    def decided(self) -> bool:
        return self.value is not None


def readings(printed: str) -> tuple[Reading, ...]:
    """Every value `printed` can mean, at most two; empty when it is not one number.

    >>> [str(reading.value) for reading in readings("52,414")]
    ['52414', '52.414']
    >>> [str(reading.value) for reading in readings("99,69%")]
    ['99.69']
    """
    if not printed.isascii() and any(_is_mark(sign) for sign in printed):
        return ()
    text = unicodedata.normalize("NFKC", printed).strip()
    match = _NUMBER.fullmatch(text)
    if match is None:
        return ()
    body = re.sub(r"[\u0020\u00a0\u202f]", " ", match["body"])
    if sum(char.isdigit() for char in body) > MAX_DIGITS or not body.isascii():
        return ()
    negative = match["sign"] in ("-", "−", "–") and match["sign"] != ""
    found = _readings_of_body(body)
    return tuple(Reading(-r.value if negative else r.value, r.notation, r.decimals) for r in found)


def is_misgrouped(printed: str) -> bool:
    """Whether `printed` is digits whose several separators make no number: a digit too many or too few ("1.015.15").

    >>> is_misgrouped("1.015.15"), is_misgrouped("1.015.153"), is_misgrouped("10-Sep")
    (True, False, False)
    """
    return re.fullmatch(r"\d+(?:[.,]\d+){2,}", printed.strip()) is not None and not readings(printed)


def _is_mark(sign: str) -> bool:
    """Whether `sign` is a footnote's mark, a raised or circled number: normalising would make 97,5² of it 97,52."""
    return not sign.isdecimal() and any(part.isdecimal() for part in unicodedata.normalize("NFKC", sign))


def _readings_of_body(body: str) -> list[Reading]:
    if " " in body:
        return _space_grouped(body)
    separators = [char for char in body if char in ".,"]
    if not separators:
        return [Reading(Decimal(body), "plain", 0)]
    if len(set(separators)) == 2:
        return _both_separators(body, separators)
    groups = re.split(r"[.,]", body)
    found: list[Reading] = []
    if _grouped(groups):
        found.append(Reading(Decimal("".join(groups)), "vi" if separators[0] == "." else "en", 0))
    if len(groups) == 2:
        decimals = len(groups[1])
        found.append(Reading(Decimal(".".join(groups)), "vi" if separators[0] == "," else "en", decimals))
    return found


def _both_separators(body: str, separators: list[str]) -> list[Reading]:
    """The last separator is the decimal one and stands once; those before it group thousands."""
    decimal = separators[-1]
    if separators.count(decimal) != 1:
        return []
    whole, fraction = body.split(decimal)
    groups = re.split(r"[.,]", whole)
    if not _grouped(groups):
        return []
    return [Reading(Decimal(f"{''.join(groups)}.{fraction}"), "vi" if decimal == "," else "en", len(fraction))]


def _space_grouped(body: str) -> list[Reading]:
    """Thousands by spaces ("1 234 567", "1 234,5"); a single decimal separator may follow the last group."""
    whole, separator, fraction = re.fullmatch(r"([\d ]+)([.,]?)(.*)", body).groups()  # type: ignore[union-attr]
    groups = whole.split(" ")
    if not _grouped(groups) or not (fraction.isdigit() or not separator):
        return []
    if not separator:
        return [Reading(Decimal("".join(groups)), "plain", 0)]
    return [Reading(Decimal(f"{''.join(groups)}.{fraction}"), "vi" if separator == "," else "en", len(fraction))]


def _grouped(groups: list[str]) -> bool:
    """Whether `groups` are thousands: 1-3 digits first (no leading zero), then exactly three each."""
    first = groups[0]
    return 1 <= len(first) <= 3 and not first.startswith("0") and all(len(group) == 3 for group in groups[1:])


def decide(printed: str, kind: NumberKind, notation: Notation | None = None) -> Decision:
    """Choose the reading of `printed` that its place allows.

    `kind` comes from the unit: a count has no fraction, a percentage rarely exceeds 100. `notation` is that of the
    neighbours (siblings, table, document), used only when unit and range leave two readings.
    """
    found = readings(printed)
    if not found:
        return Decision(None, 0, "not a number")
    allowed = [r for r in found if r.is_integer] if kind == "count" else list(found)
    if not allowed:
        return Decision(None, 0, "a count cannot have a fraction", found)
    if kind == "percent" and len(allowed) == 2:
        allowed = [r for r in allowed if abs(r.value) <= 100] or allowed
    if len(allowed) == 1:
        return Decision(allowed[0].value, allowed[0].decimals, "unit" if len(found) > 1 else "notation", found)
    by_notation = [r for r in allowed if r.notation == notation]
    if len(by_notation) == 1:
        return Decision(by_notation[0].value, by_notation[0].decimals, f"neighbours write {notation}", found)
    return Decision(None, 0, "two readings and nothing decides", found)


def printed_notation(printed: str) -> Notation | None:
    """Notation that `printed` alone proves (both separators, several groups, a fraction not of three digits)."""
    found = readings(printed)
    return found[0].notation if len(found) == 1 and found[0].notation != "plain" else None


def format_vi(value: float | Decimal | int | None, decimals: int | None = None, unit: str = "") -> str:
    """`value` the Vietnamese way: 1.234,5. `decimals` None keeps what the value has; None and NaN give an em dash."""
    if value is None or value != value:
        return "—"
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    text = f"{number:,f}".translate(str.maketrans(",.", ".,"))
    return f"{text}{'%' if unit == 'percent' else ''}"
