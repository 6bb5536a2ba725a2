"""What reviewers stumbled over on pages of provinces with little data: each is true of any province."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.reference.texts import texts
from analysis.report import ProvincePage
from analysis.report.sections.indices import published
from analysis.report.sections.rates import _sums
from tests.report.sample import REPORT
from tests.report.test_province_page import text_of

NO_NUMBER = float("nan")


def page(data, language="vi", period="2024-H1"):
    return ProvincePage(data, "quang-tri", period, language)


def index_rows(data, *rows):
    first = data.indices.iloc[[0]]
    made = [
        first.assign(index=index, year=year, score=score, rank=rank, source=source)
        for index, year, score, rank, source in rows
    ]
    return replace(data, indices=pd.concat(made, ignore_index=True))


def checks(data, *rows):
    """The data with these checks only: (rule, kind, expression, printed, computed, verdict, locations)."""
    first, nothing = data.checks.iloc[[0]], data.findings.iloc[:0]
    made = [
        first.assign(rule=rule, kind=kind, expression=text, printed=printed, computed=computed,
                     difference=printed - computed, verdict=verdict, locations=places, document_id=REPORT)
        for rule, kind, text, printed, computed, verdict, places in rows
    ]  # fmt: skip
    return replace(data, checks=pd.concat(made, ignore_index=True), findings=nothing)


@pytest.mark.parametrize(("language", "said"), [
    ("vi", ("Tỷ lệ phần trăm nằm từ 0 đến 100", "Mỗi số in ra chỉ có một cách đọc", "nằm giữa")),
    ("en", ("A percentage lies between 0 and 100", "Every printed number has one value", " between ")),
])  # fmt: skip
def test_checks_are_told_in_the_language_of_the_page(data, language, said):
    rows = [
        ("percent-range", "range", "percent >= 0 and <= 100", NO_NUMBER, NO_NUMBER, "holds", ""),
        ("value-read", "unit", "printed number = one value", NO_NUMBER, NO_NUMBER, "holds", ""),
        ("text-between-f001", "range", "3:3.1 between 3:3.2, 3:3.3", 98.0, 97.0, "holds", "L1"),
    ]
    shown = text_of(page(checks(data, *rows), language).doubts()._repr_html_())
    assert all(words in shown for words in said)
    assert "one value" not in shown or language == "en"
    assert "percent >=" not in shown and "percent ≥" not in shown


def test_numbers_that_differ_by_rounding_are_shown_to_the_decimal_that_tells_them_apart(data):
    rows = [
        ("r", "ratio", "3:3.2 = 3:3.2.2 / 3:3.2.1", 50.77, 50.775, "rounding", "L1"),
        ("r", "sum", "3:1 = 3:2 + 3:4", 12, 12, "holds", "L2"),
    ]
    shown = page(checks(data, *rows)).doubts()._repr_html_()
    assert "50,77%" in shown and "50,775%" in shown and "-0,005 điểm %" in shown
    assert re.search(r">12</td><td[^>]*>12</td><td[^>]*>0</td>", shown)


def test_a_check_that_fails_is_not_called_free_of_contradiction(data):
    fails = ("r", "sum", "3:1 = 3:2 + 3:4", 12, 13, "fails", "L2")
    holds = ("r", "sum", "3:1 = 3:2 + 3:4", 12, 12, "holds", "L2")
    said = text_of(page(checks(data, fails, holds)).summary()._repr_html_())
    assert "Trong 2 phép kiểm tra làm được, 1 phép không khớp nhưng chỉ ở mức ghi chú." in said
    assert "mâu thuẫn" not in said
    assert "Không thấy số liệu nào mâu thuẫn trong 2 phép" in text_of(
        page(checks(data, holds, holds)).summary()._repr_html_()
    )


@pytest.mark.parametrize(("rows", "said"), [
    ([("holds", 12)], "Phép kiểm tra duy nhất làm được thì khớp."),
    ([("rounding", 12.4)], "Phép kiểm tra duy nhất làm được thì khớp, chỉ lệch do làm tròn."),
    ([("holds", 12), ("rounding", 12.4)], "Cả 2 phép kiểm tra làm được đều khớp; trong đó 1 phép lệch do làm tròn."),
    ([("holds", 12), ("fails", 40)], "Trong 2 phép kiểm tra làm được, 1 khớp (50,0%), 1 không khớp."),
    ([("holds", 12), ("not_testable", NO_NUMBER)], "thì khớp; 1 phép không kiểm được vì thiếu số."),
])  # fmt: skip
def test_what_there_is_none_of_is_not_counted_aloud(data, rows, said):
    made = [("r", "sum", "3:1 = 3:2 + 3:4", 12, computed, verdict, "L2") for verdict, computed in rows]
    assert said in text_of(page(checks(data, *made)).doubts()._repr_html_())


def test_the_year_of_the_page_is_told_before_the_newest(data):
    rows = [("PAR INDEX", 2023, 85.5, 20, "a"), ("PAR INDEX", 2024, 86.25, 17, "a"), ("PAR INDEX", 2026, None, 2, "a")]
    said = text_of(page(index_rows(data, *rows)).summary()._repr_html_())
    assert "PAR INDEX 2024: 86,25 điểm, xếp thứ 17, lên 3 bậc so với 2023. Mới nhất, năm 2026: xếp thứ 2." in said
    alone = text_of(page(index_rows(data, ("PCI", 2019, 70.1, 6, "a"))).summary()._repr_html_())
    assert "PCI 2019: 70,1 điểm, xếp thứ 6." in alone and "Mới nhất" not in alone


def test_ranks_by_different_methods_are_not_held_against_each_other(data, monkeypatch):
    from analysis.report.sections import indices

    monkeypatch.setattr(indices, "segment", lambda index, year: year)
    rows = [("PAR INDEX", 2023, None, 20, "a"), ("PAR INDEX", 2024, None, 17, "a")]
    shown = text_of(page(index_rows(data, *rows)).indices()._repr_html_())
    assert "PAR INDEX 2024: hạng 17, năm 2023 hạng 20 theo cách đo khác" in shown and "lên 3" not in shown


def test_sources_that_agree_share_a_row_and_only_those_that_differ_are_said_to(data):
    rows = [
        ("PCI", 2020, 61.5, None, "https://a.vn:443/x"), ("PCI", 2020, None, 9, "https://b.vn/y"),
        ("PCI", 2021, 45.78, 2, "a"), ("PCI", 2021, 45.7875, 2, "b"),
        ("PCI", 2022, 70.1, 4, "a"), ("PCI", 2022, 70.2, 4, "b"),
        ("PCI", 2023, 70.0, 4, "a"), ("PCI", 2023, 70.0, 5, "b"),
    ]  # fmt: skip
    made = index_rows(data, *rows)
    found = published(made.indices)
    assert list(found["year"]) == [2020, 2021, 2022, 2022, 2023, 2023]
    assert list(found["differ"]) == [False, False, True, True, True, True]
    assert (found["score"][0], found["rank"][0], found["score"][1]) == (61.5, 9, 45.7875)
    shown = page(made).indices()._repr_html_()
    assert shown.count("các nguồn nêu khác nhau</small>") == 4
    assert ">a.vn</a>" in shown and ">b.vn</a>" in shown and ":443<" not in shown


def test_units_that_are_words_of_the_vocabulary_are_put_into_the_page_s_language(data):
    figures = data.figures.assign(document_id=REPORT, unit="rank", value=14.0)
    made = replace(data, figures=figures)
    assert ">hạng</td>" in page(made).figures()._repr_html_()
    assert ">place</td>" in page(made, "en").figures()._repr_html_()


def test_parts_off_their_whole_by_rounding_are_not_marked_as_doubtful(data):
    whole = {"location": "L3", "value": 87.29}
    told = {
        verdict: _sums(
            page(checks(data, ("r", "sum", "f001 = f002", 87.29, 87.2, verdict, "L3;L4"))).context, whole, 87.2
        )
        for verdict in ("rounding", "fails")
    }
    assert told["rounding"] == "Các phần cộng lại là 87,2, lệch số chung 87,29 do làm tròn."
    assert told["fails"].startswith("⚠ Các phần cộng lại là 87,2")
    elsewhere = page(checks(data, ("r", "sum", "f001 = f002", 87.29, 87.2, "rounding", "L30;L4"))).context
    assert _sums(elsewhere, whole, 87.2) == told["fails"]
    assert _sums(elsewhere, whole, 87.29) == "Các phần cộng lại đúng bằng số chung."


def test_english_pages_name_the_units_that_are_listed_in_english(data):
    assert ">dossiers<" in page(data, "en").forms()._repr_html_() and ">Hồ sơ<" in page(data).forms()._repr_html_()
    assert texts("en").unit("Hồ sơ") == "dossiers" and texts("en").unit("Chuyến tàu") == "Chuyến tàu"
