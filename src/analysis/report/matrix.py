"""Matrices of the comparison: targets by province, published indices by year."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.charts.indices import ranks
from analysis.charts.spread import spread
from analysis.charts.wrap import wrap
from analysis.compare.demand import CELL
from analysis.compare.targets import targets_matrix
from analysis.dataset import Dataset
from analysis.reference.texts import Texts
from analysis.report.context import name_of
from analysis.report.figure import details, figure, figures
from analysis.report.html import Child, Column, Fragment, joined, section, table, tag
from analysis.report.sections.indices import segment
from analysis.report.sections.rates import short, spoken
from analysis.report.sections.targets import named
from analysis.tables import DOMAINS

MAX_LINES = 12
SIGNS = {"most": "↑", "least": "↓"}


def targets_part(data: Dataset, t: Texts) -> Fragment:
    """Targets that at least two units set, side by side per domain; those of one unit folded below."""
    if not len(data.targets):
        return Fragment(Markup(""))
    matrix = targets_matrix(data.targets)
    there = matrix[matrix["state"] == "target"]
    setting = there.groupby(CELL, dropna=False)["province"].nunique().rename("units").reset_index()
    matrix = matrix.merge(setting, on=CELL, how="left")
    shared = matrix[matrix["units"] >= 2]
    only = matrix[(matrix["units"] < 2) & (matrix["state"] == "target")]
    differ = shared[shared["stands"].isin(["most", "least"])].groupby(CELL, dropna=False).ngroups
    count = shared.groupby(CELL, dropna=False).ngroups
    intro = (
        t("comparison.targets_summary", shared=t.number(count), differ=t.number(differ))
        if count
        else t("comparison.nothing_shared")
    )
    provinces = list(dict.fromkeys(matrix["province"]))
    domains = [name for name in DOMAINS if (shared["domain"] == name).any()]
    tables = [_domain(t, name, shared[shared["domain"] == name], provinces) for name in domains]
    single = details(t("comparison.only_one", n=t.number(len(only))), _single(t, only)) if len(only) else None
    return section(
        "targets",
        t("comparison.targets"),
        tag("p", tag("strong", intro)),
        tag("p", t("comparison.targets_intro"), class_="muted"),
        _spread(t, shared),
        *tables,
        single,
    )


def _domain(t: Texts, domain: str, rows: pd.DataFrame, provinces: list[str]) -> Markup:
    """One matrix: a line per target, level and deadline; a column per unit."""
    heads = [Column(t("comparison.indicator")), Column(t("comparison.level")), Column(t("comparison.deadline"), "num")]
    heads += [Column(name_of(province, t)) for province in provinces]
    cells: list[list[Child]] = []
    for _, line in rows.groupby(CELL, dropna=False, sort=False):
        first = line[line["state"] == "target"].iloc[0]
        cells.append(
            [
                named(t, first),
                t.word("level", first["level"]),
                _deadline(t, first),
                *(_cell(t, line[line["province"] == province]) for province in provinces),
            ]
        )
    return joined([tag("h3", t.word("domain", domain)), table(heads, cells)])


def _cell(t: Texts, rows: pd.DataFrame) -> Child:
    """What one unit asks for in one line, or why it has no such target."""
    asked = rows[rows["state"] == "target"]
    if not len(asked):
        reason = rows[f"state_{t.language}"].iloc[0] if len(rows) else ""
        return tag("span", reason, class_="muted absent")
    parts: list[Child] = []
    for _, row in asked.iterrows():
        sign = SIGNS.get(row["stands"], "")
        word = t("comparison.highest") if sign == "↑" else t("comparison.lowest")
        parts.append(tag("b", _asks(t, row), class_="asks"))
        parts.append(tag("span", f" {sign}", title=word, role="img", aria_label=word) if sign else None)
        difference = str(row[f"scope_difference_{t.language}"])
        parts.append(tag("small", difference) if difference else None)
        if row["falls_over_time"]:
            before = t.number(row["earlier_value"], unit=str(row["unit"]))
            parts.append(tag("small", t("comparison.falls", year=int(row["earlier_deadline"]), value=before)))
    return joined(parts)


def _asks(t: Texts, row: pd.Series) -> str:
    return str(row["asks"]) if t.language == "vi" else str(row["asks"]).replace(",", ".")


def _deadline(t: Texts, row: pd.Series) -> str:
    return t("targets.open") if pd.isna(row["deadline_year"]) else str(int(row["deadline_year"]))


def _single(t: Texts, rows: pd.DataFrame) -> Markup:
    heads = [
        Column(t("comparison.indicator")),
        Column(t("identity.province")),
        Column(t("comparison.level")),
        Column(t("comparison.deadline"), "num"),
        Column(t("targets.goal"), "num"),
    ]
    cells = [
        [
            named(t, row),
            name_of(row["province"], t),
            t.word("level", row["level"]),
            _deadline(t, row),
            _asks(t, row),
        ]
        for _, row in rows.iterrows()
    ]
    return table(heads, cells, stack=True)


def _spread(t: Texts, shared: pd.DataFrame) -> Markup | None:
    """The targets that differ most, as dots per unit."""
    rows = shared[(shared["state"] == "target") & (shared["unit"] == "percent") & (shared["value_max"].isna())]
    rows = rows[rows["stands"].isin(["most", "least", "between"])]
    gap = rows.groupby(CELL, dropna=False)["value"].transform(lambda values: values.max() - values.min())
    rows = rows.assign(gap=gap)[gap > 0].sort_values("gap", ascending=False, kind="stable")
    if not len(rows):
        return None
    lines = list(rows.groupby(CELL, dropna=False, sort=False))[:MAX_LINES]
    frame = pd.concat([_line(t, part) for _, part in lines], ignore_index=True)
    widest = lines[0][1]
    title = t(
        "comparison.spread",
        target=short(named(t, widest.iloc[0])),
        low=t.number(widest["value"].min(), unit="percent"),
        high=t.number(widest["value"].max(), unit="percent"),
    )
    heads = [Column(t("comparison.indicator")), Column(t("identity.province")), Column(t("targets.goal"), "num")]
    cells = [(row["label"], row["name"], row["text"]) for _, row in frame.iterrows()]
    said = frame.groupby("label", sort=False)[["name", "text"]].apply(
        lambda part: ", ".join(f"{name} {text}" for name, text in zip(part["name"], part["text"], strict=True))
    )
    return figure(
        "target-spread",
        spread(frame, title=title, unit=t("rates.unit"), language=t.language),
        t,
        alternative=t("targets.alternative", rows=spoken(said.items())),
        data=table(heads, cells, caption=title),
        note=t("comparison.spread_note"),
    )


def _line(t: Texts, rows: pd.DataFrame) -> pd.DataFrame:
    first = rows.iloc[0]
    level = "" if first["level"] == "all" else f", {t.word('level', first['level'])}"
    year = "" if pd.isna(first["deadline_year"]) else f", {int(first['deadline_year'])}"
    return pd.DataFrame(
        {
            "label": f"{wrap(named(t, first), 38, 1)}{level}{year}",
            "name": [name_of(province, t) for province in rows["province"]],
            "value": rows["value"].to_numpy(),
            "text": [_asks(t, row) for _, row in rows.iterrows()],
            "tip": [
                f"{name_of(p, t)}: {t.location(place)}"
                for p, place in zip(rows["province"], rows["location"], strict=True)
            ],
        }
    )


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
            "year": [int(year) for year in ranked["year"]],
            "rank": [float(rank) for rank in ranked["rank"]],
            "segment": [segment(name, int(year)) for year in ranked["year"]],
            "tip": [f"{name_of(row['province'], t)} {row['year']}" for _, row in ranked.iterrows()],
        }
    )
    last = frame[frame["year"] == frame["year"].max()].sort_values("rank", kind="stable").iloc[0]
    title = t("comparison.index_chart", index=name, year=last["year"], province=last["index"], rank=int(last["rank"]))
    heads = [Column(t("identity.province")), Column(t("indices.year"), "num"), Column(t("indices.rank"), "num")]
    cells = [(row["index"], str(row["year"]), t.number(row["rank"])) for _, row in frame.iterrows()]
    said = frame.groupby("index", sort=False)[["year", "rank"]].apply(
        lambda part: ", ".join(f"{year}: {rank:.0f}" for year, rank in zip(part["year"], part["rank"], strict=True))
    )
    return figure(
        f"ranks-{name.lower().replace(' ', '-').replace('/', '-')}",
        ranks(
            frame,
            title=title,
            rank_title=t("indices.rank_axis"),
            year_title=t("indices.year_axis"),
            language=t.language,
        ),
        t,
        alternative=t("indices.alternative", rows=spoken(said.items())),
        data=table(heads, cells, caption=title),
        note=t("indices.chart_note"),
    )


def _index_table(t: Texts, rows: pd.DataFrame) -> Markup:
    """Provinces by years: score (rank); several sources one below the other; a gap stays empty."""
    years = sorted({int(year) for year in rows["year"]})
    heads = [Column(t("identity.province")), *(Column(str(year), "num") for year in years)]
    cells: list[list[Child]] = []
    for province, part in rows.groupby("province", sort=True):
        by_year = [part[part["year"] == year] for year in years]
        cells.append([name_of(str(province), t), *(_results(t, found) for found in by_year)])
    return table(heads, cells)


def _results(t: Texts, found: pd.DataFrame) -> Child:
    said = dict.fromkeys(_result(t, row) for _, row in found.iterrows())
    return Markup("<br>").join(said) if said else None


def _result(t: Texts, row: pd.Series) -> str:
    score = "" if pd.isna(row["score"]) else t.number(row["score"])
    rank = "" if pd.isna(row["rank"]) else f"({int(row['rank'])})"
    return " ".join(part for part in (score, rank) if part)
