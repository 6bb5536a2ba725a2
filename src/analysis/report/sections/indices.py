"""Published indices of the province: a gap is a gap, differing sources are both shown."""

from __future__ import annotations

import functools

import pandas as pd
from markupsafe import Markup

from analysis.reference.texts import Texts, texts
from analysis.report.context import Context
from analysis.report.html import Child, Column, Fragment, joined, section, table, tag
from analysis.report.ranks import ranks_figure, segment

# What whoever collected the sources remarked, in English; told in the language of the page.
REMARKS = tuple(f"remark.{key}" for key in ("derived", "beyond", "listed", "headline", "inferred", "undated", "rank"))


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
            "tip": [_tip(context, row) for _, row in ranked.iterrows()],
        }
    )
    return ranks_figure(t, "index-ranks", frame, title=_message(context, ranked), what=t("indices.index"))


def _tip(context: Context, row: pd.Series) -> str:
    said = context.texts("summary.rank", rank=int(row["rank"]))
    return f"{row['index']} {row['year']}: {said} ({host(row['source'])})"


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
        cells.append([row["index"], f"{row['year']}{mark}", score, rank or "—", source_link(row["source"], t)])
    return table(heads, cells, stack=True)


def source_link(source: str, t: Texts) -> Child:
    """A web source as a link named by its host, what is remarked of it behind the link; other sources as text."""
    address, _, remark = source.partition(" ")
    if not address.startswith(("https://", "http://")):
        return source
    link = tag("a", host(address), href=address, rel="noreferrer")
    if not remark:
        return link
    said = functools.reduce(lambda words, key: words.replace(texts("en")(key), t(key)), REMARKS, remark)
    return joined([link, tag("small", said, lang="en" if said == remark else None)])


def host(source: str) -> str:
    """The host of a web source, for a short name."""
    return source.split("/")[2] if source.startswith(("https://", "http://")) else source
