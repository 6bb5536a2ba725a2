"""Rates and the counts they come from: stated by the text, or suggested by it and confirmed by arithmetic."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import COUNTED, Links, is_rise, value_of
from analysis.extract.figures_nouns import clause_before, clause_end
from analysis.extract.figures_quotients import confirms, decimals, is_vague, misses_by_a_digit, quotient
from analysis.extract.figures_shares import Base, numerator_of, printed_share
from analysis.extract.figures_words import same_thing, says, words
from analysis.vietnamese.text import fold

_STATED_WITHIN = Decimal(10)  # points: a printed rate farther off its base is a rate of something else
_OPENS_BRACKET = re.compile(r"[^,;.:()\d]{0,30}\(\s*")  # "91,8% (2.128/2.318 hồ sơ)", "87,5% số xã (112 …"
_ON_TIME = re.compile(r"\b(?:đúng|trước|quá|trễ|sớm)\s+(?:và\s+\w+\s+)?hạn\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:trên|dưới|hơn|gần|khoảng|từ)\s*$", re.IGNORECASE)  # "102 xã … đạt trên 90% hồ sơ trực tuyến"
_FARTHEST_LINK = 250
_NODES_AROUND = 16  # figures before and after a rate among which its counts are looked for
_LINK_WORDS = 30  # characters before a rate in which the word that ties it stands


@dataclass(frozen=True)
class _Narrative:
    """What is known of the narrative when its rates are looked at."""

    nodes: Mapping[int, Node]
    links: Links
    texts: Sequence[str]
    sections: Sequence[str]


def link_rates(
    nodes: Mapping[int, Node], links: Links, texts: Sequence[str], sections: Sequence[str]
) -> dict[int, Base]:
    """The base of every rate that has a certain one, by the rate's node id."""
    known = _Narrative(nodes, links, texts, sections)
    bases: dict[int, Base] = {}
    for id_ in sorted(nodes):
        if nodes[id_].mention.kind == "percent":
            base = printed_share(nodes[id_], nodes, links, texts) or _stated(nodes[id_], known)
            if base is None and id_ not in links.parent:
                # What breaks down another rate is of that rate's tiers, whatever other counts give the same quotient.
                base = _computed(nodes[id_], known)
            if base is not None and is_vague(base, nodes, texts) and not confirms(base, nodes[id_], nodes):
                base = None  # "gần 27.000 hồ sơ, đạt 93,5%" contradicts nothing
            if base is not None and all(part in nodes for part in base.ids):
                bases[id_] = base
    return bases


def _stated(rate: Node, known: _Narrative) -> Base | None:
    """The base the text names: the count just before the rate, tied by "đạt" or a bracket, over its printed whole."""
    fraction = _fraction_after(rate, known)
    if fraction is not None:
        return fraction
    count = _count_before(rate, known.nodes)
    if count is None or count.passage != rate.passage or count.sentence != rate.sentence:
        return None
    between = known.texts[rate.passage][count.mention.noun_end : rate.mention.start]
    if words().not_a_part.search(between):
        return None  # "giải ngân 410/820 tỷ đồng, cùng kỳ năm trước đạt 44%": the rate is another period's
    if not _is_tied(between):
        return None
    whole = known.links.parent.get(count.id)
    top = numerator_of(count, known.nodes, known.links)
    if top is not None:
        base = Base((top,), (count.id,))
    elif whole is None:
        return None
    else:
        base = Base((count.id,), (whole,))
    is_share = _is_right_after(between) or "chiếm" in between or known.links.relation.get(count.id) in (None, "subset")
    # "đúng hạn 51.072 hồ sơ, đạt tỷ lệ 98,63%" is its share, "cấp tỉnh 51.072 hồ sơ, đạt 98,63%" may be what is on time
    is_share = is_share or says(words().on_time, clause_before(known.texts[count.passage], count.mention.start))
    computed = quotient(base, known.nodes)
    if not is_share or computed is None or (value_of(rate) == 100 and computed != 100):
        return None
    # "đã giải quyết 50.118 hồ sơ, tỷ lệ đúng hạn 97,86%" is no share of what was received.
    other_state = _ON_TIME.search(between) and not _ON_TIME.search(count.label)
    if (other_state or _BOUND.search(between) or _has_own_subject(between)) and not confirms(base, rate, known.nodes):
        return None
    return (
        base if abs(computed - value_of(rate)) <= _STATED_WITHIN or misses_by_a_digit(base, rate, known.nodes) else None
    )


def _has_own_subject(between: str) -> bool:
    """Whether the words from a count to a rate begin something new: "thu về 5.118 phiếu; mức độ hài lòng đạt 96,2%".

    Opinions are no share of the forms they are written on, also behind a comma.
    """
    _, semicolon, subject = between.rpartition(";")
    subject = words().rate_link.sub("", subject or between).strip(" ,.:-")
    # "4.930 người trên 5.512 biên chế, trong đó trình độ đại học chiếm 96,1%" names another share.
    return bool(semicolon and subject) or bool(words().opinion.search(between) or words().cue.search(between))


def _fraction_after(rate: Node, known: _Narrative) -> Base | None:
    """The fraction in the bracket right after the rate: "đạt 91,8% (2.128/2.318 hồ sơ)"."""
    top = known.nodes.get(rate.id + 1)
    if top is None or top.passage != rate.passage or top.mention.kind not in COUNTED:
        return None
    if not _OPENS_BRACKET.fullmatch(known.texts[rate.passage], rate.mention.end, top.mention.start):
        return None
    if top.mention.role == "numerator":
        return Base((top.id,), (top.id + 1,))
    whole = known.links.parent.get(top.id)  # "72% (288.000 hồ sơ) trong tổng số 400.000 hồ sơ"
    base = Base((top.id,), (whole,)) if whole is not None else None
    if base is None:
        before = _count_before(rate, known.nodes)  # "640 người, bằng 80% kế hoạch (800 người)"
        base = Base((before.id,), (top.id,)) if before is not None and before.passage == rate.passage else None
    return base if base is not None and confirms(base, rate, known.nodes) else None


def _computed(rate: Node, known: _Narrative) -> Base | None:
    """The base that the words suggest and the rounding confirms; None when none or several do."""
    if value_of(rate) == 100:
        return None
    for kind in (_near, _parts_together, _same_passage, _named_base, _linked, _of_sentence):
        confirmed = {base for base in kind(rate, known) if confirms(base, rate, known.nodes)}
        if len(confirmed) == 1:
            return confirmed.pop()
        if confirmed:
            return _preferred(confirmed, known.links)
    said = (*_said_together(rate, known), *_broken_down(rate, known))
    return next((base for base in said if misses_by_a_digit(base, rate, known.nodes)), None)


def _broken_down(rate: Node, known: _Narrative) -> Iterator[Base]:
    """The two counts that explain a rate: "đúng hạn đạt 99,68%; trong đó, đã giải quyết 175.920, đúng hạn 175.354"."""
    after = [node for node in _around(rate, known.nodes) if node.id > rate.id and node.sentence == rate.sentence][:2]
    if len(after) == 2 and words().cue.search(known.texts[rate.passage], rate.mention.end, after[0].mention.start):
        for top, bottom in (after, after[::-1]):
            if _shared_words(top.label, rate.label) >= 2 and same_thing(top.mention.unit, bottom.mention.unit):
                yield Base((top.id,), (bottom.id,))


def _said_together(rate: Node, known: _Narrative) -> Iterator[Base]:
    """The count that a word ties the rate to, over its whole or the like count before it in the sentence."""
    count = _count_before(rate, known.nodes)
    if count is None or (count.passage, count.sentence) != (rate.passage, rate.sentence) or count.mention.role:
        return
    if is_rise(count, known.texts[count.passage]):
        return  # "24.310 người, giảm 582 người (2,34%)": of what there was before
    between = known.texts[rate.passage][count.mention.noun_end : rate.mention.start]
    if words().not_a_part.search(between) or not _is_tied(between):
        return
    whole = known.links.parent.get(count.id)
    if whole is not None:
        yield Base((count.id,), (whole,))
    before = [node for node in _around(rate, known.nodes) if node.id < count.id and node.sentence == rate.sentence]
    alike = [node for node in before if same_thing(node.mention.unit, count.mention.unit) and node.id != whole]
    if alike and decimals(rate) > 1:
        yield Base((count.id,), (alike[-1].id,))
        yield Base((count.id,), (alike[0].id,))


def _is_tied(between: str) -> bool:
    """Whether the words from a count to a rate tie the rate to it: "(", ", đạt", ", chiếm tỷ lệ"."""
    linked = _is_right_after(between) or words().rate_link.search(between[-_LINK_WORDS:])
    return len(between) <= _FARTHEST_LINK and bool(linked)


def _is_right_after(between: str) -> bool:
    return between.strip() in (",", "=", "-") or between.rstrip().endswith("(")


def _preferred(bases: set[Base], links: Links) -> Base | None:
    """Among several, the one whose count is printed as a share of the other, else the only one without a sum."""
    plain = [base for base in bases if len(base.ids) == 2]
    linked = [base for base in plain if links.parent.get(base.top[0]) == base.bottom[0]]
    chosen = linked or plain
    return chosen[0] if len(chosen) == 1 else None


def _near(rate: Node, known: _Narrative) -> Iterator[Base]:
    """The count before the rate over a count, or a sum of two neighbours, of the same passage or the one before."""
    count = _count_before(rate, known.nodes)
    if count is None or count.passage != rate.passage:
        return
    whole = known.links.parent.get(count.id)
    around = _around(rate, known.nodes, passages_before=1)
    if whole is not None and known.nodes[whole] not in around:
        around.append(known.nodes[whole])
    around = [node for node in around if node.id != count.id]
    if not count.mention.named_before:
        around = [node for node in around if node.id == whole or same_thing(node.mention.unit, count.mention.unit)]
    if decimals(rate) == 0:
        before = known.nodes.get(count.id - 1)
        same_unit = before is not None and same_thing(before.mention.unit, count.mention.unit)
        around = [node for node in around if node.id == whole or (node is before and same_unit)]
    for node in around:
        yield Base((count.id,), (node.id,))
    for first, second in pairwise(around):
        if second.id == first.id + 1 and decimals(rate) >= 2:
            yield Base((count.id,), (first.id, second.id))


def _parts_together(rate: Node, known: _Narrative) -> Iterator[Base]:
    """Two parts of one whole over it ("trước hạn" and "đúng hạn"), both named by the rate; a decimal needed."""
    if decimals(rate) < 1:
        return
    here = [node for node in _around(rate, known.nodes, passages_before=1) if node.id in known.links.parent]
    for first, second in combinations(here, 2):
        whole = known.links.parent[first.id]
        named = all(_shared_words(part.label, rate.label) for part in (first, second))
        if known.links.parent[second.id] == whole and named:
            yield Base((first.id, second.id), (whole,))


def _same_passage(rate: Node, known: _Narrative) -> Iterator[Base]:
    """Counts of the rate's passage whose label shares its words, over one or two others; two decimals needed."""
    if decimals(rate) < 2:
        return
    here = _around(rate, known.nodes)
    for top in here:
        if _shared_words(top.label, rate.label) < 2:
            continue
        others = [node for node in here if node.id != top.id]
        for size in (1, 2):
            for bottom in combinations(others, size):
                yield Base((top.id,), tuple(node.id for node in bottom))


def _named_base(rate: Node, known: _Narrative) -> Iterator[Base]:
    """The count before the rate over the latest count that the words after it name ("0,27% số hồ sơ đã giải quyết")."""
    count = _count_before(rate, known.nodes)
    if decimals(rate) < 2 or count is None or count.passage != rate.passage:
        return
    text = known.texts[rate.passage]
    named = text[rate.mention.end : clause_end(text, rate.mention.end)]
    for node in reversed(_counts(known.nodes)):
        if node.id < count.id and _shared_words(node.label, named) >= 2:
            yield Base((count.id,), (node.id,))


def _linked(rate: Node, known: _Narrative) -> Iterator[Base]:
    """Parts and their wholes elsewhere in the section (of its passage, without a decimal) whose words it repeats."""
    for child, parent in known.links.parent.items():
        node = known.nodes[child]
        same_section = known.sections[node.passage] == known.sections[rate.passage]
        if decimals(rate) < 1 and node.passage != rate.passage:
            continue
        if node.mention.kind in COUNTED and same_section and _shared_words(node.label, rate.label) >= 2:
            yield Base((child,), (parent,))


def _of_sentence(rate: Node, known: _Narrative) -> Iterator[Base]:
    """Any two counts of like things in the rate's sentence, one of them before it; in its passage with two decimals."""
    if decimals(rate) < 1:
        return
    here = [node for node in _around(rate, known.nodes) if node.sentence == rate.sentence or decimals(rate) > 1]
    here = [node for node in here if node.mention.kind == "count" or decimals(rate) > 1]
    for top in here:
        for bottom in here:
            alike = known.links.parent.get(top.id) == bottom.id or (
                top.mention.unit and same_thing(top.mention.unit, bottom.mention.unit)
            )
            if alike and value_of(top) < value_of(bottom) and min(top.id, bottom.id) < rate.id:
                yield Base((top.id,), (bottom.id,))


def _count_before(rate: Node, nodes: Mapping[int, Node]) -> Node | None:
    """The nearest count before the rate, with no other rate between them."""
    for id_ in range(rate.id - 1, -1, -1):
        node = nodes.get(id_)
        if node is None:
            continue
        if node.mention.kind == "percent" and node.depth <= rate.depth:
            return None
        if node.mention.kind in COUNTED and (node.depth <= rate.depth or node.passage != rate.passage):
            return node
    return None


def _counts(nodes: Mapping[int, Node]) -> list[Node]:
    return [nodes[id_] for id_ in sorted(nodes) if nodes[id_].mention.kind in COUNTED]


def _around(rate: Node, nodes: Mapping[int, Node], passages_before: int = 0) -> list[Node]:
    """The counts near the rate in its passage (and the one before it), in order."""
    near = (nodes.get(id_) for id_ in range(rate.id - _NODES_AROUND, rate.id + _NODES_AROUND))
    first = rate.passage - passages_before
    return [node for node in near if node and node.mention.kind in COUNTED and first <= node.passage <= rate.passage]


def _shared_words(one: str, other: str) -> int:
    return len(_words_of(one) & _words_of(other))


@functools.lru_cache(maxsize=4096)
def _words_of(label: str) -> frozenset[str]:
    return frozenset(fold(label).split()) - words().rate_common
