"""The page that compares provinces: its parameters, and the parts that set provinces side by side."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.reference.national_targets import national_targets
from analysis.reference.texts import texts
from analysis.report import ComparisonPage, IndicatorPage
from analysis.report.province_name import by_name
from analysis.runs.job import Job
from analysis.runs.parameters import check_parameters, declared_parameters
from tests.compare.forms import observed, together

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "comparison.ipynb"


@pytest.fixture(scope="module")
def data(committed):
    return committed


def text(part):
    return part._repr_html_()


def test_a_run_gives_the_notebook_what_it_declares():
    check_parameters(NOTEBOOK, Job("comparison", "vi").parameters)
    assert set(declared_parameters(NOTEBOOK)) == {"provinces", "deadline", "period", "as_of", "language"}


def test_parameters_choose_what_is_compared(data):
    page = ComparisonPage(data, "vi", "Quảng Trị, đắk nông", "2025", "2024-h1", "2025-07-01")
    assert page.followed == ["quang-tri", "dak-nong"] and page.chosen.period == "2024-H1"
    for words in ("Đắk Nông", "2025", "6 tháng đầu năm 2024", "1/7/2025"):
        assert words in text(page.identity())
    targets = text(page.targets())
    assert "Đắk Nông" in targets and "2030" not in targets and "Tỉnh chưa xác định" not in targets
    assert "Thái Nguyên" not in text(page.tasks()) and "Đắk Nông" in text(page.tasks())


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({"provinces": "quang-trj"}, "did you mean"),
        ({"provinces": [7]}, "write names"),
        ({"deadline": "2026"}, "choose one of"),
        ({"deadline": True}, "write a year"),
        ({"period": "2024-Q9"}, "choose one of"),
        ({"period": 2024}, "write text"),
        ({"as_of": "1/7/2025"}, "2025-07-01"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_is_compared(data, given, hint):
    with pytest.raises(InputError) as error:
        ComparisonPage(data, **given)
    assert hint in str(error.value)


def test_attainment_has_words_signs_and_reasons(data):
    shown = text(ComparisonPage(data).attainment())
    for words in ("● đã đạt", "▲ đang theo tiến độ", "▼ chậm", "◇ chưa đo được", "số liệu gần nhất có định nghĩa khác"):
        assert words in shown
    assert "form-3" not in shown and "Tỷ lệ đúng hạn cấp huyện bằng số hồ sơ đúng hạn chia cho" in shown


def test_peers_are_placed_only_where_two_report_the_same(data):
    alone = text(ComparisonPage(data).peers())
    assert "Chưa có kết quả nào được từ hai đơn vị" in alone and "trung vị" in alone and "PAPI 2023" in alone
    rows = together(
        *(observed(key, "2024", rate=value) for key, value in (("hue", 99), ("da-nang", 95), ("ca-mau", 90)))
    )
    both = replace(data, observations=pd.concat([data.observations, rows], ignore_index=True))
    shown = text(ComparisonPage(both).peers())
    assert "1 kết quả được từ hai đơn vị" in shown and "1/3" in shown and "-9" in shown and "+4" in shown


def test_territory_shows_both_maps_and_coverage(data):
    now = text(ComparisonPage(data).territory())
    assert "34 đơn vị" in now and "Hoàng Sa" in now and "Trường Sa" in now and "1/2 tỉnh hợp thành" in now
    before = text(ComparisonPage(data, as_of="2025-06-30").territory())
    assert "63 đơn vị" in before and "Quảng Bình" in before


def test_similar_tasks_stand_side_by_side(data):
    shown = text(ComparisonPage(data).tasks())
    assert "1 cặp nhiệm vụ giống nhau" in shown and "Chờ điều kiện" in shown and "Quý III/2020" in shown


def test_inferred_national_targets_say_so(data):
    shown = text(ComparisonPage(data).nation())
    read, inferred = shown.split("<caption>suy từ kế hoạch các tỉnh, chưa đọc văn bản</caption>")
    known = national_targets()["confidence"].value_counts()
    assert read.split("<caption>theo nguồn nêu bên cạnh</caption>")[1].count("<tr>") == known["secondary_source"] + 1
    assert inferred.split("</table>")[0].count("<tr>") == known["inferred_from_provincial_plans"] + 1
    assert "282/QĐ-TTg" in read and "3647/QĐ-UBND (Quảng Trị)" in inferred


def test_time_keeps_quarters_apart_and_draws_breaks(data):
    values = {"2023-Q1": 91, "2023-Q2": 92, "2023-Q4": 94, "2023-H1": 90, "2024-H1": 93, "2024": 95}
    rows = together(*(observed("hue", period, rate=value) for period, value in values.items()))
    page = IndicatorPage(replace(data, observations=rows), "dossiers_resolved_on_time")
    shown = text(page.time())
    assert shown.count("<figure") == 2 and "từng quý" in shown and "tính dồn từ đầu năm" in shown
    assert shown.count("stroke-dasharray") == 1 and "thiếu số liệu của kỳ ở giữa" in shown


def test_a_unit_without_a_target_in_a_domain_is_a_sentence_and_no_empty_column(data):
    last = data.targets[data.targets["province"] == "quang-tri"].iloc[[0]].assign(
        province="hue", document_id="hue/2026/plan", indicator="online_payment_transactions", domain="procedures",
        level="all", deadline_year=2026, duplicate_of="",
    )  # fmt: skip
    both = replace(data, targets=pd.concat([data.targets, last], ignore_index=True))
    shown = text(ComparisonPage(both).targets())
    finance = shown.split("Cải cách tài chính công")[1].split("<h3")[0]
    assert "<th" in finance and 'data-of="hue"' not in finance
    assert "Không đặt chỉ tiêu nào trong bảng này: " in finance and "kế hoạch bắt đầu sau mốc này" in finance


@pytest.mark.parametrize(
    "keys", [("vinh-long", "vinh-long-2025", "an-giang"), ("vinh-long-2025", "an-giang", "vinh-long")]
)
def test_units_of_one_name_stand_in_one_order_whatever_set_they_come_from(keys):
    names = [("an-giang", "An Giang"), ("vinh-long", "Vĩnh Long"), ("vinh-long-2025", "Vĩnh Long")]
    assert by_name(keys, texts("vi")) == names
