"""The tile map of the comparison: published ranks, every unit in its place, gaps left empty."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from markupsafe import Markup

from analysis.charts.tiles import tiles
from analysis.compare.indices import index_year
from analysis.dataset import Dataset
from analysis.reference.provinces import provinces_on
from analysis.reference.texts import Texts
from analysis.reference.tile_map import tile_map
from analysis.report.figure import figure
from analysis.report.html import Column, Fragment, section, table
from analysis.report.sections.rates import spoken

INDEX = "PAR INDEX"
LEAST = 3  # ranks a year must have to be worth a map


def country_part(data: Dataset, t: Texts) -> Fragment:
    """The map of the year with most ranks, the latest of several; nothing where no year has enough."""
    ranked = data.indices[(data.indices["index"] == INDEX) & data.indices["rank"].notna()]
    counts = ranked.groupby("year")["province"].nunique()
    if not len(counts) or counts.max() < LEAST:
        return Fragment(Markup(""))
    year = max(int(str(year)) for year, count in counts.items() if count == counts.max())
    day = dt.date(year, 12, 31)
    found = index_year(data.indices, INDEX, year)
    frame = _cells(found, day, t)
    known = frame[frame["rank"].notna()].sort_values("rank", kind="stable")
    first = known.iloc[0]
    title = t(
        "comparison.map_chart",
        index=INDEX,
        year=year,
        n=t.number(len(known)),
        province=first["label"],
        rank=int(first["rank"]),
    )
    heads = [Column(t("identity.province")), Column(t("indices.rank"), "num"), Column(t("word.location"), "place")]
    listed = frame[frame["cell"] == "unit"].sort_values("rank", kind="stable", na_position="last")
    cells = [
        (f"{row['label']} ({row['short']})", "–" if pd.isna(row["rank"]) else f"{row['rank']:.0f}", row["place"])
        for _, row in listed.iterrows()
    ]
    drawn = figure(
        "tile-map",
        tiles(frame, title=title, language=t.language),
        t,
        alternative=t("rates.alternative", rows=spoken(zip(known["label"], known["tip"], strict=True), 70)),
        data=table(heads, cells, caption=title),
        note=t("comparison.map_note"),
    )
    return section("map", t("comparison.map"), drawn)


def _cells(found: pd.DataFrame, day: dt.date, t: Texts) -> pd.DataFrame:
    """Every cell of the map on `day` with the unit's rank; where sources disagree the cell says both and has none."""
    known = found[found["rank"].notna()]
    ranks = {str(key): sorted({int(rank) for rank in rows}) for key, rows in known.groupby("province")["rank"]}
    places = found.groupby("province")["location"].agg("; ".join)
    frame = tile_map(day)
    said = [ranks.get(key, []) for key in frame["key"]]
    return frame.assign(
        rank=[float(values[0]) if len(values) == 1 else float("nan") for values in said],
        units=len(provinces_on(day)),
        tip=[_tip(t, label, values) for label, values in zip(frame["label"], said, strict=True)],
        place=[t.location(str(places.get(key, ""))) for key in frame["key"]],
    )


def _tip(t: Texts, label: str, ranks: list[int]) -> str:
    return f"{label}: {t('summary.rank', rank=' / '.join(map(str, ranks)))}" if ranks else label
