"""Units of form rows: which are counts, percentages or amounts, and units that list choices ("Có = 1; Không = 0")."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from analysis.reference.files import read_rows
from analysis.vietnamese.text import fold, normalise

UnitKind = Literal["percent", "count", "amount", "boolean", "category"]

_MOST_WORDS = 8
_MEASURES = frozenset(("dong", "vnd", "usd", "ha", "km", "kg", "tan", "diem", "gio", "phut"))
# Nouns that name whose the figures are, or nothing at all, more often than what is counted.
_TOO_COMMON = frozenset({"don vi", "co quan", "co quan, don vi", "to chuc", "so luong", "ban", "phong", "trung tam"})
_TOO_COMMON |= {"tinh", "noi dung", "xa", "phuong", "huyen", "thi tran", "so", "tin", "bai", "lan"}
_CHOICE = re.compile(r"\s*;?\s*([^=;]+?)\s*=\s*(\d+)")


@dataclass(frozen=True)
class Unit:
    """What a unit means for the number beside it; `choices` maps the words of a choice unit to their numbers."""

    printed: str
    kind: UnitKind
    choices: tuple[tuple[str, int], ...] = ()

    def choice(self, text: str) -> int | None:
        """The number that `text` chooses: the number itself or the word before it, None when it chooses nothing."""
        if text.isascii() and text.isdigit():
            return int(text)
        return next((number for word, number in self.choices if fold(word) == fold(text)), None)


def read_unit(printed: str) -> Unit | None:
    """The unit printed in a form's cell, or None when it is not in reference/units.csv and lists no choices."""
    text = normalise(printed)
    choices = tuple((word.strip(), int(number)) for word, number in _CHOICE.findall(text))
    if len(choices) >= 2:
        kind: UnitKind = "boolean" if {number for _, number in choices} == {0, 1} else "category"
        return Unit(text, kind, choices)
    row = _units().get(fold(text))
    return Unit(text, row) if row else None


def noun_unit(printed: str) -> Unit | None:
    """What an unlisted unit says by its words: money and measures are amounts, any other noun is counted.

    None for what is no noun: a unit with digits or signs, or one of many words.
    """
    text = normalise(printed)
    words = re.findall(r"[^\W\d_]+", fold(text))
    if not words or len(words) > _MOST_WORDS or re.search(r"[\d%=<>:]", text):
        return None
    return Unit(text, "amount" if _MEASURES & set(words) else "count")


def counted_noun(text: str) -> str:
    """The listed noun that a text counts ("Số hồ sơ tiếp nhận": "hồ sơ"), as printed there, "" if it names none.

    Of several the first; of two that begin at one place the longer.
    """
    folded = fold(text)
    if len(folded) != len(text):
        return ""
    match = _counted().search(folded)
    return text[match.start() : match.end()].lower() if match else ""


@functools.cache
def _counted() -> re.Pattern[str]:
    nouns = sorted(
        (unit for unit, kind in _units().items() if kind == "count" and len(unit) > 2), key=len, reverse=True
    )
    wanted = (re.escape(noun) for noun in nouns if noun not in _TOO_COMMON)
    return re.compile(rf"\b(?:{'|'.join(wanted)})\b")


def english_unit(printed: str) -> str:
    """A printed unit in English; itself where reference/units.csv does not list it."""
    return _english().get(fold(normalise(printed)), printed)


@functools.cache
def _english() -> dict[str, str]:
    return {fold(row["unit"]): row["english"] for row in read_rows("units.csv", ("unit", "kind", "english"))}


@functools.cache
def _units() -> dict[str, UnitKind]:
    rows = read_rows("units.csv", ("unit", "kind", "english"))
    return {fold(row["unit"]): row["kind"] for row in rows}  # type: ignore[misc]
