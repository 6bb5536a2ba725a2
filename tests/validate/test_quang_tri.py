"""The true contradictions of Quảng Trị's half-year report 2024, each found by reading and arithmetic of our own."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

REPORT = "quang-tri/2024-H1/1125-bc-vp"

# rule: (severity, first suspect, suggested, reason worked out by hand)
CONTRADICTIONS = {
    "form-3-3.2": (
        "critical",
        "observations:3:3.2.2",
        "9751 -> 9955",
        "9751/10099 = 96,55%, printed 98,57%. 9955/10099 = 98,57%, and 52249 + 9955 + 77857 = 140061, which the text "
        "prints; 140061/140394 = 99,76%, which it prints too. One cell explains three contradictions.",
    ),
    "text-procedures-abolished": (
        "critical",
        "observations:3:1.3",
        "262 -> 107",
        "The text publishes 450 = 81 new + 262 amended + 107 abolished; the form prints 262 as abolished.",
    ),
    "text-parts-f018": (
        "critical",
        "figures:f020",
        "309 -> 333",
        "140394 solved, 140061 of them on time: 333 are late, printed 309. The other two agree with form 3 and 99,76%.",
    ),
    "text-parts-f021": (
        "critical",
        "figures:f023",
        "92 -> 97 | 5923 -> 5928 | 6020 -> 6015",
        "5923 + 92 = 6015, printed 6020. Nothing else holds the three figures, so each may be the wrong one.",
    ),
    "text-ratio-f030": (
        "critical",
        "figures:f030",
        "79.25 -> 79.18",
        "848/1071 = 79,18%. No count fits 79,25% beside 61,98% = 1071/1728, so the rate is wrong.",
    ),
    "text-online-services-share": (
        "warning",
        "figures:f026",
        "88.12 -> 92.06",
        "(1081 + 647)/1877 = 92,06% of all procedures, printed 88,12%: another total (1961) or an old one.",
    ),
    "text-online-dossiers": (
        "warning",
        "observations:7:6.3.1",
        "",
        "59789 + 331084 = 390873 dossiers of online services exceed the 150969 received: another scope or time.",
    ),
    "unit-of-row": (
        "info",
        "observations:1:4.1",
        "% -> Cơ quan, đơn vị",
        "Row 4.1 asks for a number of agencies; its unit is printed as %.",
    ),
}


@pytest.fixture(scope="module")
def findings(validation):
    rows = validation.findings[validation.findings["document_id"] == REPORT]
    return {row["rules"].split(";")[0]: row for row in rows.to_dict("records")}


def test_exactly_the_true_contradictions_are_found(findings):
    assert set(findings) == set(CONTRADICTIONS)


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_severity_first_suspect_and_suggestion(findings, rule):
    severity, suspect, suggested, _ = CONTRADICTIONS[rule]
    found = findings[rule]
    assert (found["severity"], found["suspects"].split(";")[0], found["suggested"]) == (severity, suspect, suggested)


def test_one_cell_explains_rate_sum_and_overall_rate_at_once(findings):
    assert findings["form-3-3.2"]["rules"].split(";") == [
        "form-3-3.2",
        "text-dossiers-on-time",
        "text-dossiers-on-time-rate",
    ]


def test_the_most_telling_contradiction_comes_first(validation):
    rows = validation.findings[validation.findings["document_id"] == REPORT]
    assert rows.iloc[0]["id"] == f"{REPORT}#form-3-3.2"
    ranks = [("critical", "warning", "info").index(severity) for severity in rows["severity"]]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("f074 = f069 / (f068 + f073)", "96,07% is on time over completed and overdue, as the report means it"),
        ("7:6.5 = 7:6.5.2 / 7:6.5.1", "505/541 = 93,3456%, rounds to 93,35"),
        ("7:6.4 = 7:6.4.2 / 7:6.4.1", "206913/331084 = 62,4956%, rounds to 62,50; the last 0 is printed"),
        ("f018 <= f017", "solved and in progress need not make up those received: some are returned"),
        ("f028 = f027 / (f024 + f025)", "1071/1728 = 61,979%"),
    ],
)
def test_what_looks_wrong_and_is_not(validation, expression, reason):
    check = validation.checks.set_index("expression").loc[expression]
    assert check["verdict"] in ("holds", "rounding"), reason


def test_empty_rows_are_counted_as_not_testable(validation):
    checks = validation.checks[validation.checks["document_id"] == REPORT]
    untested = set(checks.loc[checks["verdict"] == "not_testable", "rule"])
    # The narrative of this report gives dossiers and procedures of the whole province only, none of its tiers.
    by_tier = {rule for rule in untested if re.fullmatch(r"text-.*-(province|district|commune)", rule)}
    assert untested - by_tier == {"form-1-3.3", "form-1-3.3.2", "text-procedures-total"}


def test_messages_say_where_what_why_and_what_to_do_in_both_languages(findings):
    found = findings["form-3-3.2"]
    for text in ("Biểu mẫu 3, dòng 3.2.2", "9.751", "9.955", "98,57%", "96,55%", "140.061", "Nguyên nhân", "Cần làm"):
        assert text in found["message_vi"]
    for text in ("Form 3, row 3.2.2", "9,751", "9,955", "98.57%", "96.55%", "140,061", "cause", "To do"):
        assert text in found["message_en"]


def test_quality_is_the_share_of_testable_relations_that_hold(validation):
    row = validation.quality.set_index("document_id").loc[REPORT]
    checks = validation.checks[validation.checks["document_id"] == REPORT]
    own = checks[checks["kind"].isin(["sum", "ratio", "subset", "cross_source", "trend"])]
    assert row["testable"] == (own["verdict"] != "not_testable").sum()
    assert row["share"] == pytest.approx(row["holding"] / row["testable"])
    assert 0.8 < row["share"] < 1


def test_arithmetic_of_the_reasons():
    assert round(Decimal(100) * 9751 / 10099, 2) == Decimal("96.55")
    assert round(Decimal(100) * 9955 / 10099, 2) == Decimal("98.57")
    assert 52249 + 9955 + 77857 == 140061
    assert round(Decimal(100) * 140061 / 140394, 2) == Decimal("99.76")
    assert 81 + 262 + 107 == 450
    assert round(Decimal(100) * 848 / 1071, 2) == Decimal("79.18")
    assert round(Decimal(100) * (1081 + 647) / 1877, 2) == Decimal("92.06")


def test_other_documents_hold_exactly_their_own_contradictions(validation):
    """Hòa Bình: 51994 + 278219 = 330213, not 336418. Quảng Nam: 533/543 = 98,158%, cut to 98,15 and not rounded.

    Quảng Trị's plan asks 100% of eligible procedures online by 2025 and 90% by 2030. Hải Phòng's PAR INDEX 2023 is
    given as 91,87 and 91,81.
    """
    others = validation.findings[validation.findings["document_id"] != REPORT]
    assert set(others["id"].str.partition("#")[2]) == {
        "text-parts-f001",
        "text-ratio-f003",
        "later-target-procedures_online_level_3_4-all-2030",
        "given-twice-par-index-2023-hai-phong",
    }
    assert len(others) == 4
