"""Workflows: actions pinned by commit with their version beside it, read rights only, every command one that exists."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
EACH = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def parts(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    return workflow, workflow[True], [step for job in workflow["jobs"].values() for step in job["steps"]]


@EACH
def test_actions_are_pinned_by_commit_and_say_their_version(path):
    named = re.findall(r"uses:\s*(.+)", path.read_text(encoding="utf-8"))
    assert named and not [name for name in named if not PINNED.fullmatch(name.strip())]


def test_one_version_has_one_commit():
    found = {}
    for path in WORKFLOWS:
        for name, commit, version in re.findall(r"uses: (\S+)@(\w+) # (\S+)", path.read_text(encoding="utf-8")):
            assert found.setdefault((name, version), commit) == commit


@EACH
def test_rights_are_the_least(path):
    workflow, events, steps = parts(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert not [job for job in workflow["jobs"].values() if "permissions" in job]
    assert all(job["timeout-minutes"] <= 180 for job in workflow["jobs"].values())
    # A pull request from a stranger runs without rights and secrets; this event would give it both.
    assert "pull_request_target" not in events and "secrets." not in path.read_text(encoding="utf-8")
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout")]
    assert checkouts and all(step["with"]["persist-credentials"] is False for step in checkouts)


@EACH
def test_no_text_from_outside_becomes_part_of_a_script(path):
    assert not [step for step in parts(path)[2] if "${{" in step.get("run", "")]


def test_every_promise_is_kept_by_a_workflow_and_every_target_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    called = set()
    for path in WORKFLOWS:
        called |= set(re.findall(r"\bmake ([a-z]+)", "\n".join(step.get("run", "") for step in parts(path)[2])))
    promises = parts(ROOT / ".github/workflows/promises.yml")[0]
    called |= set(promises["jobs"]["promise"]["strategy"]["matrix"]["target"])
    assert called <= targets
    assert {"test", "audit", "reproduce", "faults", "fuzz"} <= called


def test_a_schedule_keeps_what_was_made_when_a_report_failed():
    """A step that restores and saves at once saves only when everything went well: one bad report would undo a night."""
    steps = parts(ROOT / ".github/workflows/scheduled-reports.yml")[2]
    by_use = {step.get("uses", "").partition("@")[0]: step for step in steps}
    restored, saved = by_use["actions/cache/restore"]["with"], by_use["actions/cache/save"]["with"]
    assert "actions/cache" not in by_use
    assert by_use["actions/cache/save"]["if"] == "always()"
    assert saved["path"] == restored["path"] and saved["key"] == restored["key"]
    assert saved["key"].startswith(restored["restore-keys"])
    runs = [step for step in steps if "cchc run" in step.get("run", "")]
    assert (
        steps.index(by_use["actions/cache/restore"]) < steps.index(runs[0]) < steps.index(by_use["actions/cache/save"])
    )
