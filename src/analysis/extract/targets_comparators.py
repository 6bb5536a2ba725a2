"""Comparators with a slip of the scan in a letter ("tốl thiểu"), which folding of diacritics alone does not mend."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from analysis.reference.target_words import target_words

TOLERANCE = 85.0  # "tol thieu" is like "toi thieu" by 89, "tot nhat" like "it nhat" by 80
_LAST_WORDS = re.compile(r"(\S+\s+\S+)\s*$")


@dataclass(frozen=True)
class SlippedComparator:
    """A comparator of two words that stands, with a slip, at `start` of a text; `score` says how alike it is."""

    start: int
    sign: str
    meant: str
    score: float


def slipped_comparator(before: str) -> SlippedComparator | None:
    """The comparator that the last two words of folded `before` are most like, None if they are like none."""
    match = _LAST_WORDS.search(before)
    if match is None:
        return None
    best: SlippedComparator | None = None
    for sign, words in target_words().before.items():
        for word in words:
            if word.count(" ") != 1:
                continue
            score = fuzz.ratio(match[1], word, score_cutoff=best.score if best else TOLERANCE)
            if score >= TOLERANCE and (best is None or score > best.score):
                best = SlippedComparator(match.start(), sign, word, round(score, 1))
    return best
