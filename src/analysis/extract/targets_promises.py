"""What a plan says without promising it: what was reached, how things stand, for whom a rule holds, who pays."""

from __future__ import annotations

import functools
import re

from analysis.extract.targets_statements import Part, Statement
from analysis.reference.target_words import exactly_one_of, one_of

_AS_IT_IS = re.compile(r"(?<!với )\b(?:hiện nay|hiện tại)\W*$")  # "chiếm khoảng 12% số hồ sơ hiện nay"
_WAY_FROM = re.compile(
    r"\btừ (?:mức )?\d[\d.,]*\s*%?[^,;.\d]{0,20}?\(?\b(?:hiện nay|hiện tại)\b\)?"
)  # "từ 70% hiện nay xuống"
_STOCK = re.compile(r"\btính đến (?:hết )?(?:tháng )?\d")  # "tính đến 31/12/2020, toàn tỉnh có 1.748 công chức"


def promises_nothing(text: str, folded: str, statement: Statement, parts: list[Part], kind: str) -> bool:
    """Whether the numbers of a statement (its `parts`) commit to nothing; `kind` is the section's."""
    before = _WAY_FROM.sub("", text[statement.start : parts[0].mentions[0].start].lower())
    governing = text[statement.start : parts[0].opening].lower()
    if _past().search(before) or _STOCK.search(before) or (parts[0].leads and re.search(r"\bđã\b", governing)):
        return True
    if _AS_IT_IS.search(text[statement.start : statement.end].lower()):
        return True
    if _stands().match(before.lstrip(" -+")) or _budget().match(folded, statement.start, statement.end):
        return True
    if _since_then().match(before) and not wishes(folded, statement):
        return True
    if _condition().fullmatch(folded, statement.start, statement.end):
        return True
    if _scored().search(text[statement.start : statement.end].lower()):
        return True
    if _case().match(text[statement.start : statement.end].lower()):
        return True
    return kind == "organisation" and bool(_money().match(folded, parts[0].closing))  # "bố trí 100% kinh phí"


def told_parts(text: str, folded: str, statement: Statement, parts: list[Part]) -> list[Part]:
    """Those of `parts` whose own words tell what was reached: "…, nhưng đến nay tỉnh mới đạt 22%".

    What follows one tells on until it wishes or names a time.
    """
    told: list[Part] = []
    for part in parts[1:]:
        own = text[part.start : part.mentions[0].start].lower()
        goes_on = bool(told) and told[-1].end == part.start and not re.search(r"20\d{2}", own)
        if _past().search(own) or (goes_on and not wishes(folded, Statement(part.start, part.end, False))):
            told.append(part)
    return told


def wishes(folded: str, statement: Statement) -> bool:
    """Whether a statement aims at something in its own words."""
    return bool(_wish().search(folded, statement.start, statement.end))


@functools.cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"(?<!thực )\b{exactly_one_of('past')}\b")  # "thực hiện đạt" is no "hiện đạt"


@functools.cache
def _since_then() -> re.Pattern[str]:
    """What changed up to now, in lower case with its diacritics: "so với cùng kỳ năm 2022, số hồ sơ tăng 12,5%"."""
    return re.compile(r"\W*so với (?:[^\W\d]+ )?(?:cùng kỳ|mặt bằng|mức chung|bình quân)\b")


@functools.cache
def _condition() -> re.Pattern[str]:
    """What happens to whom: "đơn vị nào đạt dưới 70 điểm phải giải trình"."""
    return re.compile(r"\W*(?:(?!khong\b)[a-z]+\s+){1,4}nao\b.*\d.*\b(?:phai|thi)\b.*")


@functools.cache
def _scored() -> re.Pattern[str]:
    """How something is scored or graded, in lower case with diacritics: "từ 95% được 2 điểm", "dưới 50 điểm là yếu"."""
    points = r"(?<!đạt )\b(?:được|trừ|cộng|chấm|tính)(?: tối đa| thêm)? \d+(?:,\d+)? điểm\b|\bkhông được điểm\b"
    grades = r"(?:yếu|kém|trung bình|khá|tốt|giỏi|xuất sắc|không đạt)"
    return re.compile(rf"{points}|\d(?: điểm[^,;.\d]{{0,20}} (?:là|xếp)|\s*% là)(?: loại| mức)? {grades}\b")


@functools.cache
def _case() -> re.Pattern[str]:
    """For whom or when a rule holds, or what follows if a number is missed; in lower case with its diacritics."""
    who = r"(?:cơ quan|đơn vị|địa phương|sở|xã|phường|cá nhân|tập thể|công chức)"
    graded = rf"[^;.]*\b{who}\s+(?:có [^,;.\d]*)?đạt\s+(?:từ\s+|trên\s+|dưới\s+)?\d[^,;.]*\bđược\b"
    opens = r"\W*(?:trường hợp|điều kiện để|nếu|áp dụng (?:đối )?với(?! \d| tất cả| toàn bộ))\b"
    basis = r"[^;.]*\d[^;.]*\blà (?:căn cứ|cơ sở|điều kiện|tiêu chí)\b"
    otherwise = r"[^;.]*\d\s*%?[^;.:]*\bthì\s+(?:không|bị|phải|chưa|sẽ)\b"
    return re.compile(f"{opens}|{graded}|{basis}|{otherwise}")


@functools.cache
def _budget() -> re.Pattern[str]:
    return re.compile(r"\W*(?:tong\s+)?(?:kinh phi|du toan)\b.*\d\s*(?:trieu|ty|nghin)\s+dong\b.*")


@functools.cache
def _stands() -> re.Pattern[str]:
    """How things stand, in lower case with its diacritics: "hiện" is "now" unless it is part of a longer word."""
    return re.compile(r"hiện,?\s+(?!thực|đại)(?:[^\W\d]+,?\s+){0,4}(?:có|gồm|đang|còn)\b")


@functools.cache
def _money() -> re.Pattern[str]:
    return re.compile(rf"\s*{one_of('money')}\b")


@functools.cache
def _wish() -> re.Pattern[str]:
    return re.compile(rf"\b(?:phan dau|toi thieu|it nhat|cuoi nam|nang|bao dam|dam bao|{one_of('basis')})\b")
