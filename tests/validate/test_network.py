"""Checks of relations: rounding, missing values, growth between periods, bounds; each broken on purpose."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from analysis.validate import validate
from analysis.validate.cells import printed_decimals
from tests.validate.synthetic import as_tables, make_report

DOCUMENT = "p1/2024-H1/r"


def checks_of(report, document=DOCUMENT):
    return validate(as_tables({document: report})).checks.set_index("rule")


def test_a_consistent_report_raises_no_alarm():
    reports = {f"p{seed}/2024-H1/r": make_report(seed) for seed in range(25)}
    validation = validate(as_tables(reports))
    assert validation.findings.empty
    assert set(validation.checks["verdict"]) <= {"holds", "rounding", "not_testable"}
    assert (validation.quality["share"] == 1).all()


@pytest.mark.parametrize(
    ("rate", "above", "below", "verdict"),
    [
        ("50.00", 1, 2, "holds"),
        ("33.33", 1, 3, "rounding"),
        ("33.34", 1, 3, "fails"),
        ("33.3", 1, 3, "rounding"),
        ("33", 1, 3, "rounding"),
        ("98.15", 533, 543, "fails"),
        ("98.16", 533, 543, "rounding"),
        ("50.76", 4062, 8000, "fails"),
        ("62.50", 206913, 331084, "rounding"),
    ],
)
def test_a_rate_may_differ_by_half_a_unit_of_its_last_printed_digit(rate, above, below, verdict):
    cells = {"7:6.4": Decimal(rate), "7:6.4.2": Decimal(above), "7:6.4.1": Decimal(below)}
    report = {**make_report(1), **{f"observations:{code}": value for code, value in cells.items()}}
    assert checks_of(report).loc["form-7-6.4", "verdict"] == verdict


def test_half_a_unit_exactly_is_still_rounding():
    cells = {"7:6.4": Decimal("12.13"), "7:6.4.2": Decimal(97), "7:6.4.1": Decimal(800)}  # 12.125 exactly
    report = {**make_report(1), **{f"observations:{code}": value for code, value in cells.items()}}
    assert checks_of(report).loc["form-7-6.4", "verdict"] == "rounding"


def test_a_missing_input_makes_a_relation_not_testable_and_is_counted():
    report = make_report(1)
    del report["observations:3:3.2.1"]
    validation = validate(as_tables({DOCUMENT: report}))
    checks = validation.checks.set_index("rule")
    assert checks.loc["form-3-3.2", "verdict"] == "not_testable"
    assert checks.loc["text-dossiers-resolved", "verdict"] == "not_testable"
    counted = checks[checks["kind"] != "range"]
    assert validation.quality.iloc[0]["not_testable"] == (counted["verdict"] == "not_testable").sum()
    assert validation.findings.empty


def test_a_zero_denominator_is_not_testable():
    cells = {"1:3.3.1": Decimal(0), "1:3.3.2": Decimal(0), "1:3.3": Decimal("0.00")}
    report = {**make_report(1), **{f"observations:{code}": value for code, value in cells.items()}}
    assert checks_of(report).loc["form-1-3.3", "verdict"] == "not_testable"


def test_counts_from_the_start_of_the_year_must_not_fall():
    first, later = make_report(1), make_report(1)
    later["observations:1:1"] = first["observations:1:1"] - 2
    tables = as_tables({"p1/2024-H1/r": first, "p1/2024-9M/r": later, "p2/2024/r": later})
    validation = validate(tables)
    found = validation.findings
    assert list(found["id"]) == ["p1/2024-9M/r#growth-1-1"]
    assert "observations:1:1" in found.iloc[0]["suspects"]
    assert "p1/2024-H1/r#observations:1:1" in found.iloc[0]["suspects"]


def test_half_years_that_do_not_cumulate_are_not_compared():
    first, second = make_report(1), make_report(1)
    second["observations:1:1"] -= 2
    assert validate(as_tables({"p1/2024-H1/r": first, "p1/2024-H2/r": second})).findings.empty


def test_a_rate_above_100_is_out_of_range():
    report = {**make_report(1), "observations:7:5.2": Decimal("120")}
    found = validate(as_tables({DOCUMENT: report})).findings
    assert "percent-range-7-5.2" in found.iloc[0]["id"]
    assert "120 -> 12" in found.iloc[0]["suggested"].split(" | ")


def test_a_rate_out_of_range_that_a_relation_explains_has_one_finding():
    report = make_report(1)
    true = report["observations:3:3.1"]
    found = validate(as_tables({DOCUMENT: {**report, "observations:3:3.1": true * 10}})).findings
    assert len(found) == 1
    row = found.iloc[0]
    assert row["rules"].split(";") == ["form-3-3.1", "percent-range"]
    assert row["suspects"] == "observations:3:3.1" and row["suggested"].endswith(f" -> {true}")


def test_an_overall_rate_lies_between_those_of_its_levels():
    levels = {"7:5.2": "50", "7:5.2.1": "60", "7:5.2.2": "70", "7:5.2.3": "80"}
    report = {**make_report(1), **{f"observations:{code}": Decimal(value) for code, value in levels.items()}}
    assert checks_of(report).loc["form-7-5.2", "verdict"] == "fails"


def test_two_figures_that_fit_one_name_and_differ_are_nobodys():
    tables = as_tables({DOCUMENT: make_report(1)})
    figures = tables["figures"]
    double = figures[figures["id"] == "f002"].assign(id="f099", value=1.0, parent="", relation="")
    tables["figures"] = pd.concat([figures, double], ignore_index=True)
    checks = validate(tables).checks.set_index("rule")
    assert checks.loc["text-dossiers-resolved", "verdict"] == "not_testable"


def test_no_tables_give_no_findings():
    validation = validate({})
    assert validation.checks.empty and validation.findings.empty and validation.quality.empty


def test_arguments_are_not_changed():
    tables = as_tables({DOCUMENT: make_report(1)})
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    validate(tables)
    for name, frame in tables.items():
        assert frame.equals(before[name])


def test_printed_decimals_are_those_of_the_print():
    printed = pd.Series(["62,50", "100%", "1.015.153", "2.500", "", "99,69%"])
    value = pd.Series([62.5, 100, 1015153, 2500, 59.1, 99.69])
    kind = pd.Series(["percent"] * 6)
    assert printed_decimals(printed, value, kind).tolist() == [2, 0, 0, 0, 1, 2]


def test_a_figure_that_could_not_be_read_stops_nothing():
    tables = as_tables({DOCUMENT: make_report(1)})
    unread = tables["figures"]["id"] == "f002"
    tables["figures"].loc[unread, "value"] = None
    tables["figures"].loc[unread, "printed"] = "14.0394"
    validation = validate(tables)
    found = next(row for row in validation.findings.to_dict("records") if "value-read" in row["rules"])
    assert found["suspects"].split(";")[0] == "figures:f002" and found["severity"] == "critical"
    assert "14.0394 -> " in found["suggested"] and "“14.0394”" in found["message_vi"]
