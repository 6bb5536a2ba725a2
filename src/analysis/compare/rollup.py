"""The arithmetic of rolling former provinces up: sums of counts, ratios of sums, refusals."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.compare.rows import joined
from analysis.reference.comparability import ratio_parts
from analysis.reference.comparison_words import LANGUAGES, phrase

CELL = ["period", "form", "code"]
_KEEP = ["indicator", "level", "label", "unit", "kind"]
NEEDED = ["province", *CELL, *_KEEP, "value", "document_id", "location"]


def in_order(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Rows sorted as the functions below want them, by `unit` and cell, then by where they come from.

    `_cell` numbers unit and cell, so that what follows sorts and groups one column of numbers and not five of text.
    """
    cell = rows.groupby([unit, *CELL], sort=True).ngroup()
    source = rows.groupby(["province", "document_id", "location"], sort=True).ngroup()
    return rows.assign(_cell=cell, _source=source).sort_values(["_cell", "_source"], ignore_index=True)


def unchanged(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of units whose territory is the same: printed figures kept."""
    frame = rows.assign(method="as_printed", numerator=float("nan"), denominator=float("nan"))
    frame["have"] = rows["value"].notna().astype("Int64")
    frame = _with_reason(frame, "as_printed")
    empty = {f"reason_{language}": phrase(language, "empty_cell") for language in LANGUAGES}
    return frame.assign(**{name: frame[name].where(rows["value"].notna(), words) for name, words in empty.items()})


def summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts (rows in order) added up over the former provinces that report them; `have` counts those."""
    rows = _one_document(rows)
    grouped = rows.groupby("_cell", sort=False)
    frame = _cells(rows, "home")
    frame["kind"] = "count"
    frame["value"] = grouped["value"].sum(min_count=1).to_numpy()
    frame["have"] = grouped["value"].count().astype("Int64").array
    frame = frame.assign(method="summed", numerator=float("nan"), denominator=float("nan"), **_sources(rows))
    return _and_left_out(_with_reason(frame, "rolls_up_counts"), grouped["disagree"].any())


def recomputed(rows: pd.DataFrame) -> pd.DataFrame:
    """Ratios of the summed numerators to the summed denominators, over provinces that report both (rows in order)."""
    parts = pd.DataFrame(
        [(form, ratio, one.numerator, one.denominator) for (form, ratio), one in ratio_parts().items()],
        columns=["form", "code", "top_code", "bottom_code"],
    ).astype("str")
    ratios = rows.merge(parts, on=["form", "code"])
    sources = _sources(ratios)
    # A province counts once, however many of its documents print the ratio.
    ratios = ratios.drop_duplicates(["_cell", "province"])
    values = _one_document(rows)[["province", "period", "form", "code", "value", "disagree"]]
    for part in ("top", "bottom"):
        named = values.rename(columns={"code": f"{part}_code", "value": part, "disagree": f"disagree_{part}"})
        ratios = ratios.merge(named, on=["province", "period", "form", f"{part}_code"], how="left")
    both = ratios["top"].notna() & ratios["bottom"].notna()
    ratios = ratios.assign(top=ratios["top"].where(both), bottom=ratios["bottom"].where(both), both=both)
    grouped = ratios.groupby("_cell", sort=False)
    frame = _cells(ratios, "home")
    frame["kind"] = "percent"
    frame["numerator"] = grouped["top"].sum(min_count=1).to_numpy()
    frame["denominator"] = grouped["bottom"].sum(min_count=1).to_numpy()
    frame["value"] = 100 * frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
    frame["have"] = grouped["both"].sum().astype("Int64").array
    frame = frame.assign(method="recomputed", **sources)
    without = frame["have"] == 0
    frame["method"] = frame["method"].mask(without, "no_roll_up")
    frame = _with_reason(frame, "rolls_up_ratio")
    for language in LANGUAGES:
        column = f"reason_{language}"
        frame[column] = frame[column].mask(without, phrase(language, "no_roll_up_ratio"))
    disagree = ratios["disagree_top"].eq(True) | ratios["disagree_bottom"].eq(True)
    return _and_left_out(frame, disagree.groupby(ratios["_cell"], sort=False).any())


def refused(rows: pd.DataFrame, method: str, reason: str) -> pd.DataFrame:
    """Rows (in order) that do not roll up: one per cell, without a value, with the sources that were there."""
    grouped = rows.groupby("_cell", sort=False)
    frame = _cells(rows, "province" if method == "cannot_split" else "home")
    frame["have"] = grouped["value"].count().astype("Int64").array
    missing = dict.fromkeys(("value", "numerator", "denominator"), float("nan"))
    frame = frame.assign(method=method, **missing, **_sources(rows))
    return _with_reason(frame, reason)


def _cells(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The first row of each cell, its unit as province."""
    first = rows.drop_duplicates("_cell")[[unit, *CELL, *_KEEP]]
    return first.rename(columns={unit: "province"}).reset_index(drop=True)


def _one_document(rows: pd.DataFrame) -> pd.DataFrame:
    """One value per province and cell; where a province's documents `disagree`, none: a sum must not pick one."""
    keys = ["_cell", "province"]
    if not rows.duplicated(keys).any():
        return rows.assign(disagree=False)
    several = rows.groupby(keys)["value"].transform("nunique") > 1
    rows = rows.assign(value=rows["value"].mask(several), disagree=several, _missing=rows["value"].isna())
    first = rows.sort_values([*keys, "_missing", "_source"]).drop_duplicates(keys).index
    return rows[rows.index.isin(first)].drop(columns="_missing")


def _sources(rows: pd.DataFrame) -> dict[str, Any]:
    """Documents and places of each cell's rows, joined in the same order."""
    return {name: pd.array(joined(rows, ["_cell"], name), dtype="str") for name in ("document_id", "location")}


def _and_left_out(frame: pd.DataFrame, disagree: pd.Series) -> pd.DataFrame:
    """Reasons that also say where a province was left out because its documents disagree."""
    left_out = disagree.to_numpy(dtype="bool")
    reasons = {f"reason_{language}": phrase(language, "left_out_disagree") for language in LANGUAGES}
    return frame.assign(
        **{name: frame[name].where(~left_out, frame[name] + "; " + words) for name, words in reasons.items()}
    )


def _with_reason(frame: pd.DataFrame, reason: str) -> pd.DataFrame:
    return frame.assign(**{f"reason_{language}": phrase(language, reason) for language in LANGUAGES})
