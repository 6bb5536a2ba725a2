"""Published indices of the province: a gap is a gap, differing sources are both shown."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.charts.indices import ranks
from analysis.reference.index_methods import index_methods
from analysis.report.context import Context
from analysis.report.figure import figure
from analysis.report.html import Child, Column, Fragment, section, table, tag
from analysis.report.sections.rates import spoken


def indices(context: Context) -> Fragment:
    """Ranks over the years as a chart, then every published figure with its source."""
    t, rows = context.texts, context.own.indices
    if not len(rows):
        return Fragment(Markup(""))
    ordered = rows.sort_values(["index", "year", "rank"], kind="stable")
    return section(
        "indices",
        t("indices.heading"),
        tag("p", t("indices.intro"), class_="muted"),
        _chart(context, ordered),
        _table(context, ordered),
    )


def _chart(context: Context, rows: pd.DataFrame) -> Markup | None:
    t = context.texts
    ranked = rows[rows["rank"].notna()]
    if ranked["year"].nunique() < 2:
        return None
    frame = pd.DataFrame(
        {
            "index": ranked["index"].to_numpy(),
            "year": [int(year) for year in ranked["year"]],
            "rank": [float(rank) for rank in ranked["rank"]],
            "segment": [segment(row["index"], int(row["year"])) for _, row in ranked.iterrows()],
            "tip": [f"{row['index']} {row['year']}, {host(row['source'])}" for _, row in ranked.iterrows()],
        }
    )
    by_index = frame.groupby("index", sort=False)[["year", "rank"]].apply(
        lambda part: ", ".join(f"{year}: {rank:.0f}" for year, rank in zip(part["year"], part["rank"], strict=True))
    )
    heads = [Column(t("indices.index")), Column(t("indices.year"), "num"), Column(t("indices.rank"), "num")]
    cells = [(row["index"], str(row["year"]), t.number(row["rank"])) for _, row in frame.iterrows()]
    title = _message(context, ranked)
    return figure(
        "index-ranks",
        ranks(
            frame,
            title=title,
            rank_title=t("indices.rank_axis"),
            year_title=t("indices.year_axis"),
            language=t.language,
        ),
        t,
        alternative=t("indices.alternative", rows=spoken(by_index.items())),
        data=table(heads, cells, caption=title),
        note=t("indices.chart_note"),
    )


def _message(context: Context, ranked: pd.DataFrame) -> str:
    """The newest rank of the index with the longest row, and how it moved."""
    t = context.texts
    lead = ranked.groupby("index")["year"].nunique().sort_values(kind="stable").index[-1]
    lead = "PAR INDEX" if (ranked["index"] == "PAR INDEX").any() else lead
    rows = ranked[ranked["index"] == lead].drop_duplicates("year", keep="first").sort_values("year", kind="stable")
    now = rows.iloc[-1]
    if len(rows) == 1:
        change = t("indices.first")
    else:
        before = rows.iloc[-2]
        gained = int(before["rank"]) - int(now["rank"])
        key = "rising" if gained > 0 else "falling" if gained < 0 else "same"
        change = t(f"indices.{key}", n=abs(gained), year=int(before["year"]))
    return t("indices.chart", index=lead, year=int(now["year"]), rank=int(now["rank"]), change=change)


def _table(context: Context, rows: pd.DataFrame) -> Markup:
    t = context.texts
    repeated = rows.duplicated(["index", "year"], keep=False)
    heads = [
        Column(t("indices.index")),
        Column(t("indices.year"), "num"),
        Column(t("indices.score"), "num"),
        Column(t("indices.rank"), "num"),
        Column(t("word.source")),
    ]
    cells: list[list[Child]] = []
    for (_, row), twice in zip(rows.iterrows(), repeated, strict=True):
        rank = "" if pd.isna(row["rank"]) else str(int(row["rank"]))
        mark = f" ({t('indices.conflict')})" if twice else ""
        scale = "" if pd.isna(row["scale_max"]) else f" / {t.number(row['scale_max'])}"
        score = "—" if pd.isna(row["score"]) else f"{t.number(row['score'])}{scale}"
        cells.append([row["index"], f"{row['year']}{mark}", score, rank or "—", source_link(row["source"])])
    return table(heads, cells, stack=True)


def segment(index: str, year: int) -> int:
    """Number of the method an index used in `year`: no line joins years of two methods."""
    method = index_methods().get(index)
    return method.segment(year) if method else 0


def source_link(source: str) -> Child:
    """A web source as a link named by its host; other sources as text."""
    if not source.startswith(("https://", "http://")):
        return source
    return tag("a", host(source), href=source, rel="noreferrer")


def host(source: str) -> str:
    """The host of a web source, for a short name."""
    return source.split("/")[2] if source.startswith(("https://", "http://")) else source
