"""Which column a cell of a flattened task table belongs to: the cells are in order, but empty ones left no trace."""

from __future__ import annotations

import functools
import re

from analysis.documents import Cell
from analysis.extract.headers import Columns, Row, mapping_files
from analysis.extract.matching import shadow
from analysis.reference.files import read_yaml

_DEADLINE = re.compile(
    r"(?:quy|thang|nam|hang|hằng|thuong xuyen|truoc|sau khi|trong|tu|den|giai doan|dinh ky|theo|ngay|cuoi|dau|khi)\b|\d"
)
FITS, FOREIGN = 3, -4  # a cell that reads like what its column holds, and one that reads like something else
LONE_AGENCY = -1  # of two agencies' columns the second is empty rather than the first


def columns_of(row: Row, columns: Columns) -> dict[str, Cell | None]:
    """Columns of a flattened row's cells: in order if all are there, else as they fit best what the columns hold.

    Only agencies lead and support, only times are deadlines; a column that is not kept (a product) holds neither.
    """
    names = {place: name for name, place in columns.places.items()}
    width = max(columns.width, len(row)) if len(row) > len(names) else columns.width
    places = list(range(width)) if len(row) >= width else _best_places(row, [names.get(at, "") for at in range(width)])
    return {names[place]: cell for place, cell in zip(places, row, strict=False) if place in names}


def _best_places(row: Row, names: list[str]) -> list[int]:
    """Ascending places of the row's cells among the columns `names` with the best sum of fits."""
    fits = [[_fit(cell, name) for name in names] for cell in row]

    @functools.cache
    def best(cell: int, place: int) -> tuple[int, tuple[int, ...]]:
        if cell == len(row):
            return sum(LONE_AGENCY for name in names[place:] if name == "lead"), ()
        if len(row) - cell > len(names) - place:
            return -1000, ()
        taken = best(cell + 1, place + 1)
        here = (taken[0] + fits[cell][place], (place, *taken[1]))
        skipped = best(cell, place + 1)
        left = (skipped[0] + (LONE_AGENCY if names[place] == "lead" else 0), skipped[1])
        return here if here[0] >= left[0] else left

    return list(best(0, 0)[1])


def _fit(cell: Cell, name: str) -> int:
    text = shadow(cell.text)
    agency = bool(agency_patterns()[0].match(text))
    time = bool(_DEADLINE.match(text)) and not agency
    if name in ("lead", "support"):
        return FITS if agency else FOREIGN
    if name == "deadline":
        return FITS if time else FOREIGN
    return FITS if name in ("no", "task") else -1 if agency or time else 1


@functools.cache
def agency_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What an agency's name begins with, and what a line ends with whose name goes on in the next."""
    words: dict[str, list[str]] = {"agency_starts": [], "agency_open_ends": []}
    for file in mapping_files():
        for name in words:
            words[name] += [re.escape(shadow(word)) for word in read_yaml(file).get(name, [])]
    starts, ends = ("|".join(words[name]) for name in ("agency_starts", "agency_open_ends"))
    return re.compile(rf"(?:{starts})\b"), re.compile(rf"(?:[,;&(-]|\b(?:{ends}))$")
