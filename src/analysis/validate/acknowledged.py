"""Which findings are acknowledged: known to a person who wrote so into the reviewed file."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.reference.corrections import Acknowledgement, acknowledgements


def acknowledged_ids(findings: pd.DataFrame, entries: Iterable[Acknowledgement] | None = None) -> frozenset[str]:
    """Ids of findings that an entry names and that still suggest what the entry expects."""
    expected = {entry.id: entry.expects for entry in (acknowledgements() if entries is None else entries)}
    suggested = dict(zip(findings["id"], findings["suggested"], strict=True))
    return frozenset(id_ for id_, text in suggested.items() if expected.get(id_) == text)


def idle_acknowledgements(findings: pd.DataFrame, documents: Iterable[str]) -> list[str]:
    """What is wrong with each entry that acknowledges nothing, for the person who wrote it."""
    suggested = dict(zip(findings["id"], findings["suggested"], strict=True))
    here = set(documents)
    notes = []
    for entry in acknowledgements():
        if entry.id.partition("#")[0] not in here:
            notes.append(f"{entry.id}: there is no such document; correct the id or delete the entry")
        elif entry.id not in suggested:
            notes.append(f"{entry.id}: there is no such finding (any more); correct the id or delete the entry")
        elif suggested[entry.id] != entry.expects:
            now = suggested[entry.id] or "nothing"
            notes.append(
                f"{entry.id}: it expects {entry.expects!r}, the finding now suggests {now!r}; look at it again"
            )
    return notes
