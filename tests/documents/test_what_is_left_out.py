"""What is no part of a document is left out, what could not be read is said."""

import openpyxl
import pytest

from analysis.documents import read
from analysis.errors import InputError
from tests.sample_documents import hostile
from tests.sample_documents.layouts import font


def texts(path):
    return [block.text for block in read(path).paragraphs()]


def page(tmp_path, body, name="a.html"):
    path = tmp_path / name
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return path


def test_menus_and_footers_of_a_portal_are_no_text(tmp_path):
    body = (
        "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/v'>Văn bản</a></li></ul><div class='breadcrumb'>Tin</div>"
        "<div class='content'><p>Tiếp nhận 12.450<sup>1</sup> hồ sơ.</p><ul><li>Hồ sơ <a href='#'>cấp xã</a></li></ul></div>"
        "<div id='footer'>Lượt xem: 12.345</div><footer>Bản quyền</footer>"
    )
    assert texts(page(tmp_path, body)) == ["Tiếp nhận 12.450 hồ sơ.", "- Hồ sơ cấp xã"]


def test_links_to_other_news_are_no_text_and_a_linked_list_of_laws_is(tmp_path):
    body = (
        "<p>Đào tạo 120 công chức.</p><div><b>Tin liên quan</b><br><a href='#'>Tập huấn cho 320 công chức cấp xã</a> (12/01)"
        "<br><a href='#'>Kết quả khảo sát <b>hài lòng</b> năm 2025</a> (09/01)</div>"
        "<div>Căn cứ <a href='#'>Luật Tổ chức chính quyền địa phương</a>;<br>Căn cứ <a href='#'>Luật Cán bộ</a>;</div>"
        "<div>Theo <a href='#'>Nghị định 45</a> và <a href='#'>Nghị định 61</a>, giải quyết 97,5% hồ sơ đúng hạn.</div>"
    )
    left = texts(page(tmp_path, body))
    assert left[1:3] == ["Căn cứ Luật Tổ chức chính quyền địa phương;", "Căn cứ Luật Cán bộ;"]
    assert left[::3] == [
        "Đào tạo 120 công chức.",
        "Theo Nghị định 45 và Nghị định 61, giải quyết 97,5% hồ sơ đúng hạn.",
    ]


def test_a_web_archive_holds_its_page(tmp_path):
    path = tmp_path / "a.mhtml"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset="utf-8"\n'
        "Content-Transfer-Encoding: quoted-printable\n\n<html><body><p>B=C3=A1o c=C3=A1o</p></body></html>\n--x--\n",
        encoding="ascii",
    )
    assert texts(path) == ["Báo cáo"]


def test_a_hidden_sheet_is_named(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Báo cáo"
    hidden = book.create_sheet("Nháp")
    hidden["A1"], hidden.sheet_state = "số cũ", "hidden"
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    assert [block.text for block in document.paragraphs()] == ["Báo cáo"]
    assert document.notes == ("sheet 'Nháp' is hidden and was not read",)


def test_a_page_that_is_a_picture_is_named(tmp_path):
    if font() is None:
        pytest.skip("no font with Vietnamese letters here")
    import io

    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("vi", font()))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("vi", 11)
    for line in range(12):
        canvas.drawString(70, 780 - 15 * line, "Báo cáo kết quả cải cách hành chính của tỉnh trong quý.")
    canvas.showPage()
    canvas.drawImage(ImageReader(io.BytesIO(hostile._png())), 20, 20, 550, 780)
    canvas.save()
    document = read(tmp_path / "a.pdf")
    assert document.notes == ("page 2 is a picture without text and was not read",)
    assert len(list(document.lines())) == 12


def pdf_of_a_font_without_vietnamese(path, lines):
    """What a careless export leaves: boxes on the page and letters without a name in the text layer."""
    from pathlib import Path

    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("western", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    canvas = Canvas(str(path))
    canvas.setFont("western", 11)
    for place, line in enumerate(lines):
        canvas.drawString(70, 780 - 15 * place, line)
    canvas.save()
    return path


def test_a_pdf_whose_fonts_do_not_name_its_letters_is_refused_with_their_number(tmp_path):
    lines = ["Giải quyết 1.250 hồ sơ, đạt tỷ lệ 98,5% đúng hạn."] * 20
    with pytest.raises(InputError, match="fonts do not say which letters they show: 160 letters cannot be read"):
        read(pdf_of_a_font_without_vietnamese(tmp_path / "a.pdf", lines))


def test_a_few_letters_without_a_name_are_told_of(tmp_path):
    lines = ["The office has received 1.250 letters in the first quarter."] * 20 + ["Tỷ lệ"]
    document = read(pdf_of_a_font_without_vietnamese(tmp_path / "a.pdf", lines))
    assert document.notes == ("page 1: its fonts do not name 2 of its letters, which were left out",)
