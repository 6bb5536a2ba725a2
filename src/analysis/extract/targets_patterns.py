"""What a target's number looks like: percentages, ranks, counts, in digits, in words and in lists.

Patterns are for text folded in place (no diacritics, lower case, every character at its place), except those of
numbers in words, which diacritics tell apart.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Literal

from analysis.reference.target_words import alternatives, one_of, target_words
from analysis.vietnamese.number_words import CARDINAL, FRACTION, SHARE

Kind = Literal["percent", "rank", "count"]
Span = tuple[int, int]
_NUMBER = r"\d+(?:[.,]\d+)*"
_PERCENT = re.compile(
    rf"(?<![\d.,/]){_NUMBER}\s*(?:(?:%|phan tram)?\s*(?:-|–|—|÷|\bden\b)\s*{_NUMBER}\s*)?(?:%|\bphan tram\b)"
    rf"(?!(?<=%)\s*[-–]\s*{_NUMBER}\s*%)"
)
_PERCENT_SIGN = re.compile(rf"{_NUMBER}\s*%")
_CHAIN = re.compile(rf"(?<![\d.,/]){_NUMBER}\s*%(?:\s*[-–]\s*{_NUMBER}\s*%){{2,}}")
_SHARE = re.compile(rf"\b{SHARE}\b", re.IGNORECASE)
_CARDINAL = re.compile(rf"\b{CARDINAL}\b", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"\s+(?!trong\b|so\b|phan\b|nua\b|nam\b|thang\b|tram\b|muoi\b)[a-z]")
_OTHER_NUMBERS = re.compile(
    r"\bso (?:với )?(?:cùng kỳ )?(?:năm |giai đoạn )?\d{4}(?:\s*[-–]\s*\d{4})?|"
    r"\b(?:năm|giai đoạn|tháng \d{1,2}/|quý \w+/)\s*\d{4}(?:\s*[-–]\s*\d{4})?",
    re.IGNORECASE,
)
_ONE_NUMBER = re.compile(rf"{_NUMBER}(?:\s*%?\s*(?:-|–|—|÷|/|đến|trên|trong)\s*{_NUMBER})?")
_LIST_REACH = 40  # characters between "lần lượt" and the first number of its list


def listed_numbers(folded: str) -> Iterator[tuple[Kind, Span, Span | None]]:
    """Numbers of a list that share the unit after the last: "lần lượt đạt 80, 85 và 90%", with the unit's place.

    Also each of "80% - 90% - 100%", which is no range, and the later ranks of a list ("thứ hạng tương ứng là 30, 25 và
    20"), which have no unit.
    """
    for match in _list().finditer(folded):
        unit = match.span("unit")
        kind: Kind = "percent" if match["unit"] in ("%", "phan tram") else "count"
        numbers = list(re.finditer(_NUMBER, folded[match.start("list") : match.end("list")]))
        for number in numbers[:-1]:
            yield kind, (match.start("list") + number.start(), match.start("list") + number.end()), unit
    for match in _CHAIN.finditer(folded):
        for number in _PERCENT_SIGN.finditer(match[0]):
            yield "percent", (match.start() + number.start(), match.start() + number.end()), None
    for match in _ranks().finditer(folded):
        for number in re.finditer(r"\d+", match["more"]):
            yield "rank", (match.start("more") + number.start(), match.start("more") + number.end()), None


def shares(text: str, folded: str) -> Iterator[Span]:
    """Shares without a sign: "hai phần ba số xã", "3 trong 4 hồ sơ"."""
    yield from (match.span() for match in _SHARE.finditer(text))
    for match in FRACTION.finditer(text):
        before = folded[max(0, match.start() - _LIST_REACH) : match.start()]
        if re.match(r"\s+[a-z]", folded[match.end() : match.end() + 4]) and not _not_a_share().search(before):
            yield match.span()


def spelled_counts(text: str, folded: str) -> Iterator[tuple[Span, int]]:
    """Counts in words after a comparator ("ít nhất hai sáng kiến"), and where the comparator begins."""
    for match in _CARDINAL.finditer(text):
        start, end = match.span()
        before = _comparator_before().search(folded[max(0, start - _LIST_REACH) : start])
        strict = before and re.match(rf"{one_of('strict')}\b", before[0])
        if before and (_unit_after().match(folded, end) or (strict and _NOUN_AFTER.match(folded, end))):
            yield (start, end), max(0, start - _LIST_REACH) + before.start()


def holds_one_number(printed: str) -> bool:
    """Whether the words of a target hold one number (or range) besides years and what it is compared with."""
    rest = _OTHER_NUMBERS.sub(" ", printed)
    return len(_ONE_NUMBER.findall(rest)) <= 1


@functools.cache
def patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """In this order: what is a percentage is no rank, what is a rank is no count."""
    words = target_words()
    change = alternatives(word for verbs in words.directions.values() for word in verbs)
    fillers = rf"(?:{one_of('fillers')}\s+){{0,6}}"
    unit = rf"(?=\s*(?:/\s*\d{{2,4}}\s*|/\s*)?{one_of('counted_units')}\b)"
    number = rf"(?<![\d.,/])(?P<number>{_NUMBER}(?:\s*(?:-|–|den)\s*{_NUMBER})?)(?!\s*[%\d])"
    beyond = alternatives(word for by_sign in words.after.values() for word in by_sign)
    place = r"(?P<number>\d{1,2}(?:\s*(?:-|–|den)\s*\d{1,2})?(?:\s*/\s*\d{2})?)(?![\d.,]*[%\d])"
    place += r"(?!\s*(?:bac|phut|gio|ngay|lan|luot|ho so|diem)\b)"
    ranks = rf"(?<!sap )(?:{one_of('rank_openings')})"
    between = rf"(?:\s+{one_of('rank_fillers')}){{0,6}}"
    basis = one_of("basis")
    return (
        ("percent", _PERCENT),
        ("rank", re.compile(rf"\b{ranks}{between}\s*{place}")),
        ("rank", re.compile(rf"\btrong\s+(?:so\s+)?{place}(?=\s+(?:tinh|dia phuong|tinh, thanh pho)\b)")),
        ("count", re.compile(rf"\b(?:{comparators()}|{change}|tu)\s+{fillers}{number}{unit}")),
        ("count", re.compile(rf"\b{one_of('strict')}\s+{fillers}{number}(?=\s+[a-z])")),
        ("count", re.compile(rf"\b{basis}\b[^.;:%]{{0,60}}?\b(?:co|to chuc|thuc hien|dat)\s+{number}{unit}")),
        (
            "count",
            re.compile(
                rf"{number}(?=\s*(?:/\s*)?{one_of('counted_units')}\b[^.,;:%\d]{{0,40}}?(?:/\s*nam\b|\s{basis}\b))"
            ),
        ),
        (
            "count",
            re.compile(rf"{number}(?=\s*(?:/\s*\d{{1,3}}\s*)?{one_of('counted_units')}\s+(?:\w+\s+){{0,3}}{beyond}\b)"),
        ),
        (
            "count",
            re.compile(rf"\b(?:ca nam|trong (?:nam|quy|thang))\b[^.;%\d]{{0,30}}\b{one_of('doing')}\s+{number}{unit}"),
        ),
        ("count", re.compile(rf":\s*{number}(?=\s*{one_of('counted_units')}\s*(?:[.;,(]|$))")),
        (
            "count",
            re.compile(rf"\b(?:xuong con|xuong|giam con|con|len|dat|dat duoc|dat muc)\s+{fillers}{number}{unit}"),
        ),
    )


@functools.cache
def bare_counts() -> re.Pattern[str]:
    """Counts without any word that compares, after a verb of doing, alone or in a list; only goals promise so."""
    unit = rf"\s*{one_of('counted_units')}\b"
    number = rf"(?<![\d.,/]){_NUMBER}(?!\s*[%\d/])"
    return re.compile(
        rf"\b{one_of('doing')}\s+(?:(?!tai\b)[a-z]+\s+)?(?P<number>{number})(?={unit})"
        rf"|\bmoi\b[^.;:%\d]{{2,40}}\bco\s+(?P<each>{number})(?=\s+[a-z])"
        rf"|(?<=\d)[^\d.;:%]{{3,60}}?(?:,|\bva)\s+(?P<further>{number})(?={unit})"
    )


@functools.cache
def comparators() -> str:
    """Every word that compares and stands before its number, as a regular expression group."""
    return alternatives(word for by_sign in target_words().before.values() for word in by_sign)


@functools.cache
def _list() -> re.Pattern[str]:
    unit = rf"(?P<unit>%|phan tram\b|{one_of('counted_units')}\b)"
    item = rf"(?:{comparators()}\s+)?{_NUMBER}"
    return re.compile(
        rf"\b{one_of('respectively')}\b[^\d.;]{{0,{_LIST_REACH}}}(?P<list>{item}(?:\s*(?:,|;|\bva\b)\s*(?:va\s+)?{item})+)\s*{unit}"
    )


@functools.cache
def _ranks() -> re.Pattern[str]:
    more = r"(?P<more>(?:\s*(?:,|\bva\b)\s*(?:va\s+)?\d{1,2}(?=\s*(?:,\s*\d|va\s+\d|[.;)]|$)))+)"
    return re.compile(
        rf"\b(?<!sap )(?:{one_of('rank_openings')})(?:\s+{one_of('rank_fillers')}){{0,6}}\s*\d{{1,2}}(?![\d%]){more}"
    )


@functools.cache
def _comparator_before() -> re.Pattern[str]:
    return re.compile(rf"\b{comparators()}\s+(?:{one_of('fillers')}\s+){{0,3}}$")


@functools.cache
def _not_a_share() -> re.Pattern[str]:
    """Before "3/4" these make it a date, a rank or a code."""
    return re.compile(rf"\b(?:ngay|thang|den|tu|truoc|sau|quy|so|{one_of('ranks')})\s+$|[\d/.,-]$")


@functools.cache
def _unit_after() -> re.Pattern[str]:
    return re.compile(rf"\s*{one_of('counted_units')}\b")
