"""What each province is judged by: its own targets, national ones where it has none, and what only its peers have."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.compare.asked_by_peers import PeerBook
from analysis.compare.asked_once import Ask, Cell, ask_of, asked_once
from analysis.compare.demand import CELL, stated_targets
from analysis.compare.rows import Places, records
from analysis.reference.national_targets import CONFIDENCES, national_targets
from analysis.reference.periods import Period

# Of what only peers ask nothing is said but its cell: there is no number to be judged by and no place it is printed.
_UNASKED: Mapping[str, Any] = {"value": float("nan"), "asks": "", "label": ""}
PLACE = ["document_id", "location"]


@dataclass(frozen=True)
class Goals:
    """Goals of all units, sorted by unit and as a table of one shows them; each field has one number per goal.

    `unit` is its number, `ask` the place of what is asked, `place` the row of `Book.places` where it is printed,
    `peers` the place among `PeerBook.summaries`, `nation` the place of what the nation asks in the same cell (-1 for
    nothing).
    """

    unit: Places
    ask: Places
    place: Places
    peers: Places
    nation: Places

    def take(self, places: Places) -> Goals:
        """The goals at some places, in that order."""
        return Goals(*(getattr(self, field.name)[places] for field in fields(self)))


class Book:
    """Everything that is asked: `asks` the different things, `places` where they are printed, `peers` beside what.

    `keys` are the indicators and levels somebody asks something about.
    """

    def __init__(self, targets: pd.DataFrame, national: pd.DataFrame) -> None:
        """`targets` of all provinces; `national` ones hold for every province."""
        stated, (nation, of_nation) = stated_targets(targets, with_scope=False), _asked_by(national)
        codes, own = asked_once(stated)
        self._own: Places = np.array(codes, dtype="int64")
        self._province, self._names = pd.factorize(stated["province"])
        self.peers = PeerBook(own, self._own, self._province)
        first: dict[Cell, Ask] = {}
        for ask in own:
            first.setdefault(ask.cell, ask)
        of_peers = [ask_of({**ask.row, **_UNASKED}, "peers") for ask in first.values()]
        self.asks = [*own, *of_nation, *of_peers]
        beside = [self.peers.of_nobody(ask) for ask in (*of_nation, *of_peers)]
        self._beside: Places = np.array([*(0 for _ in own), *beside], dtype="int64")
        nowhere = pd.DataFrame("", index=range(len(of_peers)), columns=PLACE, dtype="str")
        self.places = pd.concat([stated[PLACE], nation[PLACE], nowhere], ignore_index=True)
        self._further = len(stated) - len(own)  # rows of places before one for each further thing asked
        self._nation_from = dict(enumerate(nation["plan_start"], start=len(own)))
        self._first_of_peers = len(own) + len(of_nation)
        cells: dict[Cell, int] = {}
        self._cell: Places = np.array([cells.setdefault(ask.cell, len(cells)) for ask in self.asks], dtype="int64")
        keys: dict[tuple[str, str], int] = {}
        self._key: Places = np.array([keys.setdefault(cell[:2], len(keys)) for cell in cells], dtype="int64")
        self.keys = list(keys)

    def key_of(self, asks: Places) -> Places:
        """The place in `keys` of the indicator and level of each of `asks`."""
        return self._key[self._cell[asks]]

    def goals(self, windows: Mapping[str, Period], speaks: npt.NDArray[np.bool_]) -> Goals:
        """Goals of the units with these periods, in the order of their numbers.

        A unit has its own targets; where it has none and a result speaks about it (`speaks` says so for the number of
        a unit and the place of a key), those of the nation; where it has none either, what peers have.
        """
        numbers = {unit: number for number, unit in enumerate(windows)}
        unit_of = np.array([numbers.get(name, -1) for name in self._names], dtype="int64")[self._province]
        rows = np.flatnonzero(unit_of >= 0)
        unit, ask = unit_of[rows], self._own[rows]
        free = speaks[:, self._key]
        free[unit, self._cell[ask]] = False
        nation = self._nations(windows)
        parts = [(unit, ask, rows, self.peers.rows[rows])]
        for others in (nation, np.where(nation < 0, self._of_peers(), -1)):
            units, cells = np.nonzero(free & (others >= 0))
            asks = others[units, cells]
            parts.append((units, asks, asks + self._further, self._beside[asks]))
        unit, ask, place, peers = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = self._order(unit, ask, place)
        unit, ask, place, peers = (column[order] for column in (unit, ask, place, peers))
        return Goals(unit, ask, place, peers, nation[unit, self._cell[ask]])

    def _nations(self, windows: Mapping[str, Period]) -> Places:
        """What the nation asks of each unit in each cell, by plans that had begun by its year; -1 for nothing."""
        years = [window.year for window in windows.values()]
        of_year = {year: self._nation(year) for year in set(years)}
        return np.array([of_year[year] for year in years], dtype="int64").reshape(len(years), len(self._key))

    def _nation(self, year: int) -> Places:
        found = np.full(len(self._key), -1)
        for ask in reversed(self._nation_from):
            if self._nation_from[ask] <= year:
                found[self._cell[ask]] = ask
        return found

    def _of_peers(self) -> Places:
        """What somebody asks in each cell; -1 where only the nation does."""
        found = np.full(len(self._key), -1)
        places = np.arange(self._first_of_peers, len(self.asks))
        found[self._cell[places]] = places
        return found

    def _order(self, unit: Places, ask: Places, place: Places) -> Places:
        """By unit, then what is asked, then where it is printed."""
        orders = [one.order for one in self.asks]
        ranks = {order: rank for rank, order in enumerate(sorted(set(orders)))}
        rank = np.array([ranks[order] for order in orders], dtype="int64")
        where, _ = pd.factorize(self.places["location"], sort=True)
        return np.lexsort((where[place], rank[ask], unit))


_Nation = tuple[pd.DataFrame, list[Ask]]


def _asked_by(national: pd.DataFrame) -> _Nation:
    """What the nation asks, in comparable form: the rows and the things asked.

    Each page of a province asks for the same published targets, and the work on them is half of its comparison.
    """
    return _published() if national.equals(national_targets()) else _prepared(national)


@functools.cache
def _published() -> _Nation:
    return _prepared(national_targets())


def _prepared(national: pd.DataFrame) -> _Nation:
    nation = _surest_first(national)
    return nation, [ask_of(row, "national") for row in records(nation)]


def _surest_first(national: pd.DataFrame) -> pd.DataFrame:
    """National targets in comparable form; of two for one cell the one we are surer of comes first."""
    stated = stated_targets(national, with_scope=False)
    beside = national[["document_id", *CELL, "confidence", "plan_start"]]
    merged = stated.merge(beside, on=["document_id", *CELL], how="left")
    rank = merged["confidence"].map({name: number for number, name in enumerate(CONFIDENCES)})
    return merged.assign(_rank=rank).sort_values([*CELL, "_rank"], ignore_index=True).drop(columns="_rank")
