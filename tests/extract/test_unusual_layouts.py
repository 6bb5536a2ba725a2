"""Sheets, pages and files laid out in ways that once lost or mixed up rows without a word."""

import datetime as dt
import html

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analysis.documents import read
from analysis.extract.forms import extract_forms
from analysis.extract.tasks import extract_tasks
from tests.sample_documents.layouts import Grid, font, write_docx, write_flattened, write_html, write_xlsx

HEADER = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"]
FORM_1 = [
    ["1", "Số văn bản chỉ đạo CCHC đã ban hành", "Văn bản", "21", ""],
    ["2", "Tỷ lệ hoàn thành Kế hoạch CCHC năm", "%", "62,5", "Tính đến 14/6"],
    ["2.1", "Số nhiệm vụ đề ra trong kế hoạch", "Nhiệm vụ", "40", ""],
    ["2.2", "Số nhiệm vụ đã hoàn thành", "Nhiệm vụ", "25", ""],
]
FORM_3 = [
    ["1", "Thống kê TTHC", "", "", ""],
    ["1.4", "Tổng số TTHC thuộc thẩm quyền giải quyết tại địa phương", "Thủ tục", "1.902", ""],
    ["1.4.1", "Số TTHC cấp tỉnh", "Thủ tục", "1.480", ""],
    ["1.4.2", "Số TTHC cấp huyện", "Thủ tục", "270", ""],
    ["1.4.3", "Số TTHC cấp xã", "Thủ tục", "152", ""],
]
EMPTY = [""] * 5


def forms_of(path):
    found = extract_forms(read(path))
    names = ("code", "label", "unit", "value", "note")
    return {number: [[row[name] for name in names] for row in rows] for number, rows in found.forms.items()}, found.log


def beside(gap):
    rows = [["Biểu mẫu 1", *EMPTY[1:], *gap, "Biểu mẫu 3", *EMPTY[1:]], [*HEADER, *gap, *HEADER]]
    return [*rows, *([*(FORM_1[at] if at < 4 else EMPTY), *gap, *row] for at, row in enumerate(FORM_3))]


@pytest.mark.parametrize("gap", [[""], []], ids=["a column between", "no column between"])
@pytest.mark.parametrize("write", [write_xlsx, write_docx, write_html], ids=["xlsx", "docx", "html"])
def test_two_forms_side_by_side(write, gap, tmp_path):
    name = {write_xlsx: "a.xlsx", write_docx: "a.docx", write_html: "a.html"}[write]
    found, _ = forms_of(write(tmp_path / name, [Grid(beside(gap))]))
    assert found == {"1": FORM_1, "3": FORM_3}


def workbook(rows, path, change):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([value if value != "" else None for value in row])
    change(book.active)
    book.save(path)
    return path


def test_hidden_rows_and_columns_are_left_out_and_named(tmp_path):
    rows = [["Biểu mẫu 1"], [*HEADER[:3], "Số liệu", *HEADER[3:]], *([*row[:3], "77", *row[3:]] for row in FORM_1)]

    def hide(sheet):
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions.group("D", "D", hidden=True)

    document = read(workbook(rows, tmp_path / "a.xlsx", hide))
    assert [note.partition(" not read")[0] for note in document.notes] == [
        "sheet 'Sheet': hidden row 5",
        "sheet 'Sheet': hidden column D",
    ]
    assert forms_of(tmp_path / "a.xlsx")[0] == {"1": [FORM_1[0], FORM_1[1], FORM_1[3]]}


def test_the_text_of_a_merged_area_that_begins_in_a_hidden_column_is_read(tmp_path):
    rows = [["Biểu mẫu 1"], [*HEADER[:2], "Đơn vị tính", "", *HEADER[3:]], *([*r[:2], "x", *r[2:]] for r in FORM_1)]

    def hide(sheet):
        sheet.merge_cells("C2:D2")
        sheet.column_dimensions["C"].hidden = True

    assert forms_of(workbook(rows, tmp_path / "a.xlsx", hide))[0] == {"1": FORM_1}


def test_a_number_that_excel_made_a_date_is_no_number_and_that_is_said(tmp_path):
    rows = [["Biểu mẫu 3"], HEADER, FORM_3[0], [dt.datetime(2023, 4, 1), *FORM_3[1][1:]], FORM_3[2], [1.1, "Số khác"]]

    def dress(sheet):
        sheet["A6"].number_format = "0.00"

    found, log = forms_of(workbook(rows, tmp_path / "a.xlsx", dress))
    assert [row[0] for row in found["3"]] == ["1", "", "1.4.1", "1.10"]
    assert any("Sheet!A4: the row's number is the date 01/04/2023" in line for line in log)


def test_what_a_page_hides_or_strikes_out_is_not_read(tmp_path):
    rows = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in [HEADER, *FORM_1])
    rows = rows.replace(">21<", "><del>19</del>21<").replace(">62,5<", "><span style='display:none'>9</span>62,5<")
    hidden = "<tr style='display: none'><td>1.9</td><td>Ẩn</td><td></td><td>5</td><td></td></tr>"
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>Biểu mẫu 1</p><table>{rows}{hidden}</table></body></html>", encoding="utf-8")
    assert forms_of(path)[0] == {"1": FORM_1}


def listed(number):
    return parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_of_one_kind_go_on_counting_unless_they_start_anew(tmp_path):
    document = docx.Document()
    document.add_paragraph("x", style="List Number")
    lists = document.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    lists.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{level}</w:abstractNum>'))
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    for number, override in ((101, ""), (102, ""), (103, anew)):
        kind = f'<w:abstractNumId w:val="77"/>{override}'
        lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{kind}</w:num>'))
    header = ["TT", "Nhiệm vụ", "Cơ quan chủ trì"]
    for number in (101, 102, 103):
        table = document.add_table(3, 3)
        for row, cells in enumerate([header, ["", "Rà soát thủ tục", "Sở Y tế"], ["", "Mở lớp", "Sở Nội vụ"]]):
            for place, text in enumerate(cells):
                table.cell(row, place).text = text
        for row in table.rows[1:]:
            row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(listed(number))
        document.add_paragraph("Các nhiệm vụ tiếp theo của những cơ quan khác được nêu ở bảng dưới đây")
    document.save(tmp_path / "a.docx")
    rows = extract_tasks(read(tmp_path / "a.docx")).rows
    assert [row["no"] for row in rows] == ["1", "2", "3", "4", "5", "6"]


def test_cells_deleted_with_tracked_changes_are_not_read(tmp_path):
    rows = [[*HEADER[:3], "Số liệu", *HEADER[3:]], *([*row[:3], "9", *row[3:]] for row in FORM_1)]
    document = docx.Document(write_docx(tmp_path / "a.docx", ["Biểu mẫu 1", Grid(rows)]))
    for row in document.tables[0].rows:
        row.cells[3]._tc.get_or_add_tcPr().append(parse_xml(f'<w:cellDel {nsdecls("w")} w:id="7" w:author="a"/>'))
    document.save(tmp_path / "b.docx")
    assert forms_of(tmp_path / "b.docx")[0] == {"1": FORM_1}


@pytest.mark.parametrize(
    "below",
    ["Trên đây là số liệu của tỉnh trong sáu tháng đầu năm, đề nghị Bộ Nội vụ tổng hợp.", "- Bộ Nội vụ;",
     "II. PHƯƠNG HƯỚNG", "Lào Cai, ngày 18 tháng 6 năm 2023"],
)  # fmt: skip
def test_text_below_a_flattened_form_is_no_note(below, tmp_path):
    found, log = forms_of(write_flattened(tmp_path / "a.txt", ["Biểu mẫu 1", Grid([HEADER, *FORM_1]), below]))
    assert found == {"1": FORM_1}
    assert not any("check whether" in line for line in log)


def test_a_lone_note_in_the_last_row_of_a_flattened_form_is_to_be_checked(tmp_path):
    rows = [*FORM_1[:3], [*FORM_1[3][:4], "Ước tính"]]
    found, log = forms_of(write_flattened(tmp_path / "a.txt", ["Biểu mẫu 1", Grid([HEADER, *rows])]))
    assert found == {"1": rows}
    assert any("check whether 'Ước tính' is the note of row 2.2" in line for line in log)


def pdf(path, draw, size=None, **templates):
    """A page or several drawn by `draw(canvas)`."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if font() is None:
        pytest.skip("no font with Vietnamese letters here")
    pdfmetrics.registerFont(TTFont("vi", font()))
    canvas = Canvas(str(path), pagesize=A4)
    draw(canvas)
    canvas.save()
    return path


def drawn_form(canvas, rows, x, y, ruled):
    from reportlab.platypus import Table, TableStyle

    style = [("FONT", (0, 0), (-1, -1), "vi", 8), *([("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else [])]
    table = Table([HEADER, *rows] if rows[0][0] == "1" else rows, [30, 260, 70, 60, 90], style=TableStyle(style))
    _, height = table.wrap(600, 800)
    table.drawOn(canvas, x, y - height)


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "no lines"])
@pytest.mark.parametrize("turn", [90, 270])
def test_a_sheet_printed_sideways_is_turned(turn, ruled, tmp_path):
    def draw(canvas):
        canvas.translate(*((595, 0) if turn == 90 else (0, 842)))
        canvas.rotate(turn if turn == 90 else -90)
        canvas.setFont("vi", 11)
        canvas.drawString(60, 540, "Biểu mẫu 1")
        drawn_form(canvas, FORM_1, 60, 520, ruled)

    assert forms_of(pdf(tmp_path / "a.pdf", draw))[0] == {"1": FORM_1}


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "no lines"])
def test_running_lines_do_not_end_a_table_that_goes_on(ruled, tmp_path):
    rows = [[str(at), f"Số văn bản loại {at} đã ban hành", "Văn bản", str(100 + at), ""] for at in range(1, 61)]

    def draw(canvas):
        for page, first in enumerate((0, 20, 40), 1):
            canvas.setFont("vi", 9)
            canvas.drawString(60, 810, "UBND tỉnh Lào Cai - Báo cáo cải cách hành chính")
            canvas.drawString(60, 30, f"Sở Nội vụ - Trang {page}/3")
            if page == 1:
                canvas.drawString(60, 780, "Biểu mẫu 1")
            drawn_form(canvas, rows[first : first + 20], 60, 760, ruled)
            canvas.showPage()

    path = pdf(tmp_path / "a.pdf", draw)
    assert forms_of(path)[0] == {"1": rows}
    assert [note.partition(" left out")[0] for note in read(path).notes] == ["running line of pages 1 to 3"] * 2


def test_text_in_two_columns_is_read_column_by_column(tmp_path):
    left = ["1. Thủ tục", *(f"Cơ quan thứ {at} của tỉnh đã nhận văn bản" for at in range(9)), "và đã xử lý 41 hồ sơ."]
    right = ["2. Bộ máy", *(f"Phòng thứ {at} thuộc sở đã được sắp xếp" for at in range(9)), "nên giảm 12 phòng."]

    def draw(canvas):
        canvas.setFont("vi", 9)
        canvas.drawString(60, 800, "BÁO CÁO kết quả của các cơ quan chuyên môn thuộc tỉnh trong sáu tháng đầu năm 2023")
        for x, y, lines in ((60, 760, left), (320, 754, right)):
            for at, line in enumerate(lines):
                canvas.drawString(x, y - 12 * at, line)

    texts = [paragraph.text for paragraph in read(pdf(tmp_path / "a.pdf", draw)).paragraphs()]
    assert texts.index("1. Thủ tục") < texts.index("2. Bộ máy")
    assert any(text.endswith("và đã xử lý 41 hồ sơ.") for text in texts) and texts[-1].endswith("nên giảm 12 phòng.")


def test_names_of_columns_that_stand_sideways_are_read_from_below(tmp_path):
    def draw(canvas):
        canvas.setFont("vi", 9)
        canvas.drawString(60, 800, "Bảng tổng hợp hồ sơ của các cơ quan trong kỳ báo cáo")
        for y in (780, 690, 670, 650):
            canvas.line(60, y, 300, y)
        for x in (60, 220, 260, 300):
            canvas.line(x, 780, x, 650)
        for x, y, text in ((70, 700, "Cơ quan"), (70, 676, "Sở Y tế"), (230, 676, "40"), (270, 676, "39")):
            canvas.drawString(x, y, text)
        for x, name in ((245, "Số tiếp nhận"), (285, "Đúng hạn")):
            canvas.saveState()
            canvas.translate(x, 695)
            canvas.rotate(90)
            canvas.drawString(0, 0, name)
            canvas.restoreState()

    table = next(read(pdf(tmp_path / "a.pdf", draw)).tables())
    assert [cell.text for cell in table.rows[0]] == ["Cơ quan", "Số tiếp nhận", "Đúng hạn"]
