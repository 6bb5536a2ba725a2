"""Projects of any size for measurements: the same half-year report under the names of many provinces and periods."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
from pathlib import Path

import yaml

from analysis.reference.provinces import provinces_on
from analysis.runs import runner
from analysis.runs.manifest import write_manifest
from analysis.runs.plan import Entry, Plan, Selection, make_plan
from analysis.runs.prepare import preparing
from analysis.store import Project, sha256, write_text

REPOSITORY = Path(__file__).parents[1]
TEMPLATE = REPOSITORY / "data" / "raw" / "quang-tri" / "2024-H1" / "1125-bc-vp"
TODAY = dt.date(2025, 1, 31)
PERIODS = tuple(f"{year}{suffix}" for year in range(2020, 2025) for suffix in ("-H1", "-9M", "", "-Q1"))


def make_project(
    folder: Path, reports: int, periods: tuple[str, ...] = PERIODS, provinces: int = 34, *, by_province: bool = False
) -> Project:
    """A project with `reports` pairs, one period of all provinces after the other or the other way round.

    Documents are there, data/processed is not, and no report is made.
    """
    project = Project(folder)
    keys = [unit.key for unit in provinces_on(dt.date(2024, 1, 1))][:provinces]
    by_period = ((province, period) for period, province in itertools.product(periods, keys))
    pairs = itertools.islice(itertools.product(keys, periods) if by_province else by_period, reports)
    for province, period in pairs:
        _copy_document(project, province, period)
    return project


def bring_up_to_date(project: Project) -> None:
    """Clean and validate, so that a measured run begins with its notebooks."""
    with preparing(project, plan_of(project).source):
        pass


def plan_of(project: Project, *, only_due: bool = True) -> Plan:
    """The plan of a run over everything."""
    digests = runner.digests_of(project)
    plan = make_plan(project, Selection(only_due=only_due), TODAY, digests)
    digests.save()
    return plan


def entries_of(project: Project, count: int) -> list[Entry]:
    """The comparison, which takes longest, and the first `count` province reports."""
    entries = plan_of(project, only_due=False).due()
    chosen = [entry for entry in entries if entry.job.kind == "province"][:count]
    return [*(entry for entry in entries if entry.job.kind == "comparison"), *chosen]


def pretend_prepared(project: Project) -> None:
    """Note that data/processed is up to date, without making it."""
    state = {"source": plan_of(project).source, "tables": {}, "rows": {}, "findings": {}}
    write_text(project.build / "manifests" / "processed.json", json.dumps(state))


def pretend_made(project: Project) -> None:
    """Put a small page and a manifest where each due report would be, without running a notebook."""
    for entry in plan_of(project).due():
        path = project.root / entry.job.output
        write_text(path, "<!DOCTYPE html>")
        assert entry.inputs is not None
        content = {"outcome": "done", "output_sha256": sha256(path), "inputs": entry.inputs.as_dict()}
        write_manifest(project, entry.job.output, content)
    write_text(project.reports / "index.html", "<!DOCTYPE html>")


def forget_reports(project: Project) -> None:
    """Remove what runs have made; data/processed stays."""
    shutil.rmtree(project.reports, ignore_errors=True)
    shutil.rmtree(project.build / "manifests" / "reports", ignore_errors=True)


def _copy_document(project: Project, province: str, period: str) -> None:
    target = project.raw / province / period / TEMPLATE.name
    target.mkdir(parents=True)
    for path in TEMPLATE.iterdir():
        shutil.copy(path, target)
    sidecar = yaml.safe_load((target / "document.yml").read_text(encoding="utf-8"))
    sidecar |= {"province": province, "period": period}
    (target / "document.yml").write_text(yaml.safe_dump(sidecar, allow_unicode=True), encoding="utf-8")
