"""As-of dates and what they govern: the figures of their sentence, the rest of a passage, or the list they head."""

from __future__ import annotations

import bisect
import contextlib
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.extract.figures_frames import Node, sentence_ends
from analysis.extract.figures_lists import list_items
from analysis.extract.figures_passages import Passage
from analysis.extract.figures_words import words

_DATE = (
    r"(?P<date>\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?|\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
    r"|tháng\s+\d{1,2}\s?[/-]\s?\d{4}|tháng\s+\d{1,2}\s+năm\s+\d{4})(?![\d%])"
)
# "17 giờ", "8h30", "24:00", "16 giờ 30 phút,"
_HOUR = r"(?:\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d{1,2}(?:\s?phút)?)?\s*,?\s*)?"
_FROM_TO = re.compile(
    rf"\btừ\s+(?:ngày\s+)?[\d/.-]+\s+(?:đến|[-–])\s+(?:hết\s+)?{_HOUR}(?:ngày\s+)?{_DATE}", re.IGNORECASE
)
# "(15/6 - 14/9/2024)" behind a heading.
_SPAN = re.compile(rf"\(\s*(?:ngày\s+)?\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{4}})?\s*(?:đến|[-–])\s*(?:ngày\s+)?{_DATE}")
# "số liệu trích xuất từ hệ thống lúc 17 giờ ngày 14/9/2024"
_TAKEN = re.compile(
    r"\b(?:số liệu|dữ liệu|trích xuất|kết xuất|truy xuất|khai thác|chốt|thống kê|tổng hợp)\s[^.;:()\d]{0,60}?"
    rf"\b(?:lúc|vào|đến|tới|ngày|tại)\s+{_HOUR}(?:ngày\s+)?{_DATE}",
    re.IGNORECASE,
)

_FOLLOWING = re.compile(rf"\s*{_HOUR}(?:ngày\s+)?{_DATE}", re.IGNORECASE)
# "đến 31/5/2024": without a word of counting the date must be whole.
_PLAIN_TO = re.compile(
    rf"\b(?:đến|tới)\s+(?:hết\s+)?{_HOUR}(?:ngày\s+)?(?P<date>\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{4}}"
    r"|(?:cuối\s+)?tháng\s+\d{1,2}\s?[/-]\s?\d{4})(?![\d%])",
    re.IGNORECASE,
)
_HEAD = 4  # passages at the top among which a title stands; its date is that of all figures


@dataclass(frozen=True)
class AsOf:
    """A printed as-of date and where it stands; `wide`: it holds for later sentences too ("tính đến …")."""

    start: int
    end: int
    date: str
    wide: bool = True


def as_of_dates(text: str) -> list[AsOf]:
    """The as-of dates printed in `text`, in order ("tính đến 10/6/2024", "từ 15/12/2023 đến 12/6/2024")."""
    found = {match.start("date"): AsOf(match.start(), match.end(), match["date"]) for match in _FROM_TO.finditer(text)}
    for plain in _PLAIN_TO.finditer(text):
        found.setdefault(plain.start("date"), AsOf(plain.start(), plain.end(), plain["date"], wide=False))
    for taken in _TAKEN.finditer(text):
        found.setdefault(taken.start("date"), AsOf(taken.start(), taken.end(), taken["date"]))
    for word in words().as_of_before.finditer(text):
        match = _FOLLOWING.match(text, word.end())
        if match:
            found[match.start("date")] = AsOf(word.start(), match.end(), match["date"])
    return [found[start] for start in sorted(found) if _is_possible(found[start].date)]


def _is_possible(date: str) -> bool:
    """Whether the numbers can be day and month; a misprinted date is no date to go by."""
    numbers = [int(number) for number in re.findall(r"\d+", date)]
    if "tháng" in date.casefold() and len(numbers) == 2 and numbers[1] > 31:
        return 1 <= numbers[0] <= 12
    with contextlib.suppress(ValueError):
        return bool(dt.date(numbers[2] if len(numbers) > 2 else 2000, numbers[1], numbers[0]))
    return False


def govern(passages: Sequence[Passage], nodes: Sequence[Node]) -> dict[int, str]:
    """The as-of date of each node that has one. The nearest wins: sentence, passage, head of the list or section."""
    inherited = _inherited(passages)
    out: dict[int, str] = {}
    by_passage: dict[int, list[Node]] = {}
    for node in nodes:
        by_passage.setdefault(node.passage, []).append(node)
    for position, passage in enumerate(passages):
        here = by_passage.get(position, [])
        dates = as_of_dates(passage.text) if here else []
        ends = [*sentence_ends(passage.text), len(passage.text)]
        for node in here:
            date = _own(node, passage.text, dates, ends, here) or inherited.get(position, "")
            if date:
                out[node.id] = date
    return out


def _own(node: Node, text: str, dates: Sequence[AsOf], ends: Sequence[int], here: Sequence[Node]) -> str:
    """The date of the node's sentence, else one that opened an earlier sentence of the passage."""
    if not dates:
        return ""
    at = bisect.bisect_left(ends, node.mention.start)
    start, end = (ends[at - 1] if at else -1), ends[at]
    of_sentence = [date for date in dates if start < date.start < end]
    before = [date for date in of_sentence if date.start < node.mention.start]
    # "giao 74 nhiệm vụ; đến ngày 10/12/2023 đã hoàn thành 74": a date that opens a clause says nothing of those before.
    after = [date for date in of_sentence if ";" not in text[node.mention.start : date.start]]
    if before or after:
        return (before[-1] if before else after[0]).date
    for date in reversed([date for date in dates if date.wide and date.start < node.mention.start]):
        before_date = bisect.bisect_left(ends, date.start)
        sentence_start = ends[before_date - 1] if before_date else -1
        if not any(sentence_start < other.mention.start < date.start for other in here):
            return date.date
    return ""


def _inherited(passages: Sequence[Passage]) -> dict[int, str]:
    """Dates that passages take from the head of their list, or from the heading above them."""
    out: dict[int, str] = {}
    heading, level = "", 0
    for position, passage in enumerate(passages):
        dates = as_of_dates(passage.text)
        dates += [AsOf(span.start(), span.end(), span["date"]) for span in _SPAN.finditer(passage.text)]
        if passage.is_heading or (position < _HEAD and not passage.text.rstrip(" *_").endswith((".", ";", ":"))):
            heading = dates[-1].date if dates else ("" if passage.is_heading else heading)
            level = (passage.level or 0) if passage.is_heading else level
        elif heading and passage.level is not None and passage.level <= level:
            heading = ""  # "3. Trả kết quả: 12.644 hồ sơ" stands beside "2. … (số liệu đến 14/9/2023):"
        elif heading:
            out.setdefault(position, heading)
        if dates and passage.text.rstrip(" *_").endswith(":"):
            for item in range(position + 1, list_items(passages, position)[1]):
                out[item] = dates[-1].date
    return out
