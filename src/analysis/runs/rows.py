"""Digests of the processed rows that a report can show, so that a changed input reruns what shows it and nothing else.

A report shows all rows of its own documents. Of other documents it shows little: the province's earlier results, its
targets, its published indices, titles of sources; and of other provinces the targets for the same indicators.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.reference.periods import parse_period
from analysis.reference.provinces import NATIONAL
from analysis.runs.fingerprint import digest
from analysis.runs.job import Job

if TYPE_CHECKING:
    import pandas as pd

# Of each document: what of it ("observations", "indices of hue") -> digest. Under PEERS: "quang-tri/2024-H1" -> digest.
Rows = Mapping[str, Mapping[str, str]]
PEERS = "targets of other provinces"
VALIDATED = ("checks", "findings")
_EARLIER = ("observations", "figures", "checks")
_EVER = ("documents", "targets")


def rows_by_document(tables: Mapping[str, pd.DataFrame], known: Rows | None = None) -> dict[str, dict[str, str]]:
    """Digests of each document's rows, table by table (indices by province), and of the targets beside each pair.

    `known` holds the digests of documents whose cleaned rows have not changed; those of their checks and findings,
    which may rest on other documents, are made all the same.
    """
    found: dict[str, dict[str, str]] = {}
    for document, held in (known or {}).items():
        found[document] = {what: value for what, value in held.items() if what not in VALIDATED}
    for name in sorted(tables):
        keys = ["document_id", "province"] if name == "indices" else ["document_id"]
        frame = tables[name]
        if known and name not in VALIDATED:
            frame = frame[~frame["document_id"].isin(list(known))]
        for key, rows in frame.groupby(keys, sort=True):
            what = f"indices of {key[1]}" if name == "indices" else name
            found.setdefault(str(key[0]), {})[what] = digest(rows.to_csv(index=False))
    if {"documents", "targets", "observations", "figures", "indices"} <= tables.keys():
        found[PEERS] = _targets_beside(tables)
    return found


def _targets_beside(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """For each province and period: digest of everyone's targets for the indicators it has targets or results for."""
    by_indicator = {
        str(key): digest(rows.to_csv(index=False)) for key, rows in tables["targets"].groupby("indicator", sort=True)
    }
    told = _told(tables)
    aimed = _sets(tables["targets"], "document_id")
    beside: dict[str, set[str]] = {}
    documents = tables["documents"]
    for document, province, period in documents[["document_id", "province", "period"]].itertuples(index=False):
        pair = beside.setdefault(str(document).rpartition("/")[0], set())
        pair |= aimed.get(document, set()) | told.get(f"{province} {period}", set()) | told.get(province, set())
    return {
        pair: digest(*(by_indicator[one] for one in sorted(indicators & by_indicator.keys())))
        for pair, indicators in sorted(beside.items())
    }


def _told(tables: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    """Indicators of targets that results can speak about, by "province period", published indices by "province"."""
    from analysis.compare.results import results
    from analysis.reference.comparability import results_for_targets

    spoken: dict[str, set[str]] = {}
    for mapping in results_for_targets():
        spoken.setdefault(mapping.result, set()).add(mapping.target)
    rows = results(tables["observations"], tables["figures"], tables["indices"])
    published = rows["source"] == "index"
    rows = rows.assign(teller=rows["province"].where(published, rows["province"] + " " + rows["period"]))
    return {
        teller: {target for result in reported for target in spoken.get(result, ())}
        for teller, reported in _sets(rows, "teller").items()
    }


def _sets(frame: pd.DataFrame, key: str) -> dict[str, set[str]]:
    return {str(name): set(indicators) for name, indicators in frame.groupby(key)["indicator"]}


def reads_file(job: Job, document: str) -> bool:
    """Whether a report states the files of `document` as its own: its period's, and the plans it is held against."""
    if job.kind != "province":
        return True
    province, period, _ = document.split("/")
    return province == job.province and (period == job.period or _covers(period, job.period))


def _covers(theirs: str, ours: str) -> bool:
    """Whether the plan of `theirs` (of several years, or of one) may hold targets for the period `ours`."""
    plan, period = parse_period(theirs), parse_period(ours)
    return plan.kind in ("plan", "year") and plan.start.year <= period.end.year <= plan.end.year


def would_read(job: Job, document: str) -> bool:
    """Whether a report would show something of `document`, whatever that holds, if it could be read."""
    province = document.partition("/")[0]
    return reads_file(job, document) or province == NATIONAL or reads_rows(job, document, "observations")


def reads_rows(job: Job, document: str, what: str) -> bool:
    """Whether a report can show the rows `what` of `document`."""
    if job.kind != "province":
        return True
    if what.startswith("indices of "):
        return what == f"indices of {job.parameters['province']}"
    province, period, _ = document.split("/")
    if province != job.province:
        return province == NATIONAL and what == "documents"
    if period == job.period or what in _EVER:
        return True
    return what in _EARLIER and parse_period(period).end < parse_period(job.period).end
