"""Validation of a project: reads the processed tables and the printed figures, writes checks and findings."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pandas as pd

from analysis.store import Project, read_table, read_text, table_bytes, write_bytes
from analysis.validate.validation import NEEDED, Validation, validate


def validate_project(project: Project) -> Validation:
    """Validate all of data/processed and write the tables checks and findings; what is unchanged is not rewritten."""
    tables = {name: read_table(project, name) for name in NEEDED}
    tables["figures"] = with_printed(project, tables["figures"])
    validation = validate(tables)
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
