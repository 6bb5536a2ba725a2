"""Published indices by year: scales, changes of method, conflicting sources, and gaps that stay gaps."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.compare.distribution import positions
from analysis.compare.rows import joined
from analysis.reference.comparison_words import LANGUAGES, phrase
from analysis.reference.index_methods import IndexMethod, index_methods, index_name
from analysis.reference.provinces import NATIONAL

_KEY = ["index", "month", "province"]
_ORDER = [
    "index", "month", "province", "kind", "year", "state", "score", "rank", "scale_max", "share_of_scale", "segment",
    "breaks_before", "break_vi", "break_en", "break_confidence", "conflict", "rounding", "source", "document_id",
    "location",
]  # fmt: skip


def index_history(
    indices: pd.DataFrame, index: str | None = None, provinces: Collection[str] | None = None
) -> pd.DataFrame:
    """Scores and ranks over the years, every source kept.

    Args:
        indices: processed table `indices`.
        index: one index by its name ("PAPI"); default all. An index by month keeps its month in column `month`.
        provinces: keys to keep; default all, with averages and regions.

    Returns:
        One row per index, unit, year and source. `kind` tells provinces from the "national" average, a "region" and
        "other" printed lines. `segment` numbers the stretches of one method; `breaks_before` marks the first year of a
        new one: no line may be drawn across it. A year without any figure between two that have one is a row with
        state "missing_score" and no number. `conflict` marks years for which sources print different numbers,
        `rounding` those where one source prints fewer decimals of the same.
    """
    frame = _named(indices)
    if index is not None:
        frame = frame[frame["index"] == index]
    if provinces is not None:
        frame = frame[frame["province"].isin(list(provinces))]
    frame = pd.concat([frame, _gaps(frame)], ignore_index=True)
    frame = _with_methods(_with_conflicts(frame))
    frame["share_of_scale"] = frame["score"] / frame["scale_max"]
    by = ["index", "month", "province", "year", "source", "location"]
    return frame[_ORDER].sort_values(by, kind="stable", ignore_index=True)


def index_year(indices: pd.DataFrame, index: str, year: int) -> pd.DataFrame:
    """Provinces in one year of one index: position, distance to the best and to the median of those with a score.

    Averages and regions are left out. The published `rank` stays beside `position`, which counts only the provinces
    that have a score here: of 63 provinces perhaps twelve. A province whose sources disagree gets no position. Scores
    of two months of an index by month are placed apart.
    """
    frame = index_history(indices, index)
    frame = frame[(frame["year"] == year) & (frame["kind"] == "province") & (frame["state"] != "missing_score")]
    frame = _one_per_year(frame)
    method = index_methods().get(index)
    better = method.better if method else "high"
    months = [
        positions(part, "score", better=better, undecided=part["conflict"])
        for _, part in frame.groupby("month", dropna=False)
    ]
    shown = pd.concat(months) if months else positions(frame, "score", better=better)
    by = ["month", "position", "rank", "province", "source"]
    return shown.sort_values(by, kind="stable", ignore_index=True)


def index_change(indices: pd.DataFrame, index: str, provinces: Collection[str] | None = None) -> pd.DataFrame:
    """Change of score and rank from a unit's previous published year; none across a change of method.

    A year whose sources disagree takes part in no change. A rank may be compared across methods no more than a score.
    """
    frame = index_history(indices, index, provinces)
    sure = _one_per_year(frame[(frame["state"] == "published") & ~frame["conflict"]])
    before = sure.groupby(_KEY, dropna=False, sort=False)
    same_method = sure["segment"] == before["segment"].shift()
    return sure.assign(
        previous_year=before["year"].shift(),
        score_change=(sure["score"] - before["score"].shift()).where(same_method),
        rank_change=(sure["rank"] - before["rank"].shift()).where(same_method),
    ).reset_index(drop=True)


def _named(indices: pd.DataFrame) -> pd.DataFrame:
    names = {printed: index_name(printed) for printed in indices["index"].unique()}
    month = pd.array([names[printed][1] for printed in indices["index"]], dtype="Int64")
    kinds = {unit: unit_kind(unit) for unit in indices["province"].unique()}
    return indices.assign(
        index=indices["index"].map({printed: name for printed, (name, _) in names.items()}).astype("str"),
        month=month,
        kind=indices["province"].map(kinds).astype("str"),
        state="published",
    )


def unit_kind(unit: str) -> str:
    """What a printed unit of an index is: "province", the "national" average, a "region" or an "other" line."""
    if unit == NATIONAL:
        return "national"
    if unit.startswith("(region"):
        return "region"
    return "other" if unit.startswith("(") else "province"


def _gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """A row without numbers for each year that is missing between a unit's first and last year."""
    years = frame[[*_KEY, "kind", "year"]].drop_duplicates()
    rows: list[dict[str, object]] = []
    for key, group in years.groupby([*_KEY, "kind"], dropna=False):
        held = set(group["year"])
        absent = [year for year in range(min(held), max(held)) if year not in held]
        rows.extend(dict(zip((*_KEY, "kind"), key, strict=True), year=year) for year in absent)
    if not rows:
        return frame.head(0)
    texts = dict.fromkeys(("source", "document_id", "location"), "")
    gaps = pd.DataFrame(rows).assign(state="missing_score", score=float("nan"), scale_max=float("nan"), **texts)
    gaps["rank"] = pd.array([None] * len(gaps), dtype="Int64")
    return gaps[frame.columns].astype(frame.dtypes.to_dict())


def _with_conflicts(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark years with different numbers; scores one step of the coarser print apart differ by rounding only."""
    decimals = frame["score"].map(_decimals, na_action="ignore")
    grouped = frame.assign(decimals=decimals).groupby([*_KEY, "year"], dropna=False)
    spread = grouped["score"].transform("max") - grouped["score"].transform("min")
    step = 10.0 ** -grouped["decimals"].transform("min")
    ranks_differ = grouped["rank"].transform("nunique") > 1
    conflict = (ranks_differ | (spread > step * 1.0001)).astype(bool)
    return frame.assign(conflict=conflict, rounding=(spread > 0).astype(bool) & ~conflict)


def _decimals(score: float) -> int:
    return len(repr(score).partition(".")[2].rstrip("0"))


def _one_per_year(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and year where sources agree: the most precise score, any rank, all sources joined."""
    order = frame.assign(_decimals=frame["score"].map(_decimals, na_action="ignore").fillna(-1))
    order = order.sort_values([*_KEY, "year", "_decimals", "location"], ascending=[True] * 4 + [False, True])
    clear = order[~order["conflict"]]
    keys = [*_KEY, "year"]
    texts = {name: joined(clear, keys, name, " ; ") for name in ("source", "location")}
    rank = clear.groupby(keys, dropna=False, sort=False)["rank"].transform("first").astype("Int64")
    single = clear.assign(rank=rank).drop_duplicates(keys).assign(**texts)
    return pd.concat([single, order[order["conflict"]]]).drop(columns="_decimals").sort_values(keys, kind="stable")


def _with_methods(frame: pd.DataFrame) -> pd.DataFrame:
    """Segment of each row, and the break before it where the row before it in time had another method."""
    pairs = frame[["index", "year"]].drop_duplicates()
    segments = {(name, int(year)): _segment(name, int(year)) for name, year in pairs.itertuples(index=False)}
    keys = list(zip(frame["index"], frame["year"].astype(int), strict=True))
    frame = frame.assign(segment=[segments[key] for key in keys])
    first = frame.groupby([*_KEY, "segment"], dropna=False)["year"].transform("min")
    later = frame["segment"] > frame.groupby(_KEY, dropna=False)["segment"].transform("min")
    opens = (frame["year"] == first) & later
    frame = frame.assign(breaks_before=opens.astype(bool))
    for language in LANGUAGES:
        words = [
            _break_words(name, year, language) if new else "" for (name, year), new in zip(keys, opens, strict=True)
        ]
        frame[f"break_{language}"] = pd.Series(words, index=frame.index, dtype="str")
    sure = [_confidence(name, year) if new else "" for (name, year), new in zip(keys, opens, strict=True)]
    return frame.assign(break_confidence=pd.Series(sure, index=frame.index, dtype="str"))


def _method(name: str) -> IndexMethod | None:
    return index_methods().get(name)


def _segment(name: str, year: int) -> int:
    method = _method(name)
    return method.segment(year) if method else 0


def _break_words(name: str, year: int, language: str) -> str:
    method = _method(name)
    change = method.break_before(year) if method else None
    if change is None:
        return phrase(language, "method_change")
    return change.reason_vi if language == "vi" else change.reason_en


def _confidence(name: str, year: int) -> str:
    method = _method(name)
    change = method.break_before(year) if method else None
    return change.confidence if change else ""
