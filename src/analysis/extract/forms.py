"""The statistical forms (Biểu mẫu 1…7): every row as printed, from tables of any layout."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from analysis.documents import Document, Paragraph, Table
from analysis.documents.model import join_locations
from analysis.extract.form_cells import columns_of, figure_columns, is_figure
from analysis.extract.form_columns import columns_by_content
from analysis.extract.form_notes import form_notes, note_below
from analysis.extract.headers import Columns, Row, find_columns, mapping_files
from analysis.extract.matching import best_match, key, shadow
from analysis.extract.table_rows import data_rows, location_of, lost_number, number_text
from analysis.reference.files import read_yaml
from analysis.reference.forms.rows import form_rows, form_titles

RawRow = dict[str, str]
RAW_NAMES = ("code", "label", "unit", "value", "note")
LOOKED_BACK = 6
_ITEM = re.compile(r"[-+•*–]\s*\S")
_FORM_NUMBER = r"\s*(?:so\s*)?:?\s*0?(?P<form>[1-9])(?![\d.,/]*\d)\b"


@dataclass
class FormTables:
    """Rows by form number; statistics tables that are no form; what was matched tolerantly or concluded."""

    forms: dict[str, list[RawRow]] = field(default_factory=dict)
    others: list[tuple[str, list[RawRow]]] = field(default_factory=list)
    headless: list[tuple[str, Table]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)


def extract_forms(document: Document) -> FormTables:
    """All forms of `document`. A table that follows a form's table without a heading of its own continues it."""
    found = FormTables()
    last: tuple[str, Columns] | None = None
    heading: list[str] = []
    named: dict[str, str] = {}
    for block in document.blocks:
        if isinstance(block, Paragraph):
            heading = [*heading, block.text][-LOOKED_BACK:]
            if number := form_number(block.text):
                last = None
                named.setdefault(number, block.location)
            continue
        for table in _split_sheets(block):
            last = _add_table(found, table, heading, last)
        heading = []
    unread = {number: place for number, place in named.items() if number not in found.forms}
    found.log += [f"form {number} is named at {place}, but no table of it was read" for number, place in unread.items()]
    found.log += form_notes(found.forms)
    return found


def form_number(text: str) -> str:
    """The number of the form a heading names ("Biểu mẫu 3", "BM 3 - …"), "" if it names none."""
    if len(text) > 160:
        return ""
    shade = shadow(text)
    for name in _form_names():
        match = re.match(rf"[\W_]*(?:phu luc[\s\w.]*?[-–:]\s*)?{re.escape(name)}{_FORM_NUMBER}", shade)
        if match:
            return match["form"]
    return ""


def _add_table(
    found: FormTables, table: Table, heading: list[str], last: tuple[str, Columns] | None
) -> tuple[str, Columns] | None:
    columns = find_columns(table) or _columns_below_a_name(table, heading, found.log)
    if columns is None:
        if last is None or not _same_shape(table, last[1]):
            found.headless.append((heading[-1] if heading else _longest(table.rows[0]), table))
            return None
        columns = Columns(last[1].kind, last[1].places, 0, 0, last[1].width, ())
        rows = _rows(table, columns, found.log)
        _continue_last(found.forms[last[0]], rows)
        found.forms[last[0]].extend(rows)
        found.log.append(
            f"form {last[0]}: {len(rows)} rows continued at {table.location.split(';')[0]}, no header there"
        )
        return last
    if columns.kind != "form":
        return None
    rows = _rows(table, columns, found.log)
    number = _which_form(table, columns, rows, heading, last, found.log)
    if last is not None and number == last[0]:
        _continue_last(found.forms[number], rows)
    for match in columns.tolerant:
        found.log.append(f"header {match.printed!r} read as {match.label!r} (score {match.score:.0f})")
    if not number:
        found.others.append((_title_above(heading, table, columns), rows))
        found.log.append(f"table at {table.location.split(';')[0]}: names no form; its rows are read as figures")
        return None
    if columns.unread:
        found.log.append(f"form {number}: columns that are not kept: {'; '.join(columns.unread)}")
    found.log += note_below(table, columns)
    found.forms.setdefault(number, []).extend(rows)
    return number, columns


def _columns_below_a_name(table: Table, heading: list[str], log: list[str]) -> Columns | None:
    """The columns of a table with an unknown header that stands below the name of a form, by what its cells hold."""
    number = next((form_number(text) for text in (*reversed(heading), table.name) if form_number(text)), "")
    columns = columns_by_content(table) if number else None
    if columns is not None:
        header = " | ".join(cell.text for row in table.rows[: columns.first_row] for cell in row if cell.text)
        log.append(f"form {number}: columns by what they hold, the header is unknown: {header[:160] or 'none'}")
    return columns


def _continue_last(above: list[RawRow], rows: list[RawRow]) -> None:
    """The first row of a further page may be the rest of the last row of the page before: no number, no new wording."""
    if not above or not rows or rows[0]["code"] or rows[0]["label"][:1].isupper() or _ITEM.match(rows[0]["label"]):
        return
    rest = rows.pop(0)
    for name in ("label", "unit", "value", "note"):
        above[-1][name] = f"{above[-1][name]} {rest[name]}".strip()
    above[-1]["location"] = join_locations([above[-1]["location"], rest["location"]])


def _which_form(
    table: Table,
    columns: Columns,
    rows: list[RawRow],
    heading: list[str],
    last: tuple[str, Columns] | None,
    log: list[str],
) -> str:
    """The form's number: printed above, printed in the table or the sheet's name, else by its title or its rows."""
    above = [cell.text for row in table.rows[: columns.first_header] for cell in row if cell.text]
    header = [cell.text for row in table.rows[columns.first_header : columns.first_row] for cell in row if cell.text]
    for text in (*header, *reversed(above), *reversed(heading), table.name):
        if form_number(text):
            return form_number(text)
    if last is not None and rows and not _restarts(rows):
        return last[0]
    titles = {entry.vi: number for number, entry in form_titles().items()}
    for text in (*reversed(above), *reversed(heading), table.name):
        match = best_match(text, titles, 88)
        if match:
            log.append(f"form {titles[match.label]} by its title {text!r} (score {match.score:.0f})")
            return titles[match.label]
    return _by_rows(rows, log)


def _by_rows(rows: list[RawRow], log: list[str]) -> str:
    """The form whose rows these are: at least three and half of the rows agree with it in code and wording."""
    votes: dict[str, int] = {}
    for row in rows:
        code = row["code"].strip(" .,)")
        for (form, known), entry in form_rows().items():
            if known == code and best_match(row["label"], [entry.label], 90):
                votes[form] = votes.get(form, 0) + 1
    if not votes:
        return ""
    form, count = max(votes.items(), key=lambda item: item[1])
    if count < 3 or count * 2 < len(rows):
        return ""
    log.append(f"form {form} by its rows: {count} of {len(rows)} agree")
    return form


def _rows(table: Table, columns: Columns, log: list[str]) -> list[RawRow]:
    rows = []
    figures = figure_columns(table.rows[columns.first_row :], columns) if table.flattened else 0
    for row in data_rows(table, columns, "code", "label"):
        cells = (
            columns_of(row, columns) if table.flattened else {name: columns.cell(row, name) for name in columns.places}
        )
        texts = {name: cell.text if cell else "" for name, cell in cells.items()}
        texts["code"] = number_text(cells.get("code"))
        log += lost_number(cells.get("code"))
        if not any(texts.values()):
            continue
        location = location_of(row, cells.get("value"))
        if len(row) < columns.width and texts.get("value") and sum(map(is_figure, row[2:])) < figures:
            log.append(
                f"{location}: of row {texts['code']} a cell is missing; whether {texts['value']!r} is its value is "
                "unknown, it is left empty"
            )
            texts["value"] = ""
        rows.append({**{name: texts.get(name, "") for name in RAW_NAMES}, "location": location})
    return rows


def _split_sheets(table: Table) -> list[Table]:
    """A sheet that holds several forms one below the other, parted at the rows that name them."""
    starts = [
        index
        for index, row in enumerate(table.rows)
        if (filled := [cell.text for cell in row if cell.text]) and len(filled) <= 2 and form_number(filled[0])
    ]
    if len(starts) < 2:
        return [table]
    parts = []
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        begin = 0 if start == starts[0] else start
        parts.append(Table(table.rows[begin:end], table.location, table.flattened, table.name))
    return parts


def _same_shape(table: Table, columns: Columns) -> bool:
    """Whether a table without a header can continue one with `columns`: as wide, its first cell a number or empty."""
    width = max(len(row) for row in table.rows)
    first = columns.cell(table.rows[0], "code")
    return width == columns.width and first is not None and bool(re.fullmatch(r"(?:\d+(?:\.\d+)*[.,)]?)?", first.text))


def _restarts(rows: list[RawRow]) -> bool:
    return bool(re.fullmatch(r"(?:1|I)[.,)]?", rows[0]["code"]))


def _longest(row: Row) -> str:
    return max((cell.text for cell in row), key=len, default="")


def _title_above(heading: list[str], table: Table, columns: Columns) -> str:
    above = [cell.text for row in table.rows[: columns.first_header] for cell in row if cell.text]
    lines = [text for text in (*heading, *above) if len(text) <= 200]
    return lines[-1] if lines else table.name


@functools.cache
def _form_names() -> tuple[str, ...]:
    names = [name for file in mapping_files() for name in read_yaml(file).get("form_names", [])]
    return tuple(sorted({key(name) for name in names}, key=len, reverse=True))
