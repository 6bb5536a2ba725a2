"""Word documents: paragraphs with the numbers Word prints, tables with merged and nested cells, text boxes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from analysis.documents.builder import BlockBuilder
from analysis.documents.docx_numbering import Numbering, W, number_of, read_numbering
from analysis.documents.docx_parts import SYMBOLS, Notes, is_unprinted, page_headers, read_notes
from analysis.documents.markup import printed
from analysis.documents.model import Block, Cell, Table
from analysis.documents.text_lines import split_row
from analysis.errors import InputError

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", _COMPATIBLE, f"{W}pPr", f"{W}rPr"}
_BREAKS = {f"{W}br", f"{W}cr"}
MAX_DEPTH = 8
MAX_SPAN = 60
MAX_CELLS = 400_000


@dataclass
class _Walk:
    """State of one reading: where blocks go, how lists count, how many paragraphs and tables there were."""

    builder: BlockBuilder
    numbering: Numbering
    notes: Notes
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    joined: tuple[str, str] = ("", "")  # text of paragraphs whose end was deleted, and their location


def read_docx_blocks(data: bytes) -> list[Block]:
    """Blocks of a Word document, located by paragraph (`P12`) or cell (`T3R4C2`); deleted text is left out."""
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise InputError(
            f"no Word document inside ({str(error)[:80]})", remedy="open it in Word and save it anew"
        ) from None
    if getattr(document.element, "body", None) is None:
        raise InputError("a Word document without a body", remedy="open it in Word and save it anew")
    parts = {part.partname: part for part in document.part.package.iter_parts()}
    numbering = parts.get("/word/numbering.xml")
    walk = _Walk(
        BlockBuilder(),
        read_numbering(etree.fromstring(numbering.blob) if numbering is not None else None, document.styles.element),
        read_notes(parts),
    )
    for header in page_headers(document):
        _read_paragraphs(header, walk)
    _read_body(document.element.body, walk, "", 0)
    _end_joined(walk)
    return walk.builder.blocks()


def _read_body(body: etree._Element, walk: _Walk, base: str, depth: int) -> None:
    """Paragraphs and tables below `body` in order; content controls and text boxes are looked into."""
    if depth > MAX_DEPTH:
        raise InputError(f"tables nested more than {MAX_DEPTH} deep", remedy="open the document and save it anew")
    for child in body.iterchildren():
        if child.tag == f"{W}p":
            _read_paragraph(child, walk, base, depth)
        elif child.tag == f"{W}tbl":
            _read_table(child, walk, depth)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            _read_body(child, walk, base, depth + (0 if child.tag != f"{W}sdt" else 1))


def _read_paragraphs(header: etree._Element, walk: _Walk) -> None:
    """Text printed above the first page; a letterhead may stand there. It is located before the first paragraph."""
    for paragraph in header.iter(f"{W}p"):
        for line in _text(paragraph).split("\n"):
            walk.builder.line(printed(line), "P0")
    walk.builder.blank()


def _read_paragraph(paragraph: etree._Element, walk: _Walk, base: str, depth: int) -> None:
    walk.paragraphs += 1
    location = base or f"P{walk.paragraphs}"
    mark = walk.numbering.mark(paragraph)
    text = f"{mark} {_text(paragraph)}" if mark else _text(paragraph)
    if walk.joined[1]:
        text, location = walk.joined[0] + text, f"{walk.joined[1]};{location}"
        walk.joined = ("", "")
    if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None and not base:
        walk.joined = (text, location)
        return
    if not text.strip():
        walk.builder.empty(location)
    walk.builder.blank()
    for line in text.split("\n"):
        cells = split_row(line, in_table=False) if line.count("\t") > 1 else None
        if cells is None:
            walk.builder.line(printed(line), location)
        else:
            walk.builder.row([Cell(printed(cell), location) for cell in cells])
    walk.builder.blank()
    for note in walk.notes.of(paragraph):
        walk.builder.line(printed(_text(note)), location)
        walk.builder.blank()
    for box in _text_boxes(paragraph):
        _read_body(box, walk, location, depth + 1)


def _end_joined(walk: _Walk) -> None:
    """Give out text that waits for a paragraph which does not come."""
    if walk.joined[1]:
        walk.builder.line(printed(walk.joined[0]), walk.joined[1])
        walk.joined = ("", "")


def _text(element: etree._Element) -> str:
    """Text of a paragraph with its line breaks and tabs; deleted text, field codes and text boxes left out."""
    parts: list[str] = []
    for node in _nodes(element):
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}tab":
            parts.append("\t")
        elif node.tag in _BREAKS:
            parts.append("\n")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif node.tag == f"{W}sym":
            parts.append(SYMBOLS.get(node.get(f"{W}char", "")[-2:].upper(), ""))
    return "".join(parts)


def _nodes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element.iterchildren():
        if child.tag in _LEFT_OUT or child.tag == f"{W}txbxContent" or (child.tag == f"{W}r" and is_unprinted(child)):
            continue
        yield child
        yield from _nodes(child)


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{W}txbxContent"):
        ancestors = {ancestor.tag for ancestor in box.iterancestors()}
        if _COMPATIBLE not in ancestors and next(box.iterancestors(f"{W}p")) is paragraph:
            yield box


def _read_table(element: etree._Element, walk: _Walk, depth: int) -> None:
    _end_joined(walk)
    rows = list(_rows_of(element))
    if _is_layout(element, rows):
        for row in rows:
            for cell in row.iterchildren(f"{W}tc"):
                _read_body(cell, walk, "", depth + 1)
        return
    walk.tables += 1
    name = f"T{walk.tables}"
    cells = tuple(_row(row, walk, f"{name}R{number}") for number, row in enumerate(rows, 1))
    walk.builder.table(Table(tuple(row for row in cells if row), name))


def _is_layout(element: etree._Element, rows: list[etree._Element]) -> bool:
    """A table that only frames others: it holds a table and is a single row or column itself (or two by two)."""
    nested = next(element.iterdescendants(f"{W}tbl"), None) is not None
    columns = max((sum(1 for _ in row.iterchildren(f"{W}tc")) for row in rows), default=0)
    return nested and (len(rows) == 1 or columns == 1 or (len(rows) == 2 and columns == 2))


def _rows_of(element: etree._Element) -> Iterator[etree._Element]:
    for child in element.iterchildren():
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from _rows_of(child)


def _row(row: etree._Element, walk: _Walk, base: str) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    before = row.find(f"{W}trPr/{W}gridBefore")
    for _ in range(min(number_of(before), MAX_SPAN)):
        cells.append(Cell("", f"{base}C{len(cells) + 1}"))
    for element in _cells_of(row):
        lines = _cell_lines(element, walk)
        merged = "up" if _goes_on_from_above(element) else ""
        location = f"{base}C{len(cells) + 1}"
        cells.append(Cell(" ".join(lines), location, tuple(lines) if len(lines) > 1 else (), merged=merged))
        for _ in range(_grid_span(element) - 1):
            cells.append(Cell("", f"{base}C{len(cells) + 1}", merged="left"))
    walk.cells += len(cells)
    if walk.cells > MAX_CELLS:
        raise InputError(f"tables of more than {MAX_CELLS} cells", remedy="split the document")
    return tuple(cells)


def _cells_of(row: etree._Element) -> Iterator[etree._Element]:
    for child in row.iterchildren():
        if child.tag == f"{W}tc" and child.find(f"{W}tcPr/{W}cellDel") is None:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _cells_of(child)


def _cell_lines(element: etree._Element, walk: _Walk) -> list[str]:
    """Printed lines of a cell, those of tables and text boxes within it included."""
    lines: list[str] = []
    for paragraph in element.iter(f"{W}p"):
        if any(ancestor.tag == _COMPATIBLE for ancestor in paragraph.iterancestors()):
            continue
        mark = walk.numbering.mark(paragraph)
        text = f"{mark} {_text(paragraph)}" if mark else _text(paragraph)
        lines.extend(line for line in (printed(part) for part in text.split("\n")) if line)
    return lines


def _goes_on_from_above(element: etree._Element) -> bool:
    merge = element.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _grid_span(element: etree._Element) -> int:
    return min(max(number_of(element.find(f"{W}tcPr/{W}gridSpan"), 1), 1), MAX_SPAN)
