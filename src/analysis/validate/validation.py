"""Validation of the processed tables: every check, every finding and the quality of each document. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.reference.periods import parse_period
from analysis.store import typed
from analysis.tables import PROCESSED, SEVERITIES
from analysis.validate.build import build_network
from analysis.validate.cells import build_cells
from analysis.validate.components import failing_problems
from analysis.validate.findings import Finding, FindingWriter, finding_table
from analysis.validate.network import check_table, evaluate
from analysis.validate.repeats import repeat_checks
from analysis.validate.values import value_checks

NEEDED = ("documents", "observations", "targets", "figures", "indices")
QUALITY_COLUMNS = (
    "document_id",
    "province",
    "period",
    "testable",
    "holding",
    "not_testable",
    "share",
    "previous_share",
)
# Bounds, units and repeats hold nearly always; counting them would hide how well the figures agree.
QUALITY_KINDS = ("sum", "ratio", "subset", "cross_source", "trend")


@dataclass(frozen=True)
class Validation:
    """What validation found: `checks` and `findings` by the contract; `quality` has one row per document with checks.

    quality: document_id, province, period, testable (relations), holding, not_testable, share (holding / testable, NaN
    without any), previous_share (that of the province's previous document of the same kind of period).
    """

    checks: pd.DataFrame
    findings: pd.DataFrame
    quality: pd.DataFrame


def validate(tables: Mapping[str, pd.DataFrame]) -> Validation:
    """Check the processed tables against themselves and each other; tables that are missing count as empty.

    `figures` may carry an extra column `printed`, the number as printed; without it a rate's decimals are those its
    value needs, so that "59,10" is held to be rounded to one decimal.
    """
    given = {name: tables[name] if name in tables else empty_table(name) for name in NEEDED}
    cells = build_cells(given)
    network = build_network(cells, given["figures"])
    evaluation = evaluate(network)
    writer = FindingWriter(network, evaluation)
    findings: list[Finding] = [
        finding for problem in failing_problems(network, evaluation) for finding in writer.located(problem)
    ]
    findings += writer.unlocated()
    single, single_findings = value_checks(cells)
    repeats, repeat_findings = repeat_checks(cells, given)
    parts = [part for part in (check_table(network, evaluation), single, repeats) if len(part)]
    checks = typed(pd.concat(parts, ignore_index=True) if parts else empty_table("checks"), "checks")
    checks = checks.sort_values(["document_id", "rule"], kind="stable", ignore_index=True)
    table = finding_table([*_with_bounds(findings, single_findings), *repeat_findings])
    return Validation(checks, table, quality(checks, given["documents"]))


def _with_bounds(located: list[Finding], single: list[Finding]) -> list[Finding]:
    """Findings of relations and of single cells; a cell out of its bounds that a relation already suspects has one."""
    by_suspect = {(one.document_id, one.suspects[0]): at for at, one in enumerate(located) if one.suggested}
    merged, apart = list(located), []
    for one in single:
        at = by_suspect.get((one.document_id, one.suspects[0]))
        if at is None or not one.about_value:
            apart.append(one)
            continue
        severity = min(merged[at].severity, one.severity, key=SEVERITIES.index)
        merged[at] = dataclasses.replace(merged[at], rules=(*merged[at].rules, *one.rules), severity=severity)
    return [*merged, *apart]


def quality(checks: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Share of testable relations that hold, per document, beside that of the period before."""
    counted = checks[checks["kind"].isin(QUALITY_KINDS)]
    verdict = counted["verdict"]
    marks = pd.DataFrame(
        {
            "document_id": counted["document_id"],
            "testable": (verdict != "not_testable").astype(int),
            "holding": verdict.isin(["holds", "rounding"]).astype(int),
            "not_testable": (verdict == "not_testable").astype(int),
        }
    )
    sums = marks.groupby("document_id", sort=True).sum().reset_index()
    sums["share"] = np.where(
        sums["testable"] > 0, sums["holding"] / sums["testable"].where(sums["testable"] > 0), np.nan
    )
    keys = sums["document_id"].str.split("/", expand=True, n=2)
    known = documents.set_index("document_id")[["province", "period"]]
    out = sums.join(known, on="document_id") if len(sums) else sums.assign(province="", period="")
    if len(sums):
        out["province"] = out["province"].where(out["province"].notna(), keys[0])
        out["period"] = out["period"].where(out["period"].notna(), keys[1])
    out["previous_share"] = _previous(out)
    return out.loc[:, list(QUALITY_COLUMNS)]


def _previous(shares: pd.DataFrame) -> pd.Series:
    """Share of the province's previous reporting period; plans and reports are not compared with each other."""
    if not len(shares):
        return pd.Series([], dtype="float64")
    periods = shares["period"].map({code: parse_period(code) for code in shares["period"].unique()})
    ordered = shares.assign(
        plan=[period.kind == "plan" for period in periods], end=[period.end.toordinal() for period in periods]
    ).sort_values(["end", "document_id"])
    return ordered.groupby(["province", "plan"])["share"].shift(1).reindex(shares.index)


def empty_table(name: str) -> pd.DataFrame:
    """A processed table without rows."""
    return typed(pd.DataFrame({column.name: [] for column in PROCESSED[name]}), name)
