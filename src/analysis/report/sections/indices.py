"""Published indices of the province: a gap is a gap, differing sources are both shown."""

from __future__ import annotations

import functools
import math
import re
from decimal import Decimal
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from analysis.reference.texts import Texts, texts
from analysis.report.context import Context
from analysis.report.html import Child, Column, Fragment, joined, section, table, tag
from analysis.report.ranks import ranks_figure, segment

LEADING = "PAR INDEX"
# What whoever collected the sources remarked, in English; told in the language of the page.
REMARKS = ("derived", "beyond", "listed", "headline", "inferred", "undated", "edition_by", "edition", "latest", "rank")
_DECIMAL = re.compile(r"(?<=\d)[.](?=\d)")


def indices(context: Context) -> Fragment:
    """Ranks over the years as a chart, then every published figure with its source."""
    t = context.texts
    if not len(context.own.indices):
        return Fragment(Markup(""))
    rows = published(context.own.indices)
    return section(
        "indices",
        t("indices.heading"),
        tag("p", t("indices.intro"), class_="muted"),
        _chart(context, rows),
        _table(context, rows),
    )


def published(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each index and year where all sources agree, one for each source where they do not.

    Columns: index, year, score, rank, scale_max (each by whichever source states it), sources (list), differ (bool).
    """
    found = []
    for (index, _), part in rows.sort_values(["index", "year", "rank"], kind="stable").groupby(["index", "year"]):
        differ = _differ(part["score"]) or part["rank"].nunique() > 1
        for one in (part.iloc[[place]] for place in range(len(part))) if differ else (part,):
            numbers = {name: _most_exact(one[name]) for name in ("score", "rank", "scale_max")}
            sources, year = list(dict.fromkeys(one["source"])), int(one["year"].iloc[0])
            found.append({"index": index, "year": year, **numbers, "sources": sources, "differ": differ})
    return pd.DataFrame(found, columns=["index", "year", "score", "rank", "scale_max", "sources", "differ"])


def _most_exact(stated: pd.Series) -> float:
    """The number with most decimals among those that say the same; NaN for none."""
    numbers = [float(number) for number in stated.dropna()]
    return max(numbers, key=lambda number: len(repr(number)), default=math.nan)


def _differ(scores: pd.Series) -> bool:
    """Whether scores are not one number, printed with more decimals here and fewer there."""
    stated = [Decimal(repr(float(score))) for score in scores.dropna()]
    exponents = [int(score.as_tuple().exponent) for score in stated]
    return bool(stated) and max(stated) - min(stated) >= Decimal(1).scaleb(max(exponents)) and len(set(stated)) > 1


def leading(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the index to speak of first, by year: the index of this reform, else the one with most years."""
    years = rows.groupby("index")["year"].nunique().sort_values(kind="stable")
    name = LEADING if LEADING in years.index else years.index[-1]
    return rows[rows["index"] == name].drop_duplicates("year").sort_values("year", kind="stable")


def movement(t: Texts, rows: pd.DataFrame, year: int) -> str:
    """How the rank of `year` moved from the ranked year before, in words; "" where no year is.

    Ranks by different methods are named and not held against each other.
    """
    now = rows[rows["year"] == year].iloc[0]
    earlier = rows[(rows["year"] < year) & rows["rank"].notna()]
    if not len(earlier) or pd.isna(now["rank"]):
        return ""
    then, before = int(earlier["year"].iloc[-1]), int(earlier["rank"].iloc[-1])
    if segment(now["index"], then) != segment(now["index"], year):
        return t("indices.apart", year=then, rank=before)
    gained = before - int(now["rank"])
    key = "rising" if gained > 0 else "falling" if gained < 0 else "same"
    return t(f"indices.{key}", n=abs(gained), year=then)


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
    return f"{row['index']} {row['year']}: {said} ({', '.join(dict.fromkeys(map(host, row['sources'])))})"


def _message(context: Context, ranked: pd.DataFrame) -> str:
    """The newest rank of the leading index, and how it moved."""
    t, rows = context.texts, leading(ranked)
    now = rows.iloc[-1]
    change = movement(t, rows, int(now["year"])) or t("indices.first")
    return t("indices.chart", index=now["index"], year=int(now["year"]), rank=int(now["rank"]), change=change)


def _table(context: Context, rows: pd.DataFrame) -> Markup:
    t = context.texts
    heads = [
        Column(t("indices.index")),
        Column(t("indices.year"), "num"),
        Column(t("indices.score"), "num"),
        Column(t("indices.rank"), "num"),
        Column(t("word.source")),
    ]
    cells: list[list[Child]] = []
    for _, row in rows.iterrows():
        rank = "—" if pd.isna(row["rank"]) else str(int(row["rank"]))
        mark = tag("small", t("indices.conflict")) if row["differ"] else None
        scale = "" if pd.isna(row["scale_max"]) else f" / {t.number(row['scale_max'])}"
        score = "—" if pd.isna(row["score"]) else f"{t.number(row['score'])}{scale}"
        links = [source_link(source, t) for source in row["sources"]]
        links = [tag("div", link) for link in links] if len(links) > 1 else links
        cells.append([row["index"], joined([str(row["year"]), mark]), score, rank, joined(links)])
    return table(heads, cells, stack=True)


def source_link(source: str, t: Texts) -> Child:
    """A web source as a link named by its host, what is remarked of it behind the link; other sources as text."""
    address, _, remark = source.partition(" ")
    if not address.startswith(("https://", "http://")):
        return source
    link = tag("a", host(address), href=address, rel="noreferrer")
    if not remark:
        return link
    said = functools.reduce(
        lambda words, key: words.replace(texts("en")(f"remark.{key}"), t(f"remark.{key}")), REMARKS, remark
    )
    foreign = said == remark and t.language != "en"
    said = said if foreign or t.language == "en" else _DECIMAL.sub(",", said)
    return joined([link, tag("small", said, lang="en" if foreign else None)])


def host(source: str) -> str:
    """The host of a web source, for a short name."""
    return urlsplit(source).hostname or source if source.startswith(("https://", "http://")) else source
