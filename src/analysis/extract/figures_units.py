"""Nouns of numbers that stand without one: "tiếp nhận 41.900, giải quyết 40.287" under "Kết quả giải quyết hồ sơ".

The noun is that of the number before it, else the one its passage, the head of its list or its heading names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.extract.figures_dates import as_of_dates
from analysis.extract.figures_links import SMALLEST_SUM
from analysis.extract.figures_mentions import Mention
from analysis.extract.figures_nouns import clause_before, noun_before
from analysis.extract.figures_passages import Passage
from analysis.extract.figures_words import words

# "Bổ nhiệm 26, điều động 14, luân chuyển 5 công chức": verbs in a row with one noun at the end.
_SAME_KIND = re.compile(r"\s*(?:,|\bvà\b)\s*(?!trong đó|gồm)[^\W\d][^,;.:()\d]{2,24}\s")
# "Kỳ trước chuyển sang 14, mới nhận 97, tổng 111": a mere total is of what was counted before it.
_TOTAL = re.compile(r"\s*(?:và\s+)?(?:tổng(?:\s+(?:số|cộng))?|cộng)(?:\s+(?:là|có|được))?\s*", re.IGNORECASE)


def with_topic_nouns(passages: Sequence[Passage], found: Sequence[Sequence[Mention]]) -> Iterator[list[Mention]]:
    """The mentions of each passage, those without a noun given the one they plainly go on counting."""
    topic = ""
    for passage, mentions in zip(passages, found, strict=True):
        heads = passage.is_heading or (passage.text.rstrip(" *_").endswith(":") and not mentions)
        if heads:
            topic = noun_before(passage.text)
            topic = "" if topic.casefold() == passage.text.strip(" *_:").casefold() else topic  # "BÁO CÁO", a title
        yield _given_nouns(passage.text, mentions, topic)


def _given_nouns(text: str, mentions: Sequence[Mention], topic: str) -> list[Mention]:
    out: list[Mention] = []
    tiers = _tiers_of(text, mentions)
    for mention in _named_after(text, mentions):
        nameless = mention.bare and not mention.unit and mention.kind == "count"
        clause = _clause_of(text, mention) if nameless else ""
        if nameless and (words().activity.search(clause) or _TOTAL.fullmatch(clause)):
            counts = [m for m in reversed(out) if m.kind == "count" and m.unit]
            before = next((m.unit for m in counts if not m.named_before), counts[0].unit if counts else "")
            noun = before or noun_before(text[: mention.start]) or topic
            mention = replace(mention, unit=noun, bare=not noun, named_before=True)
        elif nameless and mention.start in tiers:
            mention = replace(mention, unit=tiers[mention.start], bare=False, named_before=True)
        elif nameless and mention.role:
            noun = _of_same_total(mention, mentions, out) or _of_fraction_before(out)
            mention = replace(mention, unit=noun, bare=not noun)
        out.append(mention)
    return out


def _tiers_of(text: str, mentions: Sequence[Mention]) -> dict[int, str]:
    """Bare numbers of tiers that are together a count before them, by place, with its noun.

    "Đã giải quyết 231 hồ sơ. Cấp tỉnh 49, trong đó …; cấp xã 182, trong đó …".
    """
    counts = [m for m in mentions if m.kind == "count" and not m.role and m.value is not None]
    bare = [m for m in counts if m.bare and not m.unit and words().tier_clause.fullmatch(clause_before(text, m.start))]
    total = sum(m.value for m in bare if m.value is not None)
    wholes = [m for m in counts if m.unit and len(bare) > 1 and m.end < bare[0].start and m.value == total]
    return {m.start: wholes[-1].unit for m in bare} if wholes and total >= SMALLEST_SUM else {}


def _of_same_total(share: Mention, mentions: Sequence[Mention], before: Sequence[Mention]) -> str:
    """The noun of the count that is a bare fraction's total: "318 thủ tục …, đã đơn giản hóa 65/318"."""
    totals = [m for m in mentions if m.role == "denominator" and m.end >= share.end]
    same = [m.unit for m in before if totals and m.kind == "count" and m.value == totals[0].value and not m.bare]
    return same[-1] if same else ""


def _of_fraction_before(before: Sequence[Mention]) -> str:
    """The noun of the nearest fraction: "hồ sơ trực tuyến của các sở: 18.224/19.870; của các xã: 88.310/104.562"."""
    return next((m.unit for m in reversed(before) if m.role and m.kind == "count"), "")


def _clause_of(text: str, mention: Mention) -> str:
    """The words before a number; across a colon without the as-of date there: "Số có mặt đến 31/5/2025: 2.877"."""
    clause = own = clause_before(text, mention.start)
    if not clause.strip() and text[: mention.start].rstrip().endswith(":"):
        clause = clause_before(text, text.rfind(":", 0, mention.start))
    dates = as_of_dates(clause)
    return clause[: dates[-1].start] if dates and not clause[dates[-1].end :].strip(" :") else own


def _named_after(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Numbers in a row given the noun that stands behind the last of them."""
    named: list[Mention] = []
    for mention in reversed(mentions):
        following = named[-1] if named else None
        nameless = mention.bare and not mention.unit and mention.kind == "count"
        if nameless and following is not None and following.kind == "count" and following.unit and not following.role:
            after = not following.named_before and _SAME_KIND.fullmatch(text, mention.end, following.start)
            mention = replace(mention, unit=following.unit, bare=False, named_before=False) if after else mention
        named.append(mention)
    return named[::-1]
