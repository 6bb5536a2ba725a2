"""What the label of a form row says by its words: a rate, a total, a level of government."""

from __future__ import annotations

import functools
import re

from analysis.reference.files import read_yaml
from analysis.vietnamese.text import fold


def is_rate(label: str) -> bool:
    """Whether a label begins as a rate does."""
    return fold(label).startswith(_words()["rate"])


def is_total(label: str) -> bool:
    """Whether a label begins as a total does."""
    return fold(label).startswith(_words()["total"])


def is_total_row(label: str) -> bool:
    """Whether a table's row sums up the others, by what it is called."""
    return is_total(label) or fold(label).strip(" :.") in _words()["total_row"]


def without_scope(label: str) -> str:
    """A folded label without the words at its end that only say whose the number is ("của tỉnh")."""
    folded = fold(label).strip(" :.")
    ends = [words for words in _words()["scopes"] if folded.endswith(f" {words}")]
    return folded.removesuffix(max(ends, key=len)).strip() if ends else folded


@functools.lru_cache(maxsize=4096)
def named_level(label: str) -> str:
    """The level of government that a label names first, "" if it names none."""
    match = _levels().search(fold(label))
    return (match.lastgroup or "") if match else ""


@functools.cache
def _words() -> dict[str, tuple[str, ...]]:
    words = read_yaml("forms/label_words.yml")
    return {name: tuple(fold(word) for word in words[name]) for name in ("rate", "total", "total_row", "scopes")}


@functools.cache
def _levels() -> re.Pattern[str]:
    levels = read_yaml("forms/label_words.yml")["levels"]
    groups = (f"(?P<{level}>{'|'.join(re.escape(fold(word)) for word in words)})" for level, words in levels.items())
    return re.compile(rf"\b(?:{'|'.join(groups)})\b")
