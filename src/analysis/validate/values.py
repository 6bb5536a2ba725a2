"""Checks of single cells: is the value within its bounds, is the unit the one the row asks for, could it be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.reference.forms.rows import form_rows
from analysis.reference.relations import ValueRule, value_rules
from analysis.reference.units import read_unit
from analysis.tables import column_names
from analysis.validate import messages
from analysis.validate.findings import Finding
from analysis.validate.messages import Printed
from analysis.vietnamese.numbers import readings
from analysis.vietnamese.text import fold

UNIT_RULE = "unit-of-row"
READ_RULE = "value-read"
_Row = dict[Any, Any]
_NUMBERS = ("count", "percent", "amount")
_NO_NUMBERS = (np.nan,) * 4  # computed, printed, difference and tolerance of a check that compares no numbers


def value_checks(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Checks and findings of single cells.

    Where all cells of a document pass, one line per document and rule says so; every cell that fails has its own line.
    """
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    for rule in value_rules():
        _check_range(rule, cells, rows, findings)
    _check_units(cells, rows, findings)
    _check_read(cells, rows, findings)
    return pd.DataFrame(rows, columns=column_names("checks")), findings


def _check_range(rule: ValueRule, cells: pd.DataFrame, rows: list[tuple[object, ...]], findings: list[Finding]) -> None:
    concerned = cells["ref"].str.startswith(f"{rule.table}:") & (cells["kind"] == rule.kind) & cells["value"].notna()
    if rule.label_words:
        labels = {label: any(word in fold(label) for word in rule.label_words) for label in cells["label"].unique()}
        concerned &= cells["label"].map(labels)
    value = cells["value"]
    bad = concerned & ~value.between(rule.low, rule.high)
    expression = " and ".join(
        text for text, bound in ((f">= {rule.low:g}", rule.low), (f"<= {rule.high:g}", rule.high)) if np.isfinite(bound)
    )
    rows.extend(_passed(rule.name, "range", f"{rule.kind} {expression}", cells, concerned, bad))
    for cell in cells[bad].to_dict("records"):
        bound = rule.low if cell["value"] < rule.low else rule.high
        expected = f"{_name(str(cell['ref']))} {expression}"
        gap = cell["value"] - bound
        rows.append(
            (
                rule.name,
                "range",
                cell["document_id"],
                expected,
                bound,
                cell["value"],
                gap,
                0.0,
                "fails",
                cell["location"],
            )
        )

        def write(language: str, cell: _Row = cell) -> str:
            meaning = rule.meaning_vi if language == "vi" else rule.meaning_en
            return messages.say(language, "finding.out_of_range", place=_place(language, cell), meaning=meaning)

        findings.append(_finding(cell, rule.name, rule.severity, messages.in_both(write)))


def _check_units(cells: pd.DataFrame, rows: list[tuple[object, ...]], findings: list[Finding]) -> None:
    """The printed unit of a form row must be of the kind the row asks for ("Số …" is no percentage)."""
    known = form_rows()
    asked = {f"{form}:{code}": row for (form, code), row in known.items() if row.unit}
    kinds = {unit: (found.kind if (found := read_unit(unit)) else "") for unit in cells["unit"].unique() if unit}
    keys = cells["key"].map({key: row.kind for key, row in asked.items()})
    concerned = keys.notna() & (cells["unit"] != "")
    printed = cells["unit"].map(kinds)
    bad = concerned & (printed != keys)
    rows.extend(_passed(UNIT_RULE, "unit", "printed unit = unit of the row", cells, concerned, bad))
    for cell in cells[bad].to_dict("records"):
        row = asked[str(cell["key"])]
        expected = f"{cell['key']}: {row.unit}"
        rows.append((UNIT_RULE, "unit", cell["document_id"], expected, *_NO_NUMBERS, "fails", cell["location"]))
        severity = "warning" if cell["value"] == cell["value"] else "info"

        def write(language: str, cell: _Row = cell, expected: str = row.unit) -> str:
            form, _, code = cell["key"].partition(":")
            return messages.say(
                language,
                "finding.wrong_unit",
                form=form,
                code=code,
                label=cell["label"][: messages.LABEL_LENGTH],
                unit=cell["unit"],
                expected=expected,
            )

        findings.append(_finding(cell, UNIT_RULE, severity, messages.in_both(write), f"{cell['unit']} -> {row.unit}"))


def _check_read(cells: pd.DataFrame, rows: list[tuple[object, ...]], findings: list[Finding]) -> None:
    """A printed number that has no value could be read in two ways, and nothing decided."""
    concerned = cells["kind"].isin(_NUMBERS) & (cells["printed"] != "")
    bad = concerned & cells["value"].isna()
    rows.extend(_passed(READ_RULE, "unit", "printed number = one value", cells, concerned, bad))
    for cell in cells[bad].to_dict("records"):
        printed = str(cell["printed"])
        values = [float(reading.value) for reading in readings(printed)]
        text = f"{_name(str(cell['ref']))} = {' or '.join(f'{value:g}' for value in values)}"
        rows.append((READ_RULE, "unit", cell["document_id"], text, *_NO_NUMBERS, "fails", cell["location"]))

        def write(language: str, cell: _Row = cell, values: list[float] = values) -> str:
            shown = messages.joined(language, [messages.number(language, value, 3) for value in values])
            return messages.say(language, "finding.undecided", place=_place(language, cell), readings=shown)

        suggested = " | ".join(f"{printed} -> {value:g}" for value in values)
        findings.append(_finding(cell, READ_RULE, "warning", messages.in_both(write), suggested))


def _passed(
    rule: str, kind: str, expression: str, cells: pd.DataFrame, concerned: pd.Series, bad: pd.Series
) -> Iterator[tuple[object, ...]]:
    """One line for each document all of whose concerned cells pass."""
    documents = cells.loc[concerned, "document_id"].unique()
    failing = set(cells.loc[bad, "document_id"].unique())
    for document in documents:
        if document not in failing:
            yield (rule, kind, document, expression, *_NO_NUMBERS, "holds", "")


def _name(ref: str) -> str:
    """A cell's name in an expression: "3:3.2.2" or "f012"."""
    return ref.partition(":")[2]


def _finding(cell: _Row, rule: str, severity: str, message: tuple[str, str], suggested: str = "") -> Finding:
    ref, document = cell["ref"], cell["document_id"]
    name = _name(ref).replace(":", "-")
    return Finding(
        f"{document}#{rule}-{name}", severity, document, (rule,), message, (ref,), suggested, (cell["location"],), 1.0
    )


def _place(language: str, cell: _Row) -> str:
    fields = (cell["ref"], cell["label"], cell["kind"], cell["value"], int(cell["decimals"]), cell["location"])
    return messages.place(language, Printed(*fields))
