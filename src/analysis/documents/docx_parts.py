"""Parts of a Word document beside its body: notes, the header of the first page, symbols, unprinted text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from analysis.documents.docx_numbering import W
from analysis.documents.markup import is_note_mark

# Signs of the Wingdings and Symbol fonts (ticks, boxes, bullets) by the last two digits of their code.
SYMBOLS = {"FC": "✓", "FE": "☑", "A8": "☐", "6F": "☐", "FB": "✗", "B7": "•"}
_NOT_PRINTED = ("0", "false", "off")
_NOTES = {f"{W}footnoteReference": "/word/footnotes.xml", f"{W}endnoteReference": "/word/endnotes.xml"}


@dataclass(frozen=True)
class Notes:
    """Footnotes and endnotes by the tag of their mark and their number in the file."""

    paragraphs: Mapping[tuple[str, str], list[etree._Element]]

    def of(self, element: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs of the notes whose marks stand in `element`."""
        for mark in element.iter(*_NOTES):
            yield from self.paragraphs.get((mark.tag, mark.get(f"{W}id", "")), ())


def read_notes(parts: Mapping[str, Any]) -> Notes:
    """The notes of a document, from its parts by name."""
    found: dict[tuple[str, str], list[etree._Element]] = {}
    for mark, name in _NOTES.items():
        if name not in parts:
            continue
        for note in etree.fromstring(parts[name].blob):
            if note.get(f"{W}type") in (None, "normal"):
                found[(mark, note.get(f"{W}id", ""))] = list(note.iter(f"{W}p"))
    return Notes(found)


def page_headers(document: Any) -> Iterator[etree._Element]:
    """The header printed above the first page, if the document has one."""
    if not document.sections:
        return
    section = document.sections[0]
    header = section.first_page_header if section.different_first_page_header_footer else section.header
    if not header.is_linked_to_previous:
        yield header._element


def is_unprinted(run: etree._Element) -> bool:
    """Whether a run is hidden, or the raised number of a note typed by hand (but not a square metre)."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    hidden = properties.find(f"{W}vanish")
    if hidden is not None and hidden.get(f"{W}val", "1") not in _NOT_PRINTED:
        return True
    raised = properties.find(f"{W}vertAlign")
    if raised is None or raised.get(f"{W}val") != "superscript":
        return False
    text = "".join(node.text or "" for node in run.iter(f"{W}t"))
    before = run.getprevious()
    ends = "" if before is None else "".join(node.text or "" for node in before.iter(f"{W}t"))
    return is_note_mark(text.strip(), ends)
