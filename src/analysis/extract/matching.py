"""Tolerant comparison: text without case and diacritics, alike to a measured degree, every tolerant match recorded."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from analysis.vietnamese.text import fold, normalise

TOLERANCE = 85.0  # below this score (0-100) two short labels are different labels
_BARRED_D = str.maketrans({"đ": "d", "Đ": "D"})
_SLIPPED_NUMBER = re.compile(r"\b(?=[ol]*\d)[\dol]{1,4}\b")
_DIGITS = str.maketrans("ol", "01")
_SIGNS = re.compile(r"[^\w%]+")


@dataclass(frozen=True)
class Match:
    """A label found: which one, how alike (100 is equal up to case and diacritics), and what was printed."""

    label: str
    score: float
    printed: str

    @property
    def exact(self) -> bool:
        """Whether the print says the label letter by letter, diacritics included; case does not count."""
        return normalise(self.label).casefold() == normalise(self.printed).casefold()


def shadow(text: str) -> str:
    """`text` in lower case without diacritics and of the same length, so that places found in it hold for `text`."""
    return "".join(_base(char) for char in text)


def shadow_of_dates(text: str) -> str:
    """`shadow` with the letters of a scan in numbers as the digits they stand for: "ngày l5 … năm 2O24"."""
    return _SLIPPED_NUMBER.sub(lambda number: number[0].translate(_DIGITS), shadow(text))


@functools.lru_cache(maxsize=4096)
def _base(char: str) -> str:
    lowered = unicodedata.normalize("NFKD", char.translate(_BARRED_D))[:1].lower()
    return lowered if len(lowered) == 1 else char


@functools.lru_cache(maxsize=65536)
def key(text: str) -> str:
    """`text` for comparison: folded, signs as single spaces."""
    return _SIGNS.sub(" ", fold(text)).strip()


def best_match(text: str, labels: Iterable[str], tolerance: float = TOLERANCE) -> Match | None:
    """The label most like `text`, None if none is alike enough. Ties go to the first."""
    wanted = key(text)
    if not wanted:
        return None
    best: Match | None = None
    for label in labels:
        score = fuzz.ratio(wanted, key(label), score_cutoff=best.score if best else tolerance)
        if score >= tolerance and (best is None or score > best.score):
            best = Match(label, score, text)
    return best
