"""reports/index.html: the list of all reports that are there, written when it would differ."""

from __future__ import annotations

from analysis.runs.job import Job
from analysis.runs.manifest import read_manifest
from analysis.runs.plan import Plan
from analysis.store import Project, read_text, write_text

INDEX = "reports/index.html"


def write_index(project: Project, plan: Plan) -> bool:
    """Write the index over the finished reports of `plan`; returns whether the file changed."""
    from analysis.report.index import index_html

    html = index_html(index_entries(project, plan))
    path = project.root / INDEX
    if path.exists() and read_text(path) == html:
        return False
    write_text(path, html)
    return True


def index_entries(project: Project, plan: Plan) -> list[dict[str, object]]:
    """One entry per report that exists or is missing, in the order of the plan; no times, so same input, same bytes."""
    return [_entry(project, entry.job, entry.state == "missing", entry.reason) for entry in plan.entries]


def _entry(project: Project, job: Job, missing: bool, reason: str) -> dict[str, object]:
    manifest = read_manifest(project, job.output) or {}
    return {
        "path": job.output.removeprefix("reports/"),
        "kind": job.kind,
        "province": job.parameters.get("province", ""),
        "period": job.period,
        "language": job.language,
        "state": "missing" if missing else "there" if (project.root / job.output).exists() else "failed",
        "reason": reason if missing else str(manifest.get("error", "")),
        "findings": dict(manifest.get("findings", {})),
    }
