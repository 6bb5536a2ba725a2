"""What the index is searched by beside what it shows: the words of each report's indicators and labels, held once.

Hundreds of reports share most of their words (a form's rows are the same everywhere), so words are kept by the set of
reports that have them: "0-33,40:dich vu cong;12:bao cao". A number is the place of a report in the list.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from analysis.vietnamese.text import fold

_WORD = re.compile(r"[^\W_]+")


def words_of(labels: Iterable[str]) -> str:
    """The words of `labels`, each once, without diacritics, in order of their letters."""
    return " ".join(sorted(set().union(*(_folded(label) for label in set(labels)))))


@functools.lru_cache(maxsize=20_000)
def _folded(label: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(label)))


def found_by(searched: Sequence[str]) -> str:
    """Words by the reports that have them; `searched` holds the words of each report of the list."""
    places: dict[str, list[int]] = {}
    for place, words in enumerate(searched):
        for word in sorted(_folded(words)):
            places.setdefault(word, []).append(place)
    groups: dict[tuple[int, ...], list[str]] = {}
    for word in sorted(places):
        groups.setdefault(tuple(places[word]), []).append(word)
    return ";".join(f"{_ranges(held)}:{' '.join(words)}" for held, words in sorted(groups.items()))


def _ranges(places: Sequence[int]) -> str:
    """Ascending `places` as "0-3,7"."""
    starts = [places[0], *(after for before, after in pairwise(places) if after != before + 1)]
    ends = [*(before for before, after in pairwise(places) if after != before + 1), places[-1]]
    return ",".join(str(start) if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True))
