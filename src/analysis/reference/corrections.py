"""Accepted corrections and acknowledged findings: facts that people have decided, read from reviewed files."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from analysis.errors import InputError, Place
from analysis.reference.files import read_yaml

CORRECTIONS_FILE = "corrections.yml"
ACKNOWLEDGED_FILE = "acknowledged.yml"
STATUSES = ("accepted", "proposed")
_CORRECTION_FIELDS = ("document_id", "cell", "printed", "value", "reason", "source", "status")
_ACKNOWLEDGED_FIELDS = ("id", "expects", "reason", "reviewed_by", "reviewed_on")


@dataclass(frozen=True)
class Correction:
    """One corrected cell: `printed` is what data/raw must still say, `value` what it should have said."""

    document_id: str
    cell: str
    printed: str
    value: float
    reason: str
    source: str
    status: str


@dataclass(frozen=True)
class Acknowledgement:
    """A critical finding that is known; it counts while the finding suggests what `expects` says."""

    id: str
    expects: str
    reason: str
    reviewed_by: str
    reviewed_on: str


@functools.cache
def corrections() -> tuple[Correction, ...]:
    """All corrections of corrections.yml; InputError for an entry that lacks a field or names one cell twice."""
    return read_corrections(_entries(CORRECTIONS_FILE, "corrections"))


@functools.cache
def acknowledgements() -> tuple[Acknowledgement, ...]:
    """All entries of acknowledged.yml; InputError for an entry that lacks a field."""
    entries = _entries(ACKNOWLEDGED_FILE, "acknowledged")
    return tuple(
        Acknowledgement(**{field: str(entry[field]) for field in _ACKNOWLEDGED_FIELDS})
        for entry in _complete(entries, _ACKNOWLEDGED_FIELDS, ACKNOWLEDGED_FILE)
    )


def read_corrections(entries: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    """Corrections from the entries of a corrections file."""
    found: list[Correction] = []
    for number, entry in enumerate(_complete(entries, _CORRECTION_FIELDS, CORRECTIONS_FILE), start=1):
        if entry["status"] not in STATUSES:
            where = Place(CORRECTIONS_FILE, number, "status", str(entry["status"]))
            raise InputError("an unknown status", where, f"write one of {', '.join(STATUSES)}")
        value = _number(entry["value"])
        if value is None:
            where = Place(CORRECTIONS_FILE, number, "value", str(entry["value"]))
            raise InputError("a corrected value that is no number", where, "write it as 9955 or 98.57")
        texts = {field: str(entry[field]) for field in _CORRECTION_FIELDS if field != "value"}
        found.append(Correction(**texts, value=value))
    cells = [(one.document_id, one.cell) for one in found]
    twice = next((cell for cell in cells if cells.count(cell) > 1), None)
    if twice:
        where = Place(CORRECTIONS_FILE, None, "cell", twice[1])
        raise InputError("one cell is corrected twice", where, "keep one entry")
    return tuple(found)


def _number(value: object) -> float | None:
    """A number as YAML reads one, or a text of one; "yes" and "not a number" are none."""
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _entries(file: str, key: str) -> list[Any]:
    """The list of a reviewed file; InputError where the file holds none."""
    remedy = f"write “{key}:” and below it one entry each that begins with “- ”, or “{key}: []”"
    try:
        found = read_yaml(file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = Place(file, mark.line + 1 if mark else None)
        raise InputError("a file that is no YAML: check indentation and signs", where, remedy) from None
    entries = found.get(key) if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise InputError(f"a file without a list “{key}”", file, remedy)
    return entries


def _complete(entries: Iterable[Any], fields: tuple[str, ...], file: str) -> Iterable[Mapping[str, Any]]:
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            remedy = f"write the fields {', '.join(fields)}, each on a line of its own"
            raise InputError(f"entry {number} is no list of fields", Place(file, number, None, str(entry)), remedy)
        missing = [field for field in fields if entry.get(field) is None or (entry[field] == "" and field != "expects")]
        if missing:
            raise InputError(f"entry {number} lacks {', '.join(missing)}", file, "fill in every field of the entry")
        yield entry
