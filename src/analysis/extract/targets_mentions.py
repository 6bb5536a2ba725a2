"""Numbers in running text that can be a target's: percentages, ranks, counts, each with the words that carry it.

All positions are offsets in one text; `folded` is the same text without diacritics, character for character.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.extract.targets_comparators import slipped_comparator
from analysis.extract.targets_counts import bare_counts, further_counts, further_steps, spelled_counts
from analysis.extract.targets_patterns import NOT_ABOVE, Kind, counts, listed_numbers, percentages, shares
from analysis.extract.targets_ranks import is_rank, later_ranks, peers_end, ranks
from analysis.reference.target_words import (
    alternatives,
    as_printed,
    comparators,
    comparators_behind,
    one_of,
    target_words,
)
from analysis.vietnamese.text import strip_diacritics

_WINDOW = 240  # characters around a number that are looked at, so that the time stays bounded
_SLIP_REACH = 24  # characters before a number in which a comparator with a slip is looked for


# In brackets these tell of something else: an earlier year, somebody else's target.
_EXPLAINED = re.compile(
    r"\b(?:nam 20\d{2}|hien|da|truoc|quoc gia|trung uong|chinh phu|ca nuoc|toan quoc|bo noi vu|duoc giao"
    r"|chi tieu|muc tieu)\b|^\((?:chiem|khoang)\s+(?!toi thieu|it nhat)"
)
_INCLUDING = re.compile(
    r"\((?:bao )?gom\s+[^()\d]{0,40}\d[\d.,]*\s*(?:%|phan tram)"
)  # "30% (gồm 10% tự chủ cả đầu tư)"
_EVERY = re.compile(r"\b(?:toan bo|tat ca|moi|deu)\b[^;.:()%]*$")
_REACH_OF_SIZE = 40
_TIME_OF_DAY = re.compile(r"\s*(?:gio|h)\s*[0-5]\d\b")  # "từ 7 giờ 30"
_SIZE = re.compile(r"\b(?:quy mo|tan suat)\s+(?:[a-z]+\s+){0,3}$")  # "thôn có quy mô dưới 50% tiêu chuẩn"
_COMPARED = re.compile(r"\bso voi (?:cung ky )?(?:nam )?20\d{2}\b")


@dataclass(frozen=True)
class Mention:
    """A number at [start, end); its words (verb, comparator, "trở lên") at [opening, closing).

    `unit`: where the unit stands that it shares with later numbers of a list ("lần lượt 80, 85 và 90%").
    `bare`: a count that no word marks as a commitment but its place among goals or a time.
    """

    kind: Kind
    start: int
    end: int
    opening: int
    closing: int
    unit: tuple[int, int] | None = None
    bare: bool = False


@functools.lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    folded = strip_diacritics(char).casefold()
    return folded if len(folded) == 1 else char


def fold_in_place(text: str) -> str:
    """`text` without diacritics and in lower case, every character at its own place."""
    return "".join(map(_fold_char, text))


def find_mentions(text: str, folded: str, promised: bool = False) -> list[Mention]:
    """Every number of `text` that a commitment can be made of, in order, none inside another.

    `promised`: by its place or its time the text promises, so that a count needs no word that compares it ("kiểm tra
    20 xã").
    """
    found = _Mentions(text, folded)
    for kind, start, end, begin, unit in _candidates(text, folded):
        found.add(kind, start, end, begin, unit)
    for start, end in further_steps(folded, [m.end for m in found.mentions if m.kind == "percent"]):
        found.add("count", start, end, start)
    found.go_on(promised, bare=False)
    if promised:
        for start, end in bare_counts(text, folded):
            found.add("count", start, end, start, bare=True)
        found.go_on(promised, bare=True)
    return sorted(found.mentions, key=lambda mention: mention.start)


def _candidates(text: str, folded: str) -> Iterator[tuple[Kind, int, int, int, tuple[int, int] | None]]:
    """(kind, start, end, where its pattern begins, the unit it shares with a list) of every number that may count."""
    for kind, (start, end), unit in listed_numbers(folded):
        yield kind, start, end, start, unit
    for start, end in shares(text, folded):
        yield "percent", start, end, start, None
    for start, end in percentages(folded):
        yield "percent", start, end, start, None
    for start, end in later_ranks(folded):
        yield "rank", start, end, start, None
    for (start, end), begin in ranks(folded):
        yield "rank", start, end, begin, None
    for pattern in counts():
        for match in pattern.finditer(folded):
            yield "count", *match.span("number"), match.start(), None
    for (start, end), begin in spelled_counts(text, folded):
        yield "count", start, end, begin, None


class _Mentions:
    """Mentions of one text as they are found: the first that takes a number keeps it."""

    def __init__(self, text: str, folded: str) -> None:
        self.text = text
        self.folded = folded
        self.mentions: list[Mention] = []

    def add(
        self, kind: Kind, start: int, end: int, begin: int, unit: tuple[int, int] | None = None, bare: bool = False
    ) -> None:
        """Keep the number at [start, end), whose words begin at `begin` or before, if it can be one and is free."""
        if any(start < known.end and known.start < end for known in self.mentions):
            return
        if not _allowed(kind, self.text, self.folded, (begin, start, end)):
            return
        opening = _opening(self.text, self.folded, start)
        if kind != "percent":
            opening = min(opening, _opening(self.text, self.folded, begin))
        closing = _closing(self.folded, peers_end(self.folded, end) if kind == "rank" else end)
        self.mentions.append(Mention(kind, start, end, opening, closing, unit, bare))

    def go_on(self, promised: bool, bare: bool) -> None:
        """Add the counts that go on the lists of the counts so far, `bare` ones or those that words mark."""
        known = [m.end for m in self.mentions if m.bare == bare and (m.kind == "count" or promised)]
        for start, end in further_counts(self.folded, known, promised):
            self.add("count", start, end, start, bare=bare)


def _allowed(kind: Kind, text: str, folded: str, places: tuple[int, int, int]) -> bool:
    begin, start, end = places
    if _in_brackets(folded, start) or _base_of_change(folded, start, end):
        return False
    if _SIZE.search(folded[max(0, start - _REACH_OF_SIZE) : start]):
        return False
    if kind == "rank":
        return is_rank(text, folded, begin, start)
    if re.search(r"\d\s+tren\s+$", folded[max(0, start - _SLIP_REACH) : start]):
        return False  # "9 trên 10 hồ sơ"
    if kind == "count":
        return not (
            _not_counts_before().search(_yearly().sub("", folded[max(0, start - _SLIP_REACH) : start]))
            or _not_counts_after().match(folded, end)
            or _TIME_OF_DAY.match(folded, end)
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
    if _INCLUDING.match(inside):
        return False
    if re.search(rf"\bcap (?:tinh|huyen|xa)\b|\b(?:tinh|huyen|xa):? \d|\b{one_of('subtargets')}\b", inside):
        return False
    sets = re.search(
        rf"\b{comparators()}\b|[≥≤]|\bdat\b|^\((?:tuong ung|tuong duong|tuc|tang|giam|thu hang|xep thu|xep hang)\b",
        inside,
    )
    return not sets or bool(_EXPLAINED.search(_COMPARED.sub("", inside)))


def _base_of_change(folded: str, start: int, end: int) -> bool:
    """The first number of "từ 30% (năm 2022) lên 50%" is where the way begins."""
    return bool(
        re.search(r"\btu\s+(?:(?:muc|thu|hang|vi tri|nhom|top)\s+)*$", folded[max(0, start - _SLIP_REACH) : start])
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
    return re.compile(rf"(?:(?<!sap )\b{NOT_ABOVE}{_carriers()}\b[\s,]*)+$")


@functools.cache
def _carrying_word() -> re.Pattern[str]:
    return re.compile(rf"{_carriers()}\b[\s,]*")


@functools.cache
def _carriers() -> str:
    words = target_words()
    compare = [word for by_sign in words.before.values() for word in by_sign]
    change = [word for verbs in words.directions.values() for word in verbs]
    names = ("fillers", "reaching", "opening", "basis", "respectively", "ranks")
    return alternatives([*compare, *change, *(word for name in names for word in words.lists[name])])


@functools.cache
def _scope() -> re.Pattern[str]:
    return re.compile(rf"{one_of('scopes')}\b[\s,]*")


@functools.cache
def _closing_words() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:\s*/\s*\d{{1,3}}(?=\s*diem))?\s*(?:diem\s+|hang\s+)?{comparators_behind()}\b)?(?:\s*/\s*nam\b|\s+{one_of('basis')}\b)?"
    )


@functools.cache
def _yearly() -> re.Pattern[str]:
    """The words of a yearly share: "mỗi năm 200 lượt" counts, "năm 200" does not."""
    return re.compile(rf"\b{one_of('basis')}\s*$")


@functools.cache
def _not_counts_before() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('not_counts_before')}\s*$")


@functools.cache
def _not_counts_after() -> re.Pattern[str]:
    """A time or a measure; folded, "quý" is also the "quy" of "quy trình"."""
    return re.compile(rf"\s*(?!quy (?:trinh|dinh|che|hoach|uoc|tac)\b){one_of('not_counts_after')}\b")
