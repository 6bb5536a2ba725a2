"""Doubtful figures as rows of a letter's table, and as requests the issuing office can answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.export.doubts import Cell, Doubt
from analysis.export.named_cells import NamedCell, name_of_cell
from analysis.reference.relation_words import rule_in_words
from analysis.reference.texts import Texts

Cells = Mapping[tuple[str, str], NamedCell]
LONGEST_LABEL = 120
_NUMBER = re.compile(r"-?[\d.,]+")


@dataclass(frozen=True)
class DoubtRows:
    """One finding in the table: a row per suspect cell (label, printed, suggested), and what they rest on together."""

    cells: tuple[tuple[str, str, str], ...]
    basis: str


def doubt_rows(doubts: Sequence[Doubt], cells: Cells, checks: pd.DataFrame, t: Texts) -> list[DoubtRows]:
    """The table's content, one entry per finding."""
    rows = []
    for doubt in doubts:
        named = [name_of_cell(cells, cell.place) for cell in doubt.cells]
        lines = tuple(
            (_labelled(name), name.printed or cell.printed or "—", _suggested(cell, name) or "—")
            for cell, name in zip(doubt.cells, named, strict=True)
        )
        where = t.location(doubt.locations)
        basis = _basis(doubt, checks, t) or doubt.message
        rows.append(DoubtRows(lines or (("—", "—", "—"),), f"{basis} ({where})" if where else basis))
    return rows


def asks(doubts: Sequence[Doubt], cells: Cells, t: Texts) -> list[str]:
    """What to ask of the issuing office, one request per finding; a finding without cells is asked as it stands."""
    return [_ask(doubt, cells, t) for doubt in doubts]


def _ask(doubt: Doubt, cells: Cells, t: Texts) -> str:
    named = [name_of_cell(cells, cell.place) for cell in doubt.cells]
    where = t.location(doubt.locations)
    if not named or any(not cell.printed for cell in named):
        return doubt.message
    if len(named) == 1 and doubt.cells[0].value:
        value = _suggested(doubt.cells[0], named[0])
        return t("letter.ask_one", **_words(named[0]), value=value, where=where)
    if all(cell.value for cell in doubt.cells):
        pairs = zip(doubt.cells, named, strict=True)
        choices = [t("letter.choice", **_words(name), value=_suggested(cell, name)) for cell, name in pairs]
        return t("letter.ask_choice", cells="; ".join(choices), where=where)
    listed = [t("letter.cell_printed", **_words(cell)) for cell in named]
    return t("letter.ask_scope", cells="; ".join(listed), where=where)


def _words(cell: NamedCell) -> dict[str, str]:
    return {"cell": cell.name, "label": _short(cell.label), "printed": cell.printed}


def _suggested(cell: Cell, named: NamedCell) -> str:
    """The suggested value with the sign of the printed one."""
    percent = named.printed.endswith("%") and _NUMBER.fullmatch(cell.value)
    return f"{cell.value}%" if percent else cell.value


def _basis(doubt: Doubt, checks: pd.DataFrame, t: Texts) -> str:
    """The failing equations behind a finding, each with both its values; "" when they are not all of that kind."""
    mine = checks[(checks["document_id"] == doubt.document_id) & (checks["verdict"] == "fails")]
    mine = mine[mine["rule"].isin(doubt.rules)]
    said = [_equation(row, t) for _, row in mine.iterrows()]
    return "; ".join(said) if said and all(said) else ""


def _equation(row: pd.Series, t: Texts) -> str:
    words = rule_in_words(str(row["rule"]), t.language)
    if not words or " = " not in row["expression"] or row["computed"] != row["computed"]:
        return ""
    ratio = " / " in row["expression"]
    printed = t.number(row["printed"], None, "percent" if ratio else "")
    computed = t.number(row["computed"], 2, "percent") if ratio else t.number(row["computed"])
    return t("letter.equation", meaning=words, printed=printed, computed=computed)


def _labelled(cell: NamedCell) -> str:
    return f"{cell.name}: {_short(cell.label)}" if cell.label else cell.name


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"
