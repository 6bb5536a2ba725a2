"""Relations that the shape of a form shows, where no edition states them: a rate above its two counts, a total's parts.

Forms change from year to year and from office to office, and a new edition's relations are written down late. But they
are built alike: a rate stands above the two counts it is taken from, a total above its parts. Only what the labels say
outright is concluded ("Tỷ lệ", "Tổng số", a level of government each); everything else is left alone.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass

import pandas as pd

from analysis.reference.forms.label_words import is_rate, is_total, named_level
from analysis.reference.relations import relation_rules
from analysis.validate.cells import UNNAMED
from analysis.validate.draft import Concluded, Draft
from analysis.validate.form_relations import keys_of_past_tiers
from analysis.vietnamese.text import fold


@dataclass(frozen=True)
class FormCell:
    """A numeric form row: its number among the cells, how relations name it, and what is printed beside its value."""

    number: int
    key: str
    label: str
    kind: str
    unit: str


def add_shapes(draft: Draft, cells: pd.DataFrame) -> None:
    """Every relation that the shape of a form shows and no edition states of that document."""
    periods = dict(zip(cells["document_id"], cells["period"], strict=True))
    for document, rows in _by_document(cells).items():
        # A relation of the tiers that are left is stated too.
        stated = _stated({cell.key for cell in rows.values()} | keys_of_past_tiers(periods[document]))
        below: dict[str, list[str]] = defaultdict(list)
        for code in rows:
            below[code.rpartition(".")[0]].append(code)
        numbers = {code: cell.number for code, cell in rows.items()}
        for code, cell in rows.items():
            if cell.key not in stated:
                for shape in _shapes(code, below.get(code, []), rows):
                    draft.relate(shape, document, numbers.__getitem__)


def _by_document(cells: pd.DataFrame) -> dict[str, dict[str, FormCell]]:
    """Numeric form cells by document and "<form>:<code>", in printed order, where an edition leaves something open."""
    rows = cells[(cells["key"] != "") & cells["kind"].isin(["count", "percent"])]
    keys = rows.groupby("document_id", sort=False)["key"].agg(frozenset)
    is_open = {kept: _leaves_open(kept) for kept in set(keys)}
    rows = rows[rows["document_id"].map(keys.map(is_open)).astype(bool)]
    found: dict[str, dict[str, FormCell]] = defaultdict(dict)
    columns = ("document_id", "ref", "key", "label", "kind", "unit")
    for number, document, ref, *rest in zip(rows.index, *(rows[name] for name in columns), strict=True):
        found[document][ref.partition(":")[2]] = FormCell(int(number), *rest)
    return found


def _leaves_open(keys: frozenset[str]) -> bool:
    """Whether some row has no edition, or some total or rate lacks a row that its edition's relation needs."""
    return any(key.startswith(UNNAMED) for key in keys) or not _lefts() & keys <= _stated(keys)


@functools.cache
def _lefts() -> frozenset[str]:
    return frozenset(rule.left[0] for rule in relation_rules() if rule.kind in ("sum", "ratio"))


def _stated(keys: Set[str]) -> set[str]:
    """Totals and rates whose relation an edition states and whose rows are all there."""
    rules = (rule for rule in relation_rules() if rule.kind in ("sum", "ratio"))
    return {rule.left[0] for rule in rules if keys >= set(rule.cells)}


def _shapes(code: str, parts: list[str], rows: dict[str, FormCell]) -> Iterator[Concluded]:
    cell = rows[code]
    counts = [part for part in parts if rows[part].kind == "count"]
    if cell.kind == "percent" and is_rate(cell.label) and len(counts) == 2:
        yield from _rate(code, counts, rows)
    elif cell.kind == "count" and is_total(cell.label):
        same = [part for part in counts if fold(rows[part].unit) == fold(cell.unit)]
        levels = [named_level(rows[part].label) for part in same]
        if len(same) > 1 and len(same) == len(parts) and "" not in levels and len(set(levels)) == len(levels):
            yield Concluded("shape-sum", "sum", "critical", code, "=", tuple(same))
            return
        yield from (Concluded("shape-subset", "subset", "warning", part, "<=", (code,)) for part in same)


def _rate(code: str, counts: list[str], rows: dict[str, FormCell]) -> Iterator[Concluded]:
    """The rate of two counts: the one called a total is the whole, else the first, as in every known form."""
    totals = [part for part in counts if is_total(rows[part].label)]
    whole = totals[0] if len(totals) == 1 else counts[0]
    part = next(count for count in counts if count != whole)
    severity = "critical" if len(totals) == 1 else "warning"
    yield Concluded("shape-ratio", "ratio", severity, code, "=", (part,), (whole,))
    yield Concluded("shape-subset", "subset", severity, part, "<=", (whole,))
