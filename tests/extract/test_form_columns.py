"""Forms whose columns stand in another order, with columns nobody asked for, other names of the form, two header rows."""

import pytest

from analysis.documents import read
from analysis.extract.raw_document import extract_document
from tests.sample_documents.layouts import LEFT, UP, Grid, write_docx, write_flattened, write_html, write_text

ROWS = {
    "1": [
        ["1.", "Số văn bản chỉ đạo CCHC đã ban hành", "Văn bản", "21", ""],
        ["2.", "Tỷ lệ hoàn thành Kế hoạch CCHC năm", "%", "62,5", "Tính đến 14/6"],
        ["2.1.", "Số nhiệm vụ đề ra trong kế hoạch", "Nhiệm vụ", "40", ""],
        ["3.", "Kiểm tra CCHC", "", "", ""],
        ["3.1.", "Số sở, ngành đã kiểm tra", "Cơ quan, đơn vị", "7", ""],
    ],
    "3": [
        ["1.1.", "Số TTHC đã được phê duyệt phương án đơn giản hóa", "Thủ tục", "4", ""],
        ["1.4.", "Tổng số TTHC thuộc thẩm quyền giải quyết tại địa phương", "Thủ tục", "1.902", ""],
        ["1.4.1.", "Số TTHC cấp tỉnh", "Thủ tục", "1.480", "Gồm cả ngành dọc"],
    ],
}
NAMES = ["code", "label", "unit", "value", "note"]
USUAL = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"]
COLUMNS = {
    "value before unit": ([["STT", "Chỉ tiêu", "Số liệu", "ĐVT", "Ghi chú"]], ["code", "label", "value", "unit", "note"]),
    "note first": ([["TT", "Nội dung", "Ghi chú", "ĐVT", "Kết quả"]], ["code", "label", "note", "unit", "value"]),
    "last year before": (
        [["TT", "Nội dung chỉ tiêu", "ĐVT", "Cùng kỳ năm 2022", "Thực hiện 6 tháng 2023", "Ghi chú"]],
        ["code", "label", "unit", "17", "value", "note"],
    ),
    "more behind": (
        [["TT", "Chỉ tiêu", "ĐVT", "Kỳ báo cáo", "Lũy kế từ đầu năm", "So sánh (%)", "Ghi chú"]],
        ["code", "label", "unit", "value", "33", "104,2", "note"],
    ),
    "periods below a group": (
        [["STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", LEFT, "Ghi chú"], [UP, UP, UP, "Kỳ trước", "Kỳ này", UP]],
        ["code", "label", "unit", "9", "value", "note"],
    ),
    "unit below a group": (
        [["STT", "Chỉ tiêu", "Kết quả thống kê", LEFT, "Ghi chú"], [UP, UP, "Đơn vị tính", "Số liệu", UP]],
        NAMES,
    ),
    "letters number the columns": ([USUAL, ["A", "B", "C", "1", "2"]], NAMES),
}  # fmt: skip
WRITERS = {"txt": write_text, "flat.txt": write_flattened, "html": write_html, "docx": write_docx}


def forms_of(path):
    raw = extract_document(read(path), "lao-cai", "2023-H1")
    forms = {
        name[5:-4]: [[row[column] for column in NAMES] for row in rows]
        for name, rows in raw.tables.items()
        if name.startswith("form-")
    }
    return forms, " / ".join(raw.log)


def grid(header, order, rows):
    return Grid([*header, *([row[NAMES.index(name)] if name in NAMES else name for name in order] for row in rows)])


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
@pytest.mark.parametrize("name", WRITERS)
def test_columns_are_known_by_their_names_in_any_order(columns, name, tmp_path):
    header, order = columns
    rows = {form: [row for row in given if row[2] or set(order) <= set(NAMES)] for form, given in ROWS.items()}
    items = [item for form in rows for item in (f"Biểu mẫu {form}", grid(header, order, rows[form]))]
    assert forms_of(WRITERS[name](tmp_path / f"a.{name}", items))[0] == rows


@pytest.mark.parametrize(
    "named", ["BIỂU 0{}/CCHC", "Biểu số: 0{}/BC-CCHC", "Mẫu số 0{}", "Biểu mẫu số {}", "Phụ lục 2: Biểu mẫu {}"]
)
@pytest.mark.parametrize("name", WRITERS)
def test_a_form_is_known_by_its_number_in_any_dress(named, name, tmp_path):
    items = [item for form, rows in ROWS.items() for item in (named.format(form), Grid([USUAL, *rows]))]
    assert forms_of(WRITERS[name](tmp_path / f"a.{name}", items))[0] == ROWS


def test_a_figure_whose_column_is_lost_is_left_empty_and_named(tmp_path):
    header = ["TT", "Chỉ tiêu", "ĐVT", "Kỳ trước", "Kỳ này"]
    rows = [
        ["1", "Số văn bản đã ban hành", "Văn bản", "17", "21"],
        ["2", "Số nhiệm vụ đề ra", "Nhiệm vụ", "", "40"],
        ["3", "Số sở, ngành đã kiểm tra", "Cơ quan, đơn vị", "6", "7"],
    ]
    found, said = forms_of(write_flattened(tmp_path / "a.txt", ["Biểu mẫu 1", Grid([header, *rows])]))
    assert [row[3] for row in found["1"]] == ["21", "", "7"]
    assert "of row 2 a cell is missing; whether '40' is its value is unknown, it is left empty" in said
    assert [row[3] for row in forms_of(write_docx(tmp_path / "a.docx", ["Biểu mẫu 1", Grid([header, *rows])]))[0]["1"]] == [
        "21", "40", "7",
    ]  # fmt: skip


def test_the_last_row_of_a_flattened_form_takes_nothing_of_what_follows(tmp_path):
    header, order = COLUMNS["unit below a group"]
    rows = [[*row[:4], ""] for row in ROWS["1"]]
    tasks = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"], ["1", "Tập huấn cấp xã", "Sở Nội vụ", "Quý I/2024"]]
    tasks.append(["2", "Kiểm tra công vụ", "Thanh tra tỉnh", "Quý II/2024"])
    items = ["Biểu mẫu 1", grid(header, order, rows), "Danh mục nhiệm vụ", Grid(tasks), "Kèm theo báo cáo này."]
    path = write_flattened(tmp_path / "a.txt", items)
    assert forms_of(path)[0] == {"1": rows}
    found = extract_document(read(path), "lao-cai", "2023-H1").tables["tasks.csv"]
    assert [[row[name] for name in ("no", "task", "lead", "deadline")] for row in found] == tasks[1:]
