import re
import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.cli import build_parser
from analysis.runs.calendar import reports_of_year

ROOT = Path(__file__).parents[2]
UNITS = ("cchc-reports.service", "cchc-reports.timer")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_units_are_accepted_by_systemd(tmp_path):
    for name in UNITS:
        text = (ROOT / "deploy" / name).read_text()
        # The program and its user need not exist on the machine that tests.
        text = re.sub(r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", text, flags=re.M)
        (tmp_path / name).write_text(re.sub(r"^User=.*\n", "", text, flags=re.M))
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    about_ours = [line for line in done.stderr.splitlines() if "cchc" in line]
    assert (done.returncode, about_ours) == (0, [])


@pytest.mark.parametrize(
    "path", ["deploy/cchc-reports.service", "deploy/crontab", ".github/workflows/scheduled-reports.yml"]
)
def test_every_scheduler_calls_a_command_that_exists(path):
    calls = re.findall(r"/cchc( --root \S+)? (run[^>\n]*)", (ROOT / path).read_text())
    assert len(calls) == 1
    args = build_parser().parse_args(calls[0][1].split())
    assert (args.command, args.all, args.due, args.log_format) == ("run", True, True, "json")


def test_page_on_due_dates_agrees_with_the_calendar():
    page = (ROOT / "deploy" / "README.md").read_text()
    for report in reports_of_year(2024):
        day = f"{report.due_on.day}/{report.due_on.month}/{report.due_on.year}"
        assert re.search(rf"`{report.period.code}` \|.*\| {day} \|", page)


def test_what_is_kept_of_a_run_is_its_log_alone():
    assert "\nStandardOutput=null\n" in (ROOT / "deploy" / "cchc-reports.service").read_text()
    assert ">/dev/null 2>>build/run.log\n" in (ROOT / "deploy" / "crontab").read_text()
