"""What a report says of the time after its period: headings and sentences of plans, whose numbers are no results.

A time is judged against the end of the report's own period: "Quý IV: rà soát 40 thủ tục" looks ahead in a report on the
third quarter, and is what was done in one on the year.
"""

from __future__ import annotations

import datetime as dt
import re

from analysis.documents.model import Document
from analysis.extract.figures_words import words
from analysis.extract.head import read_head
from analysis.extract.head_parts import title_and_type
from analysis.extract.period_words import period_of_title
from analysis.reference.periods import parse_period

# A section that is called by a time alone ("III. QUÝ IV: …") tells what will be done in it.
_PART = r"(?:quý\s+(?:[IVX]+|\d)|(?:\d{1,2}|ba|sáu|chín)\s+tháng\s+(?:đầu|cuối)\s+năm|nửa\s+(?:đầu|cuối)\s+năm)"
_TIME = rf"(?:{_PART}|tháng\s+\d{{1,2}}|năm\s+\d{{4}})(?:\s*(?:/|-|,|\s)\s*(?:năm\s*)?\d{{4}})?"
_IS_TIME = re.compile(rf"(?:trong\s+)?{_TIME}", re.IGNORECASE)
_NAMES_TIME = re.compile(rf"\b{_TIME}", re.IGNORECASE)
_OPENS_WITH_TIME = re.compile(rf"\W*(?:(?:trong|bước vào|sang)\s+)?(?P<time>{_TIME})\s*[,:]?\s", re.IGNORECASE)
_MONTH = re.compile(r"tháng\s+(?P<month>\d{1,2})\b(?:\D{1,6}(?P<year>\d{4}))?", re.IGNORECASE)
_BARE_YEAR = re.compile(r"\b(?P<year>20\d\d)\b")
_LONGEST_TITLE = 120


def report_end(document: Document) -> dt.date | None:
    """The last day of the period a report is about, as its title or signing date tells it; None when neither does."""
    head = read_head(document)
    title, kind = title_and_type(head, document)
    code = period_of_title(title, head.signed_on, kind)
    return parse_period(code).end if code else None


def is_later(time: str, end: dt.date | None) -> bool:
    """Whether the time that `time` names begins after `end` (a time without a year is of the year of `end`)."""
    if end is None:
        return False
    month = _MONTH.match(time)
    if month and 1 <= int(month["month"]) <= 12:
        return dt.date(int(month["year"] or end.year), int(month["month"]), 15) > end
    code = period_of_title(time, end, "report")
    return bool(code) and parse_period(code).start > end


def title_looks_ahead(title: str, main: bool, end: dt.date | None) -> bool:
    """Whether a heading opens a section of plans: its words or its time say so, or it is a main section of tasks."""
    title = title.strip(" .:")
    if words().forward_heading.match(title):
        return True
    if _IS_TIME.fullmatch(title):
        return is_later(title, end) if end is not None else not title.casefold().startswith("năm")
    if not words().forward_start.match(title):
        return False
    if end is not None and any(int(match["year"]) > end.year for match in _BARE_YEAR.finditer(title)):
        return True
    return main or bool(words().forward_time.search(title) or _NAMES_TIME.search(title))


def is_title(text: str) -> bool:
    """Whether a paragraph without a number looks like a heading: short, a capital first, no sign of a sentence."""
    text = text.strip(" *_#")
    return 0 < len(text) <= _LONGEST_TITLE and text[0].isupper() and text[-1] not in ".;,"


def sentence_looks_ahead(sentence: str, end: dt.date | None) -> bool:
    """Whether a sentence (as far as its number) speaks of what is to be done: its verbs or its opening time say so."""
    if words().planned.search(sentence) or words().asked.search(sentence):
        return True
    opening = _OPENS_WITH_TIME.match(sentence)
    return opening is not None and is_later(opening["time"], end)
