"""Targets as they are judged: what many units ask in the same words is one thing asked, prepared and judged once."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.compare.demand import CELL, TERMS
from analysis.compare.judgement import Goal
from analysis.compare.rows import Row, different, records
from analysis.reference.periods import parse_period

Cell = tuple[str, str, int | None]
Terms = tuple[str, str, str]
ASKED = ["domain", *CELL, *TERMS, "comparator", "strict", "value", "direction", "asks", "label"]


@dataclass(frozen=True, eq=False)
class Ask:
    """One thing asked, wherever it is printed.

    `cell` is indicator, level and deadline (None for none); `terms` on what terms it is set: numbers on other terms are
    not set beside each other. `against` says whose target it is (own, national, peers), `order` where it stands in a
    table: by domain and cell, no deadline last, own targets before national ones.
    """

    row: Row
    against: str
    cell: Cell
    terms: Terms
    order: tuple[Any, ...]
    goals: dict[str, Goal] = field(default_factory=dict)

    def goal(self, document: str) -> Goal:
        """What is asked as it is judged, from the first day of the plan on that `document` is of."""
        plan = _plan_of(document)
        if plan not in self.goals:
            self.goals[plan] = _goal(self, plan)
        return self.goals[plan]


def ask_of(row: Row, against: str) -> Ask:
    """`row` of demand.stated_targets as a thing asked; `against` is own, national or peers."""
    year: int | None = None if pd.isna(row["deadline_year"]) else int(row["deadline_year"])
    unit, basis, baseline = (row[name] for name in TERMS)
    cell = (row["indicator"], row["level"], year)
    order = (row["domain"], *cell[:2], year is None, year or 0, against, row["asks"])
    return Ask(row, against, cell, (unit, basis, baseline), order)


def asked_once(stated: pd.DataFrame) -> tuple[list[int], list[Ask]]:
    """The different things that rows of demand.stated_targets ask, and for each row the place of its own among them."""
    codes, rows = different(stated, ASKED)
    return codes, [ask_of(row, "own") for row in records(rows)]


@functools.lru_cache(maxsize=4_096)
def _plan_of(document: str) -> str:
    """The period of a document, "" for a national one."""
    parts = document.split("/")
    return parts[1] if len(parts) == 3 else ""


def _goal(ask: Ask, plan: str) -> Goal:
    row, deadline = ask.row, ask.cell[2]
    start = row.get("plan_start")
    if start is None or pd.isna(start):
        first = parse_period(plan).start if plan else dt.date((deadline or 2025) - 4, 1, 1)
    else:
        first = dt.date(int(start), 1, 1)
    return Goal(
        row["comparator"], bool(row["strict"]), float(row["value"]), row["unit"], row["asks"],
        row["basis"], first, deadline, _is_change(row),
    )  # fmt: skip


def _is_change(row: Row) -> bool:
    """Whether the target asks by how much something shall change ("giảm 10% so với năm 2021"), not how high it be."""
    return bool(row["direction"] != "reach" or row["basis"] == "per_year_increase" or row["baseline_year"])
