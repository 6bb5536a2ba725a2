"""The one way in: a file of any format as a Document, or one InputError that says why not."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

from analysis.documents.model import Document
from analysis.documents.text_reader import read_text_blocks
from analysis.errors import InputError


def read(path: Path) -> Document:
    """Read `path`; raises InputError for a file that cannot be used (missing, broken, hostile, unknown format)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path, "check the file's name and rights") from None
    text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    source_format = "md" if path.suffix.lower() in (".md", ".markdown") else "txt"
    return Document(path.name, source_format, hashlib.sha256(data).hexdigest(), tuple(read_text_blocks(text)))
