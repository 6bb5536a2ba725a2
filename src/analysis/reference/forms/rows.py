"""Rows of the statistical forms by code, from rows_<edition>.csv; a further edition is a further file."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from analysis.reference.files import read_rows

_FILE = re.compile(r"rows_(\w+)\.csv")
EDITIONS: tuple[str, ...] = tuple(
    sorted(match[1] for file in resources.files(__package__).iterdir() if (match := _FILE.fullmatch(file.name)))
)  # the oldest first


@dataclass(frozen=True)
class FormRow:
    """What a row of a form asks for. `indicator`, `level` and `unit` are "" for a header row."""

    form: str
    code: str
    indicator: str
    level: str
    unit: str
    kind: str
    label: str


@dataclass(frozen=True)
class FormTitle:
    """A form's domain and its title in both languages."""

    domain: str
    vi: str
    en: str


@functools.cache
def form_rows(edition: str = "") -> dict[tuple[str, str], FormRow]:
    """Rows of an edition by (form, code); without one, those of all editions, the newest first where codes meet."""
    if not edition:
        return {key: row for name in EDITIONS for key, row in form_rows(name).items()}
    columns = ("form", "code", "indicator", "level", "unit", "kind", "label")
    rows = [FormRow(**row) for row in read_rows(f"forms/rows_{edition}.csv", columns)]
    return {(row.form, row.code): row for row in rows}


@functools.cache
def rows_at(form: str, code: str) -> tuple[FormRow, ...]:
    """What a code of a form asks for in each edition that has it, the newest first."""
    found = [form_rows(edition).get((form, code)) for edition in reversed(EDITIONS)]
    return tuple(row for row in found if row)


@functools.cache
def rows_by_key() -> dict[str, FormRow]:
    """Rows of all editions by the name that relations give them ("3:1.4"), the newest first where codes meet."""
    return {f"{form}:{code}": row for (form, code), row in form_rows().items()}


@functools.cache
def codes_by_meaning() -> dict[tuple[str, str, str], str]:
    """Code of a row by (form, indicator, level), of the newest edition that has it."""
    return {(row.form, row.indicator, row.level): row.code for row in form_rows().values() if row.indicator}


@functools.cache
def form_titles() -> dict[str, FormTitle]:
    """Title and domain of each form, by its number as text."""
    rows = read_rows("forms/titles.csv", ("form", "domain", "title_vi", "title_en"))
    return {row["form"]: FormTitle(row["domain"], row["title_vi"], row["title_en"]) for row in rows}
