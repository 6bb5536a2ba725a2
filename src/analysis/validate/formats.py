"""Findings as text for a terminal, as JSON for programs and as annotations for GitHub."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from analysis.annotations import annotation
from analysis.reference.texts import texts
from analysis.store import Project
from analysis.validate import messages
from analysis.validate.raw_lines import raw_place
from analysis.validate.validation import Validation

GITHUB_LEVELS = {"critical": "error", "warning": "warning", "info": "notice"}


def as_text(validation: Validation, acknowledged: frozenset[str], language: str = "vi") -> str:
    """One block per document: how many relations hold, then its findings."""
    lines: list[str] = []
    shares = validation.quality.set_index("document_id")
    documents = dict.fromkeys([*shares.index, *validation.findings["document_id"]])
    write = texts(language)
    for document in documents:
        lines.append(_heading(document, shares, language))
        rows = validation.findings[validation.findings["document_id"] == document]
        for row in rows.to_dict("records"):
            known = f" ({messages.say(language, 'output.acknowledged')})" if row["id"] in acknowledged else ""
            severity = messages.say(language, f"output.{row['severity']}")
            lines.append(f"  [{severity}] {row['id']}{known}")
            lines.append(f"      {row[f'message_{language}']}")
    counts = validation.findings["severity"].value_counts()
    new = validation.findings[
        (validation.findings["severity"] == "critical") & ~validation.findings["id"].isin(acknowledged)
    ]
    lines.append(
        messages.say(
            language,
            "output.total",
            n=write.number(len(validation.findings)),
            critical=write.number(int(counts.get("critical", 0))),
            new=write.number(len(new)),
        )
    )
    return printable("\n".join(lines))


def as_json(validation: Validation, acknowledged: frozenset[str]) -> str:
    """Findings, quality and counts of checks, for programs; missing numbers are null."""
    findings = [
        {
            **row,
            "rules": row["rules"].split(";"),
            "suspects": list(dict.fromkeys(name for name in row["suspects"].split(";") if name)),
            "explanations": explanations(row["suspects"], row["suggested"]),
            "locations": [name for name in row["locations"].split(";") if name],
            "acknowledged": row["id"] in acknowledged,
        }
        for row in validation.findings.to_dict("records")
    ]
    verdicts = validation.checks["verdict"].value_counts().to_dict()
    document = {
        "checks": {str(name): int(count) for name, count in verdicts.items()},
        "findings": findings,
        "quality": [_without_nan(row) for row in validation.quality.to_dict("records")],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)


def explanations(suspects: str, suggested: str) -> list[list[dict[str, str]]]:
    """What would mend a finding, likeliest first: each a list of changes (cell, printed, value) to be made together."""
    options = [option.split("; ") for option in suggested.split(" | ")] if suggested else []
    cells = iter(suspects.split(";"))
    found = []
    for option in options:
        parts = [change.partition(" -> ") for change in option]
        found.append([{"cell": next(cells, ""), "printed": printed, "value": value} for printed, _, value in parts])
    return found


def as_github(validation: Validation, acknowledged: frozenset[str], project: Project, language: str = "vi") -> str:
    """One annotation per finding, on file and line of its first suspect; an acknowledged one is only a notice.

    A notice on each line whose cell is as likely to be the wrong one points at it.
    """
    lines = []
    for row in validation.findings.to_dict("records"):
        level = "notice" if row["id"] in acknowledged else GITHUB_LEVELS[row["severity"]]
        file, line = raw_place(project, row["document_id"], row["suspects"].split(";")[0])
        lines.append(annotation(level, file, line, row["rules"], printable(row[f"message_{language}"])))
        told = {(file, line)}
        for suspect, change in validation.as_good.get(row["id"], ()):
            place = raw_place(project, row["document_id"], suspect)
            if place not in told:
                told.add(place)
                text = messages.say(language, "output.as_good", place=f"{file.as_posix()}:{line}", change=change)
                lines.append(annotation("notice", *place, row["rules"], text))
    return "\n".join(lines)


def printable(text: str) -> str:
    """`text` without control characters, which a document could carry into a terminal; line breaks stay."""
    return "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text)


def _missing(value: Any) -> bool:
    return value is None or value != value


def _heading(document: str, shares: pd.DataFrame, language: str) -> str:
    if document not in shares.index or not shares.loc[[document], "share"].notna().all():
        return document
    row: Any = shares.loc[document]
    share = texts(language).number(round(100 * float(row["share"]), 1), 1, "percent")
    counts = {name: int(row[name]) for name in ("holding", "testable", "not_testable")}
    said = f"{document}: {messages.say(language, 'output.quality', share=share, **counts)}"
    if not row["previous_period"]:
        return said
    before = texts(language).number(round(100 * float(row["previous_share"]), 1), 1, "percent")
    return f"{said}; {messages.say(language, 'output.quality_before', period=row['previous_period'], share=before)}"


def _without_nan(row: dict[Any, Any]) -> dict[str, object]:
    return {str(name): None if _missing(value) else value for name, value in row.items()}


def unacknowledged(validation: Validation, acknowledged: frozenset[str]) -> int:
    """Number of critical findings that nobody has acknowledged."""
    findings = validation.findings
    return int(((findings["severity"] == "critical") & ~findings["id"].isin(acknowledged)).sum())
