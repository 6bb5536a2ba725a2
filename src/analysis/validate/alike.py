"""A row of a form and a figure of the text of one name, their numbers one slip of the pen apart: likely one number.

Names alone prove nothing (a scope may differ), and neither does a slip (numbers meet by chance); both together do.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import pandas as pd

from analysis.reference.files import read_yaml
from analysis.validate.draft import Concluded, Draft
from analysis.validate.slips import slip_between
from analysis.vietnamese.text import fold

RULE = "text-alike"
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[a-z]+")
_OF = " – "
_FEWEST_WORDS = 3
# Of small numbers any two are one digit apart.
_LEAST_EXCHANGED, _LEAST = 10, 1_000
_OTHER_WORDS = 4  # of the figure's own, beside the row's


def add_alike(draft: Draft, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    """Add to `draft` that a count of a form equals the only figure of its document named like it, one slip apart."""
    counts = cells[(cells["kind"] == "count") & cells["value"].notna()]
    told, formed = counts[counts["key"] == ""], counts[counts["key"] != ""]
    documents = set(told["document_id"]) & set(formed["document_id"])
    ids = dict(zip(cells.index[cells["key"] == ""], figures["id"], strict=True))
    for document in sorted(documents):
        rows, texts = formed[formed["document_id"] == document], told[told["document_id"] == document]
        for row, figure in _pairs(rows, texts):
            number_of = {str(rows.at[row, "key"]): row, str(ids[figure]): figure}
            relation = Concluded(RULE, "cross_source", "warning", str(rows.at[row, "key"]), "=", [str(ids[figure])])
            draft.relate(relation, document, number_of.__getitem__)


def _pairs(rows: pd.DataFrame, texts: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Numbers of the cells of each such row and figure."""
    # Behind the dash stands what a share is a share of.
    said = [(number, _words(label.partition(_OF)[0]), value) for number, label, value in _named(texts)]
    for number, label, value in _named(rows):
        name = _words(label)
        if len(name) < _FEWEST_WORDS:
            continue
        alike = [one for one in said if name <= one[1] and len(one[1] - name) <= _OTHER_WORDS]
        if len(alike) == 1 and _one_slip_apart(value, alike[0][2]):
            yield number, alike[0][0]


def _named(cells: pd.DataFrame) -> Iterator[tuple[int, str, float]]:
    return zip(cells.index.tolist(), cells["label"].tolist(), cells["value"].tolist(), strict=True)


def _one_slip_apart(printed: float, told: float) -> bool:
    least = min(printed, told)
    if printed == told or least < _LEAST_EXCHANGED or not (printed.is_integer() and told.is_integer()):
        return False
    slip = slip_between(printed, told, 0).slip
    return slip == "transposed" or (slip == "digit" and least >= _LEAST)


def _words(label: object) -> frozenset[str]:
    """The telling words of a label, without what stands in brackets."""
    return frozenset(_WORD.findall(fold(_BRACKETS.sub(" ", str(label))))) - _common()


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(map(fold, read_yaml("figure_words.yml")["row_common"]))
