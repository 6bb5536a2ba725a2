"""By when: the deadline of every number of a passage, of the sentence, of the list, of the heading above."""

from __future__ import annotations

import functools
import re

from analysis.extract.targets_deadlines import DeadlineWords, find_deadlines
from analysis.extract.targets_mentions import Mention
from analysis.extract.targets_sections import Passage
from analysis.extract.targets_sharing import changes
from analysis.extract.targets_statements import Part, Statement
from analysis.reference.target_words import one_of

_DONE = r"(?:(?:da |phai )?(?:hoan thanh|xong|thuc hien|ket thuc|dat|ap dung|tinh)\s+)?"
_TRAILING = re.compile(rf"\s*\(?{_DONE}(?:vao|trong|den|o|tai)?\s*$")
_FULL_STOP = re.compile(r"\.\s")
_BEHIND = re.compile(rf"\s*[;.]\s*(?:thoi (?:han|gian)(?: hoan thanh)?\s*:?|{_DONE})\s*(?:la|vao|trong|den)?\s*")
_DONE_BY = re.compile(
    r"[,(]\s*(?:phai\s+)?(?:hoan thanh|xong|ket thuc)\s+(?:vao\s+|trong\s+|truoc\s+)?$"
)  # not the years of an archive
_DONE_REACH = 30
_OF_THINGS = re.compile(r"\b(?:luu tru|tai lieu|ho tich|ho so|ban hanh)\s+(?:trong\s+|cua\s+)?$")
_LATER_YEARS = re.compile(r"\b(?:cac|nhung) nam (?:tiep theo|sau|con lai)\b")
_NEXT_AIM = re.compile(r",\s*(?:va\s+)?(?:tien|huong) (?:toi|den)\b")  # "dưới 3%, tiến tới không còn vào năm 2024"
_CHANGE_REACH = 60
_WAY_FROM = re.compile(r"\btu\s+(?:(?:muc|thu|hang|vi tri)\s+)*\d[\d.,/]*\s*%?(?:\s*[a-z]+){0,5}?\s*$")
_WAY_TO = re.compile(r"\W*(?:(?:nang|tang|giam)\s+)?(?:len|xuong|con)\b")
_QUARTER = re.compile(r"\s*(?:vao|trong|den|het|cuoi|\s)*(?:quy\s+[ivx\d]+|thang\s+\d{1,2})\b")
_TIME_ALONE = re.compile(rf"\s*{_DONE}(?:vao|trong|den)?\s*")


class Times:
    """The deadline words of a passage. `parent` is the deadline of the target whose parts are read now.

    `since` is the plan's first year: a time in brackets before it only explains.
    """

    def __init__(self, passage: Passage, folded: str, mentions: list[Mention], since: int) -> None:
        self.text = passage.paragraph.text
        self.folded = folded
        self.mentions = mentions
        self.since = since
        self.start = passage.start
        self.heading = passage.deadline
        self.all = [words for words in find_deadlines(folded) if not (self._explains(words) or self._dates(words))]
        self.opening = self._opening()
        self.parent = ""

    def deadline_of(self, statement: Statement, parts: list[Part], part: Part) -> str:
        """The sentence's (at once after the number, else before, else after it), the parent's, the heading's."""
        free: list[DeadlineWords] = []
        for words in self.within(statement):
            if max(words.years) < self.since and self.folded[: words.start].endswith("cua "):
                continue  # "vượt qua vị trí 59/63 của năm 2022": no time to come
            owner = self._owner(words, parts)
            if owner is part:
                return self._said(words)
            if owner is None:
                free.append(words)
        start = part.mentions[0].start
        own_years = _LATER_YEARS.search(self.folded, part.start, part.closing)
        before = [words for words in free if words.start < start and not (own_years and words.start < part.start)]
        grows = _basis().search(self.folded, part.start, part.mentions[0].end) and changes(
            self.text[part.start : start]
        )
        own = [words for words in free if part.closing <= words.start < part.end and words.explicit]
        if own and before and any(p.closing <= before[-1].start < part.start for p in parts if p is not part):
            return self._said(own[0])  # "03 xã trong quý II/2024, nhân rộng ra ít nhất 20 xã vào năm 2025"
        last = parts[-1].closing
        free = [w for w in free if not _NEXT_AIM.search(self.folded, part.closing, max(w.start, part.closing))]
        after = [
            words for words in free if words.start > start and (words.start < part.end or words.start > last or grows)
        ]
        if before or after:
            done = (words for words in after if _DONE_BY.search(self.folded[: words.start][-_DONE_REACH:]))
            return self._said(before[-1] if before else next(done, after[0]))
        return (
            self._quarter(statement, part)
            or self._behind(statement)
            or self.parent
            or self.opening
            or self.heading
            or self._opened(statement)
        )

    def _quarter(self, statement: Statement, part: Part) -> str:
        """The year that a quarter or a month without one shares: "50% trong quý II và 100% trong quý IV năm 2026"."""
        later = [words for words in self.within(statement) if words.start >= part.end]
        return self._said(later[0]) if later and _QUARTER.match(self.folded, part.closing, part.end) else ""

    def _behind(self, statement: Statement) -> str:
        """A time that stands alone behind a statement: "…; hoàn thành trong quý III/2026"."""
        for words in self.all:
            gap = self.folded[statement.end : words.start] if words.start >= statement.end else ""
            if _BEHIND.fullmatch(gap) and re.match(r"\s*(?:[.;]|$)", self.folded[words.end :]):
                return self._said(words)
        return ""

    def _opened(self, statement: Statement) -> str:
        """The time at the start of a sentence, for its items behind semicolons that name none, up to another time."""
        if not statement.after_semicolon:
            return ""
        begin = max(
            (m.end() for m in _FULL_STOP.finditer(self.folded, self.start, statement.start)), default=self.start
        )
        said = [words for words in self.all if begin <= words.start < statement.start]
        if len(said) != 1:
            return ""
        alone = said[0].explicit or self.folded.startswith(",", said[0].end)  # "Năm 2025, …; …"
        opens = alone and not self.folded[begin : said[0].start].strip(" -+,")
        return self._said(said[0]) if opens else ""

    def within(self, statement: Statement) -> list[DeadlineWords]:
        return [words for words in self.all if statement.start <= words.start < statement.end]

    def years_of_run(self, statement: Statement, part: Part) -> list[str] | None:
        """Deadlines of a run of numbers that goes over years: "các năm 2023, 2024, 2025 đạt 40%, 50%, 60%"."""
        before = [words for words in self.within(statement) if words.start < part.mentions[0].start]
        if not before and respectively(self.folded[part.opening : part.mentions[0].start]):
            # "năm 2023 đạt 85 điểm, năm 2024 87 điểm; thứ hạng tương ứng là 30 và 25"
            before = [words for words in self.all if words.start < statement.start]
        spans = any("giai doan" in self.folded[words.start : words.end] for words in before)
        years = [year for words in before for year in words.years]
        if spans or not len(years) == len(part.mentions) > 1:
            years = listed_years(self.folded[part.start : part.opening], len(part.mentions))
        return [f"năm {year}" for year in years] or None

    def _opening(self) -> str:
        """A time that opens a list ("Phấn đấu đến năm 2025, trong đội ngũ lãnh đạo: …; …") holds for all of it."""
        first = self.all[0] if self.all else None
        if first is None or not first.explicit or first.start > self.start + 1:
            return ""
        heads = re.match(r"[^.;\d]*:", self.folded[first.end :])
        return self._said(first) if heads else ""

    def _owner(self, words: DeadlineWords, parts: list[Part]) -> Part | None:
        """The number that a deadline follows at once: "đạt 50% vào năm 2025"."""
        for part in parts:
            if part.closing <= words.start and _TRAILING.fullmatch(self.folded[part.closing : words.start]):
                return part
        return None

    def _dates(self, words: DeadlineWords) -> bool:
        """Whether a time only dates things: "hồ sơ lưu trữ giai đoạn 2015 - 2020", "từ 21 đơn vị năm 2021 lên 40"."""
        if _WAY_FROM.search(self.folded[: words.start][-_CHANGE_REACH:]) and _WAY_TO.match(self.folded, words.end):
            return True
        of_things = _OF_THINGS.search(self.folded[: words.start][-_DONE_REACH:])
        return bool(of_things) and max(words.years) < self.since

    def _explains(self, words: DeadlineWords) -> bool:
        """A time in brackets explains; it sets nothing, unless a target stands there with it or it stands alone."""
        opened = self.folded.rfind("(", 0, words.start)
        if not self.bracketed(words.start) or any(opened < m.start < words.start for m in self.mentions):
            return False
        alone = _TIME_ALONE.fullmatch(self.folded[opened + 1 : words.start])
        closed = re.match(r"\s*\)", self.folded[words.end :])
        return not (alone and closed and max(words.years) >= self.since > 0)

    def bracketed(self, position: int) -> bool:
        return self.folded.rfind("(", 0, position) > self.folded.rfind(")", 0, position)

    def _said(self, words: DeadlineWords) -> str:
        return self.text[words.start : words.end].strip(" ,")


def listed_years(folded: str, count: int) -> list[int]:
    """`count` years in a row with nothing but separators between them: "(2022/2023/2025)"; [] if there are none."""
    separator = rf"\s*(?:/|,|;|va{r'|-|–' if count > 2 else ''})\s*"  # "2021 - 2025" is a span
    found = re.search(rf"20\d{{2}}(?:{separator}(?:nam\s+)?20\d{{2}}){{{count - 1}}}(?!\s*[/,;]\s*20\d)", folded)
    return [int(year) for year in re.findall(r"20\d{2}", found[0])] if found and count > 1 else []


def respectively(folded: str) -> bool:
    """Whether the words say that numbers follow in the order of what was listed before."""
    return bool(re.search(rf"\b{one_of('respectively')}\b", folded))


@functools.cache
def _basis() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('basis')}\b")
