"""Slips of a scan in running text that a person should look at: letters within numbers, counted nouns misspelt."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from analysis.documents import Document
from analysis.extract.figures_words import any_of, words
from analysis.extract.matching import shadow

MAX_NOTES = 20
# "12.4l5", "5O": digits with the letters l, I or O among them; "B2O", "O2/KH" are names.
_NUMBER = re.compile(r"(?<![\w.,/-])(?=[.,lIO]*\d)(?=[\d.,]*[lIO])[\dlIO]+(?:[.,][\dlIO]+)*(?=%|[.,;:)]|\s|$)")
_COUNTED = re.compile(r"\d\s+(?=[^\W\d])")


def slips(document: Document, read: Sequence[str]) -> list[str]:
    """Notes on numbers with letters in them, which are not read, and on counted nouns read in spite of a slip.

    `read` are the numbers that were read, as printed.
    """
    found = dict.fromkeys((*_numbers(document, set(read)), *_nouns(document)))
    more = len(found) - MAX_NOTES
    return [*list(found)[:MAX_NOTES], *([f"{more} more slips like these"] if more > 0 else [])]


def slipped_noun(text: str, start: int) -> tuple[str, int]:
    """The noun of several words that stands at `start` but for diacritics ("hồ so"), and its end; "" for none."""
    names = _folded_nouns()
    match = _slipped_nouns().match(shadow(text[start : start + 60]))
    if match is None:
        return "", start
    return names[" ".join(match[0].split())], start + match.end()


def _numbers(document: Document, read: set[str]) -> Iterator[str]:
    for paragraph in document.paragraphs():
        for match in _NUMBER.finditer(paragraph.text):
            if any(match[0] in printed for printed in read):
                continue
            where = paragraph.locate(match.start())
            yield f"{where}: {match[0]!r} is a number with a letter in it and was not read; mend it in the document"


def _nouns(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs():
        for match in _COUNTED.finditer(paragraph.text):
            if words().noun.match(paragraph.text, match.end()):
                continue
            noun, end = slipped_noun(paragraph.text, match.end())
            if noun:
                printed = paragraph.text[match.end() : end]
                score = fuzz.ratio(printed.casefold(), noun.casefold())
                yield f"{paragraph.locate(match.end())}: {printed!r} read as {noun!r} (score {score:.0f})"


@functools.cache
def _folded_nouns() -> dict[str, str]:
    """Nouns of several words by their letters without diacritics; those that two nouns share are left out."""
    folded: dict[str, str] = {}
    for noun in words().nouns:
        if " " in noun and "," not in noun:
            folded[shadow(noun)] = noun if folded.get(shadow(noun), noun) == noun else ""
    return {name: noun for name, noun in folded.items() if noun}


@functools.cache
def _slipped_nouns() -> re.Pattern[str]:
    return re.compile(any_of(_folded_nouns()))
