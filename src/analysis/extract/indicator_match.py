"""Which indicator of the vocabulary a target's words mean, tolerant to diacritics, case, spaces and slips of a scan.

First the vocabulary's phrases decide: every term of one alternative must stand in the label, the longest wins. Where no
phrase fits, the whole label is compared with the vocabulary's labels. Unit and direction must agree in both ways: a cut
of 10 % is never compared with a share of 10 %.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from analysis.reference.indicators import UNMATCHED, Indicator, all_indicators
from analysis.reference.target_words import expand, target_words

TOLERANCE = 90.0  # a slip or two in a term of ten letters or more
WORDING = 82.0  # a label that says the same in nearly the same words
_TOLERANT_LENGTH = 10
How = Literal["phrase", "tolerant phrase", "wording", "none"]


@dataclass(frozen=True)
class IndicatorMatch:
    """`key` (UNMATCHED if nothing fits), how it was found, and how well, 0 to 100 (100: every term as written)."""

    key: str
    score: float
    how: How


@functools.lru_cache(maxsize=4096)
def match_indicator(label: str, unit: str = "percent", direction: str = "reach") -> IndicatorMatch:
    """The indicator that `label` names among those of this unit and direction."""
    text = expand(label)
    alike = (entry for entry in all_indicators().values() if (entry.unit, entry.direction) == (unit, direction))
    candidates = [entry for entry in alike if not any(_stands(term, text) for term in entry.unless)]
    best: tuple[int, float, IndicatorMatch] | None = None
    for entry in candidates:
        for length, score in _phrases_found(entry, text):
            how: How = "phrase" if score == 100.0 else "tolerant phrase"
            closeness = fuzz.token_set_ratio(text, _expanded(entry.label_vi))
            ranked = (length, closeness, IndicatorMatch(entry.key, round(score, 1), how))
            if best is None or ranked[:2] > best[:2]:
                best = ranked
    return best[2] if best else _by_wording(text, candidates)


def _phrases_found(entry: Indicator, text: str) -> Iterator[tuple[int, float]]:
    """(length, score) of each alternative of `entry` whose terms all stand in `text`."""
    for phrase in entry.phrases:
        scores = [_term_score(term, text) for term in phrase]
        if min(scores) >= TOLERANCE:
            yield sum(len(term) for term in phrase), sum(scores) / len(scores)


def _term_score(term: str, text: str) -> float:
    if _stands(term, text):
        return 100.0
    if len(term) < _TOLERANT_LENGTH or any(char.isdigit() for char in term):
        return 0.0  # one other letter would be another word, one other digit another level
    if " " not in text.strip():
        return 0.0  # one syllable of a term says nothing: "không" of "không giấy tờ", "huyện" of "chuyển đổi số"
    found = fuzz.partial_ratio_alignment(term, text, score_cutoff=TOLERANCE)
    if found is None or _is_wording(text, found.dest_start, found.dest_end):
        return 0.0
    return found.score


def _is_wording(text: str, start: int, end: int) -> bool:
    """Whether all words of text[start:end] are words of the field: "toàn tỉnh" is no slip of "toàn trình"."""
    first = text.rfind(" ", 0, start + 1) + 1
    last = text.find(" ", end)
    return all(word in _known_words() for word in _words(text[first : last if last >= 0 else len(text)]).split())


@functools.cache
def _known_words() -> frozenset[str]:
    """Every word of the vocabulary's labels and phrases, and of the words by which plans state targets."""
    entries = all_indicators().values()
    texts = [_expanded(entry.label_vi) for entry in entries]
    texts += [term for entry in entries for phrase in entry.phrases for term in phrase]
    texts += [word for words in target_words().lists.values() for word in words]
    texts += [word for words in target_words().levels.values() for word in words]
    return frozenset(word for text in texts for word in _words(text).split())


@functools.cache
def _expanded(label: str) -> str:
    return expand(label)


def _stands(term: str, text: str) -> bool:
    return f" {_words(term)} " in f" {_words(text)} "


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> str:
    """Letters and digits only: a comma in a list must not hide a term."""
    return " ".join("".join(char if char.isalnum() else " " for char in text).split())


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def _by_wording(text: str, candidates: list[Indicator]) -> IndicatorMatch:
    """The entry that says the same in other words; "mức độ 4" is not "mức độ 3, 4", however alike they look."""
    said = [(_expanded(entry.label_vi), entry.key) for entry in candidates]
    scored = [(fuzz.token_sort_ratio(text, label), key) for label, key in said if _numbers(label) == _numbers(text)]
    score, key = max(scored, default=(0.0, UNMATCHED))
    return (
        IndicatorMatch(key, round(score, 1), "wording") if score >= WORDING else IndicatorMatch(UNMATCHED, 0.0, "none")
    )
