"""Tables of tasks in layouts offices use: group headers, sections, rows and tables broken by a page."""

import pytest

from analysis.documents import read
from analysis.extract.raw_document import extract_document
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


VARIANTS = {
    "lead first": (["STT", "Cơ quan chủ trì", "Nhiệm vụ", "Thời gian hoàn thành", "Đơn vị phối hợp"], [0, 2, 1, 4, 3]),
    "time before agencies": (["STT", "Nhiệm vụ", "Thời hạn", "Đơn vị chủ trì", "Đơn vị phối hợp"], [0, 1, 4, 2, 3]),
    "product in the middle": (["TT", "Nội dung", "Sản phẩm", "Chủ trì", "Phối hợp", "Tiến độ"], [0, 1, "Báo cáo", 2, 3, 4]),
    "who takes part": (["STT", "Nội dung", "Cơ quan đầu mối", "Cơ quan tham gia", "Thời gian"], [0, 1, 2, 3, 4]),
    "carried out by": (
        ["TT", "Nội dung nhiệm vụ", "Cơ quan thực hiện", "Phối hợp", "Thời gian hoàn thành", "Kết quả"],
        [0, 1, 2, 3, 4, "Kế hoạch"],
    ),
    "start and end": (
        ["STT", "Nhiệm vụ, giải pháp", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian bắt đầu", "Thời gian hoàn thành"],
        [0, 1, 2, 3, "Tháng 01/2024", 4],
    ),
    "in capitals": (
        ["STT", "NHIỆM VỤ CỤ THỂ", "SẢN PHẨM ĐẦU RA", "CƠ QUAN CHỦ TRÌ", "CƠ QUAN PHỐI HỢP", "THỜI GIAN"],
        [0, 1, "Kế hoạch", 2, 3, 4],
    ),
}  # fmt: skip


@pytest.mark.parametrize("columns", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize("name", WRITERS)
def test_columns_in_other_orders_and_words(columns, name, tmp_path):
    header, order = columns
    rows = [[row[at] if isinstance(at, int) else at for at in order] for row in TASKS]
    assert rows_of(WRITERS[name](tmp_path / f"a.{name}", [Grid([header, *rows])])) == TASKS


@pytest.mark.parametrize(
    "numbers", [["1.1", "1.2", "2.1"], ["a", "b", "a"], ["a)", "b)", "a)"], ["-", "-", "-"]], ids=str
)
@pytest.mark.parametrize("name", ["txt", "html", "docx"])
def test_numbers_below_numbers_are_tasks_and_their_parents_sections(numbers, name, tmp_path):
    tasks = [
        [number, *row[1:]] if number != "-" else ["", f"- {row[1]}", *row[2:]]
        for number, row in zip(numbers, TASKS, strict=True)
    ]
    parents = [["1", "Cải cách thể chế", "", "", ""], ["2", "Cải cách công vụ", "", "", ""]]
    content = [Grid([HEADER, parents[0], *tasks[:2], parents[1], tasks[2]])]
    assert rows_of(WRITERS[name](tmp_path / f"a.{name}", content)) == tasks


def test_of_two_agencies_one_lost_its_column_and_that_is_said(tmp_path):
    rows = [TASKS[0], [*TASKS[1][:2], "", *TASKS[1][3:]], TASKS[2]]
    found = extract_tasks(read(write_flattened(tmp_path / "a.txt", [Grid([HEADER, *rows])])))
    assert len(found.rows) == 3
    assert any("task 2 at L21-27" in line and "check whether it leads or supports" in line for line in found.log), (
        found.log
    )


@pytest.mark.parametrize("middle", [False, True], ids=["at the top", "in the middle"])
def test_a_lead_merged_over_rows_of_a_pdf_without_lines(middle, tmp_path):
    if font() is None:
        pytest.skip("no font with Vietnamese letters here")
    lead = "Sở Nội vụ chủ trì cùng Văn phòng UBND tỉnh, Sở Thông tin và Truyền thông, Sở Tài chính và Sở Tư pháp"
    rows = [[*TASKS[0][:2], lead, *TASKS[0][3:]], *([*row[:2], UP, *row[3:]] for row in TASKS[1:])]
    document = read(write_pdf(tmp_path / "a.pdf", [Grid([HEADER, *rows])], rules="none", middle=middle))
    found = extract_tasks(document).rows
    assert [row["lead"] for row in found] == [lead] * 3
    assert [row["task"] for row in found] == [row[1] for row in TASKS]
    assert len([note for note in document.notes if "goes on from the row above" in note]) == 2


def test_tasks_without_a_lead_among_others_are_named(tmp_path):
    rows = [TASKS[0], [*TASKS[1][:2], "", *TASKS[1][3:]], TASKS[2]]
    found = extract_tasks(read(write_text(tmp_path / "a.txt", [Grid([HEADER, *rows])])))
    assert [row["lead"] for row in found.rows] == ["Sở Nội vụ", "", "Thanh tra tỉnh, Sở Nội vụ"]
    assert any(line.startswith("tasks without a lead agency: 2 at L3") for line in found.log)


def test_a_table_of_tasks_without_numbers_is_read_and_said_to_be_unread_where_a_flattened_row_lost_a_cell(tmp_path):
    rows = [row[1:] for row in TASKS]
    for write, name in ((write_text, "a.txt"), (write_flattened, "b.txt")):
        path = write(tmp_path / name, ["Danh mục", Grid([HEADER[1:], *rows])])
        assert rows_of(path) == [["", *row] for row in rows]
        assert not any("not read" in line for line in extract_document(read(path)).log)
    rows[1] = [*rows[1][:2], "", rows[1][3]]
    raw = extract_document(read(write_flattened(tmp_path / "c.txt", ["Danh mục", Grid([HEADER[1:], *rows])])))
    assert any(line.startswith("a table of tasks begins at L3, but its rows are not read") for line in raw.log)


ONE_A_LINE = (
    "KẾ HOẠCH\nCải cách hành chính năm 2024\n\nNhiệm vụ\nCơ quan chủ trì\nCơ quan phối hợp\nThời gian thực hiện\n"
    "Ban hành kế hoạch kiểm tra công vụ\nSở Nội vụ\nCác sở, ban, ngành\nQuý I\n"
    "Rà soát thủ tục hành chính nội bộ\nVăn phòng UBND tỉnh\nUBND cấp xã\nTháng 12/2024\n"
)


def test_cells_one_a_line_without_numbers_are_read_where_their_beat_is_certain(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(ONE_A_LINE + "\nNơi nhận:\n- Như trên.\n", encoding="utf-8")
    assert rows_of(path) == [
        ["", "Ban hành kế hoạch kiểm tra công vụ", "Sở Nội vụ", "Các sở, ban, ngành", "Quý I"],
        ["", "Rà soát thủ tục hành chính nội bộ", "Văn phòng UBND tỉnh", "UBND cấp xã", "Tháng 12/2024"],
    ]
    assert not [line for line in extract_document(read(path)).log if "not read" in line]


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("UBND cấp xã\n", ""),  # a cell is missing
        ("Quý I\n", "Quý I\nBáo cáo kết quả\n"),  # one too many
        ("Sở Nội vụ\n", "Theo phân công\n"),  # whoever leads is no agency
        ("Thời gian thực hiện\n", "Sản phẩm\nThời gian thực hiện\n"),  # a column that no row has
    ],
)
def test_cells_one_a_line_are_said_and_not_read_where_a_row_may_be_another(printed, instead, tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(ONE_A_LINE.replace(printed, instead), encoding="utf-8")
    assert rows_of(path) == []
    assert [line for line in extract_document(read(path)).log if "a table of tasks begins" in line]
