"""One indicator over all provinces: what they promise, and every result that speaks about it, by definition."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.compare.attainment import attainments
from analysis.compare.distribution import positions
from analysis.compare.doubts import doubts_of, with_doubts
from analysis.compare.indices import unit_kind
from analysis.compare.likeunits import comparable_units
from analysis.compare.results import results
from analysis.reference.comparability import ResultForTarget, results_for_targets
from analysis.reference.indicators import UNMATCHED
from analysis.reference.periods import parse_period
from analysis.reference.provinces import NATIONAL
from analysis.tables import NOT_IDENTIFIED

FITS = ("same", "close", "different")
_WIDEST_FIRST = ("all", "province", "district", "commune")
_ORDER = [
    "fit", "indicator", "level", "period", "province", "value", "unit", "kind", "source", "doubtful", "doubt_vi",
    "doubt_en", "caveat_vi", "caveat_en", "label", "note", "ref", "document_id", "location",
]  # fmt: skip


def indicator_results(
    indicator: str,
    observations: pd.DataFrame,
    figures: pd.DataFrame,
    indices: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    checks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every result that speaks about `indicator`, the newest period first.

    `fit` says how: the "same" definition (the result bears the indicator's own name, or stands so in
    reference/result_for_target.csv), a "close" one, or a "different" one that is shown and never judged. Results of two
    definitions have two names in `indicator` and are not to be put into one ranking. Empty cells stay, without value.
    """
    mappings: dict[tuple[str, str], ResultForTarget] = {}
    for one in results_for_targets():
        if one.target == indicator:
            mappings.setdefault((one.source, one.result), one)
    if len(observations):
        named = {indicator, *(result for source, result in mappings if source == "form")}
        observations = observations[observations["indicator"].isin(sorted(named))]
    frame = results(observations, figures, indices)
    units = [unit for unit in frame["province"].unique() if unit_kind(unit) == "province"]
    frame = frame[frame["province"].isin(units)]
    keys = zip(frame["source"], frame["indicator"], strict=True)
    told = [key in mappings or key[1] == indicator for key in keys]
    frame = frame[pd.Series(told, index=frame.index, dtype="bool")]
    chosen = [mappings.get(key) for key in zip(frame["source"], frame["indicator"], strict=True)]
    texts = {
        "fit": ["same" if one is None else one.fit for one in chosen],
        "caveat_vi": ["" if one is None else one.caveat_vi for one in chosen],
        "caveat_en": ["" if one is None else one.caveat_en for one in chosen],
    }
    frame = frame.assign(**{name: pd.Series(text, index=frame.index, dtype="str") for name, text in texts.items()})
    frame = with_doubts(frame, doubts_of(findings, checks))
    ends = {period: parse_period(period).end.toordinal() for period in frame["period"].unique()}
    frame = frame.assign(
        _fit=[FITS.index(fit) for fit in frame["fit"]],
        _end=[-ends[period] for period in frame["period"]],
        _level=[level_order(level) for level in frame["level"]],
    )
    by = ["_fit", "indicator", "_end", "period", "_level", "province", "document_id", "ref"]
    return frame.sort_values(by, ignore_index=True)[_ORDER]


def level_order(level: str) -> int:
    """Place of a level of government in a list: the province as a whole first, communes last."""
    return _WIDEST_FIRST.index(level) if level in _WIDEST_FIRST else len(_WIDEST_FIRST)


def placed_results(found: pd.DataFrame) -> pd.DataFrame:
    """Results of `indicator_results` with their positions among the provinces that report the same thing.

    The same thing is one indicator at one level of government in one period: nothing else is put into one ranking. No
    place have rows without a value, in another unit, of a province whose figures disagree (`conflict`), and those of a
    document that names no province. A value given twice by a province is one row with both places.
    """
    if not len(found):
        return positions(found.assign(conflict=False), "value")
    parts = []
    for _, group in found.groupby(["indicator", "level", "period"], sort=False):
        same = ["province", "value"]
        places = group.groupby(same, dropna=False)["location"].transform(lambda places: ";".join(dict.fromkeys(places)))
        rows = group.assign(location=places).drop_duplicates(same)
        conflict = rows.groupby("province")["value"].transform("nunique") > 1
        unplaced = conflict | ~comparable_units(rows) | (rows["province"] == NOT_IDENTIFIED)
        unplaced |= rows["kind"].isin(["boolean", "category"])
        parts.append(positions(rows.assign(conflict=conflict), "value", _better(rows), undecided=unplaced))
    frame = pd.concat(parts).assign(_order=range(sum(map(len, parts))))
    first = frame.groupby(["indicator", "level", "period"], sort=False)["_order"].transform("min")
    by = ["_first", "position", "province", "location"]
    return frame.assign(_first=first).sort_values(by, ignore_index=True).drop(columns=["_first", "_order"])


def _better(rows: pd.DataFrame) -> str:
    """Which end is better: the low one of a rank, the high one of a rate or score, neither of a count."""
    if (rows["kind"] == "rank").any():
        return "low"
    return "high" if (rows["kind"] == "percent").any() or (rows["source"] == "index").any() else ""


def indicator_states(
    indicator: str,
    found: pd.DataFrame,
    observations: pd.DataFrame,
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    national_targets: pd.DataFrame,
    indices: pd.DataFrame,
    findings: pd.DataFrame | None = None,
    checks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How far each province that has a target has come in the last period it reports on; see compare.attainment.

    Where the nation has a target every province is held against it. `found` are the results of `indicator_results`; the
    tables are the processed ones.
    """
    mine = [table[table["indicator"] == indicator] for table in (targets, national_targets)]
    named = found["indicator"].unique()
    rows = observations[observations["indicator"].isin(named)]
    told = figures[figures["document_id"].isin(found.loc[found["source"] == "figure", "document_id"])]
    ends = {period: parse_period(period).end for period in found["period"].unique()}
    reported = found[(found["province"] != NOT_IDENTIFIED) & (found["source"] != "index")]
    if not len(reported):
        reported = found[found["province"] != NOT_IDENTIFIED]
    if not len(mine[1]):
        reported = reported[reported["province"].isin(mine[0]["province"])]
    by_end = reported.assign(_end=[ends[period] for period in reported["period"]])
    newest = by_end.sort_values(["province", "_end", "period"]).drop_duplicates("province", keep="last")
    last = dict(zip(newest["province"], newest["period"], strict=True))
    return attainments(rows, told, mine[0], mine[1], last, indices, findings, checks)


def shared_indicators(targets: pd.DataFrame, observations: pd.DataFrame, figures: pd.DataFrame) -> list[str]:
    """Indicators that two provinces or more say something about, by a target or a result; sorted."""
    named = results(observations, figures)[["province", "indicator"]]
    promised = targets.loc[targets["duplicate_of"] == "", ["province", "indicator"]]
    pairs = pd.concat([named, promised], ignore_index=True).drop_duplicates()
    pairs = pairs[~pairs["indicator"].isin(["", UNMATCHED]) & (pairs["province"] != NATIONAL)]
    counts = Counter(pairs.loc[pairs["province"] != NOT_IDENTIFIED, "indicator"])
    return sorted(key for key, count in counts.items() if count >= 2)
