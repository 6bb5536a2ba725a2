"""The statistical forms row by row, with marks in doubtful cells, and the figures of the text."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.charts.wrap import wrap
from analysis.compare.rows import Row as Record
from analysis.compare.rows import records
from analysis.report.context import Context, split
from analysis.report.controls import filter_box
from analysis.report.figure import details
from analysis.report.html import Child, Column, Fragment, Row, joined, section, table, tag
from analysis.report.sections.checks import written
from analysis.report.sections.rates import form_titles


def forms(context: Context) -> Fragment:
    """One table per form, in the order of the document."""
    t, rows = context.texts, context.own.observations
    if not len(rows):
        return Fragment(Markup(""))
    tables = [_form(context, form, rows[rows["form"] == form]) for form in dict.fromkeys(rows["form"])]
    return section(
        "forms",
        t("forms.heading"),
        tag("p", t("forms.intro"), class_="muted"),
        filter_box(t, "forms", marked=True),
        *tables,
    )


def _form(context: Context, form: str, rows: pd.DataFrame) -> Markup:
    t = context.texts
    title = t("forms.title", form=form, title=form_titles(t).get(form, ""))
    asked = rows[rows["kind"] != "header"]
    filled = t("forms.filled", filled=int((asked["kind"] != "empty").sum()), n=len(asked))
    heads = [
        Column(t("forms.code"), "code"),
        Column(t("forms.label")),
        Column(t("forms.unit"), "unit"),
        Column(t("forms.value"), "num"),
        Column(t("forms.note")),
        Column(t("word.location"), "place"),
    ]
    cells = [
        Row(
            (
                row["code"],
                tag("strong", row["label"]) if row["kind"] == "header" else row["label"],
                t.unit(str(row["unit"])),
                _value(context, form, row),
                row["note"],
                t.location(row["location"]),
            ),
            id=_own_anchor(context, number, f"observations:{form}:{row['code']}"),
        )
        for number, row in zip(rows.index, records(rows), strict=True)
    ]
    head = [tag("h3", title), tag("p", filled, class_="muted")]
    return tag("div", *head, table(heads, cells, stack=True), class_="block")


def _own_anchor(context: Context, number: object, key: str) -> str | None:
    """The row's place on the page, for the finding that points at it; a repeated row has none."""
    place = context.row_anchors.get(key)
    return place if place == f"row-{number}" else None


def _value(context: Context, form: str, row: Record) -> Child:
    """The value the reader's way, what was printed if that differs, and a mark where it is doubtful."""
    t = context.texts
    if row["kind"] == "header":
        return None
    if row["kind"] == "empty":
        return tag("span", t("forms.empty"), class_="muted")
    shown = t.number(row["value"], unit="percent" if row["kind"] == "percent" else "")
    shown = row["raw_value"] if shown == "—" else shown
    printed = row["raw_value"].strip()
    differs = printed.rstrip("% ") != shown.rstrip("%")
    key = f"observations:{form}:{row['code']}"
    involved = key not in context.suspects and bool(set(split(row["location"])) & context.broken_locations)
    return joined(
        [
            tag("mark", shown) if key in context.suspects else shown,
            tag("small", t("forms.printed", printed=printed)) if differs and printed else None,
            _mark(context, key) if key in context.suspects else None,
            tag("small", t("forms.involved"), class_="involved") if involved else None,
        ]
    )


def _mark(context: Context, key: str) -> Markup:
    t = context.texts
    suggested = written(t, context.suspects[key])
    said = t("forms.suspect") + (f": {t('forms.suggested', value=suggested)}" if suggested else "")
    return tag("small", tag("a", said, href=f"#{context.finding_of[key]}"), class_="suspect")


def figures_of_text(context: Context) -> Fragment:
    """Every figure of the text in one folded table, doubtful ones marked."""
    t, rows = context.texts, context.own.figures
    if not len(rows):
        return Fragment(Markup(""))
    heads = [
        Column(t("forms.label")),
        Column(t("forms.value"), "num"),
        Column(t("forms.unit")),
        Column(t("forms.note")),
        Column(t("word.location"), "place"),
    ]
    cells = [_figure(context, row) for row in records(rows)]
    listed = table(heads, cells, stack=True)
    return section(
        "figures",
        t("figures.heading"),
        filter_box(t, "figures", marked=True),
        details(t("figures.summary", n=t.number(len(rows))), listed),
    )


def _figure(context: Context, row: Record) -> list[Child]:
    t = context.texts
    key = f"figures:{row['id']}"
    value = t.number(row["value"], unit="percent" if row["unit"] in ("%", "percent") else "")
    shown = joined([tag("mark", value), _mark(context, key)]) if key in context.suspects else value
    as_of = t("figures.as_of", date=t.date(row["as_of"])) if row["as_of"] else ""
    unit = "" if row["unit"] in ("%", "percent") else wrap(t.unit(str(row["unit"])), 60, 1).strip()
    return [row["label"], shown, unit, as_of, t.location(row["location"])]
