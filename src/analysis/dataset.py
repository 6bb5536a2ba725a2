"""The processed tables of a project, or of one province and period, as an analyst or a notebook holds them."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.locks import processed_tables
from analysis.reference.asked_names import province_with_data
from analysis.reference.periods import parse_period
from analysis.reference.provinces import NATIONAL, province_label
from analysis.reference.texts import texts
from analysis.store import Project, find_project, read_table, typed
from analysis.tables import NOT_IDENTIFIED, PROCESSED, SEVERITIES

_SHOWN = 20
_ABOUT = {
    "documents": "plans and reports: number, date, issuer, source file and hash",
    "observations": "rows of the statistical forms, printed and typed",
    "targets": "quantified targets with level, deadline and comparator",
    "tasks": "tasks with lead and supporting agencies and deadlines",
    "figures": "figures of the running text",
    "indices": "published indices: PAR INDEX, SIPAS, PAPI, PCI, DTI",
    "checks": "every check of a relation: printed, computed, verdict",
    "findings": "contradictions with suspects and suggested values",
}


@dataclass(frozen=True)
class Dataset:
    """Processed tables as frames, by the contract in analysis.tables; without validation no checks and findings."""

    documents: pd.DataFrame
    observations: pd.DataFrame
    targets: pd.DataFrame
    tasks: pd.DataFrame
    figures: pd.DataFrame
    indices: pd.DataFrame
    checks: pd.DataFrame
    findings: pd.DataFrame
    province: str | None = None
    period: str | None = None

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The frames by table name."""
        return {name: getattr(self, name) for name in PROCESSED}

    def only(self, province: str | None = None, period: str | None = None) -> Dataset:
        """The rows of one province, one period, or both; indices by province only, for their years are no periods."""
        documents = _matching(self.documents, province, period)
        chosen: dict[str, Any] = {
            name: _of_documents(frame, documents) for name, frame in self.tables.items() if name != "indices"
        }
        indices = self.indices if province is None else _matching(self.indices, province, None)
        return replace(
            self, **chosen, indices=indices, province=province or self.province, period=period or self.period
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: whose tables these are, their documents, how many rows, what was found."""
        t = texts("vi")
        name = province_label(self.province) if self.province and self.province != NOT_IDENTIFIED else self.province
        title = ", ".join(part for part in (name, self.period and t.period(self.period)) if part)
        shown = self.documents.head(_SHOWN)
        papers = [
            (row["province"], row["period"], row["number"] or "–", t.date(row["signed_on"]), row["title"])
            for _, row in shown.iterrows()
        ]
        rows = [(f".{table}", f"{len(frame):,}", _ABOUT[table]) for table, frame in self.tables.items()]
        found = self.findings["severity"].value_counts()
        said = ", ".join(f"{found[severity]} {severity}" for severity in SEVERITIES if severity in found) or "none"
        more = len(self.documents) - len(shown)
        return (
            f"<p><b>{html.escape(title or 'all provinces and periods')}</b></p>"
            + _html_table(("province", "period", "number", "signed", "title"), papers)
            + (f"<p>… and {more} more in .documents</p>" if more else "")
            + _html_table(("table", "rows", "holds"), rows)
            + f"<p>findings: {html.escape(said)}</p>"
        )


def _html_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    head = "".join(f"<th style='text-align:left'>{name}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{html.escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def load(province: str | None = None, period: str | None = None, root: str | Path | None = None) -> Dataset:
    """The processed tables, all or of one province and period.

    Args:
        province: key such as "quang-tri" ("not identified" for a document that names none).
        period: code such as "2024-H1".
        root: project folder; default is CCHC_ROOT or the folder around the working directory.

    Raises:
        InputError: no project here, a table not made yet, an unknown province (with the nearest names) or period.
    """
    project = Project(Path(root).resolve()) if root else find_project()
    with processed_tables(project):
        frames: dict[str, Any] = {name: _read(project, name) for name in PROCESSED}
    dataset = Dataset(**frames)
    if province is None and period is None:
        return dataset
    if period is not None:
        parse_period(period)
    return dataset.only(None if province is None else resolve_key(province, dataset), period)


def load_with_peers(province: str, root: str | Path | None = None) -> Dataset:
    """What the page of a province is made from: its own rows of all periods, and the targets of every province.

    Beside them the national documents, which published indices come from. Nothing else is read from the disk, so that a
    page costs the same whether ten provinces report or sixty-three.

    Args:
        province: key or any spelling of the name of a province that has documents or indices.
        root: project folder; default as for `load`.

    Raises:
        InputError: as `load`.
    """
    project = Project(Path(root).resolve()) if root else find_project()
    with processed_tables(project):
        return _read_for_page(project, province)


def _read_for_page(project: Project, province: str) -> Dataset:
    documents = _read(project, "documents", ("province", [province, NATIONAL]))
    if province not in set(documents["province"]):
        everyone = {*_read(project, "documents")["province"], *_read(project, "indices")["province"]}
        province = province_with_data(province, everyone)
        documents = _read(project, "documents", ("province", [province, NATIONAL]))
    own = documents.loc[documents["province"] == province, "document_id"]
    rows: dict[str, Any] = {
        name: _read(project, name, ("document_id", own))
        for name in PROCESSED
        if name not in ("documents", "targets", "indices")
    }
    indices = _read(project, "indices", ("province", [province]))
    return Dataset(documents=documents, targets=_read(project, "targets"), indices=indices, **rows)


def resolve_key(province: str, dataset: Dataset) -> str:
    """The province key meant by `province`: a key or any spelling of a name that the dataset holds."""
    return province_with_data(province, {*dataset.documents["province"], *dataset.indices["province"]})


def _read(project: Project, name: str, only: tuple[str, Collection[str]] | None = None) -> pd.DataFrame:
    if name in ("checks", "findings") and not project.table_path(name).exists():
        return typed(pd.DataFrame({column.name: [] for column in PROCESSED[name]}), name)
    return read_table(project, name, only)


def _matching(frame: pd.DataFrame, province: str | None, period: str | None) -> pd.DataFrame:
    keep = pd.Series(True, index=frame.index)
    if province is not None:
        keep &= frame["province"] == province
    if period is not None:
        keep &= frame["period"] == period
    return frame[keep].reset_index(drop=True)


def _of_documents(frame: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["document_id"].isin(documents["document_id"])].reset_index(drop=True)
