"""Headers of two rows in tables that were written one cell per line: names of groups first, then what is below them.

The cells "Chỉ tiêu", "Năm 2024", "Năm 2025", "Cấp tỉnh", "Cấp xã", "Cấp tỉnh", "Cấp xã" over rows of five cells can be
laid out in one way only; where there are several ways, or none, the header is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.vietnamese.text import fold

FIXED = 2  # the number and the wording of a row head no group
_FIGURE = re.compile(r"[<>≤≥=]*\s*\d[\d.,]*\s*%?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def grouped_columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    """For each column the names of its group ("" if it has none) and its own; None if the header has no groups or the
    order is not certain. `rows` are full rows, all of one length; the header has as many groups as it has names more.
    """
    groups = len(names) - len(rows[0])
    if groups < 1:
        return None
    found = [laid for tail in _tails(names, groups) for laid in _layouts(names, groups, tail, rows)]
    return found[0] if len(found) == 1 else None


def two_rows(columns: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """A header of two rows from `columns` (group and name): a group stands above its first column, and a column in no
    group is named in the first row; "" where a row prints nothing.
    """
    groups = [group for group, _ in columns]
    first = [
        name if not group else group if group != before else ""
        for (group, name), before in zip(columns, ["", *groups], strict=False)
    ]
    return first, [name if group else "" for group, name in columns]


def _tails(names: Sequence[str], groups: int) -> list[int]:
    """How many names at the end may stand below the groups: the same ones below each, or alike ones below one."""
    folded = [fold(name) for name in names]
    if groups == 1:
        size = next((size for size in range(len(names) - FIXED) if not _alike(names[-size - 1 :])), 0)
        return [size] if size > 1 else []
    sizes = range(2, (len(names) - FIXED) // groups + 1)
    return [size * groups for size in sizes if folded[-size * groups :] == folded[-size:] * groups]


def _layouts(
    names: Sequence[str], groups: int, tail: int, rows: Sequence[Sequence[str]]
) -> list[list[tuple[str, str]]]:
    """The ways to put the last `tail` names below `groups` neighbouring names: these are alike, and all cells below
    them are figures.
    """
    first, below, each = list(names[:-tail]), list(names[-tail:]), tail // groups
    found = []
    for start in range(FIXED, len(first) - groups + 1):
        heads = first[start : start + groups]
        others = first[FIXED:start] + first[start + groups :]
        if groups > 1 and (not _alike(heads) or any(_alike([heads[0], name]) for name in others)):
            continue
        laid = [("", name) for name in first[:start]]
        laid += [(head, name) for place, head in enumerate(heads) for name in below[place * each : (place + 1) * each]]
        laid += [("", name) for name in first[start + groups :]]
        if all(_FIGURE.fullmatch(row[place]) for row in rows for place, (head, _) in enumerate(laid) if head):
            found.append(laid)
    return found


def _alike(names: Sequence[str]) -> bool:
    """Whether names are of one kind: years all of them, or of one first word and different."""
    kinds = {"year" if _YEAR.fullmatch(name) else fold(name).split(" ")[0] for name in names if name}
    return len(kinds) == 1 and len({fold(name) for name in names}) == len(names)
