"""A stock and what was done with some of it, the noun named twice: "có 1.721 thủ tục; 1.655 thủ tục được tiếp nhận"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import Links, is_amount, value_of
from analysis.extract.figures_nouns import clause_before

_DONE = re.compile(r"\s+(?:đều\s+)?(?:đã|đang|chưa|còn|được|bị|phải|không)\b", re.IGNORECASE)
_NEW_SENTENCE = re.compile(r"\.\s")


def link_named_again(nodes: Mapping[int, Node], links: Links, texts: Sequence[str]) -> None:
    """Add to `links` counts that open a clause, repeat the noun of the count before them and say what became of it."""
    stock: Node | None = None
    for id_ in sorted(nodes):
        node = nodes[id_]
        text = texts[node.passage]
        if node.mention.kind != "count" or node.mention.role or node.depth or not is_amount(node, text):
            continue
        if stock is not None and _is_of(node, stock, text):
            links.add(id_, stock.id, "subset")
        elif id_ not in links.parent:
            # What opens its clause or says itself what was done belongs to a list: "64 được sửa, 31 bị bãi bỏ".
            listed = not clause_before(text, node.mention.start).strip() or _DONE.match(text, node.mention.noun_end)
            stock = None if listed else node


def _is_of(node: Node, stock: Node, text: str) -> bool:
    same_noun = node.mention.unit.casefold() == stock.mention.unit.casefold() != ""
    if not same_noun or node.passage != stock.passage or not 0 < value_of(node) <= value_of(stock):
        return False
    parted = text[stock.mention.noun_end : node.mention.start]
    opens = not clause_before(text, node.mention.start).strip() and not _NEW_SENTENCE.search(parted)
    return opens and ":" not in parted and bool(_DONE.match(text, node.mention.noun_end))
