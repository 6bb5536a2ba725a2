"""Numbers in running text that can be a target's: percentages, ranks, counts, each with the words that carry it.

All positions are offsets in one text; `folded` is the same text without diacritics, character for character.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.extract.targets_comparators import slipped_comparator
from analysis.extract.targets_patterns import (
    Kind,
    bare_counts,
    comparators,
    listed_numbers,
    patterns,
    shares,
    spelled_counts,
)
from analysis.reference.target_words import alternatives, as_printed, one_of, target_words
from analysis.vietnamese.text import strip_diacritics

_WINDOW = 240  # characters around a number that are looked at, so that the time stays bounded
_SLIP_REACH = 24  # characters before a number in which a comparator with a slip is looked for
_INDEX = re.compile(r"\b(?:chi so|par|papi|pci|sipas|dti|ca nuoc|toan quoc|tinh, thanh pho|tinh/thanh pho)\b")


# In brackets these tell of something else: an earlier year, somebody else's target.
_EXPLAINED = re.compile(
    r"\b(?:nam 20\d{2}|hien|da|truoc|quoc gia|trung uong|chinh phu|ca nuoc|toan quoc|bo noi vu|duoc giao"
    r"|chi tieu|muc tieu)\b"
)
_EVERY = re.compile(r"\b(?:toan bo|tat ca|moi)\b[^,;.:()\d]*$")
_EVERY = re.compile(r"\b(?:toan bo|tat ca|moi)\b[^;.:()%]*$")
_COMPARED = re.compile(r"\bso voi (?:cung ky )?(?:nam )?20\d{2}\b")
_AMONG = re.compile(r"\s+(?:tinh|dia phuong)\b(?:,\s+thanh pho\b)?")
_RANKED = re.compile(r"\b(?:xep thu|xep hang|dung thu|thu hang|vi tri thu)\b")


@dataclass(frozen=True)
class Mention:
    """A number at [start, end); its words (verb, comparator, "trở lên") at [opening, closing).

    `unit`: where the unit stands that it shares with later numbers of a list ("lần lượt 80, 85 và 90%").
    """

    kind: Kind
    start: int
    end: int
    opening: int
    closing: int
    unit: tuple[int, int] | None = None


@functools.lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    folded = strip_diacritics(char).casefold()
    return folded if len(folded) == 1 else char


def fold_in_place(text: str) -> str:
    """`text` without diacritics and in lower case, every character at its own place."""
    return "".join(map(_fold_char, text))


def find_mentions(text: str, folded: str, goals: bool = False) -> list[Mention]:
    """Every number of `text` that a commitment can be made of, in order, none inside another.

    `goals`: the text stands among goals, where a count needs no word that compares it ("kiểm tra 20 xã").
    """
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for kind, start, end, begin, unit in _candidates(text, folded, goals):
        overlaps = any(start < last and first < end for first, last in taken)
        if overlaps or not _allowed(kind, folded, start, end):
            continue
        taken.append((start, end))
        opening = _opening(text, folded, start)
        if kind != "percent":
            opening = min(opening, _opening(text, folded, begin))
        among = _AMONG.match(folded, end) if re.fullmatch(r"trong\s+(?:so\s+)?", folded[opening:start]) else None
        closing = among.end() if among and kind == "rank" else _closing(folded, end)  # "trong 15 tỉnh" is a rank
        found.append(Mention(kind, start, end, opening, closing, unit))
    ordered = sorted(found, key=lambda mention: mention.start)
    pairs = itertools.zip_longest(ordered, ordered[1:])
    return [m for m, following in pairs if not _is_condition(folded, m, following)]


def _is_condition(folded: str, mention: Mention, following: Mention | None) -> bool:
    """Whether a count only says of what a rate is taken: "tỷ lệ người phải đi lại trên 02 lần … giảm còn dưới 5%"."""
    if mention.kind != "count" or following is None or following.kind != "percent":
        return False
    clause = re.split(r"[,;.:()]", folded[max(0, mention.opening - _WINDOW) : mention.opening])[-1]
    between = folded[mention.end : following.opening]
    return bool(re.match(r"\s*(?:\+|-)?\s*(?:ty le|ti le)\b", clause)) and not re.search(r"[,;.:()]", between)


def _candidates(text: str, folded: str, goals: bool) -> Iterator[tuple[Kind, int, int, int, tuple[int, int] | None]]:
    """(kind, start, end, where its pattern begins, the unit it shares with a list) of every number that may count."""
    for kind, (start, end), unit in listed_numbers(folded):
        yield kind, start, end, start, unit
    for start, end in shares(text, folded):
        yield "percent", start, end, start, None
    for kind, pattern in patterns():
        for match in pattern.finditer(folded):
            start, end = match.span("number") if "number" in pattern.groupindex else match.span()
            yield kind, start, end, match.start(), None
    for (start, end), begin in spelled_counts(text, folded):
        yield "count", start, end, begin, None
    yield from _bare_counts(folded) if goals else ()


def _bare_counts(folded: str) -> Iterator[tuple[Kind, int, int, int, None]]:
    """Counts after a verb of doing, and those that go on its list ("20 xã, phường và 05 sở")."""
    last = -_WINDOW
    for match in bare_counts().finditer(folded):
        named = next(name for name in ("number", "each", "further") if match[name])
        start, end = match.span(named)
        if named != "further" or match.start() - last < len("công chức, viên chức và người lao động"):
            last = end
            yield "count", start, end, start, None


def _allowed(kind: Kind, folded: str, start: int, end: int) -> bool:
    if _in_brackets(folded, start) or _base_of_change(folded, start, end):
        return False
    if kind == "rank":
        return bool(_INDEX.search(folded) or _RANKED.search(folded[max(0, start - _SLIP_REACH) : start]))
    if re.search(r"\d\s+tren\s+$", folded[max(0, start - _SLIP_REACH) : start]):
        return False  # "9 trên 10 hồ sơ"
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
    if re.fullmatch(r"(?:dat)?\s*", before[opened + 1 :]) and _EVERY.search(before[:opened]):
        return False  # "Toàn bộ (100%) thủ tục", "mọi thôn có sóng (đạt 100% trước năm 2024)"
    if re.search(rf"\bcap (?:tinh|huyen|xa)\b|\b{one_of('subtargets')}\b", inside):
        return False
    sets = re.search(rf"\b{comparators()}\b|[≥≤]|\bdat\b|^\((?:tang|giam)\b", inside)
    return not sets or bool(_EXPLAINED.search(_COMPARED.sub("", inside)))


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
def _carrying_words() -> re.Pattern[str]:
    """The words right before a number that belong to it: verbs that measure, comparators, fillers, "mỗi năm"."""
    return re.compile(rf"(?:(?<!sap )\b{_carriers()}\b[\s,]*)+$")


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
    return re.compile(
        rf"(?:(?:\s*/\s*\d{{1,3}}(?=\s*diem))?\s*(?:diem\s+|hang\s+)?{after}\b)?(?:\s*/\s*nam\b|\s+{one_of('basis')}\b)?"
    )


@functools.cache
def _not_counts_before() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('not_counts_before')}\s*$")


@functools.cache
def _not_counts_after() -> re.Pattern[str]:
    return re.compile(rf"\s*{one_of('not_counts_after')}\b")
