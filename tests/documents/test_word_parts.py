"""What Word prints and what it does not: tracked changes, hidden text, notes, headers, symbols."""

import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

from analysis.documents import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def texts(path):
    return [(block.text, block.location) for block in read(path).paragraphs()]


def append(paragraph, *runs):
    for run in runs:
        paragraph._p.append(parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {W}", run)))


@pytest.fixture
def document():
    return docx.Document()


def test_inserted_text_counts_and_deleted_moved_or_hidden_text_does_not(document, tmp_path):
    paragraph = document.add_paragraph("Đã giải quyết ")
    append(
        paragraph,
        '<w:ins w:id="1" w:author="a"><w:r><w:t>1.250</w:t></w:r></w:ins>',
        '<w:del w:id="2" w:author="a"><w:r><w:delText>1.200</w:delText></w:r></w:del>',
        '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>cũ</w:t></w:r></w:moveFrom>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>",
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> hồ sơ</w:t></w:r>',
    )
    document.save(tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == [("Đã giải quyết 1.250 hồ sơ", "P1")]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(document, tmp_path):
    first = document.add_paragraph("Đoạn một còn")
    first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="9" w:author="a"/></w:rPr>'))
    document.add_paragraph(" nối với đoạn hai.")
    document.save(tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == [("Đoạn một còn nối với đoạn hai.", "P1;P2")]


def test_a_deleted_row_is_gone(document, tmp_path):
    table = document.add_table(3, 2)
    for number, row in enumerate(table.rows):
        row.cells[0].text, row.cells[1].text = str(number), f"dòng {number}"
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="5" w:author="a"/>'))
    document.save(tmp_path / "a.docx")
    table = next(read(tmp_path / "a.docx").tables())
    assert [[cell.text for cell in row] for row in table.rows] == [["0", "dòng 0"], ["2", "dòng 2"]]


def test_the_mark_of_a_note_is_no_digit_of_a_figure_but_a_power_is_print(document, tmp_path):
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    append(document.add_paragraph("Tổng số 1.250"), raised, '<w:r><w:t xml:space="preserve"> hồ sơ</w:t></w:r>')
    append(document.add_paragraph("Diện tích 25 m"), raised)
    document.save(tmp_path / "a.docx")
    assert [text for text, _ in texts(tmp_path / "a.docx")] == ["Tổng số 1.250 hồ sơ", "Diện tích 25 m2"]


def test_a_header_of_the_page_comes_first_and_a_tick_is_a_sign(document, tmp_path):
    document.sections[0].header.paragraphs[0].text = "UBND TỈNH LÂM ĐỒNG"
    append(document.add_paragraph("Có "), '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    document.save(tmp_path / "a.docx")
    assert texts(tmp_path / "a.docx") == [("UBND TỈNH LÂM ĐỒNG", "P0"), ("Có ✓", "P1")]


def test_a_footnote_follows_its_paragraph(document, tmp_path):
    append(document.add_paragraph("Ban hành 12 văn bản"), '<w:r><w:footnoteReference w:id="1"/></w:r>')
    document.save(tmp_path / "plain.docx")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>Gồm 5 kế hoạch.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    with zipfile.ZipFile(tmp_path / "plain.docx") as source, zipfile.ZipFile(tmp_path / "a.docx", "w") as target:
        for name in source.namelist():
            content = source.read(name).decode("utf-8", "surrogateescape")
            override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
            content = content.replace("</Types>", override)
            if name == "word/_rels/document.xml.rels":
                entry = f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'
                content = content.replace("</Relationships>", entry)
            target.writestr(name, content.encode("utf-8", "surrogateescape"))
        target.writestr("word/footnotes.xml", notes)
    assert texts(tmp_path / "a.docx") == [("Ban hành 12 văn bản", "P1"), ("Gồm 5 kế hoạch.", "P1")]
