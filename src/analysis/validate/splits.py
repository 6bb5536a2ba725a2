"""Parts of a whole that a narrative gives twice over: by kind, then again by level. Each list adds up by itself."""

from __future__ import annotations

from collections.abc import Sequence

_LEAST_PARTS = 2


def splits(whole: float, parts: Sequence[float]) -> list[list[int]]:
    """Positions of `parts`, in printed order, as lists that each make up `whole`; one list where they are no several.

    A list ends where it adds up to the whole exactly. Each must hold two numbers above 0: then chance is out of the
    question, and a wrong number in one list is sought in that list alone.

    >>> splits(187, [12, 139, 36, 151, 27, 9])
    [[0, 1, 2], [3, 4, 5]]
    """
    runs: list[list[int]] = [[]]
    for position, part in enumerate(parts):
        if part > 0 and sum(parts[at] for at in runs[-1]) == whole:
            runs.append([])
        runs[-1].append(position)
    telling = all(sum(parts[at] > 0 for at in run) >= _LEAST_PARTS for run in runs)
    return runs if telling else [list(range(len(parts)))]
