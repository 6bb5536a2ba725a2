"""The workbook of a selection: one sheet per form, then findings, figures, targets, tasks, indices, checks, sources."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.errors import UsageError
from analysis.export import table_sheets
from analysis.export.doubts import Doubt, by_cell, doubts_of
from analysis.export.fixed_zip import fixed, part
from analysis.export.form_sheets import forms_of, write_form
from analysis.export.selection import Selection

MOST_FORMS = 120  # sheets a person can still find their way in
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*(?:/>|></v>)</c>')

Fill = Callable[[Worksheet], Mapping[str, float] | None]


def workbook(selection: Selection) -> bytes:
    """The workbook as bytes; the same selection always gives the same.

    Raises:
        UsageError: the selection holds more forms than a workbook can show as sheets.
    """
    forms = len(forms_of(selection))
    if forms > MOST_FORMS:
        raise UsageError(f"{forms} forms are too many for one workbook; choose with --province or --period")
    return _book(selection, _sheets(selection))


def findings_workbook(selection: Selection, provinces: Collection[str] | None = None) -> bytes:
    """The findings alone, to be sent back to the issuing office: each with room for an answer, and the marked forms.

    `provinces` (keys) limits it. Where so many forms are marked that nobody finds a sheet, the findings stand alone.
    """
    doubts = [one for one in doubts_of(selection) if provinces is None or one.document_id.split("/")[0] in provinces]
    return _book(selection, _doubted_sheets(selection, doubts))


def _doubted_sheets(selection: Selection, doubts: list[Doubt]) -> Iterator[tuple[str, Fill]]:
    t, marks = selection.texts, by_cell(doubts)
    yield t("book.findings"), lambda sheet: table_sheets.findings_sheet(sheet, selection, doubts)
    marked = {(document, key.rpartition(":")[0]) for document, key in marks}
    forms = [
        one for one in forms_of(selection) if (one.document["document_id"], f"observations:{one.number}") in marked
    ]
    for form in forms if len(forms) <= MOST_FORMS else []:
        yield form.sheet, lambda sheet, form=form: write_form(sheet, form, selection, marks)  # type: ignore[misc]
    if any(key == "figures" for _, key in marked):
        yield t("book.figures"), lambda sheet: table_sheets.figures_sheet(sheet, selection, marks)
    yield t("book.sources"), lambda sheet: table_sheets.sources_sheet(sheet, selection)


def _book(selection: Selection, sheets: Iterable[tuple[str, Fill]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    computed: dict[str, Mapping[str, float]] = {}
    for number, (name, fill) in enumerate(sheets, start=1):
        computed[f"xl/worksheets/sheet{number}.xml"] = fill(book.create_sheet(name)) or {}
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    replaced = {name: with_results(part(data, name), values) for name, values in computed.items() if values}
    return fixed(data, selection.title, selection.texts.language, replaced)


def with_results(sheet: bytes, values: Mapping[str, float]) -> bytes:
    """A sheet's XML with the results of its formulas filled in.

    openpyxl writes formulas without results: a preview, or Excel's protected view, would show them empty.
    """

    def filled(match: re.Match[str]) -> str:
        place, attributes, formula = match.groups()
        if place in values:
            return f'<c r="{place}"{attributes}><f>{formula}</f><v>{values[place]!r}</v></c>'
        # A formula that stays blank gives an empty text.
        return f'<c r="{place}"{attributes} t="str"><f>{formula}</f><v></v></c>'

    return _FORMULA.sub(filled, sheet.decode("utf-8")).encode("utf-8")


def _sheets(selection: Selection) -> Iterator[tuple[str, Fill]]:
    """Names and contents of the sheets, in order; a table without rows gets no sheet, but findings and sources do."""
    t, own = selection.texts, selection.own
    doubts = doubts_of(selection)
    marks = by_cell(doubts)
    for form in forms_of(selection):
        yield form.sheet, lambda sheet, form=form: write_form(sheet, form, selection, marks)  # type: ignore[misc]
    yield t("book.findings"), lambda sheet: table_sheets.findings_sheet(sheet, selection, doubts)
    if len(own.figures):
        yield t("book.figures"), lambda sheet: table_sheets.figures_sheet(sheet, selection, marks)
    if len(selection.targets):
        yield t("book.targets"), lambda sheet: table_sheets.targets_sheet(sheet, selection)
    if len(own.tasks):
        yield t("book.tasks"), lambda sheet: table_sheets.tasks_sheet(sheet, selection)
    if len(own.indices):
        yield t("book.indices"), lambda sheet: table_sheets.indices_sheet(sheet, selection)
    if len(own.checks):
        yield t("book.checks"), lambda sheet: table_sheets.checks_sheet(sheet, selection)
    yield t("book.sources"), lambda sheet: table_sheets.sources_sheet(sheet, selection)
