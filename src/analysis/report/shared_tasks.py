"""Tasks of the plans side by side: who leads how many, what falls due when, and which provinces set the same task."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.compare.tasks import calendar_counts, period_of, similar_tasks, workload
from analysis.dataset import Dataset
from analysis.reference.texts import ROMAN, Texts
from analysis.report.chosen import Chosen
from analysis.report.figure import details
from analysis.report.html import Child, Column, Fragment, Row, items, joined, section, table, tag
from analysis.report.province_name import mark_key, name_of

MOST_AGENCIES = 12
MOST_PAIRS = 30
KINDS = ("dated", "recurring", "contingent", "no_deadline")
Plan = tuple[str, str]


def tasks_part(data: Dataset, chosen: Chosen, t: Texts) -> Fragment:
    """Workload, calendar and similar tasks of the plans that hold tasks; nothing where none does."""
    tasks = data.tasks
    if chosen.provinces is not None:
        tasks = tasks[tasks["province"].isin(chosen.provinces)].reset_index(drop=True)
    if not len(tasks):
        return Fragment(Markup(""))
    periods = period_of(tasks)
    plans = sorted(set(zip(tasks["province"], periods, strict=True)))
    return section(
        "tasks",
        t("comparison.tasks"),
        items(_leaders(workload(tasks), plans, t)),
        tag("p", t("shared_tasks.intro"), class_="muted"),
        _kinds(tasks.assign(period=periods), plans, t),
        _workload(workload(tasks), plans, t),
        _calendar(calendar_counts(tasks), plans, t),
        _similar(tasks, t),
    )


def _plan(plan: Plan, t: Texts) -> str:
    return f"{name_of(plan[0], t)}, {t.period(plan[1])}"


def _leaders(load: pd.DataFrame, plans: list[Plan], t: Texts) -> list[str]:
    """Of each plan how many tasks it holds and who leads most."""
    lines = []
    for province, period in plans:
        own = load[(load["province"] == province) & (load["period"] == period)]
        most = own.iloc[0]
        every = round(float(most["tasks"]) / float(most["share"]))
        lines.append(
            t("comparison.tasks_line", province=name_of(province, t), period=t.period(period), n=t.number(every),
              agency=most["agency"] or t("word.not_stated"), k=t.number(int(most["tasks"])))
        )  # fmt: skip
    return lines


def _heads(first: str, plans: list[Plan], t: Texts) -> list[Column]:
    return [Column(t(first)), *(Column(_plan(plan, t), "num", of=mark_key(plan[0])) for plan in plans)]


def _kinds(tasks: pd.DataFrame, plans: list[Plan], t: Texts) -> Markup:
    """Tasks per plan, with a date, recurring, waiting for something, and without a deadline."""
    kind = tasks["deadline_kind"].map({"recurring": "recurring", "contingent": "contingent", "": "no_deadline"})
    counts = tasks.assign(kind=kind.fillna("dated")).groupby(["province", "period", "kind"]).size()
    heads = [Column(t("shared_tasks.plan")), Column(t("shared_tasks.tasks"), "num")]
    heads += [Column(t(f"shared_tasks.{name}"), "num") for name in KINDS]
    rows = []
    for plan in plans:
        numbers = [int(counts.get((*plan, name), 0)) for name in KINDS]
        rows.append(Row((_plan(plan, t), *map(t.number, (sum(numbers), *numbers))), of=mark_key(plan[0])))
    return table(heads, rows, caption=t("shared_tasks.kinds"))


def _workload(load: pd.DataFrame, plans: list[Plan], t: Texts) -> Markup:
    """Lead agencies by the number of tasks, a column per plan: tasks and their share of the plan."""
    total = load.groupby("agency_key")["tasks"].sum().rename("n").reset_index()
    total = total.sort_values(["n", "agency_key"], ascending=[False, True], kind="stable")
    names = load.sort_values("agency").drop_duplicates("agency_key").set_index("agency_key")["agency"]
    by = {(row["province"], row["period"], row["agency_key"]): row for _, row in load.iterrows()}
    rows: list[list[Child]] = []
    for key in total["agency_key"]:
        found = [by.get((*plan, key)) for plan in plans]
        rows.append([names[key] or t("word.not_stated"), *("–" if one is None else _share(one, t) for one in found)])
    heads = _heads("tasks.lead", plans, t)
    shown = table(heads, rows[:MOST_AGENCIES], caption=t("shared_tasks.workload"))
    if len(rows) <= MOST_AGENCIES:
        return shown
    more = details(t("word.and_more", n=len(rows) - MOST_AGENCIES), table(heads, rows[MOST_AGENCIES:]))
    return joined([shown, more])


def _share(row: pd.Series, t: Texts) -> str:
    apart = [f"{t.number(int(row[name]))} {t(f'shared_tasks.{name}')}" for name in KINDS[1:3] if row[name]]
    share = t.number(round(100 * float(row["share"])), unit="percent")
    return f"{t.number(int(row['tasks']))} ({share})" + (f"; {', '.join(apart)}" if apart else "")


def _calendar(counts: pd.DataFrame, plans: list[Plan], t: Texts) -> Markup:
    """Tasks due by quarter or year, in the order of the calendar; those without a place in it follow."""
    by = {(p, d, when, due): int(n) for p, d, when, due, n in
          counts[["province", "period", "when", "due", "tasks"]].itertuples(index=False)}  # fmt: skip
    places = counts[["when", "due"]].drop_duplicates()
    dated = places["when"].isin(["quarter", "year", "years"])
    # What is due within a year stands after its quarters.
    at = places["due"].where(places["when"] == "quarter", places["due"] + "-Q9")
    places = places.assign(_last=~dated, _at=at).sort_values(["_last", "_at", "when"], kind="stable")
    rows = []
    for when, due in places[["when", "due"]].itertuples(index=False):
        numbers = [by.get((*plan, when, due), 0) for plan in plans]
        rows.append([_when(when, due, t), *(t.number(number) if number else "–" for number in numbers)])
    return table(_heads("tasks.due", plans, t), rows, caption=t("shared_tasks.calendar"))


def _when(when: str, due: str, t: Texts) -> str:
    if when == "quarter":
        return t("tasks.quarter", quarter=ROMAN[due[-1]], year=due[:4])
    if when == "year":
        return t("tasks.within_year", year=due)
    return due if when == "years" else t(f"tasks.{'undated' if when == 'none' else when}")


def _similar(tasks: pd.DataFrame, t: Texts) -> Markup:
    pairs = similar_tasks(tasks, limit=MOST_PAIRS)
    if tasks["province"].nunique() < 2 or not len(pairs):
        return tag("p", t("shared_tasks.none_similar"))
    heads = [Column(t("shared_tasks.one")), Column(t("shared_tasks.other")), Column(t("shared_tasks.score"), "num")]
    cells = [(_side(row, "_1", t), _side(row, "_2", t), t.number(row["score"])) for _, row in pairs.iterrows()]
    return joined([table(heads, cells, caption=t("shared_tasks.similar", n=len(pairs)), stack=True),
                   tag("p", t("shared_tasks.hint"), class_="note")])  # fmt: skip


def _side(row: pd.Series, side: str, t: Texts) -> Child:
    lead = "; ".join(row[f"lead{side}"]) or t("word.not_stated")
    facts = [lead, row[f"deadline_raw{side}"] or t("word.not_stated"), t.location(row[f"location{side}"])]
    return joined(
        [tag("b", name_of(row[f"province{side}"], t)), f": {row[f'task{side}']}", tag("small", "; ".join(facts))]
    )
