"""Results as of a date: former provinces rolled up to the present ones, and only what may be rolled up.

Counts are summed; a ratio is recomputed from the summed numerators and denominators of its form rows; answers, scores,
ranks, satisfaction rates and ratios without their parts do not roll up, and say so.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.compare.rollup import CELL, NEEDED, in_order, recomputed, refused, summed, unchanged
from analysis.reference.comparability import ratio_parts
from analysis.reference.comparison_words import LANGUAGES, number_en, number_vi, phrase
from analysis.reference.provinces import (
    REORGANISED_ON,
    all_provinces,
    predecessors_of,
    province_by_key,
    provinces_on,
    successor_of,
)

METHODS = ("as_printed", "summed", "recomputed", "no_roll_up", "cannot_split", "no_data")
_ORDER = [
    "province", *CELL, "indicator", "level", "label", "unit", "kind", "value", "numerator", "denominator", "method",
    "have", "total", "complete", "reason_vi", "reason_en", "coverage_vi", "coverage_en", "document_id", "location",
]  # fmt: skip


def unit_on(key: str, day: dt.date) -> str | None:
    """The unit that holds the territory of province `key` on `day`; None for a unit that did not exist yet.

    Raises:
        InputError: an unknown key.
    """
    unit = province_by_key(key)
    if unit.exists_on(day):
        return key
    return successor_of(key).key if unit.valid_to < day else None


def roll_up(observations: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Form rows of every unit that exists on `day`.

    A unit whose territory did not change keeps its printed figures (method "as_printed"), and so does a new unit that
    reports itself. For a unit made of several, counts are "summed" and ratios "recomputed" over the former provinces
    that report both parts, `have` of `total`; the rest has method "no_roll_up", no value and the reason in words.
    Figures of a new unit seen on a day before it existed "cannot_split". Rows that belong to no unit (a document that
    names no province) are left out.

    Args:
        observations: processed form rows.
        day: the day whose map is wanted.
    """
    keep = observations["province"].isin(list(all_provinces())) & (observations["kind"] != "header")
    known = observations.loc[keep, NEEDED]
    home = {key: unit_on(key, day) for key in known["province"].unique()}
    known = known.assign(home=known["province"].map(home).astype("str").fillna(""))
    merged = (known["home"] != "") & (known["home"] != known["province"])
    parts = [
        unchanged(known[(known["home"] != "") & ~merged]),
        refused(in_order(known[known["home"] == ""], "province"), "cannot_split", "cannot_split"),
        *_merged(in_order(known[merged], "home")),
    ]
    return _finished(pd.concat([part for part in parts if len(part)] or [unchanged(known.head(0))], ignore_index=True))


def territory_view(
    observations: pd.DataFrame, indicator: str, period: str, day: dt.date, level: str = "all"
) -> pd.DataFrame:
    """One row per unit of the map on `day`: its value, or why there is none ("no_data" is not zero).

    Where a unit's documents print different values there is no value, and the reason names them all. A former province
    whose figures only the new one reports "cannot_split", and names the new one's document.
    """
    rows = observations[(observations["period"] == period) & (observations["level"] == level)]
    mine = rows["indicator"] == indicator
    needed = rows[mine | rows["form"].isin(rows.loc[mine, "form"])]
    rolled = roll_up(needed if mine.any() else rows.head(0), day)
    rolled = _one_per_unit(rolled[rolled["indicator"] == indicator])
    units = pd.DataFrame({"province": pd.Series([unit.key for unit in provinces_on(day)], dtype="str")})
    rolled = pd.concat([rolled[rolled["province"].isin(units["province"])], _of_former(rolled)], ignore_index=True)
    view = units.merge(rolled, on="province", how="left")
    absent = view["method"].isna()
    texts = [name for name in view.columns if view[name].dtype == "str"]
    view = view.assign(**{name: view[name].fillna("") for name in texts})
    view["method"] = view["method"].mask(absent, "no_data")
    for language in LANGUAGES:
        view[f"reason_{language}"] = view[f"reason_{language}"].mask(absent, phrase(language, "no_data"))
    view["total"] = [len(predecessors_of(key)) if day >= REORGANISED_ON else 1 for key in view["province"]]
    return view.assign(period=period, indicator=indicator, level=level, have=view["have"].fillna(0).astype("Int64"))


def roll_up_indices(indices: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Index rows with the unit of `day` beside them: scores, ranks and satisfaction rates stay with the unit they rate.

    `unit` is the unit that holds the territory on `day`, `rolls_up` is true only where the unit is the same, and
    `reason_vi`, `reason_en` say why not. Nothing is averaged: a mean of ranks is no rank.
    """
    provinces = [key for key in indices["province"].unique() if key in all_provinces()]
    home = {key: unit_on(key, day) or "" for key in provinces}
    frame = indices[indices["province"].isin(provinces)]
    unit = frame["province"].map(home).astype("str")
    same = unit == frame["province"]
    frame = frame.assign(unit=unit, rolls_up=same.astype(bool))
    for language in LANGUAGES:
        frame[f"reason_{language}"] = same.map({True: "", False: phrase(language, "no_roll_up_rank")}).astype("str")
    return frame.reset_index(drop=True)


def _one_per_unit(rolled: pd.DataFrame) -> pd.DataFrame:
    """A row per unit: of values that agree one, of values that do not none, with the documents and places of all."""
    repeated = rolled.duplicated("province", keep=False)
    joined = [_joined(rows) for _, rows in rolled[repeated].groupby("province")]
    return pd.concat([rolled[~repeated], *joined], ignore_index=True) if joined else rolled


def _joined(rows: pd.DataFrame) -> pd.DataFrame:
    there = rows[rows["value"].notna()]
    values = there["value"].unique().tolist()
    one = (there if values else rows).head(1)
    if len(values) > 1:
        words = {"vi": " / ".join(map(number_vi, values)), "en": " / ".join(map(number_en, values))}
        reasons = {f"reason_{key}": phrase(key, "several_results", values=said) for key, said in words.items()}
        one = one.assign(value=float("nan"), have=0, complete=False, **reasons)
    return one.assign(**{name: ";".join(rows[name]) for name in ("document_id", "location")})


def _of_former(rolled: pd.DataFrame) -> pd.DataFrame:
    """For each former province the row of the new unit that took it over, where its figures cannot be split."""
    split = rolled[rolled["method"] == "cannot_split"]
    former = {key: [unit.key for unit in predecessors_of(key)] for key in split["province"]}
    rows = split.assign(province=split["province"].map(former), have=0, complete=False)
    return rows.explode("province", ignore_index=True).astype({"province": "str", "have": "Int64"})


def _merged(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Rows of merged provinces: counts summed, ratios recomputed, the rest refused with a reason."""
    if not len(rows):
        return []
    ratios = recomputed(rows)
    ratio_rows = [f"{form}/{code}" for form, code in ratio_parts()]
    rest = rows[~(rows["form"] + "/" + rows["code"]).isin(ratio_rows)]
    kinds = rest["kind"].where(rest["kind"] != "empty")
    # One province prints a percentage where the other counts: what they have in common is the place, not the thing.
    mixed = kinds.groupby(rest["_cell"]).transform("nunique") > 1
    kinds = kinds.groupby(rest["_cell"]).transform("first").fillna("empty").mask(mixed, "mixed")
    return [
        ratios,
        refused(rest[kinds == "mixed"], "no_roll_up", "no_roll_up_unit"),
        summed(rest[kinds == "count"]),
        refused(rest[(kinds == "percent") & ~_is_satisfaction(rest)], "no_roll_up", "no_roll_up_ratio"),
        refused(rest[(kinds == "percent") & _is_satisfaction(rest)], "no_roll_up", "no_roll_up_rank"),
        refused(rest[kinds.isin(["boolean", "category"])], "no_roll_up", "no_roll_up_answer"),
        refused(rest[kinds == "empty"], "no_roll_up", "no_roll_up_empty"),
    ]


def _is_satisfaction(rows: pd.DataFrame) -> pd.Series:
    return rows["indicator"].str.startswith("satisfaction_")


def _finished(frame: pd.DataFrame) -> pd.DataFrame:
    """Coverage in words and numbers, columns and rows in order."""
    totals = {key: len(predecessors_of(key)) or 1 for key in frame["province"].unique()}
    printed = frame["method"].isin(["as_printed", "cannot_split"])
    total = frame["province"].map(totals).astype("Int64").mask(printed, 1)
    frame = frame.assign(total=total, complete=(frame["have"] == total).astype(bool))
    pairs = frame["have"].astype("int64") * 1_000 + total.astype("int64")
    for language in LANGUAGES:
        words = {pair: phrase(language, "coverage", have=pair // 1_000, total=pair % 1_000) for pair in pairs.unique()}
        frame[f"coverage_{language}"] = pairs.map(words).astype("str").mask(printed, "")
    return frame[_ORDER].sort_values(["province", *CELL, "document_id", "location"], ignore_index=True)
