"""Rates and counts of tiers under that of the whole province: "toàn tỉnh 88,4%, cấp tỉnh 94,1%, …"."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.extract.figures_complete import is_complete_split
from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import Links, value_of
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_words import same_thing, words

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


def link_tier_counts(ordered: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """Add to `links` the counts of tiers in one passage that are together a count before them there."""
    passages: dict[int, list[Node]] = {}
    for node in ordered:
        if node.mention.kind == "count" and not node.mention.role:
            passages.setdefault(node.passage, []).append(node)
    for nodes in passages.values():
        tiers = [node for node in nodes if _is_free_tier(node, texts, links)]
        total = sum(map(value_of, tiers))
        wholes = [node for node in nodes if tiers and node.id < tiers[0].id and value_of(node) == total]
        if len(tiers) < _LEAST or not wholes:
            continue
        whole = wholes[-1]
        for tier in tiers if all(same_thing(one.mention.unit, whole.mention.unit) for one in tiers) else ():
            links.add(tier.id, whole.id, "part")


def _is_tier_beside(node: Node, overall: Node, texts: Sequence[str], links: Links) -> bool:
    same_place = (node.passage, node.sentence, node.depth) == (overall.passage, overall.sentence, overall.depth)
    return same_place and node.mention.kind == "percent" and _is_free_tier(node, texts, links)


def _is_free_tier(node: Node, texts: Sequence[str], links: Links) -> bool:
    """Whether a tier's name is all that stands before the number in its clause, and no whole has claimed it."""
    clause = clause_before(texts[node.passage], node.mention.start)
    return node.id not in links.parent and bool(words().tier_clause.fullmatch(clause))


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
