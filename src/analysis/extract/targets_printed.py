"""The words that carry a target's number, as printed: "giảm … tối thiểu 10% … so với năm 2021".

"…" stands where words were left out. The words hold one number, besides years and what it is compared with.
"""

from __future__ import annotations

import functools
import re

from analysis.extract import targets_labels as labels
from analysis.extract.targets_mentions import Mention, fold_in_place
from analysis.extract.targets_numbers import is_readable
from analysis.extract.targets_patterns import OUT_OF, holds_one_number
from analysis.extract.targets_ranks import rank_word, says_rank
from analysis.extract.targets_sharing import BASELINE, changes, says_how_compared
from analysis.extract.targets_statements import Part, Statement
from analysis.extract.targets_times import Times
from analysis.reference.target_words import comparators_behind, one_of


def printed_words(text: str, folded: str, times: Times, place: tuple[Statement, Part, Mention]) -> str:
    """The words of the number of `place` (its statement, its part, itself); the number alone if they would mislead."""
    statement, part, mention = place
    first = part.mentions[0]
    printed = text[part.opening : mention.closing].strip(" ,")
    if mention is not first:
        words = text[part.opening : first.start].strip(" ,")
        own = text[mention.opening : mention.closing].strip(" ,")
        printed = f"{words}{labels.OMITTED}{own}" if words and mention.opening == mention.start else own
    if mention.unit:
        printed = f"{printed}{labels.OMITTED}{text[slice(*mention.unit)]}"
    printed = _with_words_around(text, folded, part, mention, printed)
    baseline = BASELINE.search(text, statement.start, statement.end)
    if baseline and times.bracketed(baseline.start()) and not times.bracketed(mention.start):
        baseline = None
    if baseline and baseline[0] not in printed and (changes(printed) or baseline.start() >= part.start):
        printed = f"{printed}{labels.OMITTED}{baseline[0]}"
    every_year = _basis().search(folded, part.start, part.opening)
    if every_year:
        printed = f"{text[every_year.start() : every_year.end()]}{labels.OMITTED}{printed}"
    elif mention.kind == "count" and (every_year := _every_year_after().match(folded, part.closing, part.end)):
        printed = f"{printed}{labels.OMITTED}{text[slice(*every_year.span('basis'))].strip()}"
    if mention.kind == "rank" and not says_rank(fold_in_place(printed)):
        word = rank_word(folded[statement.start : mention.start])
        before = text[statement.start :][slice(*word)] if word else "thứ hạng"
        printed = f"{before}{labels.OMITTED}{printed}"
    printed = re.sub(r"\s+", " ", printed)
    if holds_one_number(printed) and is_readable(printed):
        return printed
    return re.sub(r"\s+", " ", text[mention.start : mention.closing])


def _with_words_around(text: str, folded: str, part: Part, mention: Mention, printed: str) -> str:
    """Also what compares from behind a noun ("95% kế hoạch vốn trở lên") and what forbids ("không để … quá")."""
    behind = _behind().match(folded, mention.closing, part.end)
    if behind and _qualified().search(behind[0]):
        behind = None  # "15 người có trình độ thạc sĩ trở lên"
    if behind and mention is part.mentions[-1] and not says_how_compared(printed):  # "95% kế hoạch vốn trở lên"
        printed = f"{printed}{labels.OMITTED}{text[slice(*behind.span('words'))]}"
    for out_of in OUT_OF.finditer(folded, part.start, mention.end + 2):
        if out_of.start("number") == mention.start:  # "cứ 10 hồ sơ thì có ít nhất 08"
            printed = f"{text[slice(*out_of.span('words'))]}{labels.OMITTED}{printed}"
    forbidden = forbids().search(folded, part.start, part.opening)
    if forbidden:  # "không để hồ sơ quá hạn vượt 1%"
        printed = f"{text[slice(*forbidden.span('words'))]}{labels.OMITTED}{printed}"
    return printed


@functools.cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        rf"\s(?:\([^()%\d]*\)\s*|[^,;.:()%\d]{{2,40}}?\b)(?P<words>{comparators_behind()})\b(?=\s*(?:[,;.)]|$|\bduoc\b))"
    )


@functools.cache
def _qualified() -> re.Pattern[str]:
    """What "trở lên" may be said of besides the number: a degree, an age, an office, a grade."""
    degree = r"trinh do|dai hoc|thac si|cao dang|trung cap"
    office = r"cap phong|cap so|truong phong|pho phong"
    grade = r"hoan thanh|xuat sac|mot phan|loai kha|hang kha|tu [a-z]+ tro len"
    return re.compile(rf"\b(?:{degree}|tuoi|{office}|{grade})\b")


@functools.cache
def _basis() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('basis')}\b")


@functools.cache
def _every_year_after() -> re.Pattern[str]:
    return re.compile(rf"[^,;.:%\d]{{0,40}}?(?P<basis>/\s*nam\b|\b{one_of('basis')}\b)")


@functools.cache
def forbids() -> re.Pattern[str]:
    """What forbids, up to the end of the text: "không để hồ sơ quá hạn | vượt 1%", "không xã nào | dưới 60%"."""
    together = rf",(?=\s*{one_of('named_together')}\b)"  # "không có cơ quan, địa phương nào … dưới 70%"
    return re.compile(
        rf"\b(?P<words>khong (?:de|co|duoc|con)|khong(?=(?:\s+[a-z]+){{1,3}}\s+nao\b))\b(?:[^,;.:%\d]|{together})*$"
    )
