"""Cuts the network into connected components that hold a failing relation: each is a problem of its own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.validate.network import DENOMINATOR, LEFT, NUMERATOR, Evaluation, Network
from analysis.validate.problem import Cell, Problem, Relation


def failing_problems(network: Network, evaluation: Evaluation) -> Iterator[Problem]:
    """Problems with at least one failing relation, in the order of their first relation.

    Only testable relations through which a wrong cell may be sought (`locate`) join cells to a component.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    usable = evaluation.testable & network.relations["locate"].to_numpy(dtype=bool)
    keep = usable[network.relation]
    relation, cell, role = network.relation[keep], network.cell[keep], network.role[keep]
    relations, cells = len(network.relations), len(network.cells)
    size = relations + cells
    edges = coo_matrix((np.ones(len(relation), dtype=np.int8), (relation, relations + cell)), shape=(size, size))
    _, label = connected_components(edges, directed=False)
    wanted = np.unique(label[np.flatnonzero(evaluation.fails & usable)])
    if len(wanted) == 0:
        return
    chosen = np.isin(label[relation], wanted)
    relation, cell, role = relation[chosen], cell[chosen], role[chosen]
    order = np.lexsort((np.arange(len(relation)), relation, label[relation]))
    relation, cell, role = relation[order], cell[order], role[order]
    starts = np.flatnonzero(np.diff(label[relation], prepend=-1))
    first = relation[starts]
    bounds = list(zip(starts, np.append(starts[1:], len(relation)), strict=True))
    read = _Reader(network, evaluation)
    for _, (start, end) in sorted(zip(first.tolist(), bounds, strict=True)):
        yield read.problem(relation[start:end], cell[start:end], role[start:end])


class _Reader:
    """Reads problems off the network; columns are taken as arrays once, for there may be thousands of problems."""

    def __init__(self, network: Network, evaluation: Evaluation) -> None:
        cells = network.cells
        self._ref, self._kind = (cells[name].to_numpy(dtype=object) for name in ("ref", "kind"))
        self._value, self._decimals = cells["value"].to_numpy(dtype=float), cells["decimals"].to_numpy(dtype=int)
        self._usual = cells["usual"].to_numpy(dtype=int)
        # A rate with more decimals than its like, or a count that could not be read, shows a slip by its print alone.
        self._odd = ~cells["read"].to_numpy(dtype=bool) | (self._decimals > self._usual)
        self._copied, self._near = cells["copied"].to_numpy(dtype=bool), cells["near"].to_numpy(dtype=float)
        self._operator = network.relations["operator"].to_numpy(dtype=object)
        self._fails = evaluation.fails

    def problem(self, relation: np.ndarray, cell: np.ndarray, role: np.ndarray) -> Problem:
        """The problem of the given terms."""
        numbers = np.unique(cell).tolist()
        position = {number: place for place, number in enumerate(numbers)}
        sides: dict[int, tuple[list[int], list[int], list[int]]] = {}
        for one, number, side in zip(relation.tolist(), cell.tolist(), role.tolist(), strict=True):
            sides.setdefault(one, ([], [], []))[side].append(position[number])
        relations = tuple(
            Relation(one, tuple(lists[LEFT]), self._operator[one], tuple(lists[NUMERATOR]), tuple(lists[DENOMINATOR]))
            for one, lists in sides.items()
        )
        failing = tuple(place for place, one in enumerate(relations) if self._fails[one.number])
        return Problem(tuple(self._cell(number) for number in numbers), relations, failing)

    def _cell(self, number: int) -> Cell:
        value, decimals = float(self._value[number]), int(self._decimals[number])
        copied, near = bool(self._copied[number]), float(self._near[number])
        usual, odd = int(self._usual[number]), bool(self._odd[number])
        ref = self._ref[number]
        asked = ref.startswith("observations:")
        return Cell(number, ref, self._kind[number], value, decimals, copied, near, asked, usual, odd)
