"""Ranks among provinces that a plan aims at: no further down than there are provinces by then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.reference.periods import parse_period
from analysis.reference.provinces import provinces_on
from analysis.tables import column_names
from analysis.validate import messages
from analysis.validate.finding_table import Finding
from analysis.validate.plans import printed_target, target_ref

RANK_RULE = "target-rank-units"
_Row = dict[Any, Any]


def rank_checks(targets: pd.DataFrame, documents: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """A check for every rank among provinces that a plan sets, and a warning where there are not so many provinces.

    What counts is how many there are at the start of the year it is due, or on the day of signing if that is later.
    """
    ranks = targets[(targets["unit"] == "rank") & targets["value"].notna()]
    known = {row["document_id"]: row for row in documents.to_dict("records")}
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    for target in ranks.to_dict("records"):
        day = _judged_on(target, known.get(target["document_id"], {}))
        if day is None:
            continue
        units, value = len(provinces_on(day)), float(target["value"])
        fails = value > units
        numbers = (float(units), value, value - units, 0.0)
        verdict = "fails" if fails else "holds"
        text = f"rank <= provinces in {day.year}"
        rows.append((RANK_RULE, "range", target["document_id"], text, *numbers, verdict, target["location"]))
        if fails:
            findings.append(_finding(target, units, day))
    return pd.DataFrame(rows, columns=column_names("checks")), findings


def _judged_on(target: _Row, document: _Row) -> dt.date | None:
    days = []
    if not pd.isna(document.get("signed_on")):
        days.append(pd.Timestamp(document["signed_on"]).date())
    due = target["deadline_year"]
    if pd.isna(due) and document:
        due = parse_period(str(document["period"])).end.year
    if not pd.isna(due):
        days.append(dt.date(int(due), 1, 1))
    return max(days, default=None)


def _finding(target: _Row, units: int, day: dt.date) -> Finding:
    def write(language: str) -> str:
        place = messages.place(language, printed_target(target))
        return messages.say(language, "finding.rank_beyond_units", place=place, units=units, year=day.year)

    document, ref = str(target["document_id"]), target_ref(target)
    id_ = f"{document}#{RANK_RULE}-{ref.partition(':')[2].replace(':', '-')}"
    locations = (str(target["location"]),)
    return Finding(id_, "warning", document, (RANK_RULE,), messages.in_both(write), (ref,), "", locations)
