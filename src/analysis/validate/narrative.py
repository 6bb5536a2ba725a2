"""Relations that a narrative states by itself: parts of a whole, shares, rates of two counts, a rate between others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.reference.relation_words import narrative_meanings
from analysis.validate.draft import Draft, expression
from analysis.validate.network import DENOMINATOR, LEFT, NUMERATOR
from analysis.validate.splits import splits

_RATIO = re.compile(r"ratio_of:([^/]+)/(.+)")


def add_narrative(draft: Draft, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    """Relations that the narrative states by itself: parts of a whole, shares, rates of two counts."""
    numbers = cells.index[cells["key"] == ""]
    kinds = cells.loc[numbers, "kind"].to_numpy(dtype=object)
    rows = list(
        zip(
            numbers,
            figures["document_id"],
            figures["id"],
            figures["parent"],
            figures["relation"],
            kinds,
            strict=True,
        )
    )
    at = {(document, id_): (int(number), kind) for number, document, id_, _, _, kind in rows}
    values = cells["value"].to_numpy(dtype=float)
    parts: dict[tuple[str, str, str], list[str]] = {}
    for _, document, id_, parent, relation, kind in rows:
        ratio = _RATIO.fullmatch(relation)
        if ratio:
            above, below = ([name.strip() for name in side.split("+")] for side in ratio.groups())
            _add_figures(draft, at, document, "text-ratio", "ratio", [id_], "=", above, below)
        elif relation.startswith("part") and parent:
            parts.setdefault((document, parent, relation), []).append(id_)
        elif relation == "subset" and parent:
            _add_figures(draft, at, document, "text-subset", "subset", [id_], "<=", [parent])
        elif parent and relation == "" and kind == "percent" and at.get((document, parent), (0, ""))[1] == "percent":
            parts.setdefault((document, parent, "between"), []).append(id_)
    for (document, parent, relation), ids in parts.items():
        if relation == "between":
            if len(ids) > 1:
                _add_figures(draft, at, document, "text-between", "range", [parent], "between", ids)
        else:
            value = [values[at[document, name][0]] if (document, name) in at else np.nan for name in (parent, *ids)]
            for split in splits(value[0], value[1:]):
                names = [ids[position] for position in split]
                _add_figures(draft, at, document, "text-parts", "sum", [parent], "=", names)


def _add_figures(
    draft: Draft,
    at: Mapping[tuple[str, str], tuple[int, str]],
    document: str,
    rule: str,
    kind: str,
    left: Sequence[str],
    operator: str,
    numerator: Sequence[str],
    denominator: Sequence[str] = (),
) -> None:
    vi, en = narrative_meanings()[rule]
    severity = "warning" if operator == "between" else "critical"
    text = expression(left, operator, numerator, denominator)
    row = (f"{rule}-{left[0]}", kind, document, operator, bool(denominator), severity, True, vi, en, text)
    sides = {
        role: [at.get((document, name), (-1, ""))[0] for name in names]
        for role, names in ((LEFT, left), (NUMERATOR, numerator), (DENOMINATOR, denominator))
    }
    draft.add(row, sides)
