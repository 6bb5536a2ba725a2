"""Who is a part of whom: the links between the figures of a narrative, by node id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from analysis.extract.figures_frames import RISE_OR_FALL, Node
from analysis.extract.figures_mentions import is_change
from analysis.extract.figures_nouns import clause_before

COUNTED = ("count", "measure")
BRACKET = re.compile(r"\s*\([^()]{0,200}\d[^()]{0,200}\)")  # one that holds figures
_LONGEST_BRACKET = 6  # figures
SMALLEST_SUM = 5  # below, sums are met by chance
SMALLEST_FAR = 50  # … also below, where other words or paragraphs stand between


@dataclass
class Links:
    """Parents and relations found so far, by node id; `frame` numbers the cue or bracket that gathered a child."""

    parent: dict[int, int] = field(default_factory=dict)
    relation: dict[int, str] = field(default_factory=dict)
    frame: dict[int, int] = field(default_factory=dict)

    def add(self, child: int, parent: int, relation: str) -> bool:
        """Link `child` to `parent` unless it has a parent already or would become a part of itself."""
        at: int | None = parent
        while at is not None:
            if at == child:
                return False
            at = self.parent.get(at)
        if child in self.parent:
            return False
        self.parent[child] = parent
        self.relation[child] = relation
        return True

    def children(self, parent: int) -> list[int]:
        """Ids of all that belong to `parent`, in the order of the text."""
        return sorted(child for child, owner in self.parent.items() if owner == parent)


def value_of(node: Node) -> Decimal:
    """The node's value, -1 where it has none, so that no sum meets it."""
    return node.mention.value if node.mention.value is not None else Decimal(-1)


def before_bracket(last: Node, depth: int, nodes: Mapping[int, Node]) -> Node:
    """The figure whose bracket ends with `last`: "176 đơn (160 khiếu nại, 16 tố cáo)/221 đơn"; else `last` itself."""
    earlier = (nodes.get(id_) for id_ in range(last.id - 1, last.id - _LONGEST_BRACKET, -1))
    before = next((node for node in earlier if node is not None and node.depth <= depth), last)
    return before if before.mention.kind in COUNTED else last  # "72% (288.000 hồ sơ) trong tổng số 400.000 hồ sơ"


def is_money(node: Node) -> bool:
    """Whether the node measures money."""
    return node.mention.kind == "measure" and node.mention.unit.casefold().endswith(("đồng", "đ"))


def is_amount(node: Node, text: str) -> bool:
    """Whether the node counts or measures and is no change of something."""
    return node.mention.kind in COUNTED and not is_rise(node, text)


def is_rise(node: Node, text: str) -> bool:
    """Whether the node is a change of something: "tăng 120 hồ sơ", "+3,55", "giảm 1,2%"."""
    return is_change(node.mention) or bool(RISE_OR_FALL.search(clause_before(text, node.mention.start)))


def name_splits(nodes: Mapping[int, Node], links: Links) -> None:
    """Call the second split of one whole "part:b": 47 procedures are 12 new and 35 amended, and 40 + 7 by tier."""
    for whole in sorted(set(links.parent.values())):
        parts = [id_ for id_ in links.children(whole) if links.relation[id_].startswith("part") and id_ in nodes]
        total = value_of(nodes[whole]) if whole in nodes else Decimal(-1)
        if len(parts) > 2 and sum(value_of(nodes[id_]) for id_ in parts) != total:
            for number, split in enumerate(_splits(parts, total, nodes, links)):
                relation = "part" if number == 0 else f"part:{chr(ord('a') + number)}"
                links.relation.update(dict.fromkeys(split, relation if len(split) > 1 else "subset"))


def _splits(parts: list[int], total: Decimal, nodes: Mapping[int, Node], links: Links) -> list[list[int]]:
    """`parts` cut where they reach the total; else by the cue or bracket that gathered them, if one of these does."""
    splits: list[list[int]] = [[]]
    reached = Decimal(0)
    for id_ in parts:
        if reached == total:
            splits.append([])
            reached = Decimal(0)
        splits[-1].append(id_)
        reached += value_of(nodes[id_])
    if len(splits) > 1:
        return splits[:26]
    gathered: dict[int, list[int]] = {}
    for id_ in parts:
        gathered.setdefault(links.frame.get(id_, -1), []).append(id_)
    meets = any(sum(value_of(nodes[id_]) for id_ in ids) == total for ids in gathered.values())
    return list(gathered.values())[:26] if meets else [parts]
