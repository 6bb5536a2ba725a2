"""What the other provinces ask, cell by cell and on the same terms: number of them, lowest, median, highest value."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import pandas as pd

from analysis.compare.demand import TERMS
from analysis.compare.rows import Row

Cell = tuple[str, str, int | None]
Terms = tuple[str, str, str]
_Key = tuple[Cell, Terms]
_NOBODY: dict[str, Any] = {}


def cell_of(row: Row | pd.Series) -> Cell:
    """Indicator, level and deadline of a target; None for no deadline."""
    year = row["deadline_year"]
    return row["indicator"], row["level"], None if pd.isna(year) else int(year)


def terms_of(row: Row | pd.Series) -> Terms:
    """On what terms a target is set; numbers on other terms are not set beside each other."""
    unit, basis, baseline = (row[name] for name in TERMS)
    return unit, basis, baseline


@dataclass
class _Asked:
    """What is asked in one cell on one set of terms: values, and by how many provinces each wording."""

    values: Counter[float] = field(default_factory=Counter)
    wordings: Counter[str] = field(default_factory=Counter)
    by: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    def without(self, own: Sequence[tuple[float, str]]) -> dict[str, Any]:
        """The summary for a province that asks `own` here."""
        provinces = len(self.by) - bool(own)
        if not provinces:
            return {}
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

    def __init__(self, stated: Iterable[Row]) -> None:
        """`stated` are rows of demand.stated_targets, of all provinces."""
        self._asked: dict[_Key, _Asked] = {}
        self._first: dict[Cell, Row] = {}
        self._summaries: dict[tuple[_Key, tuple[tuple[float, str], ...]], dict[str, Any]] = {}
        for row in stated:
            key = (cell_of(row), terms_of(row))
            asked = self._asked.setdefault(key, _Asked())
            own = asked.by.setdefault(row["province"], [])
            if row["asks"] not in [wording for _, wording in own]:
                asked.wordings[row["asks"]] += 1
            own.append((float(row["value"]), row["asks"]))
            if row["value"] == row["value"]:
                asked.values[float(row["value"])] += 1
            self._first.setdefault(key[0], row)

    def cells(self) -> Iterable[tuple[Cell, Row]]:
        """Every cell in which somebody asks something, with the first row of it."""
        return self._first.items()

    def beside(self, cell: Cell, terms: Terms, province: str) -> dict[str, Any]:
        """peers_count, peers_min, peers_median, peers_max and peers_asks ("≥ 80% (2); = 100% (1)") without `province`.

        {} where nobody else asks anything there. Provinces that ask the same have the same peers, so each different
        answer is put together once.
        """
        asked = self._asked.get((cell, terms))
        if asked is None:
            return _NOBODY
        own = tuple(sorted(asked.by.get(province, ())))
        key = ((cell, terms), own)
        if key not in self._summaries:
            self._summaries[key] = asked.without(own)
        return self._summaries[key]
