"""The comparison's published indices: ranks of the followed units as lines, and scores and ranks by year."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.dataset import Dataset
from analysis.reference.texts import Texts
from analysis.report.figure import details, figures
from analysis.report.html import Child, Column, Fragment, Row, section, table, tag
from analysis.report.province_name import mark_key, name_of
from analysis.report.ranks import ranks_figure, segment


def indices_part(data: Dataset, followed: list[str], t: Texts) -> Fragment:
    """Published indices: ranks of the followed units as lines, then a matrix per index."""
    rows = data.indices
    if not len(rows):
        return Fragment(Markup(""))
    names = [str(name) for name, count in rows["index"].value_counts().items() if count >= 2]
    drawn = [chart for name in sorted(names) if (chart := _ranks(t, name, rows, followed))]
    tables = []
    for name in sorted(names):
        part = rows[rows["index"] == name]
        mine, others = part[part["province"].isin(followed)], part[~part["province"].isin(followed)]
        tables.append(tag("h3", name))
        tables.append(_index_table(t, mine) if len(mine) else tag("p", t("indices.none")))
        if len(others):
            tables.append(details(t("comparison.other_units", n=others["province"].nunique()), _index_table(t, others)))
    return section(
        "indices",
        t("comparison.indices"),
        tag("p", t("comparison.indices_intro"), class_="muted"),
        figures(drawn),
        *tables,
    )


def _ranks(t: Texts, name: str, rows: pd.DataFrame, followed: list[str]) -> Markup | None:
    ranked = rows[(rows["index"] == name) & rows["province"].isin(followed) & rows["rank"].notna()]
    ranked = ranked.sort_values(["province", "year", "rank"], kind="stable")
    if ranked["province"].nunique() < 2 or ranked["year"].nunique() < 2:
        return None
    frame = pd.DataFrame(
        {
            "index": [name_of(province, t) for province in ranked["province"]],
            "key": [mark_key(province) for province in ranked["province"]],
            "year": [int(year) for year in ranked["year"]],
            "rank": [float(rank) for rank in ranked["rank"]],
            "segment": [segment(name, int(year)) for year in ranked["year"]],
            "tip": [_rank_tip(t, row) for _, row in ranked.iterrows()],
        }
    )
    last = frame[frame["year"] == frame["year"].max()].sort_values("rank", kind="stable").iloc[0]
    title = t("comparison.index_chart", index=name, year=last["year"], province=last["index"], rank=int(last["rank"]))
    identity = f"ranks-{name.lower().replace(' ', '-').replace('/', '-')}"
    return ranks_figure(t, identity, frame, title=title, what=t("identity.province"))


def _rank_tip(t: Texts, row: pd.Series) -> str:
    said = t("summary.rank", rank=int(row["rank"]))
    return f"{name_of(row['province'], t)} {row['year']}: {said} ({t.location(row['location'])})"


def _index_table(t: Texts, rows: pd.DataFrame) -> Markup:
    """Provinces by years: score (rank); several sources one below the other; a gap stays empty."""
    years = sorted({int(year) for year in rows["year"]})
    heads = [Column(t("identity.province")), *(Column(str(year), "num") for year in years)]
    cells = []
    for province, part in rows.groupby("province", sort=True):
        by_year = [part[part["year"] == year] for year in years]
        shown = (name_of(str(province), t), *(_results(t, found) for found in by_year))
        cells.append(Row(shown, of=mark_key(str(province))))
    return table(heads, cells)


def _results(t: Texts, found: pd.DataFrame) -> Child:
    said = dict.fromkeys(_result(t, row) for _, row in found.iterrows())
    return Markup("<br>").join(said) if said else None


def _result(t: Texts, row: pd.Series) -> str:
    score = "" if pd.isna(row["score"]) else t.number(row["score"])
    rank = "" if pd.isna(row["rank"]) else f"({int(row['rank'])})"
    return " ".join(part for part in (score, rank) if part)
