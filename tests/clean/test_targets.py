"""Cleaning of targets: the three transcribed plans against their reference tables, and rows that must be refused."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from analysis.clean.targets import clean_targets
from analysis.clean.targets_context import read_deadline_year, read_domain, read_level
from analysis.errors import InputErrors
from analysis.extract.targets_numbers import UnreadableNumberError, read_number
from analysis.reference.indicators import UNMATCHED
from analysis.tables import column_names

ROOT = Path(__file__).parents[2]
PLANS = {
    "quang-tri": "quang-tri/2021-2025/3647-qd-ubnd",
    "dak-nong": "dak-nong/2021-2025/1271-qd-ubnd",
    "not-identified": "not-identified/2021-2030/chuong-trinh-cai-cach-hanh-chinh",
}
SAME = ("domain", "level", "comparator", "unit", "direction", "baseline_year", "basis")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(
    label="hồ sơ được giải quyết đúng hạn", printed="Tối thiểu 90%", deadline="Đến năm 2025", section="", location="L1"
):
    return {"section": section, "label": label, "printed": printed, "deadline": deadline, "location": location}


def text(number: float) -> str:
    return "" if number != number else f"{number:g}"


@pytest.mark.parametrize("name", PLANS)
def test_cleaned_plan_equals_its_reference_table(name):
    gold = rows_of(ROOT / f"tests/accuracy/gold/targets_{name}.csv")
    raw = rows_of(ROOT / f"data/raw/{PLANS[name]}/targets.csv")
    cleaned = clean_targets(raw, {"province": name}, PLANS[name])
    assert list(cleaned.columns) == column_names("targets")
    location = {entry["id"]: f"L{entry['line']}" for entry in gold}
    differences = []
    for wanted, found in zip(gold, cleaned.to_dict("records"), strict=True):
        deadline = "" if pd.isna(found["deadline_year"]) else str(found["deadline_year"])
        pairs = {field: (wanted[field], found[field]) for field in SAME}
        pairs["indicator"] = (wanted["indicator_key"], found["indicator"])
        pairs["value"] = (wanted["value"], text(found["value"]))
        pairs["value_max"] = (wanted["value_max"], text(found["value_max"]))
        pairs["deadline_year"] = (wanted["deadline_year"], deadline)
        pairs["duplicate_of"] = (location.get(wanted["duplicate_of"], ""), found["duplicate_of"])
        pairs["location"] = (location[wanted["id"]], found["location"])
        differences += [(wanted["id"], field, *pair) for field, pair in pairs.items() if pair[0] != pair[1]]
    assert differences == []


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Tối thiểu 95%", (">=", 95, None, "percent", "reach", "")),
        ("tối thiếu 20%", (">=", 20, None, "percent", "reach", "")),
        ("đạt từ 99,5% trở lên", (">=", 99.5, None, "percent", "reach", "")),
        ("80% trở lên", (">=", 80, None, "percent", "reach", "")),
        ("không dưới 70 %", (">=", 70, None, "percent", "reach", "")),
        ("không quá 5%", ("<=", 5, None, "percent", "reach", "")),
        ("dưới 0,5%", ("<=", 0.5, None, "percent", "reach", "")),
        ("25%-35%", ("range", 25, 35, "percent", "reach", "")),
        ("từ 25 đến 35%", ("range", 25, 35, "percent", "reach", "")),
        ("Giảm bình quân 10% … so với năm 2021", ("=", 10, None, "percent", "decrease", "2021")),
        ("Giảm bình quân 15% … so với giai đoạn 2021 - 2025", ("=", 15, None, "percent", "decrease", "2021-2025")),
        ("so với năm 2020 tăng ít nhất 12%", (">=", 12, None, "percent", "increase", "2020")),
        ("nâng lên đạt 60%", ("=", 60, None, "percent", "reach", "")),
        ("Mỗi năm có từ 2-3", ("range", 2, 3, "count", "reach", "")),
        ("ít nhất 1.200", (">=", 1200, None, "count", "reach", "")),
        ("đạt trên 43,5", (">=", 43.5, None, "count", "reach", "")),
        ("xếp trong nhóm 40/63", ("<=", 40, None, "rank", "reach", "")),
        ("nằm trong top 15", ("<=", 15, None, "rank", "reach", "")),
        ("xếp thứ 20 trở lên", ("<=", 20, None, "rank", "reach", "")),
        ("xếp hạng 12/34", ("=", 12, None, "rank", "reach", "")),
    ],
)
def test_words_of_a_number(printed, expected):
    number = read_number(printed)
    found = (number.comparator, number.value, number.value_max, number.unit, number.direction, number.baseline_year)
    assert found == expected


@pytest.mark.parametrize("printed", ["tối thiểu", "đạt 85%, xếp thứ 40%", "", "so với năm 2021", "1.23.456"])
def test_words_without_one_number_are_refused(printed):
    with pytest.raises(UnreadableNumberError):
        read_number(printed)


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("hồ sơ công việc tại cấp huyện … được xử lý trên môi trường mạng", "district"),
        ("TTHC cấp tỉnh, cấp huyện, cấp xã được công khai", "all"),
        ("UBND cấp xã họp qua hệ thống này đối với các cuộc họp của UBND các cấp", "commune"),
        ("các sở, ban, ngành dùng chữ ký số", "province"),
        ("các sở, ngành, UBND cấp huyện dùng chữ ký số", "all"),
        ("cơ quan, địa phương hoàn thành nhiệm vụ được UBND tỉnh, Chủ tịch UBND tỉnh giao", "all"),
        ("nhiệm vụ do UBND tỉnh giao hoàn thành đúng hạn", "all"),
        ("người dân hài lòng", "all"),
    ],
)
def test_level(label, level):
    assert read_level(label) == level


@pytest.mark.parametrize(
    ("deadline", "year"),
    [
        ("Phấn đấu đến hết năm 2025", 2025),
        ("giai đoạn 2022 - 2025", 2025),
        ("trước 31/12/2024", 2024),
        ("Quý IV/2023", 2023),
        ("hàng năm", None),
        ("", None),
    ],
)
def test_deadline(deadline, year):
    assert read_deadline_year(deadline) == year


def test_domain_comes_from_the_heading_before_the_indicator():
    assert read_domain("4. Cải cách chế độ công vụ / a) Mục tiêu") == "civil_service"
    assert read_domain("II. MỤC TIÊU / 6. Xây dựng chính quyền số") == "digital_government"
    assert read_domain("a) Mục tiêu") == ""


def test_what_matches_no_indicator_is_kept_and_marked():
    cleaned = clean_targets(
        [row(label="cây xanh được trồng ven đường", printed="80%")], {"province": "an-giang"}, "x/y/z"
    )
    assert cleaned.loc[0, "indicator"] == UNMATCHED
    assert cleaned.loc[0, "value"] == 80


def test_only_a_verbatim_repeat_is_a_duplicate():
    rows = [
        row(location="L5"),
        row(location="L9"),
        row(printed="Tối thiểu 95%", location="L12"),
        row(deadline="", location="L13"),
    ]
    cleaned = clean_targets(rows, {"province": "an-giang"}, "x/y/z")
    assert list(cleaned["duplicate_of"]) == ["", "L5", "", ""]


def test_unreadable_rows_are_all_named_with_file_row_column_value_and_remedy():
    rows = [row(), row(printed="rất nhiều"), row(deadline="sớm nhất có thể"), row(label=" ")]
    with pytest.raises(InputErrors) as caught:
        clean_targets(rows, {"province": "an-giang"}, "an-giang/2024/5-kh-ubnd")
    message = str(caught.value)
    for part in (
        "data/raw/an-giang/2024/5-kh-ubnd/targets.csv, row 3, column 'printed', value 'rất nhiều'",
        "row 4, column 'deadline'",
        "row 5, column 'label'",
        "remedy",
    ):
        assert part in message


def test_arguments_are_left_as_they_were():
    rows = [row()]
    clean_targets(rows, {"province": "an-giang"}, "x/y/z")
    assert rows == [row()]
