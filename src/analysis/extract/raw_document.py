"""A document as the raw tables of the contract: fields of `document.yml`, rows of the CSV files, and a log.

The log says what was concluded or matched tolerantly, so that a person can check it; nothing is guessed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import metadata

from analysis.documents import Document
from analysis.extract.cross_tables import figures_of_cross_table
from analysis.extract.forms import extract_forms
from analysis.extract.letterhead import Letterhead, read_letterhead
from analysis.extract.matching import shadow
from analysis.extract.slips import slips
from analysis.extract.statistics import figures_of_table, figures_without_header
from analysis.extract.tasks import extract_tasks
from analysis.extract.unread import loose_numbers, lost_headers, lost_task_headers, unread_tables
from analysis.tables import DOCUMENT_FIELDS

RawRow = dict[str, str]
Field = str | int | None
_YEAR_OR_RECURRING = re.compile(
    r"(?:19|20)\d{2}|\b(?:hang|moi|tung) nam\b|\bthuong xuyen\b|\bhang (?:quy|thang)\b|\bnhiem ky\b"
)
_COMMITMENTS = ("plan", "decision", "resolution", "directive", "guidance")


@dataclass(frozen=True)
class RawDocument:
    """One document ready for data/raw. `tables` maps a file name (form-1.csv) to its rows; no table is empty."""

    fields: Mapping[str, Field]
    tables: Mapping[str, tuple[RawRow, ...]]
    log: tuple[str, ...]


def extract_document(document: Document, province: str | None = None, period: str | None = None) -> RawDocument:
    """Letterhead and tables of `document`; `province` and `period`, if given, win over what is printed.

    A plan is read for its targets, a report or a news text for its figures. Raises InputError for an unknown province
    or period.
    """
    letterhead = read_letterhead(document, province, period)
    log = [*document.notes, *letterhead.notes]
    forms = extract_forms(document)
    tasks = extract_tasks(document)
    log += forms.log + tasks.log
    if letterhead.type == "news" and forms.forms:
        letterhead = replace(letterhead, type="report")
        log.append("type: report, for it holds forms; no head says what it is")
    tables: dict[str, list[RawRow]] = {f"form-{number}.csv": rows for number, rows in sorted(forms.forms.items())}
    tables["tasks.csv"] = tasks.rows
    if letterhead.type in _COMMITMENTS:
        tables["targets.csv"], matched = _targets(document)
        log += matched
    else:
        figures = _figures(document)
        for title, rows in forms.others:
            figures += figures_of_table(title, rows, len(figures) + 1)
        for title, table in forms.headless:
            cross = figures_of_cross_table(table, title, len(figures) + 1)
            figures += cross or figures_without_header(table, title)
        tables["figures.csv"] = figures
    taken = [row["location"] for rows in tables.values() for row in rows]
    log += unread_tables(document, taken) + lost_headers(document) + lost_task_headers(document, taken)
    log += loose_numbers(document, taken) if letterhead.type in _COMMITMENTS else []
    log += slips(document, [row.get("printed", "") for rows in tables.values() for row in rows])
    kept = {name: tuple(rows) for name, rows in tables.items() if rows}
    if not kept:
        log.append("no table, target or figure was found in the document")
    return RawDocument(_fields(document, letterhead), kept, tuple(dict.fromkeys(log)))


def _targets(document: Document) -> tuple[list[RawRow], list[str]]:
    """Targets, and what among them was understood in spite of a slip or by no indicator at all."""
    from analysis.extract.targets import extract_targets, tolerant_matches
    from analysis.extract.targets_numbers import is_readable

    rows: list[RawRow] = []
    notes: list[str] = []
    for row in extract_targets(document):
        printed, deadline = row["printed"], row["deadline"]
        if not row["label"].strip() or not is_readable(printed):
            notes.append(
                f"{row['location']}: {printed[:80]!r} holds no single number; left out, enter it by hand if it is one"
            )
            continue
        if not _is_time(deadline):
            notes.append(f"{row['location']}: the time {deadline[:80]!r} names no year and is not kept")
            row = {**row, "deadline": ""}
        rows.append(row)
    return rows, notes + tolerant_matches(rows)


def _is_time(deadline: str) -> bool:
    """Whether a target's deadline names a year, or says that it recurs; "Quý IV" alone says neither."""
    return not deadline.strip() or _YEAR_OR_RECURRING.search(shadow(deadline)) is not None


def _figures(document: Document) -> list[RawRow]:
    from analysis.extract.figures import extract_figures

    return extract_figures(document)


def _fields(document: Document, letterhead: Letterhead) -> dict[str, Field]:
    values: dict[str, Field] = {
        "province": letterhead.province,
        "period": letterhead.period,
        "number": letterhead.number,
        "type": letterhead.type,
        "title": letterhead.title,
        "issuer": letterhead.issuer,
        "signed_on": letterhead.signed_on.isoformat() if letterhead.signed_on else None,
        "place": letterhead.place,
        "signer": letterhead.signer,
        "plan_start": letterhead.plan_start,
        "plan_end": letterhead.plan_end,
        "source_name": document.source_name,
        "source_sha256": document.source_sha256,
        "source_format": document.source_format,
        "extracted_with": f"cchc-analysis {metadata.version('cchc-analysis')}",
    }
    return {name: values[name] if values[name] != "" else None for name in DOCUMENT_FIELDS}
