"""Builds the network of relations: the forms' rules, the narrative's own structure, growth between periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.reference.periods import parse_period
from analysis.reference.relation_words import narrative_meanings
from analysis.reference.relations import Rule, cumulative_rows, figure_words, relation_rules
from analysis.validate.alike import add_alike
from analysis.validate.cells import own_label
from analysis.validate.draft import Draft
from analysis.validate.form_relations import form_relations, no_relations
from analysis.validate.narrative import add_narrative
from analysis.validate.network import LEFT, NUMERATOR, RELATION_COLUMNS, Network
from analysis.validate.shapes import add_shapes
from analysis.vietnamese.text import fold


def build_network(cells: pd.DataFrame, figures: pd.DataFrame) -> Network:
    """All relations that `cells` (from `build_cells`) take part in; `figures` gives the narrative's structure."""
    forms = form_relations(cells, _named_figures(cells, figures), relation_rules())
    return _join(cells, forms, _unwritten(cells, figures))


def rule_network(cells: pd.DataFrame, figures: pd.DataFrame, rules: Sequence[Rule]) -> Network:
    """Only the relations that `rules` state."""
    return _join(cells, form_relations(cells, _named_figures(cells, figures), rules), Draft())


def text_network(cells: pd.DataFrame, figures: pd.DataFrame) -> Network:
    """Only the relations no line of data states: a narrative's own, those of a form's shape, growth between periods."""
    return _join(cells, no_relations(), _unwritten(cells, figures))


def _unwritten(cells: pd.DataFrame, figures: pd.DataFrame) -> Draft:
    draft = Draft()
    add_narrative(draft, cells, figures)
    add_shapes(draft, cells)
    add_alike(draft, cells, figures)
    _add_growth(draft, cells)
    return draft


def _join(cells: pd.DataFrame, forms: tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray], draft: Draft) -> Network:
    relations, relation, cell, role = forms
    more = pd.DataFrame(draft.rows, columns=list(RELATION_COLUMNS))
    parts = [part for part in (relations, more) if len(part)]
    joined = pd.concat(parts, ignore_index=True) if parts else relations
    return Network(
        cells,
        joined,
        np.concatenate([relation, np.array(draft.relation, dtype=np.int64) + len(relations)]),
        np.concatenate([cell, np.array(draft.cell, dtype=np.int64)]),
        np.concatenate([role, np.array(draft.role, dtype=np.int64)]),
    )


def _named_figures(cells: pd.DataFrame, figures: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Cell number of each named figure, by document. Two figures that fit and differ are nobody's: never guessed.

    A part of a figure of the same name (an agency's row of a table below the total) is not that figure.
    """
    found: dict[str, dict[str, list[int]]] = {}
    rows = cells[cells["key"] == ""]
    above = _numbers_of_parents(rows, figures)
    own = dict(zip(rows.index, rows["label"], strict=True))
    # "đúng hạn 140.061 hồ sơ" says of what only by the figure it is a part of: "đã giải quyết 140.394 hồ sơ".
    longer = {number: f"{label} {own[above[number]]}" for number, label in own.items() if number in above}
    pairs = [(own[number], longer.get(number, ""), kind) for number, kind in zip(rows.index, rows["kind"], strict=True)]
    names = {pair: _names(pair[0], pair[2]) or _names(pair[1], pair[2]) for pair in set(pairs)}
    beside = _told_beside(own, above)
    for number, document, pair in zip(rows.index, rows["document_id"], pairs, strict=True):
        for name in (name for name in names[pair] if not _is_a_part(name, pair[0], beside.get(number, ""))):
            found.setdefault(document, {}).setdefault(name, []).append(int(number))
    values = cells["value"].to_numpy()
    kept = {
        document: {name: [one for one in numbers if above.get(one) not in numbers] for name, numbers in by_name.items()}
        for document, by_name in found.items()
    }
    return {
        document: {name: numbers[0] for name, numbers in by_name.items() if len(set(values[numbers].tolist())) == 1}
        for document, by_name in kept.items()
    }


def _told_beside(own: Mapping[int, str], above: Mapping[int, int]) -> dict[int, str]:
    """What is told beside each figure: the labels, without that of their whole, of all figures below its whole."""
    below: dict[int, list[str]] = {}
    for number, whole in above.items():
        below.setdefault(whole, []).append(own_label(own[number]))
    return {number: fold("; ".join(below[whole])) for number, whole in above.items()}


def _is_a_part(name: str, label: str, beside: str) -> bool:
    """Whether a figure is one of several that together are what `name` means."""
    words = figure_words()[name].beside
    return any(word in beside for word in words) and not any(word in fold(label) for word in words)


def _numbers_of_parents(rows: pd.DataFrame, figures: pd.DataFrame) -> dict[int, int]:
    """Cell number of each figure's parent, by the figure's own; `rows` are the cells of `figures`, in their order."""
    at = dict(zip(zip(figures["document_id"], figures["id"], strict=True), rows.index, strict=True))
    parents = zip(rows.index, zip(figures["document_id"], figures["parent"], strict=True), strict=True)
    return {int(number): int(at[parent]) for number, parent in parents if parent in at}


def _names(label: str, kind: str) -> list[str]:
    """Names of the figures that a label and kind may be."""
    folded = fold(label)
    return [words.name for words in figure_words().values() if words.kind == kind and words.matches(folded)]


def _add_growth(draft: Draft, cells: pd.DataFrame) -> None:
    """Counts from the start of a year, each held against those of the cumulative period before it.

    That is the nearest one of the same province and year that gives the count; each document of it is compared.
    """
    keys = {f"{form}:{code}" for form, code in cumulative_rows()}
    rows = cells[cells["key"].isin(keys) & cells["value"].notna() & cells["kind"].eq("count")]
    periods = {code: parse_period(code) for code in rows["period"].unique()}
    kept = [code for code, period in periods.items() if period.cumulative]
    if len(kept) < 2:
        return
    rows = rows[rows["period"].isin(kept)]
    ends = rows["period"].map({code: periods[code].end.toordinal() for code in kept})
    years = rows["period"].map({code: periods[code].year for code in kept})
    ordered = rows.assign(end=ends, year=years, number=rows.index).sort_values(["end", "number"])
    same = ["province", "year", "key"]
    ordered["place"] = ordered.groupby(same)["end"].rank(method="dense").astype(int)
    before = ordered[[*same, "number", "period"]].assign(place=ordered["place"] + 1)
    pairs = ordered.merge(before, on=[*same, "place"], suffixes=("", "_before"))
    vi, en = narrative_meanings()["growth"]
    columns = ("number", "number_before", "key", "document_id", "period", "period_before")
    for number, earlier, key, document, period, period_before in zip(*(pairs[name] for name in columns), strict=True):
        text = f"{key} ({period_before}) <= {key} ({period})"
        row = (f"growth-{key.replace(':', '-')}", "trend", document, "<=", False, "critical", True, vi, en, text)
        draft.add(row, {LEFT: [int(earlier)], NUMERATOR: [int(number)]})
