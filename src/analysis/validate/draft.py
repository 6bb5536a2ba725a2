"""Relations as they are collected one by one, and how a relation is written as a line of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Draft:
    """Relations and terms as they are collected."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    relation: list[int] = field(default_factory=list)
    cell: list[int] = field(default_factory=list)
    role: list[int] = field(default_factory=list)

    def add(self, row: tuple[object, ...], sides: Mapping[int, Iterable[int]]) -> None:
        number = len(self.rows)
        self.rows.append(row)
        for role, cells in sides.items():
            for cell in cells:
                self.relation.append(number)
                self.cell.append(cell)
                self.role.append(role)


def expression(left: Sequence[str], operator: str, numerator: Sequence[str], denominator: Sequence[str] = ()) -> str:
    """A relation as one line of text: "3:3.2 = 3:3.2.2 / 3:3.2.1"."""
    right = " + ".join(numerator) if operator != "between" else ", ".join(numerator)
    if denominator:
        above = right if len(numerator) == 1 else f"({right})"
        below = " + ".join(denominator)
        right = f"{above} / {below if len(denominator) == 1 else f'({below})'}"
    return f"{' + '.join(left)} {operator} {right}"
