"""Doubtful figures: printed beside recomputed, likely cause, remedy, place; and how the checks came out."""

from __future__ import annotations

import re

from markupsafe import Markup

from analysis.compare.rows import Row, records
from analysis.quality import quality, relation_checks
from analysis.report.context import Context, anchor, split, suggestions
from analysis.report.figure import details
from analysis.report.html import Child, Fragment, items, joined, pairs, section, tag
from analysis.report.sections.checks import checks_table, written

SEVERITIES = ("critical", "warning", "info")
OPEN = 20  # findings that stand open; a report with hundreds would bury what comes after them
_CAUSE = re.compile(r" (?=Nguyên nhân|Cần làm|Likely cause|To do)")


def doubts(context: Context) -> Fragment:
    """Findings in the order of their weight, then all checks."""
    t, own = context.texts, context.own
    if not len(own.checks) and not len(own.findings):
        if not len(own.observations) + len(own.figures):
            return Fragment(Markup(""))
        return section("doubts", t("doubts.heading"), tag("p", t("doubts.unchecked")))
    serious = own.findings[own.findings["severity"] != "info"]
    body: list[Child] = [tag("p", _quality(context))]
    if len(serious):
        body.append(tag("p", t("doubts.intro"), class_="muted"))
        weight = serious["severity"].map(SEVERITIES.index)
        sorted_ = serious.loc[weight.sort_values(kind="stable").index]
        cards = [_finding(context, number, row) for number, row in zip(sorted_.index, records(sorted_), strict=True)]
        body += cards[:OPEN]
        if len(cards) > OPEN:
            body.append(details(t("doubts.further", n=t.number(len(cards) - OPEN)), *cards[OPEN:], keep=True))
    notes = own.findings[own.findings["severity"] == "info"]
    if len(notes):
        listed = items(_message(context, row) for row in records(notes))
        body.append(details(t("doubts.more", n=t.number(len(notes))), listed))
    if every := len(own.checks):
        single = every - len(relation_checks(own.checks))
        among = t("doubts.single_checks", n=t.number(single)) if 0 < single < every else ""
        summary = t("doubts.all_checks", n=t.number(every), among=among)
        body.append(details(summary, checks_table(context, records(own.checks))))
    return section("doubts", t("doubts.heading"), *body)


def _quality(context: Context) -> str:
    """How many relations between the figures hold, as `cchc validate` counts them, and how many did before."""
    t, everything = context.texts, context.everything
    every = quality(everything.checks, everything.documents)
    own = every[(every["province"] == context.province) & (every["period"] == context.period)]
    counts = {name: int(own[name].sum()) for name in ("testable", "holding", "rounding", "not_testable")}
    if not counts["testable"] and not counts["not_testable"]:
        return t("doubts.no_relations")
    if not counts["testable"]:
        return t("doubts.none", holds=t.number(0), untestable=t.number(counts["not_testable"]))
    said = _holding(context, **counts)
    before = every[(every["province"] == context.province) & (every["period"] == own["previous_period"].max())]
    if not len(before) or not before["testable"].sum():
        return said
    share = t.number(100 * before["holding"].sum() / before["testable"].sum(), 1, "percent")
    return f"{said} {t('doubts.quality_before', period=t.period(before['period'].iloc[0]), share=share)}"


def _holding(context: Context, *, testable: int, holding: int, rounding: int, not_testable: int) -> str:
    """How many of the checks that could be made hold; what there is none of is not spoken of."""
    t, fails = context.texts, testable - holding
    by_rounding = "doubts.quality_rounding" if testable > 1 else "doubts.quality_but_rounding"
    but_rounding = t(by_rounding, n=t.number(rounding)) if rounding else ""
    untestable = t("doubts.quality_untestable", n=t.number(not_testable)) if not_testable else ""
    if not fails:
        return t("doubts.quality_all", n=t.number(testable), rounding=but_rounding, untestable=untestable)
    return t(
        "doubts.quality",
        n=t.number(testable),
        holds=t.number(holding),
        share=t.number(100 * holding / testable, 1, "percent"),
        rounding=but_rounding,
        fails=t.number(fails),
        untestable=untestable,
    )


def _finding(context: Context, number: object, row: Row) -> Markup:
    """One finding as a small article: message, suspects with suggested values, the checks behind it."""
    t, rules, here = context.texts, set(split(row["rules"])), set(split(row["locations"]))
    involved = [
        check
        for check in context.failing_checks
        if check["rule"] in rules and (not row["locations"] or here & set(split(check["locations"])))
    ]
    facts: list[tuple[Child, Child]] = [(t("doubts.suspect"), _suspects(context, row))] if row["suspects"] else []
    facts += [(t("doubts.where"), t.location(row["locations"]))] if row["locations"] else []
    head, *rest = paragraphs(_message(context, row))
    return tag(
        "article",
        tag("h3", tag("span", t(f"doubts.{row['severity']}"), class_="badge"), " ", head),
        *(tag("p", _led(text)) for text in rest),
        pairs(facts, class_="near") if facts else None,
        checks_table(context, involved) if involved else None,
        id=anchor(number),
        class_=f"finding {row['severity']}",
    )


def paragraphs(message: str) -> list[str]:
    """A finding's message as headline, reasoning, likely cause and remedy."""
    head, separator, rest = message.partition(". ")
    return [f"{head}.", *_CAUSE.split(rest)] if separator else [message]


def _led(text: str) -> Child:
    """A paragraph with what it opens by ("Cần làm:") standing out."""
    opening, colon, rest = text.partition(":")
    return joined([tag("b", opening + colon), rest]) if colon and _CAUSE.match(f" {text}") else text


def _message(context: Context, row: Row) -> str:
    return str(row[f"message_{context.texts.language}"] or row["message_vi"])


def _suspects(context: Context, row: Row) -> Markup:
    """Suspect cells by what a reader knows them by, each with the printed and the suggested value."""
    t = context.texts
    lines = []
    for key, printed, value in suggestions(row["suspects"], row["suggested"]):
        change = f": {written(t, printed)} → {written(t, value)}" if value else ""
        here = context.row_anchors.get(key)
        name = tag("a", cell_name(context, key), href=f"#{here}") if here else cell_name(context, key)
        lines.append(tag("li", name, tag("b", change, class_="change") if change else None))
    return tag("ul", *lines)


def cell_name(context: Context, key: str) -> str:
    """A cell by form and row, or by the label of its figure."""
    t = context.texts
    table_name, _, rest = key.partition(":")
    form, _, code = rest.partition(":")
    if table_name == "observations":
        return t("doubts.cell", form=form, code=code)
    if table_name == "figures":
        return context.figure_labels.get(rest, rest)
    if table_name == "targets":
        return t("doubts.target", place=t.location(form))
    return rest
