"""Validation of the processed tables: every check, every finding and the quality of each document. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.quality import quality
from analysis.store import typed
from analysis.tables import PROCESSED, SEVERITIES
from analysis.validate.build import build_network
from analysis.validate.cells import build_cells
from analysis.validate.components import failing_problems
from analysis.validate.finding_table import Finding, finding_table
from analysis.validate.findings import FindingWriter
from analysis.validate.memory import Solve, solve
from analysis.validate.network import check_table, evaluate
from analysis.validate.plans import target_checks
from analysis.validate.ranks import rank_checks
from analysis.validate.repeats import repeat_checks
from analysis.validate.stray import stray_checks
from analysis.validate.values import value_checks

NEEDED = ("documents", "observations", "targets", "figures", "indices")


@dataclass(frozen=True)
class Validation:
    """What validation found: `checks` and `findings` by the contract; `quality` has one row per document with checks.

    quality: see `analysis.quality`. `as_good`: by a finding's id the suspects as likely as its first, with changes.
    """

    checks: pd.DataFrame
    findings: pd.DataFrame
    quality: pd.DataFrame
    as_good: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def validate(tables: Mapping[str, pd.DataFrame], solve: Solve = solve) -> Validation:
    """Check the processed tables against themselves and each other; tables that are missing count as empty.

    `figures` may carry an extra column `printed`, the number as printed; without it a rate's decimals are those its
    value needs, so that "59,10" is held to be rounded to one decimal. `solve` finds the wrong cells of a problem; one
    with a memory (`Explanations`) gives the same.
    """
    given = {name: tables[name] if name in tables else empty_table(name) for name in NEEDED}
    cells = build_cells(given)
    network = build_network(cells, given["figures"])
    evaluation = evaluate(network)
    writer = FindingWriter(network, evaluation, solve)
    findings: list[Finding] = [
        finding for problem in failing_problems(network, evaluation) for finding in writer.located(problem)
    ]
    findings += writer.unlocated()
    single, single_findings = value_checks(cells, given["targets"])
    repeats, repeat_findings = repeat_checks(cells, given)
    plans, plan_findings = target_checks(given["targets"])
    ranks, rank_findings = rank_checks(given["targets"], given["documents"])
    stray, stray_findings = stray_checks(cells, given["documents"])
    parts = [part for part in (check_table(network, evaluation), single, repeats, plans, ranks, stray) if len(part)]
    checks = typed(pd.concat(parts, ignore_index=True) if parts else empty_table("checks"), "checks")
    checks = checks.sort_values(["document_id", "rule"], kind="stable", ignore_index=True)
    doubted = {(one.document_id, one.suspects[0]) for one in (*single_findings, *plan_findings) if one.suspects}
    further = [one for one in rank_findings if (one.document_id, one.suspects[0]) not in doubted]
    others = (*repeat_findings, *plan_findings, *further, *stray_findings)
    table = finding_table([*_with_bounds(findings, single_findings), *others])
    as_good = {finding.id: finding.as_good for finding in findings if finding.as_good}
    return Validation(checks, table, quality(checks, given["documents"]), as_good)


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


def empty_table(name: str) -> pd.DataFrame:
    """A processed table without rows."""
    return typed(pd.DataFrame({column.name: [] for column in PROCESSED[name]}), name)
