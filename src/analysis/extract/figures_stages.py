"""Stages of one stock: what was settled is a share of what was received, what was on time of what was settled.

Reports state them one after the other without a word that ties them: "tiếp nhận 41.900 hồ sơ, giải quyết 40.287".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import Links
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_passages import Passage
from analysis.extract.figures_words import says, words
from analysis.extract.matching import shadow

_FARTHEST = 8  # passages between the stages of one stock
_MOST_STOCKS = 20  # counts looked back for a whole
_LEAST_SHARE = Decimal("0.5")  # less is settled of something else
_WORDS_AFTER = 4  # words between the verb and the end of what is said of a number
_PENDING = re.compile(r"\b(?:đang|chưa)\s+(?:được\s+)?(?:giải quyết|xử lý|trả|thực hiện)", re.IGNORECASE)
_AWAITED = re.compile(r"\bchờ\b", re.IGNORECASE)  # "hồ sơ chờ tiếp nhận 214" were not received
_COMPARED = re.compile(r"\b(?:tăng|giảm|cùng kỳ|so với|cao hơn|thấp hơn|bình quân|trung bình|mỗi)\b", re.IGNORECASE)


def link_stages(nodes: Mapping[int, Node], links: Links, passages: Sequence[Passage]) -> None:
    """Add to `links` the settled counts without a whole, and in one passage those on time, as shares."""
    stocks: list[Node] = []
    settled: list[Node] = []
    _link_found(nodes, links, passages)
    for id_ in sorted(nodes):
        node = nodes[id_]
        if node.mention.kind != "count" or node.mention.value is None or node.mention.role:
            continue
        stage = _stage(_said(node, passages))
        if stage == "on time":
            _link(node, [*_near(settled, node.passage, 0), *_named_beside(node, nodes, passages)], links)
        elif stage == "pending" and not _complete(node, _near(settled, node.passage, _FARTHEST), nodes, links):
            _link(node, _near(stocks, node.passage, 0), links)
        elif stage == "settled":
            _link(node, [*_near(stocks, node.passage, _FARTHEST), *_named_beside(node, nodes, passages)], links)
        if stage.startswith("settled"):
            settled.append(node)
        elif stage == "due" or (stage == "received" and id_ not in links.parent):
            stocks.append(node)


def _named_beside(node: Node, nodes: Mapping[int, Node], passages: Sequence[Passage]) -> list[Node]:
    """The count right before `node` in its sentence where only a name leads it: "Sở: 1.214 hồ sơ, quá hạn 9 hồ sơ"."""
    before = nodes.get(node.id - 1)
    if before is None or (before.passage, before.sentence, before.depth) != (node.passage, node.sentence, node.depth):
        return []
    led = passages[before.passage].text[: before.mention.start].rstrip().endswith(":")
    named = led and before.mention.kind == "count" and not before.mention.role
    return [before] if named and not _stage(_said(before, passages)) else []


def _link_found(nodes: Mapping[int, Node], links: Links, passages: Sequence[Passage]) -> None:
    """Add to `links` what was found among things examined in the same sentence, and what is named right after it."""
    examined: Node | None = None
    before: Node | None = None
    for id_ in sorted(nodes):
        node = nodes[id_]
        if node.mention.kind != "count" or node.mention.value is None or node.mention.role:
            continue
        if examined is not None and (node.passage, node.sentence) != (examined.passage, examined.sentence):
            examined = before = None
        said = _said(node, passages)
        if examined is not None and (says(words().found, said) or before is not None):
            _link(node, [examined], links)
            before = node if links.parent.get(id_) == examined.id else None
        elif says(words().examined, f"{said} {node.mention.unit}") and not _COMPARED.search(said):
            examined, before = node, None


def _stage(said: str) -> str:
    """due, received, settled ("settled, in a way" where other words stand between), pending, on time; "" for none."""
    if _COMPARED.search(said) or _AWAITED.search(said):
        return ""
    if says(words().due, said):
        return "due"
    if says(words().on_time, said):
        return "on time"
    if _PENDING.search(said):
        return "pending"
    if says(words().settled, said):
        return "settled" if _just_said(said) else "settled, in a way"
    return "received" if says(words().received, said) else ""


def _just_said(said: str) -> bool:
    """Whether the number follows its verb: "đã giải quyết xong 684.220 hồ sơ", not "trả kết quả qua bưu chính"."""
    found = list(words().settled.finditer(shadow(said)))
    after = said[found[-1].end() :].split() if found else []
    return bool(found) and len(after) <= _WORDS_AFTER and "qua" not in after


def _said(node: Node, passages: Sequence[Passage]) -> str:
    """The words of the node's own clause: before its number, and the noun's own after it."""
    text = passages[node.passage].text
    before = clause_before(text, node.mention.start)
    if not before.strip() and text[: node.mention.start].rstrip().endswith(":"):
        before = clause_before(text, text.rfind(":", 0, node.mention.start))
    before = re.split(r"\d", before)[-1]  # "đúng hạn 461.200 hồ sơ trên 473.904 hồ sơ đã trả": only the last words
    after = text[node.mention.noun_end :][:40]
    return f"{before} {re.split(r'[,;:.()]', after)[0]}"


def _fits(node: Node, whole: Node) -> bool:
    part, stock = node.mention, whole.mention
    one, other = part.unit.casefold(), stock.unit.casefold()
    if part.value is None or stock.value is None or not one or not (one in other or other in one):
        return False
    same_passage = node.passage == whole.passage
    return part.value <= stock.value and (same_passage or part.value >= _LEAST_SHARE * stock.value)


def _near(stocks: Sequence[Node], here: int, reach: int) -> list[Node]:
    """The last of `stocks` that stand within `reach` passages before `here`, the nearest first."""
    return [stock for stock in reversed(stocks[-_MOST_STOCKS:]) if here - stock.passage <= reach]


def _complete(pending: Node, settled: Sequence[Node], nodes: Mapping[int, Node], links: Links) -> bool:
    """Whether `pending` and what was settled are together what was received: both are its parts."""
    for done in settled:
        whole = nodes.get(links.parent.get(done.id, -1))
        if whole is None or whole.mention.value is None or links.relation[done.id] not in ("part", "subset"):
            continue
        if (done.mention.value or 0) + (pending.mention.value or 0) == whole.mention.value:
            links.add(pending.id, whole.id, "part")
            links.relation[done.id] = "part"
            return True
    return False


def _link(node: Node, stocks: Sequence[Node], links: Links) -> None:
    whole = next((stock for stock in stocks if _fits(node, stock)), None)
    if whole is not None:
        links.add(node.id, whole.id, "subset")
