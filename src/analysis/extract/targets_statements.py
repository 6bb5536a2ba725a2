"""Statements of a paragraph, and in each statement the numbers with the words that belong to each of them.

A statement ends at a full stop or a semicolon. In it, a number either stands before what it measures ("100% hồ sơ được
số hóa", `leads`) or after it ("tỷ lệ hồ sơ số hóa đạt 100%").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.extract import targets_labels as labels
from analysis.extract.targets_mentions import Mention, fold_in_place
from analysis.reference.target_words import comparators, one_of

_STOP = re.compile(r"[;.](?=\s|$)|;")
_ABBREVIATED = re.compile(r"(?:\b(?:tp|tx|tt|ths|ts|gs|pgs|st|no|vd|tr|q|p|h)|\b[^\W\d])$")
_OF_A_SCORE = re.compile(r"\s*(?:diem|bac|hang)\b(?!\s+\w+\s+(?:duoc|co)\b)")  # "đạt 90 điểm", "tăng 3 bậc"
_BRACKETS = re.compile(r"^\s*\([^()]*\)(?=\s+[a-z])")  # "55% (năm 2025 là 41%) dân số"
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")  # "80% (sở, ngành), 70% (xã, phường)"
_NEXT = re.compile(r"[,:]|\bva\b|\bcho den khi\b|\bdong thoi\b")
_TIER = rf"(?:(?:cho|cua)\s+)?{fold_in_place(labels.LEVEL)}\b"
_TIERS = re.compile(rf"\s*{_TIER}(?:\s*(?:,|/|\bva\b)\s*{_TIER})*(?=\s*(?:[,;]|\bva\b))")
_RUN_GAP = re.compile(r"\s*(?:,|;|/|-|\bva\b)\s*(?:va\s+)?")
# "90% hồ sơ công việc ở cấp tỉnh, 80% | ở cấp huyện"
_TIER_NEXT = re.compile(rf"\s*(?=(?:o|tai|doi voi)\s){_TIER}")


@dataclass(frozen=True)
class Statement:
    """[start, end) of the text, without its stop; `after_semicolon` says what parted it from the one before."""

    start: int
    end: int
    after_semicolon: bool


@dataclass(frozen=True)
class Part:
    """One number (or a run of numbers that belong to a list) with the words around it.

    Before [start, opening) stand words on what is measured, [opening, closing) carry the number, then come the words up
    to `end`.
    """

    mentions: tuple[Mention, ...]
    start: int
    end: int
    leads: bool

    @property
    def opening(self) -> int:
        return self.mentions[0].opening

    @property
    def closing(self) -> int:
        return self.mentions[-1].closing


def split_statements(text: str, folded: str, start: int) -> list[Statement]:
    """Statements of `text` from `start` on. A stop counts where a new sentence can begin, not in "TP. Hồ Chí Minh"."""
    statements: list[Statement] = []
    begin, semicolon = start, False
    for match in _STOP.finditer(folded, start):
        following = text[match.end() :].lstrip()
        if match[0] == ".":
            if _ABBREVIATED.search(folded[begin : match.start()]):
                continue
            if following and not (following[0].isupper() or following[0].isdigit() or following[0] in "“\"'(-+"):
                continue
        statements.append(Statement(begin, match.start(), semicolon))
        begin, semicolon = match.end(), match[0] == ";"
    statements.append(Statement(begin, len(text), semicolon))
    return [statement for statement in statements if text[statement.start : statement.end].strip()]


def split_parts(folded: str, statement: Statement, mentions: list[Mention]) -> list[Part]:
    """The numbers of a statement as parts that divide it between them."""
    groups = list(_runs(folded, [m for m in mentions if statement.start <= m.start < statement.end]))
    if not groups:
        return []
    leads: list[bool] = []
    starts: list[int] = []
    for index, group in enumerate(groups):
        previous = groups[index - 1][-1].closing if index else statement.start
        after_end = groups[index + 1][0].opening if index + 1 < len(groups) else statement.end
        after = folded[group[-1].closing : after_end]
        subject = folded[max(previous, statement.start) : group[0].opening]
        goes_on = bool(leads and leads[-1] and _TIER_NEXT.match(after) and subject.rstrip().endswith((",", " va")))
        leads.append(_leads(group, folded, subject, after, goes_on))
        starts.append(statement.start if not index else _boundary(folded, previous, group[0].opening, leads))
    ends = [*starts[1:], statement.end]
    return [Part(tuple(g), s, e, lead) for g, s, e, lead in zip(groups, starts, ends, leads, strict=True)]


def names_quantity(folded: str) -> bool:
    """Whether `folded` names a quantity of its own: a rate, a level, an index, a time."""
    return bool(_measured().search(folded))


def without_lists(folded: str) -> str:
    """`folded` without the further names of units or people named in one breath: "xã, phường có" is "xã có"."""
    return _together().sub(lambda names: re.split(r"\s*,|\s+va\b", names[0])[0], folded)


def _runs(folded: str, mentions: list[Mention]) -> Iterator[list[Mention]]:
    """Numbers with nothing but commas between them belong together: "tương ứng là 30%, 20%, 15%"."""
    group: list[Mention] = []
    for mention in mentions:
        gap = folded[group[-1].end : mention.opening] if group else ""
        if group and not (_RUN_GAP.fullmatch(gap) and mention.kind == group[-1].kind and _goes_on(folded, mention)):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _goes_on(folded: str, mention: Mention) -> bool:
    """Whether a number goes on with a run: bare, or with a comparator of its own and nothing else ("và trên 70%")."""
    own = folded[mention.opening : mention.start]
    return not own.strip() or bool(re.fullmatch(rf"(?:{comparators()}|[<>≤≥=])\s*", own))


def _leads(group: list[Mention], folded: str, subject: str, after: str, goes_on: bool) -> bool:
    """Whether the number stands before what it measures; `goes_on`: as the one before it, at the next tier."""
    if group[0].kind == "rank" or len(group) > 1:
        return False
    if goes_on:
        return True
    if _ends_here().match(_BRACKETS.sub("", after)) or _OF_A_SCORE.match(after):
        return False
    carrying = folded[group[0].opening : group[0].start]
    measured = _measured().search(subject.rsplit(":", 1)[-1])
    return not (measured and _reaches().search(carrying))


def _boundary(folded: str, previous: int, opening: int, leads: list[bool]) -> int:
    """Where, between two numbers, the words of the second one begin."""
    gap = folded[previous:opening]
    marker = _subtarget().search(gap)
    if marker:
        return previous + marker.start()
    if " (" in gap and ")" not in gap:
        return previous + gap.rindex(" (")
    colon = gap.rfind(": ")
    if leads[-1]:
        return _before_leading(gap, previous, opening)
    starts = [match for match in _clause_start().finditer(gap) if gap[: match.start("word")].strip()]
    if starts and leads[-2]:  # not right after the number: "30% kết quả giải quyết …"
        return previous + starts[-1].start("word")
    if not leads[-2]:
        tiers = _TIERS.match(gap) or _IN_BRACKETS.match(gap)  # "95% ở cấp tỉnh và cấp huyện, 75% ở cấp xã"
        first = _NEXT.search(gap, tiers.end() if tiers else 0)
        return previous + (first.start() if first else _first_clause(gap))
    cut = max(colon, *(apart.start() for apart in _apart(gap)), -1)
    return previous + cut if cut >= 0 else opening


def _before_leading(gap: str, previous: int, opening: int) -> int:
    """A number that leads takes its own verb along ("…, kiểm tra ít nhất 30% cơ quan"), and no list item before it."""
    each = list(re.finditer(r"(?:[,;:]\s+(?:va\s+)?|\bva\s+)(?=(?:moi|tung)\b)", gap))
    if each:
        return previous + each[-1].end()  # "…, mỗi huyện, thành phố có ít nhất 01 sáng kiến"
    cuts = [match.end() for match in _apart(gap)]
    return previous + cuts[-1] if cuts else opening


def _apart(gap: str) -> list[re.Match[str]]:
    """Commas, colons and "và" that part clauses, not the names of one list: "sở, ngành và huyện"."""
    together = [match.span() for match in _together().finditer(gap)]
    return [
        match
        for match in re.finditer(r"[,:]\s+|\bva\s+", gap)
        if not any(start < match.start() < end for start, end in together)
    ]


def _first_clause(gap: str) -> int:
    match = _clause_start().search(gap)
    return match.start("word") if match else 0


@functools.cache
def _together() -> re.Pattern[str]:
    """Words that are named in one breath: "sở, ban, ngành", "huyện, thành phố", "cán bộ, công chức và viên chức"."""
    return re.compile(rf"\b{one_of('named_together')}(?:\s*(?:,|\bva\b)\s*{one_of('named_together')}\b)+")


@functools.cache
def _ends_here() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:$|[,.;:()/]|{one_of('closing')}\b)")


@functools.cache
def _reaches() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('reaching')}\b")


@functools.cache
def _measured() -> re.Pattern[str]:
    """Words of a quantity that a reaching verb can follow: "tỷ lệ … đạt 90% tổng số hồ sơ"."""
    return re.compile(r"\b(?:ty le|ti le|muc do|chi so|so luong|so hoa|so ho so|thoi gian|thu hang|diem so|hai long)\b")


@functools.cache
def _subtarget() -> re.Pattern[str]:
    return re.compile(rf"[,\s]*\b{one_of('subtargets')}\b")


@functools.cache
def _clause_start() -> re.Pattern[str]:
    return re.compile(rf"(?:[,:]\s*|\bva\s+|^\s*)(?P<word>\b{one_of('clause_starts')}\b)")
