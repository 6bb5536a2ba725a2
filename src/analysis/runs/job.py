"""What one report is: a notebook, its parameters, and the file it becomes. Plain data, so that it can travel."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import analysis
from analysis.errors import InputError
from analysis.store import Project
from analysis.tables import NOT_IDENTIFIED

Kind = Literal["province", "comparison", "indicator"]
LANGUAGES = ("vi", "en")
NOTEBOOKS: Mapping[Kind, str] = {
    "province": "province_report.ipynb",
    "comparison": "comparison.ipynb",
    "indicator": "indicator.ipynb",
}
HIDDEN_FOLDER = "not-identified"
CHOICES = ("provinces", "deadline", "period", "as_of")  # what a comparison can be narrowed down to
_NO_STEPS: Mapping[str, float] = {}
INDICATORS = "indicators"  # the folder of the pages about one indicator


@dataclass(frozen=True, slots=True)
class Job:
    """One report to make. `output` is relative to the project's root; `province` is the folder's name in data/raw.

    A job of kind "indicator" is about one indicator over all provinces. `choice` narrows a comparison down, as pairs of
    a parameter and its value; such a page is written where its reader asks for it, not among the reports.
    """

    kind: Kind
    language: str
    province: str = ""
    period: str = ""
    indicator: str = ""
    choice: tuple[tuple[str, str], ...] = ()

    @property
    def output(self) -> str:
        """Path of the report, with forward slashes, relative to the project's root."""
        ending = ".html" if self.language == "vi" else f".{self.language}.html"
        names = {"province": f"{self.province}/{self.period}", "indicator": f"{INDICATORS}/{self.indicator}"}
        return f"reports/{names.get(self.kind, self.kind)}{ending}"

    @property
    def name(self) -> str:
        """How logs and tables call the report: its path without the folder and the ending."""
        return self.output.removeprefix("reports/").removesuffix(".html")

    @property
    def parameters(self) -> dict[str, str]:
        """What the notebook is told. ASCII text only: papermill's translators change other types."""
        if self.kind == "comparison":
            return dict.fromkeys(CHOICES, "") | dict(self.choice) | {"language": self.language}
        if self.kind == "indicator":
            return {"indicator": self.indicator, "language": self.language}
        key = NOT_IDENTIFIED if self.province == HIDDEN_FOLDER else self.province
        return {"province": key, "period": self.period, "language": self.language}


@dataclass(frozen=True)
class Limits:
    """What a notebook may use. Memory and output in bytes, time in seconds per cell; None is without limit."""

    cell_seconds: int | None = 600
    memory: int | None = 4 * 1024**3
    output: int | None = 64 * 1024**2


@dataclass(frozen=True)
class Failure:
    """Why a report was not made: the cell (from 1; 0 when no cell is to blame), the error's name and message."""

    cell: int
    name: str
    message: str

    def __str__(self) -> str:
        place = f"cell {self.cell}: " if self.cell else ""
        return f"{place}{self.name}: {self.message}".rstrip(": ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job. `seconds` is for logs and manifests only, never for a report."""

    job: Job
    seconds: float
    engine: str
    output_sha256: str = ""
    failure: Failure | None = None
    findings: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)

    def in_short(self) -> Outcome:
        """What a run remembers of it for the table at its end."""
        findings = {sys.intern(severity): count for severity, count in self.findings.items()}
        return Outcome(self.job, self.seconds, sys.intern(self.engine), "", self.failure, findings, _NO_STEPS)


def notebook_path(project: Project, kind: Kind) -> Path:
    """The notebook of a report: the project's own, or the one beside the package for a root that holds data only."""
    checkout = Path(analysis.__file__).parents[2] / "notebooks"
    for folder in (project.notebooks, checkout):
        if (folder / NOTEBOOKS[kind]).is_file():
            return (folder / NOTEBOOKS[kind]).resolve()
    raise InputError("a notebook is missing", project.notebooks / NOTEBOOKS[kind], "restore it from the repository")
