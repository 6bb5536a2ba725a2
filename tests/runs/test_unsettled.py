"""A look at the plan before data/processed is made: what may turn out due is not called up to date."""

import datetime as dt
import json

import pytest

from analysis import cli
from analysis.runs import prepare
from analysis.runs.fingerprint import Digests, raw_files
from analysis.runs.plan import Selection, make_plan
from analysis.runs.rows import PEERS
from analysis.runs.unsettled import unsettled
from analysis.store import write_text
from tests.runs.conftest import add_document
from tests.runs.test_plan import finish

PAIRS = [("quang-tri", "2023"), ("quang-tri", "2024-H1"), ("hue", "2024-H1"), ("national", "2016-2024")]
HELD = {
    "quang-tri/2023/report": ["documents", "observations", "targets"],
    "quang-tri/2024-H1/report": ["documents", "observations"],
    "hue/2024-H1/report": ["documents", "observations"],
    "national/2016-2024/report": ["indices of hue"],
    PEERS: ["quang-tri/2023", "quang-tri/2024-H1", "hue/2024-H1"],
}


@pytest.fixture
def project(make_project):
    """A project with everything made and nothing due."""
    project = make_project(["1"], PAIRS)
    digests = Digests(project.build / "digests.json")
    write_state(project, "before", digests)
    finish(project)
    write_state(project, plan_of(project).source, digests)
    return project


def write_state(project, source, digests):
    state = {"source": source, "tables": {}, "findings": {}}
    state["rows"] = {name: dict.fromkeys(held, "x") for name, held in HELD.items()}
    state["raw"] = prepare.document_digests(project, raw_files(project, digests), digests)
    write_text(project.build / "manifests" / "processed.json", json.dumps(state))


def plan_of(project):
    return make_plan(project, Selection(), dt.date(2024, 7, 1), Digests(project.build / "digests.json"))


def open_reports(project):
    found = unsettled(project, plan_of(project), Digests(project.build / "digests.json"))
    return {job.name: document for job, document in found.items()}


def test_nothing_is_open_where_nothing_changed(project):
    assert plan_of(project).processed_current
    assert open_reports(project) == {}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (("hue", "2024-H1"), []),  # its own page is due
        (("quang-tri", "2024-H1"), ["quang-tri/2023"]),  # names the province's other documents
        (("quang-tri", "2023"), ["hue/2024-H1", "quang-tri/2024-H1"]),  # its targets may stand beside those of hue
        (("national", "2016-2024"), ["hue/2024-H1"]),  # publishes indices of hue
        (("quang-tri", "2023-Q1"), ["quang-tri/2023", "quang-tri/2024-H1"]),  # new, and earlier than both
    ],
)
def test_a_report_is_open_where_it_may_show_rows_of_what_changed(project, changed, named):
    add_document(project, *changed, text="code,label\n2,two\n")
    assert open_reports(project) == dict.fromkeys(named, f"{changed[0]}/{changed[1]}/report")


@pytest.mark.parametrize("command", ["status", "run --due --dry-run"])
def test_it_is_listed_with_the_document_and_counted_apart(project, capsys, command):
    add_document(project, "national", "2016-2024", text="code,label\n2,two\n")
    assert cli.main(["--root", str(project.root), *command.split()]) == 0
    told = capsys.readouterr().out
    assert "open     due if it shows changed rows of national/2016-2024/report" in told
    assert "1 due, 2 up to date, " in told and "missing, 1 open until data/processed is up to date" in told
