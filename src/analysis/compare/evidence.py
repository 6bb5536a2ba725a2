"""Which of a province's results speaks about a target, by reference/result_for_target.csv."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.compare.judgement import Result
from analysis.compare.results import results
from analysis.compare.rows import Places, Row, records
from analysis.reference.comparability import ResultForTarget, epoch, results_for_targets
from analysis.reference.index_methods import index_methods
from analysis.reference.periods import Period, parse_period

Key = tuple[str, str]  # indicator and level of a target
_LEVELS = ("province", "district", "commune")
_NONE: Mapping[str, list[Row]] = {}


@dataclass(slots=True, eq=False)
class Evidence:
    """A result chosen for a target and the mapping that chose it.

    `result` is the result in the form it is judged in, `row` the one of `telling_rows` it stands in. `others` are
    further results of the same definition; `detail` marks one level of a target set for all levels.
    """

    mapping: ResultForTarget
    row: Row
    result: Result
    others: Sequence[Row] = ()
    detail: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the cell was left empty."""
        return self.result.value != self.result.value

    @property
    def conflicts(self) -> list[float]:
        """Values of the same definition that differ from the one chosen, which is first; [] if they agree."""
        if not self.others:
            return []
        values = [float(row["value"]) for row in (self.row, *self.others)]
        different = list(dict.fromkeys(values))
        return different if len(different) > 1 else []


def telling_rows(
    observations: pd.DataFrame, figures: pd.DataFrame, indices: pd.DataFrame | None, units: Sequence[str]
) -> pd.DataFrame:
    """Rows of compare.results of `units` that may speak about some target, in the order of their documents."""
    spoken = {mapping.result for mapping in results_for_targets()}
    # Most rows of a form speak about no target: they are left out before anything is worked out for them.
    forms = observations[observations["indicator"].isin(spoken)] if len(observations) else observations
    tables = [None if table is None else table[table["province"].isin(units)] for table in (forms, figures, indices)]
    frame = results(*tables)
    return frame[frame["indicator"].isin(spoken)].sort_values(["document_id", "ref"], ignore_index=True)


@functools.cache
def mappings_of(target: str, level: str) -> tuple[tuple[ResultForTarget, str], ...]:
    """Mappings of a target at a level, each with the level its result has.

    What speaks level by level about a target for all levels ("each") speaks as well about a target for one of them.
    """
    of_target = [mapping for mapping in results_for_targets() if mapping.target == target]
    stated = [mapping for mapping in of_target if mapping.target_level == level]
    by_level = [mapping for mapping in of_target if mapping.result_level == "each" and level in _LEVELS]
    stated += [replace(one, target_level=level, result_level=level) for one in by_level if one not in stated]
    return tuple(
        (mapping, result_level)
        for mapping in stated
        for result_level in (_LEVELS if mapping.result_level == "each" else (mapping.result_level,))
    )


class EvidenceBook:
    """What speaks about each of `keys`, for each unit at the end of its period: `found`, unit by unit and key by key.

    `first` and `count` say for the number of a unit and the place of a key where its evidence begins in `found`, and
    how much there is: the preferred result first (a value before an empty cell), then single levels as details.
    """

    def __init__(self, told: pd.DataFrame, windows: Mapping[str, Period], keys: Sequence[Key]) -> None:
        """`told` are `telling_rows` of the units; `windows` are their periods, in the order of their numbers."""
        self._windows = windows
        self._rows: dict[tuple[str, str, str], dict[str, list[Row]]] = {}
        for row in records(told):
            series = self._rows.setdefault((row["source"], row["indicator"], row["level"]), {})
            series.setdefault(row["province"], []).append(row)
        self.found: list[Evidence] = []
        self.first: Places = np.zeros((len(windows), len(keys)), dtype="int64")
        self.count: Places = np.zeros_like(self.first)
        numbers = {unit: number for number, unit in enumerate(windows)}
        for place, key in enumerate(keys):
            for unit, evidence in self._about(key):
                where = numbers[unit], place
                self.first[where], self.count[where] = len(self.found), len(evidence)
                self.found += evidence

    def _about(self, key: Key) -> Iterator[tuple[str, list[Evidence]]]:
        """Evidence of each unit that has some."""
        told: dict[str, list[tuple[ResultForTarget, Row]]] = {}
        for mapping, level in mappings_of(*key):
            for unit, rows in self._rows.get((mapping.source, mapping.result, level), _NONE).items():
                now = _now(mapping, rows, self._windows[unit])
                if now:
                    told.setdefault(unit, []).extend((mapping, row) for row in now)
        for unit, found in told.items():
            yield unit, self._chosen(unit, found)

    def _chosen(self, unit: str, found: list[tuple[ResultForTarget, Row]]) -> list[Evidence]:
        whole = [pair for pair in found if pair[0].result_level != "each"]
        with_value = [(mapping, row) for mapping, row in whole if row["value"] == row["value"]]
        chosen = []
        if whole:
            mapping, row = (with_value or whole)[0]
            same = [(m.fit, m.result) == (mapping.fit, mapping.result) for m, _ in with_value]
            others = [r for (_, r), alike in zip(with_value, same, strict=True) if alike and r is not row]
            chosen.append(Evidence(mapping, row, self._result(unit, mapping, row), others))
        if len(whole) < len(found):
            chosen += [
                Evidence(mapping, row, self._result(unit, mapping, row), detail=True)
                for mapping, row in found
                if mapping.result_level == "each" and row["value"] == row["value"]
            ]
        return chosen

    def _result(self, unit: str, mapping: ResultForTarget, row: Row) -> Result:
        before = self._before(unit, mapping, row)
        started: dict[str, Any] = {}
        if before is not None:
            end = parse_period(before["period"]).end
            started = {"before": float(before["value"]), "before_end": end, "before_period": before["period"]}
        if mapping.source == "index":
            started["measured"] = parse_period(row["period"]).end
        printed_in = str(row["unit"]).replace("%", "percent")
        return Result(
            float(row["value"]), printed_in, str(row["kind"]), mapping.fit, mapping.bias, mapping.path, **started
        )

    def _before(self, unit: str, mapping: ResultForTarget, row: Row) -> Row | None:
        """The earliest earlier result of the same source and kind, from which progress can be drawn.

        None lies before a break of the series or a change of method, and what counts from the start of the year is
        not joined to a single quarter.
        """
        rows = self._rows[row["source"], row["indicator"], row["level"]][unit]
        if len(rows) == 1:
            return None
        now = parse_period(row["period"])
        alike = [r for r in rows if r["value"] == r["value"] and r["kind"] == row["kind"]]
        earlier = [(period, r) for r in alike if (period := parse_period(r["period"])).end < now.end]
        by_end = sorted(earlier, key=lambda pair: pair[0].end)
        return next((r for period, r in by_end if _joins(mapping, row["level"], period, now)), None)


def _now(mapping: ResultForTarget, rows: list[Row], window: Period) -> list[Row]:
    """Rows of the period; of an index the latest year that had ended by then."""
    if mapping.source == "index":
        last = window.year if window.kind in ("year", "plan") else window.year - 1
        years = [row["period"] for row in rows if int(row["period"]) <= last]
        return [row for row in rows if row["period"] == max(years)] if years else []
    return [row for row in rows if row["period"] == window.code]


def _joins(mapping: ResultForTarget, level: str, before: Period, now: Period) -> bool:
    if mapping.source == "index":
        method = index_methods().get(mapping.result.rpartition(" ")[0])
        return method is None or method.segment(before.year) == method.segment(now.year)
    same_epoch = epoch(mapping.result, level, before.end) == epoch(mapping.result, level, now.end)
    return same_epoch and before.cumulative == now.cumulative
