"""Everything a province has reported, in one shape: form rows, narrative figures that an indicator names, indices."""

from __future__ import annotations

import pandas as pd

from analysis.compare.figure_ties import INDICATOR as ON_TIME
from analysis.compare.figure_ties import on_time_ties
from analysis.reference.comparability import figure_indicators
from analysis.reference.index_methods import index_methods, index_name
from analysis.vietnamese.text import fold

COLUMNS = [
    "source", "province", "period", "indicator", "level", "value", "unit", "kind", "label", "note", "ref",
    "document_id", "location",
]  # fmt: skip
_TEXT = [name for name in COLUMNS if name != "value"]


def results(
    observations: pd.DataFrame | None = None,
    figures: pd.DataFrame | None = None,
    indices: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Results by indicator and level, each with its source; header rows and figures no indicator names are left out.

    `ref` names the cell as findings do ("observations:7:6.5", "figures:f060"). A form row that was left empty stays,
    with no value: that it is empty is known, which is more than not knowing.
    """
    parts = []
    if observations is not None and len(observations):
        parts.append(_of_forms(observations))
    if figures is not None and len(figures):
        parts.append(_of_figures(figures))
    if indices is not None and len(indices):
        parts.append(_of_indices(indices))
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in COLUMNS})
    return frame[COLUMNS].astype(dict.fromkeys(_TEXT, "str") | {"value": "float64"})


def _of_forms(observations: pd.DataFrame) -> pd.DataFrame:
    rows = observations[(observations["indicator"] != "") & (observations["kind"] != "header")]
    ref = "observations:" + rows["form"] + ":" + rows["code"]
    return rows.assign(source="form", ref=ref)


def _of_figures(figures: pd.DataFrame) -> pd.DataFrame:
    rates = figures[figures["unit"].isin(["%", "percent"])]
    codes, labels = pd.factorize(rates["label"])
    named = [_named(label) for label in labels]
    rows = rates.assign(
        source="figure",
        indicator=pd.Series([named[code][0] for code in codes], index=rates.index, dtype="str"),
        level=pd.Series([named[code][1] for code in codes], index=rates.index, dtype="str"),
        kind="percent",
        note="",
        ref="figures:" + rates["id"],
    )
    proven = on_time_ties(figures)
    for at in rows.index[rows["indicator"] == ""]:
        level = proven.get((str(rows.at[at, "document_id"]), str(rows.at[at, "id"])))
        if level is not None:
            rows.loc[at, ["indicator", "level"]] = [ON_TIME, level]
    return rows[rows["indicator"] != ""]


def _named(label: str) -> tuple[str, str]:
    folded = fold(label)
    for pattern, row in figure_indicators():
        if pattern.search(folded):
            return row.indicator, row.level
    return "", ""


def _of_indices(indices: pd.DataFrame) -> pd.DataFrame:
    """Score and rank of an index as two results of the year it was measured in."""
    parts = []
    names = {printed: index_name(printed)[0] for printed in indices["index"].unique()}
    scores = {printed: _score_unit(name) for printed, name in names.items()}
    for column in ("score", "rank"):
        rows = indices[indices[column].notna()]
        unit = rows["index"].map(scores).astype("str") if column == "score" else "rank"
        parts.append(
            rows.assign(
                source="index",
                period=rows["year"].astype("str"),
                indicator=rows["index"] + " " + column,
                level="all",
                value=rows[column].astype("float64"),
                unit=unit,
                kind=unit,
                label=rows["index"] + " " + rows["year"].astype("str"),
                note="",
                ref="indices:" + rows["location"],
                location=rows["location"] + " (" + rows["source"] + ")",
            )
        )
    return pd.concat(parts, ignore_index=True)


def _score_unit(name: str) -> str:
    """What sort of number the scores of an index are; points and shares count as neither percent nor rank."""
    method = index_methods().get(name)
    return "percent" if method and method.unit == "percent" else "count"
