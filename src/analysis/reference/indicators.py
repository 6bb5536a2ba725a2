"""The vocabulary of indicators: what provinces promise, under one key whatever their words (indicators.csv).

Columns: key, domain, label_vi, unit, direction, label_en, phrases, unless. `phrases` are alternatives joined by
" | ", each a set of terms joined by " + " that must all stand in a label; of the terms of `unless` (joined by "; ")
none may.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from analysis.errors import InputError, Place
from analysis.reference.files import read_rows
from analysis.reference.target_words import expand
from analysis.tables import DIRECTIONS, DOMAINS
from analysis.vietnamese.text import upper_first

UNMATCHED = "unmatched"  # the indicator of a target that no entry of the vocabulary names
UNITS = ("percent", "count", "rank")
_FILE = "indicators.csv"
_COLUMNS = ("key", "domain", "label_vi", "unit", "direction", "label_en", "phrases", "unless")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Indicator:
    """One entry of the vocabulary; `phrases` and `unless` are folded, with abbreviations written out."""

    key: str
    domain: str
    label_vi: str
    unit: str
    direction: str
    label_en: str
    phrases: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]


@functools.cache
def all_indicators() -> dict[str, Indicator]:
    """Every indicator by key, in the order of the file; InputError for an entry that breaks its rules."""
    found: dict[str, Indicator] = {}
    for number, row in enumerate(read_rows(_FILE, _COLUMNS), start=2):
        indicator = _indicator(row, number)
        if indicator.key in found:
            raise InputError("an indicator twice", Place(_FILE, number, "key", indicator.key), "give it another key")
        found[indicator.key] = indicator
    return found


def indicator(key: str) -> Indicator | None:
    """The indicator `key`, None for UNMATCHED or a key the vocabulary lacks."""
    return all_indicators().get(key)


def worded(key: str, printed: str, language: str) -> str:
    """A target by the vocabulary's label, which stands alone; else as `printed`. It begins with a capital."""
    known = indicator(key)
    label = printed if known is None else known.label_vi if language == "vi" else known.label_en
    return upper_first(label)


def _indicator(row: dict[str, str], number: int) -> Indicator:
    for column, known in (("domain", DOMAINS), ("unit", UNITS), ("direction", DIRECTIONS)):
        if row[column] not in known:
            raise InputError(
                f"unknown {column}", Place(_FILE, number, column, row[column]), f"use one of {', '.join(known)}"
            )
    for column in ("label_vi", "label_en", "phrases"):
        if not row[column].strip():
            raise InputError("an empty cell", Place(_FILE, number, column), "every indicator has labels and phrases")
    if not _KEY.fullmatch(row["key"]) or row["key"] == UNMATCHED:
        raise InputError("not a key", Place(_FILE, number, "key", row["key"]), "use lower case words joined by _")
    phrases = tuple(_terms(phrase, "+") for phrase in row["phrases"].split("|"))
    return Indicator(
        row["key"],
        row["domain"],
        row["label_vi"],
        row["unit"],
        row["direction"],
        row["label_en"],
        phrases,
        _terms(row["unless"], ";"),
    )


def _terms(text: str, separator: str) -> tuple[str, ...]:
    return tuple(expand(term) for term in text.split(separator) if term.strip())
