"""Whether the parts that a text names are all there are: by what opens their list, or by their meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.extract.figures_frames import Frame, Node
from analysis.extract.figures_words import words

_NAMED = re.compile(r"\b(?i:sở|ban|chi cục|huyện|thị xã|thành phố|xã|phường)\s+[A-ZĐÂĂÊÔƠƯÁÀẢÃẠ]")
_ENDED = re.compile(r"[.;:)!…/]\W*$")
# Files are also sent back and withdrawn: those dealt with and those still open are not all.
OPEN_STOCK = "hồ sơ"


def names_all(whole: Node, parts: Sequence[Node], counts: Sequence[Node], frame: Frame, texts: Sequence[str]) -> bool:
    """Whether the frame names every part of `whole`: "gồm" says so, a bare colon or bracket lists, a rest ends it."""
    if any(not _ENDED.search(texts[node.passage]) for node in (whole, *parts[-1:])):
        return False  # a page break in mid-sentence: the other parts stand on the next page
    if frame.complete:
        return True
    if len(parts) != len(counts) or len(parts) < 2 or any(part.passage != whole.passage for part in parts):
        return False
    text = texts[whole.passage]
    said = text[max(whole.mention.noun_end, frame.at) : parts[-1].mention.end + 30]
    if words().only_some.search(said) or _names_agencies(said):
        return False
    if words().rest.search(parts[-1].label):
        return True
    is_open = whole.mention.unit.casefold() == OPEN_STOCK and any(
        words().still_open.search(part.label) for part in parts
    )
    return frame.listing and not is_open


def _names_agencies(said: str) -> bool:
    """Whether agencies are listed by their names: the ones worth naming, hardly ever all of them."""
    return len(_NAMED.findall(said)) > 1


def is_complete_split(labels: Sequence[str]) -> bool:
    """Whether the labels name every part of a known split once: on time and late; province, district and commune."""
    return any(
        len(split) == len(labels)
        and _assignable([{i for i, part in enumerate(split) if part.search(x)} for x in labels])
        for split in words().splits
    )


def _assignable(options: Sequence[set[int]], taken: frozenset[int] = frozenset()) -> bool:
    """Whether each label can take a part of its own; a label may fit several ("mới và thay thế", "sửa đổi")."""
    if not options:
        return True
    return any(_assignable(options[1:], taken | {part}) for part in options[0] - taken)
