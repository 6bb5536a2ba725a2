"""Deciding a form's numbers together: a cell by its unit, then by its neighbours' notation, then by arithmetic.

"87.290" billion VND may be 87.290 or 87,29; its siblings, or the parent it is a part of, usually tell. Where they do
not, the number stays undecided (no value) and says so, because a wrong value in silence is worse than none.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.vietnamese.numbers import Decision, Notation, NumberKind, decide, printed_notation, readings
from analysis.vietnamese.text import fold

_MISSING = frozenset({"", "-", "–", "—", "…", "...", "/", "n/a", "khong co so lieu", "chua co so lieu"})
_MOST_UNDECIDED = 6  # two readings each: 64 combinations at the most


@dataclass(frozen=True)
class NumberCell:
    """A printed number and its place: row code, kind and unit of the row."""

    code: str
    kind: NumberKind
    unit: str
    printed: str


def is_missing(printed: str) -> bool:
    """Whether a cell says that there is no figure: empty, a dash, an ellipsis or words to that effect."""
    return fold(printed) in _MISSING


def decide_together(cells: Sequence[NumberCell], notation: Notation | None = None) -> list[Decision]:
    """A decision for each cell, in order. `notation` is that of the source if known (Excel numbers are written vi)."""
    known = notation or _common_notation(cells)
    decisions = [decide(cell.printed, cell.kind, known) for cell in cells]
    return _decide_by_sums(cells, decisions)


def _common_notation(cells: Sequence[NumberCell]) -> Notation | None:
    """The notation that amounts, else percentages, prove if they agree; counts may be written otherwise."""
    proven = {printed_notation(cell.printed) for cell in cells if cell.kind == "amount"} - {None}
    if not proven:
        proven = {printed_notation(cell.printed) for cell in cells if cell.kind == "percent"} - {None}
    return proven.pop() if len(proven) == 1 else None


def _decide_by_sums(cells: Sequence[NumberCell], decisions: list[Decision]) -> list[Decision]:
    """Settle undecided cells where exactly one choice of readings makes a parent the sum of its children."""
    out = list(decisions)
    by_code = {cell.code: position for position, cell in enumerate(cells)}
    for code, position in by_code.items():
        children = [by_code[child] for child in by_code if child.rpartition(".")[0] == code]
        family = [position, *children]
        same_unit = len({cells[member].unit for member in family}) == 1
        open_members = [
            member for member in family if not out[member].decided and len(readings(cells[member].printed)) == 2
        ]
        if len(children) < 2 or not same_unit or not open_members or len(open_members) > _MOST_UNDECIDED:
            continue
        for member, value in _settle(cells, out, family, open_members).items():
            found = next(r for r in readings(cells[member].printed) if r.value == value)
            out[member] = Decision(value, found.decimals, "the sum of its parts", out[member].readings)
    return out


def _settle(
    cells: Sequence[NumberCell], decisions: Sequence[Decision], family: list[int], open_members: list[int]
) -> dict[int, Decimal]:
    solutions: list[dict[int, Decimal]] = []
    options = [[reading.value for reading in readings(cells[member].printed)] for member in open_members]
    for choice in itertools.product(*options):
        values = {member: decisions[member].value for member in family} | dict(zip(open_members, choice, strict=True))
        numbers = [value for value in values.values() if value is not None]
        if len(numbers) == len(family) and numbers[0] == sum(numbers[1:]):
            solutions.append(dict(zip(open_members, choice, strict=True)))
    return solutions[0] if len(solutions) == 1 else {}
