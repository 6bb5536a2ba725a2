"""Counts that are targets: after a word that compares, after a verb of doing, and those that go on a list of either.

Patterns are for text folded in place, except those of numbers in words, which diacritics tell apart.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from analysis.extract.targets_patterns import NUMBER
from analysis.reference.target_words import as_printed, comparators, one_of
from analysis.vietnamese.number_words import CARDINAL

Span = tuple[int, int]
_CARDINAL = re.compile(rf"\b{CARDINAL}\b", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"\s+(?!trong\b|so\b|phan\b|nua\b|nam\b|thang\b|tram\b|muoi\b)[a-z]")
_REACH = 40  # characters before a number in words in which its comparator stands
_PLACE = re.compile(r"\b(?:tren|duoi|trong|tai)\s+$")  # "trên một nền tảng"
_TOWARDS = r"(?:ve|tai|cho|tren|o|trong|voi|den|tu|cua|theo|sau)"  # before a place or a time, not a thing counted
_WHOLE = rf"(?<![\d.,/])(?!(?:19|20)\d\d\b(?!\.)){NUMBER}(?!\s*[%\d/])"  # no year


def spelled_counts(text: str, folded: str) -> Iterator[tuple[Span, int]]:
    """Counts in words after a comparator ("ít nhất hai sáng kiến"), and where the comparator begins."""
    for match in _CARDINAL.finditer(text):
        start, end = match.span()
        before = _comparator_before().search(folded[max(0, start - _REACH) : start])
        if before is None or (match[0].lower() == "một" and _PLACE.search(before[0])):
            continue
        strict = re.match(rf"{one_of('strict')}\b", before[0])
        if _unit_after().match(folded, end) or (strict and _NOUN_AFTER.match(folded, end)):
            yield (start, end), max(0, start - _REACH) + before.start()


def bare_counts(text: str, folded: str) -> Iterator[Span]:
    """Counts without any word that compares, as goals, tasks and dated sentences promise them: "kiểm tra 20 xã".

    Also in words ("tổ chức ba đợt kiểm tra, mười hai buổi tập huấn"); "một" is more often an article, "năm" a year.
    """
    for pattern in (_done(), _each(), _stated(), _where(), _every(), _event()):
        for match in pattern.finditer(folded):
            if not match.groupdict().get("verb") or as_printed(text, match, "verb"):
                yield match.span(match.lastgroup or "number")
    for match in _of_all().finditer(folded):
        everywhere = match["some"] == match["all"] and _PLACE.search(folded[: match.start()][-_REACH:])
        if 0 < int(match["some"]) <= int(match["all"]) and not everywhere:
            yield match.span("number")
    spelled_end = -1
    for match in _CARDINAL.finditer(text):
        start, end = match.span()
        listed = 0 <= spelled_end < start and re.fullmatch(r"[^\d.;:()]{2,60}(?:,|\bva)\s+", folded[spelled_end:start])
        done = listed or _doing_before().search(folded[max(0, start - _REACH) : start])
        if done and match[0].lower() not in ("một", "năm") and _unit_after().match(folded, end):
            yield start, end
            spelled_end = end


def further_counts(folded: str, known: Iterable[int], promised: bool) -> Iterator[Span]:
    """Counts that go on the list of a count that ends at one of `known`: "20 xã, phường và 05 sở".

    Where such counts are `promised` also the parts of one: "4.500 lượt cán bộ; trong đó cấp xã 2.000 lượt".
    """
    ends = list(known)
    while ends:
        end = ends.pop(0)
        match = _further().match(folded, end) or (_part_of().match(folded, end) if promised else None)
        if match and match.lastgroup:
            yield match.span(match.lastgroup)
            ends.append(match.end(match.lastgroup))


def further_steps(folded: str, ends: Iterable[int]) -> Iterator[Span]:
    """Places or points behind percentages that end at `ends`."""
    for end in ends:
        if match := _steps().match(folded, end):
            yield match.span("number")


@functools.cache
def _done() -> re.Pattern[str]:
    """After a verb of doing: any noun at once after it, one of the counted units after some words more."""
    between = r"(?:(?!(?:tai|trong|tren|sau|cho|thang|nam|theo|toi|thoi|ve|voi)\b)[a-z]+\s+){1,5}"
    noun = rf"\s+(?!{one_of('not_bare_counts_after')}\b)[a-z]"
    unit = rf"\s*{one_of('counted_units')}\b"
    receivers = rf"(?=\d+ {one_of('offices')}\b)"  # "cho 18 sở", "của 03 sở" are no counts of what is done
    verb = rf"\b(?!moi\s+(?:quy|nam|thang|tuan)\b)(?P<verb>{one_of('doing')})\s+(?<!\bcho {receivers})"
    number = rf"(?<!\bcua {receivers})(?P<number>{_WHOLE})"
    return re.compile(rf"{verb}(?:(?P<far>{between}))?{number}(?(far)(?={unit})|(?={noun}|{unit}))")


@functools.cache
def _each() -> re.Pattern[str]:
    who = r"(?!(?:quy|nam|thang|tuan|ngay|lan)\b)[a-z]+(?:\s+(?!gom\b)[a-z]+){0,3}?"
    return re.compile(
        rf"\bmoi\b[^.;:%\d]{{2,40}}\bco\s+(?P<number>{_WHOLE})(?=\s+[a-z])"
        rf"|\bmoi\s+{who}\s+(?P<plain>{_WHOLE})(?=\s+{one_of('counted_units')}\b)"
    )


@functools.cache
def _every() -> re.Pattern[str]:
    """All of a number of things, where they are what is promised: "toàn bộ 102 xã có …", not "tại toàn bộ 102 xã"."""
    no_place = "".join(rf"(?<!\b{word} )" for word in ("tai", "cho", "cua", "voi", "tren", "den"))
    return re.compile(rf"\b{no_place}(?:toan bo|tat ca)\s+(?P<number>{_WHOLE})(?=\s*{one_of('counted_units')}\b)")


@functools.cache
def _stated() -> re.Pattern[str]:
    """A whole item behind its name: "cơ sở dữ liệu được chia sẻ: 15 cơ sở dữ liệu."."""
    noun = rf"(?!{one_of('not_bare_counts_after')}\b|{one_of('not_counts_after')}\b)[a-z][^.;,:()%\d]{{0,60}}"
    return re.compile(rf":\s*(?:khoang\s+)?(?P<number>{_WHOLE})(?=\s+{noun}(?:[.;,(]|$))")


@functools.cache
def _event() -> re.Pattern[str]:
    """How often something is done, behind what is done: "kiểm tra đột xuất kỷ luật, kỷ cương 04 cuộc"."""
    verb = rf"(?:^|[.;]\s)\W*(?:\d[\d.]*[.)]\s*|[a-z]\)\s*)?(?P<verb>{one_of('doing')})\b"
    others = r"(?!(?:cua|qua|tai|trong|theo|tu|den|sau|o)\s)"
    return re.compile(
        rf"{verb}(?:\s+|,\s*)[^.;:()%\d]{{3,80}}?\s{others}(?P<number>{_WHOLE})(?=\s+{one_of('events')}\b)"
    )


@functools.cache
def _where() -> re.Pattern[str]:
    """In how many places something is tried or put to use: "thí điểm … tại 30 xã"."""
    verb = one_of("done_at")
    place = one_of("offices")
    things = one_of("counted_units")
    return re.compile(
        rf"\b{verb}\b[^.;:,()%\d]{{0,60}}\btai\s+(?:khoang\s+)?(?P<number>{_WHOLE})(?=\s+{place}\b)"
        rf"|\b{one_of('doing')}\b[^.;:()%\d]{{0,60}}\bdoi voi\s+(?P<things>{_WHOLE})(?=\s+{things}\b)"
    )


@functools.cache
def _of_all() -> re.Pattern[str]:
    """How many of how many: "48/68 xã, phường"."""
    thing = rf"(?!(?:diem|bac|hang|ngay|gio|phut|lan|luot|ky|tinh)\b){one_of('counted_units')}\b"
    return re.compile(rf"(?<![\d.,/])(?P<number>(?P<some>\d{{1,4}})\s*/\s*(?P<all>\d{{1,4}}))(?=\s+{thing})")


@functools.cache
def _further() -> re.Pattern[str]:
    """The next number of a list: of a counted unit, or written with a leading zero as counts of things are."""
    noun = rf"(?!{one_of('not_bare_counts_after')}\b)"
    thing = rf"(?!(?:ngay|gio|phut)\b){one_of('counted_units')}\b"
    number = rf"{_WHOLE}(?=\s*{thing})|0\d(?=\s+{noun}[a-z])"
    people = r"(?:luot|hoc vien|dai bieu|nguoi|can bo|cong chuc|vien chuc|thanh vien)"
    return re.compile(
        rf"\s+[^\d.;:%()]{{2,40}}\((?P<inside>{_WHOLE})(?=\s*{thing})"
        rf"|[^\d.,;:%]{{2,60}}?\bvoi\s+(?:(?:khoang|tren)\s+)?(?P<with_people>{_WHOLE})(?=\s+{people}\b)"
        rf"|[^\d.;:%()]{{2,60}}?,\s+(?P<of_them>{_WHOLE})(?=\s+trong (?:so )?do\b)"
        rf"|[^\d.;:%()]{{2,60}}?(?:(?:,|\bva)\s+(?:(?!{_TOWARDS}\b)[a-z]+\s+){{0,2}}?|;\s+)(?P<number>{number})"
    )


@functools.cache
def _part_of() -> re.Pattern[str]:
    return re.compile(
        rf"[^\d.:%()]{{2,60}}?[;,]\s*{one_of('subtargets')}\b[^\d.;%]{{1,40}}(?P<number>{_WHOLE})(?=\s*[a-z])"
    )


@functools.cache
def _comparator_before() -> re.Pattern[str]:
    return re.compile(rf"\b{comparators()}\s+(?:{one_of('fillers')}\s+){{0,3}}$")


@functools.cache
def _doing_before() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('doing')}\s+(?:(?:duoc|them|moi)\s+)?$")


@functools.cache
def _steps() -> re.Pattern[str]:
    """Places or points that go on with a change in percent: "tăng 1,5% và 05 bậc", "… và cải thiện 05 bậc"."""
    return re.compile(
        rf"\s*(?:,|\bva)\s+(?:{one_of('moving')}\s+|(?:tang|giam)\s+)?(?P<number>\d{{1,2}}(?:,\d)?)(?=\s+(?:bac|hang|diem)\b)"
    )


@functools.cache
def _unit_after() -> re.Pattern[str]:
    return re.compile(rf"\s*{one_of('counted_units')}\b")
