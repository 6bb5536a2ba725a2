import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.report import ProvincePage
from analysis.report.page import to_html
from analysis.store import typed
from tests.report.conftest import notebook_of
from tests.report.sample import HOSTILE, REPORT, dataset

ROOT = Path(__file__).parents[2]


def text_of(html):
    shown = re.sub(r"<(script|style)>.*?</\1>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def form_row(html, code):
    return re.search(rf'<tr( id="row-\d+")?><th scope="row" class="code">{re.escape(code)}</th>.*?</tr>', html).group()


def headings(html):
    return re.findall(r"<h2[^>]*>(.*?)</h2>", html)


def test_a_report_shows_its_parts_in_reading_order(render):
    assert headings(render("quang-tri", "2024-H1")) == [
        "Kết quả chính",
        "Mức đạt chỉ tiêu",
        "Biểu đồ theo lĩnh vực",
        "Số liệu cần xem lại",
        "Biểu mẫu thống kê",
        "So với tỉnh khác và kỳ trước",
        "Chỉ số đã công bố",
        "Còn thiếu gì",
        "Nguồn, cách làm, dấu vết",
        "Địa chỉ các liên kết",  # on paper only
    ]


def test_a_page_that_has_everything_tells_it_in_the_order_reviewers_read(data):
    """The cells of the notebook, on a period with forms, text, targets, tasks and indices, above the provenance."""
    cells = json.loads((ROOT / "notebooks" / "province_report.ipynb").read_text("utf-8"))["cells"]
    parts = [found[1] for cell in cells if (found := re.fullmatch(r"page\.(\w+)\(\)", "".join(cell["source"])))]
    moved = {name: getattr(data, name).assign(document_id=REPORT) for name in ("tasks", "figures")}
    targets = pd.concat([data.targets, data.targets.assign(document_id=REPORT)], ignore_index=True)
    full = replace(two_periods(data, r3_1=90.0), targets=targets, **moved)
    page = ProvincePage(full, "quang-tri", "2024-H1")
    html = to_html(notebook_of(page, parts), title="T", language="vi", provenance={"inputs": {"a.csv": "0" * 64}})
    shown = re.findall(r'<section id="(\w+)"', html)
    assert shown == [
        "about",  # province, period, data window, document, edition
        "summary",
        "attainment",
        "charts",
        "doubts",
        "forms",
        "figures",
        "targets",
        "tasks",
        "peers",
        "indices",
        "missing",
        "sources",
        "provenance",
    ]
    assert "So với 6 tháng đầu năm 2023" in re.search(r'<section id="peers".*?</section>', html, re.S).group()
    facts = text_of(re.search(r'<dl class="facts">.*?</dl>', html).group())
    assert "Ấn bản biểu mẫu 2022" in facts and "từ 15/12/2023 đến 14/6/2024" in facts


def test_identity_says_province_window_document_and_signer(render):
    text = text_of(render("quang-tri", "2024-H1"))
    assert "Cải cách hành chính: Quảng Trị, 6 tháng đầu năm 2024" in text
    assert "từ 15/12/2023 đến 14/6/2024" in text
    assert "Báo cáo 1125/BC-VP ngày 14/6/2024" in text
    assert "Người Ký ký" in text


def test_the_suspect_cell_is_marked_with_the_suggested_value(render):
    html = render("quang-tri", "2024-H1")
    row = form_row(html, "3.2.2")
    assert "<mark>9.751</mark>" in row
    assert "⚠ nghi sai: đề nghị 9.955" in row and re.search(r'href="#finding-\d+"', row)
    assert "in: 9,751" in row
    other = form_row(html, "3.2.1")
    assert "◦" in other and "<mark>" not in other
    fine = form_row(html, "3.1.1")
    assert "◦" not in fine and "<mark>" not in fine


def test_a_finding_shows_printed_recomputed_cause_and_remedy(render):
    html = render("quang-tri", "2024-H1")
    article = text_of(re.search(r"<article.*?</article>", html, re.S).group())
    for part in ("9.751 → 9.955", "Biểu mẫu 3: 3.2 = 3.2.2 : 3.2.1", "98,57%", "96,55%", "Cần làm: hỏi lại."):
        assert part in article
    assert "100,0%" not in article


def test_the_doubtful_rate_says_so_in_its_chart_title(render):
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", render("quang-tri", "2024-H1"))
    assert any("⚠ 98,57%, tính lại 96,55%" in caption for caption in captions)


def test_hundreds_of_findings_are_all_there_but_do_not_bury_the_rest(data):
    own = data.findings[data.findings["document_id"] == REPORT]
    many = replace(data, findings=pd.concat([own] * 120, ignore_index=True))
    html = ProvincePage(many, "quang-tri", "2024-H1").doubts()._repr_html_()
    serious = int((many.findings["severity"] != "info").sum())
    assert html.count("<article") == serious > 100
    folded = html.index('<details class="keep">')
    assert html[:folded].count("<article") == 20 and f"{serious - 20} điểm nữa" in html


def test_what_a_form_draws_is_not_drawn_again_from_the_text(data):
    """Three levels of 100 dossiers, in the form and in the text; another split of the text stays."""

    def observed(code, label, value):
        row = data.observations[data.observations["code"] == "3.1.1"].iloc[0].to_dict()
        return row | {"form": "4", "code": code, "label": label, "value": value, "unit": "Hồ sơ"}

    def told(id_, parent, label, value):
        row = data.figures.iloc[0].to_dict()
        relation = {"parent": parent, "relation": "part" if parent else "whole"}
        return row | relation | {"document_id": REPORT, "province": "quang-tri", "period": "2024-H1", "id": id_} | {
            "label": label, "value": value, "unit": "hồ sơ",
        }  # fmt: skip

    form = [observed("9", "Tổng", 100), observed("9.1", "Sở", 70), observed("9.2", "Xã", 30)]
    text = [told("f1", "", "hồ sơ", 100), told("f2", "f1", "xã", 30), told("f3", "f1", "sở", 70)]
    other = [told("f4", "", "đơn thư", 100), told("f5", "f4", "khiếu nại", 60), told("f6", "f4", "tố cáo", 40)]
    both = replace(
        data,
        observations=typed(pd.concat([data.observations, pd.DataFrame(form)]), "observations"),
        figures=typed(pd.DataFrame(text + other), "figures"),
    )
    html = ProvincePage(both, "quang-tri", "2024-H1").charts()._repr_html_()
    assert 'id="parts-4-9"' in html and 'id="parts-f4"' in html
    assert 'id="parts-f1"' not in html


def test_a_whole_of_zero_has_no_shares_to_draw(data):
    nothing = replace(data, figures=data.figures.assign(value=0.0), observations=data.observations.assign(value=0.0))
    for province, period in (("hoa-binh", "2022-9M"), ("quang-tri", "2024-H1")):
        page = ProvincePage(nothing, province, period)
        assert "chiếm" not in page.charts()._repr_html_() + page.summary()._repr_html_()


def test_hostile_labels_are_shown_as_text(render):
    html = render("quang-tri", "2024-H1")
    assert html.count("<script") == 1 and "<script>//" in html
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; &lt;i&gt;nghiêng&lt;/i&gt;" in html
    assert HOSTILE not in html


def test_empty_cells_are_said_to_be_empty_and_not_zero(render):
    html = render("quang-tri", "2024-H1")
    row = form_row(html, "3.3")
    assert "để trống" in row
    assert "Thiếu biểu mẫu 1, 2, 4, 5, 6 và 7" in text_of(html)


def test_targets_of_the_plan_show_goal_deadline_and_peers(render):
    text = text_of(render("quang-tri", "2021-2025"))
    assert "Chỉ tiêu đặt cho các mốc 2025 và 2030" in text
    assert "≥ 30%" in text and "≥ 50%" in text
    assert "Đắk Nông ≥ 40%" in text


def test_a_plan_with_tasks_only_is_a_short_page_that_says_what_is_missing(render):
    html = render("thai-nguyen", "2020")
    assert headings(html)[:2] == ["Kết quả chính", "Nhiệm vụ"]
    text = text_of(html)
    assert "Sở Nội vụ chủ trì nhiều nhất: 3 trong 5 nhiệm vụ." in text
    for group in (
        "Quý I/2020: 1",
        "Quý III/2020: 1",
        "Trong năm 2020: 1",
        "Thường xuyên, định kỳ: 1",
        "Chờ điều kiện: 1",
    ):
        assert group in text
    assert "1 nhiệm vụ không nêu cơ quan chủ trì." in text
    assert "không có chỉ tiêu định lượng" in text
    # The calendar stands in order of time, what has no date after it.
    assert text.index("Quý I/2020:") < text.index("Quý III/2020:") < text.index("Chờ điều kiện:")


def test_figures_only_show_that_parts_miss_their_whole(render):
    text = text_of(render("hoa-binh", "2022-9M"))
    assert "Các phần cộng lại là 140.370, khác số chung 140.394" in text
    assert "Không có biểu mẫu thống kê của kỳ này" in text


def test_a_document_without_a_province_stays_not_identified(render):
    text = text_of(render("not identified", "2021-2030"))
    assert "Tỉnh chưa xác định" in text and "không suy đoán" in text
    assert "Văn bản không nêu tên tỉnh, số văn bản" in text


def test_a_pair_without_documents_still_gives_a_page(render):
    text = text_of(render("lai-chau", "2024-H1"))
    assert "Chưa có văn bản nào của kỳ này." in text
    assert "Chưa có số liệu, chỉ tiêu hay nhiệm vụ nào" in text


def test_indices_break_at_a_missing_year_and_name_both_sources(render, data):
    html = render("quang-tri", "2024-H1")
    assert html.count("2023<small>các nguồn nêu khác nhau</small>") == 2
    assert "PAR INDEX 2023: hạng 41, lên 11 bậc so với 2022" in html


def test_english_has_no_vietnamese_words_of_ours(render):
    html = render("quang-tri", "2024-H1", "en")
    assert '<html lang="en">' in html
    assert "Administrative reform: Quảng Trị , first half of 2024" in text_of(html)
    assert "98.57%" in html and "printed: 98,57%" in html
    assert not re.search(r"\b(nghi sai|dòng \d|Biểu mẫu)\b", text_of(html))


@pytest.mark.parametrize("name", ["observations", "targets", "tasks", "figures", "indices", "checks", "findings"])
def test_making_a_page_changes_no_table(name):
    before, after = dataset(), dataset()
    page = ProvincePage(after, "quang-tri", "2024-H1")
    for part in ("summary", "attainment", "charts", "doubts", "forms", "peers", "indices", "missing"):
        getattr(page, part)()
    assert getattr(before, name).equals(getattr(after, name))


def test_what_is_vietnamese_in_an_english_page_says_so(render):
    html = re.sub(r"<(script|style|title|option)\b.*?</\1>", "", render("quang-tri", "2024-H1", "en"), flags=re.S)
    plain = re.sub(r'<span lang="vi">[^<]*</span>', "", re.sub(r"<svg.*?</svg>", "", html, flags=re.S))
    assert not re.search(r"[ạ-ỹ]", re.sub(r"<[^>]+>", "", plain))
    assert '<span lang="vi">' not in render("quang-tri", "2024-H1")
    assert re.search(r'<text lang="vi"', html)


def test_a_finding_and_its_cell_point_at_each_other(render):
    html = render("quang-tri", "2024-H1")
    cell = re.search(r'<li><a href="#(row-\d+)">Biểu mẫu 3, dòng 3\.2\.2</a>', html).group(1)
    row = re.search(rf'<tr id="{cell}">.*?</tr>', html).group()
    assert ">3.2.2<" in row
    finding = re.search(r'href="#(finding-\d+)"', row).group(1)
    assert f'<article id="{finding}"' in html


def test_corrections_that_were_applied_are_listed_with_their_reason(render, data, monkeypatch):
    from analysis.reference.corrections import Correction
    from analysis.report.sections import sources

    assert "Không có đính chính nào được dùng." in text_of(render("quang-tri", "2024-H1"))
    entry = Correction(REPORT, "observations:3:3.2.2", "9,751", 9955, "nhập nhầm <b>", "công văn 12", "accepted")
    monkeypatch.setattr(sources, "corrections", lambda: (entry,))
    html = ProvincePage(data, "quang-tri", "2024-H1").sources()._repr_html_()
    assert "Biểu mẫu 3, dòng 3.2.2: in 9,751, dùng 9.955; nhập nhầm &lt;b&gt; (công văn 12)" in html


def test_a_remark_on_a_web_source_is_no_part_of_its_address():
    from analysis.reference.texts import texts
    from analysis.report.sections.indices import source_link

    source = "https://a.vn/x (derived: 42.7 - 0.9; rank 6+6)"
    shown = source_link(source, texts("en"))
    assert 'href="https://a.vn/x"' in shown and "</a><small" in shown and "(derived: 42.7 - 0.9; rank 6+6)" in shown
    assert source_link("báo cáo 12", texts("vi")) == "báo cáo 12"
    assert "<small>(suy ra: 42,7 - 0,9; hạng 6+6)</small>" in source_link(source, texts("vi"))
    assert '<small lang="en">(as seen)</small>' in source_link("https://a.vn/x (as seen)", texts("vi"))


def test_marks_name_label_value_source_and_place(render):
    titles = re.findall(r"<title>(.*?)</title>", render("quang-tri", "2024-H1").split("<body>")[1])
    assert "Tỷ lệ đúng hạn của sở, ngành: 99,69% (in: 99,69%). 1125/BC-VP, dòng 335" in titles


def two_periods(data, **changed):
    """The data with the same report a year before, in which the rows named by their code had other values."""
    then = data.observations[data.observations["document_id"] == REPORT].assign(
        document_id="quang-tri/2023-H1/x", period="2023-H1"
    )
    for code, value in changed.items():
        then.loc[then["code"] == code.replace("_", ".").strip("r"), "value"] = value
    document = data.documents[data.documents["document_id"] == REPORT].assign(
        document_id="quang-tri/2023-H1/x", period="2023-H1", number="900/BC-VP"
    )
    return replace(
        data,
        observations=pd.concat([data.observations, then], ignore_index=True),
        documents=pd.concat([data.documents, document], ignore_index=True),
    )


def test_what_changed_since_the_period_before_is_a_sentence_and_a_table(data):
    page = ProvincePage(two_periods(data, r3_1=90.0, r3_2_1=1), "quang-tri", "2024-H1")
    said = text_of(page.summary()._repr_html_())
    assert "So với 6 tháng đầu năm 2023: 1 tỷ lệ tăng, 0 tỷ lệ giảm" in said and "từ 90% thành 99,69%" in said
    shown = page.peers()._repr_html_()
    assert shown.count("▲ +") == 2 and "▲ +9,69" in shown
    same = ProvincePage(two_periods(data), "quang-tri", "2024-H1").peers()._repr_html_()
    assert "Không dòng biểu mẫu nào khác so với 6 tháng đầu năm 2023." in same


def test_the_result_is_told_in_three_to_five_sentences_results_first(render):
    for province, period in (("quang-tri", "2024-H1"), ("quang-tri", "2021-2025"), ("hoa-binh", "2022-9M")):
        told = re.findall(r"<li>", re.search(r'<ul class="lead">.*?</ul>', render(province, period), re.S).group())
        assert 3 <= len(told) <= 5, (province, period)
    first = re.search(
        r'<ul class="lead"><li><a href="#forms">Tỷ lệ</a><span>(.*?)</span></li>', render("quang-tri", "2024-H1")
    ).group(1)
    assert first.startswith("Trong 2 tỷ lệ") and first.endswith("⚠ 98,57%, tính lại 96,55%.")
