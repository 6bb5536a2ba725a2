"""Joining printed lines into paragraphs: hard-wrapped lines, page breaks in mid-sentence, numbers left alone on a line.

A reader of text or PDF sees lines; a sentence runs over several of them. Bullets, numbered items and headings start a
paragraph of their own. Nothing is dropped: every line stays in exactly one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analysis.documents.model import Heading, Line, Paragraph, Piece

_BULLET = re.compile(r"(?:-\s*\+|[-–—+•●▪*·])\s*(?=\S)")
_LETTERED = re.compile(r"(?:[a-zđ]|[ivx]{1,4})\)\s*\S", re.IGNORECASE)
# What follows an item's number: words, or a share or a count that opens the sentence ("1. 100% xã …", "2) 05 sở …").
_NUMBERED = re.compile(
    r"(?:Điều\s+)?\d{1,2}(?:\.\d{1,2}){0,4}(?:(?:[.)/]|(?<=\.\d))\s*(?=[^\W\d]|$)|[.)]\s+(?=\d[\d.,]*\s*%|0\d\s))"
)
_IN_BRACKETS = re.compile(r"\(\d{1,2}\)\s*\S")  # "(1) Tỷ lệ …"
_ROMAN = re.compile(r"[IVX]{1,5}\s*[.)]\s*(?:\S|$)")
_PART = re.compile(
    r"(?:Điều|Chương|Mục|Phần|Phụ lục|Biểu mẫu|Biểu)\s+(?:số\s+)?(?:\d{1,2}|[IVX]{1,5})\b(?!/)", re.IGNORECASE
)
_NAMED_PART = re.compile(r"Phần\s+thứ\s+\w+\s*[:.–-]\s*\w", re.IGNORECASE)  # "Phần thứ nhất: THỰC TRẠNG"
_LONE_MARK = re.compile(r"(?:Điều|Mục|Chương|Phần|(?:Điều\s+)?\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[a-zđ]\)|[-+])")
_ENDS = re.compile(r"(?:[.;:!?…]|\./\.)[\"”')\]]*$")
_RULE = re.compile(r"[-–—_=*.\s|]{1,}")
# A line that ends with one of these words goes on: what they govern comes next.
_OPEN_END = re.compile(
    r"(?:[,(–-]|\b(?:định|quyết|tư|hoạch|văn|lệnh|thị|trình|báo|cáo|luật|tổng|một|mã|có|trong|trên|với)\s+số"
    r"|\b(?:của|và|tại|về|các|theo|do|cho|ngày|tháng|(?<!từng )(?<!hằng )(?<!hàng )(?<!mỗi )năm"
    r"|từ|đến|là|với|trên|để|hoặc|được|bằng|ở|thuộc))$",
    re.IGNORECASE,
)
_NUMBER_DUE = re.compile(r"\b(?:vị trí thứ|xếp thứ|đứng thứ|hạng thứ|tối thiểu|ít nhất|tối đa|không quá|khoảng)$")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–—]?", re.IGNORECASE)
MAX_LINES = 400  # printed lines of one paragraph; more is no paragraph, and joining it would take for ever
LOOKED_BACK = 6  # lines of a paragraph that tell whether it is in capitals
SHORT_HEADING = 120


def join_lines(lines: Iterable[Line]) -> list[Paragraph]:
    """Paragraphs of `lines` (blank ones included: they part paragraphs unless the sentence plainly goes on)."""
    paragraphs: list[Paragraph] = []
    current: list[Line] = []
    blank = False
    waiting = list(lines)
    for index, line in enumerate(waiting):
        if blank and current and _is_page_number(line, current, waiting, index + 1):
            paragraphs.append(paragraph_of([line]))
            continue
        if is_rule(line.text):
            # A rule ("-----") or a stray cell border parts more than a blank line does.
            if line.text and current:
                paragraphs.append(paragraph_of(current))
                current = []
            blank = True
            continue
        if current and (len(current) >= MAX_LINES or _starts_new(current, line.text, blank)):
            paragraphs.append(paragraph_of(current))
            current = []
        current.append(line)
        blank = False
    if current:
        paragraphs.append(paragraph_of(current))
    return paragraphs


def _is_page_number(line: Line, current: list[Line], lines: Sequence[Line], following: int) -> bool:
    """Whether a line is only the number of a page that broke a sentence: the sentence goes on below it."""
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    after = next((lines[place].text for place in range(following, len(lines)) if lines[place].text), "")
    return (
        bool(after)
        and not starts_item(after)
        and _goes_on(current, current[-1].text, _first_letter(after).islower(), ended=False)
    )


def paragraph_of(lines: list[Line]) -> Paragraph:
    """One paragraph (a Heading, if it reads like one) of printed lines, joined by single spaces."""
    text, pieces = "", []
    for line in lines:
        text = f"{text} " if text else ""
        pieces.append(Piece(len(text), line.location))
        text += line.text
    level = heading_level(text)
    return Paragraph(text, tuple(pieces)) if level is None else Heading(text, tuple(pieces), level)


def heading_level(text: str) -> int | None:
    """Level of a text that reads like a heading, None for running text.

    Roman numbers and parts are 1, "1." 2, "a)" 3, and a line in capitals 0; a heading is short and ends without full
    stop (a colon is allowed).
    """
    if len(text) > SHORT_HEADING or text.endswith((";", ",")) or (text.endswith(".") and not _is_short_numbered(text)):
        return None
    letters = [char for char in text if char.isalpha()]
    capitals = bool(letters) and all(char.isupper() for char in letters)
    if _ROMAN.match(text) or _PART.match(text):
        return 1
    if _NUMBERED.match(text):
        return 2
    if _LETTERED.match(text):
        return 3
    return 0 if (capitals and len(letters) > 3) or _NAMED_PART.match(text) else None


def _is_short_numbered(text: str) -> bool:
    """A heading may end with a full stop if it is numbered and no longer than a few words ("2. Công tác kiểm tra.")."""
    numbered = _NUMBERED.match(text) or _ROMAN.match(text)
    return (
        bool(numbered)
        and not text.startswith("Điều")
        and len(text.split()) <= 9
        and text.count(".") <= 2
        and not re.search(r"\d%", text)
    )


def is_rule(text: str) -> bool:
    """Whether `text` is empty or only draws a line ("-----", "|", "*")."""
    return not text or bool(_RULE.fullmatch(text))


def starts_item(text: str) -> bool:
    """Whether `text` begins with a bullet or with the number of an item, an article or a heading."""
    return bool(
        (_BULLET.match(text) and not text[1:2].isdigit())
        or _LETTERED.match(text)
        or _NUMBERED.match(text)
        or _IN_BRACKETS.match(text)
        or _ROMAN.match(text)
        or _PART.match(text)
        or _NAMED_PART.match(text)
    )


def _starts_new(current: list[Line], text: str, blank: bool) -> bool:
    """Whether `text` begins a paragraph after the lines of `current`."""
    before = current[-1].text
    if len(current) == 1 and _LONE_MARK.fullmatch(before):
        return blank
    if text[:1].isdigit() and not blank and _NUMBER_DUE.search(before):
        return False  # "vị trí thứ", then "20. Phấn đấu …"
    if starts_item(text) and not _is_continued_dash(before, text):
        return True
    # "2. Chính quyền số", then "90% cuộc họp …": a number can open a sentence.
    opens_with_number = text[:1].isdigit() and _is_finished_heading(current)
    lower = _first_letter(text).islower() and not opens_with_number
    ended = bool(_ENDS.search(before))
    if blank:
        return not _goes_on(current, before, lower, ended=ended)
    if lower or _OPEN_END.search(before):
        return False
    if _in_capitals(text) != _in_capitals(" ".join(line.text for line in current[-LOOKED_BACK:])):
        return True
    if text.startswith("("):
        return _in_capitals(before) or ended
    if ended:
        return len(before) < _usual_width(current)
    return _is_finished_heading(current)


def _goes_on(current: list[Line], before: str, lower: bool, *, ended: bool) -> bool:
    """Whether a sentence goes on after a blank line (a page break): it has not ended and the next word is small."""
    if ended or _ENDS.search(before) or not lower or _in_capitals(before):
        return False
    whole = " ".join(line.text for line in current)
    return len(whole) > 40 or starts_item(current[0].text)


def _is_finished_heading(current: list[Line]) -> bool:
    """Whether the lines so far are a numbered heading that is complete ("1. Mục tiêu chung").

    A number with one word after it ("8. Sở") was cut by the line's end, and so was a line as long as a printed line.
    """
    first = current[0].text
    match = _NUMBERED.match(first) or _ROMAN.match(first) or _LETTERED.match(first) or _NAMED_PART.match(first)
    if match is None or starts_bullet(first):
        return False
    text = " ".join(line.text for line in current)
    words = text.split()
    return (
        text.count("(") <= text.count(")") and len(words) > 2 and len(current[-1].text) < 60 and not _in_capitals(first)
    )


def starts_bullet(text: str) -> bool:
    """Whether `text` begins with a bullet ("-", "+", "- +")."""
    return bool(_BULLET.match(text))


def _is_continued_dash(before: str, text: str) -> bool:
    """A line that begins with "- kinh tế" after a line without a full stop continues a compound, it is no bullet."""
    if re.match(r"[-–]\s*\d{4}\b", text) and re.search(r"\d{4}$", before):
        return True  # a span of years, broken before its dash
    return bool(re.match(r"[-–]\s*[^\W\d_]", text)) and _first_letter(text).islower() and not _ENDS.search(before)


def _usual_width(current: list[Line]) -> int:
    """A line that ends with a full stop ends its paragraph unless it is about as long as a full printed line."""
    longest = max(len(line.text) for line in current)
    return max(70, longest - 8) if len(current) > 1 else 70


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalpha()), "")


def _in_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)
