import pandas as pd
import pytest

from analysis.compare.attainment import attainment
from analysis.compare.doubts import cells_in, doubts_of
from analysis.compare.peers import peer_positions
from analysis.reference.national_targets import national_targets
from analysis.store import Project, typed
from analysis.validate import validate
from analysis.validate.project import with_printed

from .conftest import ROOT, same

REPORT = "quang-tri/2024-H1/1125-bc-vp"


@pytest.fixture(scope="module")
def validation(tables):
    return validate({**tables, "figures": with_printed(Project(ROOT), tables["figures"])})


@pytest.fixture(scope="module")
def judged(tables, validation):
    use = [tables[name] for name in ("observations", "figures", "targets")]
    frame = attainment(
        *use, national_targets(), "2024-H1", "quang-tri", tables["indices"], validation.findings, validation.checks
    )
    return frame[(frame["indicator"] == "dossiers_resolved_on_time") & (frame["against"] == "own")]


def found(severity="critical", suspects="observations:3:3.2.2", rules="rate;total"):
    row = {"id": "f", "severity": severity, "document_id": "d", "rules": rules, "suspects": suspects}
    return typed(pd.DataFrame([row]), "findings")


def broken(*expressions, verdict="fails"):
    rows = [{"rule": rule, "expression": text} for rule, text in zip(("rate", "total"), expressions, strict=False)]
    return typed(pd.DataFrame(rows).assign(document_id="d", verdict=verdict), "checks")


def test_a_rate_of_a_suspected_count_is_doubtful(judged):
    """98.57 % of the districts rests on the suspected count 3.2.2, and so does the 99.76 % of the whole province."""
    by = dict(zip(judged["result"], judged["doubtful_by"], strict=True))
    assert by == {99.76: "relation", 98.57: "relation", 99.69: "", 99.97: ""}
    rows = judged.set_index("result")
    assert rows.loc[98.57, "doubtful"] and "form-3-3.2" in rows.loc[98.57, "doubtful_rules"]
    assert "Biểu mẫu 3 dòng 3.2.2" in rows.loc[98.57, "reason_vi"]
    assert "form 3 row 3.2.2" in rows.loc[98.57, "reason_en"]
    assert rows.loc[98.57, "state"] == "behind", "a doubt changes no verdict, it stands beside it"


def test_peers_show_the_doubt_too(tables, validation):
    placed = peer_positions(
        tables["observations"], "dossiers_resolved_on_time", "2024-H1", "district",
        findings=validation.findings, checks=validation.checks,
    )  # fmt: skip
    assert placed["doubtful"].tolist() == [True] and "3.2.2" in placed["doubt_en"].iloc[0]
    unmarked = peer_positions(tables["observations"], "dossiers_resolved_on_time", "2024-H1", "district")
    assert unmarked["doubtful"].tolist() == [False]


def test_only_what_is_computed_from_the_suspect_is_tied():
    checks = broken("3:3.2 = 3:3.2.2 / 3:3.2.1", "3:3.1.2 + 3:3.2.2 + 3:3.3.2 = f019")
    doubts = doubts_of(found(), checks)
    assert {ref: doubt.how for (_, ref), doubt in doubts.items()} == {
        "observations:3:3.2.2": "cell",
        "observations:3:3.2": "relation",
        "figures:f019": "relation",
    }


def test_a_part_does_not_rest_on_a_suspected_total():
    doubts = doubts_of(found(suspects="figures:f019"), broken("", "3:3.1.2 + 3:3.2.2 = f019"))
    assert set(doubts) == {("d", "figures:f019")}


@pytest.mark.parametrize(
    ("findings", "checks"),
    [
        (found("warning"), broken("3:3.2 = 3:3.2.2 / 3:3.2.1")),
        (None, broken("3:3.2 = 3:3.2.2 / 3:3.2.1")),
        (found(suspects=""), broken("3:3.2 = 3:3.2.2 / 3:3.2.1")),
    ],
)
def test_no_doubt_without_a_critical_suspect(findings, checks):
    assert doubts_of(findings, checks) == {}


def test_a_relation_that_holds_ties_nothing():
    assert set(doubts_of(found(), broken("3:3.2 = 3:3.2.2 / 3:3.2.1", verdict="holds"))) == {
        ("d", "observations:3:3.2.2")
    }


def test_suspects_of_another_document_are_theirs():
    doubts = doubts_of(found(suspects="other/2024/x#observations:3:1.4;figures:f001"))
    assert set(doubts) == {("other/2024/x", "observations:3:1.4"), ("d", "figures:f001")}


def test_arguments_stay_as_they_are():
    findings, checks = found(), broken("3:3.2 = 3:3.2.2 / 3:3.2.1")
    before = findings.copy(), checks.copy()
    doubts_of(findings, checks)
    assert same(findings, before[0]) and same(checks, before[1])


@pytest.mark.parametrize(
    ("expression", "cells"),
    [
        ("f034 = (3:3.1.2 + 3:3.2.2) / 3:3.1.1", "figures:f034 observations:3:3.1.2 observations:3:3.2.2 observations:3:3.1.1"),
        ("1:4.1: Cơ quan, đơn vị", "observations:1:4.1"),
        ("indices.csv row 95 = indices.csv row 96", ""),
        ("procedures_online_level_3_4 2025 <= 2030", ""),
    ],
)  # fmt: skip
def test_cells_of_an_expression(expression, cells):
    assert cells_in(expression) == cells.split()


def test_the_page_marks_the_rate_of_the_districts(tables, validation):
    from analysis.dataset import Dataset
    from analysis.reference.texts import texts
    from analysis.report.context import Context

    data = Dataset(**tables, checks=validation.checks, findings=validation.findings)
    frame = Context(data, "quang-tri", "2024-H1", texts("vi")).attainment
    assert REPORT in set(frame["result_document_id"])
    assert frame.loc[frame["result"] == 98.57, "doubtful"].all()
