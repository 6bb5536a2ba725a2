"""Wholes and parts: who owns the numbers of a frame, and whether they are all its parts or only some."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from rapidfuzz import fuzz

from analysis.extract.figures_complete import is_complete_split, names_all
from analysis.extract.figures_frames import Frame, Node
from analysis.extract.figures_links import (
    BRACKET,
    COUNTED,
    Links,
    before_bracket,
    is_amount,
    is_money,
    is_rise,
    value_of,
)
from analysis.extract.figures_nouns import clause_before
from analysis.extract.figures_sums import link_elided, link_sums
from analysis.extract.figures_words import same_thing, says, words

_FARTHEST_WHOLE = 120


# "58 người/60 biên chế", "461.200 hồ sơ trên 473.904 hồ sơ", "9 phường trong số 12 phường"
_OVER = re.compile(
    r"\s*(?:/|trên|trong(?:\s+(?:số|tổng số|tổng))?|(?:đúng hạn|đã xong)\s*(?:/|trên|trong))\s*"
    r"|[^,;:.()\d/]{1,60}(?<! )/",  # "14 nhiệm vụ chậm tiến độ/182 nhiệm vụ"
    re.IGNORECASE,
)


_OF_WHICH = re.compile(r"[^.;:()\d]{0,40}\btrong(?: số)? đó\b[^.;()\d]{0,80}$", re.IGNORECASE)
_SCALES = ("nghìn", "ngàn", "triệu", "tỷ")
# "66,84 điểm (năm 2023: 66,20 điểm)", "giảm 60 đơn vị (từ 100 xuống 40)"
_TIME = re.compile(
    r"\(\s*(?:(?:năm|quý|tháng)\s+[\dIVX/. ]{1,12}(?:\s*(?:là|đạt|:))?"
    r"|từ(?:\s+\d[^();]{0,30}?(?:xuống|lên|còn|thành)(?:\s+còn)?)?)\s*$",
    re.IGNORECASE,
)


def link_parts(nodes: Mapping[int, Node], frames: Sequence[Frame], texts: Sequence[str]) -> Links:
    """Parents of all nodes: printed fractions, "X trên tổng số Y", brackets and cues, lists."""
    links = Links()
    ordered = [nodes[id_] for id_ in sorted(nodes)]
    for node, following in pairwise(ordered):
        # "505/541 thủ tục" and "7,8/18,5 tỷ đồng" are shares, "40,62/80 điểm" a score and its scale.
        is_share = node.mention.role == "numerator" and (node.mention.kind == "count" or is_money(node))
        is_share = is_share and value_of(node) <= value_of(following)
        if node.depth > following.depth:
            node = before_bracket(node, following.depth, nodes)
        if is_share or _names_whole_after(node, following, texts):
            links.add(node.id, following.id, "subset")
    for number, frame in enumerate(frames):
        _link_frame(nodes, frame, texts, links)
        links.frame.update((child, number) for child in frame.children if child in links.parent)
    link_sums(ordered, texts, links)
    link_elided(ordered, texts, links)
    return links


def _names_whole_after(node: Node, following: Node, texts: Sequence[str]) -> bool:
    if (node.passage, node.sentence) != (following.passage, following.sentence):
        return False
    part, whole = node.mention, following.mention
    between = BRACKET.sub("", texts[node.passage][part.noun_end : whole.start])
    if part.kind not in COUNTED or whole.kind not in COUNTED or len(between) > _FARTHEST_WHOLE:
        return False
    return (
        bool(words().whole_after.search(between) or _OVER.fullmatch(between))
        and same_thing(part.unit, whole.unit)
        and value_of(node) <= value_of(following)
    )


def _link_frame(nodes: Mapping[int, Node], frame: Frame, texts: Sequence[str], links: Links) -> None:
    """Link the frame's counts to the count that owns them, and its rates to the rate they break down."""
    owners = [nodes[id_] for id_ in frame.owners]
    children = [nodes[id_] for id_ in frame.children]
    counts = [child for child in children if child.mention.kind in COUNTED]
    counted = [owner for owner in owners if owner.mention.kind in COUNTED]
    if children and owners and (children[0].passage, children[0].sentence) != (owners[0].passage, owners[0].sentence):
        # "21.686 hồ sơ, trong đó mới nhận 18.477. Trong số này đã giải quyết …": of all files, not of the new ones.
        counted.sort(key=lambda owner: links.relation.get(owner.id, "").startswith(("part", "subset")))
    if not frame.bracket and any(is_amount(count, texts[count.passage]) for count in counts):
        # "9.412 hồ sơ, tăng 2.104 hồ sơ so với cùng kỳ, trong đó …": the tiers are of all files, not of the rise.
        counted.sort(key=lambda owner: not is_amount(owner, texts[owner.passage]))
    whole, parts = _whole_of(counts, counted, frame, texts)
    if whole is not None:
        complete = names_all(whole, parts, counts, frame, texts)
        # "Rà soát 128 văn bản, kết quả: bãi bỏ 14, sửa đổi 19, ban hành mới 6": most were left as they are.
        examined = says(words().examined, clause_before(texts[whole.passage], whole.mention.start))
        for child, relation in zip(parts, _relations(whole, parts, complete, examined), strict=True):
            links.add(child.id, whole.id, relation)
    elif frame.bracket:
        _link_totals(counts, owners, texts, links)
    rates = [child for child in children if child.mention.kind == "percent"]
    rates = [] if rates and frame.bracket and _of_another_time(rates[0], texts) else rates
    # "đạt 86,9%, tăng 1,35 điểm phần trăm; trong đó …": the rise has no parts.
    stocks = [owner for owner in owners if owner.mention.kind != "rank" and not is_rise(owner, texts[owner.passage])]
    if frame.bracket:  # "… 0,33%; huyện có chuyển biến rõ rệt (Sông Lô 1,31%, …)": the rate of another clause
        stocks = [owner for owner in stocks if ";" not in texts[owner.passage][owner.mention.end : frame.at]]
    rate = next((owner for owner in stocks if owner.mention.kind == "percent"), None)
    nearest_is_rate = bool(stocks) and stocks[0].mention.kind == "percent"
    is_breakdown = whole is None and (len(rates) > 1 or not (counts or frame.bracket))
    if rate is not None and nearest_is_rate and is_breakdown:
        for child in rates:
            links.add(child.id, rate.id, "")


def _whole_of(
    counts: Sequence[Node], owners: Sequence[Node], frame: Frame, texts: Sequence[str]
) -> tuple[Node | None, list[Node]]:
    """The owner of `counts` and those of them that are its parts: first by their sum, else by noun and size."""
    if len(counts) > 1:
        inner = _inner_parts(counts, owners)
        if inner:
            return owners[0], inner
        total = sum(value_of(child) for child in counts)
        exact = next((owner for owner in owners if value_of(owner) == total), None)
        if exact is not None:
            return exact, list(counts)
    if owners and (frame.complete or frame.listing) and _lists(counts, owners[0], texts):
        return owners[0], list(counts)
    for owner in owners:
        parts = [child for child in counts if _may_be_part(child, owner, frame)]
        parts = [child for child in parts if value_of(child) <= value_of(owner)]
        parts = [child for child in parts if not _of_another_time(child, texts)]
        if parts and parts[0] is counts[0]:
            return owner, parts
    if counts and owners and _surpasses(counts[0], owners[0], texts):
        return owners[0], [counts[0]]
    return None, []


def _surpasses(part: Node, whole: Node, texts: Sequence[str]) -> bool:
    """Whether a share right behind "trong đó" is printed larger than what it is a share of: one of them is wrong.

    The words alone tie them, so nothing may stand between, the noun must be the same, and a misprint must be likely.
    """
    if (part.id, part.passage, part.sentence) != (whole.id + 1, whole.passage, whole.sentence) or part.depth:
        return False
    noun, text = whole.mention.unit.casefold(), texts[whole.passage]
    between = text[whole.mention.noun_end : part.mention.start]
    if not noun or part.mention.unit.casefold() != noun or not _OF_WHICH.match(between):
        return False
    digits = [len(f"{value_of(node):.0f}") for node in (part, whole)]
    return is_amount(part, text) and is_amount(whole, text) and digits[0] - digits[1] <= 1


def _inner_parts(counts: Sequence[Node], owners: Sequence[Node]) -> list[Node]:
    """The counts that are all of the nearest owner, where those after them complete a count before it.

    "Tiếp nhận 3.000; đã giải quyết 2.800, trong đó đúng hạn 2.700, quá hạn 100; đang giải quyết 200": all three are
    the 3.000 as well, but only two of them are spoken of as parts.
    """
    for size, total in enumerate(accumulate(map(value_of, counts)), 1):
        if 1 < size < len(counts) and owners and total == value_of(owners[0]):
            outer = total + sum(map(value_of, counts[size:]))
            return list(counts[:size]) if any(value_of(owner) == outer for owner in owners[1:]) else []
    return []


def _lists(counts: Sequence[Node], whole: Node, texts: Sequence[str]) -> bool:
    """Whether `counts` are listed as what `whole` consists of, even where one of them is printed larger than it."""
    alike = all(count.mention.named_before or same_thing(count.mention.unit, whole.mention.unit) for count in counts)
    if len(counts) < 2 or not alike or counts[0].passage != whole.passage:
        return False
    said = texts[whole.passage][whole.mention.noun_end : counts[-1].mention.end]
    other = any(
        said_else.search(said) for said_else in (words().total_in_bracket, words().not_a_part, words().only_some)
    )
    other = other or any(_of_another_time(count, texts) for count in counts)
    return not other and sum(value_of(count) > value_of(whole) for count in counts) < len(counts)


def _of_another_time(node: Node, texts: Sequence[str]) -> bool:
    """Whether a bracket gives the figure of another time: "66,84 điểm (năm 2023: 66,20 điểm)"."""
    return bool(node.depth and _TIME.search(texts[node.passage], max(0, node.mention.start - 60), node.mention.start))


def _may_be_part(child: Node, owner: Node, frame: Frame) -> bool:
    """Whether the nouns go together; after a cue ("trong đó") a noun no list knows ("bác sĩ") is taken to.

    So is one that only stands before its number: "2.412 công chức, trong đó trình độ thạc sĩ 618".
    """
    if _scale(child) != _scale(owner):
        return False  # "142 dịch vụ, … 5,4 triệu giao dịch"
    unknown = not frame.bracket and (child.mention.named_before or not words().noun.fullmatch(child.mention.unit))
    return same_thing(child.mention.unit, owner.mention.unit) or (unknown and child.mention.kind == "count")


def _scale(node: Node) -> str:
    """The power of ten that a unit begins with: "triệu" of "triệu giao dịch", "" for none."""
    return next((word for word in _SCALES if node.mention.unit.casefold().startswith(f"{word} ")), "")


def _relations(whole: Node, parts: Sequence[Node], complete: bool, examined: bool) -> list[str]:
    """Relation of each part: "part" where they are complete by sum, cue or meaning, "subset" where they may not be."""
    values = [value_of(part) for part in parts]
    for count, total in enumerate(accumulate(values), 1):
        if count > 1 and total == value_of(whole):
            rest = parts[count:]
            second = len(rest) > 1 and sum(map(value_of, rest)) == value_of(whole)
            return ["part"] * count + ["part:b" if second else "subset"] * len(rest)
    labels = [part.label for part in parts]
    split = next((size for size in range(len(parts), 1, -1) if is_complete_split(labels[:size])), 0)
    split = 0 if examined else split
    if len(parts) > 1 and complete:
        split = len(parts)
    return ["part"] * split + ["subset"] * (len(parts) - split)


def _link_totals(counts: Sequence[Node], owners: Sequence[Node], texts: Sequence[str], links: Links) -> None:
    """A bracket that names running totals: each figure before it is a share of the total with the likest label."""
    totals = [count for count in counts if _is_total(count, texts)]
    counted = [owner for owner in reversed(owners) if owner.mention.kind in COUNTED]
    for index, owner in enumerate(counted):
        fitting = [total for total in totals if value_of(total) >= value_of(owner)]
        fitting = [total for total in fitting if same_thing(total.mention.unit, owner.mention.unit)]
        if len(totals) == len(counted) and totals[index] in fitting:
            links.add(owner.id, totals[index].id, "subset")
        elif fitting:
            best = max(fitting, key=lambda total: fuzz.token_set_ratio(total.label, owner.label))
            links.add(owner.id, best.id, "subset")


def _is_total(node: Node, texts: Sequence[str]) -> bool:
    return bool(words().total_in_bracket.search(clause_before(texts[node.passage], node.mention.start)))
