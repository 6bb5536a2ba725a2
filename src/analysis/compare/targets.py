"""Targets across provinces: one matrix of indicator × level × deadline × province, with what is not there said.

A missing target is a row of its own with a state, never a zero and never an empty cell that could mean anything.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.compare.demand import CELL, stated_targets
from analysis.compare.scope import scope_differences
from analysis.reference.comparison_words import LANGUAGES, phrase
from analysis.reference.indicators import UNMATCHED

STATES = (
    "target", "other_level", "undated", "beyond_plan", "before_plan", "other_deadline", "no_such_target", "no_plan",
)  # fmt: skip
_ORDER = [
    "domain", *CELL, "province",
    "state", "asks", "comparator", "strict", "value", "value_max", "unit", "direction", "basis",
    "baseline_year", "demand", "stands", "states_several", "scope", "scope_differs", "scope_difference_vi",
    "scope_difference_en", "falls_over_time", "earlier_deadline", "earlier_value", "state_vi", "state_en", "label",
    "printed", "document_id", "location",
]  # fmt: skip

_UNNAMED = [
    "province", "domain", "label", "level", "deadline_year", "comparator", "value", "value_max", "unit", "printed",
    "document_id", "location",
]  # fmt: skip


def targets_matrix(
    targets: pd.DataFrame,
    provinces: Collection[str] | None = None,
    deadline: int | None = None,
    domain: str | None = None,
) -> pd.DataFrame:
    """What each province asks of itself, side by side.

    Args:
        targets: processed table `targets`.
        provinces: keys to compare, in the order to show; default all that have a target. One without any target
            still gets its rows, as "no_plan": nothing is known of it.
        deadline: only this year; default all, a target without a year standing at missing.
        domain: only this domain of reform.

    Returns:
        One row per domain, indicator, level, deadline_year and province. `state` says whether there is a target, one
        for another level, another deadline or without a year, none, plans that do not reach so far or begin only after
        the deadline, or no plan with targets at all among the documents. `stands` says who asks "most", "least",
        "same", "between", "only" one, or "not_comparable" (units, base years or counting differ).
        `falls_over_time` marks a target below the province's own for an earlier year.
    """
    stated = _with_falls(stated_targets(targets))
    order = list(dict.fromkeys(provinces)) if provinces is not None else sorted(stated["province"].unique())
    stated = stated[stated["province"].isin(order)]
    wanted = _chosen(stated, deadline, domain)
    wanted = wanted.assign(state="target")
    absent = _absent(wanted, stated, order)
    absent["state"] = absent["state"].where(absent["province"].isin(targets["province"]), "no_plan")
    frame = pd.concat([wanted, absent], ignore_index=True)
    frame = _with_standing(scope_differences(frame))
    frame["states_several"] = (frame["state"] == "target") & frame.duplicated([*CELL, "province"], keep=False)
    for language in LANGUAGES:
        frame[f"state_{language}"] = frame["state"].map({state: phrase(language, state) for state in STATES})
    place = frame["province"].map({province: number for number, province in enumerate(order)})
    by = ["domain", *CELL, "_place", "asks", "location"]
    return frame.assign(_place=place).sort_values(by, kind="stable")[_ORDER].reset_index(drop=True)


def unnamed_targets(
    targets: pd.DataFrame,
    provinces: Collection[str] | None = None,
    deadline: int | None = None,
    domain: str | None = None,
) -> pd.DataFrame:
    """Targets the matrix leaves out because no indicator of the vocabulary names them, so that nothing stands beside.

    They are not said to be alike for being all unnamed: each is a row of its own, with its words and its place.
    """
    rows = targets[(targets["duplicate_of"] == "") & targets["indicator"].isin(["", UNMATCHED])]
    if provinces is not None:
        rows = rows[rows["province"].isin(list(provinces))]
    rows = _chosen(rows, deadline, domain)
    by = ["province", "document_id", "location", "label", "printed"]
    return rows.sort_values(by, kind="stable", ignore_index=True)[_UNNAMED]


def _chosen(stated: pd.DataFrame, deadline: int | None, domain: str | None) -> pd.DataFrame:
    keep = pd.Series(True, index=stated.index)
    if deadline is not None:
        keep &= stated["deadline_year"].eq(deadline).fillna(False).astype(bool)
    if domain is not None:
        keep &= stated["domain"] == domain
    return stated[keep]


def _with_falls(stated: pd.DataFrame) -> pd.DataFrame:
    """Mark targets that ask less than the same province's target for the deadline before, on the same terms."""
    terms = ["province", "indicator", "level", "unit", "basis", "baseline_year"]
    dated = stated[stated["deadline_year"].notna()]
    steps = dated.groupby([*terms, "deadline_year"], as_index=False)[["demand", "value"]].max()
    steps = steps.sort_values([*terms, "deadline_year"])
    before = steps.groupby(terms, sort=False)
    steps["earlier_deadline"] = before["deadline_year"].shift()
    steps["earlier_value"] = before["value"].shift()
    steps["falls_over_time"] = steps["demand"] < before["demand"].shift()
    steps.loc[~steps["falls_over_time"], ["earlier_deadline", "earlier_value"]] = pd.NA
    marks = [*terms, "deadline_year", "falls_over_time", "earlier_deadline", "earlier_value"]
    merged = stated.merge(steps[marks], on=[*terms, "deadline_year"], how="left")
    merged["falls_over_time"] = merged["falls_over_time"].eq(True)
    return merged


def _absent(wanted: pd.DataFrame, stated: pd.DataFrame, provinces: list[str]) -> pd.DataFrame:
    """Rows for the cells of the matrix where a province has no target, each with its reason as state."""
    cells = wanted[["domain", *CELL, "unit", "direction"]].drop_duplicates(CELL)
    grid = cells.merge(pd.DataFrame({"province": pd.Series(provinces, dtype="str")}), how="cross")
    there = wanted[[*CELL, "province"]].drop_duplicates().assign(there=True)
    grid = grid.merge(there, on=[*CELL, "province"], how="left")
    grid = grid[grid["there"].isna()].drop(columns="there")
    pairs = stated[["province", "indicator"]].drop_duplicates().assign(any_deadline=True)
    same_year = stated[["province", "indicator", "deadline_year"]].drop_duplicates().assign(same_deadline=True)
    open_ended = stated[stated["deadline_year"].isna()]
    undated = open_ended[["province", "indicator", "level"]].drop_duplicates().assign(undated=True)
    last = stated.groupby("province")["deadline_year"].max()
    grid = grid.merge(pairs, how="left").merge(same_year, how="left").merge(undated, how="left")
    too_far = (grid["deadline_year"] > grid["province"].map(last)).fillna(False).astype(bool)
    state = pd.Series("no_such_target", index=grid.index, dtype="str")
    over = (grid["deadline_year"] < grid["province"].map(_first_years(stated))).fillna(False).astype(bool)
    state = state.mask(grid["any_deadline"].notna(), "other_deadline").mask(too_far, "beyond_plan")
    state = state.mask(over, "before_plan")
    state = state.mask(grid["undated"].notna(), "undated")
    grid["state"] = state.mask(grid["same_deadline"].notna(), "other_level")
    texts = ("asks", "comparator", "basis", "baseline_year", "scope", "label", "printed", "document_id", "location")
    grid = grid.assign(**dict.fromkeys(texts, ""), **dict.fromkeys(("strict", "falls_over_time"), False))
    return grid.drop(columns=["any_deadline", "same_deadline", "undated"])


def _first_years(stated: pd.DataFrame) -> dict[str, int]:
    """The first year of each province's plans, by the periods their documents are filed under."""
    begun: dict[str, int] = {}
    for province, document in stated[["province", "document_id"]].drop_duplicates().itertuples(index=False, name=None):
        _, _, filed = document.partition("/")
        if filed[:4].isdigit():
            begun[province] = min(int(filed[:4]), begun.get(province, int(filed[:4])))
    return begun


def _with_standing(frame: pd.DataFrame) -> pd.DataFrame:
    """Who asks most and least in each cell, among targets on the same terms."""
    there = frame[frame["state"] == "target"]
    terms = there["unit"] + "|" + there["basis"] + "|" + there["baseline_year"]
    grouped = there.assign(terms=terms).groupby(CELL, dropna=False)
    low, high = grouped["demand"].transform("min"), grouped["demand"].transform("max")
    stands = pd.Series("between", index=there.index, dtype="str")
    stands = (
        stands.mask(there["demand"] == high, "most").mask(there["demand"] == low, "least").mask(low == high, "same")
    )
    stands = stands.mask(grouped["terms"].transform("nunique") > 1, "not_comparable")
    stands = stands.mask(grouped["province"].transform("nunique") == 1, "only")
    return frame.assign(stands=stands.reindex(frame.index).fillna("").astype("str"))
