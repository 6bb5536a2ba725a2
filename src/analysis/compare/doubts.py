"""Which results a critical finding touches: the cells it suspects, and those a broken relation ties to them.

A rate may be printed rightly and still rest on a count that is suspected: 98.57 % of the districts' dossiers on time
is no surer than the count of dossiers it was divided from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.compare.rows import records
from analysis.reference.comparison_words import phrase
from analysis.reference.relation_words import rule_in_words

How = Literal["cell", "relation"]
# Cells as the expressions of checks name them: "3:3.2.2" is row 3.2.2 of form 3, "f012" a figure of the narrative.
_FORM_CELL = re.compile(r"(?<![\w.:])(\w+):(\d+(?:\.\d+)*)(?!\w)")
_FIGURE = re.compile(r"(?<![\w.:])(f\d+)(?![\w:])")
_SIDES = re.compile(r"<=|>=|=|\bbetween\b")

Cell = tuple[str, str]


@dataclass(frozen=True)
class Doubt:
    """Why a result is doubtful: its own "cell" is suspected, or a "relation" that fails ties it to one that is.

    `rules` are the names of the finding's rules, the one that makes this result doubtful first; `suspects` the refs of
    the suspected cells ("observations:3:3.2.2").
    """

    how: How
    rules: str
    suspects: tuple[str, ...]

    def words(self, language: str) -> str:
        """The doubt in a clause."""
        first, *others = _names(self.rules)
        relation = rule_in_words(first, language) or first
        if others:
            relation = phrase(language, "and_other_relations", relation=relation, n=len(others))
        if self.how == "cell":
            return phrase(language, "doubtful", relation=relation)
        cells = ", ".join(cell_name(ref, language) for ref in self.suspects)
        return phrase(language, "doubtful_relation", relation=relation, cells=cells)


Doubts = Mapping[Cell, Doubt]


def doubts_of(findings: pd.DataFrame | None, checks: pd.DataFrame | None = None) -> dict[Cell, Doubt]:
    """Doubtful cells by (document_id, ref); a cell suspected itself is not also "tied by a relation".

    Args:
        findings: processed findings; only critical ones make a result doubtful.
        checks: processed checks, from which the relations between cells are read.
    """
    found: dict[Cell, Doubt] = {}
    if findings is None or not len(findings):
        return found
    critical = [row for row in records(findings) if row["severity"] == "critical"]
    broken = _broken_relations(checks)
    for row in critical:
        suspects = list(_suspects(row["suspects"], row["document_id"]))
        rules = _names(row["rules"])
        sides = [(rule, *pair) for rule in rules for pair in broken.get((row["document_id"], rule), ())]
        # The sum or rate that a suspected part goes into rests on it; its fellow parts do not.
        tied = [(rule, whole) for rule, whole, parts in sides if not parts.isdisjoint(suspects)]
        for rule, cell in tied:
            ordered = ";".join([rule, *(other for other in rules if other != rule)])
            found.setdefault(cell, Doubt("relation", ordered, tuple(ref for _, ref in suspects)))
    for row in critical:
        for cell in _suspects(row["suspects"], row["document_id"]):
            if cell not in found or found[cell].how == "relation":
                found[cell] = Doubt("cell", row["rules"], (cell[1],))
    return found


def with_doubts(frame: pd.DataFrame, doubts: Doubts) -> pd.DataFrame:
    """`frame` (with document_id and ref of each result) with doubtful, doubtful_rules, doubt_vi and doubt_en."""
    keys = zip(frame["document_id"], frame["ref"], strict=True)
    marks = [doubts.get(key) for key in keys]
    texts = {
        "doubtful_rules": [mark.rules if mark else "" for mark in marks],
        "doubt_vi": [mark.words("vi") if mark else "" for mark in marks],
        "doubt_en": [mark.words("en") if mark else "" for mark in marks],
    }
    columns = {name: pd.Series(values, index=frame.index, dtype="str") for name, values in texts.items()}
    doubtful = pd.Series([mark is not None for mark in marks], index=frame.index, dtype="bool")
    return frame.assign(doubtful=doubtful, **columns)


def cell_name(ref: str, language: str) -> str:
    """A cell for a reader: "observations:3:3.2.2" is row 3.2.2 of form 3."""
    table, _, rest = ref.partition(":")
    form, _, code = rest.partition(":")
    if table == "observations" and code:
        return phrase(language, "form_cell", form=form, code=code)
    return phrase(language, "text_cell", id=rest) if table == "figures" else ref


def _names(rules: str) -> list[str]:
    return [rule.strip() for rule in rules.split(";")]


def _suspects(joined: str, document: str) -> Iterator[Cell]:
    for suspect in joined.split(";"):
        other, _, ref = suspect.strip().rpartition("#")
        if ref:
            yield other or document, ref


def _broken_relations(checks: pd.DataFrame | None) -> dict[tuple[str, str], list[tuple[Cell, frozenset[Cell]]]]:
    """The single cell on one side of each check that fails and the cells on the other, by document and rule."""
    relations: dict[tuple[str, str], list[tuple[Cell, frozenset[Cell]]]] = {}
    if checks is None or not len(checks):
        return relations
    failing = checks.loc[checks["verdict"] == "fails", ["document_id", "rule", "expression"]]
    for document, rule, expression in failing.itertuples(index=False, name=None):
        sides = [[(document, ref) for ref in cells_in(side)] for side in _SIDES.split(expression)]
        if len(sides) == 2:
            found = relations.setdefault((document, rule), [])
            pairs = (sides, sides[::-1])
            found.extend((one[0], frozenset(other)) for one, other in pairs if len(one) == 1 and other)
    return relations


def cells_in(expression: str) -> list[str]:
    """Refs of the cells an expression of a check names, in their order."""
    named = [(match.start(), f"observations:{match[1]}:{match[2]}") for match in _FORM_CELL.finditer(expression)]
    named += [(match.start(), f"figures:{match[1]}") for match in _FIGURE.finditer(expression)]
    return list(dict.fromkeys(ref for _, ref in sorted(named)))
