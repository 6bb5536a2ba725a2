"""The page of one indicator, on the project's own reports and on made-up provinces."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.compare.indicator import indicator_results, placed_results, shared_indicators
from analysis.errors import InputError
from analysis.report import IndicatorPage
from analysis.report.index import index_html
from tests.compare.forms import observed, together

ROOT = Path(__file__).parents[2]
PARTS = ("identity", "targets", "states", "results_by_period", "territory", "sources")


@pytest.fixture(scope="module")
def data(committed):
    return committed


def html(page):
    return {name: getattr(page, name)()._repr_html_() for name in PARTS}


def test_work_dossiers_of_all_provinces_and_the_nation(data):
    parts = html(IndicatorPage(data, "work_dossiers_online"))
    for text in ("&gt; 95%", "= 90%", "= 60%", "kế hoạch không đặt mốc xa như vậy"):
        assert text in parts["targets"]
    assert "942/QĐ-TTg" in parts["targets"] and "suy từ kế hoạch các tỉnh" in parts["targets"]
    assert "định nghĩa khác nên không kết luận được" in parts["states"], "electronic documents are no work dossiers"
    assert "3647/QĐ-UBND" in parts["sources"]


def test_results_are_ranked_by_level_and_period_and_doubts_shown(data):
    parts = html(IndicatorPage(data, "dossiers_resolved_on_time", "en"))
    assert parts["results_by_period"].count("<details") >= 8, "one ranking per level and period"
    assert "suspected" in parts["results_by_period"] and "form 3 row 3.2.2" in parts["results_by_period"]
    assert "1 of 2 predecessor provinces have data" in parts["territory"]


def test_a_label_opens_the_page_and_an_unknown_name_is_answered(data):
    page = IndicatorPage(data, "Tỷ lệ hồ sơ công việc được xử lý trên môi trường mạng")
    assert page.key == "work_dossiers_online"
    with pytest.raises(InputError, match="did you mean work_dossiers_online"):
        IndicatorPage(data, "work_dossier_online")


def test_an_indicator_nobody_knows_anything_of(data):
    parts = html(IndicatorPage(data, "public_investment_disbursed"))
    assert parts["targets"] == "" and "Chưa tỉnh nào" in parts["results_by_period"]


def test_results_of_two_definitions_are_never_in_one_ranking(data):
    found = indicator_results("procedures_online_level_3_4", data.observations, data.figures, data.indices)
    assert set(found["fit"]) == {"close", "different"} and found["indicator"].nunique() == 2
    placed = placed_results(found)
    assert placed.groupby(["indicator", "level", "period"])["ranked"].nunique().max() == 1


def test_a_province_whose_figures_disagree_has_no_place():
    frame = together(
        observed("a", "2024", rate=90), observed("a", "2024", document="x", rate=92), observed("b", "2024", rate=80),
        observed("c", "2024", rate=None), observed("not identified", "2024", rate=99), observed("hue", "2024", rate=70),
    )  # fmt: skip
    frame["province"] = frame["province"].replace({"a": "quang-tri", "b": "dak-nong", "c": "ca-mau"})
    none = pd.DataFrame()
    placed = placed_results(indicator_results("dossiers_resolved_on_time", frame, none, none))
    rows = placed.drop_duplicates("province").set_index("province")["position"]
    assert (rows["dak-nong"], rows["hue"]) == (1, 2)
    assert rows[["quang-tri", "ca-mau", "not identified"]].isna().all()


def test_the_ranking_of_several_provinces_stands_open(data):
    hue = data.observations.assign(province="hue", document_id="hue/2024-H1/report")
    both = replace(data, observations=pd.concat([data.observations, hue], ignore_index=True))
    shown = IndicatorPage(both, "dossiers_resolved_on_time").results_by_period()._repr_html_()
    opened = shown.split("<details open>")[1].split("</summary>")[0]
    assert shown.count("<details open>") == 1 and "2 đơn vị" in opened and "<figure" in shown


def test_shared_indicators_need_two_provinces(data):
    shared = shared_indicators(data.targets, data.observations, data.figures)
    assert {"online_payment_transactions", "dossiers_resolved_on_time"} <= set(shared)
    assert "procedures_total" not in shared and shared == sorted(shared)
    only = data.targets[data.targets["province"] == "quang-tri"]
    assert shared_indicators(only, data.observations.head(0), data.figures.head(0)) == []


def test_the_index_links_the_pages():
    entry = {"path": "indicators/x.html", "kind": "indicator", "indicator": "work_dossiers_online", "province": ""}
    entry |= {"period": "", "language": "vi", "state": "fresh", "findings": {}}
    page = index_html([entry])
    assert 'href="indicators/x.html"' in page and "hồ sơ công việc" in page and "So sánh giữa các tỉnh" not in page
