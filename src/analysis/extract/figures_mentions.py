"""Numbers of a passage that may be figures: value, kind and the counted noun, in the order of the text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from analysis.extract.figures_ahead import sentence_looks_ahead
from analysis.extract.figures_masks import FILLER, bounded, mask
from analysis.extract.figures_nouns import (
    LONGEST_CLAUSE,
    clause_before,
    clause_end,
    ends_clause,
    naming_clause,
    noun_after,
    noun_at_end,
    noun_before,
    skip_space,
)
from analysis.extract.figures_words import words
from analysis.vietnamese.numbers import NumberKind, decide
from analysis.vietnamese.text import normalise

Kind = Literal["count", "percent", "rank", "measure"]
Role = Literal["", "numerator", "denominator"]

_DIGITS = (
    r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?:[\u0020\u00a0]\d{3})+|\d+(?:[.,]\d+)?)"
)
# Not within a word, a code or a longer number; a hyphen joins a number to a code unless a space stands before it.
_START = r"(?<![\w.,\x1f])(?<![\d\x1f]/)(?<![\d\x1f] /)(?<![\w\x1f][-–])"
_END = r"(?![\w\x1f])(?![.,/-]\d)(?!/(?-i:[A-ZĐ]))"
_RANK = re.compile(
    bounded(
        rf"(?:(?:xếp|đứng|giữ|đạt|vươn lên|từ|lên|xuống|ở|ở)\s+(?:ở\s+)?)?(?<!lần )(?<!ngày )(?<!buổi )"
        rf"\b(?:vị trí|thứ hạng|thứ bậc|xếp hạng|xếp thứ|hạng|thứ|(?<!sắp )xếp)\s+(?:thứ\s+|hạng\s+|vị trí\s+|số\s+)?"
        rf"(?P<rank>{_START}\d{{1,3}}(?:\s?/\s?\d{{1,3}})?){_END}(?!\s*%)(?!\s+hàng tuần)"
        rf"(?:\s+(?:trong|trên)\s+(?:tổng\s+)?(?:số\s+)?(?P<of>\d{{1,3}})"
        rf"(?=\s+(?:tỉnh|huyện|xã|sở|đơn vị|địa phương|cơ quan|bộ)))?"
    ),
    re.IGNORECASE,
)
_FRACTION = re.compile(bounded(rf"{_START}(?P<top>{_DIGITS})\s?/\s?(?P<bottom>{_DIGITS}){_END}"))
_NUMBER = re.compile(
    bounded(rf"{_START}(?P<number>[+−]?{_DIGITS})(?:\s?(?P<percent>%|phần trăm)|{_END})"), re.IGNORECASE
)
_LED = re.compile(
    r"(?:\b(?:là|đạt|có|gồm|bằng|còn|được|trên|hơn|gần|khoảng|tổng số|cộng|tăng|giảm)|[:=(])\s*$", re.IGNORECASE
)
_SHARED_NOUN = re.compile(
    bounded(
        rf"\s*(?:đến|[-–]|trên tổng số|trong tổng số|trên tổng|trong số|trên|xuống còn|xuống|lên)\s*{_DIGITS}{_END}"
    ),
    re.IGNORECASE,
)
_OLD_AND_NEW = re.compile(
    r"\s*(?:\(\s*từ|xuống|lên|xuống còn|lên thành|còn|[,(]\s*(?:tăng|giảm)(?:\s+thêm)?)\s+", re.IGNORECASE
)  # "giảm 7 xã (từ 61 xuống 54)", "1.096 thôn, giảm 62"
_FROM = re.compile(r"\btừ\s*$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:xuống|lên|còn|tăng|giảm)\b", re.IGNORECASE)
_SCORED = re.compile(r"\bđiểm(?:\s+(?:số|chung|trung bình|bình quân|là|đạt|được|trên|dưới|từ))*\s*$", re.IGNORECASE)
_SCORE = re.compile(r"\d{1,2}[.,]\d{1,2}|0[.,]\d{3,4}")
_TIMES = re.compile(
    r"\b(?:gấp|tăng|giảm|hơn|bằng|tổ chức|họp|đối thoại|giao ban|bình quân|trung bình)\s+(?:thêm\s+|khoảng\s+)?$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[,;:(]|\b(?:và|có|trong đó|cụ thể))\s*$", re.IGNORECASE)
_THEN_RATE = re.compile(r"\s*(?:,\s*)?\(?\s*(?:bằng|đạt|chiếm|tương đương|tỷ lệ)[^\d.;]{0,12}\d{1,3}(?:[.,]\d+)?\s?%")
_GOES_ON = re.compile(
    r"\s*(?:là|theo|với|bằng|đạt|chiếm|tăng|giảm|so với|thì|nhưng|mà)\b", re.IGNORECASE
)  # after a bare number
_TIER = re.compile(r"cấp\s+(?:tỉnh|thành phố|huyện|xã|sở|ngành|trung ương|bộ)\b", re.IGNORECASE)
_TIERS = re.compile(
    r"cấp\s+(?:tỉnh|thành phố|huyện|xã|sở)\s*(?:,|và|-|–)\s*(?:cấp\s+)?(?:tỉnh|huyện|xã|phường)", re.IGNORECASE
)
_MOST_NUMBERS = 1000  # a passage with more is a table without its lines: only numbers with a noun tell anything


@dataclass(frozen=True)
class Mention:
    """One number in a passage's text. `start`, `end` are offsets of the number, `noun_end` of the noun after it.

    `bare`: no noun stands by it; it is a figure only if the structure around it says so. `role`: it belongs to a
    printed fraction ("505/541") as numerator or denominator. `named_before`: its noun stands before it.
    """

    start: int
    end: int
    noun_end: int
    printed: str
    kind: Kind
    unit: str
    value: Decimal | None
    bare: bool = False
    role: Role = ""
    named_before: bool = False


def find_mentions(text: str, end: dt.date | None = None) -> list[Mention]:
    """Numbers of `text` that can be figures; dates, codes, references, targets and plans are left out.

    `end` is the last day of the report's period, after which everything is a plan.
    """
    masked = mask(text)
    found: list[Mention] = []
    ranks = list(_RANK.finditer(masked))
    found += [_rank(match, text) for match in ranks]
    masked = _blank(masked, [match.span(name) for match in ranks for name in ("rank", "of") if match[name]])
    fractions = list(_FRACTION.finditer(masked))
    for match in fractions:
        found += [_rank_of_index(match)] if _is_rank(match, text) else _fraction(match, text, masked)
    masked = _blank(masked, [match.span() for match in fractions])
    numbers = list(_NUMBER.finditer(masked))
    for match in numbers:
        mention = _number(match, text, masked, nouns_only=len(numbers) > _MOST_NUMBERS)
        if mention is not None:
            found.append(mention)
    found.sort(key=lambda mention: mention.start)
    return [mention for mention in _with_units_of_neighbours(found, text) if not _is_planned(text, mention, end)]


def _with_units_of_neighbours(found: list[Mention], text: str) -> list[Mention]:
    """Numbers without a noun in the unit of the figure before them.

    A signed one is its change ("69,03 điểm (+3,55)"); one that follows a figure named before its number goes on in the
    same way ("biên chế giao là 2.310, thực hiện 2.255").
    """
    out: list[Mention] = []
    before_was_bare = False
    for mention in found:
        before = out[-1] if out else None
        if mention.bare and before and before.kind != "rank":
            goes_on = before_was_bare and before.unit and not mention.unit and _next_clause(text, before, mention)
            goes_on = goes_on or bool(_OLD_AND_NEW.fullmatch(text, before.noun_end, mention.start))
            if is_change(mention) or goes_on:
                value = _value(mention.printed, before.kind)
                mention = replace(mention, unit=before.unit, kind=before.kind, value=value, bare=False)
        before_was_bare = mention.bare or (before_was_bare and before is not None and mention.unit == before.unit)
        out.append(mention)
    return out


def _next_clause(text: str, before: Mention, mention: Mention) -> bool:
    between = text[before.end : mention.start]
    return (
        bool(re.fullmatch(r"[,;]\s*[^,;:.()]{3,40}(?::\s*|\s)", between))
        and clause_end(text, mention.end) <= mention.end + 1
    )


def is_change(mention: Mention) -> bool:
    """Whether the number is printed with a sign: a rise or a fall, no part of anything."""
    return mention.printed[:1] in "+−"


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    chars = list(text)
    for start, end in spans:
        chars[start:end] = FILLER * (end - start)
    return "".join(chars)


def _rank(match: re.Match[str], text: str) -> Mention:
    start, end = match.span("rank")
    printed = re.sub(r"\s", "", text[start:end])
    return Mention(start, end, end, printed, "rank", "rank", Decimal(int(printed.split("/")[0])))


def _is_rank(match: re.Match[str], text: str) -> bool:
    """Whether a fraction stands right after an index's name and among provinces: "SIPAS: 11/63"."""
    places = re.fullmatch(r"[1-9]\d?", match["top"]) and re.fullmatch(r"[1-9]\d", match["bottom"])
    return bool(places) and bool(words().index.search(text[: match.start()].rstrip(" |–-")))


def _rank_of_index(match: re.Match[str]) -> Mention:
    printed = f"{match['top']}/{match['bottom']}"
    return Mention(match.start(), match.end(), match.end(), printed, "rank", "rank", Decimal(int(match["top"])))


def _fraction(match: re.Match[str], text: str, masked: str) -> list[Mention]:
    unit, noun_end = noun_after(text, masked, match.end())
    if not unit and text[match.end() : match.end() + 1] == ")":
        unit = noun_at_end(text, match.start() - 1)  # "100% sở, ngành (19/19) …"
        if not unit:
            unit, noun_end = noun_after(text, masked, match.end() + 1)  # "100% (14/14) sở"
    unit = unit or _named(naming_clause(text, match.start()))
    kind: Kind = "measure" if unit and words().measure.fullmatch(unit) else "count"
    top, bottom = (text[slice(*match.span(name))] for name in ("top", "bottom"))
    values = [_value(part, kind) for part in (top, bottom)]
    if None in values or values[1] == 0 or (values[0] > values[1] and not _is_no_date(bottom, unit)):  # type: ignore[operator]
        return []
    first = Mention(match.start("top"), match.end("top"), noun_end, top, kind, unit, values[0], not unit, "numerator")
    second = replace(first, start=match.start("bottom"), end=match.end("bottom"), printed=bottom, value=values[1])
    return [first, replace(second, role="denominator")]


def _is_no_date(bottom: str, unit: str) -> bool:
    """Whether what stands over a smaller number is still a fraction: "23.410/20.451 hồ sơ", not "12/10"."""
    return len(bottom) > 2 and bool(words().noun.fullmatch(unit) or words().measure.fullmatch(unit))


def _number(match: re.Match[str], text: str, masked: str, nouns_only: bool) -> Mention | None:
    start, end = match.span()
    if match["percent"]:
        number = match["number"]
        printed = normalise(text[start:end]) if match["percent"] == "%" else number
        return Mention(start, end, end, printed, "percent", "%", _value(number, "percent"))
    printed = text[match.start("number") : match.end("number")]
    if words().not_counted.match(text, skip_space(text, end)) and not _names_tier(text, end):
        return None
    unit, noun_end = noun_after(text, masked, end)
    if not unit and (shared := _SHARED_NOUN.match(masked, end)):
        unit, noun_end = noun_after(text, masked, shared.end())[0], end  # "từ 30 đến 40 tin", "9 trong số 12 đơn"
    if unit == "lần" and not _TIMES.search(text, max(0, start - 20), start):
        return None  # "đi 3 lần" tells a story, "gấp 1,4 lần" is a result
    if unit == "ngày" and not words().days_after.search(text, max(0, start - 60), start):
        return None
    bare = not unit
    if bare:
        if nouns_only:
            return None
        before = naming_clause(text, start)
        unit = _named(before)
        if _SCORE.fullmatch(printed) and (words().index.search(before) or unit.casefold() == "chỉ số"):
            return Mention(start, end, end, printed, "measure", "điểm", _value(printed, "measure"))
        says_what = unit or words().state.match(text, skip_space(text, end)) or ends_clause(masked, end)
        goes_on = _GOES_ON.match(text, end) or (_FROM.search(before) and _TO.match(text, end))
        if not (says_what or goes_on or _LED.search(before) or _opens_item(text, start)):
            return None
    kind: Kind = "measure" if unit and words().measure.fullmatch(unit) else "count"
    return Mention(start, end, noun_end, printed, kind, unit, _value(printed, kind), bare, named_before=bare)


def _names_tier(text: str, end: int) -> bool:
    """Whether "cấp tỉnh" after a number says whose these are ("30 cấp tỉnh, 7 cấp xã") and counts no tiers."""
    start = skip_space(text, end)
    noun = words().noun.match(text, start)
    if noun and not words().not_counted.fullmatch(noun[0]):
        return True  # "21 cấp phó"
    return bool(_TIER.match(text, start)) and not _TIERS.match(text, start)


def _opens_item(text: str, start: int) -> bool:
    """Whether the number opens an item whose noun is left out: "gồm 120 về lý luận, 130 về tin học và 40 khác"."""
    return bool(_ITEM.search(text, max(0, start - 12), start))


def _named(clause: str) -> str:
    """The noun a clause names before its number, "điểm" where it speaks of a score: "Điểm CCHC 90,05/100"."""
    if _SCORED.search(clause):
        return "điểm"  # "12 sở đạt điểm trên 90"
    return noun_before(clause) or ("điểm" if re.match(r"\W*điểm\b", clause, re.IGNORECASE) else "")


def _value(printed: str, kind: Kind) -> Decimal | None:
    """The value a number has by its kind; a count that can only be a fraction is read as one (2,5)."""
    asked: NumberKind = "percent" if kind == "percent" else "amount" if kind == "measure" else "count"
    decision = decide(printed, asked)
    # Only compared with its neighbours here, so a measure with two readings is taken the Vietnamese way.
    return decision.value if decision.decided else decide(printed, "amount", "vi").value


def _is_planned(text: str, mention: Mention, end: dt.date | None) -> bool:
    """Whether the number is a target or lies in the future: "sẽ tinh giản 01 công chức", "chỉ tiêu 80%"."""
    before = clause_before(text, mention.start)
    sentence = re.split(r"\.\s", text[max(0, mention.start - LONGEST_CLAUSE) : mention.start])[-1]
    sentence = re.sub(r"\([^()]*\)", "", sentence)  # "đạt 91% (phấn đấu cả năm 95%), 12 đơn vị …"
    if sentence_looks_ahead(sentence, end) or words().future.search(re.split(r";\s", sentence)[-1]):
        return True
    target = list(words().target_before.finditer(before))
    return (
        bool(target)
        and len(before) - target[-1].end() < 12
        and not re.search(r"\bso với\b", before[: target[-1].start()])
    )


def is_led(text: str, mention: Mention) -> bool:
    """Whether a verb, a colon or a bracket stands right before the number: "là 97", "được giao 142", "quá hạn: 5"."""
    before = clause_before(text, mention.start).rstrip()
    right_before = text[max(0, mention.start - 9) : mention.start].rstrip()
    if right_before.endswith((":", "=", "(")) or _LED.search(before):
        return True
    if _FROM.search(before) and _TO.match(text, mention.end):
        return True
    if _THEN_RATE.match(text, mention.end):
        return True
    # "biên chế được giao 142" counts, "phòng 12" and "Tiểu khu 12" are names.
    return (
        before[-1:].islower()
        and before.split()[-1].islower()
        and not before.casefold().endswith(mention.unit.casefold())
    )
