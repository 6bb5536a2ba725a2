"""How far a province has come with each target: its own, the nation's and its peers', with the years still to go.

Which result speaks about which target, and how well it fits, stands in reference/result_for_target.csv.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.compare.asked_by_peers import Cell, PeerBook, cell_of, terms_of
from analysis.compare.attainment_columns import (
    NO_PART,
    Part,
    attainment_frame,
    national_columns,
    result_columns,
    target_columns,
    time_columns,
    unmeasured_columns,
    verdict_columns,
)
from analysis.compare.demand import CELL, TERMS, stated_targets
from analysis.compare.doubts import Doubts, doubts_of
from analysis.compare.evidence import Evidence, EvidenceBook, telling_rows
from analysis.compare.judgement import NOT_MEASURABLE, Goal, Verdict, judge
from analysis.compare.results import results
from analysis.compare.rows import Row, records
from analysis.reference.national_targets import CONFIDENCES
from analysis.reference.periods import Period, parse_period

_NAN = float("nan")
_NEEDED = [
    "province", "domain", *CELL, *TERMS, "comparator", "strict", "value", "direction", "asks", "label", "document_id",
    "location",
]  # fmt: skip
_BLANK: Mapping[str, Any] = {"value": _NAN, "asks": "", "label": "", "document_id": "", "location": ""}


def attainment(
    observations: pd.DataFrame,
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    national_targets: pd.DataFrame,
    period: str,
    province: str,
    indices: pd.DataFrame | None = None,
    findings: pd.DataFrame | None = None,
    checks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """State of every target of `province`, and of every national target it reports on, at the end of `period`.

    Args:
        observations: processed form rows; their value is the printed one, or the corrected one where one was accepted.
        figures: processed narrative figures.
        targets: processed targets of all provinces; those of the others are the peers'.
        national_targets: reference.national_targets.national_targets().
        period: period of the results, such as "2024-H1".
        province: key of the province.
        indices: published indices; the last year that had ended by then speaks for targets on them.
        findings: a critical finding that suspects the cell of a result marks the row `doubtful`.
        checks: with them a result that a failing check computes from a suspected cell is `doubtful` too; `doubtful_by`
            says which of both it is ("cell", "relation"), or that figures "conflict".

    Returns:
        One row per target and result: `state` is reached, on_course, behind or not_measurable, with the reason in
        words. `against` says whether it is judged by the province's "own" target or, where it has none, the
        "national" one; where only "peers" have a target nothing is judged. `detail` rows give single levels of
        government under a target set for all of them.
    """
    rows, told = (table[table["province"] == province] for table in (observations, figures))
    published = None if indices is None else indices[indices["province"] == province]
    return attainments(rows, told, targets, national_targets, {province: period}, published, findings, checks)


def attainments(
    observations: pd.DataFrame,
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    national_targets: pd.DataFrame,
    periods: Mapping[str, str],
    indices: pd.DataFrame | None = None,
    findings: pd.DataFrame | None = None,
    checks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """`attainment` of several provinces, each at the end of its own period (`periods`: key of province -> period).

    Provinces stand in the order of `periods`. What all share (targets as they are compared, what peers ask, doubts) is
    worked out once.
    """
    stated = records(stated_targets(targets, with_scope=False)[_NEEDED])
    own: dict[str, list[Row]] = {}
    for row in stated:
        own.setdefault(row["province"], []).append(row)
    telling = telling_rows(results(observations, figures, indices))
    nation, doubts, peers = _Nation(national_targets), doubts_of(findings, checks), PeerBook(stated)

    def rows() -> Iterator[tuple[Part, ...]]:
        for province, period in periods.items():
            window = parse_period(period)
            book = EvidenceBook(telling.get(province, ()), window)
            case = _Case(province, window, book, nation.asked_by(window.year), peers, doubts)
            head = {"province": province, "period": period}
            for goal in _goals(own.get(province, []), case):
                yield from ((head, *parts) for parts in _judged(goal, case))

    return attainment_frame(rows())


@dataclass(frozen=True)
class _Case:
    """One province at the end of one period, with all it is judged by."""

    province: str
    window: Period
    book: EvidenceBook
    nation: Mapping[Cell, Row]
    peers: PeerBook
    doubts: Doubts


class _Nation:
    """National targets in comparable form, by the year in which they hold."""

    def __init__(self, national: pd.DataFrame) -> None:
        self._national = national
        self._by_year: dict[int, dict[Cell, Row]] = {}

    def asked_by(self, year: int) -> Mapping[Cell, Row]:
        """Targets of plans that had begun by `year`; of two for one cell the one we are surer of."""
        if year not in self._by_year:
            begun = self._national[self._national["plan_start"] <= year]
            self._by_year[year] = {cell_of(row): row for row in records(_surest(begun))}
        return self._by_year[year]


def _surest(national: pd.DataFrame) -> pd.DataFrame:
    stated = stated_targets(national, with_scope=False)
    beside = national[["document_id", *CELL, "confidence", "plan_start"]]
    merged = stated.merge(beside, on=["document_id", *CELL], how="left")
    rank = merged["confidence"].map({name: number for number, name in enumerate(CONFIDENCES)})
    return merged.assign(_rank=rank).sort_values([*CELL, "_rank"]).drop_duplicates(CELL).drop(columns="_rank")


def _goals(own: list[Row], case: _Case) -> list[Row]:
    """Own targets; then, where there is none and a result speaks about it, national ones; then what peers have."""
    goals = [target_columns(row, "own") for row in own]
    held = {cell_of(row) for row in own}
    for against, rows, more in (
        ("national", case.nation.items(), {}),
        ("peers", case.peers.cells(), _BLANK),
    ):
        extra = {cell: row for cell, row in rows if cell not in held and case.book.about(row)}
        goals += [target_columns({**row, **more}, against) for row in extra.values()]
        held |= extra.keys()
    return sorted(goals, key=_in_order)


def _in_order(goal: Row) -> tuple[Any, ...]:
    """By domain and cell, no deadline last; own targets before national ones."""
    indicator, level, year = cell_of(goal)
    place = (year is None, year or 0, goal["against"], goal["asks"], goal["location"])
    return goal["domain"], indicator, level, *place


def _judged(target: Row, case: _Case) -> Iterator[tuple[Part, ...]]:
    """Rows of one target: one per result that speaks about it, or one that says why none does.

    Each row comes in parts: what is asked, the years to go, what peers ask, the result, the verdict, what the
    nation asks.
    """
    cell = cell_of(target)
    nation = case.nation.get(cell)
    beside = case.peers.beside(cell, terms_of(target), case.province)
    years = time_columns(cell[2], case.window)
    found = case.book.about(target)
    if not found:
        reason = "no_result" if case.book.knows(target) else "no_mapping"
        of_nation = None if nation is None else NOT_MEASURABLE
        yield target, years, beside, NO_PART, unmeasured_columns(reason), national_columns(nation, of_nation)
        return
    goal = _goal(target)
    for evidence in found:
        verdict = _verdict(target, goal, evidence, case)
        doubt = case.doubts.get((evidence.row["document_id"], evidence.row["ref"]))
        of_nation = None if nation is None else _verdict(nation, _goal(nation), evidence, case).state
        yield (
            target,
            years,
            beside,
            result_columns(evidence, doubt),
            verdict_columns(target, goal, evidence, verdict, doubt),
            national_columns(nation, of_nation),
        )


def _goal(target: Row) -> Goal:
    deadline = cell_of(target)[2]
    start = target.get("plan_start")
    if start is None or pd.isna(start):
        parts = str(target["document_id"]).split("/")
        first = parse_period(parts[1]).start if len(parts) == 3 else dt.date((deadline or 2025) - 4, 1, 1)
    else:
        first = dt.date(int(start), 1, 1)
    return Goal(
        target["comparator"], bool(target["strict"]), float(target["value"]), target["unit"], target["asks"],
        target["basis"], first, deadline, _is_change(target),
    )  # fmt: skip


def _is_change(target: Row) -> bool:
    """Whether the target asks by how much something shall change ("giảm 10% so với năm 2021"), not how high it be."""
    return bool(target["direction"] != "reach" or target["basis"] == "per_year_increase" or target["baseline_year"])


def _verdict(target: Row, goal: Goal, evidence: Evidence, case: _Case) -> Verdict:
    if evidence.is_empty:
        return Verdict(NOT_MEASURABLE, "empty_cell")
    if pd.isna(target["value"]):
        return Verdict(NOT_MEASURABLE, "no_target")
    return judge(goal, evidence.as_result(), case.window)
