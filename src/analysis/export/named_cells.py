"""What a reader calls a cell of the tables: its form and row or its place in the text, its label, its printed value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.export.selection import Selection
from analysis.reference.provinces import province_label
from analysis.reference.texts import Texts
from analysis.report.context import split
from analysis.vietnamese.numbers import readings

_WITH_CELLS = ("observations", "figures", "targets", "indices")


@dataclass(frozen=True)
class NamedCell:
    """A cell for a reader. `printed` is "" where nothing was printed."""

    name: str
    label: str
    printed: str


def named_cells(selection: Selection) -> dict[tuple[str, str], NamedCell]:
    """(document, key) -> the cell, for every row of a form, figure of the text, target and index result.

    A finding may doubt a cell of a document outside the selection ("<document_id>#…"), so those are looked at too.
    """
    t, own = selection.texts, selection.own
    named = {key.rpartition("#")[0] for keys in own.findings["suspects"] for key in split(keys)}
    documents = {*own.documents["document_id"], *named}
    tables = {name: _of(frame, documents) for name, frame in selection.everything.tables.items() if name in _WITH_CELLS}
    found: dict[tuple[str, str], NamedCell] = {}
    for _, row in tables["observations"].iterrows():
        name = t("letter.cell", form=row["form"], code=row["code"])
        place = row["document_id"], f"observations:{row['form']}:{row['code']}"
        found[place] = NamedCell(name, row["label"], printed_value(row, t))
    for _, row in tables["figures"].iterrows():
        unit = "percent" if row["unit"] in ("%", "percent") else ""
        shown = t.number(row["value"], unit=unit) if row["value"] == row["value"] else ""
        name = _with_place(t("letter.narrative"), row, t)
        found[row["document_id"], f"figures:{row['id']}"] = NamedCell(name, row["label"], shown)
    for _, row in tables["targets"].iterrows():
        key = f"targets:{row['location']}:{row['indicator']}:{row['deadline_year']}"
        found[row["document_id"], key] = NamedCell(
            _with_place(t("letter.target"), row, t), row["label"], row["printed"]
        )
    for _, row in tables["indices"].iterrows():
        label = f"{row['index']} {row['year']}, {province_label(row['province'])}"
        found[row["document_id"], f"indices:{row['location']}"] = NamedCell(
            row["location"], label, t.number(row["score"])
        )
    return found


def _of(frame: pd.DataFrame, documents: set[str]) -> pd.DataFrame:
    return frame[frame["document_id"].isin(documents)]


def _with_place(words: str, row: pd.Series, t: Texts) -> str:
    return ", ".join(part for part in (words, t.location(row["location"])) if part)


def name_of_cell(cells: Mapping[tuple[str, str], NamedCell], place: tuple[str, str]) -> NamedCell:
    """The cell at a place (document, key); a key of no table names itself."""
    return cells.get(place, NamedCell(place[1], "", ""))


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
