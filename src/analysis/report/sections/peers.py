"""What changed since the period before, and where this province's targets stand among the others'."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.compare.demand import CELL
from analysis.compare.targets import targets_matrix
from analysis.compare.trends import what_changed
from analysis.errors import InputError
from analysis.reference.periods import Period, parse_period
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


def previous_period(context: Context) -> Period | None:
    """The latest earlier period of the same kind with form rows of this province; None where there is none."""
    if context.window is None or not len(context.own.observations):
        return None
    rows = context.everything.observations
    found = []
    for code in set(rows.loc[rows["province"] == context.province, "period"]):
        try:
            period = parse_period(code)
        except InputError:
            continue
        if period.kind == context.window.kind and period < context.window and _same_part(period, context.window):
            found.append(period)
    return max(found, default=None)


def _same_part(before: Period, now: Period) -> bool:
    """Half-years and quarters are compared with the same half or quarter, for figures add up over the year."""
    return before.code[4:] == now.code[4:] or now.kind == "year"


def changed_rows(context: Context) -> pd.DataFrame:
    """Form rows of this period whose value differs from the period before, with `value_before` and `break_…`."""
    before = previous_period(context)
    if before is None:
        return context.own.observations.iloc[:0].assign(value_before=[], break_vi=[], break_en=[])
    rows = context.everything.observations
    mine = rows[rows["province"] == context.province]
    keys = ["form", "code", "kind"]
    old = mine.loc[mine["period"] == before.code, [*keys, "value"]].drop_duplicates(keys)
    both = context.own.observations.merge(old, on=keys, suffixes=("", "_before"), how="inner")
    both = both[both["value"].notna() & both["value_before"].notna() & both["kind"].isin(["percent", "count"])]
    both = both[both["value"] != both["value_before"]]
    breaks = what_changed(mine, context.province, context.period)[["indicator", "level", "break_vi", "break_en"]]
    both = both.merge(breaks.drop_duplicates(["indicator", "level"]), on=["indicator", "level"], how="left")
    return both.fillna({"break_vi": "", "break_en": ""})


def change_in_words(context: Context) -> str:
    """What changed since the period before, as a sentence; "" where there is none to compare with."""
    t, before = context.texts, previous_period(context)
    if before is None:
        return ""
    rows = changed_rows(context)
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
    t, before = context.texts, previous_period(context)
    if before is None:
        return tag("p", t("peers.no_previous")) if len(context.own.observations) else None
    heads = [
        Column(t("peers.indicator")),
        Column(t("peers.before"), "num"),
        Column(t("peers.now"), "num"),
        Column(t("peers.change"), "num"),
    ]
    cells = [_change(context, row) for _, row in changed_rows(context).iterrows()]
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
