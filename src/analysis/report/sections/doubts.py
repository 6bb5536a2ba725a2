"""Doubtful figures: printed beside recomputed, likely cause, remedy, place; and how the checks came out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from analysis.compare.rows import Row, records
from analysis.quality import quality
from analysis.reference.indicators import indicator
from analysis.reference.texts import Texts
from analysis.report.context import Context, anchor, split, suggestions
from analysis.report.figure import details
from analysis.report.html import Child, Column, Fragment, items, joined, pairs, section, table, tag
from analysis.report.sections.rates import short

SEVERITIES = ("critical", "warning", "info")
OPEN = 20  # findings that stand open; a report with hundreds would bury what comes after them
_CAUSE = re.compile(r" (?=Nguyên nhân|Cần làm|Likely cause|To do)")
_CELL = re.compile(r"\b(\d):(\d+(?:\.\d+)*)\b")
_KEY = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_FIGURE = re.compile(r"\bf\d{3}\b")


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
    if len(own.checks):
        body.append(details(t("doubts.all_checks", n=t.number(len(own.checks))), _checks(context, records(own.checks))))
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
    said = t(
        "doubts.quality",
        testable=t.number(counts["testable"]),
        holds=t.number(counts["holding"]),
        share=t.number(100 * counts["holding"] / counts["testable"], 1, "percent"),
        rounding=t("doubts.quality_rounding", n=t.number(counts["rounding"])) if counts["rounding"] else "",
        fails=t.number(counts["testable"] - counts["holding"]),
        untestable=t.number(counts["not_testable"]),
    )
    before = every[(every["province"] == context.province) & (every["period"] == own["previous_period"].max())]
    if not len(before) or not before["testable"].sum():
        return said
    share = t.number(100 * before["holding"].sum() / before["testable"].sum(), 1, "percent")
    return f"{said} {t('doubts.quality_before', period=t.period(before['period'].iloc[0]), share=share)}"


def _finding(context: Context, number: object, row: Row) -> Markup:
    """One finding as a small article: message, suspects with suggested values, the checks behind it."""
    t, rules, here = context.texts, set(split(row["rules"])), set(split(row["locations"]))
    involved = [
        check
        for check in context.failing_checks
        if check["rule"] in rules and (not row["locations"] or here & set(split(check["locations"])))
    ]
    facts: list[tuple[Child, Child]] = [(t("doubts.suspect"), _suspects(context, row))] if row["suspects"] else []
    facts.append((t("doubts.where"), t.location(row["locations"])))
    head, *rest = paragraphs(_message(context, row))
    return tag(
        "article",
        tag("h3", tag("span", t(f"doubts.{row['severity']}"), class_="badge"), " ", head),
        *(tag("p", _led(text)) for text in rest),
        pairs(facts, class_="near"),
        _checks(context, involved) if involved else None,
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


def _indicator_name(context: Context, key: str) -> str:
    known = indicator(key)
    if known is None:
        return key
    return f"“{short(known.label_vi if context.texts.language == 'vi' else known.label_en)}”"


def written(t: Texts, value: str) -> str:
    """A plain number of the tables as a reader writes it; other text as it stands."""
    return t.number(Decimal(value)) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value


def _expression(context: Context, expression: str) -> str:
    """A check's formula with rows and figures by name: "3:3.2 = …" is row 3.2 of form 3."""
    labels = context.figure_labels
    forms = set(_CELL.findall(expression))
    many = len({form for form, _ in forms}) > 1
    prefix = "" if many or not forms else context.texts("doubts.form", form=min(forms)[0]) + ": "
    cell = context.texts("doubts.cell_short", form="{0}", code="{1}") if many else "{1}"
    shown = _CELL.sub(lambda match: cell.format(*match.groups()), expression)
    shown = _FIGURE.sub(lambda match: f"“{short(labels[match[0]])}”" if match[0] in labels else match[0], shown)
    shown = _KEY.sub(lambda match: _indicator_name(context, match[0]), shown)
    return prefix + shown.replace("<=", "≤").replace(">=", "≥").replace(" / ", " : ")


def _checks(context: Context, checks: Sequence[Row]) -> Markup:
    t = context.texts
    heads = [
        Column(t("doubts.expression")),
        Column(t("doubts.printed"), "num"),
        Column(t("doubts.computed"), "num"),
        Column(t("doubts.difference"), "num"),
        Column(t("doubts.verdict"), "short"),
        Column(t("word.location"), "place"),
    ]
    order = {"fails": 0, "rounding": 1, "holds": 2, "not_testable": 3}
    ordered = sorted(checks, key=lambda row: order.get(row["verdict"], len(order)))
    cells = [
        (
            _expression(context, row["expression"]),
            _amount(t, row, "printed"),
            _amount(t, row, "computed"),
            _difference(t, row),
            tag("span", t(f"doubts.{row['verdict']}"), class_=f"verdict {row['verdict']}"),
            t.location(row["locations"]),
        )
        for row in ordered
    ]
    return table(heads, cells, stack=True)


def _amount(t: Texts, row: Row, column: str) -> str:
    """A number of a check, rates with a percent sign; figures beyond the second decimal say nothing here."""
    return t.rounded(row[column], _is_rate(row))


def _difference(t: Texts, row: Row) -> str:
    """Two rates differ by points, two counts by a count."""
    value = float(row["difference"])
    shown = t.number(value if value != value else round(value, 2))
    return t("doubts.points", value=shown) if _is_rate(row) and value == value else shown


def _is_rate(row: Row) -> bool:
    """Whether a check compares rates: by its kind, or because its formula divides."""
    return bool(row["kind"] == "ratio" or " / " in str(row["expression"]))
