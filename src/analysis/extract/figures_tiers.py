"""Rates of tiers under a rate of the whole province, one after the other: "toàn tỉnh 88,4%, cấp tỉnh 94,1%, …"."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.extract.figures_complete import is_complete_split
from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import Links, value_of
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_words import words

_LEAST = 2  # one rate of a tier beside another may be anything


def link_tier_rates(ordered: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """Add to `links` the rates of tiers that follow an overall rate in its sentence, at least two of them.

    Validation asks that the whole's rate lies among those of its parts. So tiers that are not all named are tied only
    where it does: one left out may be the one that pulls it away.
    """
    overall: Node | None = None
    tiers: list[Node] = []
    for node in [*ordered, None]:
        if node is not None and overall is not None and _is_tier_beside(node, overall, texts, links):
            tiers.append(node)
            continue
        if overall is not None and _break_down(tiers, overall, texts):
            for tier in tiers:
                links.add(tier.id, overall.id, "")
        tiers = []
        overall = node if node is not None and _is_overall(node, texts) else None


def _is_tier_beside(node: Node, overall: Node, texts: Sequence[str], links: Links) -> bool:
    same_place = (node.passage, node.sentence, node.depth) == (overall.passage, overall.sentence, overall.depth)
    if not same_place or node.mention.kind != "percent" or node.id in links.parent:
        return False
    return bool(words().tier_clause.fullmatch(clause_before(texts[node.passage], node.mention.start)))


def _break_down(tiers: Sequence[Node], overall: Node, texts: Sequence[str]) -> bool:
    if len(tiers) < _LEAST:
        return False
    rates = [value_of(tier) for tier in tiers]
    clauses = [clause_before(texts[tier.passage], tier.mention.start) for tier in tiers]
    return min(rates) <= value_of(overall) <= max(rates) or is_complete_split(clauses)


def _is_overall(node: Node, texts: Sequence[str]) -> bool:
    if node.mention.kind != "percent":
        return False
    return bool(words().overall.search(clause_before(texts[node.passage], node.mention.start)))
