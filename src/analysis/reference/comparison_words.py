"""Words of the comparisons in both languages, and the words that narrow or widen a target's scope."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.reference.files import read_rows, read_yaml
from analysis.vietnamese.numbers import format_vi

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class ScopeWord:
    """A wording that changes what a target covers; `pattern` is matched in folded text."""

    key: str
    pattern: str
    vi: str
    en: str

    @functools.cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


def phrase(language: str, key: str, **values: object) -> str:
    """The words for `key` in `language`, filled in; KeyError for a key the file lacks."""
    text = read_yaml("comparison_words.yml")[language][key]
    return str(text.format(**values) if values else text)


@functools.cache
def blanks(key: str) -> frozenset[str]:
    """Names of what is to be filled into the words for `key`."""
    texts = [read_yaml("comparison_words.yml")[language][key] for language in LANGUAGES]
    return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)


@functools.cache
def scope_words() -> tuple[ScopeWord, ...]:
    """Wordings that change a target's scope, in the order of the file."""
    return tuple(ScopeWord(**row) for row in read_rows("scope_words.csv", ("key", "pattern", "vi", "en")))


@functools.cache
def strict_pattern() -> re.Pattern[str]:
    """Matches, in folded text, a number that a target asks to exceed ("trên 95%")."""
    words: Sequence[str] = read_yaml("comparison_words.yml")["strictly_more"]
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\s+\d")


@functools.lru_cache(maxsize=16_384)
def number_vi(value: float, unit: str = "") -> str:
    """A number as Vietnamese prints it ("93,35%"), without trailing zeros."""
    return format_vi(_rounded(value, unit), None, unit)


@functools.lru_cache(maxsize=16_384)
def number_en(value: float, unit: str = "") -> str:
    """A number as English prints it ("93.35%"), without trailing zeros."""
    text = f"{_rounded(value, unit):,.4f}".rstrip("0").rstrip(".")
    return f"{text}%" if unit == "percent" else text


def _rounded(value: float, unit: str) -> float:
    """To two decimals, to four below one: on a scale from 0 to 1 provinces differ by thousandths. Never minus zero."""
    return round(value, 4 if abs(value) < 1 and unit != "percent" else 2) + 0.0
