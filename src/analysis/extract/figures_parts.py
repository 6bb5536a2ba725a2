"""Wholes and parts: who owns the numbers of a frame, and whether they are all its parts or only some."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, combinations, pairwise

from rapidfuzz import fuzz

from analysis.extract.figures_frames import RISE_OR_FALL, Frame, Node
from analysis.extract.figures_mentions import is_change
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_words import same_thing, words

_COUNTED = ("count", "measure")
_FARTHEST_WHOLE = 120
_MOST_PARTS = 20
_PARTS_AFTER = 8  # figures after a share among which the rest is looked for
_PARTS_BEFORE = 6  # figures before a total among which its parts are looked for
_TOTAL = re.compile(r"\b(?:tổng số|tổng cộng|tổng)\b", re.IGNORECASE)
_SMALLEST_SUM = 5  # below, sums are met by chance


@dataclass
class Links:
    """Parents and relations found so far, by node id."""

    parent: dict[int, int] = field(default_factory=dict)
    relation: dict[int, str] = field(default_factory=dict)

    def add(self, child: int, parent: int, relation: str) -> None:
        """Link `child` to `parent` unless it has a parent already or would become a part of itself."""
        at: int | None = parent
        while at is not None:
            if at == child:
                return
            at = self.parent.get(at)
        if child not in self.parent:
            self.parent[child] = parent
            self.relation[child] = relation

    def children(self, parent: int) -> list[int]:
        return sorted(child for child, owner in self.parent.items() if owner == parent)


def link_parts(nodes: Mapping[int, Node], frames: Sequence[Frame], texts: Sequence[str]) -> Links:
    """Parents of all nodes: printed fractions, "X trên tổng số Y", brackets and cues, lists."""
    links = Links()
    ordered = [nodes[id_] for id_ in sorted(nodes)]
    for node, following in pairwise(ordered):
        # "505/541 thủ tục" is a share, "40,62/80 điểm" a score and its scale.
        is_share = node.mention.role == "numerator" and node.mention.kind == "count"
        if is_share or _names_whole_after(node, following, texts):
            links.add(node.id, following.id, "subset")
    for frame in frames:
        _link_frame(nodes, frame, texts, links)
    _link_sums(ordered, texts, links)
    _link_totals_last(ordered, texts, links)
    return links


def _names_whole_after(node: Node, following: Node, texts: Sequence[str]) -> bool:
    if (node.passage, node.sentence) != (following.passage, following.sentence):
        return False
    part, whole = node.mention, following.mention
    between = texts[node.passage][part.noun_end : whole.start]
    if part.kind not in _COUNTED or whole.kind not in _COUNTED or len(between) > _FARTHEST_WHOLE:
        return False
    return (
        bool(words().whole_after.search(between) or between.strip() == "/")  # "58 người/60 biên chế"
        and same_thing(part.unit, whole.unit)
        and _value(node) <= _value(following)
    )


def _rises_or_falls(node: Node, texts: Sequence[str]) -> bool:
    return bool(RISE_OR_FALL.search(clause_before(texts[node.passage], node.mention.start)))


def _link_totals_last(ordered: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """A total that its parts come before: "96.480 hồ sơ mới … 3.520 hồ sơ kỳ trước, tổng số là 100.000 hồ sơ"."""
    for at, whole in enumerate(ordered):
        before = clause_before(texts[whole.passage], whole.mention.start)
        if whole.mention.kind not in _COUNTED or not _TOTAL.search(before):
            continue
        unit = whole.mention.unit.casefold()
        near = [node for node in ordered[max(0, at - _PARTS_BEFORE) : at] if node.passage == whole.passage]
        near = [node for node in near if node.mention.kind in _COUNTED and node.mention.unit.casefold() in (unit, "")]
        near = [node for node in near if links.parent.get(node.id, whole.id) == whole.id]
        for size in (2, 3, 4):
            for parts in combinations(near, size):
                if sum(map(_value, parts)) == _value(whole) >= _SMALLEST_SUM:
                    for part in parts:
                        links.add(part.id, whole.id, "part")
                        links.relation[part.id] = "part"
                    break


def _link_sums(ordered: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """Figures of one sentence that no word ties, where the first is exactly the sum of those that follow it."""
    groups: dict[tuple[int, int, int], list[Node]] = {}
    for node in ordered:
        if node.mention.kind in _COUNTED and not is_change(node.mention) and not _rises_or_falls(node, texts):
            groups.setdefault((node.passage, node.sentence, node.depth), []).append(node)
    for group in groups.values():
        for start, whole in enumerate(group):
            parts: list[Node] = []
            for node in group[start + 1 : start + 1 + _MOST_PARTS]:
                if node.id in links.parent or node.mention.unit.casefold() != whole.mention.unit.casefold():
                    break
                parts.append(node)
                if len(parts) > 1 and _value(whole) == sum(map(_value, parts)) >= _SMALLEST_SUM:
                    for part in parts:
                        links.add(part.id, whole.id, "part")
                    break


def complete_by_sum(nodes: Mapping[int, Node], links: Links) -> None:
    """A share and a count soon after it in the passage that together are the whole: both are its parts."""
    for id_ in sorted(nodes):
        share, whole = nodes[id_], nodes.get(links.parent.get(id_, -1))
        if whole is None or links.relation[id_] != "subset" or share.mention.role == "numerator":
            continue
        after = (nodes[i] for i in range(id_ + 1, id_ + _PARTS_AFTER) if i in nodes and _is_count(nodes[i]))
        rest = next((node for node in after if _completes(node, share, whole, links)), None)
        if rest is not None:
            links.add(rest.id, whole.id, "part")
            links.relation[id_] = links.relation.get(rest.id, "subset")


def _completes(node: Node, share: Node, whole: Node, links: Links) -> bool:
    same_unit = share.mention.unit.casefold() == node.mention.unit.casefold()
    return (
        node.passage == share.passage
        and same_unit
        and node.id not in links.parent
        and _value(share) + _value(node) == _value(whole)
    )


def complete_splits(nodes: Mapping[int, Node], links: Links) -> None:
    """Shares of one whole in one passage that together are the whole: they are its parts."""
    for whole in sorted(set(links.parent.values())):
        shares = [nodes[id_] for id_ in links.children(whole) if id_ in nodes and links.relation[id_] == "subset"]
        shares = [node for node in shares if node.mention.kind in _COUNTED and not node.mention.role]
        if len(shares) < 2 or whole not in nodes or len({node.passage for node in shares}) > 1:
            continue
        if sum(map(_value, shares)) == _value(nodes[whole]) >= _SMALLEST_SUM:
            split = (
                "part:b" if any(text == "part" for text in map(links.relation.get, links.children(whole))) else "part"
            )
            links.relation.update(dict.fromkeys((node.id for node in shares), split))


def _is_count(node: Node) -> bool:
    return node.mention.kind in _COUNTED and not is_change(node.mention)


def _link_frame(nodes: Mapping[int, Node], frame: Frame, texts: Sequence[str], links: Links) -> None:
    """Link the frame's counts to the count that owns them, and its rates to the rate they break down."""
    owners = [nodes[id_] for id_ in frame.owners]
    children = [nodes[id_] for id_ in frame.children]
    counts = [child for child in children if child.mention.kind in _COUNTED]
    whole, parts = _whole_of(counts, [owner for owner in owners if owner.mention.kind in _COUNTED], frame)
    if whole is not None:
        for child, relation in zip(parts, _relations(whole, parts, frame.complete), strict=True):
            links.add(child.id, whole.id, relation)
    elif frame.bracket:
        _link_totals(counts, owners, texts, links)
    rates = [child for child in children if child.mention.kind == "percent"]
    rate = next((owner for owner in owners if owner.mention.kind == "percent"), None)
    nearest_is_rate = bool(owners) and owners[0].mention.kind == "percent"
    is_breakdown = whole is None and (len(rates) > 1 or not (counts or frame.bracket))
    if rate is not None and nearest_is_rate and is_breakdown:
        for child in rates:
            links.add(child.id, rate.id, "")


def _whole_of(counts: Sequence[Node], owners: Sequence[Node], frame: Frame) -> tuple[Node | None, list[Node]]:
    """The owner of `counts` and those of them that are its parts: first by their sum, else by noun and size."""
    if len(counts) > 1:
        total = sum(_value(child) for child in counts)
        exact = next((owner for owner in owners if _value(owner) == total), None)
        if exact is not None:
            return exact, list(counts)
    for owner in owners:
        parts = [child for child in counts if _may_be_part(child, owner, frame)]
        parts = [child for child in parts if _value(child) <= _value(owner)]
        if parts and parts[0] is counts[0]:
            return owner, parts
    return None, []


def _may_be_part(child: Node, owner: Node, frame: Frame) -> bool:
    """Whether the nouns go together; after a cue ("trong đó") a noun no list knows ("bác sĩ") is taken to."""
    unknown = not frame.bracket and not words().noun.fullmatch(child.mention.unit)
    return same_thing(child.mention.unit, owner.mention.unit) or (unknown and child.mention.kind == "count")


def _relations(whole: Node, parts: Sequence[Node], complete: bool) -> list[str]:
    """Relation of each part: "part" where they are complete by sum, cue or meaning, "subset" where they may not be."""
    values = [_value(part) for part in parts]
    for count, total in enumerate(accumulate(values), 1):
        if count > 1 and total == _value(whole):
            rest = parts[count:]
            second = len(rest) > 1 and sum(map(_value, rest)) == _value(whole)
            return ["part"] * count + ["part:b" if second else "subset"] * len(rest)
    if len(parts) > 1 and (complete or is_complete_split([part.label for part in parts])):
        return ["part"] * len(parts)
    return ["subset"] * len(parts)


def is_complete_split(labels: Sequence[str]) -> bool:
    """Whether the labels name every part of a known split once: on time and late; province, district and commune."""
    return any(
        len(split) == len(labels)
        and _assignable([{i for i, part in enumerate(split) if part.search(x)} for x in labels])
        for split in words().splits
    )


def _assignable(options: Sequence[set[int]], taken: frozenset[int] = frozenset()) -> bool:
    """Whether each label can take a part of its own; a label may fit several ("mới và thay thế", "sửa đổi")."""
    if not options:
        return True
    return any(_assignable(options[1:], taken | {part}) for part in options[0] - taken)


def _link_totals(counts: Sequence[Node], owners: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """A bracket that names running totals: each figure before it is a share of the total with the likest label."""
    totals = [count for count in counts if _is_total(count, texts)]
    counted = [owner for owner in reversed(owners) if owner.mention.kind in _COUNTED]
    for index, owner in enumerate(counted):
        fitting = [total for total in totals if _value(total) >= _value(owner)]
        fitting = [total for total in fitting if same_thing(total.mention.unit, owner.mention.unit)]
        if len(totals) == len(counted) and totals[index] in fitting:
            links.add(owner.id, totals[index].id, "subset")
        elif fitting:
            best = max(fitting, key=lambda total: fuzz.token_set_ratio(total.label, owner.label))
            links.add(owner.id, best.id, "subset")


def _is_total(node: Node, texts: Sequence[str]) -> bool:
    return bool(words().total_in_bracket.search(clause_before(texts[node.passage], node.mention.start)))


def _value(node: Node) -> Decimal:
    return node.mention.value if node.mention.value is not None else Decimal(-1)
