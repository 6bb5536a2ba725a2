"""What a target's number looks like: percentages, ranks, counts, in digits, in words and in lists.

Patterns are for text folded in place (no diacritics, lower case, every character at its place), except those of
numbers in words, which diacritics tell apart.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Literal

from analysis.reference.target_words import alternatives, comparators, comparators_behind, one_of, target_words
from analysis.vietnamese.number_words import FRACTION, SHARE

Kind = Literal["percent", "rank", "count"]
Span = tuple[int, int]
NUMBER = r"\d+(?:[.,]\d+)*"
NOT_ABOVE = r"(?<!neu )(?<!ke )(?<!noi )"  # "tỷ lệ nêu trên" is the one above, not more than something
_PERCENT = re.compile(
    rf"(?<![\d.,])(?<!\d/)(?:(?<!\bnam )|(?<=\b(?:hang|tung) nam )|(?<=\bmoi nam )){NUMBER}\s*"
    rf"(?:(?:%|phan tram)?\s*(?:-|–|—|÷|\bden\b)\s*{NUMBER}\s*)?(?:diem\s+)?(?:%|\bphan tram\b)"
    rf"(?!(?<=%)\s*[-–]\s*{NUMBER}\s*%)"
)
_PERCENT_SIGN = re.compile(rf"{NUMBER}\s*%")
_CHAIN = re.compile(rf"(?<![\d.,/]){NUMBER}\s*%(?:\s*[-–]\s*{NUMBER}\s*%){{2,}}")
_SHARE = re.compile(rf"\b{SHARE}\b", re.IGNORECASE)
OUT_OF = re.compile(r"\b(?P<words>cu\s+(?P<of>\d{1,4}))\s+[a-z][^.;:\d%]{2,80}?\b(?P<number>\d{1,4})(?=\s+[a-z])")
_OTHER_NUMBERS = re.compile(
    r"\bcứ \d+|\bso (?:với )?(?:cùng kỳ )?(?:năm |giai đoạn )?\d{4}(?:\s*[-–]\s*\d{4})?|"
    r"\b(?:năm|giai đoạn|tháng \d{1,2}/|quý \w+/)\s*\d{4}(?:\s*[-–]\s*\d{4})?",
    re.IGNORECASE,
)
_ONE_NUMBER = re.compile(rf"{NUMBER}(?:\s*%?\s*(?:-|–|—|÷|/|đến|trên|trong)\s*{NUMBER})?(?:/\d{{2}}\b)?")
_OF_THE_BEST = re.compile(
    r"\s+(?:so\s+)?(?:[a-z]+\s+){1,3}(?:dan dau|dung dau|hang dau)\b"
)  # "trong 1/3 số xã dẫn đầu"
_LIST_REACH = 40  # characters between "lần lượt" and the first number of its list


def listed_numbers(folded: str) -> Iterator[tuple[Kind, Span, Span | None]]:
    """Numbers of a list that share the unit after the last: "lần lượt đạt 80, 85 và 90%", with the unit's place.

    Also each of "80% - 90% - 100%", which is no range.
    """
    for match in _list().finditer(folded):
        unit = match.span("unit")
        kind: Kind = "percent" if match["unit"] in ("%", "phan tram") else "count"
        numbers = list(re.finditer(NUMBER, folded[match.start("list") : match.end("list")]))
        for number in numbers[:-1]:
            if re.search(r"\b(?:nam|quy|thang) $", folded[: match.start("list") + number.start()][-_LIST_REACH:]):
                continue  # "tương ứng … năm 2024, ít nhất 90%"
            yield kind, (match.start("list") + number.start(), match.start("list") + number.end()), unit
    for match in _CHAIN.finditer(folded):
        for number in _PERCENT_SIGN.finditer(match[0]):
            yield "percent", (match.start() + number.start(), match.start() + number.end()), None


def shares(text: str, folded: str) -> Iterator[Span]:
    """Shares without a sign: "hai phần ba số xã", "3 trong 4 hồ sơ", "cứ 10 hồ sơ thì có 8"."""
    yield from (match.span("number") for match in OUT_OF.finditer(folded) if int(match["number"]) <= int(match["of"]))
    yield from (match.span() for match in _SHARE.finditer(text))
    for match in FRACTION.finditer(text):
        before = folded[max(0, match.start() - _LIST_REACH) : match.start()]
        if _OF_THE_BEST.match(folded, match.end()):
            continue
        if re.match(r"\s+[a-z]", folded[match.end() : match.end() + 4]) and not _not_a_share().search(before):
            yield match.span()


def holds_one_number(printed: str) -> bool:
    """Whether the words of a target hold one number (or range) besides years and what it is compared with."""
    rest = _OTHER_NUMBERS.sub(" ", printed)
    return len(_ONE_NUMBER.findall(rest)) <= 1


def percentages(folded: str) -> Iterator[Span]:
    """Percentages and ranges of them."""
    yield from (match.span() for match in _PERCENT.finditer(folded))


@functools.cache
def counts() -> tuple[re.Pattern[str], ...]:
    """Counts that some word marks as a commitment: it compares, changes, repeats or sums up."""
    words = target_words()
    change = alternatives([*(word for verbs in words.directions.values() for word in verbs), *words.lists["moving"]])
    fillers = rf"(?:{one_of('fillers')}\s+){{0,6}}"
    unit = rf"(?=\s*(?:/\s*\d{{2,4}}\s*|/\s*)?{one_of('counted_units')}\b)"
    number = rf"(?<![\d.,/])(?P<number>{NUMBER}(?:\s*(?:-|–|den)\s*{NUMBER})?)(?!\s*[%\d])"
    basis = one_of("basis")
    return (
        re.compile(rf"\b(?:{comparators()}|{change}|tu)\s+{fillers}{number}{unit}"),
        re.compile(rf"\b{one_of('strict')}\s+{fillers}{number}(?=\s+[a-z])"),
        re.compile(rf"\b{basis}\b[^.;:%]{{0,60}}?\b(?:co|to chuc|thuc hien|dat)\s+(?:them\s+)?{number}{unit}"),
        re.compile(rf"{number}(?=\s*(?:/\s*)?{one_of('counted_units')}\b[^.,;:%\d]{{0,40}}?(?:/\s*nam\b|\s{basis}\b))"),
        re.compile(
            rf"{number}(?=\s*(?:/\s*\d{{1,3}}\s*)?{one_of('counted_units')}\s+(?:\w+\s+){{0,3}}{comparators_behind()}\b)"
        ),
        re.compile(rf"\b(?:ca nam|trong (?:nam|quy|thang))\b[^.;%\d]{{0,30}}\b{one_of('doing')}\s+{number}{unit}"),
        re.compile(rf"\((?:tuong ung|tuong duong|tuc la|tuc)\s+(?:voi\s+|giam\s+|tang\s+)*{number}{unit}"),
        re.compile(rf":\s*{number}(?=\s*(?:/\s*\d{{1,3}}\s*)?{one_of('counted_units')}\s*(?:[.;,(]|$))"),
        re.compile(rf"\b(?:xuong con|xuong|giam con|con|len|dat|dat duoc|dat muc)\s+{fillers}{number}{unit}"),
    )


@functools.cache
def _list() -> re.Pattern[str]:
    unit = rf"(?P<unit>%|phan tram\b|{one_of('counted_units')}\b)"
    item = rf"(?:{comparators()}\s+)?{NUMBER}"
    return re.compile(
        rf"\b{one_of('respectively')}\b[^\d.;]{{0,{_LIST_REACH}}}(?P<list>{item}(?:\s*(?:,|;|\bva\b)\s*(?:va\s+)?{item})+)\s*{unit}"
    )


@functools.cache
def _not_a_share() -> re.Pattern[str]:
    """Before "3/4" these make it a date, a rank or a code."""
    return re.compile(rf"\b(?:ngay|thang|den|tu|truoc|sau|quy|so|{one_of('ranks')})\s+$|[\d/.,-]$")
