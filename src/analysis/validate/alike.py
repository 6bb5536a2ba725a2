"""A row of a form and a figure of the text of one name, their numbers one slip of the pen apart: likely one number.

Names alone prove nothing (a scope may differ), and neither does a slip (numbers meet by chance); both together do.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.reference.files import read_yaml
from analysis.validate.cells import own_label
from analysis.validate.draft import Concluded, Draft
from analysis.validate.slips import local_slip
from analysis.vietnamese.text import fold

RULE = "text-alike"
_Cell = tuple[int, str, float]
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[a-z]+")
_FEWEST_WORDS = 3
# Of small numbers any two are one digit apart.
_LEAST_EXCHANGED, _LEAST = 10, 1_000
_OTHER_WORDS = 4  # of the figure's own, beside the row's


def add_alike(draft: Draft, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    """Add to `draft` that a count of a form equals the only figure of its document named like it, one slip apart."""
    counts = cells[(cells["kind"] == "count") & cells["value"].notna()]
    told, formed = counts[counts["key"] == ""], counts[counts["key"] != ""]
    ids = dict(zip(cells.index[cells["key"] == ""].tolist(), figures["id"].tolist(), strict=True))
    keys = dict(zip(formed.index.tolist(), formed["key"].tolist(), strict=True))
    texts = _named(told)
    for document, rows in sorted(_named(formed).items()):
        for row, figure in _pairs(rows, texts.get(document, [])):
            number_of = {keys[row]: row, ids[figure]: figure}
            draft.relate(
                Concluded(RULE, "cross_source", "warning", keys[row], "=", [ids[figure]]),
                document,
                number_of.__getitem__,
            )


def _named(cells: pd.DataFrame) -> dict[str, list[_Cell]]:
    """Number, label and value of the cells of each document."""
    found: dict[str, list[_Cell]] = {}
    rows = (cells[name].tolist() for name in ("document_id", "label", "value"))
    for number, document, label, value in zip(cells.index.tolist(), *rows, strict=True):
        found.setdefault(document, []).append((number, label, value))
    return found


def _pairs(rows: Sequence[_Cell], texts: Sequence[_Cell]) -> Iterator[tuple[int, int]]:
    """Numbers of the cells of each such row and figure."""
    said = [(number, _words(own_label(label)), value) for number, label, value in texts]
    for number, label, value in rows if said else ():
        name = _words(label)
        if len(name) < _FEWEST_WORDS:
            continue
        alike = [one for one in said if name <= one[1] and len(one[1] - name) <= _OTHER_WORDS]
        if len(alike) == 1 and _one_slip_apart(value, alike[0][2]):
            yield number, alike[0][0]


def _one_slip_apart(printed: float, told: float) -> bool:
    least = min(printed, told)
    if printed == told or least < _LEAST_EXCHANGED or not (printed.is_integer() and told.is_integer()):
        return False
    slip = local_slip(printed, told)
    return slip == "transposed" or (slip == "digit" and least >= _LEAST)


@functools.lru_cache(maxsize=1 << 16)
def _words(label: str) -> frozenset[str]:
    """The telling words of a label, without what stands in brackets; reports share most of their labels."""
    return frozenset(_WORD.findall(fold(_BRACKETS.sub(" ", label)))) - _common()


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(map(fold, read_yaml("figure_words.yml")["row_common"]))
