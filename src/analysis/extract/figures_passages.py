"""The passages of a report that state results: which paragraphs count, under which section, how they are listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.documents.model import Document, Heading, Paragraph
from analysis.extract.figures_ahead import is_title, report_end, title_looks_ahead
from analysis.extract.figures_masks import mask
from analysis.extract.figures_words import words
from analysis.extract.head import read_head
from analysis.extract.head_parts import title_and_type
from analysis.vietnamese.text import normalise

# "I.", "2.", "3.1", and above them all "Phần thứ hai", "Phần II."
_NUMBERED = re.compile(
    r"(?:(?P<part>(?i:phần\s+(?:thứ\s+)?(?:[IVX]{1,5}|\d|nhất|hai|ba|bốn|tư|năm)(?!\w)[.:)]?(?:\s*$)?))"
    r"|(?P<roman>[IVX]{1,5}|[A-Z])[.)]|(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)/]?)(?:\s+(?:[-–]\s+)?(?=[^\W\d_])|(?<=\S)$)"
)
_BULLET = re.compile(r"\s*(?P<mark>[-–—+•●▪*·]|[a-zđ]\)|\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*\.)\s*(?=\S)")
_DIGIT = re.compile(r"\d")
_TIME_OF_TITLE = re.compile(r"\b20\d\d\b")  # "Kế hoạch 2023"
_LONGEST_HEADING = 160
_UNNUMBERED = 9  # the rank of a heading without a number


@dataclass(frozen=True)
class Passage:
    """One paragraph of results. `section` is the nearest numbered heading, `style` the bullet ("" for running text).

    `level` is that of its number, heading or not: 1 for "I.", 2 for "1.", None without one. `end` is the last
    day of the report's period.
    """

    paragraph: Paragraph
    section: str
    style: str
    is_heading: bool
    level: int | None = None
    end: dt.date | None = None

    @property
    def text(self) -> str:
        return self.paragraph.text


def sets_targets(document: Document) -> bool:
    """Whether the document is of a type whose numbers are targets (a plan, a decision …) and no report of results."""
    _, kind = title_and_type(read_head(document), document)
    return kind in words().target_types


def passages(document: Document) -> list[Passage]:
    """Passages with results, in order: nothing after the narrative's end, nothing of sections that look ahead."""
    found: list[Passage] = []
    section, ahead, ahead_text = "", None, ""
    end = report_end(document)
    for paragraph in _narrative(document):
        text = normalise(paragraph.text)
        rank = _heading_rank(paragraph, text, end)
        if ahead is not None and _ends(ahead, rank, text, ahead_text):
            ahead = None
        if rank is not None:
            if ahead is None and title_looks_ahead(_without_number(text).partition(":")[0], rank <= 1, end):
                ahead, ahead_text = rank, text
            section = text.rstrip(" :.") if len(text) <= _LONGEST_HEADING else section
        elif ahead is None and is_title(text) and words().forward_heading.match(text) and not _DIGIT.search(mask(text)):
            ahead, ahead_text = _UNNUMBERED, text
        if ahead is None:
            bullet = _BULLET.match(paragraph.text)
            style = "" if bullet is None or rank is not None else _style(bullet["mark"])
            number = _NUMBERED.match(text)
            found.append(
                Passage(paragraph, section, style, rank is not None, _rank_of(number) if number else None, end)
            )
    return found


def _ends(ahead: int, rank: int | None, text: str, opened: str) -> bool:
    """Whether a heading ends a section of plans: one of its own rank or above; without numbers, the next title.

    `opened` is the heading of the section; "4. Tổ chức 5 hội nghị" ends "3. Tháng 10: …" though it is no heading.
    """
    if ahead == _UNNUMBERED:
        return rank <= 1 if rank is not None else is_title(text) and text.isupper()
    first, following = _NUMBERED.match(opened), _NUMBERED.match(text)
    if rank is None and first and following and first["number"] and following["number"]:
        return _rank_of(following) == ahead and int(following["number"].split(".")[-1]) > int(
            first["number"].split(".")[-1]
        )
    return rank is not None and rank <= ahead


def _narrative(document: Document) -> Iterator[Paragraph]:
    for paragraph in document.paragraphs():
        if words().end_of_narrative.match(normalise(paragraph.text)) and len(paragraph.text) < _LONGEST_HEADING:
            return
        yield paragraph


def _heading_rank(paragraph: Paragraph, text: str, end: dt.date | None) -> int | None:
    """1 for "I.", 2 for "1.", 3 for "1.1."; None for what is no heading. A heading is short or ends in a colon."""
    match = _NUMBERED.match(text)
    if match is None:
        return 0 if isinstance(paragraph, Heading) and paragraph.level == 0 else None
    if len(text) > _LONGEST_HEADING or _DIGIT.search(mask(text)):
        # "1. Tiếp nhận 120 hồ sơ:" states a figure, whatever it looks like; "VI. Nhiệm vụ năm 2026: …" does not
        title = text[match.end() :].partition(":")[0]
        is_plain = not _DIGIT.search(_TIME_OF_TITLE.sub("", mask(title)))
        ahead = ":" in text and is_plain and title_looks_ahead(title, _rank_of(match) <= 1, end)
        return _rank_of(match) if ahead else None
    return _rank_of(match)


def _rank_of(match: re.Match[str]) -> int:
    return 0 if match["part"] else 1 if match["roman"] else 2 + match["number"].count(".")


def _without_number(text: str) -> str:
    match = _NUMBERED.match(text)
    return text[match.end() :] if match else text


def _style(mark: str) -> str:
    return "1" if mark[0].isdigit() else "a" if mark[0].isalpha() else "-" if mark in "-–—" else mark
