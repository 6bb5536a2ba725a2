"""Words that name a deadline, in a heading or in a sentence: "Phấn đấu đến hết năm 2025", "giai đoạn 2022 - 2025".

A year that something is compared with, and the year of a date or of a cited document, is no deadline.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from analysis.reference.target_words import one_of

_YEAR = r"20\d{2}"
_SPAN = rf"{_YEAR}\s*[-–]\s*{_YEAR}"
# "giai đoạn 1 (2021-2025)", "Giai đoạn thứ hai: từ năm 2026 đến 2030"
_PHASE = r"(?:(?:\d|[ivx]{1,3}|mot|hai|ba|thu\s+\w{2,4}|dau|cuoi|tiep theo)\b\s*[:(–-]*\s*|\(\s*)?(?:tu\s+)?(?:nam\s+)?"
_EXPRESSION = re.compile(
    rf"(?:\bphan dau\s+)?(?:\b(?:cham nhat|muon nhat)\s+)?(?:\b(?P<to>den|toi|truoc|trong|vao|(?:ke )?tu|sau)\s+)?"
    rf"(?:\b(?:het|cuoi|dau|thoi diem)\s+)*"
    rf"(?:(?:\bngay\s+)?(?P<date>\d{{1,2}}/\d{{1,2}}/{_YEAR}|(?:\bthang\s+)?(?<![\d/])\d{{1,2}}/{_YEAR}(?!/)|\bquy\s+[ivx\d]+\s*(?:/|nam\s+){_YEAR})"
    rf"|\b(?P<many>(?:cac )?nam)\s+(?P<years>{_YEAR}(?:\s*(?:,|va|;)\s*{_YEAR})+)"
    rf"|\b(?:thang\s+\d{{1,2}}\s+)?nam\s+(?P<year>{_YEAR}(?:\s*[-–]\s*{_YEAR})?)(?!\s*/)"
    rf"|\bgiai doan\s+{_PHASE}(?P<span>{_SPAN}|{_YEAR}\s+den\s+(?:het\s+)?(?:nam\s+)?{_YEAR})"
    rf"|(?P<bare>(?<=den ){_YEAR}|(?<=toi ){_YEAR}|(?<=tu ){_YEAR}(?=\s*,|\s+tro di)"
    rf"|(?<=[:;,] ){_YEAR}(?=\s*:|\s+(?:la|dat)\b)"
    rf"|(?<=\(){_YEAR}(?=\s*\))"
    rf"|(?:(?<=huong )|(?<=nhin )|(?<=tieu )){_YEAR}$))\b"
)
_FIGURE = r"(?:\d[\d.,]*\s*(?:%|diem)?\s*)"
_CITED = re.compile(
    r"\b(?:so\s+\d+[^\s]*|ngay\s+\d{1,2}|nghi quyet|quyet dinh|nghi dinh|thong tu|chi thi|luat)\W+(?:\w+\W+){0,3}$"
)
# "giảm 5% so năm 2021"; folded, "so" is also "số", so that a change must stand before it.
_CHANGED_SINCE = re.compile(r"\b(?:giam|tang)\b[^,;.]*\d\s*%[^,;.]*\bso\s+$|\bso voi (?:[a-z]+ ){0,4}$")
_BY_DAY = re.compile(r"\b(?<!tinh )(?<!ke )(?:den|truoc|cham nhat|muon nhat)\s+(?:het\s+)?(?:la\s+)?ngay\s+\d{1,2}\s*$")
_BY_END = re.compile(r"\b(?:het|cuoi)\b")
_CHANGE_REACH = 80
_NAMED = re.compile(r"\b(?:ke hoach|chuong trinh|de an|nghi quyet|phuong huong|ket qua|tinh hinh)\b")
_OCR_OPENING = 5  # words of a garbled opening before the expression of a deadline heading
_ALONE_AFTER = 3  # words after it: "Đến năm 2025, phấn đấu đạt:"


@dataclass(frozen=True)
class DeadlineWords:
    """A deadline at [start, end) of a text; `years` in print order; `explicit`: it says by when."""

    start: int
    end: int
    years: tuple[int, ...]
    explicit: bool


def find_deadlines(folded: str) -> list[DeadlineWords]:
    """Deadline expressions of `folded`, in order."""
    found = []
    for match in _EXPRESSION.finditer(folded):
        by_day = bool(_BY_DAY.search(folded[: match.start()]))  # "đến ngày 30 | tháng 6 năm 2026"
        to = bool(match["to"]) or by_day or bool(_BY_END.search(match[0]))
        if _compared().search(folded[: match.start()]) or (not by_day and _is_date(folded, match)):
            continue
        if not to and _CHANGED_SINCE.search(folded[max(0, match.start() - _CHANGE_REACH) : match.start()]):
            continue
        if not to and _CITED.search(folded[: match.start()]):
            continue
        years = tuple(int(year) for year in re.findall(rf"(?<!\d){_YEAR}(?!\d)", match[0]))
        found.append(DeadlineWords(match.start(), match.end(), years, to))
    return found


def heading_deadline(folded: str, numbered: bool) -> DeadlineWords | None:
    """The deadline that a heading sets for what follows it, None if it sets none.

    A numbered heading sets one by "đến năm 2025" (or, among goals, "năm 2024") when that is the only time it names: a
    title that names a whole plan ("giai đoạn 2021-2025, định hướng đến 2030") sets none. A line that is no numbered
    heading must hold little else.
    """
    found = find_deadlines(folded)
    if not found or (len(found) > 1 and (numbered or "dinh huong" in folded)):
        return None
    first = found[0]
    before = re.findall(r"\w+", folded[: first.start])
    after = re.findall(r"\w+", folded[found[-1].end :])
    alone = len(before) <= _OCR_OPENING and len(after) <= _ALONE_AFTER and not _NAMED.search(folded)
    if numbered and not alone:
        # "1. Mục tiêu … đến năm 2025:" sets it; "Kế hoạch năm 2025", "giai đoạn 2021-2025" name the plan.
        names_goals = re.search(r"\b(?:muc tieu|chi tieu)\b", folded)
        goal = first.explicit or (names_goals and (len(first.years) == 1 or not _NAMED.search(folded)))
        return first if goal else None
    if not numbered and not _NAMED.search(folded) and re.search(r"\bphan dau\b.*:\s*$", folded):
        return first  # "Giai đoạn 2021 - 2025, thành phố phấn đấu đạt các mục tiêu sau đây:"
    opening = re.match(r"\W*(?:muc tieu|chi tieu|dinh huong)\b", folded)
    return first if alone or (opening and len(after) <= _ALONE_AFTER and first.explicit) else None


def _is_date(folded: str, match: re.Match[str]) -> bool:
    """A day and month in words ("ngày 27 tháng 3 năm 2021") is a date unless something must be done by it."""
    before = folded[: match.start()]
    return bool(
        re.search(r"\bngay\s+\d{1,2}\s*$|\bthang\s+\d{1,2}\s*$|\bngay\s+$", before) and not match["to"]
    ) or bool(re.search(r"\b(?:tinh|ke)\s+$", before))


@functools.cache
def _compared() -> re.Pattern[str]:
    base = rf"{one_of('baseline')}\s+(?:ket qua\s+|cung ky\s+|muc\s+|tai thoi diem\s+)?"
    # "cao hơn mức 58% của | năm 2025", "gấp 02 lần | năm 2020"
    better = rf"(?:cao|thap|nhieu|it|lon|tot) hon (?:muc|ket qua|ty le|con so) {_FIGURE}?(?:cua |trong |dat )?"
    return re.compile(rf"\b(?:{base}|{better}|gap (?:doi |{_FIGURE}lan )(?:so voi )?)$")
