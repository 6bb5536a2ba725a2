"""Checks of single cells: is the value within its bounds, is the unit the one the row asks for, could it be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.reference.forms.rows import rows_by_key
from analysis.reference.relations import ValueRule, value_rules
from analysis.reference.units import read_unit
from analysis.tables import column_names
from analysis.validate import messages
from analysis.validate.finding_table import Finding
from analysis.validate.messages import Printed
from analysis.validate.plans import target_cells
from analysis.validate.slips import decimals_of, slips_of
from analysis.vietnamese.numbers import readings
from analysis.vietnamese.text import fold

UNIT_RULE = "unit-of-row"
READ_RULE = "value-read"
_Row = dict[Any, Any]
_NUMBERS = ("count", "percent", "amount")
_MOST_MEANT = 4
_SHORT_DECIMAL = r"\s*\d{1,3}[.,]\d{1,2}\s*"
NO_NUMBERS = (np.nan,) * 4  # computed, printed, difference and tolerance of a check that compares no numbers


def value_checks(cells: pd.DataFrame, targets: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Checks and findings of single cells, and of the levels that `targets` (the processed table) ask for.

    Where all cells of a document pass, one line per document and rule says so; every cell that fails has its own line.
    """
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    levels = target_cells(targets)
    for rule in value_rules():
        _check_range(rule, levels if rule.table == "targets" else cells, rows, findings)
    _check_units(cells, rows, findings)
    _check_read(cells, rows, findings)
    return pd.DataFrame(rows, columns=column_names("checks")), findings


def _check_range(rule: ValueRule, cells: pd.DataFrame, rows: list[tuple[object, ...]], findings: list[Finding]) -> None:
    concerned = cells["ref"].str.startswith(f"{rule.table}:") & (cells["kind"] == rule.kind) & cells["value"].notna()
    if rule.label_words:
        labels = {label: any(word in fold(label) for word in rule.label_words) for label in cells["label"].unique()}
        concerned &= cells["label"].map(labels).astype(bool)
    if rule.unless:
        said = cells["label"] + " " + cells["printed"]
        concerned &= ~said.isin([text for text in said[concerned].unique() if re.search(rule.unless, fold(text))])
    value = cells["value"]
    bad = concerned & ~value.between(rule.low, rule.high)
    expression = " and ".join(
        text for text, bound in ((f">= {rule.low:g}", rule.low), (f"<= {rule.high:g}", rule.high)) if np.isfinite(bound)
    )
    rows.extend(_passed(rule.name, "range", f"{rule.kind} {expression}", cells, concerned, bad))
    for cell in cells[bad].to_dict("records"):
        bound = rule.low if cell["value"] < rule.low else rule.high
        expected = f"{_name(str(cell['ref']))} {expression}"
        numbers = (bound, cell["value"], cell["value"] - bound, 0.0)
        rows.append((rule.name, "range", cell["document_id"], expected, *numbers, "fails", cell["location"]))
        findings.append(_out_of_range(rule, cell))


def _out_of_range(rule: ValueRule, cell: _Row) -> Finding:
    meant = _meant_within(rule, cell)

    def write(language: str) -> str:
        meaning = rule.meaning_vi if language == "vi" else rule.meaning_en
        key = "finding.out_of_range" if meant else "finding.out_of_range_unclear"
        shown = [messages.number(language, value, _decimals(cell, value), str(cell["kind"])) for value in meant]
        place = _place(language, cell)
        return messages.say(language, key, place=place, meaning=meaning, values=messages.joined(language, shown))

    printed = f"{cell['value']:.{int(cell['decimals'])}f}"
    suggested = " | ".join(f"{printed} -> {value:.{_decimals(cell, value)}f}" for value in meant)
    return _finding(cell, rule.name, rule.severity, messages.in_both(write), suggested)


def _meant_within(rule: ValueRule, cell: _Row) -> list[float]:
    """Values within a rule's bounds that a slip may have turned into the printed one, the likeliest first."""
    found = slips_of(float(cell["value"]), int(cell["decimals"]), int(cell["usual"]))
    inside = [meant for meant in found if rule.low <= meant.value <= rule.high]
    return [meant.value for meant in sorted(inside, key=lambda meant: meant.cost)[:_MOST_MEANT]]


def _check_units(cells: pd.DataFrame, rows: list[tuple[object, ...]], findings: list[Finding]) -> None:
    """The printed unit of a form row must be of the kind the row asks for ("Số …" is no percentage)."""
    asked = {key: row for key, row in rows_by_key().items() if row.unit}
    kinds = {unit: (found.kind if (found := read_unit(unit)) else "") for unit in cells["unit"].unique() if unit}
    keys = cells["key"].map({key: row.kind for key, row in asked.items()})
    concerned = keys.notna() & (cells["unit"] != "")
    printed = cells["unit"].map(kinds)
    bad = concerned & (printed != keys)
    rows.extend(_passed(UNIT_RULE, "unit", "printed unit = unit of the row", cells, concerned, bad))
    for cell in cells[bad].to_dict("records"):
        row = asked[str(cell["key"])]
        expected = f"{cell['key']}: {row.unit}"
        rows.append((UNIT_RULE, "unit", cell["document_id"], expected, *NO_NUMBERS, "fails", cell["location"]))
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
    """A printed number must have one value: not two readings, and no count with its separator at a wrong place."""
    concerned = cells["kind"].isin(_NUMBERS) & (cells["printed"] != "")
    # A narrative counts in averages and multiples too ("gấp 1,8 lần", "trung bình 2,3 phản ánh").
    measured = cells["alone"] & cells["printed"].str.fullmatch(_SHORT_DECIMAL)
    rate = (cells["kind"] == "count") & cells["printed"].str.contains("%", regex=False)
    bad = concerned & (cells["value"].isna() | ~cells["read"] | rate) & ~measured
    rows.extend(_passed(READ_RULE, "unit", "printed number = one value", cells, concerned, bad))
    for number, cell in zip(cells.index[bad], cells[bad].to_dict("records"), strict=True):
        printed = str(cell["printed"]).strip()
        values = [float(reading.value) for reading in readings(printed)] if cell["read"] else [float(cell["value"])]
        text = f"{_name(str(cell['ref']))} = {' or '.join(_plain(value) for value in values)}"
        rows.append((READ_RULE, "unit", cell["document_id"], text, *NO_NUMBERS, "fails", cell["location"]))

        def write(language: str, cell: _Row = cell, values: list[float] = values, number: int = number) -> str:
            shown = messages.joined(
                language, [messages.number(language, v, 0 if v.is_integer() else 3) for v in values]
            )
            key = "finding.undecided" if cell["read"] else "finding.unread"
            if rate[number]:
                key = "finding.rate_for_count"
            return messages.say(language, key, place=_place(language, cell), readings=shown)

        suggested = "" if rate[number] else " | ".join(f"{printed} -> {_plain(value)}" for value in values)
        severity = "warning" if cell["read"] else "critical"
        findings.append(_finding(cell, READ_RULE, severity, messages.in_both(write), suggested))


def _passed(
    rule: str, kind: str, expression: str, cells: pd.DataFrame, concerned: pd.Series, bad: pd.Series
) -> Iterator[tuple[object, ...]]:
    """One line for each document all of whose concerned cells pass."""
    documents = cells.loc[concerned, "document_id"].unique()
    failing = set(cells.loc[bad, "document_id"].unique())
    for document in documents:
        if document not in failing:
            yield (rule, kind, document, expression, *NO_NUMBERS, "holds", "")


def _decimals(cell: _Row, value: float) -> int:
    return decimals_of(value, int(cell["decimals"]), int(cell["usual"]))


def _plain(value: float) -> str:
    """A number without grouping and without needless zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _name(ref: str) -> str:
    """A cell's name in an expression: "3:3.2.2" or "f012"."""
    return ref.partition(":")[2]


def _finding(cell: _Row, rule: str, severity: str, message: tuple[str, str], suggested: str = "") -> Finding:
    ref, document = cell["ref"], cell["document_id"]
    name = _name(ref).replace(":", "-")
    suspects = (ref,) * (suggested.count(" | ") + 1)
    return Finding(
        f"{document}#{rule}-{name}", severity, document, (rule,), message, suspects, suggested, (cell["location"],),
        weight=1.0, about_value=rule != UNIT_RULE,
    )  # fmt: skip


def _place(language: str, cell: _Row) -> str:
    """Where a cell stands and what it prints; a number that could not be read is shown as it is printed."""
    fields = (cell["ref"], cell["label"], cell["kind"], cell["value"], int(cell["decimals"]), cell["location"])
    unread = cell["value"] != cell["value"] or not cell["read"]
    return messages.place(language, Printed(*fields, as_printed=str(cell["printed"]).strip() if unread else ""))
