"""Relations that a narrative states by itself: parts of a whole, shares, rates of two counts, a rate between others."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.reference.files import read_yaml
from analysis.validate.draft import Concluded, Draft
from analysis.validate.slips import local_slip
from analysis.validate.splits import splits

_RATIO = re.compile(r"ratio_of:([^/]+)/(.+)")
_BETWEEN = "between"
_ROUND = 2  # figures of a number before its zeros
_LEAST_WHOLE = 100  # small numbers miss each other by one digit by chance
_NEAR = 2
_MOST_WITHDRAWN = 0.01  # of what was received
_Figure = tuple[str, str]


def add_narrative(draft: Draft, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    """Relations that the narrative states by itself: parts of a whole, shares, rates of two counts."""
    numbers = cells.index[cells["key"] == ""].tolist()
    at: dict[_Figure, int] = dict(zip(zip(figures["document_id"], figures["id"], strict=True), numbers, strict=True))
    rates = set(cells.index[cells["kind"] == "percent"])
    values = cells["value"].to_numpy(dtype=float)
    value_of = {figure: float(values[number]) for figure, number in at.items()}
    is_rate = {figure for figure, number in at.items() if number in rates}
    said = (*_by_figure(figures), *_by_whole(figures, value_of, is_rate), *_nearly_whole(figures, value_of, is_rate))
    for document, relation in said:
        draft.relate(relation, document, lambda name, document=document: at.get((document, name), -1))  # type: ignore[misc]


def _by_figure(figures: pd.DataFrame) -> Iterator[tuple[str, Concluded]]:
    """What a figure says by itself: the two counts a rate is of, the whole a share is of; each with its document."""
    for document, id_, parent, relation in _rows(figures):
        ratio = _RATIO.fullmatch(relation)
        if ratio:
            above, below = ([name.strip() for name in side.split("+")] for side in ratio.groups())
            yield document, Concluded("text-ratio", "ratio", "critical", id_, "=", above, below)
        elif relation == "subset" and parent:
            yield document, Concluded("text-subset", "subset", "critical", id_, "<=", [parent])


def _by_whole(
    figures: pd.DataFrame, value_of: Mapping[_Figure, float], is_rate: set[_Figure]
) -> Iterator[tuple[str, Concluded]]:
    """What the figures below one parent say together: parts add up to it, rates lie around it; with its document."""
    gathered: dict[tuple[str, str, str], list[str]] = {}
    for document, id_, parent, relation in _rows(figures):
        if relation.startswith("part") and parent:
            gathered.setdefault((document, parent, relation), []).append(id_)
        elif parent and relation == "" and {(document, id_), (document, parent)} <= is_rate:
            gathered.setdefault((document, parent, _BETWEEN), []).append(id_)
    for (document, parent, relation), ids in gathered.items():
        if relation == _BETWEEN:
            if len(ids) > 1:
                yield document, Concluded("text-between", "range", "warning", parent, "between", ids)
            continue
        if len(ids) == 1:  # one part alone says only that it is no more than its whole
            yield document, Concluded("text-subset", "subset", "critical", ids[0], "<=", [parent])
            continue
        whole, *parts = (value_of.get((document, name), np.nan) for name in (parent, *ids))
        for split in splits(whole, parts):
            names = [ids[position] for position in split]
            yield document, Concluded("text-parts", "sum", "critical", parent, "=", names)


def _nearly_whole(
    figures: pd.DataFrame, value_of: Mapping[_Figure, float], is_rate: set[_Figure]
) -> Iterator[tuple[str, Concluded]]:
    """Shares of one whole, told right behind it, that miss it by one slip of the pen: likely its parts, one misprinted.

    No word says that they are all its parts, only their sum would, which a wrong digit hides. Of files received a few
    are neither settled nor pending but sent back or withdrawn.
    """
    is_pending = figures["label"].str.contains(_still_open())
    pending = set(zip(figures["document_id"][is_pending], figures["id"][is_pending], strict=True))
    shares: dict[_Figure, list[str]] = {}
    below: dict[str, dict[str, str]] = {}
    has_parts = set()
    for document, id_, parent, relation in _rows(figures):
        below.setdefault(document, {})[id_] = parent
        if parent and relation == "subset" and not {(document, id_), (document, parent)} & is_rate:
            shares.setdefault((document, parent), []).append(id_)
        elif parent and relation.startswith("part"):
            has_parts.add((document, parent))
    rates: dict[str, set[str]] = {document: set() for document in below}
    for document, id_ in is_rate:
        rates.setdefault(document, set()).add(id_)
    for (document, parent), ids in shares.items():
        if len(ids) < 2 or (document, parent) in has_parts:
            continue
        if not _right_behind([parent, *ids], below[document], rates[document]):
            continue
        whole, *parts = (value_of.get((document, name), np.nan) for name in (parent, *ids))
        withdrawn = whole - sum(parts) if any((document, name) in pending for name in ids) else 0.0
        if _misses_by_a_slip(whole, parts) and not 0 < withdrawn < whole * _MOST_WITHDRAWN:
            yield document, Concluded("text-nearly", "sum", "warning", parent, "=", ids)


@functools.cache
def _still_open() -> re.Pattern[str]:
    """What a label says of files that are neither settled nor sent back."""
    return re.compile(rf"\b(?:{'|'.join(read_yaml('figure_words.yml')['still_open'])})\b", re.IGNORECASE)


def _right_behind(ids: Sequence[str], below: Mapping[str, str], rates: set[str]) -> bool:
    """Whether figures follow each other with nothing between but what they consist of, and rates; or one other."""
    for earlier, later in itertools.pairwise(int(id_[1:]) for id_ in ids):
        between = [f"f{number:03d}" for number in range(earlier + 1, later)]
        strangers = [id_ for id_ in between if id_ not in rates and below.get(id_) not in ids[1:]]
        if later < earlier or (strangers and len(between) >= _NEAR):
            return False
    return True


def _misses_by_a_slip(whole: float, parts: Sequence[float]) -> bool:
    """Whether one digit wrong, or two exchanged, in one of the numbers keeps the parts from adding up to the whole.

    Round numbers differ by a round number, which is one digit of one of them more often than not: "1.000, 900, 80".
    """
    gap = whole - sum(parts)
    if all(len(f"{number:.0f}".rstrip("0")) <= _ROUND for number in (whole, *parts)):
        return False
    if not gap or whole != whole or whole < _LEAST_WHOLE or abs(gap) > whole / 2 or not float(gap).is_integer():
        return False
    pairs = [(whole, whole - gap), *((part, part + gap) for part in parts)]
    return any(meant >= 0 and bool(local_slip(printed, meant)) for printed, meant in pairs)


def _rows(figures: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    return zip(*(figures[name] for name in ("document_id", "id", "parent", "relation")), strict=True)
