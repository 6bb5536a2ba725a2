"""Tasks: who leads them, what is due in which quarter, recurring and contingent ones apart."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from markupsafe import Markup

from analysis.charts.bars import counts
from analysis.reference.texts import ROMAN, Texts
from analysis.report.context import Context
from analysis.report.controls import filter_box
from analysis.report.figure import details, figure, figures
from analysis.report.html import Column, Fragment, section, table, tag
from analysis.report.sections.rates import short, spoken

MAX_BARS = 10
FEW = 40
CONDITIONAL = ("recurring", "contingent")


def tasks(context: Context) -> Fragment:
    """The period's tasks in the order they fall due; nothing where there are none."""
    t, rows = context.texts, context.own.tasks
    if not len(rows):
        return Fragment(Markup(""))
    kinds = rows["deadline_kind"].value_counts()
    recurring, contingent = (int(kinds.get(kind, 0)) for kind in CONDITIONAL)
    intro = t(
        "tasks.intro",
        n=t.number(len(rows)),
        dated=t.number(int(kinds.drop(list(CONDITIONAL), errors="ignore").drop("", errors="ignore").sum())),
        recurring=t.number(recurring),
        contingent=t.number(contingent),
    )
    drawn = [chart for chart in (_by_quarter(context, rows), _by_agency(context, rows)) if chart]
    groups = [_group(context, name, part) for name, part in grouped(t, rows)]
    return section("tasks", t("tasks.heading"), tag("p", intro), figures(drawn), filter_box(t, "tasks"), *groups)


def due(t: Texts, row: pd.Series) -> tuple[tuple[int, int, str], str]:
    """Where a task stands in the calendar: a key to sort by and the name of its group."""
    if row["deadline_kind"] in CONDITIONAL:
        place = 9998 + CONDITIONAL.index(row["deadline_kind"])
        return (place, 0, ""), t(f"tasks.{row['deadline_kind']}")
    end = row["end"]
    if end is None or end != end:
        return (10_000, 0, ""), t("tasks.undated")
    if row["deadline_kind"] == "year":
        return (end.year, 5, ""), t("tasks.within_year", year=end.year)
    quarter = (end.month + 2) // 3
    return (end.year, quarter, ""), t("tasks.quarter", quarter=ROMAN[str(quarter)], year=end.year)


def grouped(t: Texts, rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Tasks by the quarter they fall due, then within a year, recurring, contingent, undated."""
    keys = [due(t, row) for _, row in rows.iterrows()]
    names = [name for _, name in keys]
    order = {name: key for key, name in keys}
    return [(name, rows[[other == name for other in names]]) for name in sorted(order, key=lambda name: order[name])]


def _by_quarter(context: Context, rows: pd.DataFrame) -> Markup | None:
    """Tasks per quarter, in the order of the calendar."""
    t = context.texts
    groups = grouped(t, rows)
    if len(groups) < 2:
        return None
    most = max(groups, key=lambda group: len(group[1]))
    title = t("tasks.chart_quarter", quarter=most[0], k=t.number(len(most[1])), n=t.number(len(rows)))
    numbers = [(name, len(part), f"{t('tasks.no')} {', '.join(part['no'])}") for name, part in groups]
    return _bars(context, "tasks-by-quarter", title, numbers, t("tasks.due"))


def _by_agency(context: Context, rows: pd.DataFrame) -> Markup | None:
    """Tasks per lead agency; a task led by two counts for both."""
    t = context.texts
    led = Counter(agency for agencies in rows["lead"] for agency in agencies)
    if not led:
        return None
    agency, most = led.most_common(1)[0]
    title = t("tasks.chart_lead", agency=short(agency), k=t.number(most), n=t.number(len(rows)))
    numbers = [
        (name, k, f"{t('tasks.no')} {', '.join(rows.loc[[name in leads for leads in rows['lead']], 'no'])}")
        for name, k in led.most_common()
    ]
    return _bars(context, "tasks-by-agency", title, numbers, t("tasks.agency"))


def _bars(context: Context, identity: str, title: str, numbers: list[tuple[str, int, str]], what: str) -> Markup:
    t = context.texts
    shown = numbers[:MAX_BARS]
    frame = pd.DataFrame(
        {
            "label": [name for name, _, _ in shown],
            "value": [float(k) for _, k, _ in shown],
            "text": [t.number(k) for _, k, _ in shown],
            "tip": [tip for _, _, tip in shown],
        }
    )
    heads = [Column(what), Column(t("tasks.count"), "num"), Column(t("tasks.task"))]
    return figure(
        identity,
        counts(frame, title=title, unit=t("tasks.unit"), language=t.language),
        t,
        alternative=t("tasks.alternative", rows=spoken((name, k) for name, k, _ in shown)),
        data=table(heads, [(name, t.number(k), tip) for name, k, tip in numbers], caption=title),
        note=t("word.and_more", n=len(numbers) - len(shown)) if len(numbers) > len(shown) else None,
    )


def _group(context: Context, name: str, rows: pd.DataFrame) -> Markup:
    t = context.texts
    heads = [
        Column(t("tasks.no"), "code"),
        Column(t("tasks.task")),
        Column(t("tasks.lead"), "some"),
        Column(t("tasks.support"), "some"),
        Column(t("tasks.deadline"), "some"),
        Column(t("word.location"), "place"),
    ]
    cells = [
        (
            row["no"],
            row["task"],
            "; ".join(row["lead"]) or t("word.not_stated"),
            "; ".join(row["support"]),
            row["deadline_raw"] or t("word.not_stated"),
            t.location(row["location"]),
        )
        for _, row in rows.iterrows()
    ]
    title = t("tasks.group", group=name, n=t.number(len(rows)))
    return details(title, table(heads, cells, stack=True), open_=len(context.own.tasks) <= FEW, keep=True)
