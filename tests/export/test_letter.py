"""The draft letter, opened again with python-docx: layout of the decree, figures of the tables, hostile text as text."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest

from analysis.dataset import load
from analysis.errors import UsageError
from analysis.export.deliver import export
from analysis.export.letter import letter
from analysis.export.selection import Selection, select
from analysis.store import Project
from tests.export.conftest import SCRIPT


@pytest.fixture(scope="module")
def data(selection: Selection) -> bytes:
    assert selection.context is not None
    return letter(selection, selection.context)


@pytest.fixture(scope="module")
def document(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def _texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_page_follows_the_decree(document: Any) -> None:
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= section.top_margin.mm <= 25 and 20 <= section.bottom_margin.mm <= 25
    assert 30 <= round(section.left_margin.mm) <= 35 and 15 <= round(section.right_margin.mm) <= 20
    assert section.different_first_page_header_footer
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)


def _set_as(paragraph: Any) -> tuple[float, bool, bool]:
    """Size in points, bold, italic of a paragraph's text."""
    run = next(run for run in paragraph.runs if run.text)
    return run.font.size.pt, bool(run.bold), bool(run.italic)


def test_parts_have_the_sizes_and_weights_of_the_decree_s_first_appendix(document: Any) -> None:
    """Per part: smallest and largest size, bold, italic."""
    left, right = (cell.paragraphs for cell in document.tables[0].rows[0].cells)
    titles = [each for each in document.paragraphs if each.runs and each.runs[0].bold and each.alignment == 1]
    closing = document.tables[-1].rows[0].cells
    parts = {
        "national title": (right[0], 12, 13, True, False),
        "motto": (right[1], 13, 14, True, False),
        "place and date": (right[-1], 13, 14, False, True),
        "parent body": (left[0], 12, 13, False, False),
        "issuer": (left[1], 12, 13, True, False),
        "number": (left[3], 13, 13, False, False),
        "kind": (titles[0], 13, 14, True, False),
        "subject": (titles[1], 13, 14, True, False),
        "body": (next(each for each in document.paragraphs if each.text.startswith("Căn cứ")), 13, 14, False, False),
        "recipients' head": (closing[0].paragraphs[0], 12, 12, True, True),
        "recipients": (closing[0].paragraphs[1], 11, 11, False, False),
        "signer's title": (closing[1].paragraphs[0], 13, 14, True, False),
        "signer's name": (closing[1].paragraphs[-1], 13, 14, True, False),
    }
    wrong = [
        name
        for name, (paragraph, least, most, bold, italic) in parts.items()
        if not least <= _set_as(paragraph)[0] <= most or _set_as(paragraph)[1:] != (bold, italic)
    ]
    assert wrong == []
    ruled = [paragraph for paragraph in (left[2], right[2]) if "w:pBdr" in paragraph._p.xml]
    assert len(ruled) == 2  # a line under the issuer and under the motto
    header = document.sections[0].header.paragraphs[0]
    assert (
        header.alignment == 1
        and "PAGE" in header._p.xml
        and document.sections[0].first_page_header.paragraphs[0].text == ""
    )
    assert {run.font.size.pt for run in header.runs} <= {13.0, 14.0}


def test_letterhead_leaves_open_what_a_person_decides(document: Any) -> None:
    left, right = (cell.text for cell in document.tables[0].rows[0].cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in right
    assert "[Địa danh], ngày ……" in right
    assert "DỰ THẢO" in left and "[CƠ QUAN LẬP BÁO CÁO]" in left
    assert any("Dự thảo lập tự động từ số liệu" in text for text in _texts(document))


def test_doubts_stand_printed_beside_suggested(document: Any) -> None:
    table = document.tables[2]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["TT", "Chỉ tiêu", "Số in", "Số đề xuất", "Căn cứ và vị trí"]
    assert rows[1][:4] == ["1", "Biểu mẫu 3, dòng 3.2.2: Số hồ sơ đúng hạn", "9.751", "9.955"]
    assert "in 98,57%, tính lại được 96,55%" in rows[1][4]
    assert rows[2][2:4] == ["140.061", "140.394"]
    assert rows[3][2:4] == ["140.394", "140.061"]
    assert rows[2][0] == rows[3][0] == "2", "the number reaches over both suspects"


def test_requests_can_be_answered_by_the_office(document: Any) -> None:
    texts = _texts(document)
    assert (
        "1. Xác nhận số của Biểu mẫu 3, dòng 3.2.2 (Số hồ sơ đúng hạn): in 9.751; đề xuất 9.955 (L332, L3322, L3321)."
        in [text.replace("dòng 332, 3322, 3321", "L332, L3322, L3321") for text in texts]
    )
    assert any(text.startswith("2. Cho biết ô nào sai") for text in texts)
    assert any("bao-cao.txt, SHA-256 " + "b" * 64 in text for text in texts)


def test_rates_below_100_are_listed_as_printed(document: Any) -> None:
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert ["Biểu mẫu 3, dòng 3.2", "Tỷ lệ hồ sơ cấp huyện đúng hạn", "98,57%"] in rows
    assert any(row[0] == "Biểu mẫu 7, dòng 6.4" and row[2] == "62,50%" for row in rows)


def test_same_bytes_again_and_no_time_in_them(selection: Selection, data: bytes) -> None:
    assert selection.context is not None
    assert letter(selection, selection.context) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"dcterms" not in archive.read("docProps/core.xml")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_english_letter_is_english(project: Project) -> None:
    selection = select(load(root=project.root), "quang-tri", "2024-H1", "en")
    assert selection.context is not None
    document = docx.Document(io.BytesIO(letter(selection, selection.context)))
    assert "SOCIALIST REPUBLIC OF VIET NAM" in document.tables[0].rows[0].cells[1].text
    rows = [[cell.text for cell in row.cells] for row in document.tables[2].rows]
    assert rows[1][2:4] == ["9,751", "9,955"]


def test_a_plan_without_forms_still_gives_a_letter(project: Project) -> None:
    selection = select(load(root=project.root), "quang-tri", "2021-2025", "vi")
    assert selection.context is not None
    texts = _texts(docx.Document(io.BytesIO(letter(selection, selection.context))))
    assert "Văn bản đặt 2 chỉ tiêu định lượng, trong đó 1 chỉ tiêu mức 100%." in texts
    assert "Số liệu chưa được kiểm tra chéo." in texts


def test_hostile_text_is_text(project: Project, tmp_path: Any) -> None:
    rows = load(root=project.root)
    findings = rows.findings.assign(message_vi=SCRIPT, rules="")
    hostile = select(type(rows)(**{**rows.tables, "findings": findings}), "quang-tri", "2024-H1", "vi")
    assert hostile.context is not None
    document = docx.Document(io.BytesIO(letter(hostile, hostile.context)))
    assert SCRIPT in document.tables[2].rows[1].cells[4].text


def test_a_letter_is_about_one_report(project: Project, tmp_path: Any) -> None:
    with pytest.raises(UsageError, match="--province P --period D"):
        export(project, "docx", tmp_path / "all.docx", None, None, "vi")
