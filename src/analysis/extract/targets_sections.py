"""Where in a plan a sentence stands: its headings, the deadline they set, and whether promises are made there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from analysis.documents.joining import join_lines
from analysis.documents.model import Document, Heading, Paragraph, Piece, Table
from analysis.extract import targets_labels as labels
from analysis.extract.targets_deadlines import DeadlineWords, heading_deadline
from analysis.extract.targets_mentions import find_mentions, fold_in_place
from analysis.reference.target_words import alternatives, expand, target_words

_BULLET = re.compile(r"^\s*(?:(?:[-–—+•●▪*·]\s*)+(?=\D)|(?:[-–—+•●▪*·]\s+)+)")
_ITEM_NUMBER = re.compile(
    r"^\s*(?:\(\d{1,2}\)\s*|\d{1,2}(?:\.\d{1,2})*[.)]\s*(?=\D)|\d{1,2}(?:\.\d{1,2})*[.)]\s+|[a-zđ]\)\s*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\s*(?:(?P<roman>[ivx]{1,5})\.|\d{1,2}\.)\s+")
_HEADING_WORDS = 25
_LONGEST = 6000  # characters of a paragraph that are read at once
_DEADLINE_LEVEL = 0.05  # a deadline line stands just below the heading above it
_SUBLEVEL = 0.2  # "2.1." stands below "2." and above "a)"
_DOTTED = re.compile(r"\s*\d{1,2}((?:\.\d{1,2}){1,4})\b")


@dataclass(frozen=True)
class Passage:
    """Running text to look for targets in, from character `start` of `paragraph`, and what governs it.

    `intro` is the line above that ended with a colon ("- Tỷ lệ hồ sơ trực tuyến:"), whose items go on with its subject.
    `scope` is the nearest heading that names nothing but a level ("b) Đối với UBND cấp xã"). A `table` stands here with
    its headings and an empty paragraph.
    """

    paragraph: Paragraph
    start: int
    section: str
    kind: str
    deadline: str
    intro: str = ""
    scope: str = ""
    table: Table | None = None


@dataclass
class _Headings:
    """The headings above the current line, outermost first: (level, text, deadline words or "")."""

    stack: list[tuple[float, str, str]] = field(default_factory=list)

    def push(self, level: float, text: str, deadline: str = "") -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, text, deadline))

    def push_deadline(self, text: str) -> None:
        headings = [level for level, name, deadline in self.stack if name != deadline]
        self.push((headings[-1] if headings else 0) + _DEADLINE_LEVEL, text, text)

    def like(self, folded: str) -> float:
        """Level of a heading that lost its number: that of the nearest one that begins with the same two words."""
        opening = folded.split()[:2]
        for level, text, _ in reversed(self.stack):
            if _ITEM_NUMBER.sub("", fold_in_place(text)).split()[:2] == opening:
                return level
        return 3.0

    @property
    def numbered(self) -> bool:
        """Whether a numbered heading stands above."""
        return any(level >= 1 for level, _, _ in self.stack)

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
    def scope(self) -> str:
        for _, text, deadline in reversed(self.stack):
            if text != deadline:
                bare = text[_text_start(fold_in_place(text)) :]
                return bare if labels.levels_in(bare) and labels.is_empty_subject(bare) else ""
        return ""

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
    """The kind of section a heading opens: by what it begins with, else the first kind one of whose words it has."""
    folded = fold_in_place(text)
    bare = _ITEM_NUMBER.sub("", re.sub(r"^\s*(?:phan\s+\S+(?:\s+(?=\S+ ))?(?:\s*[:.-])?|[ivx]+\.)\s*", "", folded))
    sections = target_words().sections
    for words in (bare.split(" va ")[0], folded):
        for kind in sections:
            found = re.match if words is not folded else re.search
            if found(rf"(?:\W|cac\s)*\b{alternatives(sections[kind])}\b", words):
                return kind
    return ""


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph of running text with the headings, the kind of section and the deadline that govern it."""
    walk = _Walk()
    texts = list(_texts(document))
    for block, following in zip_longest(texts, texts[1:]):
        if isinstance(block, Table):
            empty = Paragraph("", (Piece(0, block.location),))
            yield replace(_passage(empty, 0, walk.headings), table=block)
        else:
            yield from walk.paragraph(block, following)


class _Walk:
    """Goes through a document's paragraphs and remembers the headings and the line that introduces a list."""

    def __init__(self) -> None:
        self.headings = _Headings()
        self.intro = ""

    def paragraph(self, paragraph: Paragraph, following: Paragraph | Table | None) -> Iterator[Passage]:
        """The passage of `paragraph`, none for a heading."""
        text, folded = paragraph.text, fold_in_place(paragraph.text)
        goals = self.headings.kind == "goals" and text.endswith(".")  # "4. Đào tạo lại 500 lượt công chức."
        if isinstance(paragraph, Heading) and not find_mentions(text, folded, goals):
            self.headings.push(_level(paragraph), text, _words(text, heading_deadline(folded, numbered=True)))
            self.intro = ""
            return
        start = _text_start(folded)
        inline = _inline_heading(folded, start)
        if inline is not None:
            self.headings.push(inline[0], text[: inline[1]])
            self.intro = ""
            yield _passage(paragraph, inline[1] + 1, self.headings)
            return
        head, deadline = _deadline_line(text, folded, start)
        if deadline is not None and not self.headings.numbered and not deadline.explicit and head == len(folded):
            deadline = None  # above the first numbered heading stands the title
        if deadline is not None:
            yield from self._under_deadline(paragraph, head, deadline, following)
        elif _is_bare_heading(text, folded, start):
            self.headings.push(self.headings.like(folded[start:]), text[start:])
        else:
            yield replace(_passage(paragraph, start, self.headings), intro=self.intro)
            self.intro = _intro(paragraph, start, folded) or (self.intro if _BULLET.match(text) else "")

    def _under_deadline(
        self, paragraph: Paragraph, head: int, deadline: DeadlineWords, following: Paragraph | Table | None
    ) -> Iterator[Passage]:
        """The rest of a line that begins with a deadline; what comes below stands under it too, if it is no bullet."""
        folded = fold_in_place(paragraph.text)
        start = _text_start(folded)
        words = _words(paragraph.text, deadline)
        if _only_here(paragraph, head, following):
            yield replace(_passage(paragraph, head, self.headings), deadline=words, intro=self.intro)
            return
        text = paragraph.text[start:head].strip(" :")
        if folded[start:].startswith(("muc tieu", "chi tieu", "dinh huong")) and len(text.split()) > _OCR:
            self.headings.push(self.headings.like(folded[start:]), text, words)
        else:
            self.headings.push_deadline(text)
        if head < len(folded):
            yield _passage(paragraph, head, self.headings)


_OCR = 5


def _texts(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables; tables whose rows hold one filled cell as text: a spreadsheet keeps it in one column."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _cut(block)
        elif isinstance(block, Table) and all(sum(bool(cell.text) for cell in row) <= 1 for row in block.rows):
            for paragraph in join_lines(block.lines()):
                yield from _cut(paragraph)
        else:
            yield block


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


def _level(heading: Heading) -> float:
    """Level of a heading, "2.1." a little below "2."."""
    dotted = _DOTTED.match(heading.text)
    return heading.level + _SUBLEVEL * dotted[1].count(".") if dotted else heading.level


def _passage(paragraph: Paragraph, start: int, headings: _Headings) -> Passage:
    return Passage(paragraph, start, headings.section, headings.kind, headings.deadline, scope=headings.scope)


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
    deadline = heading_deadline(folded[start : head_end + 1], numbered=False)
    if deadline is None:
        return start, None
    shifted = replace(deadline, start=deadline.start + start, end=deadline.end + start)
    rest = head_end + 1 if colon >= 0 else head_end
    while rest < len(folded) and folded[rest].isspace():
        rest += 1
    return rest, shifted


def _inline_heading(folded: str, start: int) -> tuple[float, int] | None:
    """(level, place of the colon) of a numbered heading whose text follows on its line: "I. KẾT QUẢ 2020: …".

    Only of sections that promise nothing: in "1. Tỷ lệ hồ sơ đúng hạn: 98%" the words before the colon are the target.
    """
    number = _NUMBERED.match(folded)
    colon = folded.find(":", start)
    head = folded[number.end() : colon] if number and colon > 0 else ""
    if not head or len(head.split()) > _HEADING_WORDS or find_mentions(head, head):
        return None
    quiet = _kind_of_heading(head) in ("results", "funding", "organisation", "principles")
    return (1.0 if number and number["roman"] else 2.0, colon) if quiet else None


def _only_here(paragraph: Paragraph, head: int, following: Paragraph | Table | None) -> bool:
    """Whether a deadline at the start of a bullet governs that bullet only: the next has the same mark."""
    bullet = _BULLET.match(paragraph.text)
    if bullet is None or head >= len(paragraph.text) or not isinstance(following, Paragraph):
        return False
    return following.text.lstrip()[:1] == paragraph.text.lstrip()[:1]


def _is_bare_heading(printed: str, folded: str, start: int) -> bool:
    """A short line that names a section without a number: "Mục tiêu cụ thể", "Nhiệm vụ:"."""
    text = folded[start:]
    if len(text.split()) > _HEADING_WORDS or re.search(r"[.;,]\s*$", text) or find_mentions(printed[start:], text):
        return False
    return bool(re.match(r"(?:muc tieu|chi tieu|nhiem vu|giai phap|to chuc thuc hien|kinh phi)\b", text))
