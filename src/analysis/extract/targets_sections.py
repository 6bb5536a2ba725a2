"""Where in a plan a sentence stands: its headings, the deadline they set, and whether promises are made there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analysis.documents.joining import join_lines
from analysis.documents.model import Document, Heading, Paragraph, Piece, Table
from analysis.extract.targets_deadlines import DeadlineWords, heading_deadline
from analysis.extract.targets_mentions import find_mentions, fold_in_place
from analysis.reference.target_words import alternatives, expand, target_words

_BULLET = re.compile(r"^\s*(?:(?:[-–—+•●▪*·]\s*)+(?=\D)|(?:[-–—+•●▪*·]\s+)+)")
_ITEM_NUMBER = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]\s*(?=\D)|\d{1,2}(?:\.\d{1,2})*[.)]\s+|[a-zđ]\)\s*)", re.IGNORECASE
)
_LETTERHEAD = 60  # blocks in which a document says what it is
_HEADING_WORDS = 25
_LONGEST = 6000  # characters of a paragraph that are read at once
_DEADLINE_LEVEL = 0.5  # a deadline line stands half a level below the heading above it


@dataclass(frozen=True)
class Passage:
    """Running text to look for targets in, from character `start` of `paragraph`, and what governs it.

    `intro` is the line above that ended with a colon ("- Tỷ lệ hồ sơ trực tuyến:"), whose items go on with its subject.
    """

    paragraph: Paragraph
    start: int
    section: str
    kind: str
    deadline: str
    intro: str = ""


@dataclass
class _Headings:
    """The headings above the current line, outermost first: (level, text, deadline words or "")."""

    stack: list[tuple[float, str, str]] = field(default_factory=list)

    def push(self, level: float, text: str, deadline: str = "") -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, text, deadline))

    def push_deadline(self, text: str) -> None:
        whole = [level for level, _, _ in self.stack if level == int(level)]
        self.push((whole[-1] if whole else 0) + _DEADLINE_LEVEL, text, text)

    def like(self, folded: str) -> float:
        """Level of a heading that lost its number: that of the nearest one that begins with the same two words."""
        opening = folded.split()[:2]
        for level, text, _ in reversed(self.stack):
            if _ITEM_NUMBER.sub("", fold_in_place(text)).split()[:2] == opening:
                return level
        return 3.0

    @property
    def deadline(self) -> str:
        return next((deadline for _, _, deadline in reversed(self.stack) if deadline), "")

    @property
    def section(self) -> str:
        inner = [text for level, text, _ in self.stack if level > 1]
        outer = [text for level, text, _ in self.stack if 0 < level <= 1]
        named = inner if any(map(_names_domain, inner)) else outer + inner
        return " / ".join(text.rstrip(" :") for text in (named or [text for _, text, _ in self.stack]))

    @property
    def kind(self) -> str:
        for _, text, _ in reversed(self.stack):
            kind = _kind_of_heading(text)
            if kind:
                return kind
        return ""


@functools.lru_cache(maxsize=1024)
def _names_domain(heading: str) -> bool:
    """Whether `heading` says which part of the reform it is about."""
    text = expand(heading)
    return any(re.search(rf"\b{alternatives(words)}\b", text) for _, words in target_words().domains)


@functools.lru_cache(maxsize=1024)
def _kind_of_heading(text: str) -> str:
    folded = fold_in_place(text)
    for kind, words in target_words().sections.items():
        if re.search(rf"\b{alternatives(words)}\b", folded):
            return kind
    return ""


def is_report(document: Document) -> bool:
    """Whether the document reports what was done: its letterhead says "Báo cáo", or its number is a report's."""
    return _kind_of_document(document) == "reports"


def is_plan(document: Document) -> bool:
    """Whether the letterhead names a plan, a programme or a decision."""
    return _kind_of_document(document) == "plans"


def first_year(document: Document) -> int:
    """The first year that the document's title plans for ("năm 2024", "giai đoạn 2021 - 2025"), 0 if it names none."""
    words = target_words().lists["plans"]
    lines = [line.text for _, line in zip(range(_LETTERHEAD), document.paragraphs(), strict=False)]
    for index, text in enumerate(lines):
        folded = fold_in_place(text).strip(" *:.#")
        if re.match(rf"{alternatives(words)}\b", folded) and (text.isupper() or len(folded.split()) <= _HEADING_WORDS):
            following = lines[index + 1] if index + 1 < len(lines) else ""
            title = (
                folded
                if following.endswith(":") or _ITEM_NUMBER.match(following)
                else fold_in_place(f"{text} {following}")
            )
            years = re.search(r"\b(?:nam|giai doan)\s+(20\d{2})", title)
            if years:
                return int(years[1])
    return 0


def _kind_of_document(document: Document) -> str:
    words = target_words().lists
    for _, line in zip(range(_LETTERHEAD), document.paragraphs(), strict=False):
        folded = fold_in_place(line.text).strip(" *:.#")
        if re.match(r"so\s*:?\s*\S*/bc\b", folded):
            return "reports"
        for kind in ("reports", "plans"):
            if re.match(rf"{alternatives(words[kind])}\b", folded) and _is_title(line):
                return kind
    return ""


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph of running text with the headings, the kind of section and the deadline that govern it."""
    headings = _Headings()
    texts = list(_texts(document))
    intro = ""
    for index, paragraph in enumerate(texts):
        folded = fold_in_place(paragraph.text)
        if isinstance(paragraph, Heading) and not find_mentions(paragraph.text, folded):
            deadline = heading_deadline(folded, numbered=True)
            headings.push(paragraph.level, paragraph.text, _words(paragraph.text, deadline))
            intro = ""
            continue
        start = _text_start(folded)
        head, deadline = _deadline_line(paragraph.text, folded, start)
        if deadline is None:
            if _is_bare_heading(paragraph.text, folded, start):
                headings.push(headings.like(folded[start:]), paragraph.text[start:])
                continue
            yield replace(_passage(paragraph, start, headings), intro=intro)
            intro = _intro(paragraph, start, folded) or (intro if _BULLET.match(paragraph.text) else "")
            continue
        text = paragraph.text[start:head].strip(" :")
        following = texts[index + 1] if index + 1 < len(texts) else None
        if _only_here(paragraph, head, following):
            yield replace(_passage(paragraph, head, headings), deadline=_words(paragraph.text, deadline), intro=intro)
            continue
        if folded[start:].startswith(("muc tieu", "chi tieu", "dinh huong")) and len(text.split()) > _OCR:
            headings.push(headings.like(folded[start:]), text, _words(paragraph.text, deadline))
        else:
            headings.push_deadline(text)
        if head < len(folded):
            yield _passage(paragraph, head, headings)


_OCR = 5


def _texts(document: Document) -> Iterator[Paragraph]:
    """Paragraphs, and the rows of tables that hold one filled cell: text that a spreadsheet keeps in one column."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _cut(block)
        elif isinstance(block, Table) and all(sum(bool(cell.text) for cell in row) <= 1 for row in block.rows):
            for paragraph in join_lines(block.lines()):
                yield from _cut(paragraph)


def _cut(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph of ordinary length as it is; a whole document in one line in pieces, cut at full stops."""
    text, start = paragraph.text, 0
    if len(text) <= _LONGEST:
        yield paragraph
        return
    while start < len(text):
        end = min(start + _LONGEST, len(text))
        if end < len(text):
            end = max(text.rfind(stop, start, end) for stop in (". ", "; ")) + 1 or end
        inside = [
            Piece(max(0, piece.start - start), piece.location)
            for piece in paragraph.pieces
            if start < piece.start < end
        ]
        yield Paragraph(text[start:end], (Piece(0, paragraph.locate(start)), *inside))
        start = end


def _passage(paragraph: Paragraph, start: int, headings: _Headings) -> Passage:
    return Passage(paragraph, start, headings.section, headings.kind, headings.deadline)


def _intro(paragraph: Paragraph, start: int, folded: str) -> str:
    """The text of a line that introduces the items below it, "" if it does not."""
    text = paragraph.text[start:].strip()
    return text.rstrip(":").strip() if text.endswith(":") and not find_mentions(paragraph.text, folded) else ""


def _words(text: str, deadline: DeadlineWords | None) -> str:
    return text[deadline.start : deadline.end].strip(" :,") if deadline else ""


def _text_start(folded: str) -> int:
    """Where the text begins after its bullet or item number ("- + ", "2.1. ", "a) ")."""
    bullet = _BULLET.match(folded)
    start = bullet.end() if bullet else 0
    number = _ITEM_NUMBER.match(folded[start:])
    return start + (number.end() if number else 0)


def _deadline_line(text: str, folded: str, start: int) -> tuple[int, DeadlineWords | None]:
    """(where the text after it begins, its deadline) if the line is, or begins with, a heading that sets a deadline."""
    colon = folded.find(":", start)
    head_end = colon if colon >= 0 else len(folded)
    head = folded[start:head_end]
    if (
        find_mentions(text[start:head_end], head)
        or len(head.split()) > _HEADING_WORDS
        or (colon < 0 and re.search(r"[.;,]\s*$", head))
    ):
        return start, None
    deadline = heading_deadline(head, numbered=False)
    if deadline is None:
        return start, None
    shifted = replace(deadline, start=deadline.start + start, end=deadline.end + start)
    rest = head_end + 1 if colon >= 0 else head_end
    while rest < len(folded) and folded[rest].isspace():
        rest += 1
    return rest, shifted


def _only_here(paragraph: Paragraph, head: int, following: Paragraph | None) -> bool:
    """Whether a deadline at the start of a bullet governs that bullet only: the next has the same mark."""
    bullet = _BULLET.match(paragraph.text)
    if bullet is None or head >= len(paragraph.text) or following is None:
        return False
    return following.text.lstrip()[:1] == paragraph.text.lstrip()[:1]


def _is_bare_heading(printed: str, folded: str, start: int) -> bool:
    """A short line that names a section without a number: "Mục tiêu cụ thể", "Nhiệm vụ:"."""
    text = folded[start:]
    if len(text.split()) > _HEADING_WORDS or re.search(r"[.;,]\s*$", text) or find_mentions(printed[start:], text):
        return False
    return bool(re.match(r"(?:muc tieu|chi tieu|nhiem vu|giai phap|to chuc thuc hien|kinh phi)\b", text))


def _is_title(line: Paragraph) -> bool:
    return isinstance(line, Heading) or len(line.text.split()) <= 3 or line.text.isupper()
