"""Forms of no known edition: what their shape says is checked, and nothing else is concluded from it."""

from __future__ import annotations

import pytest

from analysis.clean.observations import clean_observations
from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputErrors
from analysis.validate import validate

DOCUMENT = "ha-giang/2024-H1/bc"
TEXTS = [
    ("1", "Tổng số văn bản đã ban hành", "Văn bản", "71"),
    ("1.1", "Số văn bản do cấp tỉnh ban hành", "Văn bản", "37"),
    ("1.2", "Số văn bản do cấp huyện ban hành", "Văn bản", "18"),
    ("1.3", "Số văn bản do cấp xã ban hành", "Văn bản", "16"),
    ("2", "Kiểm tra văn bản", "", ""),
    ("2.1", "Tỷ lệ xử lý văn bản sau kiểm tra", "%", "80,95"),
    ("2.1.1", "Số văn bản đã xử lý xong", "Văn bản", "17"),
    ("2.1.2", "Tổng số văn bản phải xử lý", "Văn bản", "21"),
    ("3", "Tổng số cuộc họp", "Cuộc", "9"),
    ("3.1", "Cuộc họp trực tuyến", "Cuộc", "4"),
    ("3.2", "Cuộc họp có chủ tịch dự", "Cuộc", "7"),
]


def form(rows, number="2", **changed):
    rows = [(code, label, unit, changed.get(f"r{code.replace('.', '_')}", value)) for code, label, unit, value in rows]
    raw = [
        {"code": code, "label": label, "unit": unit, "value": value, "note": "", "location": f"L{place}"}
        for place, (code, label, unit, value) in enumerate(rows, start=1)
    ]
    fields = {"province": "ha-giang", "period": "2024-H1", "document": "bc", "source_format": "md"}
    table = RawTable("form", number, f"form-{number}.csv", tuple(raw))
    return clean_observations(RawFolder(DOCUMENT, "document.yml", fields, (table,)))


def validated(observations):
    return validate({"observations": observations})


def test_a_consistent_form_raises_no_alarm_and_its_shape_is_checked():
    validation = validated(form(TEXTS))
    checks = validation.checks.set_index("rule")
    assert validation.findings.empty
    assert checks.loc["shape-sum-2-1", "expression"] == "2:1 = 2:1.1 + 2:1.2 + 2:1.3"
    assert checks.loc["shape-ratio-2-2.1", "expression"] == "2:2.1 = 2:2.1.1 / 2:2.1.2"
    assert set(checks["verdict"]) <= {"holds", "rounding"}


def test_parts_that_name_no_levels_may_overlap_and_are_not_added_up():
    rules = set(validated(form(TEXTS)).checks["rule"])
    assert "shape-sum-2-3" not in rules
    assert {"shape-subset-2-3.1", "shape-subset-2-3.2"} <= rules


@pytest.mark.parametrize(
    ("changed", "rules", "suspects", "suggested"),
    [
        ({"r2_1_1": "71"}, "shape-ratio-2-2.1", "observations:2:2.1.1", "71 -> 17"),
        ({"r2_1": "8,95"}, "shape-ratio-2-2.1", "observations:2:2.1", "8.95 -> 80.95"),
        ({"r3_2": "70"}, "shape-subset-2-3.2", "observations:2:3.2", ""),
    ],
)  # fmt: skip
def test_a_broken_cell_is_found(changed, rules, suspects, suggested):
    finding = validated(form(TEXTS, **changed)).findings.iloc[0]
    assert finding["rules"].startswith(rules)
    assert suspects in finding["suspects"].split(";")
    assert suggested in finding["suggested"]


def test_relations_of_an_edition_are_not_stretched_over_rows_that_mean_something_else():
    rows = [
        ("3.1", "Tỷ lệ phản ánh qua tổng đài được trả lời", "%", "20,00"),
        ("3.1.1", "Số cuộc gọi được trả lời", "Cuộc gọi", "20"),
        ("3.1.2", "Tổng số cuộc gọi", "Cuộc gọi", "100"),
    ]
    validation = validated(form(rows, number="3"))
    assert validation.findings.empty
    rules = set(validation.checks["rule"])
    assert "shape-ratio-3-3.1" in rules and "form-3-3.1" not in rules


SECTIONS = [
    ("I", "Giải ngân", "", ""),
    ("1", "Tỷ lệ giải ngân", "%", "58,32"),
    ("1.1", "Kế hoạch được giao", "Triệu VNĐ", "2.410.500"),
    ("1.2", "Đã thực hiện", "Triệu VNĐ", "1.405.804"),
    ("II", "Đối thoại", "", ""),
    ("1", "Số buổi đối thoại", "Buổi", "1.004"),
]


def test_numbers_that_begin_anew_below_each_section_take_its_number():
    rows = form(SECTIONS, number="6").set_index("code")
    assert list(rows.index) == ["1.1", "1.1.1", "1.1.2", "2.1"]
    assert rows.loc["1.1.2", "value"] == 1_405_804 and rows.loc["2.1", "value"] == 1004
    assert (
        validated(form(SECTIONS, number="6")).checks.set_index("rule").loc["shape-ratio-6-1.1", "verdict"] == "rounding"
    )


@pytest.mark.parametrize("last", [("2", "3"), ("1", "1")])
def test_a_number_twice_by_a_slip_is_an_error_also_with_sections(last):
    rows = [*SECTIONS, *((code, "Số lượt", "Lượt", "5") for code in last)]
    rows[5] = ("2", "Số buổi đối thoại", "Buổi", "4") if last == ("2", "3") else rows[5]
    rows[1] = ("2", "Tỷ lệ giải ngân", "%", "58,32") if last == ("2", "3") else rows[1]
    with pytest.raises(InputErrors, match="stands twice"):
        form(rows, number="6")


@pytest.mark.parametrize("unit", ["10 người", "Có/Không = ?"])
def test_a_unit_that_is_no_noun_is_an_error(unit):
    with pytest.raises(InputErrors, match="unknown unit"):
        form([("1", "Số buổi", unit, "4")], number="6")
