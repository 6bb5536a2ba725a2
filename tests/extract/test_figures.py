"""Figures of a narrative: one behaviour a test, in made-up sentences."""

import pytest

from analysis.documents import read
from analysis.extract.figures import extract_figures
from analysis.extract.figures_dates import as_of_dates
from analysis.extract.figures_mentions import find_mentions
from analysis.extract.figures_parts import is_complete_split

HEAD = "SỞ NỘI VỤ\n\nBÁO CÁO\n\nKết quả công tác\n\n"


@pytest.fixture
def figures(tmp_path):
    def extract(text, head=HEAD):
        path = tmp_path / "report.txt"
        path.write_text(head + text, encoding="utf-8")
        return extract_figures(read(path))

    return extract


def links(rows):
    return [(row["printed"], row["parent"], row["relation"]) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Kế hoạch số 250/KH-UBND ngày 22/12/2023 và Công văn 115/UBND-NC của tỉnh.",
        "Theo Điều 143 Nghị định số 34/2016/NĐ-CP và Khoản 10, Điều 23 Thông tư số 01/2023/TT-VPCP.",
        "Giai đoạn 2021-2025, định hướng đến năm 2030; trong 6 tháng đầu năm 2024 và quý I/2024.",
        "Xem https://tinh.example.vn/tin/12345, tổng đài 1022, Đề án 06, dịch vụ công mức độ 3, 4.",
        "Cơ quan 3 cấp (tỉnh, huyện, xã) phục vụ 24/7 trên VTV1, mạng 5G.",
        "Văn phòng sẽ tinh giản 03 công chức trong năm tới.",
        "Phấn đấu đến cuối năm, 95% hồ sơ được giải quyết đúng hạn.",
    ],
)
def test_numbers_that_are_no_figures(text):
    assert find_mentions(text) == []


@pytest.mark.parametrize(
    ("text", "printed", "unit", "value"),
    [
        ("tiếp nhận 52,414 hồ sơ", "52,414", "hồ sơ", 52414),
        ("tiếp nhận 52.414 hồ sơ", "52.414", "hồ sơ", 52414),
        ("tiếp nhận 3 145 hồ sơ", "3 145", "hồ sơ", 3145),
        ("đăng 591 tin, bài, 20 ảnh", "591", "tin, bài", 591),
        ("tổng số nhiệm vụ được giao là 97.", "97", "nhiệm vụ", 97),
        ("tiết kiệm 2,35 tỷ đồng", "2,35", "tỷ đồng", 2.35),
        ("với 21 điểm cầu", "21", "điểm cầu", 21),
        ("tỷ lệ đạt 99,7 %", "99,7 %", "%", 99.7),
        ("rút ngắn 2,5 ngày", "2,5", "ngày", 2.5),
        ("có 12 tổ tự quản tại thôn", "12", "tổ", 12),
    ],
)
def test_values_and_counted_nouns(text, printed, unit, value):
    mention = find_mentions(text)[0]
    assert (mention.printed, mention.unit, float(mention.value)) == (printed, unit, value)


@pytest.mark.parametrize(
    "text", ["xếp thứ 42/63 tỉnh", "đứng vị trí thứ 42/63", "xếp hạng 42/63", "thứ hạng 42/63", "xếp 42/63 tỉnh, thành"]
)
def test_ranks(text):
    mention = find_mentions(text)[0]
    assert (mention.kind, mention.printed, mention.value) == ("rank", "42/63", 42)


def test_nested_brackets_are_parts_also_when_they_do_not_sum(figures):
    rows = figures("Đã nhận 900 hồ sơ, trong đó đã xử lý 700 hồ sơ (đúng hạn 650 hồ sơ, quá hạn 40 hồ sơ).")
    assert links(rows) == [
        ("900", "", "whole"),
        ("700", "f001", "subset"),
        ("650", "f002", "part"),
        ("40", "f002", "part"),
    ]


def test_the_whole_may_come_last(figures):
    rows = figures("Có 848 dịch vụ toàn trình trên tổng số 1.071 dịch vụ đã tích hợp, đạt 79,18%.")
    assert links(rows) == [
        ("848", "f002", "subset"),
        ("1.071", "", "whole"),
        ("79,18%", "", "ratio_of:f001/f002"),
    ]


def test_a_bracket_may_hold_running_totals(figures):
    rows = figures(
        "Đã nhận 20 đơn; đã trả 15 đơn (nâng tổng số đơn đã nhận lên 320 đơn; tổng số đơn đã trả là 301 đơn)."
    )
    assert [row["parent"] for row in rows] == ["f003", "f004", "", "f003"]  # 301 of the 320 received were settled


def test_a_comparison_is_no_part(figures):
    rows = figures(
        "Tiếp nhận 500 hồ sơ (tăng 120 hồ sơ so với cùng kỳ), giải quyết so với cùng kỳ năm trước (380 hồ sơ)."
    )
    assert [row["parent"] for row in rows] == ["", "", ""]


def test_a_wrong_rate_keeps_the_base_the_text_states(figures):
    rows = figures("Đã tích hợp 505/541 thủ tục, đạt tỷ lệ 95,35%.")
    assert rows[2]["relation"] == "ratio_of:f001/f002"


def test_a_rate_without_a_certain_base_has_none(figures):
    rows = figures("Tiếp nhận 500 hồ sơ, trả 320 hồ sơ. Tỷ lệ hài lòng đạt 87,4%.")
    assert rows[2]["relation"] == ""


def test_rates_of_levels_belong_to_the_rate_of_all(figures):
    rows = figures("Tỷ lệ số hóa đạt 90,5%, trong đó: cấp tỉnh 95,1%, cấp xã 85,2%.")
    assert links(rows) == [("90,5%", "", ""), ("95,1%", "f001", ""), ("85,2%", "f001", "")]


def test_list_items_are_parts_of_the_figure_that_heads_them(figures):
    text = "Tổng số: 30 lượt tra cứu, trong đó:\n\n- Xác nhận số định danh: 18 lượt;\n\n- Tra cứu hộ: 12 lượt.\n\nĐã mở 5 lớp tập huấn."
    assert links(figures(text)) == [("30", "", "whole"), ("18", "f001", "part"), ("12", "f001", "part"), ("5", "", "")]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("(tính đến 10/6/2024)", ["10/6/2024"]),
        ("Thống kê đến ngày 13/6/2024, đã", ["13/6/2024"]),
        ("Từ ngày 15/12/2023 đến hết ngày 12/6/2024, tổng", ["12/6/2024"]),
        ("đến ngày 05 tháng 9 năm 2023 có", ["05 tháng 9 năm 2023"]),
        ("hoàn thành trước 30/6/2024; văn bản ngày 01/7/2024", []),
    ],
)
def test_as_of_dates(text, dates):
    assert [date.date for date in as_of_dates(text)] == dates


def test_a_date_governs_the_list_below_it_and_no_more(figures):
    text = "Kết quả (tính đến 10/6/2024) như sau:\n\n- Đã cấp 12 tài khoản.\n\n- Đã mở 4 lớp.\n\nVề kiểm tra: đã kiểm tra 7 đơn vị."
    assert [row["as_of"] for row in figures(text)] == ["10/6/2024", "10/6/2024", ""]


def test_sections_that_look_ahead_are_left_out(figures):
    text = "I. Kết quả\n\nĐã mở 4 lớp.\n\nII. Phương hướng\n\n1. Mở 9 lớp.\n\nIII. Kiểm tra\n\nĐã kiểm tra 7 đơn vị."
    assert [row["printed"] for row in figures(text)] == ["4", "7"]


def test_a_plan_has_no_figures(figures):
    assert (
        figures("Đã mở 4 lớp tập huấn.", head="UBND TỈNH\n\nSố: 12/KH-UBND\n\nKẾ HOẠCH\n\nCải cách hành chính\n\n")
        == []
    )


def test_complete_splits():
    assert is_complete_split(["hồ sơ đúng hạn", "hồ sơ quá hạn"])
    assert is_complete_split(["nhiệm vụ đã hoàn thành", "nhiệm vụ chưa hoàn thành"])
    assert is_complete_split(["cấp tỉnh", "cấp huyện", "cấp xã"])
    assert not is_complete_split(["cấp tỉnh", "cấp huyện"])
    assert not is_complete_split(["đã giải quyết", "đang giải quyết"])


def test_labels_say_what_is_counted(figures):
    rows = figures("Đã tích hợp 12 dịch vụ toàn trình và 7 dịch vụ một phần, đạt 55,5% trên tổng số thủ tục.")
    assert [row["label"] for row in rows] == [
        "Đã tích hợp dịch vụ toàn trình",
        "Đã tích hợp dịch vụ một phần",
        "tỷ lệ Đã tích hợp dịch vụ toàn trình và dịch vụ một phần trên tổng số thủ tục",
    ]


def test_figures_of_the_same_name_are_told_apart(figures):
    rows = figures("Về hồ sơ liên thông: đã giải quyết 15 hồ sơ.\n\nVề hồ sơ đất đai: đã giải quyết 40 hồ sơ.")
    assert [row["label"] for row in rows] == [
        "hồ sơ đã giải quyết (Về hồ sơ liên thông)",
        "hồ sơ đã giải quyết (Về hồ sơ đất đai)",
    ]


def test_no_label_copies_a_long_stretch_of_text(figures):
    rows = figures(
        "Đã " + "triển khai thực hiện đồng bộ các nội dung " * 12 + "với 12 lớp " + "cho cán bộ xã " * 30 + "."
    )
    assert len(rows[0]["label"]) <= 160


def test_a_text_without_any_sign_is_read_in_linear_time():
    for text in ("(" * 40_000 + "5 hồ sơ", " " * 40_000 + "5", "100." * 15_000, "a.-" * 15_000 + " 5 hồ sơ"):
        assert len(find_mentions(text)) <= 1
