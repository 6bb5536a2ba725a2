"""The words of reference/figure_words.yml as ready patterns; everything that reads figures asks here."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.extract.matching import shadow
from analysis.reference.files import read_yaml
from analysis.vietnamese.text import fold


@dataclass(frozen=True)
class Words:
    """Compiled patterns of the word lists. Longest alternatives come first; all ignore case."""

    nouns: tuple[str, ...]
    noun: re.Pattern[str]
    measure: re.Pattern[str]
    not_counted: re.Pattern[str]
    days_after: re.Pattern[str]
    target_before: re.Pattern[str]
    future: re.Pattern[str]
    planned: re.Pattern[str]
    asked: re.Pattern[str]
    forward_heading: re.Pattern[str]
    forward_start: re.Pattern[str]
    forward_time: re.Pattern[str]
    end_of_narrative: re.Pattern[str]
    target_types: frozenset[str]
    cue: re.Pattern[str]
    cue_all: re.Pattern[str]
    whole_after: re.Pattern[str]
    total_in_bracket: re.Pattern[str]
    not_a_part: re.Pattern[str]
    rate_link: re.Pattern[str]
    opinion: re.Pattern[str]
    as_of_before: re.Pattern[str]
    same_things: tuple[frozenset[str], ...]
    label_head: re.Pattern[str]
    label_tail: re.Pattern[str]
    state: re.Pattern[str]
    name_before: re.Pattern[str]
    no_noun: frozenset[str]
    institutions: frozenset[str]
    rate_common: frozenset[str]
    splits: tuple[tuple[re.Pattern[str], ...], ...]
    listed_tier: re.Pattern[str]
    activity: re.Pattern[str]
    received: re.Pattern[str]
    due: re.Pattern[str]
    examined: re.Pattern[str]
    found: re.Pattern[str]
    settled: re.Pattern[str]
    on_time: re.Pattern[str]
    stage_words: frozenset[str]
    compound: re.Pattern[str]
    index: re.Pattern[str]
    index_name: re.Pattern[str]
    overall: re.Pattern[str]
    only_some: re.Pattern[str]
    rest: re.Pattern[str]
    still_open: re.Pattern[str]
    tier_clause: re.Pattern[str]


_SCALE = re.compile(r"^(?:nghìn|ngàn|triệu|tỷ)\s+(?!đồng|đ\b)")  # "triệu tài khoản" are accounts, "triệu đồng" is money


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first, whole words only, any white space between words."""
    ordered = sorted(words, key=len, reverse=True)
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in ordered)
    return rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"


def _pattern(words: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(any_of(words), flags)


def _tolerant(words: Iterable[str]) -> re.Pattern[str]:
    """`words` for text folded in place: phrases also with slips ("giải quyêt"), single words are to be checked."""
    return _pattern([fold(word) for word in words])


def _splits(lines: Sequence[Sequence[str]]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(_pattern(part.split("|")) for part in line) for line in lines)


# Fields that are plain lists of words, and the lists they come from.
_PLAIN = {
    "noun": "nouns",
    "measure": "measures",
    "not_counted": "not_counted",
    "days_after": "days_after",
    "target_before": "target_before",
    "future": "future",
    "planned": "planned",
    "forward_heading": "forward_headings",
    "forward_start": "forward_start",
    "forward_time": "forward_time",
    "end_of_narrative": "end_of_narrative",
    "cue_all": "cues_all",
    "whole_after": "whole_after",
    "total_in_bracket": "total_in_bracket",
    "not_a_part": "not_a_part",
    "rate_link": "rate_links",
    "opinion": "opinions",
    "as_of_before": "as_of_before",
    "state": "states",
    "compound": "compounds",
    "index_name": "indices",
    "overall": "overall",
    "only_some": "only_some",
    "rest": "rest",
    "still_open": "still_open",
}
_STAGES = ("received", "due", "examined", "found", "settled", "on_time")


@functools.cache
def words() -> Words:
    """The word lists, compiled once."""
    lists = read_yaml("figure_words.yml")
    plain: dict[str, Any] = {field: _pattern(lists[name]) for field, name in _PLAIN.items()}
    stages: dict[str, Any] = {name: _tolerant(lists[name]) for name in _STAGES}
    return Words(
        **plain,
        **stages,
        asked=re.compile(rf"{any_of(lists['asks'])}[^.;]{{0,200}}?{any_of(lists['to_be_done'])}", re.IGNORECASE),
        nouns=tuple(lists["nouns"]),
        target_types=frozenset(lists["target_types"]),
        cue=_pattern([*lists["cues_all"], *lists["cues_some"]]),
        same_things=tuple(frozenset(word.casefold() for word in line) for line in lists["same_things"]),
        label_head=re.compile(rf"^(?:{any_of(lists['label_heads'])})(?:\s+|$)", re.IGNORECASE),
        label_tail=re.compile(rf"(?:^|\s+)(?:{any_of(lists['label_tails'])})$", re.IGNORECASE),
        name_before=re.compile(rf"{any_of(lists['names_before'])}$", re.IGNORECASE),
        no_noun=frozenset(lists["no_noun"]),
        institutions=frozenset(lists["institutions"]),
        rate_common=frozenset(fold(word) for word in lists["rate_common"]),
        splits=_splits(lists["complete_splits"]),
        listed_tier=re.compile(any_of(tier for tier in lists["tiers"] if "," in tier), re.IGNORECASE),
        tier_clause=re.compile(
            rf"\W*(?:của\s+|ở\s+|tại\s+)?{any_of(lists['tiers'])}\s*(?:là|đạt|:)?\s*", re.IGNORECASE
        ),
        activity=re.compile(rf"{any_of(lists['activities'])}\s*(?:là|được|:)?\s*$", re.IGNORECASE),
        stage_words=frozenset(word for name in _STAGES for word in lists[name]),
        index=re.compile(rf"{any_of(lists['indices'])}\s*(?:là|được|đạt|:)?\s*$", re.IGNORECASE),
    )


def same_thing(one: str, other: str) -> bool:
    """Whether two counted nouns may count the same things: equal, one missing, one within the other, or listed."""
    first, second = (_SCALE.sub("", noun.casefold()) for noun in (one, other))
    if not first or not second or first in second or second in first:
        return True
    return any(first in group and second in group for group in words().same_things)


def says(pattern: re.Pattern[str], said: str) -> bool:
    """Whether a word of the pattern stands in `said`; a single one must have its own diacritics."""
    for match in pattern.finditer(shadow(said)):
        printed = said[match.start() : match.end()].lower()
        if " " in printed or printed in words().stage_words:
            return True
    return False
