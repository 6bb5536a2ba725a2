"""Suites: up to date, each value rule with its partners, and the same verdicts as the package's own arithmetic."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pandas as pd
import pytest

from analysis.reference.relation_words import rule_in_words
from analysis.reference.structure_rules import structure_rules
from analysis.store import typed
from analysis.tables import PROCESSED
from analysis.validate import validate
from analysis.validate.checkpoints import load_suites, run_relations, run_structure
from analysis.validate.structure import with_structure
from analysis.validate.suites import all_suites, suite_text
from analysis.vietnamese.text import slug
from tests.validate.conftest import ROOT

VALUE_RULES = {"expect_column_values_to_be_in_set", "expect_column_values_to_be_between"}


@pytest.fixture(scope="module")
def suites(project):
    return load_suites(project)


def test_committed_suites_are_those_of_the_reference_data():
    command = [sys.executable, str(ROOT / "tools" / "make_expectations.py"), "--check"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_changed_suite_is_noticed_and_rebuilt(tmp_path):
    command = [sys.executable, str(ROOT / "tools" / "make_expectations.py"), "--folder", str(tmp_path)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    (tmp_path / "structure_figures.json").write_text("{}", encoding="utf-8")
    (tmp_path / "foreign.json").write_text("{}", encoding="utf-8")
    checked = subprocess.run([*command, "--check"], check=False, capture_output=True, text=True)
    assert checked.returncode == 1
    assert "structure_figures.json" in checked.stdout and "foreign.json" in checked.stdout


def test_suites_are_sorted_without_ids_and_in_plain_vietnamese():
    for name, suite in all_suites().items():
        text = suite_text(suite)
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n", name
        assert '"id":' not in text and "\\u" not in text
        assert all(one["meta"]["vi"] and one["meta"]["en"] for one in suite["expectations"])


def test_every_table_has_a_suite_and_every_value_rule_its_partners():
    suites = {suite["table"]: suite for suite in all_suites().values()}
    assert set(PROCESSED) <= set(suites)
    for table in PROCESSED:
        expectations = suites[table]["expectations"]
        text = {column.name for column in PROCESSED[table] if column.type == "text"}
        by_column = {}
        for one in expectations:
            by_column.setdefault(one["kwargs"].get("column"), []).append(one)
        for column, own in by_column.items():
            if column is None or column == "document_known" or not VALUE_RULES & {one["type"] for one in own}:
                continue
            optional = column in suites[table]["optional_columns"]
            blank = any(one["kwargs"].get("regex") == r"\S" for one in own)
            filled = any(one["type"] == "expect_column_values_to_not_be_null" for one in own)
            assert blank or column not in text, (table, column)
            assert filled or optional or column not in text, (table, column)


@pytest.fixture(scope="module")
def outcomes(tables, validation, suites):
    every = {**tables, "checks": validation.checks, "findings": validation.findings}
    every["figures"] = typed(every["figures"], "figures")
    return run_structure(every, suites)


def test_the_committed_data_meets_every_structure_rule(outcomes):
    assert not [(one.rule, one.failing[:2], one.error) for one in outcomes if not one.success]
    assert len({one.table for one in outcomes}) == len(PROCESSED)


def test_checkpoint_of_a_province_and_period_agrees_with_the_checks(tables, validation, suites):
    outcomes = run_relations(tables, suites, "quang-tri", "2024-H1")
    by_gx = {(row["document_id"], row["expression"]) for one in outcomes for row in one.failing}
    checks = validation.checks
    own = checks[
        (checks["verdict"] == "fails")
        & ~checks["kind"].isin(["unit", "duplicate"])
        & checks["document_id"].str.startswith("quang-tri/2024-H1/")
    ]
    assert by_gx == set(zip(own["document_id"], own["expression"], strict=True))
    assert not [one for one in outcomes if one.error]
    assert {one.severity for one in outcomes} == {"critical", "warning"}


BREAKS = [
    ("observations", "kind", "percentage", "structure-observations-kind-vocabulary"),
    ("observations", "level", "", "structure-observations-level-vocabulary"),
    ("observations", "code", "3,1", "structure-observations-code-pattern"),
    ("observations", "value", -1.0, "structure-observations-value-bounds"),
    ("observations", "location", " ", "structure-observations-location-filled"),
    ("observations", "document_id", "x/2024/y", "structure-observations-document-id-known"),
    ("targets", "comparator", "=>", "structure-targets-comparator-vocabulary"),
    ("figures", "relation", "ratio_of:f1", "structure-figures-relation-pattern"),
    ("figures", "id", "", "structure-figures-id-pattern"),
    ("indices", "score", 250.0, "structure-indices-score-bounds"),
    ("tasks", "deadline_kind", "soon", "structure-tasks-deadline-kind-vocabulary"),
]


@pytest.fixture(scope="module")
def broken_outcomes(tables, suites):
    """One broken cell per rule, all in one run: each in a row of its own."""
    broken = {
        name: tables[name].copy() for name in ("documents", "observations", "targets", "tasks", "figures", "indices")
    }
    broken["figures"] = typed(broken["figures"], "figures")
    for row, (table, column, value, _) in enumerate(BREAKS):
        broken[table].loc[row, column] = value
    broken["observations"] = pd.concat([broken["observations"], broken["observations"].tail(1)], ignore_index=True)
    broken["observations"] = broken["observations"][broken["observations"]["code"] != "6.4.2"].reset_index(drop=True)
    return run_structure(broken, suites)


@pytest.mark.parametrize(("table", "column", "value", "rule"), BREAKS)
def test_each_broken_cell_is_named_by_its_rule(broken_outcomes, table, column, value, rule):
    failed = {one.rule.removesuffix("-not-blank").removesuffix("-filled") for one in broken_outcomes if not one.success}
    assert rule.removesuffix("-filled") in failed


def test_a_row_given_twice_and_a_row_left_out_are_found(broken_outcomes):
    failed = {one.rule: one for one in broken_outcomes if not one.success}
    assert "structure-observations-document-id-form-code-unique" in failed
    assert "6.4.2" in failed["structure-form-7-complete"].failing[0]["missing"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_rows_left_out_are_said_in_words_and_no_cell_is_suspected(broken_outcomes, validation, language):
    found = with_structure(validation, broken_outcomes).findings.set_index("id")
    missing = [id_ for id_ in found.index if id_.endswith("structure-form-7-complete")]
    assert missing, sorted(found.index)
    finding = found.loc[missing[0]]
    assert finding["suspects"] == "" and "6.4.2" in finding[f"message_{language}"]
    said = {"vi": "Biểu mẫu 7 có đủ các dòng số liệu", "en": "Form 7 has all of its rows of figures"}
    assert rule_in_words("structure-form-7-complete", language) == said[language]


@pytest.mark.parametrize(
    ("kept", "severity"),
    [
        (lambda n: range(0, n, 3), "info"),
        (lambda n: range(n // 3), "warning"),
        (lambda n: [at for at in range(n) if at != 4], "warning"),
    ],
    ids=["printed in short", "cut off", "one row lost"],
)
def test_a_form_printed_in_short_is_a_note_and_one_that_was_cut_off_a_warning(tables, suites, kept, severity):
    observations = tables["observations"]
    others, form = (observations[(observations["form"] == "7") == own] for own in (False, True))
    named = form[form["indicator"] != ""]
    short = pd.concat([others, named.iloc[list(kept(len(named)))]])
    outcomes = run_structure({**tables, "observations": short}, suites)
    found = with_structure(validate({}), outcomes).findings.set_index("rules")
    finding = found.loc["structure-form-7-complete"]
    assert finding["severity"] == severity
    assert ("printed in short" in finding["message_en"]) == (severity == "info")


def test_every_rule_of_the_tables_structure_is_said_in_words():
    for rule in structure_rules():
        for name in (rule.name, f"{rule.name}-filled"):
            assert rule_in_words(name, "vi") == rule.meaning_vi, name


def test_a_form_whose_rows_are_mostly_of_no_edition_is_not_missing_any(tables, suites):
    observations = tables["observations"]
    form = observations[observations["form"] == "7"]
    strange = form.index[: len(form) // 2 + 1]
    for rows, expected in ((strange, True), (strange[:3], False)):
        other = observations.copy()
        other.loc[rows, "indicator"] = ""
        outcomes = {one.rule: one for one in run_structure({**tables, "observations": other}, suites)}
        assert outcomes["structure-form-7-complete"].success == expected


def test_structure_failures_become_checks_and_findings(broken_outcomes):
    validation = with_structure(validate({}), broken_outcomes)
    found = validation.findings.set_index("rules")
    assert "percentage" in found.loc["structure-observations-kind-vocabulary", "message_en"]
    assert set(validation.checks["verdict"]) == {"fails"}
    assert validation.findings["id"].is_unique


def test_an_expectation_that_cannot_be_evaluated_is_an_error_and_no_success(tables, suites):
    from analysis.errors import InputError

    frame = tables["documents"].drop(columns="title")
    outcomes = run_structure({"documents": frame}, suites)
    with pytest.raises(InputError, match="could not be evaluated"):
        with_structure(validate({}), outcomes)


def test_importing_validation_does_not_import_great_expectations():
    code = "import sys, analysis.validate; sys.exit('great_expectations' in sys.modules or 'scipy.optimize' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


NULLS = "expect_column_values_to_not_be_null"
OF_VALUES = ("vocabulary", "pattern", "bounds")


def emptied(frame, column):
    kind = "" if str(frame[column].dtype) in ("str", "string", "object") else None
    return frame.assign(**{column: pd.Series([kind] * len(frame), index=frame.index, dtype=frame[column].dtype)})


def test_every_value_rule_has_a_partner_that_notices_an_empty_column(tables, validation, suites):
    """A column without any value passes every value rule; a partner must not."""
    whole = {**tables, "figures": typed(tables["figures"], "figures"),
             "checks": validation.checks, "findings": validation.findings}  # fmt: skip
    ruled = {(one.table, one.column) for one in structure_rules() if one.rule in OF_VALUES}
    told = " ".join(one.where for one in structure_rules())
    # Columns that say which rows must have a value are emptied one at a time, all others together.
    apart = [(table, column) for table, column in sorted(ruled) if re.search(rf"\b{column}\b", told)]
    runs = [[pair for pair in sorted(ruled) if pair not in apart], *([pair] for pair in apart)]
    idle = set(ruled)
    for run in runs:
        broken = {table: whole[table] for table, _ in run}
        for table, column in run:
            broken[table] = emptied(broken[table], column)
        for one in run_structure({"documents": whole["documents"], **broken}, suites):
            if not one.success and (one.type == NULLS or one.rule.endswith("-not-blank")):
                idle -= {pair for pair in run if one.rule.startswith(f"structure-{pair[0]}-{slug(pair[1])}-")}
    assert not idle, "no partner notices that these columns are empty"
