"""The country as of a day: which units have data, how many of their predecessors do, and what rolls up to them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from markupsafe import Markup

from analysis.charts.tiles import coverage_tiles
from analysis.compare.territory import roll_up, unit_on
from analysis.dataset import Dataset
from analysis.reference.periods import latest
from analysis.reference.provinces import (
    NATIONAL,
    REORGANISED_ON,
    all_provinces,
    name_on,
    predecessors_of,
    provinces_on,
)
from analysis.reference.texts import Texts
from analysis.reference.tile_map import tile_map
from analysis.report.chosen import Chosen
from analysis.report.figure import details, figure
from analysis.report.html import Column, Fragment, Row, items, section, table, tag
from analysis.report.province_name import mark_key, name_of
from analysis.report.sections.rates import spoken
from analysis.tables import NOT_IDENTIFIED


def territory_part(data: Dataset, chosen: Chosen, t: Texts) -> Fragment:
    """The map of the units on the day with its table, then what of the last form rows rolls up to them."""
    held = set(data.documents["province"]) - {NATIONAL, NOT_IDENTIFIED}
    held = {key for key in held if key in all_provinces() and unit_on(key, chosen.day)}
    if not held:
        return Fragment(Markup(""))
    covered = _covered(held, chosen.day)
    with_data = covered[covered["have"] > 0]
    intro = t("territory.intro", day=t.date(chosen.day), units=len(covered), have=len(with_data),
              partly=int((with_data["have"] < with_data["total"]).sum()))  # fmt: skip
    return section(
        "territory",
        t("territory.heading"),
        tag("p", tag("strong", intro)),
        tag("p", t("territory.how"), class_="muted"),
        _map(covered, chosen.day, t),
        _rolled(data, chosen, t),
    )


def _covered(held: set[str], day: dt.date) -> pd.DataFrame:
    """Units on the day, each with its parts (predecessors, or itself) that have documents and those that have none."""
    rows = []
    for unit in provinces_on(day):
        parts = [one.key for one in predecessors_of(unit.key)] if day >= REORGANISED_ON else [unit.key]
        have = [key for key in parts if key in held]
        own = [unit.key] if unit.key in held and unit.key not in parts else []
        rows.append(
            {"key": unit.key, "have": len(parts) if own else len(have), "total": len(parts), "with": have or own,
             "without": [] if own else [key for key in parts if key not in held]}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _map(covered: pd.DataFrame, day: dt.date, t: Texts) -> Markup:
    rows = covered.assign(
        name=[name_on(key, day) for key in covered["key"]],
        tip=[_tip(row, day, t) for _, row in covered.iterrows()],
    )
    cells = tile_map(day).merge(rows[["key", "have", "total", "tip"]], on="key", how="left")
    cells = cells.assign(tip=cells["tip"].fillna(cells["label"]))
    there = rows[rows["have"] > 0]
    title = t("territory.map", have=len(there), units=len(rows), day=t.date(day))
    heads = [Column(t("territory.unit")), Column(t("territory.share"), "num"), Column(t("territory.with")),
             Column(t("territory.without"))]  # fmt: skip
    names = {
        column: [", ".join(name_of(key, t) for key in keys) for keys in rows[column]] for column in ("with", "without")
    }
    shorts = cells.set_index("key")["short"]
    entries = [
        Row((f"{name} ({shorts[key]})", f"{have}/{total}", with_data, without), of=mark_key(key))
        for name, have, total, with_data, without, key in zip(
            rows["name"], rows["have"], rows["total"], names["with"], names["without"], rows["key"], strict=True
        )
    ]
    return figure(
        "coverage-map",
        coverage_tiles(cells, title=title, language=t.language),
        t,
        alternative=t("rates.alternative", rows=spoken(zip(there["name"], there["tip"], strict=True), 70)),
        data=table(heads, entries, caption=title),
        note=t("territory.map_note"),
    )


def _tip(row: pd.Series, day: dt.date, t: Texts) -> str:
    said = t("territory.coverage", have=row["have"], total=row["total"]) if row["have"] else t("territory.no_data")
    return f"{name_on(row['key'], day)}: {said}"


def _rolled(data: Dataset, chosen: Chosen, t: Texts) -> Markup | None:
    """Rates of the last form rows as they stand for the units of the day, and what does not roll up and why."""
    rows = data.observations
    if chosen.period is not None:
        rows = rows[rows["period"] == chosen.period]
    if not len(rows):
        return None
    period = latest(rows["period"])
    rolled = roll_up(rows[rows["period"] == period], chosen.day)
    reason = f"reason_{t.language}"
    counted = rolled.groupby(["method", reason]).size().rename("n").reset_index()
    counted = counted.sort_values(["n", reason], ascending=[False, True], kind="stable")
    said = [t("territory.counted", n=t.number(int(n)), reason=why) for _, why, n in counted.itertuples(index=False)]
    shown = rolled[(rolled["kind"] == "percent") & rolled["method"].isin(["recomputed", "as_printed"])]
    heads = [Column(t("territory.unit")), Column(t("comparison.indicator")), Column(t("standing.value"), "num"),
             Column(t("one_indicator.head_coverage")), Column(t("one_indicator.head_how")),
             Column(t("word.location"), "place")]  # fmt: skip
    cells = [
        Row((name_of(row["province"], t), f"{row['label']}", t.number(round(float(row["value"]), 2), unit="percent"),
             row[f"coverage_{t.language}"], row[reason], t.location(row["location"])), of=mark_key(row["province"]))
        for _, row in shown[shown["value"].notna()].iterrows()
    ]  # fmt: skip
    body = [tag("p", t("territory.rolled", period=t.period(period), day=t.date(chosen.day))), items(said)]
    if cells:
        body.append(details(t("territory.rates", n=len(cells)), table(heads, cells, stack=True)))
    return tag("div", *body)
