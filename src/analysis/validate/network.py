"""The network of relations between cells, and its evaluation: sums over flat arrays, linear in the number of rows.

A relation is left (= | <= | between) right; the right is a sum of cells or a percentage 100 x sum / sum. Every term is
one entry of three parallel arrays (relation, cell, role), so that all relations of all documents are evaluated at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.validate.cells import half_unit

LEFT, NUMERATOR, DENOMINATOR = 0, 1, 2
# Values are printed decimals held as floats; what differs by less than this part of the value is equal.
_EQUAL = 1e-9

RELATION_COLUMNS = (
    "rule", "kind", "document_id", "operator", "ratio", "severity", "locate", "meaning_vi", "meaning_en", "expression",
)  # fmt: skip


@dataclass(frozen=True)
class Network:
    """Cells, relations and the terms that join them; `cell` is -1 for a term whose cell the documents do not have."""

    cells: pd.DataFrame
    relations: pd.DataFrame
    relation: np.ndarray
    cell: np.ndarray
    role: np.ndarray


@dataclass(frozen=True)
class Evaluation:
    """Both sides of every relation, in the order of the relations; `fails` is False where not testable."""

    printed: np.ndarray
    computed: np.ndarray
    tolerance: np.ndarray
    testable: np.ndarray
    fails: np.ndarray
    exact: np.ndarray

    @property
    def verdict(self) -> np.ndarray:
        """holds, rounding, fails or not_testable for each relation."""
        out = np.where(self.fails, "fails", np.where(self.exact, "holds", "rounding"))
        return np.where(self.testable, out, "not_testable")


def evaluate(network: Network) -> Evaluation:
    """Evaluate all relations. A missing value or a zero denominator makes a relation not testable.

    The tolerance is half a unit of the last printed digit of every rounded cell, carried through the quotient;
    counts are exact. A figure given in two places must agree to the digits that both print. "between" compares the
    left with the least and greatest term of the right.
    """
    values = np.append(network.cells["value"].to_numpy(dtype=float), np.nan)[network.cell]
    halves = np.append(half_unit(network.cells), 0.0)[network.cell]
    size = len(network.relations)
    ratio = network.relations["ratio"].to_numpy(dtype=bool)
    operator = network.relations["operator"].to_numpy(dtype=object)
    left, numerator, denominator = (_total(network, values, role, size) for role in (LEFT, NUMERATOR, DENOMINATOR))
    half_left, half_above, half_below = (_total(network, halves, role, size) for role in (LEFT, NUMERATOR, DENOMINATOR))
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = 100.0 * numerator / denominator
        carried = (100.0 * half_above + np.abs(quotient) * half_below) / np.abs(denominator)
    computed = np.where(ratio, quotient, numerator)
    tolerance = half_left + np.where(ratio, carried, half_above)
    tolerance = np.where(_restated(network, ratio, operator), _coarser(network, tolerance, size), tolerance)
    between = operator == "between"
    if between.any():
        nearest, half = _nearest_bound(network, values, halves, left, size)
        computed = np.where(between, nearest, computed)
        tolerance = np.where(between, half_left + half, tolerance)
    testable = np.isfinite(left) & np.isfinite(computed)
    gap = np.where(operator == "<=", np.maximum(left - computed, 0.0), np.abs(left - computed))
    slack = _EQUAL * np.maximum(1.0, np.abs(np.where(testable, computed, 0.0)))
    fails = testable & (gap > tolerance + slack)
    exact = testable & (gap <= slack)
    return Evaluation(left, computed, tolerance, testable, fails, exact)


def check_table(network: Network, evaluation: Evaluation) -> pd.DataFrame:
    """Rows of the table `checks`, one per relation."""
    return pd.DataFrame(
        {
            "rule": network.relations["rule"],
            "kind": network.relations["kind"],
            "document_id": network.relations["document_id"],
            "expression": network.relations["expression"],
            "computed": np.where(evaluation.testable, np.round(evaluation.computed, 6), np.nan),
            "printed": evaluation.printed,
            "difference": np.where(evaluation.testable, np.round(evaluation.printed - evaluation.computed, 6), np.nan),
            "tolerance": np.where(evaluation.testable, np.round(evaluation.tolerance, 6), np.nan),
            "verdict": evaluation.verdict,
            "locations": _locations(network),
        }
    )


def _total(network: Network, weights: np.ndarray, role: int, size: int) -> np.ndarray:
    chosen = network.role == role
    return np.bincount(network.relation[chosen], weights=weights[chosen], minlength=size)


def _restated(network: Network, ratio: np.ndarray, operator: np.ndarray) -> np.ndarray:
    """Which relations say that one cell equals one other cell: the same figure given twice."""
    ones = np.ones(len(network.cell))
    size = len(ratio)
    counts = [_total(network, ones, role, size) for role in (LEFT, NUMERATOR)]
    return np.asarray(~ratio & (operator == "=") & (counts[0] == 1) & (counts[1] == 1))


def _coarser(network: Network, tolerance: np.ndarray, size: int) -> np.ndarray:
    """0 where a relation's cells print the same decimals, else half a unit of the coarser print."""
    halves = np.append(half_unit(network.cells), 0.0)[network.cell]
    low, high = np.full(size, np.inf), np.zeros(size)
    np.minimum.at(low, network.relation, halves)
    np.maximum.at(high, network.relation, halves)
    return np.where(np.isclose(low, high), 0.0, np.minimum(tolerance, high))


def _nearest_bound(
    network: Network, values: np.ndarray, halves: np.ndarray, left: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """The left itself where it lies between the least and greatest right term, else the bound it misses."""
    chosen = network.role == NUMERATOR
    low, high, half = np.full(size, np.inf), np.full(size, -np.inf), np.zeros(size)
    with np.errstate(invalid="ignore"):
        np.minimum.at(low, network.relation[chosen], values[chosen])
        np.maximum.at(high, network.relation[chosen], values[chosen])
        np.maximum.at(half, network.relation[chosen], halves[chosen])
        return np.clip(left, low, high), half


def _locations(network: Network) -> list[str]:
    """Locations of each relation's cells, in the order of its terms, each once."""
    known = network.cell >= 0
    texts = network.cells["location"].to_numpy(dtype=object)[network.cell[known]]
    found: list[dict[str, None]] = [{} for _ in range(len(network.relations))]
    for relation, text in zip(network.relation[known].tolist(), texts, strict=True):
        if text:
            found[relation][text] = None
    return [";".join(texts) for texts in found]
