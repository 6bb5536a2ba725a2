"""What a person should look at in forms: rows and units nobody knows, numbers that are missing or stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.documents import Table
from analysis.extract.headers import Columns
from analysis.reference.forms.meaning import form_meanings
from analysis.reference.forms.rows import form_rows
from analysis.reference.units import read_unit

RawRow = dict[str, str]
SHOWN = 4


def form_notes(forms: Mapping[str, Sequence[RawRow]]) -> list[str]:
    """Notes on the rows of all forms of a document, by form number."""
    notes: list[str] = []
    known = {form for form, _ in form_rows()}
    unknown = [form for form in sorted(forms) if forms[form] and form not in known]
    if unknown:
        notes.append(f"form {', '.join(unknown)}: rows of no known edition (rows_*.csv), kept as printed")
    for form, rows in sorted(forms.items()):
        if form in known:
            meanings = form_meanings(form, [(_plain(row), row["label"]) for row in rows])
            strange = [row for row, meaning in zip(rows, meanings, strict=True) if meaning is None]
            notes += _note(form, strange, "in no known edition (rows_*.csv), kept as printed", "label")
        notes += _note(form, [row for row in rows if not row["code"].strip()], "without a number", "label")
        strange = [row for row in rows if row["unit"] and read_unit(row["unit"]) is None]
        notes += _note(form, strange, "with a unit that is not in units.csv", "unit")
        twice = {code for code, count in Counter(_plain(row) for row in rows).items() if code and count > 1}
        notes += _note(form, [row for row in rows if _plain(row) in twice], "whose number stands twice", "label")
    return notes


def note_below(table: Table, columns: Columns) -> list[str]:
    """A note on what the last row of a table that lost its columns has in its last column, where few rows have anything
    there: it may be the text below the table.
    """
    row = table.rows[-1]
    if not table.flattened or "note" not in columns.places or len(row) < columns.width or row[-1].text[:1].islower():
        return []
    others = [other for other in table.rows[columns.first_row : -1] if len(other) > 2]
    if 2 * sum(len(other) >= columns.width for other in others) >= len(others):
        return []
    return [
        f"{row[-1].location}: check whether {row[-1].text!r} is the note of row {row[0].text} or text below the table"
    ]


def _note(form: str, rows: Sequence[RawRow], what: str, column: str) -> list[str]:
    if not rows:
        return []
    shown = ", ".join(f"{row['code'] or '-'} {row[column][:60]!r} at {row['location']}" for row in rows[:SHOWN])
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return [f"form {form}: {len(rows)} row{'s' if len(rows) > 1 else ''} {what}: {shown}{more}"]


def _plain(row: RawRow) -> str:
    return row["code"].strip(" .,)")
