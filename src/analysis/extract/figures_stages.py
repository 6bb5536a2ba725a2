"""Stages of one stock: what was settled is a share of what was received, what was on time of what was settled.

Reports state them one after the other without a word that ties them: "tiếp nhận 41.900 hồ sơ, giải quyết 40.287".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from analysis.extract.figures_complete import OPEN_STOCK
from analysis.extract.figures_frames import Node
from analysis.extract.figures_links import Links, value_of
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_passages import Passage
from analysis.extract.figures_words import same_thing, says, words
from analysis.extract.matching import shadow

_FARTHEST = 8  # passages between the stages of one stock
_MOST_STOCKS = 20  # counts looked back for a whole
_LEAST_SHARE = Decimal("0.5")  # less is settled of something else
_WORDS_AFTER = 4  # words between the verb and the end of what is said of a number
_PENDING = re.compile(r"\b(?:đang|chưa)\s+(?:được\s+)?(?:giải quyết|xử lý|trả|thực hiện)", re.IGNORECASE)
_AWAITED = re.compile(r"\bchờ\b", re.IGNORECASE)  # "hồ sơ chờ tiếp nhận 214" were not received
_YEAR = re.compile(r"\bnăm\s+(?:19|20)\d{2}\b", re.IGNORECASE)
_REST = re.compile(r"\bcòn(?:\s+lại)?(?:\s+là)?\s*$", re.IGNORECASE)
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
        elif settled and _is_rest(node, settled[-1], nodes, links, passages):
            if links.add(id_, links.parent[settled[-1].id], "part"):
                links.relation[settled[-1].id] = "part"
        elif stage == "pending" and not _complete(node, _near(settled, node.passage, _FARTHEST), nodes, links):
            _link(node, _near(stocks, node.passage, 0), links)
        elif stage == "settled":
            _link(node, [*_near(stocks, node.passage, _FARTHEST), *_named_beside(node, nodes, passages)], links)
        if stage.startswith("settled"):
            settled.append(node)
        elif stage == "due" or (stage == "received" and id_ not in links.parent):
            stocks.append(node)


def _is_rest(node: Node, done: Node, nodes: Mapping[int, Node], links: Links, passages: Sequence[Passage]) -> bool:
    """Whether the sentence ends with what is left of a stock: "giao 7.268 biên chế, có mặt 6.811, còn 457 biên chế".

    Files are also sent back and withdrawn, so that those still open are not all that is left of them.
    """
    place = (node.passage, node.sentence, node.depth)
    whole = nodes.get(links.parent.get(done.id, -1))
    after = nodes.get(node.id + 1)
    if whole is None or place != (done.passage, done.sentence, done.depth) or links.relation[done.id] != "subset":
        return False
    if after is not None and (after.passage, after.sentence) == place[:2]:
        return False
    fits = same_thing(node.mention.unit, whole.mention.unit) and value_of(node) <= value_of(whole)
    led = _REST.search(clause_before(passages[node.passage].text, node.mention.start))
    return bool(led and fits and whole.mention.unit.casefold() != OPEN_STOCK)


def _named_beside(node: Node, nodes: Mapping[int, Node], passages: Sequence[Passage]) -> list[Node]:
    """The count right before `node` in its sentence where only a name leads it: "Sở: 1.214 hồ sơ, quá hạn 9 hồ sơ"."""
    before = nodes.get(node.id - 1)
    if before is None or (before.passage, before.sentence, before.depth) != (node.passage, node.sentence, node.depth):
        return []
    led = passages[before.passage].text[: before.mention.start].rstrip().endswith(":")
    # "6.842 cuộc gọi đến tổng đài, tư vấn thành công 6.611 cuộc": most of what is counted right before
    led = led or value_of(node) >= _LEAST_SHARE * value_of(before)
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
            _link(node, [examined], links, renamed=False)
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
    # "đúng hạn 461.200 hồ sơ trên 473.904 hồ sơ đã trả": only the last words
    before = re.split(r"\d", _YEAR.sub("", before))[-1]
    after = text[node.mention.noun_end :][:40]
    return f"{before} {re.split(r'[,;:.()]', after)[0]}"


def _fits(node: Node, whole: Node, renamed: bool) -> bool:
    part, stock = node.mention, whole.mention
    one, other = part.unit.casefold(), stock.unit.casefold()
    if part.value is None or stock.value is None or not one:
        return False
    same_sentence = (node.passage, node.sentence) == (whole.passage, whole.sentence)
    # "giao 7.268 biên chế, có mặt 6.811 người": one sentence may call the same things by two names
    if not (one in other or other in one or (renamed and same_sentence and same_thing(one, other))):
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


def _link(node: Node, stocks: Sequence[Node], links: Links, renamed: bool = True) -> None:
    whole = next((stock for stock in stocks if _fits(node, stock, renamed)), None)
    if whole is not None:
        links.add(node.id, whole.id, "subset")
