"""Numbers in running text that can be a target's: percentages, ranks, counts, each with the words that carry it.

All positions are offsets in one text; `folded` is the same text without diacritics, character for character.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from analysis.extract.targets_comparators import slipped_comparator
from analysis.reference.target_words import alternatives, as_printed, one_of, target_words
from analysis.vietnamese.text import strip_diacritics

_WINDOW = 240  # characters around a number that are looked at, so that the time stays bounded
_SLIP_REACH = 24  # characters before a number in which a comparator with a slip is looked for
Kind = Literal["percent", "rank", "count"]
_NUMBER = r"\d+(?:[.,]\d+)*"
_PERCENT = re.compile(
    rf"(?<![\d.,/]){_NUMBER}\s*(?:(?:%|phan tram)?\s*(?:-|–|—|÷|\bden\b)\s*{_NUMBER}\s*)?(?:%|\bphan tram\b)"
)
_INDEX = re.compile(r"\b(?:chi so|par|papi|pci|sipas|dti|ca nuoc|toan quoc|tinh, thanh pho|tinh/thanh pho)\b")


@dataclass(frozen=True)
class Mention:
    """A number at [start, end); its words (verb, comparator, "trở lên") at [opening, closing)."""

    kind: Kind
    start: int
    end: int
    opening: int
    closing: int


@functools.lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    folded = strip_diacritics(char).casefold()
    return folded if len(folded) == 1 else char


def fold_in_place(text: str) -> str:
    """`text` without diacritics and in lower case, every character at its own place."""
    return "".join(map(_fold_char, text))


def find_mentions(text: str, folded: str) -> list[Mention]:
    """Every number of `text` that a commitment can be made of, in order, none inside another."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(folded):
            start, end = match.span("number") if "number" in pattern.groupindex else match.span()
            overlaps = any(start < last and first < end for first, last in taken)
            if overlaps or not _allowed(kind, folded, start, end):
                continue
            taken.append((start, end))
            opening = _opening(text, folded, start)
            if kind != "percent":
                opening = min(opening, _opening(text, folded, match.start()))
            found.append(Mention(kind, start, end, opening, _closing(folded, end)))
    return sorted(found, key=lambda mention: mention.start)


def _allowed(kind: Kind, folded: str, start: int, end: int) -> bool:
    if _in_brackets(folded, start) or _base_of_change(folded, start, end):
        return False
    if kind == "rank":
        return bool(_INDEX.search(folded))
    if kind == "count":
        return not (
            _not_counts_before().search(folded[max(0, start - _SLIP_REACH) : start])
            or _not_counts_after().match(folded, end)
        )
    return True


def _in_brackets(folded: str, start: int) -> bool:
    """A number in brackets explains another one ("(năm 2020: 35%)"), unless it sets a part of the target."""
    before = folded[max(0, start - _WINDOW) : start]
    opened = before.rfind("(")
    if opened <= before.rfind(")"):
        return False
    closed = folded.find(")", start, start + _WINDOW)
    inside = before[opened:] + folded[start : closed if closed >= 0 else start + _WINDOW]
    return not re.search(rf"\bcap (?:tinh|huyen|xa)\b|\b{one_of('subtargets')}\b", inside)


def _base_of_change(folded: str, start: int, end: int) -> bool:
    """The first number of "từ 30% (năm 2022) lên 50%" is where the way begins."""
    return bool(
        re.search(r"\btu\s+(?:muc\s+)?$", folded[max(0, start - _SLIP_REACH) : start])
        and re.match(
            r"[^%;.]{0,40}?(?<!\btro )\b(?:len|nang len|tang len|xuong|giam xuong|giam con)\b",
            folded[end : end + _WINDOW],
        )
    )


def _opening(text: str, folded: str, start: int) -> int:
    """Where the words that carry the number begin; scopes ("toàn tỉnh") stay with what is measured."""
    edge = max(0, start - _WINDOW)
    sign = re.search(r"[<>≤≥]=?\s*$", folded[edge:start])
    first = edge + sign.start() if sign else start
    match = _carrying_words().search(folded[edge:first])
    opening = edge + match.start() if match else first
    if opening == first and sign is None:
        slip = slipped_comparator(folded[max(0, first - _SLIP_REACH) : first])
        return max(0, first - _SLIP_REACH) + slip.start if slip else first
    while opening < first:
        word = _carrying_word().match(folded, opening, first)
        if word is None:
            break
        scope = _scope().match(folded, opening, first)
        if as_printed(text, word) and scope is None:
            break
        opening = scope.end() if scope else word.end()
    return opening


def _closing(folded: str, end: int) -> int:
    match = _closing_words().match(folded, end)
    return match.end() if match else end


@functools.cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """In this order: what is a percentage is no rank, what is a rank is no count."""
    words = target_words()
    comparators = alternatives(word for by_sign in words.before.values() for word in by_sign)
    change = alternatives(word for verbs in words.directions.values() for word in verbs)
    fillers = rf"(?:{one_of('fillers')}\s+){{0,6}}"
    unit = rf"(?=\s*(?:/\s*)?{one_of('counted_units')}\b)"
    number = rf"(?P<number>{_NUMBER}(?:\s*(?:-|–|den)\s*{_NUMBER})?)(?!\s*[%/\d])"
    beyond = alternatives(word for by_sign in words.after.values() for word in by_sign)
    place = r"(?P<number>\d{1,2}(?:\s*(?:-|–|den)\s*\d{1,2})?(?:\s*/\s*\d{2})?)(?![\d.,]*[%\d])"
    ranks = r"(?:xep|xep hang|xep thu|dung thu|hang|thu hang|vi tri|vi tri thu|trong nhom|nhom|top|top dau)"
    between = r"(?:\s+(?:thu|hang|tu|trong|nhom|cac|vi tri|top|so|dat|o|duoi|tren|it nhat|toi thieu|la|dau)){0,6}"
    return (
        ("percent", _PERCENT),
        ("rank", re.compile(rf"\b{ranks}{between}\s*{place}")),
        ("count", re.compile(rf"\b(?:{comparators}|{change}|tu)\s+{fillers}{number}{unit}")),
        (
            "count",
            re.compile(rf"\b(?:{one_of('basis')})\b[^.;:%]{{0,60}}?\b(?:co|to chuc|thuc hien|dat)\s+{number}{unit}"),
        ),
        ("count", re.compile(rf"{number}(?=\s*{one_of('counted_units')}\s+{beyond}\b)")),
        ("count", re.compile(rf"\b(?:dat|dat duoc|dat muc)\s+{fillers}{number}(?=\s*diem\b)")),
    )


@functools.cache
def _carrying_words() -> re.Pattern[str]:
    """The words right before a number that belong to it: verbs that measure, comparators, fillers, "mỗi năm"."""
    return re.compile(rf"(?:\b{_carriers()}\b[\s,]*)+$")


@functools.cache
def _carrying_word() -> re.Pattern[str]:
    return re.compile(rf"{_carriers()}\b[\s,]*")


@functools.cache
def _carriers() -> str:
    words = target_words()
    comparators = [word for by_sign in words.before.values() for word in by_sign]
    change = [word for verbs in words.directions.values() for word in verbs]
    names = ("fillers", "reaching", "opening", "basis", "respectively", "ranks")
    return alternatives([*comparators, *change, *(word for name in names for word in words.lists[name])])


@functools.cache
def _scope() -> re.Pattern[str]:
    return re.compile(rf"{one_of('scopes')}\b[\s,]*")


@functools.cache
def _closing_words() -> re.Pattern[str]:
    after = alternatives(word for by_sign in target_words().after.values() for word in by_sign)
    return re.compile(rf"(?:\s*(?:diem\s+|hang\s+)?{after}\b)?(?:\s*/\s*nam\b)?")


@functools.cache
def _not_counts_before() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('not_counts_before')}\s*$")


@functools.cache
def _not_counts_after() -> re.Pattern[str]:
    return re.compile(rf"\s*{one_of('not_counts_after')}\b")
