"""reports/index.html: the list of all reports that are there, written when it would differ."""

from __future__ import annotations

from analysis.errors import InputError
from analysis.runs.job import Job
from analysis.runs.manifest import read_manifest
from analysis.runs.plan import Plan
from analysis.store import Project, read_text, write_text

INDEX = "reports/index.html"


def write_index(project: Project, plan: Plan) -> bool:
    """Write the index over the finished reports of `plan`; returns whether the file changed."""
    from analysis.report.index import index_html

    html = index_html(_with_contents(project, index_entries(project, plan)))
    path = project.root / INDEX
    if path.exists() and read_text(path) == html:
        return False
    write_text(path, html)
    return True


def index_entries(project: Project, plan: Plan) -> list[dict[str, object]]:
    """One entry per report that was made or failed, in the order of the plan; no times, so same input, same bytes.

    What a province has not sent is not listed here but by `cchc status`: it depends on today's date, and a hundred
    missing periods would bury the reports that are there.
    """
    return [_entry(project, entry.job) for entry in plan.entries if entry.state != "missing"]


def _with_contents(project: Project, entries: list[dict[str, object]]) -> list[dict[str, object]]:
    """Entries with what their province and period hold; as they are where the tables have not been made."""
    from analysis.dataset import load
    from analysis.report.index import contents

    try:
        held = contents(load(root=project.root))
    except InputError:
        return entries
    return [entry | held.get((str(entry["province"]), str(entry["period"])), {}) for entry in entries]


def _entry(project: Project, job: Job) -> dict[str, object]:
    manifest = read_manifest(project, job.output) or {}
    return {
        "path": job.output.removeprefix("reports/"),
        "kind": job.kind,
        "province": job.parameters.get("province", ""),
        "period": job.period,
        "language": job.language,
        "state": "there" if (project.root / job.output).exists() else "failed",
        "reason": str(manifest.get("error", "")),
        "findings": dict(manifest.get("findings", {})),
    }
