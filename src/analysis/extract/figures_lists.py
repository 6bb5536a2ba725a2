"""Lists whose items belong to the figure of the passage that heads them: "72.056 lượt, trong đó:" and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.extract.figures_frames import Frame, Node, Scan
from analysis.extract.figures_links import COUNTED, SMALLEST_FAR, Links, value_of
from analysis.extract.figures_passages import Passage
from analysis.extract.figures_words import same_thing

_FIGURES_BEFORE = 12  # figures before a list among which its whole is looked for
_PLAIN_BULLETS = ("-", "+", "•", "●", "*", "·", "a")  # below a number; the next number ends their list


def list_frames(passages: Sequence[Passage], scans: Sequence[Scan]) -> list[Frame]:
    """A frame for every passage that ends in a colon and holds a figure: one number of each item that follows."""
    frames: list[Frame] = []
    for head, scan in enumerate(scans):
        if scan.open_owners:
            items = [scans[item] for item in list_items(passages, head)[0]]
            kind = _kind(scan, items)
            children = [_main(item, kind) for item in items]
            ids = [node.id for node in children if node is not None]
            frames.append(Frame(scan.open_owners, scan.open_complete, False, 0, ids))
    return frames


def link_summed_lists(
    passages: Sequence[Passage], scans: Sequence[Scan], nodes: Mapping[int, Node], links: Links
) -> None:
    """Add to `links` the items of a list whose head names no whole, where they are together a count before it.

    "Đã giải quyết 277 hồ sơ. Chia theo cấp:" and below it the tiers.
    """
    for head, scan in enumerate(scans):
        if scan.open_owners or not passages[head].text.rstrip(" *_").endswith(":"):
            continue
        mains = [_main(scans[item], "count") for item in list_items(passages, head)[0]]
        parts = [node for node in mains if node is not None and node.id in nodes and node.id not in links.parent]
        total = sum(map(value_of, parts))
        if len(parts) < len(mains) or len(parts) < 2 or total < SMALLEST_FAR:
            continue
        before = (nodes[id_] for id_ in range(parts[0].id - 1, parts[0].id - _FIGURES_BEFORE, -1) if id_ in nodes)
        alike = (node for node in before if all(same_thing(node.mention.unit, part.mention.unit) for part in parts))
        whole = next((node for node in alike if value_of(node) == total and not node.mention.role), None)
        if whole is not None:
            for part in parts:
                links.add(part.id, whole.id, "part")


def list_items(passages: Sequence[Passage], head: int) -> tuple[list[int], int]:
    """Positions of the items of the list headed by passage `head`, and of the first passage after the list.

    Items share one bullet; deeper items between them are theirs. A list without bullets, or with the bullet of its head
    (whose indentation is lost), goes on while its items end in a semicolon or comma.
    """
    items: list[int] = []
    outer = passages[head].style
    style: str | None = None
    position = head + 1
    while position < len(passages):
        passage = passages[position]
        if passage.is_heading or (style in _PLAIN_BULLETS and passage.level is not None):
            break
        if style is None:
            if passage.style == outer and outer and not _goes_on(passage):
                break
            style = passage.style
        if passage.style == style:
            items.append(position)
            if style in ("", outer) and not _goes_on(passage):
                return items, position + 1
        elif (outer and passage.style == outer) or (not passage.style and not _goes_on(passages[position - 1])):
            break
        position += 1
    return items, position


def _goes_on(passage: Passage) -> bool:
    return passage.text.rstrip(" *_").endswith((";", ",", ":"))


def _kind(scan: Scan, items: Sequence[Scan]) -> str:
    """What the items break down: the nearest figure of the head, a rate only where they do not begin with counts."""
    owners = [node.mention.kind for id_ in scan.open_owners for node in scan.nodes if node.id == id_]
    counted = [kind for kind in owners if kind in COUNTED]
    firsts = [next((node.mention.kind for node in item.nodes if node.depth == 0), "") for item in items]
    if counted and firsts and all(kind in COUNTED for kind in firsts):
        return counted[0]
    return owners[0]


def _main(scan: Scan, kind: str) -> Node | None:
    """The item's own figure: its first outside brackets of the kind that the head counts in."""
    wanted = ("percent",) if kind == "percent" else COUNTED
    return next((node for node in scan.nodes if node.depth == 0 and node.mention.kind in wanted), None)
