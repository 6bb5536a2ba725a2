"""reports/index.html (and index.en.html once there are English pages): all reports that are there, written when it
would differ.
"""

from __future__ import annotations

import html
import re

from analysis.reference.texts import LANGUAGES
from analysis.report.site_files import comparison_name, index_name
from analysis.runs.manifest import read_manifest
from analysis.runs.plan import Entry, Plan
from analysis.runs.prepare import read_contents
from analysis.store import Project, read_text, write_text

_LINKED = re.compile(r'href="([^"#]+)')


def write_index(project: Project, plan: Plan) -> bool:
    """Write the index over the finished reports of `plan`, one per language used; returns whether any changed.

    Every page leads to the comparison of its language: where that was never made, a page there says so.
    """
    from analysis.report.index import index_html, not_made_html

    entries = _with_contents(project, index_entries(project, plan))
    used = {str(entry["language"]) for entry in entries}
    changed = False
    for language in LANGUAGES:
        if language == LANGUAGES[0] or language in used:
            path, page = project.reports / index_name(language), index_html(entries, language)
            if not path.exists() or read_text(path) != page:
                write_text(path, page)
                changed = True
            comparison = project.reports / comparison_name(language)
            if not comparison.exists():
                write_text(comparison, not_made_html(language))
    return changed


def leads_nowhere(project: Project) -> bool:
    """Whether the index is missing, or a page it or its reports link to is gone; reads the index only."""
    for language in LANGUAGES:
        index = project.reports / index_name(language)
        if index.exists():
            linked = {html.unescape(path) for path in _LINKED.findall(read_text(index))} | {comparison_name(language)}
            if not all((project.reports / path).exists() for path in linked):
                return True
        elif language == LANGUAGES[0]:
            return True
    return False


def index_entries(project: Project, plan: Plan) -> list[dict[str, object]]:
    """One entry per report that was ever made or failed, in the order of the plan; no times: same input, same bytes.

    `plan` covers everything, as it stands after the run. What a province has not sent is not listed here but by
    `cchc status`: it depends on today's date, and a hundred missing periods would bury the reports that are there.
    """
    entries = [_entry(project, entry) for entry in plan.entries if entry.state != "missing"]
    return [entry for entry in entries if entry]


def _with_contents(project: Project, entries: list[dict[str, object]]) -> list[dict[str, object]]:
    """Entries with what their province and period hold."""
    held = read_contents(project)
    return [entry | held.get(f"{entry['province']}/{entry['period']}", {}) for entry in entries]


def _entry(project: Project, entry: Entry) -> dict[str, object]:
    """A report with its state: fresh, stale (its inputs changed), failed or missing (its page is gone); nothing for one
    never tried.
    """
    job, manifest = entry.job, read_manifest(project, entry.job.output)
    if manifest is None:
        return {}
    failed, there = manifest.get("outcome") != "done", (project.root / job.output).exists()
    current = entry.state == "current"
    return {
        "path": job.output.removeprefix("reports/"),
        "kind": job.kind,
        "province": job.parameters.get("province", ""),
        "period": job.period,
        "indicator": job.indicator,
        "language": job.language,
        "state": "failed" if failed else "missing" if not there else "fresh" if current else "stale",
        "old": there,
        "reason": str(manifest.get("error", "")) if failed else "" if current else entry.reason,
        "findings": dict(manifest.get("findings", {})),
    }
