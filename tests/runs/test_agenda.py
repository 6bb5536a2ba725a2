"""What a run keeps of its plan: small tickets, whose tasks are those of the plan, and a file that goes with the run."""

import itertools
import json
import os
import subprocess
import sys

import pytest

from analysis.errors import InputError
from analysis.reference.provinces import provinces_on
from analysis.runs import runner
from analysis.runs.agenda import Terms, make_agenda
from analysis.runs.job import Limits
from analysis.runs.plan import Selection, make_plan
from analysis.runs.prepare import digests_path
from analysis.store import write_text
from tests.runs.conftest import NEEDS_FORK
from tests.runs.test_index_of_runs import SHOW, TODAY, run

PAIRS = [("hue", "2023"), ("hue", "2024-H1"), ("quang-tri", "2024-H1")]


def agenda_of(project, selection=Selection()):  # noqa: B008
    return make_agenda(project, selection, TODAY, Terms(str(project.root), "run", "cchc-warm", Limits()))


def kept_files(project):
    return sorted(project.build.rglob(".inputs.*"))


def told_of(project):
    """A state of data/processed that counts findings and has an unreadable document."""
    source = make_plan(project, Selection(), TODAY, runner.digests_of(project)).source
    rows = {f"{province}/{period}/report": {"observations": period} for province, period in PAIRS}
    findings = {"hue/2023/report": {"critical": 1}, "quang-tri/2024-H1/report": {"critical": 2, "info": 1}}
    state = {"source": source, "tables": {}, "rows": rows, "findings": findings}
    state["unread"] = {"hue/2024-H1/report": "not UTF-8"}
    write_text(project.build / "manifests" / "processed.json", json.dumps(state))


def test_tickets_hold_the_tasks_of_the_plan_the_comparison_first(make_project):
    project = make_project([SHOW], PAIRS)
    told_of(project)
    agenda, plan = agenda_of(project), make_plan(project, Selection(), TODAY, runner.digests_of(project))
    tasks = [ticket.task() for ticket in agenda.tickets]
    assert {task.job: task.inputs for task in tasks} == {entry.job: entry.inputs for entry in plan.due()}
    assert tasks[0].job.kind == "comparison" and len(tasks[0].inputs.data) > len(tasks[1].inputs.data)
    assert {task.job.name: dict(task.findings) for task in tasks} == {
        "comparison": {"critical": 3, "info": 1},
        "hue/2023": {"critical": 1},
        "hue/2024-H1": {},
        "quang-tri/2024-H1": {"critical": 2, "info": 1},
    }
    assert {ticket.job.name: ticket.why_unread for ticket in agenda.tickets if ticket.why_unread} == {
        "hue/2024-H1": "not UTF-8"
    }
    assert (agenda.source, agenda.processed_current) == (plan.source, True)
    assert agenda.count("missing") == plan.count("missing") > 0
    assert digests_path(project).exists()
    assert len(kept_files(project)) == 1
    agenda.forget()
    assert kept_files(project) == []


@NEEDS_FORK
def test_what_was_kept_goes_with_the_run_also_with_one_that_is_refused(make_project):
    project = make_project([SHOW], PAIRS)
    assert run(project).exit_code == 0
    assert kept_files(project) == []
    path = project.notebooks / "province_report.ipynb"
    path.write_text(path.read_text().replace("period = ", "periode = "))
    with pytest.raises(InputError, match="unknown parameter"):
        run(project)
    assert kept_files(project) == []


@NEEDS_FORK
def test_a_report_whose_inputs_are_gone_has_failed_and_says_so(make_project, monkeypatch):
    project = make_project([SHOW], PAIRS)
    monkeypatch.setattr(runner, "check_all_parameters", lambda *_: None)
    outcomes = runner._outcomes

    def emptied(tickets, *others):
        for path in kept_files(project):
            path.unlink()
        return outcomes(tickets, *others)

    monkeypatch.setattr(runner, "_outcomes", emptied)
    result = run(project)
    assert result.exit_code == 3
    assert {outcome.failure.name for outcome in result.outcomes} == {"FileNotFoundError"}


@NEEDS_FORK
def test_the_index_is_written_also_where_the_process_that_writes_it_is_killed(make_project, monkeypatch):
    project, parent, renew = make_project([SHOW], PAIRS), os.getpid(), runner.renew_index

    def killed(*given):
        if os.getpid() != parent:
            (project.root / "killed").touch()
            os.kill(os.getpid(), 9)
        renew(*given)

    monkeypatch.setattr(runner, "renew_index", killed)
    monkeypatch.setattr("analysis.runs.apart._can_fork", lambda: True)
    assert run(project).exit_code == 0
    assert (project.root / "killed").exists()
    assert 'href="hue/2023.html"' in (project.reports / "index.html").read_text(encoding="utf-8")


GROWTH = """
import datetime as dt, re, sys
from pathlib import Path
from analysis.runs import agenda, apart, plan, runner
from analysis.runs.job import Limits
from analysis.runs.plan import Selection
from analysis.store import Project

def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])

plan.code_digest = lambda _: "code"
terms = agenda.Terms(sys.argv[1], "run", "cchc-warm", Limits())
peaks = []
for root in sys.argv[1:]:
    project = Project(Path(root))
    held = apart.apart(lambda: agenda.make_agenda(project, Selection(), dt.date(2024, 7, 1), terms))
    peaks.append(peak())
print(len(held.tickets), peaks[1] - peaks[0])
"""


@NEEDS_FORK
def test_a_run_that_plans_hundreds_of_reports_stays_as_small_as_one_that_plans_one(make_project, tmp_path):
    project, many = make_project([SHOW]), tmp_path / "many"
    keys = [unit.key for unit in provinces_on(TODAY)][:34]
    for key, year, part in itertools.product(keys, range(2019, 2024), ("-Q1", "-H1", "-9M", "")):
        folder = many / "data" / "raw" / key / f"{year}{part}" / "report"
        folder.mkdir(parents=True)
        for number in range(6):
            (folder / f"form-{number}.csv").write_text(f"code,label\n{number},one\n")
    command = [sys.executable, "-c", GROWTH, str(project.root), str(many)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    reports, grown = map(int, done.stdout.split())
    assert reports == 34 * 20 + 1
    assert grown < 2048, f"{grown} KiB more"
