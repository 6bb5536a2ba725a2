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
