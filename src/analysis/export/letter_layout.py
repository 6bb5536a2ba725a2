"""The layout of administrative documents under Nghị định 30/2020/NĐ-CP, appendix I, as Word paragraphs and tables.

A4; margins top and bottom 20 mm, left 30 mm, right 20 mm (the decree allows 20-25, 20-25, 30-35, 15-20); Times New
Roman; page number centred in the top margin, not on the first page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from analysis.vietnamese.text import visible

FONT = "Times New Roman"
BODY_SIZE, SMALL_SIZE, NOTE_SIZE = 14, 12, 11
PAGE = (210, 297)
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 20}
TEXT_WIDTH = 160  # what the margins leave, mm
FIRST_LINE = 10  # mm
CENTRE, JUSTIFY, LEFT, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


def new_letter(language: str) -> Any:
    """An empty document with page, fonts and headings set."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    for name, width in MARGINS.items():
        setattr(section, name, Mm(width))
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    for name, size in (("Normal", BODY_SIZE), ("Heading 1", BODY_SIZE), ("Heading 2", BODY_SIZE)):
        _font(document.styles[name], size, bold=name != "Normal", language=language)
    return document


def paragraph(
    parent: Any,
    text: str,
    *,
    size: int = BODY_SIZE,
    bold: bool = False,
    italic: bool = False,
    align: Any = LEFT,
    before: float = 0,
    after: float = 0,
    first_line: float = 0,
) -> Any:
    """A paragraph; sizes and spacing in points, the indent of its first line in millimetres."""
    made = parent.add_paragraph()
    made.alignment = align
    layout = made.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.0
    layout.first_line_indent = Mm(first_line) if first_line else None
    run = made.add_run(visible(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return made


def body(document: Any, text: str, *, before: float = 0) -> Any:
    """A paragraph of the body: justified, first line indented, 6 points apart."""
    return paragraph(document, text, align=JUSTIFY, before=before, after=6, first_line=FIRST_LINE)


def heading(document: Any, text: str) -> Any:
    """A heading of the body, found by Word's navigation."""
    made = document.add_heading(visible(text), level=1)
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(12), Pt(6)
    return made


def rule(parent: Any, indent: float) -> None:
    """The line under a name or a title, indented so many millimetres on both sides."""
    made = paragraph(parent, "", size=2, align=CENTRE, before=3)
    made.paragraph_format.line_spacing = Pt(2)
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = Mm(indent)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    made._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def columns(document: Any, widths: Sequence[float]) -> list[Any]:
    """Cells side by side without borders (widths in millimetres), each empty."""
    table = document.add_table(rows=1, cols=len(widths))
    table.rows[0]._tr.get_or_add_trPr().append(_flag("w:cantSplit"))
    _fix_widths(table, widths)
    cells = list(table.rows[0].cells)
    for cell in cells:
        cell._tc.remove(cell.paragraphs[0]._p)
    return cells


def table(
    document: Any,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    right: Sequence[int] = (),
) -> Any:
    """A table with borders, its header repeated on every page; columns numbered in `right` stand to the right."""
    made = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(made.rows[0].cells, heads, strict=True):
        _fill(cell, text, bold=True, align=CENTRE)
    made.rows[0]._tr.get_or_add_trPr().append(_flag("w:tblHeader"))
    for texts in rows:
        line = made.add_row()
        line._tr.get_or_add_trPr().append(_flag("w:cantSplit"))
        for place, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            _fill(cell, text, align=RIGHT if place in right else LEFT)
    _fix_widths(made, widths)
    return made


def join_down(table: Any, places: Sequence[int], first: int, last: int) -> None:
    """Join the cells of some columns over the rows `first` to `last`; the text of the first row stays."""
    for place in places if last > first else ():
        for row in range(first + 1, last + 1):
            cell = table.cell(row, place)
            for made in cell.paragraphs[1:]:
                cell._tc.remove(made._p)
        table.cell(first, place).merge(table.cell(last, place))
        joined = table.cell(first, place)
        for made in joined.paragraphs:
            if not made.text:
                joined._tc.remove(made._p)


def _fill(cell: Any, text: str, *, bold: bool = False, align: Any = LEFT) -> None:
    cell._tc.remove(cell.paragraphs[0]._p)
    for line in text.split("\n") or [""]:
        paragraph(cell, line, size=SMALL_SIZE, bold=bold, align=align, before=1, after=1)


def _fix_widths(table: Any, widths: Sequence[float]) -> None:
    table.autofit = False
    for place, width in enumerate(widths):
        table.columns[place].width = Mm(width)
        for cell in table.columns[place].cells:
            cell.width = Mm(width)


def _flag(name: str) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    return element


def _font(style: Any, size: int, *, bold: bool, language: str) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "vi-VN" if language == "vi" else "en-GB")
    properties.append(spoken)


def _page_number(made: Any) -> None:
    made.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = made.add_run()
        run.font.size, run.font.name = Pt(13), FONT
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
