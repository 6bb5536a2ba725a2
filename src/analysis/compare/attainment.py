"""How far a province has come with each target: its own, the nation's and its peers', with the years still to go.

Which result speaks about which target, and how well it fits, stands in reference/result_for_target.csv.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.compare.demand import CELL, TERMS, stated_targets
from analysis.compare.doubts import Doubt, Doubts, doubts_of
from analysis.compare.evidence import Evidence, EvidenceBook
from analysis.compare.judgement import NOT_MEASURABLE, UNLIKE, Goal, Verdict, judge, years_to_go
from analysis.compare.results import results
from analysis.compare.rows import Row, records
from analysis.reference.comparison_words import LANGUAGES, number_en, number_vi, phrase
from analysis.reference.national_targets import CONFIDENCES
from analysis.reference.periods import Period, parse_period

_ORDER = [
    "province", "period", "domain", "indicator", "level", "deadline_year", "years_to_go", "state", "state_vi",
    "state_en", "result", "result_unit", "result_level", "result_label", "result_period", "result_source", "detail",
    "against", "asks", "target_value", "gap", "expected", "national_asks", "national_value", "national_confidence",
    "state_national", "peers_asks", "peers_count", "peers_min", "peers_median", "peers_max", "fit", "reason",
    "reason_vi", "reason_en", "caveat_vi", "caveat_en", "doubtful", "doubtful_by", "doubtful_rules", "label",
    "document_id", "location", "result_document_id", "result_location",
]  # fmt: skip
_NUMBER = [
    "years_to_go", "result", "target_value", "gap", "expected", "national_value", "peers_min", "peers_median",
    "peers_max",
]  # fmt: skip
_WHOLE = ["deadline_year", "peers_count"]
_FLAG = ["detail", "doubtful"]
_NAN = float("nan")
Cell = tuple[str, str, int | None]
Terms = tuple[str, str, str]
Peers = Mapping[tuple[Cell, Terms], dict[str, Any]]
_NO_RESULT = dict.fromkeys(
    ("result_unit", "result_level", "result_label", "result_period", "result_source", "fit", "caveat_vi", "caveat_en",
     "doubtful_by", "doubtful_rules", "result_document_id", "result_location"), ""
)  # fmt: skip


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
    window = parse_period(period)
    mine = [
        frame if frame is None else frame[frame["province"] == province] for frame in (observations, figures, indices)
    ]
    book = EvidenceBook(results(*mine), window)
    stated = stated_targets(targets, with_scope=False)
    national = _surest(national_targets[national_targets["plan_start"] <= window.year])
    others = stated[stated["province"] != province]
    goals = _goals(stated[stated["province"] == province], national, others, book)
    peers = _peers(others[others["indicator"].isin(goals["indicator"])])
    nation = {_cell(row): row for row in records(national)}
    doubts = doubts_of(findings, checks)
    rows = [row for target in records(goals) for row in _judged(target, book, window, nation, peers, doubts)]
    return _frame(rows, province, period)


def _judged(
    target: Row,
    book: EvidenceBook,
    window: Period,
    nation: Mapping[Cell, Row],
    peers: Peers,
    doubts: Doubts,
) -> Iterator[dict[str, Any]]:
    """Rows of one target: one per result that speaks about it, or one that says why none does."""
    cell = _cell(target)
    found: list[Evidence | None] = list(book.about(target))
    for evidence in found or [None]:
        verdict = _verdict(target, evidence, window, book)
        doubt = None if evidence is None else doubts.get((evidence.row["document_id"], evidence.row["ref"]))
        row = {**_target_columns(target, window), **_result_columns(evidence, doubt)}
        row |= _verdict_columns(target, evidence, verdict, doubt)
        yield row | _national_columns(nation.get(cell), evidence, window, book) | peers.get((cell, _terms(target)), {})


def _surest(national: pd.DataFrame) -> pd.DataFrame:
    """National targets in comparable form; of two for one cell the one we are surer of."""
    stated = stated_targets(national, with_scope=False)
    beside = national[["document_id", *CELL, "confidence", "plan_start"]]
    merged = stated.merge(beside, on=["document_id", *CELL], how="left")
    rank = merged["confidence"].map({name: number for number, name in enumerate(CONFIDENCES)})
    return merged.assign(_rank=rank).sort_values([*CELL, "_rank"]).drop_duplicates(CELL).drop(columns="_rank")


def _goals(own: pd.DataFrame, national: pd.DataFrame, others: pd.DataFrame, book: EvidenceBook) -> pd.DataFrame:
    """Own targets; then, where there is none and a result speaks about it, national ones; then what peers have."""
    held = {_cell(row) for row in records(own[CELL])}
    parts = [own.assign(against="own")]
    blank: dict[str, Any] = {"value": _NAN, "asks": "", "label": "", "document_id": "", "location": ""}
    for against, frame in (("national", national), ("peers", others.drop_duplicates(CELL).assign(**blank))):
        extra = [_cell(row) not in held and bool(book.about(row)) for row in records(frame)]
        parts.append(frame[pd.Series(extra, index=frame.index, dtype="bool")].assign(against=against))
        held |= {_cell(row) for row in records(parts[-1][CELL])}
    frame = pd.concat(parts, ignore_index=True)
    return frame.sort_values(["domain", *CELL, "against", "asks", "location"], kind="stable", ignore_index=True)


def _cell(row: Row | pd.Series) -> Cell:
    year = row["deadline_year"]
    return row["indicator"], row["level"], None if pd.isna(year) else int(year)


def _terms(row: Row | pd.Series) -> Terms:
    """On what terms a target is set; numbers on other terms are not set beside each other."""
    unit, basis, baseline = (row[name] for name in TERMS)
    return unit, basis, baseline


def _goal(target: Row) -> Goal:
    deadline = _cell(target)[2]
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


def _verdict(target: Row, evidence: Evidence | None, window: Period, book: EvidenceBook) -> Verdict:
    if evidence is None:
        return Verdict(NOT_MEASURABLE, "no_result" if book.knows(target) else "no_mapping")
    if evidence.is_empty:
        return Verdict(NOT_MEASURABLE, "empty_cell")
    if pd.isna(target["value"]):
        return Verdict(NOT_MEASURABLE, "no_target")
    return judge(_goal(target), evidence.as_result(), window)


def _target_columns(target: Row, window: Period) -> dict[str, Any]:
    names = ("domain", "indicator", "level", "deadline_year", "against", "asks", "label", "document_id", "location")
    years = years_to_go(_cell(target)[2], window)
    return {name: target[name] for name in names} | {
        "target_value": target["value"],
        "years_to_go": _NAN if years is None else years,
    }


def _result_columns(evidence: Evidence | None, doubt: Doubt | None) -> dict[str, Any]:
    if evidence is None:
        return {**_NO_RESULT, "result": _NAN, "detail": False, "doubtful": False}
    row, mapping = evidence.row, evidence.mapping
    agreeing = [other for other in evidence.others if other["document_id"] == row["document_id"]]
    return {
        "result": row["value"],
        "result_unit": row["unit"].replace("%", "percent"),
        "result_level": row["level"],
        "result_label": row["label"],
        "result_period": row["period"],
        "result_source": row["source"],
        "result_document_id": row["document_id"],
        "result_location": ";".join(dict.fromkeys(one["location"] for one in (row, *agreeing))),
        "fit": mapping.fit,
        "detail": evidence.detail,
        "doubtful": doubt is not None or bool(evidence.conflicts),
        "doubtful_by": doubt.how if doubt else "conflict" if evidence.conflicts else "",
        "doubtful_rules": doubt.rules if doubt else "",
        **{f"caveat_{language}": _caveat(evidence, language) for language in LANGUAGES},
    }


def _caveat(evidence: Evidence, language: str) -> str:
    """What a reader must know before believing the state: definitions, notes of the form, conflicting figures."""
    parts = [evidence.mapping.caveat_vi if language == "vi" else evidence.mapping.caveat_en]
    if evidence.detail:
        parts.append(phrase(language, "level_of_all"))
    if evidence.row["note"]:
        parts.append(phrase(language, "printed_note", note=evidence.row["note"]))
    if evidence.conflicts:
        write = number_vi if language == "vi" else number_en
        parts.append(phrase(language, "several_results", values=" / ".join(map(write, evidence.conflicts))))
    return "; ".join(part for part in parts if part)


def _verdict_columns(target: Row, evidence: Evidence | None, verdict: Verdict, doubt: Doubt | None) -> dict[str, Any]:
    value = _NAN if evidence is None else float(evidence.row["value"])
    result = None if evidence is None or evidence.is_empty else evidence.as_result()
    goal = _goal(target)
    reasons = {language: verdict.words(language, goal, result) for language in LANGUAGES}
    if doubt:
        reasons = {language: f"{text}; {doubt.words(language)}" for language, text in reasons.items()}
    unlike = evidence is not None and (evidence.mapping.fit == "different" or verdict.reason in UNLIKE)
    return {
        "state": verdict.state,
        "reason": verdict.reason,
        "expected": verdict.expected,
        "gap": _NAN if unlike else value - float(target["value"]),
        **{f"reason_{language}": text for language, text in reasons.items()},
        **{f"state_{language}": phrase(language, verdict.state) for language in LANGUAGES},
    }


def _national_columns(
    nation: Row | None, evidence: Evidence | None, window: Period, book: EvidenceBook
) -> dict[str, Any]:
    if nation is None:
        return {"national_asks": "", "national_value": _NAN, "national_confidence": "", "state_national": ""}
    return {
        "national_asks": nation["asks"],
        "national_value": nation["value"],
        "national_confidence": nation["confidence"],
        "state_national": _verdict(nation, evidence, window, book).state,
    }


def _peers(stated: pd.DataFrame) -> dict[tuple[Cell, Terms], dict[str, Any]]:
    """What the other provinces ask in each cell on the same terms: number of them, lowest, median, highest value."""
    if not len(stated):
        return {}
    keys = [*CELL, *TERMS]
    cells = stated.groupby(keys, dropna=False)
    numbers = cells["value"].agg(peers_min="min", peers_median="median", peers_max="max")
    numbers["peers_count"] = cells["province"].nunique()
    said = stated.groupby([*keys, "asks"], dropna=False)["province"].nunique().rename("by").reset_index()
    said["text"] = said["asks"] + " (" + said["by"].astype("str") + ")"
    texts = said[said["asks"] != ""].groupby(keys, dropna=False)["text"].agg("; ".join).rename("peers_asks")
    frame = numbers.join(texts).reset_index()
    return {(_cell(row), _terms(row)): {name: row[name] for name in row if name not in keys} for row in records(frame)}


def _frame(rows: list[dict[str, Any]], province: str, period: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=_ORDER).assign(province=province, period=period)
    texts = [name for name in _ORDER if name not in (*_NUMBER, *_WHOLE, *_FLAG)]
    frame = frame.assign(**{name: frame[name].astype("object").fillna("") for name in texts})
    frame["peers_count"] = frame["peers_count"].astype("Float64").fillna(0)
    types = dict.fromkeys(texts, "str") | dict.fromkeys(_NUMBER, "float64") | dict.fromkeys(_WHOLE, "Int64")
    return frame.astype(types | dict.fromkeys(_FLAG, "bool"))
