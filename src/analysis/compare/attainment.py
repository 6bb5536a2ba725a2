"""How far a province has come with each target: its own, the nation's and its peers', with the years still to go.

Which result speaks about which target, and how well it fits, stands in reference/result_for_target.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.compare.attainment_columns import (
    Columns,
    Part,
    ask_part,
    attainment_frame,
    distinct_pairs,
    nation_part,
    result_columns,
    state_part,
    time_part,
    unmeasured_part,
    verdict_part,
)
from analysis.compare.doubts import Doubt, doubts_of
from analysis.compare.evidence import Evidence, EvidenceBook, mappings_of, telling_rows
from analysis.compare.goals import PLACE, Book, Goals
from analysis.compare.judgement import NOT_MEASURABLE, STATES, Goal, Verdict, judge
from analysis.compare.rows import Places, uncollected
from analysis.reference.periods import Period, parse_period

_UNMEASURED = ("no_result", "no_mapping")  # reasons
_STATE = {state: place for place, state in enumerate(STATES)}


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
    windows = {province: parse_period(period) for province, period in periods.items()}
    told = telling_rows(observations, figures, indices, list(periods))
    with uncollected():
        book = Book(targets, national_targets)
        evidence = EvidenceBook(told, windows, book.keys)
        goals = book.goals(windows, evidence.count > 0)
        key = book.key_of(goals.ask)
        place, found = _per_result(evidence.first[goals.unit, key], evidence.count[goals.unit, key])
        case = _Case(book, evidence.found, found, goals.take(place), list(windows.values()))
        doubts = doubts_of(findings, checks)
        doubt = [doubts.get((one.row["document_id"], one.row["ref"])) for one in evidence.found]
        units = Columns({"province": list(periods), "period": list(periods.values())}, case.rows.unit)
        results = Columns(result_columns(evidence.found, doubt), found)
        return attainment_frame([units, *_asked(case), results, *_judged(case, doubt)], len(found))


@dataclass(frozen=True)
class _Case:
    """Everything units are judged by: `rows` are their goals, once for each result that speaks about one.

    `found` is the place of that result in `evidence`, -1 where none speaks; `windows` are the units' periods.
    """

    book: Book
    evidence: list[Evidence]
    found: Places
    rows: Goals
    windows: list[Period]


def _per_result(first: Places, count: Places) -> tuple[Places, Places]:
    """A row per result of each goal, or one with -1: the place of the goal and the place of the result."""
    times = np.maximum(count, 1)
    goal = np.repeat(np.arange(len(times)), times)
    nth = np.arange(len(goal)) - (np.cumsum(times) - times)[goal]
    return goal, np.where(count[goal] > 0, first[goal] + nth, -1)


def _asked(case: _Case) -> Iterator[Columns]:
    """What is asked, where, the years to go, what peers ask."""
    rows, asks = case.rows, case.book.asks
    yield Columns.of_parts([ask_part(ask.row, ask.against) for ask in asks], rows.ask)
    yield Columns({name: case.book.places[name].array for name in PLACE}, rows.place)
    deadline, deadlines = pd.factorize(np.array([ask.cell[2] or 0 for ask in asks], dtype="int64"))
    window, windows = pd.factorize(np.array(case.windows, dtype="object"))
    pairs, codes = distinct_pairs(deadline[rows.ask], window[rows.unit])
    yield Columns.of_parts([time_part(int(deadlines[one]) or None, windows[other]) for one, other in pairs], codes)
    yield Columns.of_parts(case.book.peers.summaries, rows.peers)


def _judged(case: _Case, doubts: list[Doubt | None]) -> Iterator[Columns]:
    """The verdict, the state and what the nation asks."""
    asks, nation = case.book.asks, case.rows.nation
    measured = np.flatnonzero(case.found >= 0)
    # Places in _UNMEASURED: whatever is reported, nothing could speak about a target without a mapping.
    unmapped = np.array([not mappings_of(*key) for key in case.book.keys], dtype="int64")
    reason = unmapped[case.book.key_of(case.rows.ask)]
    state, of_nation = (np.full(len(reason), _STATE[NOT_MEASURABLE]) for _ in range(2))
    parts: list[Part] = [unmeasured_part(one) for one in _UNMEASURED]
    states: list[tuple[int, int]] = []
    for ask, document, other, place, unit in _rows(case, measured):
        goal, evidence, window = asks[ask].goal(document), case.evidence[place], case.windows[unit]
        verdict = _verdict(goal, evidence, window)
        parts.append(verdict_part(goal, evidence, verdict, doubts[place]))
        against = verdict if other in (-1, ask) else _verdict(asks[other].goal(""), evidence, window)
        states.append((_STATE[verdict.state], _STATE[against.state]))
    reason[measured] = np.arange(len(_UNMEASURED), len(parts))
    state[measured], of_nation[measured] = np.array(states, dtype="int64").reshape(-1, 2).T
    yield Columns.of_parts(parts, reason)
    yield Columns.of_parts([state_part(one) for one in STATES], state)
    pairs, codes = distinct_pairs(nation, of_nation)
    of_pairs = [nation_part(asks[one].row, STATES[other]) if one >= 0 else {} for one, other in pairs]
    yield Columns.of_parts(of_pairs, codes)


def _rows(case: _Case, places: Places) -> Iterator[tuple[int, str, int, int, int]]:
    """Of some rows what is asked, in which document, what the nation asks, the result and the unit."""
    rows = case.rows
    documents = case.book.places["document_id"].to_numpy(dtype="object")[rows.place[places]]
    numbers = (column[places].tolist() for column in (rows.ask, rows.nation, case.found, rows.unit))
    asks, nations, found, units = numbers
    return zip(asks, documents.tolist(), nations, found, units, strict=True)


def _verdict(goal: Goal, evidence: Evidence, window: Period) -> Verdict:
    if evidence.is_empty:
        return Verdict(NOT_MEASURABLE, "empty_cell")
    if goal.value != goal.value:
        return Verdict(NOT_MEASURABLE, "no_target")
    return judge(goal, evidence.result, window)
