"""What a reader calls a cell of the tables: its form and row or its place in the text, its label, its printed value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.export.selection import Selection
from analysis.reference.texts import Texts
from analysis.vietnamese.numbers import readings


@dataclass(frozen=True)
class NamedCell:
    """A cell for a reader. `printed` is "" where nothing was printed."""

    name: str
    label: str
    printed: str


def named_cells(selection: Selection) -> dict[tuple[str, str], NamedCell]:
    """(document, key) -> the cell, for every row of a form and every figure of the text."""
    t, own = selection.texts, selection.own
    found: dict[tuple[str, str], NamedCell] = {}
    for _, row in own.observations.iterrows():
        name = t("letter.cell", form=row["form"], code=row["code"])
        found[row["document_id"], f"observations:{row['form']}:{row['code']}"] = NamedCell(
            name, row["label"], printed_value(row, t)
        )
    for _, row in own.figures.iterrows():
        place = t.location(row["location"])
        name = ", ".join(part for part in (t("letter.narrative"), place) if part)
        unit = "percent" if row["unit"] in ("%", "percent") else ""
        shown = t.number(row["value"], unit=unit) if row["value"] == row["value"] else ""
        found[row["document_id"], f"figures:{row['id']}"] = NamedCell(name, row["label"], shown)
    return found


def name_of_cell(cells: Mapping[tuple[str, str], NamedCell], document_id: str, key: str) -> NamedCell:
    """The cell behind a key; a key of another table names itself."""
    return cells.get((document_id, key), NamedCell(key, "", ""))


def printed_value(row: pd.Series, t: Texts) -> str:
    """A form's value with the decimals it was printed with, in the notation of the language; "" where none stands."""
    value = float(row["value"])
    if value != value:
        return str(row["raw_value"])
    unit = "percent" if row["kind"] == "percent" else ""
    return t.number(value, printed_decimals(str(row["raw_value"]), value), unit)


def printed_decimals(printed: str, value: float) -> int:
    """How many decimals the document prints of `value`; 0 where it prints no number."""
    found = [reading.decimals for reading in readings(printed) if float(reading.value) == value]
    return found[0] if found else 0
