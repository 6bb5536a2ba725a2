"""Figures of a report's narrative: every number that states a result, with its whole, its base and its as-of date.

`extract_figures` gives the rows of figures.csv. How it is done: passages that state results (figures_passages), numbers
that can be figures (figures_mentions), what hangs together (figures_frames, figures_lists), wholes and parts
(figures_parts), rates and their counts (figures_rates), dates (figures_dates). The words are in figure_words.yml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from analysis.documents.model import Document
from analysis.extract.figures_dates import govern
from analysis.extract.figures_frames import RISE_OR_FALL, Node, Scan, scan
from analysis.extract.figures_labels import in_topic, label_in_context, label_of, topic_of
from analysis.extract.figures_links import COUNTED, Links, is_rise, name_splits, value_of
from analysis.extract.figures_lists import link_summed_lists, list_frames
from analysis.extract.figures_masks import mask
from analysis.extract.figures_mentions import Mention, find_mentions, is_change, is_led
from analysis.extract.figures_named_again import link_named_again
from analysis.extract.figures_nouns import clause_before, clause_end, ends_clause
from analysis.extract.figures_parts import link_parts
from analysis.extract.figures_passages import Passage, passages, sets_targets
from analysis.extract.figures_quotients import confirms
from analysis.extract.figures_rates import link_rates
from analysis.extract.figures_shares import Base
from analysis.extract.figures_stages import link_stages
from analysis.extract.figures_sums import complete_by_sum, complete_splits
from analysis.extract.figures_tiers import link_tier_counts, link_tier_rates
from analysis.extract.figures_units import with_topic_nouns
from analysis.extract.figures_words import same_thing, words

_FARTHEST_RANKED = 120
_FEW_WORDS = 2
_MOST_RANKED = 40  # figures before a rank among which the ranked one is looked for
# "giảm từ 19 xuống còn 14", "là 58.917 với số tiền 46,3 tỷ đồng"
_GOES_TO = re.compile(r"\s+(?:theo|xuống|lên|còn|tăng|giảm|với|đạt|chiếm|bằng|so với)\b", re.IGNORECASE)


def extract_figures(document: Document) -> list[dict[str, str]]:
    """Rows of figures.csv, cells as printed, in the order of the text; none for a plan, whose numbers are targets."""
    if sets_targets(document):
        return []
    found = passages(document)
    texts = [passage.text for passage in found]
    scans = _scan_all(found)
    nodes = {node.id: node for scan_ in scans for node in scan_.nodes}
    frames = [frame for scan_ in scans for frame in scan_.frames] + list_frames(found, scans)
    links = link_parts(nodes, frames, texts)
    ordered = [nodes[id_] for id_ in sorted(nodes)]
    link_tier_rates(ordered, texts, links)
    link_tier_counts(ordered, texts, links)
    link_summed_lists(found, scans, nodes, links)
    _link_ranks(nodes, links, texts)
    kept = {id_: node for id_, node in nodes.items() if _is_figure(node, links, texts)}
    links = _without(links, kept)
    link_stages(kept, links, found)
    link_named_again(kept, links, texts)
    bases = link_rates(kept, links, texts, [passage.section for passage in found])
    for rate, base in bases.items():
        _link_base(base, kept[rate], kept, links, texts)
    complete_by_sum(kept, links)
    complete_splits(kept, links)
    name_splits(kept, links)
    dates = govern(found, list(kept.values()))
    return _rows(kept, links, bases, dates, found)


def _scan_all(found: Sequence[Passage]) -> list[Scan]:
    scans: list[Scan] = []
    next_id = 0
    before: list[Node] = []
    mentions_of = with_topic_nouns(found, [find_mentions(passage.text, passage.end) for passage in found])
    for position, (passage, mentions) in enumerate(zip(found, mentions_of, strict=True)):
        masked = mask(passage.text)
        previous = [None, *mentions]
        labels = [label_of(passage.text, masked, m, p) for m, p in zip(mentions, previous, strict=False)]
        scans.append(scan(passage.text, mentions, labels, next_id, position, before))
        next_id += len(mentions)
        before = scans[-1].nodes or before
    return scans


def _is_figure(node: Node, links: Links, texts: Sequence[str]) -> bool:
    """A number without a noun is a figure only as a part of one, or where a verb or a colon gives it its noun."""
    mention = node.mention
    if not mention.bare or node.id in links.parent:
        return True
    text = texts[node.passage]
    ends = ends_clause(text, mention.end) or _GOES_TO.match(text, mention.end)
    return bool(mention.unit) and bool(ends) and is_led(text, mention)


def _link_ranks(nodes: Mapping[int, Node], links: Links, texts: Sequence[str]) -> None:
    """Tie each rank to the figure that is ranked: the one its "về …" names, else the nearest before it."""
    for id_ in sorted(nodes):
        rank = nodes[id_]
        if rank.mention.kind != "rank":
            continue
        links.relation[id_] = "rank"
        score = nodes.get(id_ + 1)
        if score is not None and _in_bracket_after(rank, score, texts[rank.passage]):
            links.parent[id_] = score.id
            continue
        earlier = (nodes.get(other) for other in range(max(0, id_ - _MOST_RANKED), id_))
        before = [node for node in earlier if node and _same_sentence(node, rank) and node.mention.kind != "rank"]
        text = texts[rank.passage]
        before = [node for node in before if _can_be_ranked(node, rank, text)]
        after = text[rank.mention.end : clause_end(text, rank.mention.end)]
        if before and " về " in after:
            about = after.partition(" về ")[2]
            counted = [node for node in before if node.mention.kind == "count"] or before
            links.parent[id_] = max(counted, key=lambda node: (fuzz.token_set_ratio(node.label, about), node.id)).id
        elif before and rank.mention.start - before[-1].mention.end <= _FARTHEST_RANKED:
            links.parent[id_] = before[-1].id


def _same_sentence(one: Node, other: Node) -> bool:
    return (one.passage, one.sentence) == (other.passage, other.sentence)


def _in_bracket_after(rank: Node, score: Node, text: str) -> bool:
    """Whether the score stands in the bracket that follows its rank: "xếp thứ 44 (82,6%)"."""
    if score.passage != rank.passage or score.mention.kind not in ("percent", "measure") or is_change(score.mention):
        return False
    return text[rank.mention.end : score.mention.start].strip() == "("


def _can_be_ranked(node: Node, rank: Node, text: str) -> bool:
    """A score or count of the rank's own clause group; "tăng 2 bậc" is a change of rank, not what is ranked."""
    if node.mention.role == "denominator":
        return False
    if words().index_name.search(text, node.mention.end, rank.mention.start):
        return False  # "PAR INDEX xếp thứ 38 (88,17%), SIPAS xếp thứ 44": the figure is of another index
    compared = words().not_a_part.search(clause_before(text, node.mention.start))  # "(cao hơn 1,4 điểm)"
    is_step = is_rise(node, text) or node.mention.unit.casefold() == "bậc" or compared
    return not is_step and ";" not in text[node.mention.end : rank.mention.start]


def _without(links: Links, kept: Mapping[int, Node]) -> Links:
    parents = {child: parent for child, parent in links.parent.items() if child in kept and parent in kept}
    relations = {child: text for child, text in links.relation.items() if child in parents or text == "rank"}
    return Links(parents, relations, links.frame)


def _link_base(base: Base, rate: Node, nodes: Mapping[int, Node], links: Links, texts: Sequence[str]) -> None:
    """A count that a rate is taken of is a share of its base, also of a base nearer than the whole found for it."""
    if len(base.ids) != 2:
        return
    top, bottom = nodes[base.top[0]], nodes[base.bottom[0]]
    if RISE_OR_FALL.search(clause_before(texts[top.passage], top.mention.start)):
        return  # "giảm 17 tổ chức (giảm 44,7%)": a change, no share
    if top.mention.kind not in COUNTED or (top.mention.kind == "measure" and top.mention.role):
        return  # "40,62/80 điểm": a score and its scale
    # "1.624 dịch vụ; có phát sinh hồ sơ 1.029, đạt 63,4%": what the verb takes is not what is counted.
    by_rate = top.mention.named_before and confirms(base, rate, nodes)
    if value_of(top) > value_of(bottom):
        return  # "24/20 cuộc kiểm tra, đạt 120%"
    if not by_rate and not same_thing(top.mention.unit, bottom.mention.unit):
        return
    whole = links.parent.get(top.id)
    if whole is not None and links.relation[top.id] == "subset" and links.parent.get(bottom.id) == whole:
        del links.parent[top.id]
    links.add(top.id, bottom.id, "subset")


def _rows(
    nodes: Mapping[int, Node],
    links: Links,
    bases: Mapping[int, Base],
    dates: Mapping[int, str],
    found: Sequence[Passage],
) -> list[dict[str, str]]:
    names = {id_: f"f{number:03d}" for number, id_ in enumerate(sorted(nodes), 1)}
    wholes = {
        parent for child, parent in links.parent.items() if links.relation.get(child, "").startswith(("part", "subset"))
    }
    labels = _distinct(nodes, {id_: _label(node, nodes, links, bases) for id_, node in nodes.items()}, found)
    rows: list[dict[str, str]] = []
    for id_ in sorted(nodes):
        node = nodes[id_]
        relation = bases[id_].relation(names) if id_ in bases else links.relation.get(id_, "")
        if not relation and id_ in wholes:
            relation = "whole"
        mention = replace(node.mention, unit=_unit(node, nodes, links))
        passage = found[node.passage]
        rows.append(
            {
                "section": passage.section,
                "label": labels[id_] or _before_bracket(passage.text, mention) or mention.unit or passage.section,
                "printed": mention.printed,
                "unit": mention.unit,
                "parent": names.get(links.parent.get(id_, -1), ""),
                "relation": relation,
                "as_of": dates.get(id_, ""),
                "location": passage.paragraph.locate(mention.start, mention.end),
            }
        )
    return rows


def _before_bracket(text: str, mention: Mention) -> str:
    """The words before a bracket that holds nothing but a number: "29,5% dự toán (46.922 tỷ đồng)"."""
    before = text[: mention.start].rstrip()
    return re.split(r"[\d%]", clause_before(before, len(before) - 1))[-1].strip() if before.endswith("(") else ""


def _unit(node: Node, nodes: Mapping[int, Node], links: Links) -> str:
    """The counted noun; a part without one after it takes that of its whole: "6.215 chữ ký số: cá nhân 4.980"."""
    at: Node | None = node
    while at is not None and (not at.mention.unit or (at.mention.named_before and _is_part(at, links))):
        parent = links.parent.get(at.id)
        at = nodes[parent] if parent is not None else None
    return at.mention.unit if at is not None else ""


def _is_part(node: Node, links: Links) -> bool:
    return links.relation.get(node.id, "").startswith(("part", "subset")) and node.mention.role != "numerator"


def _label(node: Node, nodes: Mapping[int, Node], links: Links, bases: Mapping[int, Base]) -> str:
    """The node's label; a short one is completed by that of its whole or of the count it is taken of."""
    other = links.parent.get(node.id)
    if node.mention.role == "denominator" and node.id - 1 in nodes:
        share = nodes[node.id - 1].label  # "16/21 sở có …": the total is not what has it
        if not node.label:
            return label_in_context(f"tổng {node.mention.unit}".strip(), share)
        if node.label == share:
            return f"tổng số {share}"
    if other is None and node.id in bases:
        other = bases[node.id].top[0]
    if other is None and node.mention.kind == "percent":
        before = nodes.get(node.id - 1)
        same_sentence = before is not None and (before.passage, before.sentence) == (node.passage, node.sentence)
        other = node.id - 1 if same_sentence and len(node.label.split()) < _FEW_WORDS else None
    return label_in_context(node.label, nodes[other].label) if other is not None else node.label


def _distinct(nodes: Mapping[int, Node], labels: Mapping[int, str], found: Sequence[Passage]) -> dict[int, str]:
    """Labels where figures that would be called alike are told apart by their passage's topic, else by its section."""
    alike: dict[str, list[int]] = {}
    for id_, label in labels.items():
        alike.setdefault(label.casefold(), []).append(id_)
    out = dict(labels)
    for ids in alike.values():
        passages_ = {nodes[id_].passage for id_ in ids}
        sections = {found[position].section for position in passages_}
        for id_ in ids if len(passages_) > 1 else ():
            passage = found[nodes[id_].passage]
            about = topic_of(passage.text, nodes[id_].mention) or (passage.section if len(sections) > 1 else "")
            out[id_] = in_topic(labels[id_], about)
    return out
