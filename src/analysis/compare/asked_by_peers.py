"""What the other provinces ask, cell by cell and on the same terms: number of them, lowest, median, highest value."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import numpy as np

from analysis.compare.asked_once import Ask
from analysis.compare.rows import Places

_Own = tuple[tuple[float, str], ...]
_NOBODY: Mapping[str, Any] = {}


@dataclass
class _Asked:
    """What is asked in one cell on one set of terms: values, by how many provinces each wording, by how many at all."""

    values: Counter[float] = field(default_factory=Counter)
    wordings: Counter[str] = field(default_factory=Counter)
    provinces: int = 0

    def add(self, own: Iterable[tuple[float, str]], provinces: int = 1) -> None:
        """Add what each of some `provinces` asks here: values and wordings."""
        self.values.update({value: provinces * count for value, count in Counter(v for v, _ in own if v == v).items()})
        self.wordings.update(dict.fromkeys((wording for _, wording in own), provinces))
        self.provinces += provinces

    def without(self, own: _Own) -> Mapping[str, Any]:
        """The summary for a province that asks `own` here."""
        provinces = self.provinces - bool(own)
        if not provinces:
            return _NOBODY
        values, fewer = self.values.copy(), {wording for _, wording in own}
        values.subtract(value for value, _ in own if value == value)
        shown = ((one, _said(one, self.wordings[one] - 1) if one in fewer else text) for one, text in self._texts)
        texts = [text for wording, text in shown if wording and text]
        said = {"peers_asks": "; ".join(texts)} if texts else {}
        return _spread(values) | {"peers_count": provinces} | said

    @functools.cached_property
    def _texts(self) -> list[tuple[str, str]]:
        """Every wording with its number of provinces, once all are added."""
        return [(wording, _said(wording, by)) for wording, by in sorted(self.wordings.items())]


def _said(wording: str, by: int) -> str:
    return f"{wording} ({by})" if by else ""


def _spread(counted: Counter[float]) -> dict[str, float]:
    """Lowest, middle and highest of values that are counted by how often they occur."""
    values = sorted(value for value, count in counted.items() if count)
    reached = list(accumulate(counted[value] for value in values))
    if not values:
        return {}
    middle = [values[bisect_right(reached, place)] for place in ((reached[-1] - 1) // 2, reached[-1] // 2)]
    return {"peers_min": values[0], "peers_median": sum(middle) / 2, "peers_max": values[-1]}


class PeerBook:
    """What is asked beside each target: `summaries`, of which `rows` gives the place for each row of the targets.

    A summary has peers_count, peers_min, peers_median, peers_max and peers_asks ("≥ 80% (2); = 100% (1)") without the
    province of the row; it is {} where nobody else asks anything there. Provinces that ask the same have the same
    peers, so each different summary is put together once.
    """

    def __init__(self, asks: Sequence[Ask], codes: Places, provinces: Places) -> None:
        """Targets of all provinces: for each the place of what it asks in `asks`, and the number of its province."""
        self._groups: dict[Any, int] = {}
        groups = [self._groups.setdefault((ask.cell, ask.terms), len(self._groups)) for ask in asks]
        self._asked = [_Asked() for _ in self._groups]
        said = [(ask.row["value"], ask.row["asks"]) for ask in asks]
        # A province that asks only once in a group needs no name: what is around it depends on what it asks alone.
        pairs = np.array(groups, dtype="int64")[codes] * (provinces.max(initial=0) + 1) + provinces
        _, pair, times = np.unique(pairs, return_inverse=True, return_counts=True)
        alone = times[pair] == 1
        for code, count in enumerate(np.bincount(codes[alone], minlength=len(asks)).tolist()):
            if count:
                self._asked[groups[code]].add([said[code]], count)
        several: dict[int, list[int]] = {}
        for row in np.flatnonzero(~alone).tolist():
            several.setdefault(int(pair[row]), []).append(row)
        own = {key: tuple(sorted(said[codes[row]] for row in rows)) for key, rows in several.items()}
        for key, rows in several.items():
            self._asked[groups[codes[rows[0]]]].add(own[key])

        self.summaries: list[Mapping[str, Any]] = []
        self._known: dict[tuple[int, _Own], int] = {}
        by_ask = [self._place(group, (one,)) for group, one in zip(groups, said, strict=True)]
        self.rows = np.array(by_ask, dtype="int64")[codes]
        for key, rows in several.items():
            self.rows[rows] = self._place(groups[codes[rows[0]]], own[key])

    def of_nobody(self, ask: Ask) -> int:
        """The place of the summary for a province that asks nothing where `ask` is."""
        group = self._groups.get((ask.cell, ask.terms))
        return self._enter(_NOBODY) if group is None else self._place(group, ())

    def _place(self, group: int, own: _Own) -> int:
        if (group, own) not in self._known:
            self._known[group, own] = self._enter(self._asked[group].without(own))
        return self._known[group, own]

    def _enter(self, summary: Mapping[str, Any]) -> int:
        self.summaries.append(summary)
        return len(self.summaries) - 1
