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
