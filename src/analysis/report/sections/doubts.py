"""Doubtful figures: printed beside recomputed, likely cause, remedy, place; and how the checks came out."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.report.context import Context, split
from analysis.report.figure import details
from analysis.report.html import Child, Column, Fragment, pairs, section, table, tag

SEVERITIES = ("critical", "warning", "info")
SHOWN_NOTES = 3


def doubts(context: Context) -> Fragment:
    """Findings in the order of their weight, then all checks."""
    t, own = context.texts, context.own
    if not len(own.checks) and not len(own.findings):
        if not len(own.observations) + len(own.figures):
            return Fragment(Markup(""))
        return section("doubts", t("doubts.heading"), tag("p", t("doubts.unchecked")))
    verdicts = own.checks["verdict"].value_counts()
    serious = own.findings[own.findings["severity"] != "info"]
    body: list[Child] = [tag("p", _quality(context, verdicts))]
    if len(serious):
        body.append(tag("p", t("doubts.intro"), class_="muted"))
        for severity in SEVERITIES[:2]:
            rows = serious[serious["severity"] == severity]
            body.extend(_finding(context, row) for _, row in rows.iterrows())
    notes = own.findings[own.findings["severity"] == "info"]
    if len(notes):
        listed = tag("ul", *(tag("li", _message(context, row)) for _, row in notes.iterrows()))
        body.append(details(t("doubts.more", n=t.number(len(notes))), listed))
    if len(own.checks):
        body.append(details(t("doubts.all_checks", n=t.number(len(own.checks))), _checks(context, own.checks)))
    return section("doubts", t("doubts.heading"), *body)


def _quality(context: Context, verdicts: pd.Series) -> str:
    """How many checks hold, as a sentence."""
    t = context.texts
    holds, rounding, fails = (int(verdicts.get(name, 0)) for name in ("holds", "rounding", "fails"))
    testable, untestable = holds + rounding + fails, int(verdicts.get("not_testable", 0))
    if not testable:
        return t("doubts.none", holds=t.number(0), untestable=t.number(untestable))
    return t(
        "doubts.quality",
        testable=t.number(testable),
        holds=t.number(holds),
        share=t.number(100 * holds / testable, 1, "percent"),
        rounding=t.number(rounding),
        fails=t.number(fails),
        untestable=t.number(untestable),
    )


def _finding(context: Context, row: pd.Series) -> Markup:
    """One finding as a small article: message, suspects with suggested values, the checks behind it."""
    t = context.texts
    checks = context.own.checks
    involved = checks[checks["rule"].isin(split(row["rules"])) & (checks["verdict"] == "fails")]
    if row["locations"]:
        here = set(split(row["locations"]))
        involved = involved[[bool(here & set(split(places))) for places in involved["locations"]]]
    facts: list[tuple[Child, Child]] = [(t("doubts.where"), t.location(row["locations"]))]
    if row["suspects"]:
        facts.append((t("doubts.suspect"), _suspects(context, row["suspects"])))
    if row["suggested"]:
        facts.append((t("doubts.suggested"), row["suggested"]))
    lines = _message(context, row)
    return tag(
        "article",
        tag("p", tag("strong", t(f"doubts.{row['severity']}"), class_="badge"), " ", lines),
        pairs(facts),
        _checks(context, involved) if len(involved) else None,
        class_=f"finding {row['severity']}",
    )


def _message(context: Context, row: pd.Series) -> str:
    return str(row[f"message_{context.texts.language}"] or row["message_vi"])


def _suspects(context: Context, suspects: str) -> str:
    """Suspect cells by what a reader knows them by: form and row, or the figure's label."""
    t, figures = context.texts, context.own.figures
    labels = dict(zip(figures["id"], figures["label"], strict=True))
    named = []
    for key in split(suspects):
        table_name, _, rest = key.partition(":")
        form, _, code = rest.partition(":")
        named.append(t("doubts.cell", form=form, code=code) if table_name == "observations" else labels.get(rest, key))
    return "; ".join(named)


def _checks(context: Context, checks: pd.DataFrame) -> Markup:
    t = context.texts
    heads = [
        Column(t("doubts.expression")),
        Column(t("doubts.printed"), "num"),
        Column(t("doubts.computed"), "num"),
        Column(t("doubts.difference"), "num"),
        Column(t("doubts.verdict")),
        Column(t("word.location"), "place"),
    ]
    order = {"fails": 0, "rounding": 1, "holds": 2, "not_testable": 3}
    ordered = checks.sort_values("verdict", key=lambda names: names.map(order), kind="stable")
    cells = [
        (
            row["expression"],
            t.number(row["printed"]),
            _rounded(context, row["computed"]),
            _rounded(context, row["difference"]),
            tag("span", t(f"doubts.{row['verdict']}"), class_=f"verdict {row['verdict']}"),
            t.location(row["locations"]),
        )
        for _, row in ordered.iterrows()
    ]
    return table(heads, cells, stack=True)


def _rounded(context: Context, value: float) -> str:
    return context.texts.number(value if value != value else round(float(value), 2))
