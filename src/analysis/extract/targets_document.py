"""What kind of document it is for its targets, by its letterhead and title: a report promises nothing."""

from __future__ import annotations

import re

from analysis.documents.model import Document, Heading, Paragraph
from analysis.extract.head import read_head
from analysis.extract.head_parts import title_and_type
from analysis.extract.targets_mentions import fold_in_place
from analysis.reference.target_words import alternatives, target_words

_LETTERHEAD = 60  # blocks in which a document says what it is
_TITLE_WORDS = 25
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\))", re.IGNORECASE)


def is_report(document: Document) -> bool:
    """Whether the document reports what was done: its letterhead says "Báo cáo", or its number is a report's."""
    return _kind_of_document(document) == "reports"


def is_plan(document: Document) -> bool:
    """Whether the letterhead names a plan, a programme or a decision."""
    return _kind_of_document(document) == "plans"


def first_year(document: Document) -> int:
    """The first year that the document's title plans for ("năm 2024", "giai đoạn 2021 - 2025"), 0 if it names none.

    Of a title that names the end alone ("đến năm 2025") the plan begins in the year it was signed.
    """
    words = target_words().lists["plans"]
    lines = [line.text for _, line in zip(range(_LETTERHEAD), document.paragraphs(), strict=False)]
    for index, text in enumerate(lines):
        folded = fold_in_place(text).strip(" *:.#")
        if re.match(rf"{alternatives(words)}\b", folded) and (text.isupper() or len(folded.split()) <= _TITLE_WORDS):
            following = lines[index + 1] if index + 1 < len(lines) else ""
            title = (
                folded
                if following.endswith(":") or _NUMBERED.match(following)
                else fold_in_place(f"{text} {following}")
            )
            year = _year_of(title, document)
            if year:
                return year
    # A page without blank lines joins the title with the sentence below it.
    return _year_of(fold_in_place(title_and_type(read_head(document), document)[0]), document)


def _year_of(title: str, document: Document) -> int:
    years = re.search(r"\b(?P<end>den\s+(?:het\s+)?)?(?:nam|giai doan)\s+(?P<year>20\d{2})", title)
    signed = read_head(document).signed_on if years and years["end"] else None
    return signed.year if signed else int(years["year"]) if years else 0


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


def _is_title(line: Paragraph) -> bool:
    return isinstance(line, Heading) or len(line.text.split()) <= 3 or line.text.isupper()
