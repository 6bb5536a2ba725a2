"""Tables of targets that name the level of each row in a column of its own, below an indicator merged over its rows."""

import pytest

from analysis.documents import read
from analysis.extract.raw_document import extract_document
from tests.sample_documents.layouts import LEFT, UP, Grid, font, write_docx, write_html, write_pdf, write_xlsx

HEAD = ["ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "Số: 46/KH-UBND", "KẾ HOẠCH", "Cải cách hành chính giai đoạn 2024 - 2025"]
END = ["Sở Nội vụ theo dõi việc thực hiện."]
WRITERS = {
    "docx": write_docx,
    "html": write_html,
    "xlsx": write_xlsx,
    "pdf": write_pdf,
}
BY_LEVEL = Grid([
    ["TT", "Chỉ tiêu", "Cấp", "Lộ trình (%)", LEFT],
    [UP, UP, UP, "2024", "2025"],
    ["1", "Hồ sơ điện tử", "Tỉnh", "70", "80"],
    [UP, UP, "Huyện", "55", "65"],
    [UP, UP, "Xã", "40", "50"],
    ["2", "Kết quả được số hóa", "Cấp tỉnh", "90", "100"],
    [UP, UP, "Cấp xã", "60", "75"],
])  # fmt: skip


def rows_of(name, path, grid):
    if name == "pdf" and font() is None:
        pytest.skip("no font with Vietnamese letters here")
    raw = extract_document(read(WRITERS[name](path / f"a.{name}", [*HEAD, grid, *END])))
    return [tuple(row[column] for column in ("label", "printed", "deadline")) for row in raw.tables["targets.csv"]]


@pytest.mark.parametrize("name", WRITERS)
def test_each_row_holds_for_its_level_and_the_indicator_above_it(name, tmp_path):
    expected = [
        (f"{label} … cấp {level}", f"{value} … %", f"năm {year}")
        for label, level, values in [
            ("Hồ sơ điện tử", "tỉnh", "70 80"),
            ("Hồ sơ điện tử", "huyện", "55 65"),
            ("Hồ sơ điện tử", "xã", "40 50"),
            ("Kết quả được số hóa", "tỉnh", "90 100"),
            ("Kết quả được số hóa", "xã", "60 75"),
        ]
        for year, value in zip((2024, 2025), values.split(), strict=True)
    ]
    rows = rows_of(name, tmp_path, BY_LEVEL)
    assert [(label.replace("Cấp", "cấp"), printed, deadline) for label, printed, deadline in rows] == expected


def test_one_indicator_over_all_rows_is_read(tmp_path):
    grid = Grid([
        ["Mục tiêu", "Phạm vi", "Năm 2025"],
        ["Tỷ lệ hài lòng", "Cấp tỉnh", "≥ 95%"],
        [UP, "Cấp huyện", "≥ 90%"],
        [UP, "Cấp xã", "≥ 88%"],
    ])  # fmt: skip
    assert [label for label, _, _ in rows_of("docx", tmp_path, grid)] == [
        "Tỷ lệ hài lòng … Cấp tỉnh",
        "Tỷ lệ hài lòng … Cấp huyện",
        "Tỷ lệ hài lòng … Cấp xã",
    ]


def test_a_value_merged_over_rows_is_set_for_each_of_them(tmp_path):
    grid = Grid([
        ["STT", "Chỉ tiêu", "Mục tiêu năm 2025"],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "85%"],
        ["2", "Tỷ lệ thanh toán trực tuyến", UP],
    ])  # fmt: skip
    rows = rows_of("html", tmp_path, grid)
    assert [(label, printed) for label, printed, _ in rows] == [
        ("Tỷ lệ hồ sơ trực tuyến", "85%"),
        ("Tỷ lệ thanh toán trực tuyến", "85%"),
    ]


def test_a_roadmap_by_years_with_who_does_it_is_no_table_of_results(tmp_path):
    grid = Grid([
        ["TT", "Tên chỉ tiêu", "Lộ trình thực hiện", LEFT, "Đơn vị theo dõi"],
        [UP, UP, "Năm 2024", "Năm 2025", UP],
        ["1", "Tỷ lệ hồ sơ lưu trữ điện tử", "55", "70", "Sở Nội vụ"],
        ["2", "Số phần mềm dùng chung", "-", "6", UP],
    ])  # fmt: skip
    assert rows_of("docx", tmp_path, grid) == [
        ("Tỷ lệ hồ sơ lưu trữ điện tử", "55 … %", "Năm 2024"),
        ("Tỷ lệ hồ sơ lưu trữ điện tử", "70 … %", "Năm 2025"),
        ("Số phần mềm dùng chung", "6", "Năm 2025"),
    ]


def test_results_beside_a_plan_set_no_target(tmp_path):
    grid = Grid([["Chỉ tiêu", "Ước thực hiện 2025", "Kế hoạch 2025"], ["Tỷ lệ hài lòng", "91%", "93%"]])
    assert rows_of("html", tmp_path, grid) == [("Tỷ lệ hài lòng", "93%", "năm 2025")]


@pytest.mark.parametrize(
    ("label", "unit", "printed"),
    [
        ("Tỷ lệ công chức bố trí theo vị trí việc làm", "%", "90 … %"),
        ("Tỷ lệ báo cáo hàng tháng gửi đúng hạn", "%", "90 … %"),
        ("Số khách hàng được phục vụ mỗi ngày", "lượt", "90"),
        ("Số thư viện hạng II", "thư viện", "90"),
        ("Vị trí của tỉnh trong bảng chuyển đổi số", "", "thứ hạng … 90"),
        ("Chuyển đổi số", "Hạng", "thứ hạng … 90"),
    ],
)
def test_what_is_a_rank_is_told_by_its_unit_first_and_by_whole_words(label, unit, printed, tmp_path):
    grid = Grid([["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch 2025"], ["1", label, unit, "90"]])
    assert [row[1] for row in rows_of("html", tmp_path, grid)] == [printed]
