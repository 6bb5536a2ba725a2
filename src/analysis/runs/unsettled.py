"""What a plan cannot tell before data/processed is brought up to date: a report shows rows of other documents as well.

Which rows those are is known only once the changed documents have been cleaned. So a look at the plan names the reports
that may turn out due, and a run makes those that do.
"""

from __future__ import annotations

from collections.abc import Collection

from analysis.runs.fingerprint import Digests, raw_files
from analysis.runs.job import Job
from analysis.runs.plan import Plan
from analysis.runs.prepare import document_digests, read_prepared
from analysis.runs.rows import PEERS, reads_rows, would_read
from analysis.store import Project


def unsettled(project: Project, plan: Plan, digests: Digests) -> dict[Job, str]:
    """Reports that are up to date so far and may turn out due, each with a document that decides it."""
    prepared = None if plan.processed_current else read_prepared(project)
    if prepared is None:
        return {}
    now = document_digests(project, raw_files(project, digests), digests)
    names = sorted(now.keys() | prepared.raw.keys())
    changed = {name: prepared.rows.get(name, {}).keys() for name in names if now.get(name) != prepared.raw.get(name)}
    compared = prepared.rows.get(PEERS, {})
    found: dict[Job, str] = {}
    for entry in plan.entries:
        job = entry.job
        shown = (name for name, held in changed.items() if _may_show(job, name, held, compared))
        if entry.state == "current" and (name := next(shown, "")):
            found[job] = name
    return found


def _may_show(job: Job, document: str, held: Collection[str], compared: Collection[str]) -> bool:
    """Whether `job` may show something of `document`, whose rows were of the kinds `held` (none: it is new)."""
    if len(document.split("/")) != 3 or any(reads_rows(job, document, what) for what in held):
        return True
    if not held:
        return would_read(job, document)
    return "targets" in held and f"{job.province}/{job.period}" in compared
