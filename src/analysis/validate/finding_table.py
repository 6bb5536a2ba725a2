"""One finding and the table of findings, sorted by what they change for the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.store import typed
from analysis.tables import SEVERITIES, column_names


@dataclass(frozen=True)
class Finding:
    """One row of the table `findings`, with the weight it is sorted by within its severity.

    `about_value` marks a finding that a single value is impossible: one that says which value it should be covers it.
    `as_good` are the suspects that are as likely as the first, each with its change ("9751 -> 9955").
    """

    id: str
    severity: str
    document_id: str
    rules: tuple[str, ...]
    message: tuple[str, str]
    suspects: tuple[str, ...]
    suggested: str
    locations: tuple[str, ...]
    weight: float = 0.0
    about_value: bool = False
    as_good: tuple[tuple[str, str], ...] = ()


def finding_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """The table `findings`: by document, the most serious first, then those that touch most relations."""
    order = sorted(findings, key=lambda one: (one.document_id, SEVERITIES.index(one.severity), -one.weight, one.id))
    rows = [
        (
            one.id,
            one.severity,
            one.document_id,
            ";".join(one.rules),
            *one.message,
            ";".join(one.suspects),
            one.suggested,
            ";".join(dict.fromkeys(location for location in one.locations if location)),
        )
        for one in order
    ]
    return typed(pd.DataFrame(rows, columns=column_names("findings")), "findings")
