"""Ranks a plan aims at, in any of their wordings: "trong nhóm 20", "không thấp hơn vị trí thứ 20", "từ thứ 10 trở lên".

Patterns are for text folded in place.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from analysis.reference.target_words import comparators_behind, one_of

Span = tuple[int, int]
_REACH = 60  # characters before a number in which the word that makes it a rank stands
_TO = r"(?:\s*(?:-|–|\bden\b)\s*(?:(?:vi tri|hang)\s+)?(?:thu\s+)?\d{1,2})?"
_PLACE = rf"(?P<number>\d{{1,2}}{_TO}(?:\s*/\s*\d{{2}})?)(?![\d.,]*[%\d])(?!/\d\b)"
_NO_PLACE = r"(?!\s*(?:bac|phut|gio|ngay|lan|luot|ho so|diem|nam|thang|vi tri|hang muc|bo chi so|chi so|muc tieu)\b)"
_INDEX = re.compile(r"\b(?:chi so|par|papi|pci|sipas|dti|ca nuoc|toan quoc|tinh, thanh pho|tinh/thanh pho)\b")
_OTHERWISE = {"thu": "thứ", "dung": "đứng"}  # folded alike: "thu" (take in), "dụng" (use)
_RANKED = re.compile(r"\b(?:xep thu|xep hang|dung thu|thu hang|vi tri|thu bac|dung vi tri)\b")


def ranks(folded: str) -> Iterator[tuple[Span, int]]:
    """Places of numbers that may be ranks, and where their words begin."""
    for match in _opened().finditer(folded):
        yield match.span("number"), match.start()
    for match in _among().finditer(folded):
        yield match.span("number"), match.start()
    for match in _named().finditer(folded):
        yield match.span("number"), match.start("number")
    for match in _moved().finditer(folded):
        yield match.span("number"), match.start("to")


def later_ranks(folded: str) -> Iterator[Span]:
    """The later ranks of a list, which have no unit: "thứ hạng tương ứng là 30, 25 và 20"."""
    for match in _list().finditer(folded):
        for number in re.finditer(r"\d+", match["more"]):
            yield match.start("more") + number.start(), match.start("more") + number.end()


def is_rank(text: str, folded: str, begin: int, start: int) -> bool:
    """Whether the number at `start`, whose words begin at `begin`, is a rank: an index or a rank is spoken of.

    The first word must be as printed: folded, "đứng" is also "dụng" and "thứ" also "thu".
    """
    word = re.match(r"\w+", text[begin:])
    meant = _OTHERWISE.get(folded[begin : begin + len(word[0])]) if word else None
    if meant and word and word[0].lower() != meant and not text.isascii():
        return False
    if _best_group().match(folded, begin):
        return True  # "thuộc nhóm 20 địa phương dẫn đầu" needs no index
    return bool(_INDEX.search(folded) or _RANKED.search(folded[max(0, start - _REACH) : start]))


def peers_end(folded: str, end: int) -> int:
    """Where the words after a rank end that say among whom: "20 | tỉnh đứng đầu"; `end` where there are none."""
    match = _peers().match(folded, end)
    return match.end() if match else end


def says_rank(folded: str) -> bool:
    """Whether folded words of a number make it a rank."""
    return bool(_says().search(folded))


def rank_word(folded: str) -> Span | None:
    """The word that made the number behind `folded` a rank without standing beside it: "thứ hạng PCI từ 25"."""
    found = list(_RANKED.finditer(folded))
    return found[-1].span() if found else None


@functools.cache
def _opened() -> re.Pattern[str]:
    between = rf"(?:\s+{one_of('rank_fillers')}){{0,6}}"
    return re.compile(rf"\b(?<!sap )(?:{one_of('rank_openings')}){between}\s*{_PLACE}{_NO_PLACE}(?!\s+[a-z]+\s+vao\b)")


@functools.cache
def _among() -> re.Pattern[str]:
    verb = r"(?:(?:nam|dung|lot|thuoc|vao|xep|duy tri)\s+)*"
    opening = rf"{verb}(?:trong|thuoc|vao|giua|so)(?:\s+(?:so|nhom|top|danh sach))*"
    # Not among whom a place is held that was named before: "xếp thứ 20 trở lên trong 34 tỉnh, thành phố".
    return re.compile(rf"\b(?<!tro len )(?<!\d ){opening}\s+{_PLACE}(?=\s+{one_of('rank_peers')}\b)")


@functools.cache
def _named() -> re.Pattern[str]:
    """A rank whose word stands before what is ranked: "Xếp hạng chuyển đổi số: từ thứ 10 trở lên"."""
    words = rf"(?:{one_of('rank_openings', 'rank_fillers', 'fillers', 'reaching')}\s+){{0,4}}"
    ends = rf"(?=\s*(?:$|[.;,(]|{comparators_behind()}|{one_of('rank_peers')}|ca nuoc|toan quoc))"
    name = r"(?:thu hang|xep hang|vi tri|thu bac)\s(?:[^.;,:\d%]{2,60}?)"
    return re.compile(rf"\b{name}[\s:]\s*{words}{_PLACE}{_NO_PLACE}{ends}")


@functools.cache
def _moved() -> re.Pattern[str]:
    """Where a rank goes from one that is told: "nâng thứ hạng PAPI từ 32 (năm 2025) lên 20"."""
    base = r"tu\s+(?:(?:thu|vi tri|hang)\s+)*\d{1,2}(?:\s*/\s*\d\d)?\s*(?:\([^()]*\)\s*|nam\s+\d{4}\s+)?"
    words = rf"(?:{one_of('rank_openings', 'rank_fillers')}\s+){{0,4}}"
    return re.compile(
        rf"\b(?:thu hang|xep hang|vi tri|thu bac)\b[^.;%\d]{{2,60}}?"
        rf"\b{base}(?P<to>(?:len|xuong|vao)\s+){words}{_PLACE}{_NO_PLACE}"
    )


@functools.cache
def _list() -> re.Pattern[str]:
    more = r"(?P<more>(?:\s*(?:,|\bva\b)\s*(?:va\s+)?\d{1,2}(?=\s*(?:,\s*\d|va\s+\d|[.;)]|$)))+)"
    opening = rf"(?:{one_of('rank_openings')})(?:\s+{one_of('rank_fillers')}){{0,6}}"
    return re.compile(rf"\b(?<!sap ){opening}\s*\d{{1,2}}(?![\d%]){more}")


@functools.cache
def _best_group() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[a-z]+\s+){{0,3}}(?:nhom|top)\s+\d{{1,2}}\s+{one_of('rank_peers')}\s+{one_of('rank_best')}\b"
    )


@functools.cache
def _peers() -> re.Pattern[str]:
    return re.compile(rf"\s+{one_of('rank_peers')}\b(?:\s+{one_of('rank_best')}\b)?")


@functools.cache
def _says() -> re.Pattern[str]:
    yearly = r"(?<!\bhang(?= (?:nam|quy|thang|tuan|ngay)\b))"  # "hằng năm"
    among = rf"\b(?:trong|thuoc|vao|so|giua) \d+ {one_of('rank_peers')}\b"
    return re.compile(rf"\b{one_of('ranks')}\b{yearly}|{among}")
