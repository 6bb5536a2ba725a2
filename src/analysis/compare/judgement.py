"""Whether a result meets a target, and in which words: reached, on course, behind, not measurable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from analysis.reference.comparability import Bias, Fit, Path
from analysis.reference.comparison_words import blanks, number_en, number_vi, phrase
from analysis.reference.periods import Period

REACHED, ON_COURSE, BEHIND, NOT_MEASURABLE = STATES = ("reached", "on_course", "behind", "not_measurable")
# Reasons for which result and target are no two values of one thing, so that there is no gap between them either.
UNLIKE = ("definition_differs", "unit_differs", "asks_for_change")
_YEAR = 365.25


@dataclass(frozen=True)
class Goal:
    """A target as it is judged.

    `start` is the first day of its plan, `deadline` its year or None. `is_change`: it asks by how much something shall
    change, so that no level can be held against it.
    """

    comparator: str
    strict: bool
    value: float
    unit: str
    asks: str
    basis: str
    start: dt.date
    deadline: int | None
    is_change: bool = False

    def met_by(self, value: float) -> bool:
        """Whether `value` meets the goal; of "= 90%" more is welcome, of a range its lower end is asked."""
        if self.comparator == "<=" or self.unit == "rank":
            return value <= self.value
        return value > self.value if self.strict else value >= self.value


class Result(NamedTuple):
    """A result as it is judged: `fit`, `bias` and `path` as in reference/result_for_target.csv.

    `kind` is what sort of number it is: percent, count, rank, or an answer (boolean, category). `measured` is the day
    it holds for where that is not the end of the period reported on: a published index is older.
    """

    value: float
    unit: str
    kind: str
    fit: Fit
    bias: Bias
    path: Path
    before: float | None = None
    before_end: dt.date | None = None
    before_period: str = ""
    measured: dt.date | None = None


class Verdict(NamedTuple):
    """State, the key of its reason, the numbers of that reason, and what was expected by now."""

    state: str
    reason: str
    values: Mapping[str, float | str] = MappingProxyType({})
    expected: float = float("nan")

    def words(self, language: str, goal: Goal, result: Result | None) -> str:
        """The reason in `language`."""
        wanted = blanks(self.reason)
        if not wanted:
            return phrase(language, self.reason)
        write = number_vi if language == "vi" else number_en
        texts: dict[str, object] = {
            name: write(value, goal.unit) if isinstance(value, float) else value for name, value in self.values.items()
        }
        if result is not None and "value" in wanted:
            texts["value"] = write(result.value, result.unit)
        texts["target"] = goal.asks if language == "vi" else goal.asks.replace(",", ".")
        return phrase(language, self.reason, **texts)


def judge(goal: Goal, result: Result, period: Period) -> Verdict:
    """The state of `result` at the end of `period` on the way to `goal`.

    Definitions or units that differ are never judged, nor a level against a change that is asked for. Where the result
    can only understate (overstate) what the target measures, falling short of it (meeting it, or keeping pace with it)
    proves nothing. Otherwise a goal met is reached; a goal not met is "on course" only if the result is at or above a
    straight line to the deadline, drawn from the earliest result of the series, or from zero at the plan's start when
    there is none; the reason says which. What must hold every year is behind as soon as a year falls short.
    """
    if result.fit == "different":
        return Verdict(NOT_MEASURABLE, "definition_differs")
    if goal.is_change:
        return Verdict(NOT_MEASURABLE, "asks_for_change")
    if result.kind != goal.unit:
        return Verdict(NOT_MEASURABLE, "unit_differs")
    if goal.met_by(result.value):
        if result.bias == "high":
            return Verdict(NOT_MEASURABLE, "bias_high_reached")
        early = years_to_go(goal.deadline, period)
        return Verdict(REACHED, "result_reached_before" if early is not None and early > 0 else "result_reached")
    if result.bias == "low":
        return Verdict(NOT_MEASURABLE, "bias_low_behind")
    verdict = _short_of(goal, result, period)
    if verdict.state == ON_COURSE and result.bias == "high":
        return Verdict(NOT_MEASURABLE, "bias_high_course")
    return verdict


def years_to_go(deadline: int | None, period: Period) -> float | None:
    """Years from the end of `period` to the end of the deadline's year; 0 once that year is reported, None without."""
    if deadline is None:
        return None
    if period.end >= dt.date(deadline, 12, 14):
        return 0.0
    return round((dt.date(deadline, 12, 31) - period.end).days / _YEAR, 1)


def _short_of(goal: Goal, result: Result, period: Period) -> Verdict:
    if result.path == "year_plan":
        return _along(goal, result, period, dt.date(period.year, 1, 1), dt.date(period.year, 12, 31), 0.0, "")
    if goal.deadline is None:
        return Verdict(BEHIND, "result_behind_no_deadline")
    if years_to_go(goal.deadline, period) == 0:
        return Verdict(BEHIND, "result_behind_due")
    if goal.basis == "per_year":
        return Verdict(BEHIND, "result_behind_standing")
    end = dt.date(goal.deadline, 12, 31)
    if result.before is not None and result.before_end is not None:
        return _along(goal, result, period, result.before_end, end, result.before, result.before_period)
    if result.path == "standing" or goal.comparator == "<=" or goal.unit == "rank":
        # A level (satisfaction, a rank) does not start from zero, so without an earlier result no pace can be drawn.
        return Verdict(NOT_MEASURABLE, "no_earlier_result")
    return _along(goal, result, period, goal.start, end, 0.0, "")


def _along(
    goal: Goal, result: Result, period: Period, start: dt.date, end: dt.date, start_value: float, start_name: str
) -> Verdict:
    share = min(max(((result.measured or period.end) - start).days / max((end - start).days, 1), 0.0), 1.0)
    expected = start_value + (goal.value - start_value) * share
    falling = goal.comparator == "<=" or goal.unit == "rank"
    state = ON_COURSE if (result.value <= expected if falling else result.value >= expected) else BEHIND
    reason = "result_on_course" if state == ON_COURSE else "result_behind_course"
    numbers: dict[str, float | str] = {
        "start_value": float(start_value),
        "start": start_name or str(start.year),
        "expected": float(expected),
    }
    return Verdict(state, reason, numbers, expected)
