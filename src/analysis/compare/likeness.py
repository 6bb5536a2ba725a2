"""Texts that are alike, found without comparing every one with every other.

Equal texts are compared once. Pairs are looked for among texts that share rare pairs of neighbouring words (most
Vietnamese words are written as two syllables); only those pairs are scored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Words, and the line ends that are put between texts to cut them all in one go.
_WORD = re.compile(r"\w+|\n")
# Texts are scored only if their rarer word pairs overlap this much (cosine of weighted word pairs, 0 to 1).
_WORTH_A_LOOK = 0.25
# A word pair in more texts than this tells nothing about any two of them, and would make the search quadratic.
_COMMON_SHARE, _COMMON_AT_LEAST, _COMMON_AT_MOST = 0.2, 20, 500
_BLOCK = 2_000
# More candidates than anybody reads pairs; of more than these the ones with the highest cosine are scored.
_MOST_CANDIDATES = 300_000
_WORKERS = 2

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


def similar_rows(texts: pd.Series, groups: pd.Series, threshold: float, limit: int) -> Pairs:
    """Positions of similar texts of different groups, and their scores of at least `threshold`, the highest first.

    The score (0 to 100) is the mean of the ratio of the words sorted and the ratio of the words as sets. At most
    `limit` pairs are returned, in an order that depends on the texts and positions alone.
    """
    codes, unique = pd.factorize(texts, sort=True)
    holders = _Holders(codes)
    several = pd.Series(groups.to_numpy()).groupby(codes).nunique() > 1
    shared = several.index[several].to_numpy(dtype="int64")
    left, right = _candidates(list(unique))
    scores = _scores(np.asarray(unique, dtype=object), left, right, threshold)
    left, right = np.concatenate([shared, left]), np.concatenate([shared, right])
    scores = np.concatenate([np.full(len(shared), 100.0), scores])
    keep = np.flatnonzero(scores >= threshold)
    keep = keep[np.lexsort((right[keep], left[keep], -scores[keep]))]
    return _spread(left[keep], right[keep], scores[keep], holders, groups.to_numpy(), limit)


class _Holders:
    """Rows that hold each text, in their order."""

    def __init__(self, codes: np.ndarray) -> None:
        self._rows = np.argsort(codes, kind="stable")
        self._starts = np.searchsorted(codes[self._rows], np.arange(codes.max(initial=-1) + 2))

    def __getitem__(self, text: int) -> list[int]:
        rows: list[int] = self._rows[self._starts[text] : self._starts[text + 1]].tolist()
        return rows


def _spread(
    left: np.ndarray, right: np.ndarray, scores: np.ndarray, holders: _Holders, groups: np.ndarray, limit: int
) -> Pairs:
    """Pairs of texts as pairs of rows, each row of the one with each row of the other, until there are `limit`."""
    rows: list[tuple[int, int, float]] = []
    for one, other, score in zip(left, right, scores, strict=True):
        others = holders[other]
        for first in holders[one]:
            seconds = others if one != other else [row for row in others if row > first]
            rows.extend(
                (min(first, second), max(first, second), score) for second in seconds if groups[first] != groups[second]
            )
            if len(rows) >= limit:
                break
        if len(rows) >= limit:
            break
    array = np.array(rows[:limit], dtype="float64").reshape(-1, 3)
    return array[:, 0].astype("int64"), array[:, 1].astype("int64"), array[:, 2]


def _candidates(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of texts (the first before the second) that share enough rare word pairs to be worth a look."""
    words = _weighted(texts)
    columns = words.T.tocsr()
    lefts, rights, cosines = ([np.empty(0)] for _ in range(3))
    for first in range(0, len(texts), _BLOCK):
        product = (words[first : first + _BLOCK] @ columns).tocoo()
        row = product.row + first
        worth = (product.data >= _WORTH_A_LOOK) & (row < product.col)
        for parts, values in ((lefts, row), (rights, product.col), (cosines, product.data)):
            parts.append(values[worth])
    left, right = np.concatenate(lefts).astype("int64"), np.concatenate(rights).astype("int64")
    if len(left) > _MOST_CANDIDATES:
        best = np.argsort(-np.concatenate(cosines), kind="stable")[:_MOST_CANDIDATES]
        left, right = left[best], right[best]
    return left, right


def _weighted(texts: list[str]) -> csr_matrix:
    """Rows of unit length, one per text: its word pairs, weighted by how rare they are."""
    from scipy.sparse import csr_matrix  # here, for it takes longer to import than the other comparisons take

    rows, columns, width = _word_pairs(texts)
    counts = np.bincount(columns, minlength=width)
    weight = np.log((1 + len(texts)) / (1 + counts)) + 1e-3
    common = min(max(_COMMON_SHARE * len(texts), _COMMON_AT_LEAST), _COMMON_AT_MOST)
    weight[counts > common] = 0.0
    matrix = csr_matrix((weight[columns], (rows, columns)), shape=(len(texts), width))
    matrix.eliminate_zeros()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    matrix.data *= np.repeat(scale, np.diff(matrix.indptr))
    return matrix


def _word_pairs(texts: list[str]) -> tuple[np.ndarray, np.ndarray, int]:
    """Neighbouring words of each text, each pair once: number of the text, number of the pair, and how many there are.

    A text of a single word has that word for a pair.
    """
    tokens = pd.Series(_WORD.findall("\n".join(texts)), dtype="object")
    words, names = pd.factorize(tokens)
    is_end = (tokens == "\n").to_numpy()
    text = np.cumsum(is_end)
    ends, starts = np.append(is_end[1:], True), np.insert(is_end[:-1], 0, True)
    alone = ~is_end & ends & starts
    first = np.flatnonzero(~is_end & ~ends | alone)
    second = np.where(alone[first], len(names), words[np.minimum(first + 1, len(words) - 1)])
    pairs, known = pd.factorize(words[first].astype("int64") * (len(names) + 1) + second)
    width = max(len(known), 1)
    both = np.sort(text[first].astype("int64") * width + pairs)
    once = both[np.insert(both[1:] != both[:-1], 0, True)] if len(both) else both
    return once // width, once % width, width


def _scores(texts: np.ndarray, left: np.ndarray, right: np.ndarray, threshold: float) -> np.ndarray:
    """Scores of pairs of texts; 0 where the words in order alone show that a pair stays below `threshold`."""
    from rapidfuzz import fuzz, process

    scores = np.zeros(len(left))
    ordered = _ratios(process.cpdist, texts, left, right, fuzz.token_sort_ratio)
    worth = np.flatnonzero(ordered >= 2 * threshold - 100)
    as_sets = _ratios(process.cpdist, texts, left[worth], right[worth], fuzz.token_set_ratio)
    scores[worth] = (ordered[worth] + as_sets) / 2
    return scores


def _ratios(cpdist: Any, texts: np.ndarray, left: np.ndarray, right: np.ndarray, scorer: Any) -> np.ndarray:
    if not len(left):
        return np.empty(0)
    one, other = texts[left].tolist(), texts[right].tolist()
    ratios: np.ndarray = cpdist(one, other, scorer=scorer, workers=_WORKERS, dtype=np.float32).astype("float64")
    return ratios
