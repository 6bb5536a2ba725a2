"""The statistical forms as the office knows them, with recomputed values and doubts beside what was printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from analysis.export import workbook_style as style
from analysis.export.doubts import Doubt
from analysis.export.named_cells import printed_decimals
from analysis.export.plain_text import one_line
from analysis.export.recomputation import Recomputation, of_forms
from analysis.export.selection import Selection, document_name
from analysis.reference.forms.rows import form_titles
from analysis.reference.texts import Texts

NO, LABEL, UNIT, VALUE, NOTE, RECOMPUTED, DIFFERENCE, PRINTED, LOCATION = range(1, 10)
WIDTHS = [8.0, 58.0, 16.0, 14.0, 26.0, 13.0, 13.0, 16.0, 12.0]
HEAD_ROW = 6
RATE_DECIMALS = 2  # recomputed rates, where fewer were printed

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")

Marks = Mapping[tuple[str, str], list[tuple[Doubt, int]]]
NewSheet = Callable[[str], Worksheet]


@dataclass(frozen=True)
class Form:
    """One form of one document, and where its values will stand."""

    document: pd.Series
    number: str
    rows: pd.DataFrame
    sheet: str

    def place(self, code: str) -> str | None:
        """Cell of the value in row `code`, None when the form has no such row."""
        found = self.rows.index[self.rows["code"] == code]
        return f"D{HEAD_ROW + 1 + int(found[0])}" if len(found) else None

    def value(self, code: str) -> float:
        found = self.rows.loc[self.rows["code"] == code, "value"]
        return float(found.iloc[0]) if len(found) else float("nan")


def forms_of(selection: Selection) -> list[Form]:
    """The forms of the selection, by document and number. One document: "Biểu 3"; several: "Biểu 3 (2)"."""
    own, t = selection.own, selection.texts
    forms: list[Form] = []
    reporting = own.documents[own.documents["document_id"].isin(own.observations["document_id"])]
    for place, (_, document) in enumerate(reporting.iterrows(), start=1):
        rows = own.observations[own.observations["document_id"] == document["document_id"]]
        for number in sorted(rows["form"].unique(), key=lambda form: (len(form), form)):
            name = t("book.form_sheet", form=number) + (f" ({place})" if len(reporting) > 1 else "")
            forms.append(Form(document, number, rows[rows["form"] == number].reset_index(drop=True), sheet_name(name)))
    return forms


def sheet_name(text: str) -> str:
    """`text` as a workbook allows it for a sheet: no sign of a reference, 31 characters at most."""
    return _NOT_IN_NAMES.sub("-", one_line(text))[:31]


def write_form(sheet: Worksheet, form: Form, selection: Selection, marks: Marks) -> dict[str, float]:
    """Fill a sheet with a form; returns the values of its formulas by cell, for programs that do not compute."""
    t = selection.texts
    _headings(sheet, form, t)
    relations, computed = of_forms(), {}
    for place, row in form.rows.iterrows():
        line = HEAD_ROW + 1 + int(str(place))
        decimals = printed_decimals(str(row["raw_value"]), float(row["value"]))
        cell = _printed_cells(sheet, line, row, decimals)
        _mark(cell, marks.get((str(row["document_id"]), f"observations:{form.number}:{row['code']}"), []), t)
        relation = relations.get(f"{form.number}:{row['code']}")
        computed.update(_recomputed_cells(sheet, line, form, relation, max(decimals, RATE_DECIMALS)))
    style.fit_heights(sheet, HEAD_ROW + 1, HEAD_ROW + len(form.rows), WIDTHS)
    _legend(sheet, HEAD_ROW + len(form.rows) + 2, t)
    return computed


def _headings(sheet: Worksheet, form: Form, t: Texts) -> None:
    title = form_titles().get(form.number)
    source = t("form.of_document", document=document_name(form.document, t), period=t.period(form.document["period"]))
    lines = [
        (t("form.title", form=form.number), style.TITLE),
        (title.vi if title and t.language == "vi" else title.en if title else "", style.BOLD),
        (source, style.SMALL),
    ]
    for line, (text, font) in enumerate(lines, start=1):
        cell = style.put(sheet, line, 1, text)
        style.loose(cell, font, centre=True)
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=NOTE)
    above = HEAD_ROW - 1
    for column, key in ((NO, "no"), (LABEL, "label"), (NOTE, "note")):
        style.head(sheet, above, column, t(f"form.{key}"), rows=2)
    style.head(sheet, above, UNIT, t("form.result"), columns=2)
    style.head(sheet, HEAD_ROW, UNIT, t("form.unit"))
    style.head(sheet, HEAD_ROW, VALUE, t("form.value"))
    style.head(sheet, above, RECOMPUTED, t("form.check"), columns=LOCATION - RECOMPUTED + 1)
    for column, key in enumerate(("recomputed", "difference", "printed", "location"), start=RECOMPUTED):
        style.head(sheet, HEAD_ROW, column, t(f"form.{key}"))
    style.widths(sheet, WIDTHS)
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    style.print_on_a4(sheet, HEAD_ROW, landscape=True)


def _printed_cells(sheet: Worksheet, line: int, row: pd.Series, decimals: int) -> Cell:
    """What the form prints, and where; returns the cell of the value. A value nobody could read stays as printed."""
    value = float(row["value"])
    header = row["kind"] == "header"
    # With its full stop, as the forms print it, a code such as 3.2 is no number to a spreadsheet.
    no = style.put(sheet, line, NO, f"{row['code']}." if row["code"] else "")
    label = style.put(sheet, line, LABEL, row["label"])
    style.put(sheet, line, UNIT, row["unit"]).alignment = style.MIDDLE
    unread = str(row["raw_value"]) if value != value else ""
    cell = style.put(sheet, line, VALUE, unread or value, decimals=decimals)
    style.put(sheet, line, NOTE, row["note"])
    style.put(sheet, line, PRINTED, row["raw_value"]).alignment = style.RIGHT
    style.put(sheet, line, LOCATION, row["location"]).alignment = style.MIDDLE
    if header:
        no.font = label.font = style.BOLD
    return cell


def _recomputed_cells(
    sheet: Worksheet, line: int, form: Form, relation: Recomputation | None, decimals: int
) -> dict[str, float]:
    for column in range(RECOMPUTED, LOCATION + 1):
        cell = style.cell_at(sheet, line, column)
        cell.border, cell.fill = style.BOX, style.CHECK_FILL
    if relation is None:
        return {}
    codes = {cell: cell.split(":")[1] for cell in relation.cells if cell.startswith(f"{form.number}:")}
    places = {cell: form.place(code) for cell, code in codes.items()}
    if set(codes) != set(relation.cells) or None in places.values():
        return {}
    shown = decimals if relation.below else 0
    formula = relation.formula({cell: str(place) for cell, place in places.items()})
    recomputed = style.put_formula(sheet, line, RECOMPUTED, formula, shown)
    here, printed = recomputed.coordinate, f"D{line}"
    difference = style.put_formula(
        sheet, line, DIFFERENCE, f'=IF(COUNT({printed},{here})=2,ROUND({printed}-{here},{shown}),"")', shown
    )
    recomputed.fill = difference.fill = style.CHECK_FILL
    value, own = (
        relation.value(lambda cell: form.value(codes[cell])),
        form.value(str(form.rows.iloc[line - HEAD_ROW - 1]["code"])),
    )
    computed = {here: value} if value is not None else {}
    if value is not None and own == own:
        computed[difference.coordinate] = round(own - value, shown)
    return computed


def _mark(cell: Cell, doubts: list[tuple[Doubt, int]], t: Texts) -> None:
    """Colour a doubted cell and say why in its comment; what is only a note gets the comment alone."""
    if not doubts:
        return
    serious = [place for doubt, place in doubts if doubt.serious]
    if serious:
        cell.fill = style.LIKELY_FILL if min(serious) == 0 else style.POSSIBLE_FILL
    style.note(cell, "\n\n".join(comment(doubt, place, t) for doubt, place in doubts), t("book.author"))


def comment(doubt: Doubt, place: int, t: Texts) -> str:
    """What a cell's comment says of one doubt: how grave, how likely this cell, the suggested value, the reason."""
    lines = [t(f"doubt.{doubt.severity}").capitalize()]
    if doubt.serious:
        lines[0] += f" ({t('doubt.likely' if place == 0 else 'doubt.possible')})"
    if doubt.cells[place].value:
        lines.append(t("doubt.suggested", value=doubt.cells[place].value))
    return "\n".join([*lines, doubt.message])


def _legend(sheet: Worksheet, line: int, t: Texts) -> None:
    cell = style.put(sheet, line, 1, t("form.legend"))
    style.loose(cell, style.SMALL)
    sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=LOCATION)
    sheet.row_dimensions[line].height = 32
