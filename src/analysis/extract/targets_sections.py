"""Where in a plan a sentence stands: its headings, the deadline they set, and whether promises are made there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from analysis.documents.joining import join_lines
from analysis.documents.model import Document, Heading, Paragraph, Piece, Table
from analysis.extract.targets_deadlines import DeadlineWords, heading_deadline
from analysis.extract.targets_headings import BULLET, PROMISING, Headings, kind_of_heading, text_start
from analysis.extract.targets_mentions import find_mentions, fold_in_place
from analysis.extract.targets_sharing import governing_comparator
from analysis.extract.targets_statements import names_quantity

PREAMBLE = "preamble"
_NUMBERED = re.compile(r"\s*(?:(?P<roman>[ivx]{1,5})\.|\d{1,2}\.)\s+")
_ITEM = re.compile(r"\s*(\d{1,2})[.)]\s+(?=[^\W\d])")
_HEADING_WORDS = 25
_LONGEST = 6000  # characters of a paragraph that are read at once


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


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph of running text with the headings, the kind of section and the deadline that govern it."""
    texts = list(_texts(document))
    walk = _Walk(any(isinstance(block, Heading) and block.level >= 1 for block in texts))
    for block, following in zip_longest(texts, texts[1:]):
        if isinstance(block, Table):
            empty = Paragraph("", (Piece(0, block.location),))
            yield replace(_passage(empty, 0, walk.headings), table=block)
        else:
            yield from walk.paragraph(block, following)


class _Walk:
    """Goes through a document's paragraphs and remembers the headings and the line that introduces a list.

    `sectioned`: the document has numbered headings, so that what stands above the first is its preamble.
    """

    def __init__(self, sectioned: bool) -> None:
        self.headings = Headings()
        self.sectioned = sectioned
        self.intro = ""

    def paragraph(self, paragraph: Paragraph, following: Paragraph | Table | None) -> Iterator[Passage]:
        """The passage of `paragraph`, none for a heading."""
        text, folded = paragraph.text, fold_in_place(paragraph.text)
        promised = self.headings.kind in PROMISING and text.endswith(".")  # "4. Đào tạo lại 500 lượt công chức."
        if isinstance(paragraph, Heading) and not find_mentions(text, folded, promised):
            words = _words(text, heading_deadline(folded, numbered=True))
            self.headings.push(self.headings.level_of(paragraph), text, words)
            # "3. Hồ sơ điện tử tối thiểu đạt:" heads a list of numbers, which are at least so much.
            # "4. Tỷ lệ thanh toán trực tuyến:" names what they measure.
            governs = text.endswith(":") and (governing_comparator().search(folded) or names_quantity(folded))
            self.intro = _intro(paragraph, text_start(folded), folded) if governs else ""
            return
        start = text_start(folded)
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
            passage = _passage(paragraph, start, self.headings)
            above = self.sectioned and not self.headings.numbered and not passage.kind
            yield replace(passage, intro=self.intro, kind=PREAMBLE if above else passage.kind)
            self.intro = _intro(paragraph, start, folded) or (self.intro if BULLET.match(text) else "")

    def _under_deadline(
        self, paragraph: Paragraph, head: int, deadline: DeadlineWords, following: Paragraph | Table | None
    ) -> Iterator[Passage]:
        """The rest of a line that begins with a deadline; what comes below stands under it too, if it is no bullet."""
        folded = fold_in_place(paragraph.text)
        start = text_start(folded)
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


def _passage(paragraph: Paragraph, start: int, headings: Headings) -> Passage:
    return Passage(paragraph, start, headings.section, headings.kind, headings.deadline, scope=headings.scope)


def _intro(paragraph: Paragraph, start: int, folded: str) -> str:
    """The text of a line that introduces the items below it, "" if it does not."""
    text = paragraph.text[start:].strip()
    return text.rstrip(":").strip() if text.endswith(":") and not find_mentions(paragraph.text, folded) else ""


def _words(text: str, deadline: DeadlineWords | None) -> str:
    if deadline is None:
        return ""
    words = text[deadline.start : deadline.end].strip(" :,")
    return words if words.count("(") <= words.count(")") else f"{words})"


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
    quiet = kind_of_heading(head) in ("results", "funding", "organisation", "principles")
    return (1.0 if number and number["roman"] else 2.0, colon) if quiet else None


def _only_here(paragraph: Paragraph, head: int, following: Paragraph | Table | None) -> bool:
    """Whether a deadline at the start of an item governs that item only: the next has the same mark or number."""
    if head >= len(paragraph.text) or not isinstance(following, Paragraph):
        return False
    if BULLET.match(paragraph.text):
        return following.text.lstrip()[:1] == paragraph.text.lstrip()[:1]
    number, after = _ITEM.match(paragraph.text), _ITEM.match(following.text)
    return bool(
        number
        and after
        and int(after[1]) == int(number[1]) + 1
        and not heading_deadline(fold_in_place(following.text), numbered=False)
    )


def _is_bare_heading(printed: str, folded: str, start: int) -> bool:
    """A short line that names a section without a number: "Mục tiêu cụ thể", "Nhiệm vụ:"."""
    text = folded[start:]
    if len(text.split()) > _HEADING_WORDS or re.search(r"[.;,]\s*$", text) or find_mentions(printed[start:], text):
        return False
    return bool(re.match(r"(?:muc tieu|chi tieu|nhiem vu|giai phap|to chuc thuc hien|kinh phi)\b", text))
