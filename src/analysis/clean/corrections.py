"""Applies accepted corrections to cleaned tables: `value` changes, what was printed stays beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.errors import InputError, InputErrors, Place
from analysis.reference.corrections import CORRECTIONS_FILE, Correction, corrections
from analysis.reference.units import read_unit


@dataclass(frozen=True)
class Corrected:
    """Tables with corrections applied, and the corrections that were."""

    observations: pd.DataFrame
    figures: pd.DataFrame
    applied: tuple[Correction, ...]


def apply_corrections(
    observations: pd.DataFrame, figures: pd.DataFrame, entries: Iterable[Correction] | None = None
) -> Corrected:
    """Apply the accepted corrections (those of corrections.yml unless `entries` are given) to copies of the tables.

    A correction of a document that the tables do not hold is left alone (`idle_corrections` names it). One whose cell
    is gone, or no longer prints the value it expects, is stale, and one that gives a count a fraction ("9.955") is a
    slip: InputErrors names them all. A figure's print is taken from its column `printed` where the frame has one, else
    from its value.
    """
    chosen = [entry for entry in (corrections() if entries is None else entries) if entry.status == "accepted"]
    tables = {"observations": observations.copy(), "figures": figures.copy()}
    errors: list[InputError] = []
    applied: list[Correction] = []
    for entry in chosen:
        name, _, key = entry.cell.partition(":")
        if name not in tables:
            where = Place(CORRECTIONS_FILE, None, "cell", entry.cell)
            errors.append(
                InputError(
                    "a correction of a cell that cannot be named so",
                    where,
                    'write "observations:3:3.2.2" or "figures:f012"',
                )
            )
            continue
        frame = tables[name]
        in_document = frame["document_id"] == entry.document_id
        if not in_document.any():
            continue
        row = frame.index[in_document & _is_cell(frame, name, key)]
        problem = _stale(frame, name, row, entry)
        if problem:
            errors.append(problem)
            continue
        frame.loc[row, "value"] = entry.value
        applied.append(entry)
    if errors:
        raise InputErrors(errors)
    return Corrected(tables["observations"], tables["figures"], tuple(applied))


def idle_corrections(documents: Iterable[str], entries: Iterable[Correction] | None = None) -> list[str]:
    """What is wrong with each entry that speaks of a document that is not there, for the person who wrote it."""
    here = set(documents)
    return [
        f"{entry.document_id} {entry.cell}: there is no such document; correct document_id or delete the entry"
        for entry in (corrections() if entries is None else entries)
        if entry.document_id not in here
    ]


def _is_cell(frame: pd.DataFrame, name: str, key: str) -> pd.Series:
    if name == "figures":
        return frame["id"] == key
    form, _, code = key.partition(":")
    return (frame["form"] == form) & (frame["code"] == code)


def _stale(frame: pd.DataFrame, name: str, row: pd.Index, entry: Correction) -> InputError | None:
    """Why a correction no longer fits, or None when it does."""
    where = Place(CORRECTIONS_FILE, None, f"{entry.document_id} {entry.cell}", entry.printed)
    remedy = "look at the document again; then correct the entry or delete it"
    if len(row) != 1:
        return InputError("a correction whose cell is not there", where, remedy)
    if name == "figures" and "printed" not in frame:
        value = float(frame["value"].loc[row].iloc[0])
        same, shown = _as_number(entry.printed) == value, f"{value:g}"
    else:
        shown = str(frame["raw_value" if name == "observations" else "printed"].loc[row].iloc[0]).strip()
        same = shown == entry.printed.strip()
    if not same:
        return InputError(f"a correction that expects another print ({shown!r} is printed)", where, remedy)
    if _is_count(frame, name, row) and not entry.value.is_integer():
        what = f"a count corrected to a fraction ({entry.value:g})"
        return InputError(what, where, "write the value without a sign for thousands: 9955")
    return None


def _is_count(frame: pd.DataFrame, name: str, row: pd.Index) -> bool:
    if name == "observations":
        return bool(frame["kind"].loc[row].iloc[0] == "count")
    unit, value = (frame[column].loc[row].iloc[0] for column in ("unit", "value"))
    known = read_unit(unit) if unit else None
    # A unit that the list does not know counts what is printed without a fraction.
    return known.kind == "count" if known else unit != "%" and float(value).is_integer()


def _as_number(text: str) -> float | None:
    try:
        return float(text.replace(".", "").replace(",", ".").rstrip("% "))
    except ValueError:
        return None
