"""Numbered tables of tasks: who leads, who supports, until when. Cells as printed; agencies are parted later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.documents import Cell, Document, Paragraph, Table
from analysis.errors import listed
from analysis.extract.headers import Columns, Row, find_columns
from analysis.extract.table_rows import data_rows, location_of, lost_number, number_text
from analysis.extract.task_cells import DASH, agencies_of_lines, columns_of
from analysis.extract.task_lines import tables_of_lines

RawRow = dict[str, str]
SHOWN = 6  # tasks named in a note
_SECTION = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])[.)]?")


@dataclass
class TaskTables:
    """Rows of all task tables of a document, and what was matched tolerantly or left out."""

    rows: list[RawRow] = field(default_factory=list)
    log: list[str] = field(default_factory=list)


def extract_tasks(document: Document) -> TaskTables:
    """All tasks of `document`. A table without a header right after a task table continues it on a further page."""
    found = TaskTables()
    last: Columns | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            # A page number or a blank caption may stand between two pages of one table; a real text ends it.
            last = None if len(block.text) > 40 else last
            continue
        last = _add_table(found, block, last)
    for table in tables_of_lines(document):
        _add_table(found, table, None)
    return found


def _add_table(found: TaskTables, table: Table, last: Columns | None) -> Columns | None:
    columns = find_columns(table)
    if columns is None:
        if last is None or max(len(row) for row in table.rows) != last.width:
            return None
        columns = Columns(last.kind, last.places, 0, 0, last.width, ())
        found.log.append(f"tasks continued at {table.location.split(';')[0]}, no header there")
    if columns.kind != "tasks":
        return None
    for match in columns.tolerant:
        found.log.append(f"header {match.printed!r} read as {match.label!r} (score {match.score:.0f})")
    if columns.unread:
        found.log.append(f"tasks: columns that are not kept: {'; '.join(columns.unread)}")
    rows = data_rows(table, columns, "no", "task")
    _continue_last(found, rows, columns)
    before = len(found.rows)
    _add_rows(found, table, rows, columns)
    found.log += _without_lead(found.rows[before:])
    return columns


def _without_lead(rows: Sequence[RawRow]) -> list[str]:
    """A note on the tasks nobody leads in a table where others have a lead: merged cells may have been lost."""
    without = [f"{row['no']} at {row['location']}".strip() for row in rows if not row["lead"]]
    if not without or 2 * len(without) > len(rows):
        return []
    return [f"tasks without a lead agency: {listed(without, SHOWN)}; if a merged cell names it, enter it there"]


def _add_rows(found: TaskTables, table: Table, rows: Sequence[Row], columns: Columns) -> None:
    above: dict[str, str] = {}
    for index, row in enumerate(rows):
        cells = (
            columns_of(row, columns) if table.flattened else {name: columns.cell(row, name) for name in columns.places}
        )
        texts = {name: _text(cell, above.get(name, ""), name) for name, cell in cells.items()}
        texts["no"] = number_text(cells.get("no"))
        found.log += lost_number(cells.get("no"))
        if _is_section(texts, row, *_opening(rows, index + 1, columns)):
            found.log.append(
                f"section of the task table, no task: {texts.get('no', '')} {texts.get('task', '')}".strip()
            )
            continue
        above = texts
        if table.flattened and len(row) < columns.width and bool(texts.get("lead")) != bool(texts.get("support")):
            found.log.append(
                f"task {texts['no']} at {location_of(row)}: {texts['lead'] or texts['support']!r} is the one agency of "
                "a row whose cells lost their columns; check whether it leads or supports"
            )
        task = {name: texts.get(name, "") for name in ("no", "task", "lead", "support", "deadline")}
        found.rows.append({**task, "location": location_of(row, cells.get("task"))})


def _continue_last(found: TaskTables, rows: list[Row], columns: Columns) -> None:
    """The first row of a further page may be the rest of the last row of the page before, also below a header that is
    printed again.
    """
    if not found.rows or not rows:
        return
    first = {name: cell.text for name in columns.places if (cell := columns.cell(rows[0], name))}
    begins = first.get("task", "")[:1].isupper()
    if first.get("no") or (begins and (columns.first_row or found.rows[-1]["task"].endswith("."))):
        return
    before = found.rows[-1]
    for name, text in first.items():
        before[name] = f"{before[name]} {text}".strip()
    before["location"] = f"{before['location']};{location_of(rows.pop(0))}"


def _text(cell: Cell | None, above: str, column: str) -> str:
    """A cell's text; a cell merged with the one above it says what that one says; agencies in lines are parted."""
    if cell is None:
        return ""
    if column in ("lead", "support") and cell.parts:
        return agencies_of_lines(cell.parts)
    return above if cell.merged == "up" and not cell.text else cell.text


def _opening(rows: Sequence[Row], index: int, columns: Columns) -> tuple[str, str]:
    """Number and wording of the row at `index`, empty behind the last one."""
    cells = [columns.cell(rows[index], name) for name in ("no", "task")] if index < len(rows) else [None, None]
    return cells[0].text if cells[0] else "", cells[1].text if cells[1] else ""


def _is_section(texts: dict[str, str], row: Row, next_number: str, next_task: str) -> bool:
    """A row that names a group of tasks: no agency, no deadline, and either one merged cell, a Roman number or a
    letter, or a number whose parts follow ("1" before "1.1", before "a" or before "- …").
    """
    if any(texts.get(name) for name in ("lead", "support", "deadline")):
        return False
    filled = [cell for cell in row if cell.text]
    number = texts.get("no", "").rstrip(". )")
    deeper = next_number.startswith(f"{number}.") and next_number.rstrip(". ") != number
    lettered = number.isdigit() and re.fullmatch(r"a[.)]?", next_number)
    dashed = number.isdigit() and not next_number and DASH.match(next_task)
    parent = bool(number) and bool(deeper or lettered or dashed)
    return len(filled) <= 2 and (len(filled) == 1 or parent or bool(_SECTION.fullmatch(texts.get("no", ""))))
