"""A log that a machine reads is one JSON object per line, whatever comes of the run."""

import json

import pytest

from analysis import cli
from analysis.errors import EXIT_BAD_INPUT, EXIT_DONE, EXIT_INTERRUPTED, EXIT_RUNS_FAILED
from analysis.runs import runner
from tests.runs.conftest import NEEDS_FORK
from tests.runs.test_runner import SHOW

pytestmark = NEEDS_FORK


@pytest.fixture
def lines(capfd):
    """Runs `cchc run` with a JSON log; returns its exit code and the lines of standard error."""

    def lines(root, *options):
        code = cli.main(["--root", str(root), "run", "--log-format", "json", *options])
        return code, [json.loads(line) for line in capfd.readouterr().err.splitlines()]

    return lines


@pytest.mark.parametrize(("cell", "code", "made"), [(SHOW, EXIT_DONE, 2), ("1 / 0", EXIT_RUNS_FAILED, 1)])
def test_every_line_tells_the_run_and_the_last_one_what_came_of_it(make_project, lines, cell, code, made):
    project = make_project([cell])
    found, told = lines(project.root)
    assert found == code
    assert {line["run"] for line in told} == {told[0]["run"]} != {""}
    assert all(line["time"] and line["step"] for line in told)
    of_reports = [line for line in told if line.get("report") == "quang-tri/2024-H1"]
    assert {"notebook", "report"} <= {line["step"] for line in of_reports}
    assert all((line["province"], line["period"]) == ("quang-tri", "2024-H1") for line in of_reports)
    assert all(line["seconds"] >= 0 for line in of_reports)
    last = told[-1]
    assert (last["step"], last["made"], last["failed"], last["exit_code"]) == ("end", made, 2 - made, code)


def test_a_run_that_cannot_start_says_so_in_a_line(make_project, lines, tmp_path):
    project = make_project([SHOW])
    for root, options in (
        (project.root, ["--province", "atlantis"]),
        (project.root, ["--share", "file:///tmp/x"]),
        (tmp_path / "nowhere", []),
    ):
        code, told = lines(root, *options)
        assert code == EXIT_BAD_INPUT
        assert [line["step"] for line in told] == ["error"]
        assert "remedy" in told[0]["message"]


def test_an_error_amid_a_run_is_told_as_part_of_it(make_project, lines, monkeypatch):
    project = make_project([SHOW])
    project.notebooks.joinpath("province_report.ipynb").write_text("{}")
    code, told = lines(project.root)
    assert (code, told[-1]["step"]) == (EXIT_BAD_INPUT, "error")
    assert told[-1]["run"] != ""


def test_an_interrupt_before_the_first_report_is_a_line(make_project, lines, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "make_plan", interrupted)
    code, told = lines(make_project([SHOW]).root)
    assert (code, told[-1]["step"], told[-1]["message"]) == (EXIT_INTERRUPTED, "error", "interrupted")


def test_nothing_to_do_is_told_too(make_project, lines):
    project = make_project([SHOW])
    lines(project.root)
    code, told = lines(project.root, "--due")
    assert (code, [line["step"] for line in told], told[-1]["current"]) == (EXIT_DONE, ["end"], 2)
