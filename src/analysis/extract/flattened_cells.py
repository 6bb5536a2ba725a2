"""Columns of a row whose cells are in order while empty ones left no trace: the order that fits best what they say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from analysis.documents import Cell
from analysis.extract.headers import Columns, Row

FITS, FOREIGN = 3, -4  # a cell that reads like what its column holds, and one that reads like something else
Fit = Callable[[Row, int, str], int]  # how well the cell at a place of the row reads as one of a column


def fitted(row: Row, columns: Columns, fit: Fit, needed: str) -> dict[str, Cell | None]:
    """The row's cells by column: in order if all are there, else by the best sum of fits. The column `needed` is empty
    less readily than others.
    """
    names = [""] * max(columns.width, len(row))
    for name, place in columns.places.items():
        names[place] = name
    places = range(len(row)) if len(row) >= columns.width else _best_places(row, names, fit, needed)
    return {names[place]: cell for place, cell in zip(places, row, strict=False) if names[place]}


def _best_places(row: Row, names: Sequence[str], fit: Fit, needed: str) -> Sequence[int]:
    """Ascending places of the row's cells among the columns `names` with the best sum of fits."""

    @functools.cache
    def best(cell: int, place: int) -> tuple[int, tuple[int, ...]]:
        if cell == len(row):
            return -names[place:].count(needed), ()
        if len(row) - cell > len(names) - place:
            return -1000, ()
        taken = best(cell + 1, place + 1)
        here = (taken[0] + fit(row, cell, names[place]), (place, *taken[1]))
        skipped = best(cell, place + 1)
        left = (skipped[0] - (names[place] == needed), skipped[1])
        return here if here[0] >= left[0] else left

    return best(0, 0)[1]
