"""Parts that only arithmetic tells: figures that follow a whole, or come before it, and are exactly its sum.

A sum may tie what no word does, because a tie by sum contradicts nothing; what does not add up is left alone.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, islice, pairwise

from analysis.extract.figures_complete import is_complete_split
from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import COUNTED, SMALLEST_FAR, SMALLEST_SUM, Links, is_amount, value_of
from analysis.extract.figures_mentions import is_change
from analysis.extract.figures_nouns import clause_before, ends_clause
from analysis.extract.figures_words import same_thing, words

_MOST_PARTS = 20
_WHOLES_BEFORE = 12  # figures before a run among which its whole is looked for
_PASSAGES_BEFORE = 3
_PARTS_AFTER = 8  # figures after a share among which the rest is looked for
_PARTS_BEFORE = 6  # figures before a total among which its parts are looked for
_TOTAL = re.compile(
    r"\b(?:tổng số|tổng cộng|tổng|cộng|cộng chung|lũy kế|luỹ kế|toàn tỉnh|toàn thành phố|cả tỉnh|tất cả)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\s*(?:với|bằng|đạt|chiếm)\b")
_OWN_WORDS = re.compile(r"(?:[,;:(]|\bvà\b)[^,;:()\d]{2,40}\s*$")  # ", thay thế 07 và bãi bỏ 02"


def link_sums(ordered: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """Tie runs of figures to the whole before them, or after them, that they add up to."""
    amounts = [node for node in ordered if is_amount(node, texts[node.passage])]
    for run in _runs(amounts):
        for start in range(len(run)):
            if run[start].id not in links.parent and (start == 0 or _opens(run[start - 1], run[start], texts)):
                _link_run(run[start:], amounts, links)
    for whole in amounts:
        _link_total_last(whole, amounts, texts, links)
    _link_any_order(amounts, texts, links)


def _runs(amounts: Sequence[Node]) -> list[list[Node]]:
    """Figures of one sentence and bracket depth, in order."""
    groups: dict[tuple[int, int, int], list[Node]] = {}
    for node in amounts:
        groups.setdefault((node.passage, node.sentence, node.depth), []).append(node)
    return [group for group in groups.values() if len(group) > 1]


def _opens(before: Node, node: Node, texts: Sequence[str]) -> bool:
    """Whether a series may begin at `node`: the figure before it is no member but its whole, or a sign parts them."""
    same = same_thing(before.mention.unit, node.mention.unit)
    return (
        same
        or node.mention.named_before
        or bool(re.search(r"[;:]", texts[node.passage][before.mention.end : node.mention.start]))
    )


def _link_run(run: Sequence[Node], amounts: Sequence[Node], links: Links) -> None:
    """Tie the longest series at the head of `run` that is the sum of a figure before it, the nearest first."""
    series: list[Node] = []
    for node in run[:_MOST_PARTS]:
        if node.id in links.parent or not _alike(node, run[0]):
            break
        series.append(node)
    at = _position(run[0], amounts)
    for whole in reversed(amounts[max(0, at - _WHOLES_BEFORE) : at]):
        for count in range(len(series), 1, -1):
            if _is_whole(whole, series[:count]):
                for part in series[:count]:
                    links.add(part.id, whole.id, "part")
                return


def _position(node: Node, amounts: Sequence[Node]) -> int:
    """Where `node` stands among the amounts, which are in print order: a search by equality grows with the square."""
    return bisect.bisect_left(amounts, node.id, key=lambda amount: amount.id)


def _alike(one: Node, other: Node) -> bool:
    first, second = one.mention.unit.casefold(), other.mention.unit.casefold()
    return not first or not second or first == second or one.mention.named_before or other.mention.named_before


def _is_whole(whole: Node, parts: Sequence[Node]) -> bool:
    total = sum((value_of(part) for part in parts), Decimal(0))
    first = parts[0]
    if total != value_of(whole) or total < SMALLEST_SUM or first.passage - whole.passage > _PASSAGES_BEFORE:
        return False
    same_sentence = (whole.passage, whole.sentence) == (first.passage, first.sentence)
    units = {part.mention.unit.casefold() for part in parts}
    exact = units <= {whole.mention.unit.casefold(), ""}
    if same_sentence:
        named = all(part.mention.named_before for part in parts)  # "chữ ký số: 5.716, tổ chức 812, cá nhân 4.904"
        return exact or named or all(same_thing(unit, whole.mention.unit) for unit in units)
    return exact and total >= SMALLEST_FAR and whole.depth == 0


def _link_total_last(whole: Node, amounts: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """A total right after its parts: "cấp tỉnh 300 hồ sơ, cấp huyện 500, cấp xã 1.200, toàn tỉnh 2.000 hồ sơ"."""
    said = bool(_TOTAL.search(clause_before(texts[whole.passage], whole.mention.start)))
    at = _position(whole, amounts)
    total = Decimal(0)
    for count, node in enumerate(_before(whole, amounts[:at], links, across=said), 1):
        total += value_of(node)
        if total > value_of(whole) or count > _MOST_PARTS:
            break
        if count > 1 and total == value_of(whole) >= (SMALLEST_SUM if said else SMALLEST_FAR):
            for part in amounts[:at][::-1]:
                if part.id >= node.id and part.depth == whole.depth and _alike(part, whole):
                    links.add(part.id, whole.id, "part")
            return
    if said:
        _link_said_total(whole, amounts[:at], texts, links)


def _link_said_total(whole: Node, earlier: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """A total that does not add up, where the words name every part: new files and those carried over."""
    parts = list(islice(_before(whole, earlier, links, across=False), 2))
    same_sentence = all((node.passage, node.sentence) == (whole.passage, whole.sentence) for node in parts)
    clauses = [clause_before(texts[node.passage], node.mention.start) + node.label for node in parts]
    if len(parts) == 2 and same_sentence and is_complete_split(clauses):
        for part in parts:
            links.add(part.id, whole.id, "part")


def _before(whole: Node, earlier: Sequence[Node], links: Links, across: bool) -> Iterator[Node]:
    """The figures right before `whole` that may be its parts, the nearest first; `across` paragraphs if it is said."""
    unit = whole.mention.unit.casefold()
    for node in reversed(earlier):
        if node.depth > whole.depth:
            continue
        near = node.passage == whole.passage or (across and whole.passage - node.passage <= _MOST_PARTS)
        if not near or node.id in links.parent or node.mention.unit.casefold() not in (unit, "") or node.mention.role:
            return
        yield node


def _link_any_order(amounts: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """A total whose parts come before it among others: "96.480 hồ sơ mới … 3.520 kỳ trước, tổng số là 100.000"."""
    for at, whole in enumerate(amounts):
        if not _TOTAL.search(clause_before(texts[whole.passage], whole.mention.start)):
            continue
        unit = whole.mention.unit.casefold()
        near = [node for node in amounts[max(0, at - _PARTS_BEFORE) : at] if node.passage == whole.passage]
        near = [node for node in near if node.mention.unit.casefold() in (unit, "")]
        near = [node for node in near if links.parent.get(node.id, whole.id) == whole.id]
        for size in (2, 3, 4):
            for parts in combinations(near, size):
                if sum(map(value_of, parts)) == value_of(whole) >= SMALLEST_SUM:
                    for part in parts:
                        links.add(part.id, whole.id, "part")
                        links.relation[part.id] = "part"
                    break


def link_elided(ordered: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """Numbers that leave out the noun of a figure before them are shares: "41 văn bản, thay thế 07, bãi bỏ 02"."""
    named: Node | None = None
    series = False
    for node in ordered:
        mention = node.mention
        if mention.kind != "count":
            continue
        if mention.unit and not mention.bare and not mention.role and not mention.named_before:
            named, series = node, False
        elif named is not None and (not mention.unit or (series and mention.unit == named.mention.unit)):
            series = _leaves_out(node, named, texts[node.passage]) and links.add(node.id, named.id, "subset")


def _leaves_out(node: Node, named: Node, text: str) -> bool:
    """Whether `node` has words of its own and ends its clause, and is no name and no other period's figure."""
    before = clause_before(text, node.mention.start)
    same_sentence = (node.passage, node.sentence, node.depth) == (named.passage, named.sentence, named.depth)
    if not same_sentence or value_of(node) > value_of(named) or words().not_a_part.search(before):
        return False
    own = _OWN_WORDS.search(text[named.mention.noun_end : node.mention.start])
    is_name = words().name_before.search(before.rstrip(" :"))
    ends = ends_clause(text, node.mention.end) or _WITH.match(text, node.mention.end)
    return bool(own and ends) and not is_name and before[-2:].strip(" :").islower()


def complete_by_sum(nodes: Mapping[int, Node], links: Links) -> None:
    """A share and one or two counts soon after it in the passage that together are the whole: all are its parts."""
    for id_ in sorted(nodes):
        share, whole = nodes[id_], nodes.get(links.parent.get(id_, -1))
        if whole is None or links.relation[id_] != "subset":
            continue
        after = (
            nodes[i]
            for i in range(id_ + 1, id_ + _PARTS_AFTER)
            if i in nodes and nodes[i].mention.kind in COUNTED and not is_change(nodes[i].mention)
        )
        free = [node for node in after if _may_complete(node, share, links)]
        # The rest may come in two: "44/62 nhiệm vụ …; 15 nhiệm vụ đang thực hiện và 03 nhiệm vụ chậm".
        rests = [[node] for node in free] + [list(two) for two in pairwise(free)]
        missing = value_of(whole) - value_of(share)
        rest = next((found for found in rests if sum(map(value_of, found)) == missing), [])
        for node in rest:
            links.add(node.id, whole.id, "part")
            links.relation[id_] = links.relation.get(node.id, "subset")


def _may_complete(node: Node, share: Node, links: Links) -> bool:
    return (
        node.passage == share.passage
        and same_thing(share.mention.unit, node.mention.unit)
        and node.id not in links.parent
    )


def complete_splits(nodes: Mapping[int, Node], links: Links) -> None:
    """Shares of one whole in one passage that together are the whole: they are its parts."""
    for whole in sorted(set(links.parent.values())):
        shares = [nodes[id_] for id_ in links.children(whole) if id_ in nodes and links.relation[id_] == "subset"]
        shares = [node for node in shares if node.mention.kind in COUNTED and not node.mention.role]
        if len(shares) < 2 or whole not in nodes or len({node.passage for node in shares}) > 1:
            continue
        if sum(map(value_of, shares)) == value_of(nodes[whole]) >= SMALLEST_SUM:
            split = (
                "part:b" if any(text == "part" for text in map(links.relation.get, links.children(whole))) else "part"
            )
            links.relation.update(dict.fromkeys((node.id for node in shares), split))
