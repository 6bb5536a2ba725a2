"""What each reader makes of a file: paragraphs with their lines, tables with merged cells, numbers as they are."""

import docx
import openpyxl
import pytest

from analysis.documents import Heading, Table, read
from analysis.documents.xlsx_reader import canonical
from analysis.errors import InputError
from tests.sample_documents.layouts import (
    LEFT,
    UP,
    Grid,
    font,
    write_docx,
    write_html,
    write_pdf,
    write_text,
    write_xlsx,
)


def text(tmp_path, content, name="a.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return read(path)


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs()]


def test_hard_wrapped_lines_join_and_an_offset_finds_its_line(tmp_path):
    document = text(
        tmp_path,
        "- Năm 2022, số hóa kết quả\ngiải quyết thủ tục của ba cấp đạt tỷ lệ tối thiểu tương ứng\nlà 30%, 20%, 15% và các năm sau tăng dần.\n"
        "- Đến năm 2025:\n+ Giảm ít nhất 25% thời gian\ngiải quyết.\n",
    )
    first = next(document.paragraphs())
    assert texts(document)[1:] == ["- Đến năm 2025:", "+ Giảm ít nhất 25% thời gian giải quyết."]
    assert first.location == "L1-3"
    assert first.locate(first.text.index("30%")) == "L3"
    assert first.locate(0, first.text.index("20%")) == "L1-3"
    assert [line.location for line in first.lines()] == ["L1", "L2", "L3"]


def test_a_sentence_goes_on_after_a_page_break(tmp_path):
    document = text(
        tmp_path,
        "- Tăng cường phân cấp, phân quyền hợp lý giữa chính quyền các\n\ncấp, gắn với trách nhiệm.\n\nĐoạn sau đứng riêng.\n",
    )
    assert texts(document) == [
        "- Tăng cường phân cấp, phân quyền hợp lý giữa chính quyền các cấp, gắn với trách nhiệm.",
        "Đoạn sau đứng riêng.",
    ]
    assert next(document.paragraphs()).location == "L1;L3"


def test_the_number_of_a_page_does_not_break_a_sentence(tmp_path):
    document = text(
        tmp_path, "Các cơ quan, đơn vị tiếp tục rà soát chức năng và nhiệm vụ của\n\n- 12 -\n\ncác phòng trực thuộc.\n"
    )
    assert "Các cơ quan, đơn vị tiếp tục rà soát chức năng và nhiệm vụ của các phòng trực thuộc." in texts(document)


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    document = text(tmp_path, "Một.\r\n\x0c\r\nHai\u2028ba.\r\nBốn.\n")
    assert [(block.text, block.location) for block in document.blocks] == [
        ("Một.", "L1"),
        ("Hai ba.", "L3"),
        ("Bốn.", "L4"),
    ]


def test_headings_cut_by_the_line_and_lone_numbers(tmp_path):
    document = text(
        tmp_path,
        "I. MỤC\nTIÊU, YÊU CẦU\n1.\nCải cách thể chế\na) Mục tiêu\n8. Sở\nY tế\nĐiều\n2. Quyết định này có hiệu lực.\n",
    )
    assert [(block.text, block.level) for block in document.blocks if isinstance(block, Heading)] == [
        ("I. MỤC TIÊU, YÊU CẦU", 1),
        ("1. Cải cách thể chế", 2),
        ("a) Mục tiêu", 3),
        ("8. Sở Y tế", 2),
    ]
    assert texts(document)[-1] == "Điều 2. Quyết định này có hiệu lực."


def test_a_span_of_years_and_a_compound_are_no_bullets(tmp_path):
    document = text(
        tmp_path, "Đánh giá kết quả giai đoạn 2016\n- 2020 và phương hướng phát triển văn hóa\n- xã hội của tỉnh.\n"
    )
    assert len(texts(document)) == 1


def test_emphasis_is_no_print_and_glued_headings_are_parted(tmp_path):
    document = text(
        tmp_path, "I. Kết quả chung**1. Công tác chỉ đạo.**\n\nĐã xử lý *536* hồ sơ (*đúng hạn 507*).\n", "a.md"
    )
    assert texts(document) == ["I. Kết quả chung", "1. Công tác chỉ đạo.", "Đã xử lý 536 hồ sơ (đúng hạn 507)."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(tmp_path, encoding):
    content = "STT;Chỉ tiêu;Số liệu\n1;Tổng số hồ sơ đã tiếp nhận;1.902\n2;Hồ sơ đúng hạn;1.800\n"
    table = next(text(tmp_path, content, "a.csv", encoding).tables())
    assert [cell.text for cell in table.rows[1]] == ["1", "Tổng số hồ sơ đã tiếp nhận", "1.902"]


def test_windows_1258_is_read_and_composed(tmp_path):
    import unicodedata

    content = "Các hồ sơ của người dân và tổ chức đã được tiếp nhận; số lượt: 1.902"
    # Windows-1258 holds the letters with a hat or a horn whole and the tones apart.
    apart = "".join(_for_1258(char) for char in unicodedata.normalize("NFC", content))
    assert texts(text(tmp_path, apart, "a.txt", "cp1258")) == [content]


def _for_1258(char):
    import unicodedata

    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        tones = [mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        return base + "".join(tones)
    return char


MERGED = Grid([["Tỉnh", "Kết quả", LEFT], [UP, "2023", "2024"], ["Lào Cai", "5", "6"], [UP, "7", "8"]])


@pytest.mark.parametrize("write", [write_docx, write_html, write_xlsx, write_pdf], ids=lambda write: write.__name__[6:])
def test_merged_cells_stand_once_and_say_what_covers_the_others(tmp_path, write):
    if write is write_pdf and font() is None:
        pytest.skip("no font with Vietnamese letters here")
    table = next(read(write(tmp_path / f"a.{write.__name__[6:]}", [MERGED])).tables())
    assert [[cell.text for cell in row] for row in table.rows] == MERGED.plain()
    covered = {
        (row, column): cell.merged
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if cell.merged
    }
    assert covered == {(0, 2): "left", (1, 0): "up", (3, 0): "up"}


def test_word_lists_print_their_numbers_and_deleted_text_is_gone(tmp_path):
    document = docx.Document()
    for words in ("Thứ nhất", "Thứ hai"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("Một ý", style="List Bullet")
    paragraph = document.add_paragraph("Còn lại")
    deleted = docx.oxml.parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" w:author="a">'
        "<w:r><w:t>đã xóa</w:t></w:r></w:del>"
    )
    paragraph._p.append(deleted)
    document.save(tmp_path / "a.docx")
    assert texts(read(tmp_path / "a.docx")) == ["1. Thứ nhất", "2. Thứ hai", "- Một ý", "Còn lại"]


def test_a_table_within_a_framing_table_is_read_on_its_own(tmp_path):
    document = docx.Document()
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "Biểu mẫu 1"
    inner = frame.cell(0, 0).add_table(2, 2)
    for number, words in enumerate(("a", "b", "c", "d")):
        inner.cell(number // 2, number % 2).text = words
    document.save(tmp_path / "a.docx")
    found = read(tmp_path / "a.docx")
    assert texts(found) == ["Biểu mẫu 1"]
    assert [[cell.text for cell in row] for row in next(found.tables()).rows] == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    ("value", "shown", "printed"),
    [
        (52414, "General", "52414"), (52414.0, "#,##0", "52414"), (79.92, "0.00", "79,92"), (0.9969, "0.00%", "99,69%"),
        (1.081, "General", "1,0810"), (0.1 + 0.2, "General", "0,3"), (1e15, "General", "1000000000000000"), (-5, "General", "-5"),
    ],
)  # fmt: skip
def test_a_typed_number_can_be_read_one_way_only(value, shown, printed):
    assert canonical(value, shown) == printed


def test_excel_formulas_count_by_their_saved_value_and_dates_are_dates(tmp_path):
    import datetime as dt

    book = openpyxl.Workbook()
    book.active.append(["Ngày", dt.date(2024, 6, 14), "#x"])
    book.create_sheet("Phụ lục").append(["a", "b"])
    book.save(tmp_path / "a.xlsx")
    tables = list(read(tmp_path / "a.xlsx").tables())
    assert [cell.text for cell in tables[0].rows[0]] == ["Ngày", "14/06/2024", "#x"]
    assert (tables[1].name, tables[1].rows[0][1].location) == ("Phụ lục", "Phụ lục!B1")


def test_scripts_menus_and_hidden_parts_of_a_page_are_left_out(tmp_path):
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><nav>Trang chủ</nav><script>x=1</script>"
        "<div style='display: none'>ẩn</div><div>Đoạn <b>một</b><br>dòng hai</div><ol start='3'><li>Ba</li><li>Bốn</li></ol></body></html>"
    )
    assert texts(text(tmp_path, page, "a.html")) == ["Đoạn một dòng hai", "3. Ba", "4. Bốn"]


def test_page_numbers_and_side_by_side_lines_of_a_pdf(tmp_path):
    if font() is None:
        pytest.skip("no font with Vietnamese letters here")
    paragraph = (
        "Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị triển khai nghiêm túc các nội dung của kế hoạch này. " * 3
    )
    document = read(write_pdf(tmp_path / "a.pdf", [paragraph] * 30))
    assert texts(document) == [paragraph.strip()] * 30
    assert document.source_format == "pdf"


def test_a_format_is_known_without_a_suffix(tmp_path):
    path = write_docx(tmp_path / "a.docx", ["Một đoạn văn."]).rename(tmp_path / "noname")
    assert (read(path).source_format, texts(read(path))) == ("docx", ["Một đoạn văn."])


def test_the_same_file_gives_the_same_document(tmp_path):
    path = write_text(tmp_path / "a.txt", ["Một đoạn văn ngắn.", MERGED])
    assert read(path) == read(path)
    assert isinstance(read(path).blocks[-1], Table)


def test_an_excel_error_is_named_with_its_cell(tmp_path):
    book = openpyxl.Workbook()
    book.active["B2"] = "#REF!"
    book.active["B2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=r"Sheet!B2"):
        read(tmp_path / "a.xlsx")


def test_marks_of_a_markdown_table_are_no_print(tmp_path):
    document = text(
        tmp_path,
        "| STT | Chỉ tiêu<br>thống kê | Số liệu |\n|:--|:-:|--:|\n| **1** | Hồ sơ \\| đơn | 12&nbsp;450 |\n| 2 | &nbsp; | 7 |",
        "a.md",
    )
    assert [[cell.text for cell in row] for row in next(document.tables()).rows] == [
        ["STT", "Chỉ tiêu thống kê", "Số liệu"],
        ["1", "Hồ sơ | đơn", "12 450"],
        ["2", "", "7"],
    ]
