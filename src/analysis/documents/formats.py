"""What a file is by its first bytes, and whether its name says the same."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from analysis.errors import InputError

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
)
_TEXT_SUFFIXES = {
    ".txt": "txt", ".md": "md", ".markdown": "md", ".csv": "csv", ".tsv": "csv", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".mhtml": "html",
}  # fmt: skip
_BINARY_SUFFIXES = {".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".xlsx": "xlsx", ".xlsm": "xlsx"}
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*\?>\s*)?(?:<!doctype\s+html|<html|<head|<body|<meta)", re.I | re.S
)
_XML = re.compile(rb"\s*<\?xml", re.I)
_SAY = {
    "pdf": "a PDF", "docx": "a Word document", "xlsx": "an Excel workbook", "html": "an HTML page",
    "txt": "plain text", "csv": "plain text", "md": "plain text",
}  # fmt: skip


def format_of(path: Path, data: bytes) -> str:
    """Format of a file: txt, md, csv, html, docx, pdf or xlsx.

    Raises InputError for a format that is not read, and for a name that says another format than the content.
    """
    found = _by_content(data)
    suffix = path.suffix.lower()
    named = _BINARY_SUFFIXES.get(suffix) or _TEXT_SUFFIXES.get(suffix)
    if found in ("ole", "rtf", "image", "archive", "zip", "xml"):
        raise _not_read(found, data, path, suffix)
    if found == "text":
        if suffix in _BINARY_SUFFIXES:
            raise InputError(
                f"named {suffix} but not {_SAY[_BINARY_SUFFIXES[suffix]]}: it is cut off, damaged or plain text",
                path,
                "get the document again, or rename it to .txt if it is text",
            )
        return _TEXT_SUFFIXES.get(suffix, "txt")
    if named is not None and named != found:
        raise InputError(f"named {suffix} but it is {_SAY[found]}", path, f"rename it to .{found}, then ingest again")
    return found


def _by_content(data: bytes) -> str:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:2048].decode("utf-16", errors="ignore").encode("utf-8")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return _zip_kind(data) if name == "zip" else name
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _HTML.match(head):
        return "html"
    return "xml" if _XML.match(head) else "text"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # Cut off: the list of members stands at the end. Names in the local headers still tell what it was.
        names = {name for name in ("word/document.xml", "xl/workbook.xml") if name.encode() in data}
        if not names:
            return "zip"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "zip"


def _not_read(found: str, data: bytes, path: Path, suffix: str) -> InputError:
    """The error for content that is recognised but not read, with what to do instead."""
    if found == "ole":
        if "EncryptedPackage".encode("utf-16-le") in data:
            return InputError(
                "encrypted: a password is needed to open it", path, "open it, save it without a password, ingest again"
            )
        kind, target = ("Excel", "xlsx") if suffix.startswith(".xls") else ("Word", "docx")
        return InputError(f"an old {kind} file (before 2007)", path, f"open it and save it as .{target}")
    says = {
        "rtf": ("an RTF file, which is not read", "open it in Word and save it as .docx"),
        "image": (
            "a picture, not a text",
            "recognise its text first (for instance with ocrmypdf -l vie), or get the Word file",
        ),
        "archive": ("an archive, not a document", "unpack it and ingest the documents in it"),
        "zip": (
            "a zip archive that is no Word or Excel file, or a damaged one",
            "get the document again, or unpack it and ingest what is in it",
        ),
        "xml": ("an XML file, which is not read", "save the document as .docx, .pdf or .html"),
    }
    what, remedy = says[found]
    return InputError(what, path, remedy)
