"""Doubtful figures as rows of a letter's table, and as requests the issuing office can answer."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.export.doubts import Doubt
from analysis.export.named_cells import NamedCell, name_of_cell
from analysis.reference.texts import Texts

Cells = dict[tuple[str, str], NamedCell]
LONGEST_LABEL = 120
LONGEST_BASIS = 400


def doubt_rows(doubts: Sequence[Doubt], cells: Cells, t: Texts) -> list[tuple[str, ...]]:
    """One row per finding: number, cells, printed, suggested, reason with location."""
    rows: list[tuple[str, ...]] = []
    for number, doubt in enumerate(doubts, start=1):
        named = [name_of_cell(cells, doubt.document_id, cell.key) for cell in doubt.cells]
        labels = "\n".join(_labelled(cell) for cell in named)
        printed = "\n".join(cell.printed or named[place].printed or "—" for place, cell in enumerate(doubt.cells))
        proposed = "\n".join(cell.value or "—" for cell in doubt.cells)
        where = t.location(doubt.locations)
        basis = f"{_reason(doubt)}{f' ({where})' if where else ''}"
        rows.append((str(number), labels, printed or "—", proposed or "—", basis))
    return rows


def asks(doubts: Sequence[Doubt], cells: Cells, t: Texts) -> list[str]:
    """What to ask of the issuing office, one request per finding; a finding without cells is asked as it stands."""
    return [_ask(doubt, cells, t) for doubt in doubts]


def _ask(doubt: Doubt, cells: Cells, t: Texts) -> str:
    named = [name_of_cell(cells, doubt.document_id, cell.key) for cell in doubt.cells]
    where = t.location(doubt.locations)
    if not named or any(not cell.printed for cell in named):
        return doubt.message
    if len(named) == 1 and doubt.cells[0].value:
        cell = named[0]
        value = doubt.cells[0].value
        return t(
            "letter.ask_one", cell=cell.name, label=_short(cell.label), printed=cell.printed, value=value, where=where
        )
    if all(cell.value for cell in doubt.cells):
        listed = [
            t("letter.choice", cell=cell.name, label=_short(cell.label), printed=cell.printed, value=suspect.value)
            for cell, suspect in zip(named, doubt.cells, strict=True)
        ]
        return t("letter.ask_choice", cells="; ".join(listed), where=where)
    listed = [
        t("letter.cell_printed", cell=cell.name, label=_short(cell.label), printed=cell.printed) for cell in named
    ]
    return t("letter.ask_scope", cells="; ".join(listed), where=where)


def _labelled(cell: NamedCell) -> str:
    return f"{cell.name}: {_short(cell.label)}" if cell.label else cell.name


def _reason(doubt: Doubt) -> str:
    """The middle of the message: what was recomputed, without repeating the cell and what to do."""
    text = " ".join(doubt.message.split())
    return text if len(text) <= LONGEST_BASIS else f"{text[: LONGEST_BASIS - 1]}…"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"
