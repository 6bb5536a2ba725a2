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
    for _, (start, end) in sorted(zip(first.tolist(), bounds, strict=True)):
        yield _problem(network, evaluation, relation[start:end], cell[start:end], role[start:end])


def _problem(
    network: Network, evaluation: Evaluation, relation: np.ndarray, cell: np.ndarray, role: np.ndarray
) -> Problem:
    numbers = np.unique(cell)
    position = {number: place for place, number in enumerate(numbers.tolist())}
    rows = network.cells.iloc[numbers]
    columns = zip(numbers.tolist(), rows["ref"], rows["kind"], rows["value"], rows["decimals"], strict=True)
    cells = tuple(
        Cell(number, ref, kind, float(value), int(decimals)) for number, ref, kind, value, decimals in columns
    )
    sides: dict[int, tuple[list[int], list[int], list[int]]] = {}
    for one, number, side in zip(relation.tolist(), cell.tolist(), role.tolist(), strict=True):
        sides.setdefault(one, ([], [], []))[side].append(position[number])
    operators = network.relations["operator"].to_numpy(dtype=object)
    relations = tuple(
        Relation(one, tuple(lists[LEFT]), operators[one], tuple(lists[NUMERATOR]), tuple(lists[DENOMINATOR]))
        for one, lists in sides.items()
    )
    failing = tuple(place for place, one in enumerate(relations) if evaluation.fails[one.number])
    return Problem(cells, relations, failing)
