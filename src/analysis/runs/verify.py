"""Does a report still follow from what is on disk? Its own statement is held against the files, nothing else is asked.

No manifest is needed, so that a page from an archive or a mail can be held against a checkout as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.report.provenance import is_as_made, read_provenance
from analysis.runs.fingerprint import Digests
from analysis.runs.job import CHOICES, HIDDEN_FOLDER, Job
from analysis.runs.manifest import Inputs
from analysis.runs.plan import inputs_now
from analysis.runs.prepare import Prepared, read_prepared
from analysis.runs.rows import rows_by_document
from analysis.store import Project, read_table, read_text
from analysis.tables import NOT_IDENTIFIED, PROCESSED

LARGEST_PAGE = 200 * 1024**2
_STATED = ("parameters", "inputs", "tables", "notebook", "code", "lock", "page")
_WORDS = {
    "tables": "data/processed",
    "notebook": "notebook",
    "code": "code (src/analysis)",
    "lock": "locked environment (requirements.lock, Python's version)",
}


@dataclass(frozen=True)
class Verdict:
    """What a report was made as, how many raw files it states, and every difference in words ([]: it follows)."""

    job: Job
    files: int
    differences: tuple[str, ...]


def verify(project: Project, path: Path, digests: Digests) -> Verdict:
    """Hold the report at `path` against the disk. InputError when it is no report of this project."""
    page = _read(path)
    stated = read_provenance(page)
    job = _job_of(stated, path)
    now = inputs_now(project, job, prepared_now(project, digests), digests)
    differences = [*_page(project, job, path, page, stated["page"]), *_facts(stated, now)]
    return Verdict(job, len(stated["inputs"]), tuple(differences))


def _read(path: Path) -> str:
    if not path.is_file():
        raise InputError("no such report", path, "name a page of reports/, such as reports/quang-tri/2024-H1.html")
    if path.stat().st_size > LARGEST_PAGE:
        raise InputError("too large for a report", path, "name a page that `cchc run` made")
    return read_text(path)


def _job_of(stated: Mapping[str, Any], path: Path) -> Job:
    """The job a page says it was made as; InputError where a fact is missing or is none of ours."""
    missing = [name for name in _STATED if name not in stated]
    parameters = stated.get("parameters")
    if missing or not isinstance(parameters, dict) or not isinstance(stated["inputs"], dict):
        what = f"not a report of this project: it states no {', '.join(missing) or 'parameters and inputs'}"
        raise InputError(what, path, "name a page that `cchc run` made (an index states no inputs of its own)")
    given = {name: parameters.get(name, "") for name in ("province", "period", "language", "indicator")}
    kind = "province" if given["province"] else "indicator" if given["indicator"] else "comparison"
    folder = HIDDEN_FOLDER if given["province"] == NOT_IDENTIFIED else given["province"]
    chosen = tuple((name, parameters[name]) for name in CHOICES if kind == "comparison" and parameters.get(name))
    period = given["period"] if kind == "province" else ""
    job = Job(kind, given["language"], folder, period, given["indicator"], chosen)  # type: ignore[arg-type]
    if job.parameters != parameters:
        raise InputError(f"not a report of this project: parameters {parameters}", path, "make it anew with `cchc run`")
    return job


def prepared_now(project: Project, digests: Digests) -> Prepared:
    """The state of data/processed: as noted when it was made, or with its rows read again where files differ."""
    paths = {name: project.table_path(name) for name in PROCESSED}
    there = {name: digests.of(path) for name, path in paths.items() if path.exists()}
    prepared = read_prepared(project)
    if prepared is not None and prepared.tables == there:
        return prepared
    return Prepared("", there, rows_by_document({name: read_table(project, name) for name in there}), {})


def _page(project: Project, job: Job, path: Path, page: str, seal: str) -> list[str]:
    found = [] if is_as_made(page, seal) else ["the page was altered after it was made"]
    inside = path.resolve().is_relative_to(project.reports.resolve())
    if inside and path.resolve() != (project.root / job.output).resolve():
        found.append(f"the page was made as {job.output}")
    return found


def _facts(stated: Mapping[str, Any], now: Inputs) -> list[str]:
    then, today = stated["inputs"], now.as_provenance()
    differences = [f"{name}: new since the report was made" for name in sorted(today["inputs"].keys() - then.keys())]
    differences += [f"{name}: gone since the report was made" for name in sorted(then.keys() - today["inputs"].keys())]
    differences += [
        f"{name}: changed ({_short(then[name])} then, {_short(today['inputs'][name])} now)"
        for name in sorted(then.keys() & today["inputs"].keys())
        if then[name] != today["inputs"][name]
    ]
    differences += [
        f"{words}: changed ({_short(stated[name])} then, {_short(today[name])} now)"
        for name, words in _WORDS.items()
        if stated[name] != today[name]
    ]
    if stated.get("unread", {}) != today.get("unread", {}):
        differences.append("documents that cannot be read: others than when the report was made")
    return differences


def _short(value: str) -> str:
    return value[:12] or "nothing"
