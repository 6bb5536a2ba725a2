"""Several periods of one province: counts that run through the year, and the order in which documents came in."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from analysis.clean.pipeline import clean_project
from analysis.cli import main
from analysis.store import Project, read_table
from analysis.validate import validate
from analysis.validate.project import validate_project
from tests.sample_documents import contents
from tests.sample_documents.layouts import Grid, write_text
from tests.validate.synthetic import as_tables, make_report

PERIODS = ("2024-Q1", "2024-H1", "2024-9M", "2024")
CELL = "observations:1:1"  # no relation of its own report holds it
RULE = "growth-1-1"


def reports(*counts, periods=PERIODS, name="r"):
    """One report a period that differ in one count; None: the report leaves it empty."""
    found = {}
    for period, count in zip(periods, counts, strict=True):
        report = make_report(1)
        del report[CELL]
        found[f"p1/{period}/{name}"] = report if count is None else {**report, CELL: Decimal(count)}
    return found


def findings_of(documents):
    return validate(as_tables(documents)).findings


def test_counts_that_grow_through_the_year_are_held_against_each_other_and_hold():
    validation = validate(as_tables(reports(10, 25, 25, 31)))
    grown = validation.checks[validation.checks["rule"] == RULE]
    steps = itertools.pairwise(PERIODS)
    assert set(grown["expression"]) == {f"1:1 ({before}) <= 1:1 ({later})" for before, later in steps}
    assert set(grown["verdict"]) == {"holds"} and validation.findings.empty


@pytest.mark.parametrize(
    ("counts", "document", "suspects"),
    [
        ((10, 25, 3, 40), "p1/2024-9M/r", {CELL}),
        ((10, 25, 300, 40), "p1/2024/r", {CELL, f"p1/2024-9M/r#{CELL}"}),
        ((100, 25, 30, 40), "p1/2024-H1/r", {f"p1/2024-Q1/r#{CELL}"}),
        ((10, 25, 30, 4), "p1/2024/r", {CELL}),
    ],
)
def test_a_count_that_falls_is_found_in_the_later_report_and_told_by_the_periods_around(counts, document, suspects):
    """A suspect is a cell that alone would mend the year: not H1 where it would then be less than Q1."""
    found = findings_of(reports(*counts))
    assert list(found["document_id"]) == [document] and found.iloc[0]["severity"] == "critical"
    assert found.iloc[0]["rules"].split(";")[0] == RULE
    assert set(found.iloc[0]["suspects"].split(";")) == suspects


def test_a_value_suggested_for_a_period_fits_the_periods_around_it():
    """9.751 at nine months between 8.120 and 13.400 of its neighbours: 97.51 read as a count fits neither way."""
    found = findings_of(reports(4000, 8120, 97510, 13400)).iloc[0]
    suspects, options = found["suspects"].split(";"), found["suggested"].replace(" | ", "; ").split("; ")
    own = [option for name, option in zip(suspects, options, strict=True) if name == f"p1/2024-9M/r#{CELL}"]
    assert own and all(8120 <= Decimal(option.split(" -> ")[1]) <= 13400 for option in own)
    assert "97510 -> 9751" in own


def test_a_period_that_is_missing_or_leaves_the_count_empty_does_not_hide_a_fall():
    without = reports(10, 25, 4, periods=("2024-Q1", "2024-H1", "2024"))
    assert list(findings_of(without)["id"]) == [f"p1/2024/r#{RULE}"]
    assert list(findings_of(reports(10, 25, None, 4))["id"]) == [f"p1/2024/r#{RULE}"]


def test_other_years_other_provinces_and_periods_that_do_not_run_through_are_left_alone():
    documents = {**reports(10, 25, 31, periods=("2023", "2024-H1", "2024")), **reports(5, periods=("2025-Q1",))}
    documents |= {name.replace("p1/", "p2/"): report for name, report in reports(3, periods=("2024",)).items()}
    documents |= reports(2, periods=("2024-Q4",))
    assert findings_of(documents).empty


def test_every_report_of_a_period_is_held_against_the_one_before():
    documents = {**reports(10, 25, 30, 40), **reports(4, periods=("2024-9M",), name="s")}
    assert set(findings_of(documents)["document_id"]) == {"p1/2024-9M/s"}


def test_findings_do_not_depend_on_the_order_of_the_documents():
    documents = {**reports(10, 25, 3, 40), "p2/2024-H1/r": make_report(8)}
    documents["p2/2024-H1/r"]["observations:3:3.2.2"] += 7
    names = list(documents)
    orders = [names, names[::-1], [*names[2:], *names[:2]]]
    told = [findings_of({name: documents[name] for name in order}) for order in orders]
    assert len(told[0]) == 2
    assert all(one.equals(told[0]) for one in told)


HALF_YEAR = "6 tháng đầu năm 2023"
TITLES = {"2023-H1": HALF_YEAR, "2023-9M": "9 tháng năm 2023", "2023": "năm 2023"}
DIRECTIVES = {"2023-H1": "21", "2023-9M": "33", "2023": "30"}


def documents_of_a_year(folder):
    """The made-up report of three periods of a year; the directives of the whole year are fewer than those of nine months."""
    paths = []
    for number, (period, title) in enumerate(TITLES.items()):
        items = []
        for item in contents.REPORT:
            if isinstance(item, Grid):
                rows = [[cell.replace("318/BC", f"{318 + number}/BC") for cell in row] for row in item.rows]
                rows = [
                    [*row[:3], DIRECTIVES[period], *row[4:]] if row[0] == "1." and "chỉ đạo" in row[1] else row
                    for row in rows
                ]
                items.append(Grid(rows))
            else:
                items.append(item.replace(HALF_YEAR, title))
        paths.append(write_text(folder / f"{period}.txt", items))
    return paths


def test_tables_are_the_same_bytes_in_whatever_order_documents_were_ingested(tmp_path):
    """Each order cleans and validates after every document, and cleans only what is new, as runs do."""
    sources = documents_of_a_year(tmp_path)
    kept = {}
    for number, order in enumerate(itertools.permutations(sources)):
        project = Project(tmp_path / str(number))
        project.root.mkdir()
        known = set()
        for path in order:
            assert main(["--root", str(project.root), "ingest", str(path)]) == 0
            clean_project(project, unchanged=known)
            known = set(read_table(project, "documents")["document_id"])
            validate_project(project)
        assert len(known) == len(sources)
        for table in ("documents", "observations", "figures", "checks", "findings"):
            content = project.table_path(table).read_bytes()
            assert kept.setdefault(table, content) == content, (table, [path.name for path in order])
        found = read_table(project, "findings")
        fallen = found[found["rules"].str.contains(RULE)]
        assert [name.split("/")[1] for name in fallen["document_id"]] == ["2023"]
