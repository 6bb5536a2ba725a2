"""Sums that a narrative states by nothing but its numbers, broken; tiers of government in the narrative and the form."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.cli import main
from analysis.store import Project, typed
from analysis.validate import validate
from analysis.validate.project import with_printed
from tests.sample_documents import contents
from tests.sample_documents.layouts import write_text
from tests.validate.synthetic import as_tables, make_report
from tests.validate.test_no_false_alarm import figures, found

DOCUMENT = "p1/2024-H1/r"
SENTENCE = (
    "Bộ phận Một cửa các cấp đã tiếp nhận {whole} hồ sơ, trong đó hồ sơ mới {new} hồ sơ, hồ sơ kỳ trước {old} hồ sơ."
)


def validated(tmp_path, sentence):
    items = [
        sentence if isinstance(item, str) and item.startswith("Bộ phận Một cửa") else item for item in contents.REPORT
    ]
    assert main(["--root", str(tmp_path), "ingest", str(write_text(tmp_path / "in.txt", items))]) == 0
    project = Project(tmp_path)
    tables = clean_folders(read_all(project))
    return validate({**tables, "figures": with_printed(project, tables["figures"])})


@pytest.mark.parametrize(
    ("whole", "new", "old", "suggested"),
    [
        ("81.250", "79.900", "1.350", ""),
        ("81.250", "79.900", "1.850", "1850 -> 1350"),
        ("81.250", "78.900", "1.350", "78900 -> 79900"),
        ("82.150", "79.900", "1.350", "82150 -> 81250"),
    ],
)
def test_a_sum_that_only_its_numbers_tell_is_seen_when_one_of_them_slips(tmp_path, whole, new, old, suggested):
    validation = validated(tmp_path, SENTENCE.format(whole=whole, new=new, old=old))
    near = validation.findings[validation.findings["rules"].str.contains("text-nearly|text-parts")]
    if not suggested:
        assert near.empty
        return
    assert len(near) == 1 and suggested in near.iloc[0]["suggested"].split(" | ")
    assert near.iloc[0]["severity"] == "warning" and "nearly add up" in near.iloc[0]["message_en"]


def figures_of(*values, relation="subset"):
    ids = [f"f{number:03d}" for number in range(1, len(values) + 1)]
    return pd.DataFrame(
        {
            "document_id": DOCUMENT,
            "province": "p1",
            "period": "2024-H1",
            "id": ids,
            "label": [f"Hồ sơ nhóm {id_}" for id_ in ids],
            "unit": "hồ sơ",
            "value": [float(value) for value in values],
            "printed": [str(value) for value in values],
            "parent": ["", *[ids[0]] * (len(ids) - 1)],
            "relation": ["whole", *[relation] * (len(ids) - 1)],
            "location": "L1",
        }
    )


@pytest.mark.parametrize(
    "values",
    [
        (1000, 300, 250),  # some shares, nothing like the whole
        (1000, 700, 287),  # 13 apart: no one digit
        (37, 31, 5),  # too small to tell: met by chance
        (1000, 600),  # one share alone
    ],
)
def test_shares_that_are_not_all_of_a_whole_are_left_alone(values):
    frame = figures_of(*values)
    tables = {"figures": typed(frame, "figures").assign(printed=frame["printed"])}
    assert validate(tables).findings.empty


TIERS = (("cấp tỉnh", "3:3.1"), ("cấp huyện", "3:3.2"), ("cấp xã", "3:3.3"))


def with_tiers(report):
    """Tables of a report whose narrative also tells resolved dossiers and procedures by tier, as in the form."""
    tables = as_tables({DOCUMENT: report})
    rows = []
    for tier, code in TIERS:
        for what, cell in (("hồ sơ đã giải quyết", f"{code}.1"), ("hồ sơ đúng hạn – hồ sơ giải quyết", f"{code}.2")):
            rows.append((f"{what} ({tier.capitalize()})", "hồ sơ", report[f"observations:{cell}"]))
        rows.append((f"{tier} – Tỷ lệ đúng hạn chung", "%", report[f"observations:{code}"]))
    for number, (tier, _) in enumerate(TIERS, start=1):
        label = f"TTHC {tier} – Tổng số TTHC thuộc thẩm quyền giải quyết"
        rows.append((label, "TTHC", report[f"observations:3:1.4.{number}"]))
    extra = pd.DataFrame(rows, columns=["label", "unit", "value"])
    extra["printed"] = [f"{value}".replace(".", ",") for value in extra["value"]]
    extra = extra.assign(
        value=extra["value"].astype(float), id=[f"f{number}" for number in range(101, 101 + len(extra))],
        document_id=DOCUMENT, province="p1", period="2024-H1", parent="", relation="", location="L9",
    )  # fmt: skip
    figures = pd.concat([tables["figures"], extra], ignore_index=True)
    return {**tables, "figures": typed(figures, "figures").assign(printed=figures["printed"].astype("str"))}


def test_tiers_of_narrative_and_form_agree_and_each_is_tested():
    validation = validate(with_tiers(make_report(3)))
    by_tier = validation.checks[validation.checks["rule"].str.fullmatch(r"text-.*-(province|district|commune)")]
    assert len(by_tier) == 12 and set(by_tier["verdict"]) == {"holds"}
    assert validation.findings.empty


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("3:3.1.1", "text-dossiers-resolved-province"),
        ("3:3.2.2", "text-dossiers-on-time-district"),
        ("3:3.3", "text-dossiers-on-time-rate-commune"),
        ("3:1.4.2", "text-procedures-district"),
    ],
)
def test_a_wrong_form_cell_is_told_by_the_narrative_of_its_tier(cell, rule):
    tables = with_tiers(make_report(3))
    form, _, code = cell.partition(":")
    rows = tables["observations"]
    broken = rows["value"].mask((rows["form"] == form) & (rows["code"] == code), rows["value"] / 2 // 1)
    found = validate({**tables, "observations": rows.assign(value=broken)}).findings
    assert len(found) == 1 and rule in found.iloc[0]["rules"].split(";")
    assert found.iloc[0]["suspects"].split(";")[0] == f"observations:{cell}"


def of_two_tiers(report, period):
    """The report without its district rows; the totals are those of province and communes."""
    kept = {
        cell: value
        for cell, value in report.items()
        if not cell.startswith(("observations:3:3.2", "observations:3:1.4.2"))
    }
    kept["observations:3:1.4"] = kept["observations:3:1.4.1"] + kept["observations:3:1.4.3"]
    resolved = kept["observations:3:3.1.1"] + kept["observations:3:3.3.1"]
    late = report["figures:f004"]
    kept |= {"figures:f002": resolved, "figures:f003": kept["observations:3:3.1.2"] + kept["observations:3:3.3.2"]}
    kept["figures:f004"] = kept["figures:f002"] - kept["figures:f003"]
    del kept["figures:f008"], kept["figures:f015"]
    assert late != kept["figures:f004"]
    return {f"p1/{period}/r": kept}


@pytest.mark.parametrize("period", ["2025-9M", "2025", "2026-Q1"])
def test_without_districts_totals_are_those_of_the_two_tiers_that_are_left(period):
    documents = of_two_tiers(make_report(4), period)
    validation = validate(as_tables(documents))
    checks = validation.checks.set_index("rule")
    assert checks.loc["form-3-1.4", ["expression", "verdict"]].tolist() == ["3:1.4 = 3:1.4.1 + 3:1.4.3", "holds"]
    assert checks.loc["text-dossiers-resolved", "expression"] == "3:3.1.1 + 3:3.3.1 = f002"
    assert checks.loc["text-dossiers-resolved", "verdict"] == "holds" and validation.findings.empty
    assert checks.loc["form-3-3.2", "verdict"] == "not_testable"
    assert not any(rule.startswith("shape-sum") for rule in checks.index)  # one relation is not tested twice
    (report,) = documents.values()
    report["observations:3:3.3.1"] += Decimal(4000)
    found = validate(as_tables(documents)).findings
    assert "text-dossiers-resolved" in found.iloc[0]["rules"].split(";")
    assert found.iloc[0]["suspects"].split(";")[0] == "observations:3:3.3.1"


def test_while_there_were_districts_an_empty_row_of_theirs_is_missing():
    checks = validate(as_tables(of_two_tiers(make_report(4), "2025-H1"))).checks.set_index("rule")
    assert checks.loc["form-3-1.4", "verdict"] == checks.loc["text-dossiers-resolved", "verdict"] == "not_testable"


@pytest.mark.parametrize(
    ("label", "verdict"), [("hồ sơ trước hạn", "not_testable"), ("hồ sơ trả qua bưu điện", "fails")]
)
def test_what_was_early_was_in_time_too(label, verdict):
    """ "Trước hạn 1.000, đúng hạn 9.000" hold 10.000 in time: the second is not what the form counts."""
    tables = as_tables({DOCUMENT: make_report(3)})
    rows = tables["figures"]
    on_time = rows["id"] == "f003"
    early = rows[on_time].assign(id="f103", label=f"{label} – hồ sơ đã giải quyết", value=1000.0, printed="1.000")
    left = rows["value"].mask(on_time, rows["value"] - 1000)
    rows = rows.assign(
        value=left,
        printed=rows["printed"].mask(on_time, left.map(lambda value: f"{value:.0f}")),
        label=rows["label"].mask(on_time, "hồ sơ đúng hạn – hồ sơ đã giải quyết"),
        relation=rows["relation"].str.replace("ratio_of:f003/", "ratio_of:f003+f103/"),
    )
    rows = pd.concat([rows, early], ignore_index=True)
    checks = validate({**tables, "figures": rows}).checks.set_index("rule")
    assert checks.loc["text-dossiers-on-time", "verdict"] == verdict


@pytest.mark.parametrize(
    ("settled", "pending", "label", "told"),
    [
        (48850, 4688, "hồ sơ đang giải quyết", False),  # 20 sent back or withdrawn
        (48850, 4688, "hồ sơ nộp qua bưu chính", True),
        (48850, 4728, "hồ sơ đang giải quyết", True),  # more than were received
        (48850, 3708, "hồ sơ đang giải quyết", True),  # 1.000 fewer: a digit
    ],
)
def test_of_files_received_a_few_may_be_withdrawn(settled, pending, label, told):
    rows = figures(
        ("hồ sơ tiếp nhận", "53.558", 53558.0, "hồ sơ", "", "whole", "L1"),
        ("hồ sơ đã giải quyết", f"{settled}", float(settled), "hồ sơ", "f001", "subset", "L1"),
        (label, f"{pending}", float(pending), "hồ sơ", "f001", "subset", "L1"),
    )
    assert any("text-nearly" in rule for rule in found(figures=rows)) == told
