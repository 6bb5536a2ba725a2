"""Raw tables broken as people break them: an error that names the place, or a finding; never silence."""

from __future__ import annotations

import csv
import io
import shutil

import pytest

from analysis.cli import main
from tests.validate.conftest import ROOT

DOCUMENT = "data/raw/quang-tri/2024-H1/1125-bc-vp"
COLUMNS = ["code", "label", "unit", "value", "note", "location"]


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / DOCUMENT, tmp_path / DOCUMENT)
    return tmp_path / DOCUMENT


def change(path, edit, **dialect):
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", **dialect).writerows(edit(rows))
    path.write_text(out.getvalue(), encoding="utf-8")


def exchanged(one, other):
    """Cells of two columns exchanged below the header."""
    first, second = COLUMNS.index(one), COLUMNS.index(other)

    def edit(rows):
        for row in rows[1:]:
            row[first], row[second] = row[second], row[first]
        return rows

    return edit


def moved_down(column, by=1):
    at = COLUMNS.index(column)

    def edit(rows):
        values = ["" for _ in range(by)] + [row[at] for row in rows[1:]]
        return [rows[0]] + [[*row[:at], value, *row[at + 1 :]] for row, value in zip(rows[1:], values, strict=False)]

    return edit


def cell(code, column, value):
    def edit(rows):
        row = next(row for row in rows if row[0].strip(".,") == code)
        row[COLUMNS.index(column)] = value
        return rows

    return edit


def said(folder, capsys, *command):
    code = main(["--root", str(folder.parents[4]), *command])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


REFUSED = {
    "unit and value exchanged": (exchanged("unit", "value"), ["unknown unit", "row 4", "'unit'", "'81'"]),
    "label and value exchanged": (exchanged("label", "value"), ["no rule can read", "row 4", "Số TTHC công bố mới"]),
    "code and label exchanged": (exchanged("code", "label"), ["row code", "row 2", "Thống kê TTHC"]),
    "values one row too low": (moved_down("value"), ["value without a unit", "row 10", "'151'"]),
    "labels one row too low": (moved_down("label"), ["without a label", "row 2"]),
    "header missing": (lambda rows: rows[1:], ["no header", "row 1", "code,label"]),
    "header in other words": (
        lambda rows: [["STT", "Chỉ tiêu", "ĐVT", "Giá trị", "Ghi chú", "Vị trí"], *rows[1:]],
        ["no header, or one in other words", "Giá trị"],
    ),
    "header twice": (
        lambda rows: [*rows[:10], rows[0], *rows[10:]],
        ["the header stands again", "row 11", "'code'", "keep the rows of one table"],
    ),
    "merged code cells": (cell("3.2.1", "code", ""), ["row code", "row 19"]),
    "merged value cells": (cell("3.2.1", "value", "10,099 9,751"), ["no rule can read", "10,099 9,751"]),
    "total row without a code": (lambda rows: [*rows, ["", "Tổng", "", "140.394", "", "L350"]], ["row code", "row 27"]),
    "empty row": (lambda rows: [*rows, [""] * 6], ["empty row", "row 27", "delete"]),
    "a row twice": (lambda rows: [*rows, rows[-1]], ["3.4.2 stands twice", "row 26", "row 27"]),
    "letter for a digit": (cell("3.2.1", "value", "1O,099"), ["no rule can read", "row 19", "'1O,099'"]),
    "an error of a spreadsheet": (cell("3.2.1", "value", "#REF!"), ["no rule can read", "'#REF!'"]),
    "a date of a spreadsheet": (cell("3.2.1", "value", "10-Sep"), ["no rule can read", "'10-Sep'"]),
    "a power of ten": (cell("3.2.1", "value", "1,0099E+04"), ["no rule can read", "1,0099E+04"]),
    "rows of another edition": (
        lambda rows: [*rows, ["I.1", "Cắt giảm TTHC", "Thủ tục", "5", "", "L351"]],
        ["row code", "row 27", "'I.1'"],
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_clean_names_file_row_cell_value_and_remedy(folder, capsys, kind):
    edit, expected = REFUSED[kind]
    change(folder / "form-3.csv", edit)
    code, text = said(folder, capsys, "clean")
    assert code == 2
    for part in (f"{DOCUMENT}/form-3.csv", "remedy:", *expected):
        assert part in text
    assert len(text.splitlines()) <= 20, "one mistake is told once, however many rows it has spoilt"


def test_a_sheet_of_another_locale_is_told_by_its_separator(folder, capsys):
    change(folder / "form-3.csv", lambda rows: rows, delimiter=";")
    code, text = said(folder, capsys, "clean")
    assert code == 2 and "semicolons" in text and "row 1" in text


FOUND = {
    "a percentage where dossiers are counted": (cell("3.2.1", "value", "10,099%"), "value-read-3-3.2.1"),
    "a rate as a fraction": (cell("3.1", "value", "0.9969"), "form-3-3.1"),
    "a minus sign": (cell("3.2.1", "value", "-10,099"), "text-dossiers-resolved"),
    "a total row with a code": (lambda rows: [*rows, ["3.5.", "Tổng", "Hồ sơ", "140.394", "", "L350"]], "row-known-3"),
    "a row of another edition": (cell("3.4.1", "label", "Số hồ sơ chứng thực điện tử đã cấp"), "row-known-3"),
    "codes one row too low": (lambda rows: [moved_down("code")(rows)[0], *moved_down("code")(rows)[2:]], "row-known-3"),
    "a unit of another kind": (cell("3.2.1", "unit", "%"), "unit-of-row-3-3.2.1"),
}


@pytest.mark.parametrize("kind", FOUND)
def test_what_can_be_read_and_is_wrong_is_a_finding(folder, capsys, kind):
    edit, rule = FOUND[kind]
    change(folder / "form-3.csv", edit)
    assert said(folder, capsys, "clean")[0] == 0
    code, text = said(folder, capsys, "validate")
    assert code == 1 and f"#{rule}" in text


@pytest.mark.parametrize("signs", [(",.", ".,"), (",", ".")])
def test_numbers_mean_the_same_with_the_other_locale_s_signs(folder, capsys, signs):
    """52,414 and 52.414 are one count, 99,69% and 99.69% one rate: unit and arithmetic decide."""
    assert said(folder, capsys, "clean")[0] == 0
    before = said(folder, capsys, "validate")
    at = COLUMNS.index("value")

    def edit(rows):
        return [rows[0]] + [[*row[:at], row[at].translate(str.maketrans(*signs)), *row[at + 1 :]] for row in rows[1:]]

    change(folder / "form-3.csv", edit)
    assert said(folder, capsys, "clean")[0] == 0
    assert said(folder, capsys, "validate") == before


def test_a_document_filed_under_another_province_is_critical(folder, capsys):
    other = folder.parents[2] / "quang-nam" / "2024-H1" / folder.name
    other.parent.mkdir(parents=True)
    shutil.move(folder, other)
    sidecar = other / "document.yml"
    text = sidecar.read_text(encoding="utf-8").replace("province: quang-tri", "province: quang-nam")
    sidecar.write_text(text, encoding="utf-8")
    assert said(other, capsys, "clean")[0] == 0
    code, text = said(other, capsys, "validate", "--format", "text,github")
    line = 1 + sidecar.read_text(encoding="utf-8").splitlines().index("issuer: Văn phòng UBND tỉnh Quảng Trị")
    assert code == 1 and "thuộc Quảng Trị, nhưng văn bản lại nằm ở Quảng Nam" in text
    assert f"document.yml,line={line},title=issuer-of-province::" in text


def test_a_document_kept_twice_is_critical(folder, capsys):
    shutil.copytree(folder, folder.with_name("1125-bc-vp-2"))
    assert said(folder, capsys, "clean")[0] == 0
    assert "1125-bc-vp-2#document-twice" in said(folder, capsys, "validate")[1]


def test_errors_of_raw_data_are_annotated_on_file_and_line(folder, capsys):
    change(folder / "form-3.csv", cell("3.2.1", "value", "1O,099"))
    code, text = said(folder, capsys, "clean", "--format", "github")
    assert code == 2
    assert f"::error file={DOCUMENT}/form-3.csv,line=19,title=raw data::a value that no rule can read%0A" in text
