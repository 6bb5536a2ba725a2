"""Columns of a row of attainment: what is asked, what was reported, how it is judged, what the nation asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.compare.doubts import Doubt
from analysis.compare.evidence import Evidence
from analysis.compare.judgement import UNLIKE, Goal, Verdict, years_to_go
from analysis.compare.rows import Places, Row
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
_OF_RESULT = ["level", "label", "period", "source", "document_id"]
_NAN = float("nan")
Part = Mapping[str, Any]


@dataclass(frozen=True)
class Columns:
    """Columns of a table in which many rows say the same: each different row once, and which of them every row is."""

    different: Mapping[str, Any]
    codes: Places

    @classmethod
    def of_parts(cls, parts: Sequence[Part], codes: Places) -> Columns:
        """From mappings; what one of them does not say is blank."""
        blanks = {name: _blank(name) for name in set().union(*parts)}
        return cls({name: [part.get(name, blank) for part in parts] for name, blank in blanks.items()}, codes)

    def expanded(self) -> dict[str, Any]:
        """The columns, row by row."""
        return {name: _array(name, values).take(self.codes) for name, values in self.different.items()}


def attainment_frame(columns: Sequence[Columns], rows: int) -> pd.DataFrame:
    """The columns in their order and of their types; what none of them says is "", missing or False."""
    said = {name: column for one in columns for name, column in one.expanded().items()}
    blank = np.zeros(rows, dtype="int64")
    return pd.DataFrame(
        {name: said[name] if name in said else _array(name, [_blank(name)]).take(blank) for name in _ORDER}
    )


def distinct_pairs(first: Places, second: Places) -> tuple[list[tuple[int, int]], Places]:
    """The different pairs of numbers (from -1 on) in two columns, and for each row the place of its own among them."""
    width = int(second.max(initial=0)) + 2
    different, codes = np.unique((first + 1) * width + second + 1, return_inverse=True)
    return [(pair // width - 1, pair % width - 1) for pair in different.tolist()], codes


def ask_part(row: Row, against: str) -> Part:
    """What is asked, with `against`: whose target it is."""
    return {**{name: row[name] for name in _ASKED}, "target_value": row["value"], "against": against}


def time_part(deadline: int | None, window: Period) -> Part:
    """The years still to go, if there is a deadline."""
    years = years_to_go(deadline, window)
    return {} if years is None else {"years_to_go": years}


def nation_part(row: Row, state: str) -> Part:
    """What the nation asks in the same cell, how sure we are of it, and the result's state against it."""
    return {
        "national_asks": row["asks"],
        "national_value": row["value"],
        "national_confidence": row["confidence"],
        "state_national": state,
    }


def result_columns(found: Sequence[Evidence], doubts: Sequence[Doubt | None]) -> dict[str, list[Any]]:
    """What was reported and where, how well it fits the target, and whether it is doubtful.

    A row for each of `found`, of which `doubts` are the doubts, and one more that is blank: that of no result.
    """
    rows, conflicts = [one.row for one in found], [bool(one.conflicts) for one in found]
    pairs = zip(doubts, conflicts, strict=True)
    by = [doubt.how if doubt else "conflict" if conflict else "" for doubt, conflict in pairs]
    columns = {
        "result": [row["value"] for row in rows],
        "result_unit": [one.result.unit for one in found],
        **{f"result_{name}": [row[name] for row in rows] for name in _OF_RESULT},
        "result_location": [_places(one) for one in found],
        "fit": [one.mapping.fit for one in found],
        "detail": [one.detail for one in found],
        "doubtful": [how != "" for how in by],
        "doubtful_by": by,
        "doubtful_rules": [doubt.rules if doubt else "" for doubt in doubts],
        **{f"caveat_{language}": [_caveat(one, language) for one in found] for language in LANGUAGES},
    }
    return {name: [*values, _blank(name)] for name, values in columns.items()}


def _places(evidence: Evidence) -> str:
    """Where the result is printed; in its own document also where it is given again."""
    row = evidence.row
    agreeing = [other["location"] for other in evidence.others if other["document_id"] == row["document_id"]]
    return ";".join(dict.fromkeys([row["location"], *agreeing]))


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


def unmeasured_part(reason: str) -> Part:
    """The reason why a target is not measured that no result speaks about."""
    words = {f"reason_{language}": phrase(language, reason) for language in LANGUAGES}
    return {"reason": reason, **words}


def verdict_part(goal: Goal, evidence: Evidence, verdict: Verdict, doubt: Doubt | None) -> Part:
    """The reason in both languages, what was expected by now, and the gap where there can be one."""
    result = evidence.result
    said = None if evidence.is_empty else result
    reasons = {f"reason_{language}": verdict.words(language, goal, said) for language in LANGUAGES}
    if doubt:
        reasons = {name: f"{text}; {doubt.words(name[-2:])}" for name, text in reasons.items()}
    unlike = result.fit == "different" or verdict.reason in UNLIKE
    return {
        "reason": verdict.reason,
        "expected": verdict.expected,
        "gap": _NAN if unlike else result.value - goal.value,
        **reasons,
    }


def state_part(state: str) -> Part:
    """A state, also in words."""
    return {"state": state, **{f"state_{language}": phrase(language, state) for language in LANGUAGES}}


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
