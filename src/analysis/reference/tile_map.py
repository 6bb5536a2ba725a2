"""A map of the country in equal tiles, one per province: own drawing, 63 cells until 30/6/2025, 34 since.

Neighbours stay near one another, north is up and the sea to the right; sizes and borders are not shown. The
archipelagos Hoàng Sa (of Đà Nẵng) and Trường Sa (of Khánh Hòa) have cells of their own. Layout: tile_map.csv.
"""

from __future__ import annotations

import datetime as dt
import functools

import pandas as pd

from analysis.errors import InputError
from analysis.reference.files import read_rows
from analysis.reference.provinces import REORGANISED_ON, name_on, provinces_on

_FILE = "tile_map.csv"
_COLUMNS = ("map", "key", "cell", "column", "row", "label", "short", "belongs_to")
MAPS = {"63": REORGANISED_ON - dt.timedelta(days=1), "34": REORGANISED_ON}


def tile_map(day: dt.date) -> pd.DataFrame:
    """Cells of the map as of `day`: key, cell ("unit" or "archipelago"), column, row, label, short, belongs_to.

    `column` and `row` count from 0 at the north-west; `label` is the unit's name on `day`, `short` what a tile has
    room for ("QTr"), different for each; `belongs_to` is the unit an
    archipelago is part of, "" for a unit. Raises InputError if the layout does not hold each unit once or two share a
    short name.
    """
    name = "34" if day >= REORGANISED_ON else "63"
    frame = _layout(name).copy()
    units = frame["cell"] == "unit"
    names = [name_on(key, day) if is_unit else label for key, is_unit, label in
             zip(frame["key"], units, frame["label"], strict=True)]  # fmt: skip
    return frame.assign(label=pd.Series(names, dtype="str"))


@functools.cache
def _layout(name: str) -> pd.DataFrame:
    rows = [row for row in read_rows(_FILE, _COLUMNS) if row["map"] == name]
    cells = [(int(row["column"]), int(row["row"])) for row in rows]
    if len(set(cells)) != len(cells):
        raise InputError(f"two units in one cell of map {name}", _FILE, "give each its own column and row")
    shorts = [row["short"] for row in rows]
    if len(set(shorts)) != len(shorts) or "" in shorts:
        twice = ", ".join(sorted({short for short in shorts if shorts.count(short) > 1}))
        raise InputError(f"short names of map {name} are missing or not different: {twice}", _FILE, "tell them apart")
    units = sorted(row["key"] for row in rows if row["cell"] == "unit")
    wanted = sorted(unit.key for unit in provinces_on(MAPS[name]))
    if units != wanted:
        wrong = ", ".join(sorted(set(units) ^ set(wanted)))
        raise InputError(f"map {name} does not hold each unit once: {wrong}", _FILE, "add or remove these keys")
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).drop(columns="map").astype("str")
    return frame.astype({"column": "int64", "row": "int64"})
