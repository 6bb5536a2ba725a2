"""How far a province has come with each target: its own, the nation's and its peers', with the years still to go.

Which result speaks about which target, and how well it fits, stands in reference/result_for_target.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.compare.asked_by_peers import PeerBook
from analysis.compare.asked_once import Cell, Target, ask_of, own_targets
from analysis.compare.attainment_columns import (
    NO_PART,
    Part,
    attainment_frame,
    national_columns,
    result_columns,
    time_columns,
    unmeasured_columns,
    verdict_columns,
)
from analysis.compare.demand import CELL, stated_targets
from analysis.compare.doubts import Doubts, doubts_of
from analysis.compare.evidence import Evidence, EvidenceBook, telling_rows
from analysis.compare.judgement import NOT_MEASURABLE, Goal, Verdict, judge
from analysis.compare.results import results
from analysis.compare.rows import records, uncollected
from analysis.reference.national_targets import CONFIDENCES
from analysis.reference.periods import Period, parse_period

_NAN = float("nan")
# Of what only peers ask nothing is said but its cell: there is no number to be judged by and no place it is printed.
_UNASKED: Mapping[str, Any] = {"value": _NAN, "asks": "", "label": ""}
_NOWHERE: Mapping[str, Any] = {"document_id": "", "location": ""}


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
    stated = list(own_targets(stated_targets(targets, with_scope=False)))
    own: dict[str, list[Target]] = {}
    for target in stated:
        own.setdefault(target.province, []).append(target)
    telling = telling_rows(results(observations, figures, indices))
    nation, doubts, peers = _Nation(national_targets), doubts_of(findings, checks), PeerBook(stated)
    beside = [Target(ask_of({**ask.row, **_UNASKED}, "peers"), "", _NOWHERE) for ask in peers.cells()]

    def rows() -> Iterator[tuple[Part, ...]]:
        for province, period in periods.items():
            window = parse_period(period)
            book = EvidenceBook(telling.get(province, ()), window)
            case = _Case(province, window, book, nation.asked_by(window.year), peers, beside, doubts)
            head = {"province": province, "period": period}
            for goal in _goals(own.get(province, []), case):
                yield from ((head, *parts) for parts in _judged(goal, case))

    with uncollected():
        return attainment_frame(rows())


@dataclass(frozen=True)
class _Case:
    """One province at the end of one period, with all it is judged by."""

    province: str
    window: Period
    book: EvidenceBook
    nation: Mapping[Cell, Target]
    peers: PeerBook
    of_peers: Sequence[Target]
    doubts: Doubts


class _Nation:
    """National targets in comparable form, by the year in which they hold."""

    def __init__(self, national: pd.DataFrame) -> None:
        self._national = national
        self._by_year: dict[int, dict[Cell, Target]] = {}

    def asked_by(self, year: int) -> Mapping[Cell, Target]:
        """Targets of plans that had begun by `year`; of two for one cell the one we are surer of."""
        if year not in self._by_year:
            begun = self._national[self._national["plan_start"] <= year]
            asked = [
                Target(ask_of(row, "national"), "", {name: row[name] for name in _NOWHERE})
                for row in records(_surest(begun))
            ]
            self._by_year[year] = {target.ask.cell: target for target in asked}
        return self._by_year[year]


def _surest(national: pd.DataFrame) -> pd.DataFrame:
    stated = stated_targets(national, with_scope=False)
    beside = national[["document_id", *CELL, "confidence", "plan_start"]]
    merged = stated.merge(beside, on=["document_id", *CELL], how="left")
    rank = merged["confidence"].map({name: number for number, name in enumerate(CONFIDENCES)})
    return merged.assign(_rank=rank).sort_values([*CELL, "_rank"]).drop_duplicates(CELL).drop(columns="_rank")


def _goals(own: list[Target], case: _Case) -> list[Target]:
    """Own targets; then, where there is none and a result speaks about it, national ones; then what peers have."""
    goals = list(own)
    held = {target.ask.cell for target in own}
    for others in (case.nation.values(), case.of_peers):
        extra = [one for one in others if one.ask.cell not in held and case.book.about(one.ask.row)]
        goals += extra
        held.update(one.ask.cell for one in extra)
    return sorted(goals, key=Target.in_order)


def _judged(target: Target, case: _Case) -> list[tuple[Part, ...]]:
    """Rows of one target: one per result that speaks about it, or one that says why none does.

    Each row comes in parts: what is asked, where, the years to go, what peers ask, the result, the verdict, what the
    nation asks.
    """
    ask = target.ask
    nation = case.nation.get(ask.cell)
    asked = (ask.columns, target.place, time_columns(ask.cell[2], case.window), case.peers.beside(ask, case.province))
    found = case.book.about(ask.row)
    if not found:
        reason = "no_result" if case.book.knows(ask.row) else "no_mapping"
        return [(*asked, NO_PART, unmeasured_columns(reason), _of_nation(nation, NOT_MEASURABLE))]
    goal = target.goal()
    rows: list[tuple[Part, ...]] = []
    for evidence in found:
        verdict = _verdict(goal, evidence, case.window)
        doubt = case.doubts.get((evidence.row["document_id"], evidence.row["ref"])) if case.doubts else None
        state = "" if nation is None else _verdict(nation.goal(), evidence, case.window).state
        measured = result_columns(evidence, doubt), verdict_columns(goal, evidence, verdict, doubt)
        rows.append((*asked, *measured, _of_nation(nation, state)))
    return rows


def _of_nation(nation: Target | None, state: str) -> Part:
    if nation is None:
        return NO_PART
    row = nation.ask.row
    return national_columns(row["asks"], row["value"], row["confidence"], state)


def _verdict(goal: Goal, evidence: Evidence, window: Period) -> Verdict:
    if evidence.is_empty:
        return Verdict(NOT_MEASURABLE, "empty_cell")
    if goal.value != goal.value:
        return Verdict(NOT_MEASURABLE, "no_target")
    return judge(goal, evidence.as_result, window)
