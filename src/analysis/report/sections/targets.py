"""Targets of the plan: by domain in tables, and how they move over the deadlines."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.charts.targets import steps
from analysis.charts.wrap import wrap
from analysis.reference.indicators import UNMATCHED, worded
from analysis.reference.texts import Texts
from analysis.report.context import Context
from analysis.report.controls import filter_box
from analysis.report.figure import details, figure
from analysis.report.html import Column, Fragment, section, table, tag
from analysis.report.sections.rates import spoken
from analysis.tables import DOMAINS

MAX_STEPS = 12
FEW = 30


def targets(context: Context) -> Fragment:
    """The plan's targets; nothing where the period's documents set none."""
    t = context.texts
    everything = context.own.targets
    if not len(everything):
        return Fragment(Markup(""))
    rows = everything[everything["duplicate_of"] == ""]
    intro = t("targets.intro", n=t.number(len(rows)), repeats=t.number(len(everything) - len(rows)))
    domains = [name for name in DOMAINS if (rows["domain"] == name).any()]
    domains += sorted(set(rows["domain"]) - set(DOMAINS))
    tables = [_domain(context, name, rows[rows["domain"] == name]) for name in domains]
    return section(
        "targets", t("targets.heading"), tag("p", intro), _chart(context, rows), filter_box(t, "targets"), *tables
    )


def _domain(context: Context, domain: str, rows: pd.DataFrame) -> Markup:
    t = context.texts
    heads = [
        Column(t("targets.indicator")),
        Column(t("targets.level")),
        Column(t("targets.goal"), "num"),
        Column(t("targets.deadline"), "num"),
        Column(t("targets.note")),
        Column(t("word.location"), "place"),
    ]
    cells = [
        (
            named(t, row),
            t.word("level", row["level"]),
            goal(t, row),
            deadline(t, row),
            remark(t, row),
            t.location(row["location"]),
        )
        for _, row in rows.iterrows()
    ]
    title = t("targets.title", domain=t.word("domain", domain) if domain else t("targets.other"), n=t.number(len(rows)))
    few = len(context.own.targets) <= FEW
    return details(title, table(heads, cells, stack=True), open_=few, keep=True)


def named(t: Texts, row: pd.Series) -> str:
    """A target by the vocabulary's label, which stands alone; else in the document's own words."""
    return worded(str(row["indicator"]), str(row["label"]), t.language)


def goal(t: Texts, row: pd.Series) -> str:
    """A target's level as a reader writes it: ≥ 90%, from 25% to 35%."""
    unit = str(row["unit"])
    low = t.number(row["value"], unit=unit)
    if row["comparator"] == "range":
        return t("targets.range", low=low, high=t.number(row["value_max"], unit=unit))
    sign = {">=": "≥ ", "<=": "≤ "}.get(str(row["comparator"]), "")
    direction = str(row["direction"])
    moved = f"{t('targets.' + direction)} " if direction in ("decrease", "increase") else ""
    return f"{moved}{sign}{low}"


def deadline(t: Texts, row: pd.Series) -> str:
    """The year a target is due, or that none is stated."""
    return t("targets.open") if pd.isna(row["deadline_year"]) else str(int(row["deadline_year"]))


def remark(t: Texts, row: pd.Series) -> str:
    """Yearly basis and base year of a target."""
    parts = [t(f"targets.{row['basis']}")] if row["basis"] else []
    if row["baseline_year"]:
        parts.append(t("targets.baseline", year=row["baseline_year"]))
    return ", ".join(parts)


def _chart(context: Context, rows: pd.DataFrame) -> Markup | None:
    """Targets with several deadlines as dots per year."""
    t = context.texts
    dated = rows[
        rows["deadline_year"].notna() & (rows["unit"] == "percent") & (rows["direction"] == "reach")
        & ~rows["indicator"].isin(["", UNMATCHED]) & (rows["comparator"] != "range")
    ]  # fmt: skip
    groups = [
        group.sort_values("deadline_year", kind="stable")
        for _, group in dated.groupby(["indicator", "level"], sort=False)
        if group["deadline_year"].nunique() >= 2
    ]
    if not groups:
        return None
    change = [float(group["value"].iloc[-1] - group["value"].iloc[0]) for group in groups]
    rising, falling = sum(c > 0 for c in change), sum(c < 0 for c in change)
    title = t("targets.chart", rising=rising, falling=falling) if falling else t("targets.chart_rising", n=len(groups))
    # What falls comes first: it needs an explanation.
    order = sorted(range(len(groups)), key=lambda place: change[place])[:MAX_STEPS]
    frame = pd.concat([_steps(context, groups[place]) for place in order], ignore_index=True)
    by_label = frame.groupby("label", sort=False)["text"].agg(" → ".join)
    heads = [
        Column(t("targets.indicator")),
        Column(t("targets.deadline"), "num"),
        Column(t("targets.goal"), "num"),
        Column(t("word.location"), "place"),
    ]
    cells = [(row["label"], str(row["year"]), row["goal"], row["place"]) for _, row in frame.iterrows()]
    return figure(
        "target-steps",
        steps(frame, title=title, unit=t("rates.unit"), language=t.language),
        t,
        alternative=t("targets.alternative", rows=spoken(by_label.items())),
        data=table(heads, cells, caption=title),
        note=t("targets.chart_note"),
    )


def _steps(context: Context, group: pd.DataFrame) -> pd.DataFrame:
    t = context.texts
    level = "" if group["level"].iloc[0] == "all" else f" ({t.word('level', group['level'].iloc[0])})"
    label = wrap(named(t, group.iloc[0]), 58 - len(level), 1) + level
    return pd.DataFrame(
        {
            "label": label,
            "year": [int(year) for year in group["deadline_year"]],
            "value": group["value"].to_numpy(),
            "goal": [goal(t, row) for _, row in group.iterrows()],
            "text": [f"{int(row['deadline_year'])}: {goal(t, row)}" for _, row in group.iterrows()],
            "tip": [
                f"{label}: {deadline(t, row)}, {goal(t, row)}. {context.source(row['document_id'], row['location'])}"
                for _, row in group.iterrows()
            ],
            "place": [t.location(place) for place in group["location"]],
            "falls": float(group["value"].iloc[-1]) < float(group["value"].iloc[0]),
        }
    )
