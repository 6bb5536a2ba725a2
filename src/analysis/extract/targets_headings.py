"""The headings above a line of a plan: what they name, what is promised under them and the deadline they set."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from analysis.documents.model import Heading
from analysis.extract import targets_labels as labels
from analysis.extract.targets_mentions import fold_in_place
from analysis.reference.target_words import alternatives, expand, one_of, target_words

BULLET = re.compile(r"^\s*(?:(?:[-–—+•●▪*·]\s*)+(?=\D)|(?:[-–—+•●▪*·]\s+)+)")
_ITEM_NUMBER = re.compile(
    r"^\s*(?:\(\d{1,2}\)\s*|\d{1,2}(?:\.\d{1,2})*[.)]\s*(?=\D)|\d{1,2}(?:\.\d{1,2})*[.)]\s+|[a-zđ]\)\s*)", re.IGNORECASE
)
_DEADLINE_LEVEL = 0.05  # a deadline line stands just below the heading above it
_SUBLEVEL = 0.2  # "2.1." stands below "2." and above "a)"
_DOTTED = re.compile(r"\s*(\d{1,2})((?:\.\d{1,2}){1,4})\b")
_PLAIN_NUMBER = re.compile(r"\s*(\d{1,2})[.)]\s")
_LETTER = re.compile(r"\s*([A-ZĐ])[.)]\s")


_LEAD = r"(?:\W|cac\s|ve\s)*"  # what may stand before the word that says what a heading opens

# Sections in which a plain count is a commitment without a word that says so.
PROMISING = ("goals", "tasks", "organisation")


@dataclass
class Headings:
    """The headings above the current line, outermost first: (level, text, deadline words or "")."""

    stack: list[tuple[float, str, str]] = field(default_factory=list)
    letters: float = 0.5  # "A." stands above "I."; the first one below a roman heading moves all of them there

    def push(self, level: float, text: str, deadline: str = "") -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, text, deadline))

    def push_deadline(self, text: str) -> None:
        headings = [level for level, name, deadline in self.stack if name != deadline]
        self.push((headings[-1] if headings else 0) + _DEADLINE_LEVEL, text, text)

    def level_of(self, heading: Heading) -> float:
        """Level of a heading by its number: "2.1." a little below "2.", "3." below "2.1." a mere item of its list."""
        letter, dotted = _LETTER.match(heading.text), _DOTTED.match(heading.text)
        if letter and heading.level == 0:
            if letter[1] == "A":
                self.letters = 1.5 if any(level == 1 for level, _, _ in self.stack) else 0.5
            return self.letters
        if dotted:
            return heading.level + _SUBLEVEL * dotted[2].count(".")
        number = _PLAIN_NUMBER.match(heading.text)
        above = next(
            ((level, match) for level, text, _ in reversed(self.stack) if (match := _DOTTED.match(text))), None
        )
        if number and above and int(number[1]) != int(above[1][1]) + 1:
            return above[0] + _SUBLEVEL / 2
        return heading.level

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
                bare = text[text_start(fold_in_place(text)) :]
                return bare if labels.levels_in(bare) and labels.is_empty_subject(bare) else ""
        return ""

    @property
    def kind(self) -> str:
        for _, text, _ in reversed(self.stack):
            kind = kind_of_heading(text)
            if kind:
                return kind
        return ""


@functools.lru_cache(maxsize=1024)
def _names_domain(heading: str) -> bool:
    """Whether `heading` says which part of the reform it is about."""
    text = expand(heading)
    return any(re.search(rf"\b{alternatives(words)}\b", text) for _, words in target_words().domains)


@functools.lru_cache(maxsize=1024)
def kind_of_heading(text: str) -> str:
    """The kind of section a heading opens: by what it begins with, else the first kind one of whose words it has.

    Words of sections that promise nothing must open the heading, or say so by themselves ("những kết quả đạt được"):
    "5. Trả kết quả giải quyết trực tuyến", "6. Xây dựng cơ sở dữ liệu", "7. Tiết kiệm kinh phí" are tasks.
    """
    folded = fold_in_place(text)
    bare = _ITEM_NUMBER.sub(
        "", re.sub(r"^\s*(?:phan\s+\S+(?:\s+(?=\S+ ))?(?:\s*[:.-])?|[ivx]+\.|[a-zđ]\.\s)\s*", "", folded)
    )
    opening = bare.split(" va ")[0]
    sections = target_words().sections
    about_results = re.match(rf"{_LEAD}{one_of('no_sections')}\b", opening)
    if not about_results:
        for kind, words in sections.items():
            if re.match(rf"{_LEAD}\b{alternatives(words)}\b", opening):
                return kind
    for kind, words in {**sections, "results": target_words().lists["results_anywhere"]}.items():
        if kind == "results" and about_results:
            continue
        if kind not in ("principles", "funding") and re.search(rf"\b{alternatives(words)}\b", folded):
            return kind
    return ""


def text_start(folded: str) -> int:
    """Where the text begins after its bullet or item number ("- + ", "2.1. ", "a) ")."""
    bullet = BULLET.match(folded)
    start = bullet.end() if bullet else 0
    number = _ITEM_NUMBER.match(folded[start:])
    return start + (number.end() if number else 0)
