"""Formulas that recompute a printed ratio or total from the cells beside it, for the relations the forms lay down."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.reference.relations import Rule, relation_rules

_RATIO = re.compile(r"ratio_of:([^/]+)/(.+)")
PERCENT = 100

Values = Callable[[str], float]


@dataclass(frozen=True)
class Recomputation:
    """A value from other cells: a sum of `above`, or the percentage `above` / `below`. Cells by any name."""

    above: tuple[str, ...]
    below: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        return (*self.above, *self.below)

    def formula(self, place: Mapping[str, str]) -> str:
        """The workbook formula over cells at `place`; blank while a cell is blank or the divisor is 0."""
        above, below = (_sum([place[cell] for cell in side]) for side in (self.above, self.below))
        count = ",".join(place[cell] for cell in self.cells)
        complete = f"COUNT({count})={len(self.cells)}"
        if not self.below:
            return f'=IF({complete},{above},"")'
        return f'=IF({complete},IF({below}=0,"",{above}/{below}*{PERCENT}),"")'

    def value(self, value_of: Values) -> float | None:
        """What the formula gives for cell values (NaN for blank); None where it stays blank."""
        above, below = (sum(value_of(cell) for cell in side) for side in (self.above, self.below))
        if any(value_of(cell) != value_of(cell) for cell in self.cells) or (self.below and below == 0):
            return None
        return float(above / below * PERCENT if self.below else above)


def of_forms() -> Mapping[str, Recomputation]:
    """Form cell ("3:3.2") -> its recomputation, for every ratio and sum within the forms."""
    rules = [rule for rule in relation_rules() if _within_forms(rule)]
    return {rule.left[0]: Recomputation(rule.numerator, rule.denominator) for rule in rules}


def of_figure(relation: str) -> Recomputation | None:
    """The recomputation of a narrative figure that is a ratio of others ("ratio_of:f003/f003+f007")."""
    match = _RATIO.fullmatch(relation.strip())
    if match is None:
        return None
    above, below = (tuple(part.strip() for part in side.split("+")) for side in match.groups())
    return Recomputation(above, below)


def _within_forms(rule: Rule) -> bool:
    exact = rule.kind in ("ratio", "sum") and rule.operator == "=" and len(rule.left) == 1
    return exact and not any(cell.startswith("@") for cell in rule.cells)


def _sum(places: Sequence[str]) -> str:
    return places[0] if len(places) == 1 else f"({'+'.join(places)})"
