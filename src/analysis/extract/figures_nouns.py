"""Clauses of a passage and the counted nouns in them: what stands after a number, or names it from before."""

from __future__ import annotations

import functools
import re

from analysis.extract.figures_words import words
from analysis.extract.slips import slipped_noun
from analysis.vietnamese.number_words import read_cardinal
from analysis.vietnamese.text import normalise

_CLAUSE_END = re.compile(r"[,;:()–—]|\.(?:\s|$)|\d|\x1f")
# An abbreviation in brackets parts no clause: "thủ tục hành chính (TTHC) của tỉnh là 1.884".
_CLAUSE_START = re.compile(r"\([A-ZĐ]{2,8}\)|[,;:()–—]|\.\s|\s-\s")
_SPELT_OUT = re.compile(r"\(\s*(?P<words>[^()\d]{2,60}?)\s*\)")
_SCALE = re.compile(r"(?:triệu|nghìn|ngàn|tỷ)", re.IGNORECASE)
_TIERS = frozenset(
    {"tỉnh", "huyện", "xã", "sở", "sở, ngành", "sở, ban, ngành", "thị trấn", "phường", "phường, xã", "xã, phường"}
)
_NUMBER_OF = re.compile(r"\W*(?:tổng\s+)?số\s[^\d]{0,300}\slà\s*$", re.IGNORECASE)
_TIER = re.compile(r"cấp\s+(?:tỉnh|huyện|xã|sở)\b", re.IGNORECASE)
_NAME = re.compile(r"\s+[A-ZĐÂĂÊÔƠƯ](?![A-ZĐ]{2})")
_NOUN_REACH = 60  # characters before a clause in which a noun with a comma may begin
_TIER_REACH = 30  # characters of a tier's name before and after a comma in it
_UNKNOWN_NOUN_WORDS = 2
LONGEST_CLAUSE = 600  # characters looked back; keeps a text without any sign linear


@functools.lru_cache(maxsize=8_192)
def clause_before(text: str, start: int) -> str:
    """The words of the clause that stand before position `start`."""
    first = max(0, start - LONGEST_CLAUSE)
    breaks = [match.end() for match in _CLAUSE_START.finditer(text, first, start) if not match[0][1:2].isalpha()]
    while breaks and _inside_tier(text, breaks[-1]):
        breaks.pop()
    return text[breaks[-1] if breaks else first : start]


def _inside_tier(text: str, sign: int) -> bool:
    """Whether the sign that ends at `sign` stands within the name of a tier: "sở, ban, ngành"."""
    listed = words().listed_tier.finditer(text, max(0, sign - _TIER_REACH), sign + _TIER_REACH)
    return any(tier.start() < sign < tier.end() for tier in listed)


def clause_end(text: str, start: int) -> int:
    """Where the clause that holds position `start` ends."""
    match = _CLAUSE_END.search(text, start)
    return match.start() if match else len(text)


def naming_clause(text: str, start: int) -> str:
    """The words before a number that may name what it counts; across a colon: "phản ánh, kiến nghị tiếp nhận: 96"."""
    before = clause_before(text, start)
    if not before.strip() and text[:start].rstrip().endswith(":"):
        colon = text.rfind(":", 0, start)
        clause = clause_before(text, colon)
        sentence = re.split(r"[.;:()]\s|\d", text[max(0, colon - LONGEST_CLAUSE) : colon])[-1]
        return clause if noun_before(clause) else sentence  # "Hồ sơ phải nộp phí, lệ phí: 30.416"
    opening = start - len(before)
    sentence = re.split(r"[.;:()]\s|\d", text[max(0, start - LONGEST_CLAUSE) : start])[-1]
    if _NUMBER_OF.match(sentence):
        return sentence  # "Số vụ việc khiếu nại, tố cáo của các cơ quan là 40"
    listed = words().noun.finditer(text, max(0, opening - _NOUN_REACH), start)
    across = next((noun.start() for noun in listed if noun.start() < opening < noun.end()), opening)
    return text[across:start]  # the comma of "sở, ngành" parts no clause


def ends_clause(masked: str, end: int) -> bool:
    """Whether the clause ends at `end`, or goes on with another item ("31 và …")."""
    return clause_end(masked, end) <= end + 1 or bool(re.match(r"\s+và\s", masked[end : end + 5]))


def skip_space(text: str, position: int) -> int:
    """The place of the first character from `position` on that is no space."""
    while position < len(text) and text[position] == " ":
        position += 1
    return position


def noun_after(text: str, masked: str, position: int) -> tuple[str, int]:
    """The counted noun that follows `position` and where it ends; ("", position) when none does."""
    start = skip_space(text, position)
    if (spelt := _SPELT_OUT.match(text, start)) and read_cardinal(spelt["words"].casefold()) is not None:
        start = skip_space(text, spelt.end())  # "25 (hai mươi lăm) máy tính"
    state, listed = words().state.match(text, start), words().noun.match(text, start)
    if state and not (listed and listed.end() > state.end()):  # "14 tồn tại" counts, "14 tồn" leaves its noun out
        return "", position
    if text.startswith("số ", start) and words().noun.match(text, start + 3):
        start += 3  # "1/3 số xã"
    matches = [words().noun.match(text, start), words().measure.match(text, start)]
    known = max((match for match in matches if match), key=lambda match: match.end(), default=None)
    if known:
        if _SCALE.fullmatch(known[0]):
            thing, thing_end = noun_after(text, masked, known.end())
            return normalise(f"{known[0]} {thing}"), thing_end if thing else known.end()  # "1,2 triệu tài khoản"
        return normalise(known[0]), known.end()
    if _TIER.match(text, start):
        return "", position  # "gồm 18 cấp tỉnh, 25 cấp xã": whose they are, not what they are
    noun, end = slipped_noun(text, start)
    if noun:
        return noun, end
    noun, end = _unknown_noun(masked, start)
    return (noun, end) if noun else ("", position)


def noun_at_end(text: str, end: int) -> str:
    """The counted noun that ends right before position `end`, "" for none."""
    first = max(0, end - _NOUN_REACH)
    before = text[first:end].rstrip(" (")
    found = [noun[0] for noun in words().noun.finditer(before) if noun.end() == len(before)]
    return normalise(found[0]) if found else ""


def _unknown_noun(masked: str, start: int) -> tuple[str, int]:
    """A noun that no list knows: the next small words, at most two, or an abbreviation; "" when there is none."""
    taken: list[str] = []
    for word in masked[start : clause_end(masked, start)].split():
        if word.casefold() in words().no_noun or not word.isalpha() or len(taken) == _UNKNOWN_NOUN_WORDS:
            break
        if not word.islower() and not (word.isupper() and len(word) > 1):
            break
        taken.append(word)
        if word.isupper():
            break
    if not taken:
        return "", start
    return " ".join(taken), start + masked[start:].find(taken[-1]) + len(taken[-1])


def noun_before(clause: str) -> str:
    """The counted noun named before a number: "tổng số nhiệm vụ … là 97", "hồ sơ quá hạn 92"; "" when none is."""
    clause = words().compound.sub(lambda match: "·" * len(match[0]), clause)
    counted = re.search(r"(?<!\bmột )\bsố(?:\s+lượng)?\s+", clause, re.IGNORECASE)
    if counted:
        noun = words().noun.match(clause, counted.end())
        if noun:
            return normalise(noun[0])
    for noun in words().noun.finditer(clause):
        # "cấp huyện: 18.202" and "huyện 10" name a level, "toàn tỉnh" a place, not what is counted.
        is_place = noun[0].casefold() in _TIERS and not clause[noun.end() :].strip(" :")
        is_place = is_place or (
            noun[0].casefold() in words().institutions and bool(_NAME.match(clause, noun.end()))
        )  # "Sở Xây dựng: tiếp nhận 1.208"
        if not clause[: noun.start()].casefold().endswith("cấp ") and noun[0].casefold() != "tỉnh" and not is_place:
            return normalise(noun[0])
    return ""
