"""Targets of a plan: a later one asks for no less than an earlier one, whatever direction is the better one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.reference.indicators import UNMATCHED
from analysis.tables import column_names
from analysis.validate import messages
from analysis.validate.finding_table import Finding
from analysis.validate.messages import Printed
from analysis.validate.slips import slips_of
from analysis.vietnamese.text import slug

TARGET_RULE = "later-target"
# A slip that leaves few values which could have been meant; another digit would explain nearly everything.
_TELLING_SLIP = "transposed"
_LARGEST_SHARE = 100.0
_Row = dict[Any, Any]


def target_cells(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets as cells whose bounds can be checked: levels to be reached, by unit; changes have no bounds."""
    rows = targets[(targets["direction"] == "reach") & (targets["basis"] == "") & targets["value"].notna()]
    decimals = [_decimals(value) for value in rows["value"]]
    return pd.DataFrame(
        {
            "document_id": rows["document_id"],
            "ref": pd.Series([target_ref(row) for row in rows.to_dict("records")], index=rows.index, dtype="str"),
            "label": rows["label"],
            "kind": rows["unit"],
            "value": rows["value"],
            "decimals": decimals,
            "usual": decimals,
            "printed": rows["printed"],
            "read": True,
            "location": rows["location"],
        }
    )


def target_checks(targets: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Checks and findings of targets of one indicator, level and unit over the years of one document.

    A level to be reached does not fall, and what is to stay below a level, or a rank, does not rise.
    """
    numbered = targets.assign(number=range(1, len(targets) + 1))
    usable = numbered[
        (numbered["basis"] == "")
        & numbered["value"].notna()
        & numbered["deadline_year"].notna()
        & ~((numbered["unit"] == "percent") & (numbered["value"] > _LARGEST_SHARE))
    ]
    # What the vocabulary does not name is one target only where it is put in the same words.
    named = usable["indicator"].where(~usable["indicator"].isin(["", UNMATCHED]), usable["label"].map(slug))
    falls = (usable["unit"] == "rank") | (usable["comparator"] == "<=")
    is_level = (usable["direction"] == "reach") | (usable["comparator"] == "<=")
    judged = usable.assign(indicator=named, falls=falls)[is_level]
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    ordered = judged.sort_values(["deadline_year", "number"])
    for key, group in ordered.groupby(["document_id", "indicator", "level", "unit", "falls"], sort=False):
        # The most ambitious target of one year counts: a document may repeat a target in its summary.
        kept = group.sort_values("value", ascending=bool(key[-1]), kind="stable").drop_duplicates("deadline_year")
        in_order = kept.sort_values("deadline_year").to_dict("records")
        for at in range(1, len(in_order)):
            _compare(in_order, at, rows, findings)
    return pd.DataFrame(rows, columns=column_names("checks")), findings


def _compare(series: Sequence[_Row], at: int, rows: list[tuple[object, ...]], findings: list[Finding]) -> None:
    """Hold the target at `at` of its series against the one before it."""
    earlier, later = series[at - 1], series[at]
    document = str(later["document_id"])
    name = f"{TARGET_RULE}-{later['indicator']}-{later['level']}-{later['deadline_year']}"
    sign = ">=" if later["falls"] else "<="
    text = f"{later['indicator']} {earlier['deadline_year']} {sign} {later['deadline_year']}"
    fails = not _in_order([earlier, later])
    difference = float(earlier["value"]) - float(later["value"])
    rows.append(
        (
            name, "trend", document, text, later["value"], earlier["value"], difference, 0.0,
            "fails" if fails else "holds", f"{earlier['location']};{later['location']}",
        )
    )  # fmt: skip
    if fails:
        # The odd one out is suspected: without it the other years are in order.
        blamed = at - 1 if _in_order(_without(series, at - 1)) and not _in_order(_without(series, at)) else at
        findings.append(_finding(document, name, earlier, later, blame_earlier=blamed < at))


def _without(series: Sequence[_Row], at: int) -> list[_Row]:
    return [*series[:at], *series[at + 1 :]]


def _in_order(series: Sequence[_Row]) -> bool:
    pairs = [(float(one["value"]), float(other["value"])) for one, other in itertools.pairwise(series)]
    return all(other <= one if series[0]["falls"] else one <= other for one, other in pairs)


def _finding(document: str, name: str, earlier: _Row, later: _Row, blame_earlier: bool) -> Finding:
    first, second = (earlier, later) if blame_earlier else (later, earlier)
    shown = [printed_target(later), printed_target(earlier)]

    def write(language: str) -> str:
        value = messages.number(language, float(earlier["value"]), shown[1].decimals, shown[0].kind)
        place = messages.place(language, shown[0])
        key = "finding.later_target_higher" if later["falls"] else "finding.later_target"
        return messages.say(language, key, place=place, value=value, year=earlier["deadline_year"])

    changes = [*_changes(first, second, later), *_changes(second, first, later)]
    # One suspect for each change that `suggested` names, in its order.
    suspects = [ref for ref, _ in changes] or [target_ref(first), target_ref(second)]
    suggested = " | ".join(text for _, text in changes)
    message, places = messages.in_both(write), (str(first["location"]), str(second["location"]))
    return Finding(f"{document}#{name}", "warning", document, (name,), message, tuple(suspects), suggested, places)


def _changes(row: _Row, other: _Row, later: _Row) -> list[tuple[str, str]]:
    """What `row` may have been meant to be, by a telling slip, so that it stands in order with `other`."""
    value, decimals = float(row["value"]), _decimals(row["value"])
    most = _LARGEST_SHARE if row["unit"] == "percent" else np.inf
    meant = [one.value for one in slips_of(value, decimals) if one.slip == _TELLING_SLIP and 0 < one.value <= most]
    fitting = [
        value
        for value in meant
        if _in_order([other, {**row, "value": value}] if row is later else [{**row, "value": value}, other])
    ]
    return [(target_ref(row), f"{value:.{decimals}f} -> {meant:.{decimals}f}") for meant in fitting[:2]]


def target_ref(row: _Row) -> str:
    """Name of a target in findings."""
    return f"targets:{row['location']}:{row['indicator']}:{row['deadline_year']}"


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 2


def printed_target(row: _Row) -> Printed:
    """A target as messages show it."""
    kind = "percent" if row["unit"] == "percent" else "count"
    return Printed(
        target_ref(row), str(row["label"]), kind, float(row["value"]), _decimals(row["value"]), str(row["location"])
    )
