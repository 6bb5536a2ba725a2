"""The exports in LibreOffice, which offices have: its own arithmetic of the formulas, its own setting of the letter."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from analysis.export.letter import letter
from analysis.export.selection import Selection
from analysis.export.workbook import workbook

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed: exports were not opened in it")
LATEST = 150  # seconds: its first start on a loaded machine


def _converted(folder: Path, source: str, data: bytes, kind: str) -> Path:
    """What LibreOffice makes of a file; it writes its profile below `folder` and nowhere else."""
    (folder / source).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(PROGRAM), profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), source]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=LATEST)
    return folder / "out" / f"{Path(source).stem}.{kind.split(':')[0]}"


def test_its_arithmetic_gives_the_results_that_the_workbook_carries(selection: Selection, tmp_path: Path) -> None:
    carried = openpyxl.load_workbook(io.BytesIO(workbook(selection)), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(workbook(selection)))
    bare = io.BytesIO()
    formulas.save(bare)  # without any result: LibreOffice has to compute each
    assert openpyxl.load_workbook(bare, data_only=True)["Biểu 3"]["F10"].value is None
    computed = openpyxl.load_workbook(_converted(tmp_path, "book.xlsx", bare.getvalue(), "xlsx"), data_only=True)
    assert computed.sheetnames == carried.sheetnames
    compared = 0
    for sheet in formulas:
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            result = computed[sheet.title][cell.coordinate].value
            if cell.data_type == "f":
                expected = carried[sheet.title][cell.coordinate].value
                assert (result or None) == (pytest.approx(expected, abs=1e-9) if expected else None), cell.coordinate
                compared += expected is not None
            elif cell.data_type == "n" and cell.value is not None:
                assert result == cell.value  # a number stays the number it was
            elif cell.data_type == "s":
                assert not isinstance(result, int | float)  # nor does a text become one
    assert compared >= 5


def test_the_letter_is_set_on_a4_with_its_letterhead_and_page_numbers(selection: Selection, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    assert selection.context is not None
    path = _converted(tmp_path, "letter.docx", letter(selection, selection.context), "pdf")
    with pdfplumber.open(path) as pdf:
        sheets = [(round(float(sheet.width)), round(float(sheet.height))) for sheet in pdf.pages]
        first = pdf.pages[0].extract_text()
        tops = [(sheet.crop((0, 0, sheet.width, 48)).extract_text() or "").strip() for sheet in pdf.pages]
        right = max(word["x1"] for sheet in pdf.pages for word in sheet.extract_words())
    assert set(sheets) == {(595, 842)}
    head = [line for line in first.splitlines() if line.strip()][:2]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head[0] and "Độc lập - Tự do - Hạnh phúc" in head[1]
    assert tops[0] == "" or "CỘNG" in tops[0]  # the first page bears no number, the others theirs at the top
    assert tops[1:] == [str(number) for number in range(2, len(tops) + 1)]
    assert right <= 595 - 15 / 25.4 * 72 + 1  # nothing stands in the right margin
