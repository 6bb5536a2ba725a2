"""Relations that a narrative states by itself: parts of a whole, shares, rates of two counts, a rate between others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.validate.draft import Concluded, Draft
from analysis.validate.splits import splits

_RATIO = re.compile(r"ratio_of:([^/]+)/(.+)")
_BETWEEN = "between"
_Figure = tuple[str, str]


def add_narrative(draft: Draft, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    """Relations that the narrative states by itself: parts of a whole, shares, rates of two counts."""
    numbers = cells.index[cells["key"] == ""].tolist()
    at: dict[_Figure, int] = dict(zip(zip(figures["document_id"], figures["id"], strict=True), numbers, strict=True))
    rates = set(cells.index[cells["kind"] == "percent"])
    values = cells["value"].to_numpy(dtype=float)
    value_of = {figure: float(values[number]) for figure, number in at.items()}
    is_rate = {figure for figure, number in at.items() if number in rates}
    for document, relation in (*_by_figure(figures), *_by_whole(figures, value_of, is_rate)):
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


def _rows(figures: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    return zip(*(figures[name] for name in ("document_id", "id", "parent", "relation")), strict=True)
