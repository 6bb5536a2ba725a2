"""Relations as they are collected one by one, and how a relation is written as a line of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.reference.relation_words import narrative_meanings
from analysis.validate.network import DENOMINATOR, LEFT, NUMERATOR


@dataclass(frozen=True)
class Concluded:
    """A relation concluded from a document: `left` `operator` the sum of `above` [/ the sum of `below`].

    `rule` is a key of `relation_words.narrative_meanings`; sides are ids of figures, or codes "<form>:<code>".
    """

    rule: str
    kind: str
    severity: str
    left: str
    operator: str
    above: Sequence[str]
    below: Sequence[str] = ()


@dataclass
class Draft:
    """Relations and terms as they are collected."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    relation: list[int] = field(default_factory=list)
    cell: list[int] = field(default_factory=list)
    role: list[int] = field(default_factory=list)

    def relate(self, relation: Concluded, document: str, number_of: Callable[[str], int]) -> None:
        """Add a relation that no line of data states; `number_of` a name gives its cell, -1 where there is none."""
        sides = ((LEFT, (relation.left,)), (NUMERATOR, relation.above), (DENOMINATOR, relation.below))
        text = expression([relation.left], relation.operator, relation.above, relation.below)
        name = f"{relation.rule}-{relation.left.replace(':', '-')}"
        looks = (relation.operator, bool(relation.below), relation.severity, True)
        row = (name, relation.kind, document, *looks, *narrative_meanings()[relation.rule], text)
        self.add(row, {role: [number_of(name) for name in names] for role, names in sides})

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
