"""How well a document's figures agree: the share of testable relations that hold, beside that of the period before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.reference.periods import parse_period

QUALITY_COLUMNS = (
    "document_id",
    "province",
    "period",
    "testable",
    "holding",
    "rounding",
    "not_testable",
    "share",
    "previous_period",
    "previous_share",
)
# Bounds, units and repeats hold nearly always; counting them would hide how well the figures agree.
QUALITY_KINDS = ("sum", "ratio", "subset", "cross_source", "trend")


def relation_checks(checks: pd.DataFrame) -> pd.DataFrame:
    """The checks that count for quality: relations between figures, not bounds, units or repeats of single ones."""
    return checks[checks["kind"].isin(QUALITY_KINDS)]


def quality(checks: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Share of testable relations that hold, per document that has relations.

    Columns: document_id, province, period, testable, holding (of these; as many as `rounding` but for rounding),
    not_testable, share (holding / testable, NaN without any), previous_period and previous_share: those of the
    province's latest document of the same kind (plan or report) of an earlier period, "" and NaN where there is none.
    """
    counted = relation_checks(checks)
    verdict = counted["verdict"]
    marks = pd.DataFrame(
        {
            "document_id": counted["document_id"],
            "testable": (verdict != "not_testable").astype(int),
            "holding": verdict.isin(["holds", "rounding"]).astype(int),
            "rounding": (verdict == "rounding").astype(int),
            "not_testable": (verdict == "not_testable").astype(int),
        }
    )
    sums = marks.groupby("document_id", sort=True).sum().reset_index()
    testable = sums["testable"].where(sums["testable"] > 0)
    sums["share"] = (sums["holding"] / testable).astype(float)
    out = _with_place(sums, documents)
    previous = _previous(out, documents)
    out = out.assign(
        previous_period=[period for period, _ in previous], previous_share=[share for _, share in previous]
    )
    return out.loc[:, list(QUALITY_COLUMNS)]


def _with_place(sums: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Province and period of each document: those of the table documents, else those its id begins with."""
    known = documents.set_index("document_id")
    parts = [document.split("/") for document in sums["document_id"]]
    return sums.assign(
        **{
            name: [known[name].get(document, own[at]) for document, own in zip(sums["document_id"], parts, strict=True)]
            for at, name in enumerate(("province", "period"))
        }
    )


def _previous(shares: pd.DataFrame, documents: pd.DataFrame) -> list[tuple[str, float]]:
    """Period and share of the latest earlier document for each row; plans and reports are not compared."""
    periods = {code: parse_period(code) for code in shares["period"].unique()}
    types = dict(zip(documents["document_id"], documents["type"], strict=True))
    kinds = [
        (province, types.get(document) or periods[code].kind == "plan")
        for document, province, code in zip(shares["document_id"], shares["province"], shares["period"], strict=True)
    ]
    rows = list(zip(kinds, shares["period"], shares["share"], strict=True))
    history: dict[tuple[str, str | bool], list[tuple[int, str, float]]] = {}
    for kind, code, share in rows:
        if share == share:
            history.setdefault(kind, []).append((periods[code].end.toordinal(), code, share))
    found = []
    for kind, code, _ in rows:
        earlier = [one for one in history.get(kind, []) if one[0] < periods[code].end.toordinal()]
        _, period, share = max(earlier, key=lambda one: one[0], default=(0, "", np.nan))
        found.append((period, share))
    return found
