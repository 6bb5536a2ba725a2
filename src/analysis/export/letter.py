"""A draft report to the issuing office: what its document says, what is doubtful in it, what to ask.

Everything a person must decide (who writes, to whom, number, place, date, signature) stands in square brackets; the
draft names no day, so that the same data give the same file.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from analysis.export import letter_layout as layout
from analysis.export.doubts import Doubt, doubts_of
from analysis.export.fixed_zip import fixed
from analysis.export.letter_doubts import DoubtRows, asks, doubt_rows
from analysis.export.named_cells import named_cells, printed_value
from analysis.export.selection import Selection, document_name
from analysis.quality import relation_checks
from analysis.report.context import Context
from analysis.tables import NOT_IDENTIFIED

LEFT_WIDTH, RIGHT_WIDTH = 65, 95  # mm of the letterhead's two columns


def letter(selection: Selection, context: Context) -> bytes:
    """The draft as a Word file; the same selection always gives the same bytes."""
    t = selection.texts
    document = layout.new_letter(t.language)
    doubts = doubts_of(selection)
    _letterhead(document, selection)
    _title(document, selection, context)
    _documents(document, selection, context)
    _results(document, selection, doubts)
    _doubts(document, selection, doubts)
    _asks(document, selection, doubts)
    _sources(document, selection)
    _closing(document, selection)
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed(buffer.getvalue(), _subject(selection, context), t.language)


def _letterhead(document: Any, selection: Selection) -> None:
    t = selection.texts
    left, right = layout.columns(document, (LEFT_WIDTH, RIGHT_WIDTH))
    layout.paragraph(left, t("letter.parent"), size=12, align=layout.CENTRE)
    layout.paragraph(left, t("letter.issuer"), size=12, bold=True, align=layout.CENTRE)
    layout.rule(left, 22)
    layout.paragraph(left, t("letter.number"), size=13, align=layout.CENTRE, before=4)
    layout.paragraph(left, t("letter.draft"), size=13, bold=True, align=layout.CENTRE, before=4)
    layout.paragraph(right, t("letter.motto_state"), size=12, bold=True, align=layout.CENTRE)
    layout.paragraph(right, t("letter.motto"), size=13, bold=True, align=layout.CENTRE)
    layout.rule(right, 18)
    layout.paragraph(right, t("letter.place_date"), size=13, italic=True, align=layout.CENTRE, before=4)


def _subject(selection: Selection, context: Context) -> str:
    t = selection.texts
    return t("letter.subject", province=context.province_name, period=t.period(context.period))


def _title(document: Any, selection: Selection, context: Context) -> None:
    t = selection.texts
    layout.paragraph(document, t("letter.kind"), bold=True, align=layout.CENTRE, before=18)
    layout.paragraph(document, _subject(selection, context), bold=True, align=layout.CENTRE)
    layout.rule(document, 55)
    layout.paragraph(document, t("letter.draft_note"), size=12, italic=True, align=layout.JUSTIFY, before=8, after=10)
    if context.province == NOT_IDENTIFIED:
        layout.body(document, t("letter.not_identified"))
    cited = t.join(document_name(row, t) for _, row in selection.own.documents.iterrows())
    place, period = context.province_name, t.period(context.period)
    layout.body(document, t("letter.opening", documents=cited, province=place, period=period))


def _documents(document: Any, selection: Selection, context: Context) -> None:
    t = selection.texts
    layout.heading(document, f"I. {t('letter.documents_heading')}")
    for _, row in selection.own.documents.iterrows():
        parts = [document_name(row, t), row["issuer"], row["title"] if row["number"] else ""]
        layout.body(document, f"- {'; '.join(part for part in parts if part)}.")
    if context.window:
        start, end = t.date(context.window.start), t.date(context.window.end)
        window = t("identity.window_value", start=start, end=end)
        layout.body(document, f"- {t('identity.window')}: {window}.")


def _results(document: Any, selection: Selection, doubts: list[Doubt]) -> None:
    t, own = selection.texts, selection.own
    layout.heading(document, f"II. {t('letter.results_heading')}")
    rows = own.observations[own.observations["kind"] != "header"]
    if len(rows) or len(own.figures):
        empty, figures = int((rows["kind"] == "empty").sum()), len(own.figures)
        counts = t("letter.counts", rows=t.number(len(rows)), empty=t.number(empty), figures=t.number(figures))
        layout.body(document, counts)
        _rates(document, selection, doubts)
    targets = own.targets[own.targets["duplicate_of"] == ""]
    if len(targets):
        full = int(((targets["unit"] == "percent") & (targets["value"] == 100)).sum())
        layout.body(document, t("letter.targets_intro", n=t.number(len(targets)), full=t.number(full)))
    leads = Counter(agency for agencies in own.tasks["lead"] for agency in agencies)
    if leads:
        agency, most = leads.most_common(1)[0]
        layout.body(document, t("letter.tasks_intro", n=t.number(len(own.tasks)), agency=agency, k=t.number(most)))


def _rates(document: Any, selection: Selection, doubts: list[Doubt]) -> None:
    """A table of the percentages below 100, and of the doubtful ones; the rest in one sentence."""
    t, frame = selection.texts, selection.own.observations
    rates = frame[(frame["kind"] == "percent") & frame["value"].notna()]
    if not len(rates):
        layout.body(document, t("letter.no_values"))
        return
    suspect = {cell.place for doubt in doubts if doubt.serious for cell in doubt.cells}
    shown, full = [], 0
    for _, row in rates.iterrows():
        starred = (row["document_id"], f"observations:{row['form']}:{row['code']}") in suspect
        if row["value"] == 100 and not starred:
            full += 1
            continue
        name = t("letter.cell", form=row["form"], code=row["code"])
        shown.append((name, row["label"], printed_value(row, t) + ("*" if starred else "")))
    if shown:
        layout.body(document, t("letter.rates_intro"))
        heads = (t("book.form_sheet", form="").strip(), t("letter.label"), t("letter.rate"))
        layout.table(document, heads, shown, (34, 100, 26), right=(2,))
    if full:
        layout.body(document, t("letter.rates_note", n=t.number(full)), before=6)


def _doubts(document: Any, selection: Selection, doubts: list[Doubt]) -> None:
    t, verdicts = selection.texts, relation_checks(selection.own.checks)["verdict"].value_counts()
    layout.heading(document, f"III. {t('letter.doubts_heading')}")
    fails, untestable = int(verdicts.get("fails", 0)), int(verdicts.get("not_testable", 0))
    testable = int(verdicts.sum()) - untestable
    if testable:
        said = t("letter.quality" if fails else "letter.no_doubts", testable=t.number(testable), fails=t.number(fails))
        said += f" {t('letter.untestable', n=t.number(untestable))}" if untestable else ""
    else:
        said = t("letter.unchecked")
    layout.body(document, said)
    entries = doubt_rows([doubt for doubt in doubts if doubt.serious], named_cells(selection), selection.own.checks, t)
    if entries:
        layout.body(document, t("letter.doubts_table"))
        _doubt_table(document, entries, selection)


def _doubt_table(document: Any, entries: list[DoubtRows], selection: Selection) -> None:
    """One row per suspect cell; number and reason of a finding reach over its rows."""
    t = selection.texts
    heads = [t(f"letter.{key}") for key in ("order", "label", "as_printed", "proposed", "basis")]
    rows = [
        (str(number) if not place else "", *cell, entry.basis if not place else "")
        for number, entry in enumerate(entries, start=1)
        for place, cell in enumerate(entry.cells)
    ]
    table = layout.table(document, heads, rows, (12, 44, 22, 25, 57), right=(2, 3))
    first = 1
    for entry in entries:
        layout.join_down(table, (0, 4), first, first + len(entry.cells) - 1)
        first += len(entry.cells)


def _asks(document: Any, selection: Selection, doubts: list[Doubt]) -> None:
    t = selection.texts
    layout.heading(document, f"IV. {t('letter.asks_heading')}")
    wanted = asks([doubt for doubt in doubts if doubt.serious], named_cells(selection), t)
    for number, text in enumerate(wanted, start=1):
        layout.body(document, f"{number}. {text}")
    if not wanted:
        layout.body(document, t("letter.ask_none"))
    notes = [doubt.message for doubt in doubts if not doubt.serious]
    if notes:
        layout.body(document, f"{t('letter.notes_heading')}:")
    for note in notes:
        layout.body(document, f"- {note}")


def _sources(document: Any, selection: Selection) -> None:
    t = selection.texts
    layout.heading(document, f"V. {t('letter.sources_heading')}")
    for _, row in selection.own.documents.iterrows():
        cited = document_name(row, t)
        source = t("letter.source", document=cited, name=row["source_name"], sha256=row["source_sha256"])
        layout.paragraph(document, f"- {source}.", size=12, align=layout.LEFT, after=4)
    layout.body(document, t("letter.method"))


def _closing(document: Any, selection: Selection) -> None:
    """Recipients at the left, signature at the right."""
    t = selection.texts
    left, right = layout.columns(document, (LEFT_WIDTH, RIGHT_WIDTH))
    layout.paragraph(left, t("letter.recipients"), size=12, bold=True, italic=True, before=12)
    issuers = sorted({issuer for issuer in selection.own.documents["issuer"] if issuer})
    for line in (*(f"- {issuer};" for issuer in issuers), t("letter.recipient_other"), t("letter.recipient_file")):
        layout.paragraph(left, line, size=11)
    layout.paragraph(right, t("letter.signature_title"), size=13, bold=True, align=layout.CENTRE, before=12)
    layout.paragraph(right, t("letter.signature_name"), size=13, bold=True, align=layout.CENTRE, before=70)
