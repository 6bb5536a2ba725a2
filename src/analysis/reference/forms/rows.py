"""Rows of the statistical forms by code, from rows_<edition>.csv."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from analysis.reference.files import read_rows

EDITIONS = ("2022",)


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
def form_rows(edition: str = EDITIONS[-1]) -> dict[tuple[str, str], FormRow]:
    """Rows of an edition by (form, code)."""
    columns = ("form", "code", "indicator", "level", "unit", "kind", "label")
    rows = [FormRow(**row) for row in read_rows(f"forms/rows_{edition}.csv", columns)]
    return {(row.form, row.code): row for row in rows}


@functools.cache
def form_titles() -> dict[str, FormTitle]:
    """Title and domain of each form, by its number as text."""
    rows = read_rows("forms/titles.csv", ("form", "domain", "title_vi", "title_en"))
    return {row["form"]: FormTitle(row["domain"], row["title_vi"], row["title_en"]) for row in rows}
