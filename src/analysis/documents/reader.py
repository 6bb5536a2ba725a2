"""The one way in: a file of any format as a Document, or one InputError that says why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from analysis.documents.beside import parted_beside
from analysis.documents.encodings import decode, refuse_old_encoding
from analysis.documents.formats import format_of
from analysis.documents.grid import refuse_formulas
from analysis.documents.isolation import isolated
from analysis.documents.model import Block, Document
from analysis.documents.packages import check_package
from analysis.errors import InputError

MAX_BYTES = 100_000_000
MAX_TEXT_BYTES = 20_000_000
MAX_LETTERS = 3_000_000  # of what is read: a report of a thousand pages
Notes = list[str]  # what a reader says of the parts of a file it does not read
Reader = Callable[[bytes, Notes], list[Block]]
_TEXTS = ("txt", "md", "csv", "html")


def read(path: Path) -> Document:
    """Read `path`; raises InputError for a file that cannot be used (missing, broken, hostile, unknown format).

    The file is read in a process of its own with limits on time and memory; nothing outside of it is ever opened.
    """
    data = _bytes(path)
    source_format = format_of(path, data)
    if source_format in _TEXTS and len(data) > MAX_TEXT_BYTES:
        raise InputError(f"a text of {len(data):,} bytes", path, f"at most {MAX_TEXT_BYTES:,} are read; split it")
    try:
        reader = _reader(source_format)  # imported here once, and not in the process of every file
        blocks, notes = isolated(lambda: _blocks(reader, source_format, data, path), path)
    except InputError as error:
        where = str(path) if error.where is None or str(error.where) == str(path) else f"{path}, {error.where}"
        raise InputError(error.what, where.replace(f"{path}, {path}", str(path)), error.remedy) from None
    digest = hashlib.sha256(data).hexdigest()
    return Document(path.name, source_format, digest, tuple(blocks), tuple(notes))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError("a folder, not a document", path, "name the documents in it")
        if path.exists() and not path.is_file():
            raise InputError("not a regular file", path, "copy the document to a file")
        if path.exists() and path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path.stat().st_size:,} bytes", path, f"at most {MAX_BYTES:,} are read; split it")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot be read: {said}", path, "check the file's name and rights") from None
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise InputError("an empty file", path, "get the document again")
    return data


def _blocks(reader: Reader, source_format: str, data: bytes, path: Path) -> tuple[list[Block], Notes]:
    """Blocks of a file's content, checked for what no document may hold."""
    if source_format in ("docx", "xlsx"):
        check_package(data, path)
    notes: Notes = []
    blocks = parted_beside(reader(data, notes))
    if not blocks:
        raise InputError("no text in it", path, "get the document again, or recognise its text if it is a picture")
    letters = sum(len(line.text) for block in blocks for line in block.lines())
    if letters > MAX_LETTERS:
        raise InputError(
            f"a text of {letters:,} characters", path, f"at most {MAX_LETTERS:,} are read; split the document"
        )
    refuse_formulas(blocks)
    if source_format not in _TEXTS:
        refuse_old_encoding("\n".join(line.text for block in blocks for line in block.lines()))
    return blocks, notes


def _reader(source_format: str) -> Reader:
    """The reader of a format, imported when it is needed."""
    if source_format == "docx":
        from analysis.documents.docx_reader import read_docx_blocks

        return lambda data, notes: read_docx_blocks(data)
    if source_format == "pdf":
        from analysis.documents.pdf_reader import read_pdf_blocks

        return read_pdf_blocks
    if source_format == "xlsx":
        from analysis.documents.xlsx_reader import read_xlsx_blocks

        return read_xlsx_blocks
    return _text_reader(source_format)


def _text_reader(source_format: str) -> Reader:
    if source_format == "html":
        from analysis.documents.html_reader import page_in_archive, read_html_blocks

        return lambda data, notes: read_html_blocks(decode(page_in_archive(data)))
    if source_format == "csv":
        from analysis.documents.csv_reader import read_csv_blocks

        return lambda data, notes: read_csv_blocks(decode(data))
    from analysis.documents.text_reader import read_text_blocks

    return lambda data, notes: read_text_blocks(decode(data))
