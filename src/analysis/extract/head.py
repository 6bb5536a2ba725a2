"""The head of a document: motto, issuer, number, place and date, read from the lines before its body.

The lines may come in any layout: one below the other, two columns side by side, table cells, or glued together.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from analysis.documents import Document
from analysis.documents.markup import LOWER, UPPER
from analysis.documents.model import Paragraph
from analysis.extract.matching import shadow, shadow_of_dates
from analysis.reference.files import read_yaml

MAX_LINES = 90
MAX_LINE = 2_000  # characters of a line that is looked at (a whole document may be glued into one)
_NUMBER = re.compile(
    r"(?<![A-Za-zĐđ])S[ốồổỗộôơóòỏõọoỐỒỔỖỘÔO]\s*:?\s*(?P<number>\d+[a-zA-Z]?\s*(?:/\s*\d{4}\s*)?[/-]\s*"
    rf"(?:CTr|TTr|CTHĐ|[A-ZĐ]{{1,5}})(?:\s?[-/.]\s?(?:TTg|[A-ZĐ&]+(?![{LOWER}])))*)"
)
_GLUED_NUMBER = re.compile(_NUMBER.pattern.replace("(?<![A-Za-zĐđ])", f"(?<=[{LOWER}])"))
_NO_NUMBER = re.compile(r"(?:^|\n)\s*Số\s*:?\s*[.…_ ]*/", re.MULTILINE)
_DATE = re.compile(
    r"ng\s?ay\s*(?P<day>\d{1,2})\s*(?:thang|[/.-])\s*(?P<month>\d{1,2})\s*(?:nam|[/.-])\s*(?P<year>\d{4})"
)
_PLACE = re.compile(
    rf"(?:(?:[Tt]hành phố|THÀNH PHỐ|T[Pp]\.?|[Tt]ỉnh|TỈNH)\s+)?"
    rf"(?P<place>[{UPPER}][\w.]*(?:[ –-]+[{UPPER}][\w.]*){{0,5}})\s*,\s*$"
)
_UNDATED = re.compile(r",\s*ng\s?ay\s*[.…_ ]*\s*thang")
_APPENDIX = re.compile(r"\(\s*(?:ban hanh\s+)?kem theo[^)]*?so\s*:?\s*(?P<number>[\w]+\s*/\s*[\w-]+)")
_BODY = re.compile(r"(?:can cu\b|i\s*[.)]\s|phan thu nhat|kinh gui|noi nhan|dieu 1\b)")
_RULES = re.compile(r"(?:^|(?<=\s))[-–—_=*|]{2,}(?=\s|$)")


@dataclass(frozen=True)
class Head:
    """What the lines before the body print; `text` is those lines, the motto and drawn rules taken out."""

    text: str
    first_lines: tuple[str, ...]
    issuer_lines: tuple[str, ...]
    number: str
    signed_on: dt.date | None
    place: str
    after: str
    notes: tuple[str, ...]


def read_head(document: Document) -> Head:
    """Read the head of `document`; every field is "" or None when it is not printed."""
    notes: list[str] = []
    text = without_motto(_head_text(document))
    number, text_after, before_number = _cut_number(text)
    signed_on, place, after, before_date = _cut_date(text_after if number else text, notes)
    before = before_number if number and len(before_number) <= len(before_date) + 400 else before_date
    if not number and not signed_on:
        blank = _NO_NUMBER.search(text) or _UNDATED.search(shadow(text))
        before = text[: blank.start()] if blank else ""
    appendix = _appendix_number(document)
    if appendix and not number:
        number = appendix
        notes.append(f"number: {appendix} taken from an appendix, the head prints none")
    elif appendix and _squeezed(appendix) != _squeezed(number):
        notes.append(f"number: {number} in the head, {appendix} in an appendix; the head wins")
    if not number and _NO_NUMBER.search(text):
        notes.append("number: the head leaves it blank")
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    issuers = tuple(line.strip(" |-") for line in before.splitlines() if line.strip(" |-"))
    return Head(text, lines[:4], issuers, number, signed_on, place, after, tuple(notes))


def without_motto(text: str) -> str:
    """`text` with the national motto and drawn rules replaced by line breaks, found in any spelling of the vowels."""
    for motto in read_yaml("letterhead.yml")["motto"]:
        pattern = r"\s+".join(map(re.escape, shadow(motto).split())).replace(r"\-", "[-–—]")
        for match in reversed(list(re.finditer(pattern, shadow(text)))):
            text = f"{text[: match.start()]}\n{text[match.end() :]}"
    return _RULES.sub("\n", text)


def _head_text(document: Document) -> str:
    """Lines before the body; a blank line parts two blocks, so that a title knows where its paragraph ends."""
    lines: list[str] = []
    for block in document.blocks:
        for line in block.lines():
            if (_BODY.match(shadow(line.text)) and len(lines) > 2) or len(lines) >= MAX_LINES:
                return "\n".join(lines)
            lines.append(line.text[:MAX_LINE])
        if isinstance(block, Paragraph) and len(block.text) > 600:
            break
        lines.append("")
    return "\n".join(lines)


def _cut_number(text: str) -> tuple[str, str, str]:
    """The number, the text with it cut out, and the text before it."""
    match = _NUMBER.search(text) or _GLUED_NUMBER.search(text)
    if match is None or text[: match.start()].count("(") > text[: match.start()].count(")"):
        return "", text, ""
    number = re.sub(r"\s+", "", match["number"])
    before = text[: match.start()]
    return number, f"{before}\n{text[match.end() :]}", before


def _cut_date(text: str, notes: list[str]) -> tuple[dt.date | None, str, str, str]:
    """Signing date and place, the text after them and the text before them. Dates in brackets belong to others."""
    shade = shadow_of_dates(text)
    dated = [
        (match, _PLACE.search(text[: match.start()].rstrip().rpartition("\n")[2]))
        for match in _DATE.finditer(shade)
        if not _in_brackets(text, match.start())
    ]
    placed = [(match, place) for match, place in dated if place]
    if not placed:
        blank = _UNDATED.search(shade)
        named = _PLACE.search(text[: blank.start() + 1].rpartition("\n")[2]) if blank else None
        if blank:
            notes.append("signed_on: the head leaves the day blank")
        return None, _one_line(named["place"]) if named else "", text, ""
    match, place = placed[0]
    assert place is not None  # filtered above
    try:
        day = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        notes.append(f"signed_on: {text[match.start() : match.end()]!r} is no date")
        return None, place["place"], text[match.end() :], text[: match.start()]
    before = text[: match.start()].rstrip(" ,\n")
    return day, _one_line(place["place"]), text[match.end() :], before.removesuffix(place.group().rstrip(" ,"))


def _in_brackets(text: str, position: int) -> bool:
    before = text[max(0, position - 300) : position]
    return before.rfind("(") > before.rfind(")")


def _appendix_number(document: Document) -> str:
    """The number by which an appendix names its document, the first that is printed ("Kèm theo Quyết định số …")."""
    for paragraph in document.paragraphs():
        match = _APPENDIX.search(shadow(paragraph.text[:400]))
        if match:
            return re.sub(r"\s+", "", paragraph.text[match.start("number") : match.end("number")])
    return ""


def _squeezed(number: str) -> str:
    return re.sub(r"\W+", "", shadow(number))


def _one_line(text: str) -> str:
    return " ".join(text.split())
