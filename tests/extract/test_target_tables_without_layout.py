"""Tables of targets whose columns were lost: read where they can be laid out in one way, else left unread and said so."""

import pytest

from analysis.documents import read
from analysis.extract.raw_document import extract_document
from tests.sample_documents.layouts import LEFT, UP, Grid, font, write_docx, write_flattened, write_pdf

HEAD = ["ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "Số: 45/KH-UBND", "KẾ HOẠCH", "Cải cách hành chính năm 2024"]
END = ["Sở Nội vụ theo dõi việc thực hiện."]
WRITERS = {
    "flat.txt": write_flattened,
    "unruled.pdf": lambda path, items: write_pdf(path, items, rules="none"),
    "level.pdf": lambda path, items: write_pdf(path, items, rules="level"),
    "middle.pdf": lambda path, items: write_pdf(path, items, rules="none", middle=True),
}
GROUPED = {
    "tiers below years": Grid([
        ["STT", "Chỉ tiêu", "Năm 2024", LEFT, LEFT, "Năm 2025", LEFT, LEFT],
        [UP, UP, "Cấp tỉnh", "Cấp huyện", "Cấp xã", "Cấp tỉnh", "Cấp huyện", "Cấp xã"],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "70%", "55%", "40%", "80%", "65%", "50%"],
        ["2", "Tỷ lệ thanh toán trực tuyến", "60%", "45%", "30%", "65%", "50%", "35%"],
    ]),
    "two tiers": Grid([
        ["STT", "Chỉ tiêu", "Năm 2024", LEFT, "Năm 2025", LEFT],
        [UP, UP, "Cấp tỉnh", "Cấp xã", "Cấp tỉnh", "Cấp xã"],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "70%", "40%", "80%", "50%"],
        ["2", "Tỷ lệ thanh toán trực tuyến", "60%", "30%", "65%", "35%"],
    ]),
    "years below tiers": Grid([
        ["TT", "Mục tiêu", "Cấp tỉnh", LEFT, "Cấp xã", LEFT],
        [UP, UP, "2024", "2025", "2024", "2025"],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "70%", "80%", "40%", "50%"],
        ["2", "Tỷ lệ ký số", "60%", "65%", "30%", "35%"],
    ]),
    "years below one group": Grid([
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", LEFT],
        [UP, UP, UP, "Năm 2024", "Năm 2025"],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "%", "85", "90"],
        ["2", "Tỷ lệ ký số", "%", "70", "80"],
    ]),
    "a column behind the group": Grid([
        ["STT", "Chỉ tiêu", "Mục tiêu năm 2025", LEFT, LEFT, "Cơ quan theo dõi"],
        [UP, UP, "Cấp tỉnh", "Cấp huyện", "Cấp xã", UP],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "85%", "75%", "70%", "Sở Nội vụ"],
        ["2", "Tỷ lệ ký số", "70%", "60%", "50%", "Sở Tư pháp"],
    ]),
}  # fmt: skip


def read_rows(write, path, grid):
    raw = extract_document(read(write(path, [*HEAD, grid, *END])))
    rows = raw.tables.get("targets.csv", ())
    return [tuple(row[name] for name in ("label", "printed", "deadline")) for row in rows], " / ".join(raw.log)


@pytest.mark.parametrize("grid", GROUPED.values(), ids=GROUPED)
@pytest.mark.parametrize("name", WRITERS)
def test_headers_of_two_rows_are_laid_out_where_there_is_one_way(name, grid, tmp_path):
    if name.endswith("pdf") and font() is None:
        pytest.skip("no font with Vietnamese letters here")
    expected, _ = read_rows(write_docx, tmp_path / "a.docx", grid)
    values = sum(cell[:1].isdigit() for row in grid.rows[2:] for cell in row[2:])
    assert len(expected) == values
    assert read_rows(WRITERS[name], tmp_path / f"a.{name}", grid)[0] == expected


def test_a_header_that_can_be_laid_out_in_several_ways_is_not_read(tmp_path):
    grid = Grid([
        ["STT", "Chỉ tiêu", "Năm 2023", "Năm 2024", LEFT, "Năm 2025", LEFT],
        [UP, UP, UP, "Cấp tỉnh", "Cấp xã", "Cấp tỉnh", "Cấp xã"],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "60%", "70%", "40%", "80%", "50%"],
        ["2", "Tỷ lệ thanh toán trực tuyến", "50%", "60%", "30%", "65%", "35%"],
    ])  # fmt: skip
    assert len(read_rows(write_docx, tmp_path / "a.docx", grid)[0]) == 8
    rows, said = read_rows(write_flattened, tmp_path / "a.txt", grid)
    assert rows == []
    assert "is not read" in said


def test_a_row_that_lost_a_cell_is_not_read_and_named(tmp_path):
    rows = [
        ["STT", "Chỉ tiêu", "Năm 2024", "Năm 2025", "Năm 2026"],
        ["1", "Tỷ lệ hồ sơ trực tuyến", "", "75%", "90%"],
        ["2", "Tỷ lệ số hóa hồ sơ", "70%", "60%", "80%"],
        ["3", "Tỷ lệ ký số", "", "70%", "85%"],
    ]
    found, said = read_rows(write_flattened, tmp_path / "a.txt", Grid(rows))
    assert found == [
        ("Tỷ lệ số hóa hồ sơ", printed, f"Năm {year}")
        for printed, year in zip(rows[2][2:], (2024, 2025, 2026), strict=True)
    ]
    assert "row 1 | Tỷ lệ hồ sơ trực tuyến | 75% | 90% at L19 is not read: a cell of it is missing" in said
    assert "row 3 | Tỷ lệ ký số | 70% | 85%" in said


@pytest.mark.parametrize(
    "labels", [["Năm 2024", "Năm 2025", "Quý I/2026"], ["Chỉ tiêu"] * 3], ids=["times", "one label"]
)
def test_a_table_with_times_or_one_word_for_labels_is_not_read_and_named(labels, tmp_path):
    rows = [[str(number), label, "70%", "80%"] for number, label in enumerate(labels, 1)]
    named = ["Tỷ lệ hồ sơ trực tuyến", "Tỷ lệ ký số", "Tỷ lệ số hóa"]
    right = [[row[0], name, *row[2:]] for row, name in zip(rows, named, strict=True)]
    header = ["STT", "Chỉ tiêu", "Năm 2024", "Năm 2025"]
    found, said = read_rows(write_docx, tmp_path / "a.docx", Grid([header, *rows]))
    assert found == []
    assert "table at T1R1C1 is not read (4 rows): STT | Chỉ tiêu | Năm 2024 | Năm 2025" in said
    assert len(read_rows(write_docx, tmp_path / "b.docx", Grid([header, *right]))[0]) == 6
