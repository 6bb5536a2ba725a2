"""What the other provinces ask, cell by cell and on the same terms: number of them, lowest, median, highest value."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from analysis.compare.asked_once import Ask, Cell, Target, Terms

_Key = tuple[Cell, Terms]
_Own = tuple[tuple[float, str], ...]
_NOBODY: Mapping[str, Any] = {}


@dataclass
class _Asked:
    """What is asked in one cell on one set of terms: values, and by how many provinces each wording."""

    values: Counter[float] = field(default_factory=Counter)
    wordings: Counter[str] = field(default_factory=Counter)
    by: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    _summaries: dict[_Own, Mapping[str, Any]] = field(default_factory=dict)

    def beside(self, own: _Own) -> Mapping[str, Any]:
        """The summary for a province that asks `own` here."""
        if own not in self._summaries:
            self._summaries[own] = self._without(own)
        return self._summaries[own]

    def _without(self, own: _Own) -> Mapping[str, Any]:
        provinces = len(self.by) - bool(own)
        if not provinces:
            return _NOBODY
        values, wordings = self.values.copy(), self.wordings.copy()
        values.subtract(value for value, _ in own if value == value)
        wordings.subtract({wording for _, wording in own})
        texts = [f"{wording} ({by})" for wording, by in sorted(wordings.items()) if wording and by]
        said = {"peers_asks": "; ".join(texts)} if texts else {}
        return _spread(values) | {"peers_count": provinces} | said


def _spread(counted: Counter[float]) -> dict[str, float]:
    """Lowest, middle and highest of values that are counted by how often they occur."""
    values = sorted(value for value, count in counted.items() if count)
    reached = list(accumulate(counted[value] for value in values))
    if not values:
        return {}
    middle = [values[bisect_right(reached, place)] for place in ((reached[-1] - 1) // 2, reached[-1] // 2)]
    return {"peers_min": values[0], "peers_median": sum(middle) / 2, "peers_max": values[-1]}


class PeerBook:
    """Targets of all provinces, to be asked what those beside one of them ask."""

    def __init__(self, stated: Iterable[Target]) -> None:
        """`stated` are the targets of all provinces."""
        self._asked: dict[_Key, _Asked] = {}
        self._of: dict[Ask, _Asked] = {}
        self._first: dict[Cell, Ask] = {}
        for target in stated:
            ask = target.ask
            asked = self._of.get(ask) or self._enter(ask)
            value, wording = ask.row["value"], ask.row["asks"]
            own = asked.by.get(target.province)
            if own is None:
                own = asked.by[target.province] = []
            if wording not in [other for _, other in own]:
                asked.wordings[wording] += 1
            own.append((value, wording))
            if value == value:
                asked.values[value] += 1

    def _enter(self, ask: Ask) -> _Asked:
        """What is asked where `ask` is, once for all who ask it."""
        self._first.setdefault(ask.cell, ask)
        self._of[ask] = self._asked.setdefault((ask.cell, ask.terms), _Asked())
        return self._of[ask]

    def cells(self) -> Iterable[Ask]:
        """The first thing somebody asks, of every cell."""
        return self._first.values()

    def beside(self, ask: Ask, province: str) -> Mapping[str, Any]:
        """peers_count, peers_min, peers_median, peers_max and peers_asks ("≥ 80% (2); = 100% (1)") without `province`.

        {} where nobody else asks anything there. Provinces that ask the same have the same peers, so each different
        answer is put together once.
        """
        asked = self._of.get(ask) or self._asked.get((ask.cell, ask.terms))
        if asked is None:
            return _NOBODY
        own = asked.by.get(province, ())
        return asked.beside(tuple(own if len(own) < 2 else sorted(own)))
