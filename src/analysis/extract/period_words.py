"""Which period a title is about: "6 tháng đầu năm 2024", "quý I/2023", "9 tháng năm 2022", "giai đoạn 2021-2025"."""

from __future__ import annotations

import datetime as dt
import re

from analysis.extract.matching import shadow_of_dates
from analysis.reference.periods import YEARS, parse_period

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "tu": 4}
_DASH = r"\s*(?:[-–—]|den(?:\s+nam)?)\s*"
_SPAN = re.compile(
    r"(?:giai doan|nhiem ky|thoi ky|5 nam|10 nam)\s*(?:\(?\s*tu\s+)?(?:nam\s+)?"
    rf"(?P<first>\d{{4}}){_DASH}(?P<last>\d{{4}})"
)
_PARTS = (
    (re.compile(r"\bquy\s+(?P<part>iv|iii|ii|i|[1-4]|mot|hai|ba|tu)\b"), "Q"),
    (re.compile(r"\b(?:6|06|sau)\s*t(?:hang)?\s+dau\b|\bnua\s+dau\s+nam\b"), "H1"),
    (re.compile(r"\b(?:6|06|sau)\s*t(?:hang)?\s+cuoi\b|\bnua\s+cuoi\s+nam\b"), "H2"),
    (re.compile(r"\b(?:6|06|sau)\s*thang\b|\b0?6t\b"), "H1"),
    (re.compile(r"\b(?:9|09|chin)\s*thang\b|\b0?9t\b"), "9M"),
    (re.compile(r"\b(?:3|03|ba)\s*thang\s+dau\b"), "Q1"),
    (re.compile(r"\b(?:3|03|ba)\s*thang\s+cuoi\b"), "Q4"),
)
_WHOLE_YEAR = re.compile(r"\bva\s+(?:(?:tong ket|uoc)\s+)?(?:ca\s+)?nam\b|\bca\s+nam\b")
_YEAR = re.compile(r"(?<![\d/.])(?P<year>(?:19|20)\d\d)(?![\d/])")
_JOINED_YEAR = re.compile(r"\s*[/-]\s*(?P<year>(?:19|20)\d\d)(?!\d)")
_HOLDS = {"Q2": ("H1",), "Q3": ("9M",)}
_OUTLOOK = re.compile(r"\bphuong huong\b|\bnhiem vu(?: trong tam| chu yeu)?,?\s+(?=(?:quy|nam|thang|6|9)\b)")
_MONTH = re.compile(
    r"\bthang\s+(?:\d{1,2}|gieng|chap)\s*(?:/|nam\b)|\b(?:0?[124578]|10|11|muoi(?: mot)?|nam|bon|bay|tam)\s+thang\b"
)
_WINDOW = re.compile(
    r"\btu\s+(?:ngay\s+)?(?P<from>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s+den\s+(?:het\s+)?(?:ngay\s+)?(?P<to>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
)
_CODES = ("-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M", "")
_OF_YEAR = re.compile(r"\bnam\s+(?P<year>(?:19|20)\d\d)\b")


def period_of_title(title: str, signed_on: dt.date | None, kind: str) -> str:
    """Period code of a title or of an opening text, "" if it prints none.

    What comes after "phương hướng" looks ahead and only lends its year ("6 tháng đầu năm và phương hướng 6 tháng cuối
    năm 2024" is the first half of 2024). A part of a year takes the first year printed after it, else the year of
    signing; a year printed before a part that has another year of its own wins over it. A plan's span wins over all.
    """
    text = shadow_of_dates(title)
    outlook = _OUTLOOK.search(text) if kind != "plan" else None
    main = text[: outlook.start()] if outlook and outlook.start() > 0 else text
    span = _span(text)
    part = _first_part(main)
    if span and (kind != "report" or not part):
        return f"{span[0]}-{span[1]}"
    year = _OF_YEAR.search(main)
    if part and part[0] == "Q4" and _WHOLE_YEAR.search(main, part[2]):
        part = None
    if part:
        label, start, end = part
        own = _JOINED_YEAR.match(text, end) or _YEAR.search(text, end)
        if not (year and own and year.start() < start and year["year"] != own["year"]):
            found = own or _YEAR.search(text)
            value = int(found["year"]) if found else signed_on.year if signed_on else 0
            return f"{value}-{label}" if value in YEARS else ""
    if window := _of_window(text):
        return window
    if names_month(title):
        return ""
    return year["year"] if year and int(year["year"]) in YEARS else ""


def _of_window(text: str) -> str:
    """The period whose data window or calendar dates a text prints ("từ ngày 15/12/2023 đến ngày 14/6/2024"), or ""."""
    match = _WINDOW.search(text)
    if match is None:
        return ""
    try:
        first, last = (_date(match[name]) for name in ("from", "to"))
    except ValueError:
        return ""
    for period in (parse_period(f"{last.year}{code}") for code in _CODES if last.year in YEARS):
        calendar = first.day == 1 and first.month == period.start.month % 12 + 1 and (last + dt.timedelta(1)).day == 1
        same = (first, last) == (period.start, period.end)
        if same or (calendar and first.year == last.year and last.month == period.end.month):
            return period.code
    return ""


def _date(text: str) -> dt.date:
    day, month, year = (int(part) for part in re.split(r"[/.-]", text))
    return dt.date(year, month, day)


def names_month(title: str) -> bool:
    """Whether a title is about a month ("tháng 5 năm 2024"), which is no reporting period of its own."""
    text = shadow_of_dates(title)
    return bool(_MONTH.search(text)) and _first_part(text) is None


def only_year(text: str) -> str:
    """The year of a text that prints one year and no other, "" otherwise."""
    years = set(_YEAR.findall(shadow_of_dates(text)))
    return years.pop() if len(years) == 1 else ""


def period_span(text: str, code: str) -> tuple[int, int] | None:
    """First and last year of a plan: of its period code if that has them, else of a span printed in `text`."""
    years = [int(year) for year in re.findall(r"\d{4}", code)]
    if years and not re.search(r"[QHM]", code):
        return years[0], years[-1]
    return _span(shadow_of_dates(text))


def _span(text: str) -> tuple[int, int] | None:
    """The span of years a text is about: the one that begins last (earlier ones look back)."""
    spans = [(int(match["first"]), int(match["last"])) for match in _SPAN.finditer(text)]
    valid = [span for span in spans if span[0] in YEARS and span[1] in YEARS and span[0] < span[1]]
    return max(valid) if valid else None


def _first_part(text: str) -> tuple[str, int, int] | None:
    """The part of a year named first, and where its words begin and end."""
    found: list[tuple[int, int, str, int]] = []
    # "Quý III và 9 tháng" is the nine months, which hold the quarter; so is "quý II và 6 tháng" the half-year.
    for order, (pattern, label) in enumerate(_PARTS):
        match = pattern.search(text)
        if match:
            part = match.groupdict().get("part", "")
            found.append((match.start(), order, f"Q{_ROMAN.get(part, part)}" if label == "Q" else label, match.end()))
    if not found:
        return None
    longer = [entry for entry in found if entry[2] in _HOLDS.get(min(found)[2], ())]
    start, _, name, end = longer[0] if longer else min(found)
    return name, start, end


def several_parts(title: str) -> bool:
    """Whether a title names a quarter and a longer part that holds it, so that one of them had to be chosen."""
    text = shadow_of_dates(title)
    part = _first_part(text)
    return (
        part is not None and part[0] in ("9M", "H1") and bool(re.search(r"\bquy\s+(?:iii|ii|3|2)\b", text[: part[1]]))
    )
