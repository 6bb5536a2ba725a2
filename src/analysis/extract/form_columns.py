"""The columns of a form whose header is unknown or missing, by what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from analysis.documents import Table
from analysis.extract.headers import Columns, Row
from analysis.reference.units import read_unit

CODE = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}[.,)]?")
VALUE = re.compile(r"[-−+]?\s*\d[\d.,\s/]*%?|[xX✓√]")
MIN_ROWS = 3
MOSTLY = 0.6


def columns_by_content(table: Table) -> Columns | None:
    """Columns of a table of numbered rows with a wording, a unit and a figure; None if it is none.

    The number comes first and the wording follows; the unit is the column of known units, the value the column of
    figures, and a column after both is the note. A second column of figures leaves open which one counts: None.
    """
    if table.flattened:
        return None
    first = next((place for place, row in enumerate(table.rows) if row and CODE.fullmatch(row[0].text)), None)
    if first is None:
        return None
    rows = [row for row in table.rows[first:] if any(cell.text for cell in row)]
    width = max(len(row) for row in rows)
    if len(rows) < MIN_ROWS or width < 3 or _share(rows, 0, _is_code) < MOSTLY:
        return None
    units = [place for place in range(2, width) if _share(rows, place, _is_unit) >= MOSTLY]
    values = [place for place in range(2, width) if place not in units and _share(rows, place, _is_value) >= MOSTLY]
    if len(values) != 1 or len(units) > 1 or _share(rows, 1, _is_wording) < MOSTLY:
        return None
    places = {"code": 0, "label": 1, "value": values[0], **({"unit": units[0]} if units else {})}
    last = max(places.values())
    if last + 1 < width:
        places["note"] = last + 1
    return Columns("form", places, 0, first, width, ())


def _share(rows: Sequence[Row], place: int, holds: Callable[[str], bool]) -> float:
    texts = [row[place].text for row in rows if place < len(row) and row[place].text]
    return sum(holds(text) for text in texts) / len(texts) if texts else 0.0


def _is_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def _is_value(text: str) -> bool:
    return VALUE.fullmatch(text) is not None


def _is_unit(text: str) -> bool:
    return read_unit(text) is not None


def _is_wording(text: str) -> bool:
    return sum(char.isalpha() for char in text) > 5
