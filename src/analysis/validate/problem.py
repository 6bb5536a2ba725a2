"""One connected component of the network as a small problem: values, relations, what one cell may be."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.validate.slips import decimals_of

# As in `network`: printed decimals held as floats; what differs by less is equal.
EQUAL = 1e-9


@dataclass(frozen=True)
class Cell:
    """A printed number: place and name in the network, kind, printed decimals, whether a neighbour has its value.

    `near` counts the neighbours whose value it could be; `asked` marks a row of a form, which is filled in whatever the
    number. `usual` is the number of decimals that the document prints for its kind, in which a correction is written;
    None stands for the printed ones. `odd` marks a print that no number of its kind has: separators that group nothing.
    """

    number: int
    ref: str
    kind: str
    value: float
    decimals: int
    copied: bool = False
    near: float = 0.0
    asked: bool = False
    usual: int | None = None
    odd: bool = False

    @property
    def wanted(self) -> int:
        """Decimals of a corrected value."""
        return self.decimals if self.usual is None else self.usual

    def decimals_for(self, value: float) -> int:
        """Decimals to write `value` with."""
        return decimals_of(value, self.decimals, self.wanted)

    @property
    def half(self) -> float:
        return self.half_of(min(self.decimals, self.wanted))

    def half_of(self, decimals: int) -> float:
        """Half a unit of the last digit of a print with so many decimals; counts are exact."""
        return 0.0 if self.kind == "count" else 0.5 * 10.0**-decimals

    @property
    def possible(self) -> bool:
        """Whether the printed value lies within the bounds of its kind."""
        return self.low <= self.value <= self.high

    @property
    def low(self) -> float:
        return -math.inf if self.kind == "amount" and self.value < 0 else 0.0

    @property
    def high(self) -> float:
        return 100.0 if self.kind == "percent" else math.inf

    def rounded(self, value: float) -> float:
        """The nearest value that can be printed in this cell."""
        return round(value, self.wanted)


@dataclass(frozen=True)
class Relation:
    """A relation by positions of cells within the problem."""

    number: int
    left: tuple[int, ...]
    operator: str
    numerator: tuple[int, ...]
    denominator: tuple[int, ...]

    @property
    def cells(self) -> frozenset[int]:
        return frozenset((*self.left, *self.numerator, *self.denominator))


@dataclass(frozen=True)
class Problem:
    """Cells and relations that hang together; `failing` are positions of relations that fail as printed."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    failing: tuple[int, ...]

    def corrected(self, changes: Mapping[int, float]) -> Problem:
        """The problem that is left once `changes` are made."""
        cells = tuple(
            dataclasses.replace(cell, value=changes[at], copied=False) if at in changes else cell
            for at, cell in enumerate(self.cells)
        )
        values = self.values(changes)
        failing = tuple(at for at, relation in enumerate(self.relations) if not self.holds(relation, values))
        return Problem(cells, self.relations, failing)

    def values(self, changes: Mapping[int, float] | None = None) -> list[float]:
        """Printed values, with `changes` (position -> value) in their place."""
        out = [cell.value for cell in self.cells]
        for position, value in (changes or {}).items():
            out[position] = value
        return out

    def holds(self, relation: Relation, values: Sequence[float]) -> bool:
        """Whether `relation` holds within the rounding of its cells."""
        left = sum(values[cell] for cell in relation.left)
        if relation.operator == "between":
            low, high = self._bounds(relation, values)
            tolerance = self.tolerance(relation, values)
            return low - tolerance - EQUAL <= left <= high + tolerance + EQUAL
        right = self.right(relation, values)
        gap = left - right if relation.operator == "<=" else abs(left - right)
        return gap <= self.tolerance(relation, values) + EQUAL * max(1.0, abs(right))

    def solves(self, changes: Mapping[int, float]) -> bool:
        """Whether every relation holds, and every value is possible, with `changes` made."""
        values = self.values(changes)
        return all(self.holds(relation, values) for relation in self.relations) and all(
            cell.low <= value <= cell.high for cell, value in zip(self.cells, values, strict=True)
        )

    def right(self, relation: Relation, values: Sequence[float]) -> float:
        """The right side: a sum, or 100 x sum / sum (infinite for a zero denominator)."""
        above = sum(values[cell] for cell in relation.numerator)
        if not relation.denominator:
            return above
        below = sum(values[cell] for cell in relation.denominator)
        return 100.0 * above / below if below else math.inf

    def tolerance(
        self, relation: Relation, values: Sequence[float], halves: Mapping[int, float] | None = None
    ) -> float:
        """Half a unit of the last printed digit of every rounded cell, carried through a quotient.

        `halves` (position -> half a unit) holds for cells that are to be written with other decimals than printed.
        """
        half = {cell: self.cells[cell].half for cell in relation.cells} | dict(halves or {})
        half_left = sum(half[cell] for cell in relation.left)
        half_above = sum(half[cell] for cell in relation.numerator)
        if relation.operator == "between":
            return half_left + max(half[cell] for cell in relation.numerator)
        if not relation.denominator:
            if relation.operator == "=" and len(relation.left) == len(relation.numerator) == 1:
                # One figure given in two places agrees to the digits that both print.
                return max(half_left, half_above) if half_left != half_above else 0.0
            return half_left + half_above
        half_below = sum(half[cell] for cell in relation.denominator)
        below = sum(values[cell] for cell in relation.denominator)
        if half_above + half_below == 0 or not below:
            return half_left
        return half_left + (100.0 * half_above + abs(self.right(relation, values)) * half_below) / abs(below)

    def interval(
        self, relation: Relation, cell: int, values: Sequence[float], half: float | None = None
    ) -> tuple[float, float]:
        """What `cell` may be so that `relation` holds, the others being as in `values`; empty is (inf, -inf).

        `half` is half a unit of the last digit that it will be written with (that of its print if None).
        """
        halves = {} if half is None else {cell: half}
        tolerance = self.tolerance(relation, values, halves)
        left = sum(values[other] for other in relation.left)
        if relation.operator == "between":
            return self._interval_between(relation, cell, values, tolerance)
        if cell in relation.left:
            target = self.right(relation, values) - (left - values[cell])
            low = -math.inf if relation.operator == "<=" else target - tolerance
            return low, target + tolerance
        above = sum(values[other] for other in relation.numerator)
        if not relation.denominator:
            target = left - (above - values[cell])
            high = math.inf if relation.operator == "<=" else target + tolerance
            return target - tolerance, high
        if self.cells[cell].kind != "count":
            # What rounding a term does to the quotient depends on its size: on the one it should have.
            low, high = self._interval_quotient(relation, cell, values, left, 0.0)
            if math.isfinite(low):
                meant = [*values[:cell], low, *values[cell + 1 :]]
                tolerance = self.tolerance(relation, meant, halves)
        return self._interval_quotient(relation, cell, values, left, tolerance)

    def _interval_quotient(
        self, relation: Relation, cell: int, values: Sequence[float], left: float, tolerance: float
    ) -> tuple[float, float]:
        above = sum(values[other] for other in relation.numerator if other != cell)
        below = sum(values[other] for other in relation.denominator if other != cell)
        ends = []
        for rate in (left - tolerance, left + tolerance):
            # 100 (above + a x) = rate (below + b x), a and b telling on which sides of the quotient the cell stands
            slope = 100.0 * (cell in relation.numerator) - rate * (cell in relation.denominator)
            if slope == 0:
                return (math.inf, -math.inf)
            ends.append((rate * below - 100.0 * above) / slope)
        return min(ends), max(ends)

    def _interval_between(
        self, relation: Relation, cell: int, values: Sequence[float], tolerance: float
    ) -> tuple[float, float]:
        if cell in relation.left:
            low, high = self._bounds(relation, values)
            return low - tolerance, high + tolerance
        others = [values[other] for other in relation.numerator if other != cell]
        left = sum(values[other] for other in relation.left)
        if left > max(others) + tolerance:
            return left - tolerance, math.inf
        if left < min(others) - tolerance:
            return -math.inf, left + tolerance
        return -math.inf, math.inf

    @staticmethod
    def _bounds(relation: Relation, values: Sequence[float]) -> tuple[float, float]:
        terms = [values[cell] for cell in relation.numerator]
        return min(terms), max(terms)
