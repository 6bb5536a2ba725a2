"""Where provinces stand among one another: positions and distributions, of reported results and published scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from analysis.charts.strip import strips
from analysis.compare.indicator import level_order
from analysis.compare.indices import index_history, index_year
from analysis.compare.peers import peer_positions
from analysis.compare.results import results
from analysis.dataset import Dataset
from analysis.reference.periods import parse_period
from analysis.reference.texts import Texts
from analysis.report.chosen import Chosen
from analysis.report.figure import details, figure
from analysis.report.html import Column, Fragment, Row, place, section, table, tag
from analysis.report.indicator_name import indicator_name
from analysis.report.province_name import mark_key, name_of
from analysis.report.sections.rates import short, spoken
from analysis.tables import NOT_IDENTIFIED

MOST = 8  # rankings of results that are shown, those with most provinces first
LEAST = 3  # scores a year of an index must have to be a distribution


@dataclass(frozen=True)
class Ranking:
    """Positions in one ranking, and how it is called."""

    title: str
    frame: pd.DataFrame
    is_index: bool


def standing_part(data: Dataset, chosen: Chosen, t: Texts) -> Fragment:
    """Results that two provinces or more report for one period, and the last year of each published index."""
    reported = list(_reported(data, chosen, t))
    published = list(_published(data, t))
    if not reported and not published:
        return Fragment(Markup(""))
    said = t("standing.reported", n=len(reported)) if reported else t("standing.none_reported")
    return section(
        "peers",
        t("standing.heading"),
        tag("p", tag("strong", said)),
        tag("p", t("standing.intro"), class_="muted"),
        *(_shown(rankings, chosen, t, name) for name, rankings in (("reported", reported), ("published", published))),
    )


def _reported(data: Dataset, chosen: Chosen, t: Texts) -> Iterator[Ranking]:
    every = results(data.observations, data.figures)
    every = every[every["value"].notna() & (every["province"] != NOT_IDENTIFIED)]
    every = every[every["kind"].isin(["percent", "count"])]
    if chosen.period is not None:
        every = every[every["period"] == chosen.period]
    keys = ["indicator", "level", "period"]
    counted = every.groupby(keys)["province"].nunique().rename("n").reset_index()
    counted = counted[counted["n"] >= 2]
    counted = counted.assign(
        _end=[-parse_period(period).end.toordinal() for period in counted["period"]],
        _level=[level_order(level) for level in counted["level"]],
    ).sort_values(["n", "_end", "indicator", "_level"], ascending=[False, True, True, True])
    for indicator, level, period in counted[keys].head(MOST).itertuples(index=False):
        frame = peer_positions(
            data.observations, indicator, period, level, "fair", figures=data.figures, findings=data.findings,
            checks=data.checks,
        )  # fmt: skip
        name = short(indicator_name(indicator, t.language))
        basis = str(frame["basis"].iloc[0])
        title = t("standing.title", name=name, level=t.word("level", level), period=t.period(period))
        yield Ranking(title if basis == "value" else f"{title}, {t(f'standing.{basis}')}", frame, is_index=False)


def _published(data: Dataset, t: Texts) -> Iterator[Ranking]:
    """Of each index the last year that enough provinces have a score of, by its scale."""
    if not len(data.indices):
        return
    every = index_history(data.indices)
    scored = every[(every["kind"] == "province") & every["score"].notna() & every["month"].isna()]
    counts = scored.groupby(["index", "year"])["province"].nunique()
    for index in sorted(scored["index"].unique()):
        years = [int(str(year)) for year, count in counts[index].items() if count >= LEAST]
        if not years:
            continue
        found = index_year(data.indices, str(index), max(years))
        found = found[found["score"].notna()]
        title = t("standing.index", index=index, year=max(years), scale=t.number(float(found["scale_max"].max())))
        yield Ranking(title, found.assign(compared=found["score"], doubtful=False), is_index=True)


def _shown(rankings: list[Ranking], chosen: Chosen, t: Texts, identity: str) -> Markup | None:
    drawn = [ranking for ranking in rankings if ranking.frame["position"].notna().sum() >= 2]
    if not rankings:
        return None
    parts = [_figure(drawn, chosen, t, identity)] if drawn else []
    return tag("div", *parts, *(details(ranking.title, _table(ranking, t)) for ranking in rankings))


def _figure(rankings: list[Ranking], chosen: Chosen, t: Texts, identity: str) -> Markup:
    frame = pd.concat([_dots(ranking, chosen, t) for ranking in rankings], ignore_index=True)
    first = rankings[0]
    top = first.frame[first.frame["position"].notna()].sort_values("position", kind="stable").iloc[0]
    title = t(f"standing.chart_{identity}", title=first.title, province=name_of(top["province"], t),
              value=_written(top, t), n=int(top["ranked"]))  # fmt: skip
    heads = [Column(t("standing.ranking")), Column(t("identity.province")), Column(t("standing.value"), "num")]
    cells = [Row((row["label"], row["name"], row["written"]), of=row["key"]) for _, row in frame.iterrows()]
    said = frame.groupby("label", sort=False)["text"].agg("; ".join)
    return figure(
        f"distribution-{identity}",
        strips(frame, title=title, unit=t("standing.value"), median=t("standing.median"), language=t.language),
        t,
        alternative=t("standing.alternative", rows=spoken(said.items())),
        data=table(heads, cells, caption=title),
        note=t("standing.note"),
    )


def _dots(ranking: Ranking, chosen: Chosen, t: Texts) -> pd.DataFrame:
    rows = ranking.frame[ranking.frame["position"].notna()]
    names = [name_of(province, t) for province in rows["province"]]
    written = [_written(row, t) for _, row in rows.iterrows()]
    places = [t.location(where) for where in rows["location"]]
    asked = set(chosen.provinces or ())
    median = t("standing.middle", value=t.number(round(float(rows["median"].iloc[0]), 2)), n=len(rows))
    return pd.DataFrame(
        {
            "label": ranking.title,
            "name": names,
            "written": written,
            "value": rows["compared"].to_numpy(),
            "text": [f"{name} {value}" for name, value in zip(names, written, strict=True)],
            "tip": [f"{name} {value} ({where})" for name, value, where in zip(names, written, places, strict=True)],
            "key": [mark_key(province) for province in rows["province"]],
            "named": [province in asked or not asked for province in rows["province"]],
            "low": rows["lower_quartile"].to_numpy(),
            "high": rows["upper_quartile"].to_numpy(),
            "middle": rows["median"].to_numpy(),
            "middle_text": median,
        }
    )


def _table(ranking: Ranking, t: Texts) -> Markup:
    names = ["position", "value", "to_best", "to_median", "remark", "source"]
    kinds = {"remark": "", "source": "place"}
    heads = [Column(t("identity.province"))]
    heads += [Column(t(f"standing.{name}"), kinds.get(name, "num")) for name in names]
    cells = []
    for _, row in ranking.frame.iterrows():
        far = [("" if pd.isna(row[name]) else _signed(float(row[name]), t)) for name in ("to_best", "to_median")]
        where = f"{row['location']} ({row['source']})" if ranking.is_index else row["location"]
        shown = (name_of(row["province"], t), _position(row, t), _written(row, t), *far, _remark(ranking, row, t),
                 place(t.location(where)))  # fmt: skip
        cells.append(Row(shown, of=mark_key(row["province"])))
    return table(heads, cells, stack=True)


def _position(row: pd.Series, t: Texts) -> str:
    if pd.isna(row["position"]):
        return "—"
    return t("one_indicator.place", position=int(row["position"]), ranked=int(row["ranked"]))


def _remark(ranking: Ranking, row: pd.Series, t: Texts) -> str:
    parts = [t("one_indicator.conflict")] if row["conflict"] else []
    if ranking.is_index:
        parts += [t("standing.rank", rank=int(row["rank"]))] if not pd.isna(row["rank"]) else []
    else:
        parts += [row[f"state_{t.language}"]] if row["state"] != "value" else []
        parts += [t("standing.printed", value=t.number(row["value"]))] if row["basis"] != "value" else []
        parts += [row["note"], row[f"doubt_{t.language}"]]
    return "; ".join(part for part in parts if part)


def _written(row: pd.Series, t: Texts) -> str:
    return t.rounded(row["compared"], row["kind"] == "percent")


def _signed(value: float, t: Texts) -> str:
    number = round(value, 2) + 0.0  # of -0.0 the sign says nothing
    return f"+{t.number(number)}" if number > 0 else t.number(number)
