"""Validation of a project: reads the processed tables and the printed figures, writes checks and findings."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.store import Project, read_table, read_text, table_bytes, write_bytes
from analysis.validate.checkpoints import load_suites, provinces_and_periods, run_relations, run_structure
from analysis.validate.memory import Solve, solve
from analysis.validate.structure import with_structure
from analysis.validate.validation import Validation, validate

CLEANED = ("documents", "observations", "targets", "tasks", "figures", "indices")


@dataclass(frozen=True)
class Scope:
    """Provinces and periods whose Checkpoints are to run; None stands for all."""

    provinces: frozenset[str] | None = None
    period: str | None = None

    def holds(self, province: str, period: str) -> bool:
        """Whether a province (key or folder name) and period are meant."""
        names = {province, province.replace("not identified", "not-identified")}
        return (self.provinces is None or bool(names & self.provinces)) and self.period in (None, period)


def validate_project(project: Project, scope: Scope | None = None, solve: Solve = solve) -> Validation:
    """Validate all of data/processed and write the tables checks and findings; what is unchanged is not rewritten.

    The suites of the tables' structure always run. Relations are computed for all documents at once; `scope` asks for
    the Checkpoints of its provinces and periods besides, which evaluate the same relations through Great Expectations.
    `solve` as for `validate`. InputError when a Checkpoint could not evaluate an expectation.
    """
    tables = {name: read_table(project, name) for name in CLEANED}
    suites = load_suites(project)
    outcomes = run_structure(tables, suites)
    tables["figures"] = with_printed(project, tables["figures"])
    if scope is not None:
        for province, period in provinces_and_periods(tables):
            if scope.holds(province, period):
                outcomes += run_relations(tables, suites, province, period)
    validation = with_structure(validate(tables, solve), outcomes)
    for name, frame in (("checks", validation.checks), ("findings", validation.findings)):
        path, content = project.table_path(name), table_bytes(frame, name)
        if not path.exists() or path.read_bytes() != content:
            write_bytes(path, content)
    return validation


def with_printed(project: Project, figures: pd.DataFrame) -> pd.DataFrame:
    """`figures` with the column `printed`: the cell of the raw table, found by document and id ("" where not there)."""
    printed: dict[tuple[str, str], str] = {}
    for document in figures["document_id"].unique():
        printed.update(_printed_of(project, document))
    keys = zip(figures["document_id"], figures["id"], strict=True)
    return figures.assign(printed=pd.Series([printed.get(key, "") for key in keys], index=figures.index, dtype="str"))


def _printed_of(project: Project, document: str) -> Mapping[tuple[str, str], str]:
    path = project.raw / document / "figures.csv"
    if not path.exists():
        return {}
    rows = csv.DictReader(io.StringIO(read_text(path)))
    return {(document, f"f{number:03d}"): row.get("printed") or "" for number, row in enumerate(rows, start=1)}
