"""Findings by the cell they doubt, so that a mark stands where a person reads the number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from analysis.export.selection import Selection
from analysis.reference.texts import Texts
from analysis.report.context import split, suggestions

SERIOUS = ("critical", "warning")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_ORDER = {"critical": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Cell:
    """A doubted cell: its key ("observations:3:3.2.2"), what is printed and what is suggested ("" for nothing)."""

    document_id: str
    key: str
    printed: str
    value: str

    @property
    def place(self) -> tuple[str, str]:
        return self.document_id, self.key

    @property
    def change(self) -> str:
        return f"{self.printed} → {self.value}" if self.value else ""


@dataclass(frozen=True)
class Doubt:
    """One finding as a reader meets it; the first of `cells` is the likeliest to be wrong."""

    document_id: str
    severity: str
    message: str
    cells: tuple[Cell, ...]
    locations: str
    rules: tuple[str, ...] = ()

    @property
    def serious(self) -> bool:
        return self.severity in SERIOUS


def doubts_of(selection: Selection) -> list[Doubt]:
    """The selection's findings, the gravest first."""
    findings = selection.own.findings
    doubts = [_doubt(row, selection.texts) for _, row in findings.iterrows()]
    return sorted(doubts, key=lambda doubt: (_ORDER.get(doubt.severity, 9), doubt.document_id))


def by_cell(doubts: list[Doubt]) -> Mapping[tuple[str, str], list[tuple[Doubt, int]]]:
    """(document, cell key) -> the doubts that name it, each with the cell's place among its suspects (0: likeliest)."""
    found: dict[tuple[str, str], list[tuple[Doubt, int]]] = {}
    for doubt in doubts:
        for place, cell in enumerate(doubt.cells):
            found.setdefault(cell.place, []).append((doubt, place))
    return found


def _doubt(row: pd.Series, t: Texts) -> Doubt:
    message = str(row[f"message_{t.language}"] or row["message_vi"])
    cells = tuple(_cells(row, t))
    rules = tuple(split(row["rules"]))
    return Doubt(str(row["document_id"]), str(row["severity"]), message, cells, str(row["locations"]), rules)


def _cells(row: pd.Series, t: Texts) -> list[Cell]:
    """Suspects, each once, with the likeliest change of each.

    A suspect of another document bears its name: "<document_id>#observations:3:3.2.2".
    """
    cells: dict[str, Cell] = {}
    for key, printed, value in suggestions(row["suspects"], str(row["suggested"])):
        document, _, reference = key.rpartition("#")
        cell = Cell(document or row["document_id"], reference, _shown(printed, t), _shown(value, t))
        cells.setdefault(key, cell)
    return list(cells.values())


def _shown(value: str, t: Texts) -> str:
    """A value of the findings table as the language writes it; anything but a plain number as it is."""
    text = value.strip()
    return t.number(Decimal(text)) if _PLAIN.fullmatch(text) else text
