"""Relations that lines of data state of the forms, for every document that has the forms they name."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.reference.forms.rows import rows_by_key
from analysis.reference.periods import parse_period
from analysis.reference.relations import Rule
from analysis.reference.tiers import is_there
from analysis.validate.draft import expression
from analysis.validate.network import DENOMINATOR, LEFT, NUMERATOR, RELATION_COLUMNS


def form_relations(
    cells: pd.DataFrame, named: Mapping[str, Mapping[str, int]], rules: Sequence[Rule]
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Relations of every document that has one of the forms a rule names; missing cells become -1.

    A tier of government that is no longer there adds nothing to a sum: where the document leaves its row empty, the
    relation is that of the tiers that are left.
    """
    keyed = cells["key"] != ""
    if not keyed.any() or not rules:
        return no_relations()
    documents, document_code = np.unique(cells.loc[keyed, "document_id"].to_numpy(dtype=object), return_inverse=True)
    columns = {key: number for number, key in enumerate(dict.fromkeys(cell for rule in rules for cell in rule.cells))}
    lookup = _lookup(cells, keyed.to_numpy(), documents, document_code, columns, named)
    present = _forms_present(cells, keyed.to_numpy(), document_code, len(documents))
    gone = _without_tier(cells, documents, lookup, columns)
    frames, terms, count = [], [], 0
    for rule in rules:
        applies = np.zeros(len(documents), dtype=bool)
        for form in rule.forms:
            applies |= present.get(form, applies)
        chosen = np.flatnonzero(applies)
        if len(chosen) == 0:
            continue
        absent = {key: gone[chosen, columns[key]] for key in _parts(rule)}
        frames.append(_rule_rows(rule, documents[chosen], lookup[chosen], columns, cells, absent))
        for role, keys in ((LEFT, rule.left), (NUMERATOR, rule.numerator), (DENOMINATOR, rule.denominator)):
            for key in keys:
                kept = ~absent[key] if key in absent else np.ones(len(chosen), dtype=bool)
                numbers = np.arange(count, count + len(chosen))[kept]
                terms.append((numbers, lookup[chosen, columns[key]][kept], np.full(len(numbers), role)))
        count += len(chosen)
    if not frames:
        return no_relations()
    joined = [np.concatenate([term[part] for term in terms]) for part in range(3)]
    return pd.concat(frames, ignore_index=True), joined[0], joined[1], joined[2]


def no_relations() -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """What `form_relations` gives where there are none."""
    empty = np.array([], dtype=np.int64)
    return pd.DataFrame({name: pd.Series([], dtype="object") for name in RELATION_COLUMNS}), empty, empty, empty


def _lookup(
    cells: pd.DataFrame,
    keyed: np.ndarray,
    documents: np.ndarray,
    document_code: np.ndarray,
    columns: Mapping[str, int],
    named: Mapping[str, Mapping[str, int]],
) -> np.ndarray:
    """Cell number by document (row) and cell name (column), -1 where the document has no such cell."""
    lookup = np.full((len(documents), len(columns)), -1, dtype=np.int64)
    column = cells.loc[keyed, "key"].map(columns)
    # A count printed as a percentage (or the reverse) has a finding of its own; arithmetic with it says nothing.
    asked = cells.loc[keyed, "key"].map({key: row.kind for key, row in rows_by_key().items()})
    used = (column.notna() & (asked == cells.loc[keyed, "kind"])).to_numpy()
    lookup[document_code[used], column[used].to_numpy(dtype=np.int64)] = np.flatnonzero(keyed)[used]
    for row, document in enumerate(documents.tolist() if named else []):
        for name, number in named.get(document, {}).items():
            if f"@{name}" in columns:
                lookup[row, columns[f"@{name}"]] = number
    return lookup


def _forms_present(
    cells: pd.DataFrame, keyed: np.ndarray, document_code: np.ndarray, size: int
) -> dict[str, np.ndarray]:
    form = cells.loc[keyed, "key"].str.partition(":")[0].to_numpy(dtype=object)
    present: dict[str, np.ndarray] = {}
    for name in pd.unique(form):
        present[name] = np.bincount(document_code[form == name], minlength=size) > 0
    return present


def _rule_rows(
    rule: Rule,
    documents: np.ndarray,
    lookup: np.ndarray,
    columns: Mapping[str, int],
    cells: pd.DataFrame,
    absent: Mapping[str, np.ndarray],
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "rule": rule.name,
            "kind": rule.kind,
            "document_id": documents,
            "operator": rule.operator,
            "ratio": bool(rule.denominator),
            "severity": rule.severity,
            "locate": rule.locate,
            "meaning_vi": rule.meaning_vi,
            "meaning_en": rule.meaning_en,
            "expression": _rule_expressions(rule, lookup, columns, cells, absent),
        }
    )


def _rule_expressions(
    rule: Rule,
    lookup: np.ndarray,
    columns: Mapping[str, int],
    cells: pd.DataFrame,
    absent: Mapping[str, np.ndarray],
) -> str | list[str]:
    """The rule as text, without absent terms; a figure's name is replaced by its id where the document has it."""
    names = [key for key in rule.cells if key.startswith("@")]
    text = expression(rule.left, rule.operator, rule.numerator, rule.denominator)
    if not names and not any(mask.any() for mask in absent.values()):
        return text
    refs = cells["ref"].to_numpy(dtype=object)
    out = []
    for at, row in enumerate(lookup):
        without = {key for key, mask in absent.items() if mask[at]}
        left, above, below = (
            [key for key in side if key not in without] for side in (rule.left, rule.numerator, rule.denominator)
        )
        shown = expression(left, rule.operator, above, below) if without else text
        for name in names:
            number = row[columns[name]]
            if number >= 0:
                shown = re.sub(rf"{re.escape(name)}\b(?!_)", str(refs[number]).removeprefix("figures:"), shown)
        out.append(shown)
    return out


def _parts(rule: Rule) -> list[str]:
    """Terms that may be left out because others stand beside them on their side."""
    tiers = [key for side in (rule.left, rule.numerator, rule.denominator) if len(side) > 1 for key in side]
    return [key for key in tiers if not key.startswith("@")]


def _without_tier(
    cells: pd.DataFrame, documents: np.ndarray, lookup: np.ndarray, columns: Mapping[str, int]
) -> np.ndarray:
    """By document and cell name: the cell is empty, and its tier of government was gone before the period ended."""
    gone = np.zeros(lookup.shape, dtype=bool)
    periods = dict(zip(cells["document_id"], cells["period"], strict=True))
    past = [keys_of_past_tiers(periods[document]) for document in documents]
    if not any(past):
        return gone
    empty = np.isnan(np.append(cells["value"].to_numpy(dtype=float), np.nan))[lookup]
    for key in frozenset().union(*past) & columns.keys():
        gone[:, columns[key]] = empty[:, columns[key]] & np.array([key in keys for keys in past])
    return gone


@functools.cache
def keys_of_past_tiers(period: str) -> frozenset[str]:
    """Names of the form rows of tiers of government that were gone before the end of `period`."""
    end = parse_period(period).end
    return frozenset(key for key, row in rows_by_key().items() if not is_there(row.level, end))
