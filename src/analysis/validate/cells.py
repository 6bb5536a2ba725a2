"""Printed figures as cells: one row per number of a form or a narrative, with what its print says of its precision."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.reference.forms.rows import codes_by_meaning
from analysis.reference.units import read_unit
from analysis.store import typed
from analysis.vietnamese.text import fold

COLUMNS = (
    "document_id", "province", "period", "ref", "key", "section", "label", "kind", "value", "decimals", "usual",
    "printed", "unit", "location", "read", "copied", "near", "alone",
)  # fmt: skip
# A value is taken for a neighbour's only if it is telling: small counts are equal by chance.
TELLING = 20
# How often the row after the next is copied, where the next one is copied once.
_TWO_AWAY = 0.25
UNNAMED = "?"
_FIGURE_ID = re.compile(r"f\d+")
# Separators that group no thousands and cannot be decimal ones either, for a count has no fraction.
_BROKEN_COUNT = r"\s*(?!\d{1,3}(?:[.,]\d{3})+\s*$)\d+(?:[.,]\d+)+\s*"


def build_cells(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Cells of all form rows and figures that hold a number or could hold one, in the order of the tables.

    `ref` names a cell within its document ("observations:3:3.2.2", "figures:f012"), `key` is how relations name it
    ("3:3.2.2" by its meaning, "?2:1.1" for one of no known edition, "" for a figure). `decimals` is the number of
    printed decimals: 0 for counts, else read from the print. `usual` is the number of decimals a correction is written
    with: what the document's rates, or its amounts of one unit, mostly print. `read` is False where a printed count
    could not be read ("5,2249"); its digits stand as value, so that relations tell whether only the separator is wrong.
    `copied` tells whether a number also stands in one of the two rows above or below: it may be a neighbour's value;
    `near` counts the numbers of its kind and unit there, of which it may be one, those two rows away less.
    `alone` marks a figure of the narrative that no other one is tied to.
    """
    parts = [_form_cells(tables["observations"]), _figure_cells(tables["figures"])]
    cells = pd.concat(
        [part.assign(copied=_same_as_neighbour(part), near=_neighbours(part)) for part in parts], ignore_index=True
    )
    digits = _digits_of_unread(cells)
    cells = cells.assign(read=digits.isna(), value=cells["value"].fillna(digits), usual=_usual_decimals(cells))
    return cells.loc[:, list(COLUMNS)]


def _digits_of_unread(cells: pd.DataFrame) -> pd.Series:
    """The digits of counts that have no reading at all, as numbers; NaN for every other cell."""
    unread = cells["value"].isna() & (cells["kind"] == "count") & cells["printed"].str.fullmatch(_BROKEN_COUNT)
    digits = cells["printed"].where(unread, "").str.replace(r"\D", "", regex=True)
    return pd.to_numeric(digits.where(unread), errors="coerce").astype(float)


def _usual_decimals(cells: pd.DataFrame) -> pd.Series:
    """Decimals of corrections: what most rates, and most amounts of one unit, print in the document; else its own."""
    like = cells["document_id"] + "|" + cells["kind"] + "|" + cells["unit"].where(cells["kind"] == "amount", "")
    broken = cells["kind"].isin(["percent", "amount"])
    printed = cells[broken & (cells["decimals"] > 0)]
    counts = printed.groupby([like, "decimals"]).size().rename_axis(["like", "decimals"]).reset_index(name="n")
    most = counts.sort_values(["n", "decimals"]).drop_duplicates("like", keep="last")
    usual = like.map(most.set_index("like")["decimals"])
    return usual.where(broken & usual.notna(), cells["decimals"]).astype(int)


def half_unit(cells: pd.DataFrame) -> np.ndarray:
    """Half a unit of each cell's last printed digit; 0 for counts, which are exact."""
    exact = (cells["kind"] == "count").to_numpy()
    halves = 0.5 * np.power(10.0, -cells["decimals"].to_numpy(dtype=float))
    return np.where(exact, 0.0, halves)


def figure_kind(unit: str, value: float) -> str:
    """Kind of a figure by its unit: percent, rank, amount (measured, may have decimals) or count."""
    if unit == "%":
        return "percent"
    if fold(unit) == "rank":
        return "rank"
    known = read_unit(unit) if unit else None
    if known is not None:
        return known.kind
    return "count" if value.is_integer() else "amount"


def own_label(label: str) -> str:
    """A figure's label without that of its whole, which stands behind a dash: "hồ sơ đúng hạn – hồ sơ cấp xã"."""
    return label.partition(" – ")[0]


def _same_as_neighbour(cells: pd.DataFrame) -> pd.Series:
    digits = cells["value"].abs() * 10.0 ** cells["decimals"]
    telling = digits >= TELLING
    same = pd.Series(False, index=cells.index)
    # A rate of 100 % stands in many rows; one with decimals is telling.
    broken = telling & (cells["decimals"] > 0)
    for kind, concerned in (("count", telling), ("percent", broken), ("amount", broken)):
        numbers = cells[concerned & (cells["kind"] == kind)]
        # A form's last row is no neighbour of the next form's first.
        table = numbers["document_id"] + "|" + numbers["ref"].str.rsplit(":", n=1).str[0]
        for distance in (1, 2):
            repeated = (numbers["value"] == numbers["value"].shift(distance)) & (table == table.shift(distance))
            repeated |= repeated.shift(-distance, fill_value=False)
            same |= repeated.reindex(cells.index, fill_value=False)
    return same


def _neighbours(cells: pd.DataFrame) -> pd.Series:
    """How many of the rows above and below count or measure the same; one two rows away is seldom taken for the own."""
    kind = cells["kind"] + "|" + cells["unit"].str.casefold().str.strip() + "|" + cells["document_id"]
    like = kind + "|" + cells["ref"].str.rsplit(":", n=1).str[0]
    near = pd.Series(0.0, index=cells.index)
    for apart in (-2, -1, 1, 2):
        near += (like == like.shift(apart)) * (1.0 if abs(apart) == 1 else _TWO_AWAY)
    return near


def _form_cells(observations: pd.DataFrame) -> pd.DataFrame:
    rows = observations[observations["kind"] != "header"]
    ref = "observations:" + rows["form"] + ":" + rows["code"]
    cells = pd.DataFrame(
        {
            "document_id": rows["document_id"],
            "province": rows["province"],
            "period": rows["period"],
            "ref": ref,
            "key": _keys(rows),
            "section": "",
            "alone": False,
            "label": rows["label"],
            "kind": rows["kind"],
            "value": rows["value"],
            "decimals": printed_decimals(rows["raw_value"], rows["value"], rows["kind"]),
            "printed": rows["raw_value"],
            "unit": rows["unit"],
            "location": rows["location"],
        }
    )
    return cells


def _keys(rows: pd.DataFrame) -> pd.Series:
    """Name of each form row in relations, by what it means: codes differ between editions."""
    codes = codes_by_meaning()
    meanings = list(zip(rows["form"], rows["indicator"], rows["level"], strict=True))
    names = {meaning: f"{meaning[0]}:{codes[meaning]}" for meaning in set(meanings) if meaning in codes}
    unnamed = UNNAMED + rows["form"] + ":" + rows["code"]
    keys = [names.get(meaning, other) for meaning, other in zip(meanings, unnamed, strict=True)]
    return pd.Series(keys, index=rows.index, dtype="str")


def _figure_cells(figures: pd.DataFrame) -> pd.DataFrame:
    printed = figures["printed"] if "printed" in figures else pd.Series("", index=figures.index, dtype="str")
    rows = typed(figures, "figures")
    printed = printed.reset_index(drop=True)
    # A figure without a value is told by its unit alone; NaN would be no key of a dictionary.
    pairs = list(zip(rows["unit"], rows["value"].where(rows["value"].notna(), 0.0), strict=True))
    kinds = {pair: figure_kind(*pair) for pair in set(pairs)}
    kind = pd.Series([kinds[pair] for pair in pairs], dtype="str")
    cells = pd.DataFrame(
        {
            "document_id": rows["document_id"],
            "province": rows["province"],
            "period": rows["period"],
            "ref": "figures:" + rows["id"],
            "key": "",
            "section": rows["section"],
            "alone": ~_tied(rows),
            "label": rows["label"],
            "kind": kind,
            "value": rows["value"],
            "decimals": printed_decimals(printed, rows["value"], kind),
            "printed": printed,
            "unit": rows["unit"],
            "location": rows["location"],
        }
    )
    return cells


def _tied(figures: pd.DataFrame) -> pd.Series:
    """Whether a figure is part, whole or term of a rate of another figure of its document."""
    tied = figures["parent"].ne("") | figures["relation"].str.startswith("ratio_of:")
    named = {
        (document, name)
        for document, parent, relation in zip(
            figures["document_id"], figures["parent"], figures["relation"], strict=True
        )
        for name in (parent, *_FIGURE_ID.findall(relation))
    }
    own = zip(figures["document_id"], figures["id"], strict=True)
    return tied | pd.Series([key in named for key in own], index=figures.index, dtype=bool)


def printed_decimals(printed: pd.Series, value: pd.Series, kind: pd.Series) -> pd.Series:
    """Decimals that the print shows; where the print is not known, those the value needs.

    "62,50" has two although its value 62.5 needs one; in "1.015.153" and in an integral "2.500" the separator groups.
    """
    fraction = printed.str.extract(r"[.,](\d+)\s*%?\s*$", expand=False)
    length = fraction.str.len().fillna(0).astype(int)
    grouping = (length == 3) & (value % 1 == 0)
    shown = length.where(~grouping, 0)
    needed = {number: _needed(number) for number in value.dropna().unique()}
    without_print = (printed == "") & value.notna()
    decimals = shown.where(~without_print, value.map(needed).fillna(0).astype(int))
    return decimals.where(~kind.isin(["count", "rank", "boolean", "category"]), 0).astype(int)


def _needed(value: float) -> int:
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])
