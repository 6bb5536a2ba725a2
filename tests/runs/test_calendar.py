import datetime as dt

import pytest

from analysis import cli
from analysis.reference.periods import parse_period
from analysis.runs import calendar
from analysis.runs.fingerprint import Digests
from analysis.runs.plan import Selection, make_plan
from tests.runs.conftest import add_document


def test_reports_of_a_year_fall_due_the_day_after_their_window_closes():
    due = [(report.due_on.isoformat(), report.period.code) for report in calendar.reports_of_year(2024)]
    assert due == [
        ("2024-03-15", "2024-Q1"),
        ("2024-06-15", "2024-H1"),
        ("2024-09-15", "2024-9M"),
        ("2024-12-15", "2024"),
    ]


def test_every_day_of_a_year_each_report_falls_due_once():
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=number) for number in range(366)]
    found = [report.period.code for day in days for report in calendar.due_between(day, day)]
    assert found == ["2024-Q1", "2024-H1", "2024-9M", "2024"]


def test_obligation_passes_to_the_unit_that_took_over():
    owed = calendar.expected("quang-tri", parse_period("2024-H1"), dt.date(2025, 12, 31))
    assert owed == [
        ("quang-tri", "2024-9M"),
        ("quang-tri", "2024"),
        ("quang-tri", "2025-Q1"),
        ("quang-tri", "2025-H1"),
        ("quang-tri-2025", "2025-9M"),
        ("quang-tri-2025", "2025"),
    ]


def test_no_obligation_is_known_for_a_document_without_province():
    assert calendar.expected("not-identified", parse_period("2019"), dt.date(2024, 1, 1)) == []


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (dt.date(2024, 9, 14), []),
        (dt.date(2024, 9, 15), ["2024-9M"]),
        (dt.date(2024, 12, 14), ["2024-9M"]),
        (dt.date(2024, 12, 15), ["2024-9M", "2024"]),
    ],
)
def test_missing_reports_are_listed_from_the_day_their_window_is_closed(make_project, today, missing):
    project = make_project(["1"])
    plan = make_plan(project, Selection(), today, Digests(project.build / "d.json"))
    assert [entry.job.period for entry in plan.entries if entry.state == "missing"] == missing


def test_scheduler_that_runs_daily_for_a_year_makes_each_report_once(make_project):
    """A fake clock walks through a year; documents arrive ten days after each window, the plan asks for each once."""
    project = make_project(["1"], [("quang-tri", "2023")])
    arrivals = {dt.date(2024, 3, 24): "2024-Q1", dt.date(2024, 6, 24): "2024-H1", dt.date(2024, 9, 24): "2024-9M"}
    seen: set[str] = {"quang-tri/2023"}
    newly: dict[str, str] = {}
    for number in range(0, 366):
        today = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        if today not in arrivals and today.day not in (1, 16):
            continue
        if today in arrivals:
            add_document(project, "quang-tri", arrivals[today])
        plan = make_plan(project, Selection(), today, Digests(project.build / "d.json"))
        for entry in plan.due():
            if entry.job.kind == "province" and entry.job.name not in seen:
                seen.add(entry.job.name)
                newly[entry.job.period] = today.isoformat()
    assert newly == {"2024-Q1": "2024-03-24", "2024-H1": "2024-06-24", "2024-9M": "2024-09-24"}


@pytest.mark.parametrize(("hour", "day"), [(16, 14), (17, 15), (19, 15)])
def test_a_window_closes_when_it_does_in_vietnam(hour, day):
    """GitHub starts the schedule at 19:15 of universal time, which is 02:15 of the next day."""
    assert calendar.today_in_vietnam(dt.datetime(2024, 6, 14, hour, tzinfo=dt.UTC)) == dt.date(2024, 6, day)


@pytest.mark.parametrize("command", ["status", "run --dry-run"])
def test_commands_plan_for_the_day_in_vietnam(make_project, monkeypatch, capsys, command):
    project = make_project(["1"])
    for day, period in ((14, "2024-9M"), (15, "2024-9M")):
        monkeypatch.setattr(calendar, "today_in_vietnam", lambda day=day: dt.date(2024, 9, day))
        cli.main(["--root", str(project.root), *command.split()])
        assert (period in capsys.readouterr().out) == (day == 15)
