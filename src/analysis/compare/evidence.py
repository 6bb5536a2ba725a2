"""Which of a province's results speaks about a target, by reference/result_for_target.csv."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.compare.judgement import Result
from analysis.compare.rows import Row, records
from analysis.reference.comparability import ResultForTarget, epoch, results_for_targets
from analysis.reference.index_methods import index_methods
from analysis.reference.periods import Period, parse_period

_LEVELS = ("province", "district", "commune")
_NONE: Sequence[Any] = ()


@dataclass(frozen=True)
class Evidence:
    """A result chosen for a target and the mapping that chose it.

    `others` are further results of the same definition; `detail` marks one level of a target set for all levels.
    """

    mapping: ResultForTarget
    row: Row
    before: Row | None = None
    others: tuple[Row, ...] = ()
    detail: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the cell was left empty."""
        return bool(self.row["value"] != self.row["value"])

    @property
    def conflicts(self) -> list[float]:
        """Values of the same definition that differ from the one chosen, which is first; [] if they agree."""
        if not self.others:
            return []
        values = [float(row["value"]) for row in (self.row, *self.others)]
        different = list(dict.fromkeys(values))
        return different if len(different) > 1 else []

    @functools.cached_property
    def as_result(self) -> Result:
        """The result in the form it is judged in."""
        mapping, before = self.mapping, self.before
        started: dict[str, Any] = {}
        if before is not None:
            end = parse_period(before["period"]).end
            started = {"before": float(before["value"]), "before_end": end, "before_period": before["period"]}
        if mapping.source == "index":
            started["measured"] = parse_period(self.row["period"]).end
        value, unit = float(self.row["value"]), str(self.row["unit"]).replace("%", "percent")
        return Result(value, unit, str(self.row["kind"]), mapping.fit, mapping.bias, mapping.path, **started)


def telling_rows(frame: pd.DataFrame) -> dict[str, list[Row]]:
    """Rows of compare.results that may speak about some target, by province, in the order of their documents."""
    spoken = frame[frame["indicator"].isin([mapping.result for mapping in results_for_targets()])]
    found: dict[str, list[Row]] = {}
    for row in records(spoken.sort_values(["document_id", "ref"])):
        found.setdefault(row["province"], []).append(row)
    return found


@functools.cache
def _mappings(target: str, level: str) -> tuple[tuple[ResultForTarget, str], ...]:
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
    """A province's results (its part of `telling_rows`), to be asked about targets at the end of `period`."""

    def __init__(self, rows: Iterable[Row], period: Period) -> None:
        self._period = period
        self._rows: dict[tuple[str, str, str], list[Row]] = {}
        self._found: dict[tuple[str, str], Sequence[Evidence]] = {}
        for row in rows:
            self._rows.setdefault((row["source"], row["indicator"], row["level"]), []).append(row)

    def knows(self, target: Row) -> bool:
        """Whether some mapping could speak about `target`, whatever has been reported."""
        return bool(_mappings(target["indicator"], target["level"]))

    def about(self, target: Row) -> Sequence[Evidence]:
        """The preferred result first (a value before an empty cell), then single levels as details; [] for none."""
        key = (target["indicator"], target["level"])
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_for(*key) if _mappings(*key) else _NONE
        return found

    def _look_for(self, indicator: str, level: str) -> list[Evidence]:
        found = [
            (mapping, row, mapping.result_level == "each")
            for mapping, level in _mappings(indicator, level)
            for row in self._now(mapping, level)
        ]
        whole = [(mapping, row) for mapping, row, single in found if not single]
        with_value = [(mapping, row) for mapping, row in whole if row["value"] == row["value"]]
        chosen = []
        if whole:
            mapping, row = (with_value or whole)[0]
            same = [(m.fit, m.result) == (mapping.fit, mapping.result) for m, _ in with_value]
            others = tuple(r for (_, r), alike in zip(with_value, same, strict=True) if alike and r is not row)
            chosen.append(Evidence(mapping, row, self._before(mapping, row), others))
        details = [
            Evidence(mapping, row, self._before(mapping, row), detail=True)
            for mapping, row, single in found
            if single and row["value"] == row["value"]
        ]
        return chosen + details

    def _now(self, mapping: ResultForTarget, level: str) -> list[Row]:
        """Rows of the period; of an index the latest year that had ended by then."""
        rows = self._rows.get((mapping.source, mapping.result, level), [])
        if mapping.source == "index":
            last = self._period.year if self._period.kind in ("year", "plan") else self._period.year - 1
            years = [row["period"] for row in rows if int(row["period"]) <= last]
            return [row for row in rows if years and row["period"] == max(years)]
        return [row for row in rows if row["period"] == self._period.code]

    def _before(self, mapping: ResultForTarget, row: Row) -> Row | None:
        """The earliest earlier result of the same source and kind, from which progress can be drawn.

        None lies before a break of the series or a change of method, and what counts from the start of the year is
        not joined to a single quarter.
        """
        now = parse_period(row["period"])
        rows = self._rows[(row["source"], row["indicator"], row["level"])]
        alike = [r for r in rows if r["value"] == r["value"] and r["kind"] == row["kind"]]
        earlier = [(period, r) for r in alike if (period := parse_period(r["period"])).end < now.end]
        by_end = sorted(earlier, key=lambda pair: pair[0].end)
        return next((r for period, r in by_end if _joins(mapping, row["level"], period, now)), None)


def _joins(mapping: ResultForTarget, level: str, before: Period, now: Period) -> bool:
    if mapping.source == "index":
        method = index_methods().get(mapping.result.rpartition(" ")[0])
        return method is None or method.segment(before.year) == method.segment(now.year)
    same_epoch = epoch(mapping.result, level, before.end) == epoch(mapping.result, level, now.end)
    return same_epoch and before.cumulative == now.cumulative
