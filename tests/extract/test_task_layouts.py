"""Tables of tasks in layouts offices use: group headers, sections, rows and tables broken by a page."""

import pytest

from analysis.documents import read
from analysis.extract.tasks import extract_tasks
from tests.sample_documents.layouts import (
    LEFT,
    UP,
    Grid,
    font,
    write_docx,
    write_flattened,
    write_html,
    write_pdf,
    write_text,
)

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]
TASKS = [
    ["1", "Ban hành kế hoạch tuyên truyền", "Sở Nội vụ", "Các Sở, Ban, ngành liên quan, UBND cấp huyện", "Quý I/2024"],
    [
        "2",
        "Rà soát thủ tục hành chính, trình công bố theo quy định",
        "Văn phòng UBND tỉnh",
        "Các Sở, Ban, ngành",
        "Thường xuyên",
    ],
    ["3", "Kiểm tra công vụ đột xuất", "Thanh tra tỉnh, Sở Nội vụ", "Báo Lào Cai", "Hàng quý"],
]
WRITERS = {"txt": write_text, "flat.txt": write_flattened, "html": write_html, "docx": write_docx}


def rows_of(path):
    return [
        [row[name] for name in ("no", "task", "lead", "support", "deadline")] for row in extract_tasks(read(path)).rows
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_a_group_header_and_a_row_that_numbers_the_columns(name, tmp_path):
    header = [
        ["STT", "Nội dung công việc", "Phân công thực hiện", LEFT, "Thời hạn"],
        [UP, UP, "Chủ trì", "Phối hợp", UP],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ]
    assert rows_of(WRITERS[name](tmp_path / f"a.{name}", [Grid([*header, *TASKS])])) == TASKS


def test_a_flattened_table_with_a_column_that_is_not_kept(tmp_path):
    header = [*HEADER[:4], "Sản phẩm", HEADER[4]]
    rows = [[*row[:4], "Văn bản", row[4]] for row in TASKS]
    assert rows_of(write_flattened(tmp_path / "a.txt", [Grid([header, *rows])])) == TASKS
    rows[1][3] = ""  # leaves no trace: the product must not become the supporting agency
    expected = [TASKS[0], [*TASKS[1][:3], "", TASKS[1][4]], TASKS[2]]
    assert rows_of(write_flattened(tmp_path / "b.txt", [Grid([header, *rows])])) == expected


@pytest.mark.parametrize("again", [[], [HEADER]], ids=["no header overleaf", "header printed again"])
@pytest.mark.parametrize("name", ["txt", "html", "docx"])
def test_a_row_broken_by_a_page_is_joined_cell_by_cell(name, again, tmp_path):
    upper = ["2", "Rà soát thủ tục hành chính,", "Văn phòng", "Các Sở,", ""]
    lower = ["", "trình công bố theo quy định", "UBND tỉnh", "Ban, ngành", "Thường xuyên"]
    content = [Grid([HEADER, TASKS[0], upper]), *(["12"] if again else []), Grid([*again, lower, TASKS[2]])]
    assert rows_of(WRITERS[name](tmp_path / f"a.{name}", content)) == TASKS


def test_sections_are_no_tasks_also_over_the_columns_of_a_pdf_without_lines(tmp_path):
    if font() is None:
        pytest.skip("no font with Vietnamese letters here")
    sections = [["I. CẢI CÁCH THỂ CHẾ", *[LEFT] * 4], TASKS[0], ["II. CẢI CÁCH THỦ TỤC", *[LEFT] * 4], *TASKS[1:]]
    for rules in ("all", "none", "level"):
        assert rows_of(write_pdf(tmp_path / f"{rules}.pdf", [Grid([HEADER, *sections])], rules=rules)) == TASKS, rules
