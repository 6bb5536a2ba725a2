"""Office files with the same bytes on every day: fixed times, plain properties, one order of parts.

openpyxl and python-docx stamp the moment of writing into the archive and its properties. Neither says anything of the
data, and both make two equal exports differ.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from analysis.export.plain_text import one_line

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can bear
_CORE = "docProps/core.xml"
_CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>cchc</dc:creator>'
    "<dc:language>{language}</dc:language></cp:coreProperties>"
)


def fixed(office_file: bytes, title: str, language: str, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """An xlsx or docx file without times and authors; `replaced` gives other content for some of its parts."""
    parts = {_CORE: _CORE_XML.format(title=escape(one_line(title)), language=language).encode("utf-8")}
    parts.update(replaced or {})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, parts.get(name, old.read(name)), compresslevel=6)
    return out.getvalue()


def part(office_file: bytes, name: str) -> bytes:
    """One part of an office file; KeyError when it has none of that name."""
    with zipfile.ZipFile(io.BytesIO(office_file)) as archive:
        return archive.read(name)
