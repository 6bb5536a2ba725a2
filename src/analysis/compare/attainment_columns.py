"""Columns of a row of attainment: what is asked, what was reported, how it is judged, what the nation asks."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.compare.doubts import Doubt
from analysis.compare.evidence import Evidence
from analysis.compare.judgement import NOT_MEASURABLE, UNLIKE, Goal, Verdict, years_to_go
from analysis.compare.rows import Row
from analysis.reference.comparison_words import LANGUAGES, number_en, number_vi, phrase
from analysis.reference.periods import Period

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
_ASKED = ["domain", "indicator", "level", "deadline_year", "asks", "label"]
_NAN = float("nan")
Part = Mapping[str, Any]
NO_PART: Part = {}


def ask_columns(row: Row, against: str) -> Part:
    """What is asked, with `against`: whose target it is."""
    return {**{name: row[name] for name in _ASKED}, "target_value": row["value"], "against": against}


@functools.cache
def time_columns(deadline: int | None, window: Period) -> Part:
    """The years still to go, if there is a deadline."""
    years = years_to_go(deadline, window)
    return {} if years is None else {"years_to_go": years}


@functools.cache
def unmeasured_columns(reason: str) -> Mapping[str, Any]:
    """State and reason of a target that no result speaks about."""
    words = {f"reason_{language}": phrase(language, reason) for language in LANGUAGES}
    return {"reason": reason, **words, **_state_columns(NOT_MEASURABLE)}


@functools.cache
def _state_columns(state: str) -> Mapping[str, str]:
    return {"state": state, **{f"state_{language}": phrase(language, state) for language in LANGUAGES}}


def result_columns(evidence: Evidence, doubt: Doubt | None) -> dict[str, Any]:
    """What was reported and where, how well it fits the target, and whether it is doubtful."""
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


def verdict_columns(goal: Goal, evidence: Evidence, verdict: Verdict, doubt: Doubt | None) -> dict[str, Any]:
    """State and reason in both languages, what was expected by now, and the gap where there can be one."""
    value = float(evidence.row["value"])
    result = None if evidence.is_empty else evidence.as_result
    reasons = {language: verdict.words(language, goal, result) for language in LANGUAGES}
    if doubt:
        reasons = {language: f"{text}; {doubt.words(language)}" for language, text in reasons.items()}
    unlike = evidence.mapping.fit == "different" or verdict.reason in UNLIKE
    return {
        "reason": verdict.reason,
        "expected": verdict.expected,
        "gap": _NAN if unlike else value - goal.value,
        **{f"reason_{language}": text for language, text in reasons.items()},
        **_state_columns(verdict.state),
    }


@functools.lru_cache(maxsize=4_096)
def national_columns(asks: str, value: float, confidence: str, state: str) -> Part:
    """What the nation asks in the same cell, how sure we are of it, and the result's state against it."""
    return {
        "national_asks": asks,
        "national_value": value,
        "national_confidence": confidence,
        "state_national": state,
    }


def _columns_of(parts: Sequence[Part]) -> dict[str, Any]:
    """Every column some part has; a part that stands in many rows is read once."""
    # In the order they appear in, and so nearly in that of memory: it saves some percent over sorting their ids.
    codes, _ = pd.factorize(np.fromiter(map(id, parts), dtype="int64", count=len(parts)))
    different = list({id(part): part for part in parts}.values())
    names = set().union(*different) & set(_ORDER)
    blanks = {name: _blank(name) for name in names}
    return {
        name: _array(name, [part.get(name, blank) for part in different]).take(codes) for name, blank in blanks.items()
    }


def attainment_frame(rows: Iterable[Sequence[Part]]) -> pd.DataFrame:
    """Rows with every column in its place and of its type; what a row does not say is "", missing or False.

    A row is a sequence of parts, always in the same order, no two of which have a column in common. Many rows share a
    part (what peers ask, a result), so columns are built of the different parts and not row by row.
    """
    held = list(rows)  # while they are held, the id of a part is its own
    said = {name: column for parts in zip(*held, strict=True) for name, column in _columns_of(parts).items()}
    return pd.DataFrame(
        {name: said[name] if name in said else _array(name, [_blank(name)] * len(held)) for name in _ORDER}
    )


def _array(name: str, values: list[Any]) -> Any:
    return pd.array(values, dtype=_type(name))


def _blank(name: str) -> Any:
    if name in _NUMBER:
        return _NAN
    return 0 if name == "peers_count" else None if name in _WHOLE else False if name in _FLAG else ""


def _type(name: str) -> Any:
    if name in _NUMBER:
        return np.dtype("float64")
    return "Int64" if name in _WHOLE else np.dtype("bool") if name in _FLAG else "str"
