"""The workbook, opened again with openpyxl and compared with the tables."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset import load
from analysis.errors import UsageError
from analysis.export import workbook as module
from analysis.export.selection import Selection, select
from analysis.export.workbook import workbook
from tests.export.conftest import FINDINGS, FORMULA, OBSERVATIONS, PLAN, REPORT, SCRIPT, write_tables


def _open(data: bytes, *, results: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=results)


def _row(sheet: Worksheet, code: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == f"{code}.")


def test_sheets_stand_in_the_order_a_reader_needs(selection: Selection) -> None:
    names = _open(workbook(selection)).sheetnames
    assert names == [
        "Biểu 3", "Biểu 7", "Số liệu cần xem lại", "Số liệu phần lời", "Chỉ tiêu", "Nhiệm vụ", "Chỉ số",
        "Phép kiểm tra", "Nguồn",
    ]  # fmt: skip


def test_form_has_the_official_header_and_every_printed_value(selection: Selection) -> None:
    book = _open(workbook(selection))
    sheet = book["Biểu 3"]
    assert [sheet[place].value for place in ("A5", "B5", "C5", "C6", "D6", "E5")] == [
        "STT", "Chỉ tiêu thống kê", "Kết quả thống kê", "Đơn vị tính", "Số liệu", "Ghi chú",
    ]  # fmt: skip
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A5:A6", "B5:B6", "C5:D5", "E5:E6"} <= merged
    for row in OBSERVATIONS:
        place = book[f"Biểu {row['form']}"]
        line = _row(place, row["code"])
        assert place.cell(line, 8).value == (row["raw_value"] or None)
        if row["value"] is not None:
            assert place.cell(line, 4).value == row["value"]
            assert place.cell(line, 4).data_type == "n"


def test_numbers_show_the_decimals_that_were_printed(selection: Selection) -> None:
    book = _open(workbook(selection))
    formats = {
        code: book["Biểu 3"].cell(_row(book["Biểu 3"], code), 4).number_format for code in ("3.2", "3.2.1", "3.3")
    }
    assert formats == {"3.2": "#,##0.00", "3.2.1": "#,##0", "3.3": "#,##0"}


def test_ratios_are_recomputed_beside_the_printed_value(selection: Selection) -> None:
    data = workbook(selection)
    sheet, results = _open(data)["Biểu 3"], _open(data, results=True)["Biểu 3"]
    line = _row(sheet, "3.2")
    above, below = f"D{_row(sheet, '3.2.2')}", f"D{_row(sheet, '3.2.1')}"
    assert sheet.cell(line, 6).value == f'=IF(COUNT({above},{below})=2,IF({below}=0,"",{above}/{below}*100),"")'
    assert results.cell(line, 6).value == pytest.approx(9751 / 10099 * 100)
    assert results.cell(line, 7).value == pytest.approx(2.02)
    assert sheet.cell(line, 4).value == 98.57
    total = _row(sheet, "1.4")
    assert results.cell(total, 6).value == 1465 + 261 + 151


def test_a_ratio_over_nothing_stays_blank(selection: Selection) -> None:
    results = _open(workbook(selection), results=True)
    sheet = results["Biểu 3"]
    assert sheet.cell(_row(sheet, "3.3"), 6).value in (None, "")
    unread = results["Biểu 7"]
    assert unread.cell(_row(unread, "6.4"), 6).value in (None, "")


def test_the_doubtful_cell_is_coloured_and_says_why(selection: Selection) -> None:
    sheet = _open(workbook(selection))["Biểu 3"]
    cell = sheet.cell(_row(sheet, "3.2.2"), 4)
    assert cell.fill.fgColor.rgb == "FFFFE066"
    assert cell.comment is not None
    assert cell.comment.text.startswith("Nghiêm trọng (khả năng sai nhất)\nSố đề xuất: 9.955\n")
    assert SCRIPT in cell.comment.text
    note = sheet.cell(_row(sheet, "1.1"), 4)
    assert note.comment is not None and note.fill.fill_type is None
    assert sheet.cell(_row(sheet, "3.2.1"), 4).comment is None


def test_suspects_in_the_text_are_marked_by_how_likely_they_are(selection: Selection) -> None:
    sheet = _open(workbook(selection))["Số liệu phần lời"]
    marks = {sheet.cell(line, 1).value: sheet.cell(line, 4).fill.fgColor.rgb for line in range(3, 7)}
    assert marks["f002"] == "FFFFE066"
    assert marks["f001"] == "FFFFF6CC"
    assert sheet["F5"].value == '=IF(COUNT(D4,D3)=2,IF(D3=0,"",D4/D3*100),"")'


def test_findings_name_cells_and_changes(selection: Selection) -> None:
    sheet = _open(workbook(selection))["Số liệu cần xem lại"]
    first = [sheet.cell(3, column).value for column in range(1, 7)]
    assert first[0] == "nghiêm trọng"
    assert first[2:4] == ["Biểu mẫu 3, dòng 3.2.2", "9.751 → 9.955"]
    assert first[5] == REPORT
    assert sheet.cell(4, 4).value == "140.061 → 140.394\n140.394 → 140.061"


def test_targets_of_the_plan_in_force_and_their_source_are_there(selection: Selection) -> None:
    book = _open(workbook(selection))
    assert book["Chỉ tiêu"]["B3"].value == "Hồ sơ giải quyết đúng hạn"
    assert {book["Nguồn"]["A3"].value, book["Nguồn"]["A4"].value} == {"quang-tri/2021-2025/7-kh-ubnd", REPORT}


def test_no_text_becomes_a_formula_or_an_error(selection: Selection) -> None:
    book = _open(workbook(selection))
    formulas = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert {(cell.parent.title, cell.column_letter) for cell in formulas} == {
        ("Biểu 3", "F"), ("Biểu 3", "G"), ("Biểu 7", "F"), ("Biểu 7", "G"), ("Số liệu phần lời", "F"),
    }  # fmt: skip
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "e"]
    label = book["Biểu 3"].cell(_row(book["Biểu 3"], "1.3"), 2)
    assert (label.value, label.data_type, label.quotePrefix) == (FORMULA, "s", True)
    assert book["Biểu 7"].cell(_row(book["Biểu 7"], "6.4.2"), 4).value == "=206.913"
    assert book["Nhiệm vụ"]["C3"].value == "Sở Nội vụ\n=1+1"


def test_same_bytes_again_and_no_time_in_them(selection: Selection) -> None:
    first = workbook(selection)
    assert workbook(selection) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in archive.read("docProps/core.xml")


def test_a_form_s_number_cannot_break_the_sheet_s_name(tmp_path: Path) -> None:
    hostile = write_tables(
        tmp_path, {"observations": [{**OBSERVATIONS[0], "form": "3/[x]:'*?" + "9" * 40}], "checks": [], "findings": []}
    )
    selection = select(load(root=hostile.root), "quang-tri", "2024-H1", "vi")
    assert _open(workbook(selection)).sheetnames[0].startswith("Biểu 3--x-")


def test_a_suspect_of_another_document_is_marked_there_and_named_here(tmp_path: Path) -> None:
    later = {**FINDINGS[1], "suspects": f"{PLAN}#targets:L20::2025", "suggested": ""}
    both = write_tables(tmp_path, {"findings": [later]})
    sheet = _open(workbook(select(load(root=both.root), "quang-tri", "2024-H1", "vi")))["Số liệu cần xem lại"]
    assert sheet["C3"].value == "Chỉ tiêu, dòng 20"


def test_too_many_forms_are_refused(selection: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FORMS", 1)
    with pytest.raises(UsageError, match="2 forms"):
        workbook(selection)
