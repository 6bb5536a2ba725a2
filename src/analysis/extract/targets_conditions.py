"""Numbers that set nothing themselves: they say of what a rate is taken, whom a target is for, what a rule covers.

Patterns are for text folded in place.
"""

from __future__ import annotations

import functools
import re
from itertools import zip_longest

from analysis.extract.targets_mentions import Mention
from analysis.reference.target_words import comparators, one_of

_REACH = 240  # characters before a number in which the words of its condition stand
_RATE = re.compile(r"\s*(?:\+|-)?\s*(?:ty le|ti le)\b")


def without_conditions(folded: str, mentions: list[Mention]) -> list[Mention]:
    """`mentions` without those that are only conditions."""
    pairs = zip_longest(mentions, mentions[1:])
    return [m for m, following in pairs if not (_describes(folded, m) or _is_of(folded, m, following))]


def _describes(folded: str, mention: Mention) -> bool:
    """Whether a number tells things apart: "các thủ tục có thời hạn giải quyết theo quy định trên 10 ngày"."""
    before = folded[max(0, mention.opening - _REACH) : mention.opening]
    if _better().search(folded[max(0, mention.start - _REACH) : mention.start]) and _year().match(folded, mention.end):
        return True
    if mention.kind == "rank" and (
        _passed().search(before + folded[mention.opening : mention.start]) or _worst().match(folded, mention.end)
    ):
        return True
    if mention.kind == "count" and (_lasting().search(before) or _makes_up(folded, mention)):
        return True
    if _where_so_many().search(folded[max(0, mention.start - _REACH) : mention.start]) and re.match(
        r"[^,;.:]{2,80},\s", folded[mention.end :]
    ):
        return True
    having = _having().search(before)
    return having is not None and not re.search(r"\d", before[: having.start()][-40:])


def _is_of(folded: str, mention: Mention, following: Mention | None) -> bool:
    """Whether a count only says of what a rate is taken: "tỷ lệ người phải đi lại trên 02 lần … giảm còn dưới 5%".

    Or whom a target is for: "các đơn vị có trên 100 công chức tổ chức ít nhất 02 lớp".
    """
    if mention.kind != "count":
        return False
    whom = _whom().search(folded[: mention.start])
    if whom and _duty().match(folded, mention.end):
        return True
    if following is None:
        return False
    between = folded[mention.end : following.start]
    if whom and re.search(rf"\s{one_of('doing')}\s", between):
        return not re.search(r"[,;.:()]|\bva\b", between)
    if following.kind != "percent":
        return False
    clause = re.split(r"[,;.:()]", folded[max(0, mention.opening - _REACH) : mention.opening])[-1]
    return bool(_RATE.match(clause)) and not re.search(r"[,;.:()]", folded[mention.end : following.opening])


@functools.cache
def _whom() -> re.Pattern[str]:
    others = rf"(?:,\s+{one_of('named_together')})*"
    return re.compile(
        rf"\b(?:cac|nhung)\s+{one_of('offices')}\b{others}[^,;.:\d]{{0,30}}\bco\s+(?:{comparators()}|tu)\s+$"
    )


@functools.cache
def _duty() -> re.Pattern[str]:
    """What those must do whom a number tells: "các sở có từ 03 đơn vị trực thuộc trở lên | phải …"."""
    return re.compile(r"[^,;.:()\d]{2,60}\b(?:phai|co trach nhiem|thi|chu dong)\b")


@functools.cache
def _lasting() -> re.Pattern[str]:
    """Things of a legal time limit: "thủ tục có thời hạn … trên 10 ngày"."""
    return re.compile(
        rf"\b{one_of('described_things')}\b[^,;.:()%]{{0,40}}"
        r"\b(?:co|voi)\s+(?:thoi han|thoi gian|quy dinh)\b[^,;.:()%\d]{0,50}$"
    )


@functools.cache
def _better() -> re.Pattern[str]:
    """What is to be bettered: "cao hơn mức 58% | của năm 2025"."""
    return re.compile(r"\bhon (?:muc|ket qua|ty le|con so)\s+$")


@functools.cache
def _passed() -> re.Pattern[str]:
    """A rank to be left behind: "vượt qua vị trí 59/63", "thoát khỏi nhóm 10 | tỉnh cuối bảng"."""
    return re.compile(r"\b(?:vuot(?: qua)?|(?:thoat|ra|roi) khoi)\s+(?:(?:khoi|nhom|top|vi tri|hang|thu|so)\s+)*$")


@functools.cache
def _worst() -> re.Pattern[str]:
    """Places that nobody aims at: "thuộc nhóm 5 | đơn vị xếp cuối"."""
    return re.compile(r"[^,;.:%\d]{0,40}\b(?:xep cuoi|cuoi bang|cuoi cung|thap nhat|dung cuoi)\b")


@functools.cache
def _year() -> re.Pattern[str]:
    return re.compile(r"\s*(?:diem\s+)?(?:cua|trong|dat|nam)\b[^,;.%\d]{0,12}20\d{2}")


def _makes_up(folded: str, mention: Mention) -> bool:
    """Whether a number says how things counted before it are made up: "03 tổ công tác, mỗi tổ 05 thành viên".

    "102 tổ, mỗi tổ ít nhất 03 thành viên" asks for that many and stays.
    """
    if "moi " not in folded[max(0, mention.start - _REACH) : mention.start]:
        return False
    made_up = _made_up().search(folded[max(0, mention.start - _REACH) : mention.start])
    if not re.match(
        r"(?:\s*(?:den|-)\s*\d+)?\s*(?:thanh vien|nguoi|uy vien|doi|ngay|buoi|gio|phut|trang|tiet)\b",
        folded[mention.end :],
    ):
        return False  # "02 hội nghị, mỗi hội nghị 150 đại biểu"
    return made_up is not None and not re.search(r"\b(?:it nhat|toi thieu)\b", made_up["own"])


@functools.cache
def _made_up() -> re.Pattern[str]:
    each = r"(?:thoi gian\s+)?moi\s+(?P=body)\b(?P<own>[^.;,%\d]{0,40}(?:\d+\s+den\s+)?)"
    return re.compile(rf"\d\s+(?P<body>[a-z]+)\b[^.%]{{0,80}}[,;(]\s*{each}$")


@functools.cache
def _where_so_many() -> re.Pattern[str]:
    """Places told by how much there is: "ở xã có từ 70% | hộ dân là đồng bào dân tộc thiểu số, bố trí …"."""
    return re.compile(
        rf"(?:^|[.;:,]\s*)\W*(?:o|tai|doi voi|voi|rieng)\s+(?:(?:cac|nhung|voi)\s+)*"
        rf"{one_of('described_things', 'offices')}\b[^,;.:()%\d]{{0,40}}\bco\s+(?:{comparators()}\s+|tu\s+|khoang\s+)?$"
    )


@functools.cache
def _having() -> re.Pattern[str]:
    """Things told by a quantity: "các đơn vị có tỷ lệ trễ hạn … trên 5%"; what is aimed at "đạt" it instead."""
    return re.compile(
        rf"\b(?:cac|nhung|doi voi|so|uu tien|nhom|doi voi cac)\s+{one_of('described_things')}\b[^,;.:()%\d]{{0,40}}"
        rf"\bco\s+{one_of('describing_quantities')}\b(?:(?!\b(?:dat|phai)\b)[^,;.:()%\d]){{0,50}}$"
    )
