"""The passages of a report that state results: which paragraphs count, under which section, how they are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.documents.model import Document, Heading, Paragraph
from analysis.extract.figures_masks import mask
from analysis.extract.figures_words import words
from analysis.extract.head import read_head
from analysis.extract.head_parts import title_and_type
from analysis.vietnamese.text import normalise

_NUMBERED = re.compile(r"(?:(?P<roman>[IVX]{1,5}|[A-Z])[.)]|(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)/]?)\s+(?=[^\W\d_])")
_BULLET = re.compile(r"\s*(?P<mark>[-–—+•●▪*·]|[a-zđ]\)|\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*\.)\s*(?=\S)")
# A section that is called by a time alone ("III. QUÝ IV: …") tells what will be done in it.
_IS_TIME = re.compile(
    r"(?:quý\s+(?:[IVX]+|\d)|(?:\d{1,2}|ba|sáu)\s+tháng\s+cuối\s+năm)(?:\s*[/ ]?(?:năm\s*)?\d{4})?", re.IGNORECASE
)
_NAMES_TIME = re.compile(r"\b(?:tháng\s+\d|quý\s+[IVX\d])", re.IGNORECASE)
_LONGEST_HEADING = 160


@dataclass(frozen=True)
class Passage:
    """One paragraph of results. `section` is the nearest numbered heading, `style` the bullet ("" for running text).

    `level` is that of its number, heading or not: 1 for "I.", 2 for "1.", None without one.
    """

    paragraph: Paragraph
    section: str
    style: str
    is_heading: bool
    level: int | None = None

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
    section, ahead = "", None
    for paragraph in _narrative(document):
        text = normalise(paragraph.text)
        rank = _heading_rank(paragraph, text)
        if rank is not None:
            if ahead is not None and rank <= ahead:
                ahead = None
            if ahead is None and _looks_ahead(_without_number(text).partition(":")[0], rank):
                ahead = rank
            section = text.rstrip(" :.") if len(text) <= _LONGEST_HEADING else section
        if ahead is None:
            bullet = _BULLET.match(paragraph.text)
            style = "" if bullet is None or rank is not None else _style(bullet["mark"])
            number = _NUMBERED.match(text)
            found.append(Passage(paragraph, section, style, rank is not None, _rank_of(number) if number else None))
    return found


def _narrative(document: Document) -> Iterator[Paragraph]:
    for paragraph in document.paragraphs():
        if words().end_of_narrative.match(normalise(paragraph.text)) and len(paragraph.text) < _LONGEST_HEADING:
            return
        yield paragraph


def _heading_rank(paragraph: Paragraph, text: str) -> int | None:
    """1 for "I.", 2 for "1.", 3 for "1.1."; None for what is no heading. A heading is short or ends in a colon."""
    match = _NUMBERED.match(text)
    if match is None:
        return 0 if isinstance(paragraph, Heading) and paragraph.level == 0 else None
    if len(text) > _LONGEST_HEADING or re.search(r"\d", mask(text)):
        # "1. Tiếp nhận 120 hồ sơ:" states a figure, whatever it looks like; "VI. Nhiệm vụ năm 2026: …" does not
        title = text[match.end() :].partition(":")[0]
        ahead = ":" in text and not re.search(r"\d", mask(title)) and _looks_ahead(title, _rank_of(match))
        return _rank_of(match) if ahead else None
    return _rank_of(match)


def _rank_of(match: re.Match[str]) -> int:
    return 1 if match["roman"] else 2 + match["number"].count(".")


def _looks_ahead(title: str, rank: int) -> bool:
    """Whether a heading opens a section of plans: its words say so, or it is a main section of tasks."""
    if words().forward_heading.match(title) or _IS_TIME.fullmatch(title.strip(" .:")):
        return True
    times = words().forward_time.search(title) or _NAMES_TIME.search(title)
    return bool(words().forward_start.match(title)) and (rank <= 1 or bool(times))


def _without_number(text: str) -> str:
    match = _NUMBERED.match(text)
    return text[match.end() :] if match else text


def _style(mark: str) -> str:
    return "1" if mark[0].isdigit() else "a" if mark[0].isalpha() else "-" if mark in "-–—" else mark
