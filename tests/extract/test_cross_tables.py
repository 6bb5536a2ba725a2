"""Cross tables of a report: cells named by row and column, their relations from the arithmetic of most rows."""

from __future__ import annotations

import pytest

from analysis.documents import read
from analysis.documents.flattened_grid import split_grids
from analysis.documents.model import Cell, Line, Table
from analysis.extract.cross_tables import figures_of_cross_table
from analysis.extract.raw_document import extract_document
from tests.sample_documents.layouts import Grid, write_docx, write_flattened

TITLE = "Kết quả giải quyết hồ sơ tính đến ngày 10/9/2023:"
HEADER = ["Cấp", "Tiếp nhận", "Đã giải quyết", "Đúng hạn", "Tỷ lệ đúng hạn (%)"]
ROWS = [
    ["Cấp tỉnh", "40.211", "38.100", "37.900", "99,48"],
    ["Cấp huyện", "10.115", "9.800", "9.711", "99,09"],
    ["Cấp xã", "70.321", "70.100", "70.000", "99,86"],
    ["Tổng cộng", "120.647", "118.000", "117.611", "99,67"],
]
AGENCIES = [
    ["STT", "Đơn vị", "Hồ sơ đã giải quyết", "", ""],
    ["", "", "Tổng số", "Đúng hạn", "Quá hạn"],
    ["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"],
    ["I", "Sở, ngành", "1.500", "1.480", "20"],
    ["1", "Sở Y tế", "900", "890", "10"],
    ["2", "Sở Tư pháp", "600", "590", "10"],
    ["II", "Huyện", "700", "700", "0"],
    ["1", "Huyện Đắk Hà", "300", "300", "0"],
    ["2", "Huyện Sa Thầy", "400", "400", "0"],
    ["", "Cộng", "2.200", "2.180", "20"],
]


def table(rows):
    cells = tuple(tuple(Cell(text, f"T1R{r}C{c}") for c, text in enumerate(row, 1)) for r, row in enumerate(rows, 1))
    return Table(cells, "T1")


def figures(rows, title=TITLE):
    return {row["location"]: row for row in figures_of_cross_table(table(rows), title, 1)}


def test_cells_are_named_by_row_and_column_with_the_counted_noun_and_the_date():
    found = figures([HEADER, *ROWS])
    assert len(found) == 16
    one = found["T1R2C3"]
    assert (one["label"], one["printed"], one["unit"], one["as_of"]) == (
        "Cấp tỉnh, đã giải quyết",
        "38.100",
        "hồ sơ",
        "10/9/2023",
    )
    assert found["T1R2C5"]["unit"] == "%" and found["T1R2C5"]["label"] == "Cấp tỉnh, tỷ lệ đúng hạn"


def test_a_total_has_its_rows_as_parts_and_a_rate_its_two_counts():
    found = figures([HEADER, *ROWS])
    assert (found["T1R3C2"]["parent"], found["T1R3C2"]["relation"]) == ("f013", "part")
    assert (found["T1R5C2"]["parent"], found["T1R5C2"]["relation"]) == ("", "whole")
    assert [found[f"T1R{row}C5"]["relation"] for row in (2, 3, 4, 5)] == [
        "ratio_of:f003/f002", "ratio_of:f007/f006", "ratio_of:f011/f010", "ratio_of:f015/f014",
    ]  # fmt: skip


@pytest.mark.parametrize(("row", "column"), [(1, 3), (1, 4), (3, 3), (0, 2)])
def test_one_broken_cell_leaves_the_relations_standing(row, column):
    broken = [list(one) for one in ROWS]
    broken[row][column] = "77,77" if column == 4 else "12.345"
    sound = {place: one["relation"] for place, one in figures([HEADER, *ROWS]).items()}
    assert {place: one["relation"] for place, one in figures([HEADER, *broken]).items()} == sound


def test_groups_with_roman_numbers_and_columns_that_add_up():
    found = figures(AGENCIES)
    assert found["T1R5C3"]["label"] == "Sở Y tế, hồ sơ đã giải quyết, tổng số"
    assert found["T1R5C3"]["parent"] == "f001" and found["T1R4C3"]["parent"] == "f019"
    assert found["T1R10C3"]["relation"] == "whole"
    assert found["T1R5C4"]["parent"] == found["T1R5C5"]["parent"] == "f004"


def test_numbers_that_make_no_sum_are_tied_to_nothing():
    rows = [
        ["Huyện", "Số xã", "Số hồ sơ"],
        ["Đắk Hà", "11", "320"],
        ["Sa Thầy", "13", "455"],
        ["Tổng cộng", "99", "2.110"],
    ]
    assert {one["relation"] for one in figures(rows).values()} == {""}


@pytest.mark.parametrize(
    "rows",
    [
        [["Họ tên", "Chức vụ", "Điện thoại"], ["Trần An", "Trưởng phòng", "0912"], ["Lê Bình", "Phó", "0913"]],
        [["Tiếp nhận", "Giải quyết"], ["1", "2"], ["3", "4"]],
        [HEADER, ROWS[0]],
    ],
)
def test_other_tables_are_none(rows):
    assert figures(rows) == {}


def flattened(*texts):
    return [Line(text, f"L{number}") for number, text in enumerate(texts, 1)]


def test_the_same_table_one_cell_a_line_is_read_alike():
    lines = flattened("Kết quả như sau:", "", *HEADER, *(cell for row in ROWS for cell in row), "", "Nơi nhận.")
    before, found, after = split_grids(lines)
    assert [line.text for line in before if line.text] == ["Kết quả như sau:"]
    assert [[cell.text for cell in row] for row in found.rows] == [HEADER, *ROWS]
    assert [line.text for line in after if line.text] == ["Nơi nhận."]


@pytest.mark.parametrize(
    "texts",
    [
        ("Năm", "2023", "Trang", "7", "Số", "15"),
        ("1", "2", "3", "4"),
        (*HEADER, *ROWS[0], *ROWS[1]),
        (*HEADER[:2], *ROWS[0], *ROWS[1], *ROWS[2]),
        ("a) Kết quả tiếp nhận là 40 hồ sơ;", "Cấp", "Số.", *(cell for row in ROWS for cell in row[:2])),
    ],
)
def test_lines_without_the_beat_of_a_table_stay_text(texts):
    assert split_grids(flattened(*texts)) == [flattened(*texts)]


def test_a_numbered_table_one_cell_a_line_keeps_its_total_without_a_number(tmp_path):
    head = ["ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "Số: 45/BC-UBND", "BÁO CÁO", "Công tác cải cách hành chính năm 2023"]
    rows = [["TT", *HEADER], *([str(number), *row] for number, row in enumerate(ROWS[:3], 1)), ["", *ROWS[3]]]
    items = [*head, "1. Thủ tục hành chính", TITLE, Grid(rows), "Công tác tuyên truyền được duy trì ở các xã."]
    kept = {}
    for name, write in {"flat.txt": write_flattened, "docx": write_docx}.items():
        found = extract_document(read(write(tmp_path / f"a.{name}", items))).tables["figures.csv"]
        kept[name] = [{column: text for column, text in row.items() if column != "location"} for row in found]
    assert len(kept["docx"]) == 16
    assert kept["flat.txt"] == kept["docx"]
