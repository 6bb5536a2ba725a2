"""What changed since the period before, and where this province's targets stand among the others'."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.compare.demand import CELL
from analysis.compare.targets import targets_matrix
from analysis.report.context import Context
from analysis.report.figure import details
from analysis.report.html import Child, Column, Fragment, joined, section, table, tag
from analysis.report.province_name import name_of
from analysis.report.sections.rates import short
from analysis.report.sections.targets import deadline, named


def peers(context: Context) -> Fragment:
    """Changes against the period before, then the province's targets beside those of others."""
    t = context.texts
    parts = [part for part in (_changes(context), _others(context)) if part]
    if not parts:
        return Fragment(Markup(""))
    return section("peers", t("peers.heading"), tag("p", t("peers.intro"), class_="muted"), *parts)


def change_in_words(context: Context) -> str:
    """What changed since the period before, as a sentence; "" where there is none to compare with."""
    t, before = context.texts, context.previous
    if before is None:
        return ""
    rows = context.changed
    rows = rows[rows["break_vi"] == ""]
    rates = rows[rows["kind"] == "percent"]
    period = t.period(before.code)
    if not len(rates):
        return t("summary.changed_counts", period=period, n=t.number(len(rows)))
    moved = rates["value"] - rates["value_before"]
    most = rates.iloc[int(moved.abs().argmax())]
    return t(
        "summary.changed",
        period=period,
        up=t.number(int((moved > 0).sum())),
        down=t.number(int((moved < 0).sum())),
        label=short(str(most["label"])),
        before=t.number(most["value_before"], unit="percent"),
        now=t.number(most["value"], unit="percent"),
    )


def _changes(context: Context) -> Markup | None:
    t, before = context.texts, context.previous
    if before is None:
        return tag("p", t("peers.no_previous")) if len(context.own.observations) else None
    heads = [
        Column(t("peers.indicator")),
        Column(t("peers.before"), "num"),
        Column(t("peers.now"), "num"),
        Column(t("peers.change"), "num"),
    ]
    cells = [_change(context, row) for _, row in context.changed.iterrows()]
    if not cells:
        return tag("p", t("peers.nothing_changed", period=t.period(before.code)))
    return table(heads, cells, caption=t("peers.changes", period=t.period(before.code)), stack=True)


def _change(context: Context, row: pd.Series) -> list[Child]:
    """One row before and now; a rate changes by points, a count by its difference."""
    t = context.texts
    unit = "percent" if row["kind"] == "percent" else ""
    change = round(float(row["value"] - row["value_before"]), 2)
    sign = "▲ +" if change > 0 else "▼ "
    broken = str(row[f"break_{t.language}"])
    return [
        joined([f"{row['code']} {row['label']}", tag("small", broken) if broken else None]),
        t.number(row["value_before"], unit=unit),
        t.number(row["value"], unit=unit),
        "—" if broken else f"{sign}{t.number(change)}",
    ]


def _others(context: Context) -> Markup | None:
    """Targets that others set too: those that differ in the open, those that agree folded."""
    t = context.texts
    own = context.own.targets
    if not len(own):
        return None
    matrix = targets_matrix(context.everything.targets)
    there = matrix[matrix["state"] == "target"]
    mine = there[(there["province"] == context.province) & there["document_id"].isin(own["document_id"])]
    if not len(mine):
        return None
    rest = there[there["province"] != context.province]
    lines = [(row, _same_cell(rest, row)) for _, row in mine.drop_duplicates(CELL).iterrows()]
    lines = [(row, others) for row, others in lines if len(others)]
    if not lines:
        return tag("p", t("peers.none"))
    differ = [line for line in lines if set(line[1]["asks"]) != {line[0]["asks"]}]
    agree = [line for line in lines if set(line[1]["asks"]) == {line[0]["asks"]}]
    shown = _table(context, differ, t("peers.differ", n=t.number(len(differ)))) if differ else None
    folded = details(t("peers.agree", n=t.number(len(agree))), _table(context, agree)) if agree else None
    return joined([shown, folded])


def _same_cell(rest: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    same = (rest["indicator"] == row["indicator"]) & (rest["level"] == row["level"])
    year = row["deadline_year"]
    found: pd.DataFrame = rest[
        same & (rest["deadline_year"].isna() if pd.isna(year) else rest["deadline_year"].eq(year).fillna(False))
    ]
    return found


def _table(context: Context, lines: list[tuple[pd.Series, pd.DataFrame]], caption: str | None = None) -> Markup:
    t = context.texts
    heads = [
        Column(t("peers.indicator")),
        Column(t("targets.level")),
        Column(t("targets.deadline"), "num"),
        Column(t("peers.this"), "num"),
        Column(t("peers.others")),
    ]
    cells = [
        [
            named(t, row),
            t.word("level", row["level"]),
            deadline(t, row),
            tag("b", row["asks"]),
            "; ".join(
                f"{name_of(province, t)} {asks}"
                for province, asks in zip(others["province"], others["asks"], strict=True)
            ),
        ]
        for row, others in lines
    ]
    return table(heads, cells, caption=caption, stack=True)
