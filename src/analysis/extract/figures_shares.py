"""Rates whose two counts are printed beside them as a share: "31/47 nhiệm vụ, đạt 66%", "417, chiếm 0,2% tổng số …".

Such a rate is of these counts also where they do not give it: that is what validation is to find.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import BRACKET, COUNTED, Links, before_bracket, value_of
from analysis.extract.figures_words import same_thing, words

_LINK = r"(?:đạt|bằng|chiếm|tương đương|tương ứng|tức)"
# From the noun of a share to its rate: " đã xong, đạt tỷ lệ ", " (", " theo kế hoạch (chiếm ".
_TO_RATE = re.compile(
    rf"(?P<more>[^,;.:()\d]{{0,60}}?)(?:(?P<apart>\s*,\s*{_LINK}|\s*\(\s*{_LINK}?)|\s{_LINK})\s*(?:tỷ lệ|tỉ lệ)?\s*",
    re.IGNORECASE,
)
# "24 cơ quan với tiến độ đạt 60%", but not "38 văn bản đúng tiến độ, đạt 92,7%"
_OTHER_RATE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|mức|chỉ số|điểm|chất lượng|tiến độ)\b", re.IGNORECASE)
# What may stand behind a rate of just these counts: nothing, or the whole once more.
_ENDS = re.compile(r"\s*(?:[).,;:]|$|(?:và|trên tổng|trong tổng|tổng số|so với tổng)\b)", re.IGNORECASE)
_TO_TOTAL = re.compile(r"\s*(?:(?:trên|trong|so với)\s+)?(?:tổng số|tổng)\b[^,;.:()\d]{0,40}", re.IGNORECASE)


@dataclass(frozen=True)
class Base:
    """Counts a rate may come from: ids that are summed above and below the line."""

    top: tuple[int, ...]
    bottom: tuple[int, ...]

    def relation(self, names: Mapping[int, str]) -> str:
        """The relation as the raw table writes it, with the ids of the table."""
        above, below = ("+".join(names[id_] for id_ in ids) for ids in (self.top, self.bottom))
        return f"ratio_of:{above}/{below}"

    @property
    def ids(self) -> tuple[int, ...]:
        return (*self.top, *self.bottom)


def printed_share(rate: Node, nodes: Mapping[int, Node], links: Links, texts: Sequence[str]) -> Base | None:
    """The base printed as a share right before the rate, around it, or as a fraction in the bracket after it."""
    before, after = (_beside(rate, nodes.get(rate.id + step)) for step in (-1, 1))
    text = texts[rate.passage]
    if before is not None and before.depth > rate.depth:
        # "1.690 dịch vụ (toàn trình 802, một phần 888), chiếm 82,6% …"
        before = _beside(rate, before_bracket(before, rate.depth, nodes))
    if after is not None and numerator_of(nodes.get(after.id + 1), nodes, links) == after.id:
        return (
            Base((after.id,), (after.id + 1,)) if text[rate.mention.end : after.mention.start].strip() == "(" else None
        )
    if before is None or not _leads_to(before, rate, text):
        return None
    top = numerator_of(before, nodes, links)
    if top is not None and _ENDS.match(text, rate.mention.end):
        return Base((top,), (before.id,))
    to_total = after is not None and _TO_TOTAL.fullmatch(text, rate.mention.end, after.mention.start)
    if after is not None and to_total and _is_share(before, after):
        return Base((before.id,), (after.id,))
    return None


def _beside(rate: Node, node: Node | None) -> Node | None:
    """`node` if it is a count of the rate's sentence."""
    if node is None or node.mention.kind not in COUNTED:
        return None
    return node if (node.passage, node.sentence) == (rate.passage, rate.sentence) else None


def _leads_to(count: Node, rate: Node, text: str) -> bool:
    found = _TO_RATE.fullmatch(BRACKET.sub("", text[count.mention.noun_end : rate.mention.start]))
    if found is None or words().opinion.search(found["more"]):
        return False
    return bool(found["apart"]) or not _OTHER_RATE.search(found["more"])


def numerator_of(count: Node | None, nodes: Mapping[int, Node], links: Links) -> int | None:
    """The count printed right before `count` as a share of it: "505/541", "38 trong tổng số 41"; None for none."""
    before = nodes.get(count.id - 1) if count is not None else None
    if count is None or before is None:
        return None
    if before.depth > count.depth:
        before = before_bracket(before, count.depth, nodes)
    is_share = count.mention.role == "denominator" or links.parent.get(before.id) == count.id
    return before.id if is_share else None


def _is_share(part: Node, whole: Node) -> bool:
    return same_thing(part.mention.unit, whole.mention.unit) and value_of(part) <= value_of(whole)
