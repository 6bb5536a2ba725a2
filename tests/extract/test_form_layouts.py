"""Forms in layouts offices use: other headers, a sheet a form, rows that go on overleaf; what is not read is said."""

import openpyxl
import pytest

from analysis.clean.pipeline import clean_project
from analysis.cli import main
from analysis.documents import read
from analysis.extract.raw_document import extract_document
from analysis.reference.forms.rows import form_rows, form_titles
from analysis.store import Project
from tests.sample_documents.layouts import Grid, font, write_docx, write_pdf, write_text

HEADER = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"]
FORMS = {
    "2": [
        ["1.", "Tổng số VBQPPL do địa phương ban hành", "Văn bản", "31", ""],
        ["1.1.", "Số VBQPPL do cấp tỉnh ban hành", "Văn bản", "25", "Đến 14/9/2023"],
        ["1.2.", "Số VBQPPL do cấp huyện ban hành", "Văn bản", "6", ""],
    ],
    "6": [
        ["1.", "Tỷ lệ giải ngân vốn đầu tư công", "%", "63,7", ""],
        ["1.1.", "Kế hoạch được giao", "Triệu đồng", "5.120.300", ""],
        ["2.", "Thực hiện tự chủ", "", "", ""],
        ["2.1.", "Tổng số đơn vị sự nghiệp công lập", "Đơn vị", "640", ""],
    ],
    "3": [
        [code + ".", row.label, row.unit, "" if row.kind == "header" else "100" if row.unit == "%" else "1.234", ""]
        for (form, code), row in form_rows().items()
        if form == "3"
    ],
}


def items(header, forms=FORMS):
    return [item for number, rows in forms.items() for item in (f"Biểu mẫu {number}", Grid([header, *rows]))]


def forms_of(raw):
    return {
        name[5:-4]: [[row[column] for column in ("code", "label", "unit", "value", "note")] for row in rows]
        for name, rows in raw.tables.items()
        if name.startswith("form-")
    }


def extracted(path):
    return extract_document(read(path), "lao-cai", "2023-Q3")


@pytest.mark.parametrize(
    "header",
    [
        ["TT", "Nội dung thống kê", "ĐVT", "Số liệu quý III/2023", "Thuyết minh"],
        ["Mã chỉ tiêu", "DANH MỤC CHỈ TIÊU", "ĐƠN VỊ TÍNH", "KỲ NÀY", "GHI CHÚ"],
        ["Số TT", "Chỉ tiêu thông kê", "Đơn vi tính", "Sô liệu", "Ghi chu"],
        ["#", "Việc cần đếm", "Đếm bằng", "Con số", "Lời thêm"],
    ],
    ids=["worded", "capitals", "slips", "unknown"],
)
def test_headers_of_other_editions(header, tmp_path):
    raw = extracted(write_docx(tmp_path / "a.docx", items(header)))
    assert forms_of(raw) == FORMS
    if header[0] == "#":
        assert any("the header is unknown: # | Việc cần đếm" in note for note in raw.log)


def test_a_column_that_is_not_kept_is_named(tmp_path):
    wide = [*HEADER[:3], "Kỳ trước", *HEADER[3:]]
    rows = {number: [[*row[:3], "7", *row[3:]] for row in rows] for number, rows in FORMS.items()}
    raw = extracted(write_docx(tmp_path / "a.docx", items(wide, rows)))
    assert forms_of(raw) == FORMS
    assert "form 6: columns that are not kept: Kỳ trước" in raw.log


def test_a_sheet_for_each_form_with_typed_numbers(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in FORMS:
        sheet = book.create_sheet(f"BM{number}")
        sheet.append([form_titles()[number].vi.upper()])
        sheet.merge_cells("A1:E1")
        sheet.append([])
        sheet.append(HEADER)
        for code, label, unit, value, note in FORMS[number]:
            typed = float(value.replace(".", "").replace(",", ".")) if value else None
            sheet.append([code, label, unit or None, typed, note or None])
    book.save(tmp_path / "a.xlsx")
    typed = {number: [[*row[:3], row[3].replace(".", ""), row[4]] for row in rows] for number, rows in FORMS.items()}
    assert forms_of(extracted(tmp_path / "a.xlsx")) == typed


def test_a_row_that_goes_on_overleaf_is_one_row(tmp_path):
    if font() is None:
        pytest.skip("no font with Vietnamese letters here")
    long = {
        **FORMS,
        "3": [
            [*row[:4], "Số liệu tính đến hết ngày 14/9/2023 theo báo cáo của các cơ quan. " * 6] for row in FORMS["3"]
        ],
    }
    expected = {number: [[cell.strip() for cell in row] for row in rows] for number, rows in long.items()}
    for rules in ("all", "none", "level"):
        path = write_pdf(tmp_path / f"{rules}.pdf", items(HEADER, long), rules=rules)
        raw = extracted(path)
        assert forms_of(raw) == expected, rules
        assert any("continued" in note for note in raw.log)


def test_what_nobody_knows_is_kept_and_said(tmp_path):
    rows = [*FORMS["3"], ["9.", "Số con dấu đã đổi", "Con dấu", "4", ""], ["", "Một dòng không số", "Hồ sơ", "5", ""]]
    content = [
        *items(HEADER, {"3": rows}),
        "Biểu mẫu 5",
        "Không có số liệu trong kỳ.",
        Grid([["Họ", "Tên", "Tuổi"]] * 4),
    ]
    raw = extracted(write_text(tmp_path / "a.txt", content))
    assert forms_of(raw) == {"3": rows}
    said = " / ".join(raw.log)
    assert "form 3: 2 rows in no known edition (rows_*.csv), kept as printed: 9. 'Số con dấu đã đổi'" in said
    assert "form 3: 1 row without a number: - 'Một dòng không số'" in said
    assert "form 3: 1 row with a unit that is not in units.csv: 9. 'Con dấu'" in said
    assert "form 5 is named at L" in said
    assert "is not read (4 rows): Họ | Tên | Tuổi" in said


def test_sections_with_roman_numbers_are_rows_and_do_not_stop_cleaning(tmp_path):
    rows = [
        ["I", "TỔNG HỢP", "", "", ""],
        ["1", "Số VBQPPL do cấp tỉnh ban hành", "Văn bản", "25", ""],
        ["II", "KIỂM TRA", "", "", ""],
        ["2", "Số VBQPPL đã kiểm tra", "Văn bản", "40", ""],
    ]
    path = write_docx(tmp_path / "a.docx", items(HEADER, {"2": rows}))
    assert forms_of(extracted(path)) == {"2": rows}
    root = ["--root", str(tmp_path)]
    assert main([*root, "ingest", str(path), "--province", "lao-cai", "--period", "2023-Q3"]) == 0
    assert main([*root, "clean"]) == 0
    observations = clean_project(Project(tmp_path))["observations"]
    assert observations[["code", "value"]].to_numpy().tolist() == [["1", 25.0], ["2", 40.0]]
    assert main([*root, "validate"]) == 0
