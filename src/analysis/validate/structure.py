"""What the suites of the tables' structure found, as checks and findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.reference.texts import texts
from analysis.store import typed
from analysis.tables import SEVERITIES, column_names
from analysis.validate import messages
from analysis.validate.checkpoints import ROW_NAMES, Outcome
from analysis.validate.finding_table import Finding, finding_table
from analysis.validate.validation import Validation

STRUCTURE = "structure"
COMPLETE = "expect_form_rows_to_be_complete"
_MOST_EXAMPLES = 3
_KINDS = {"unique": "duplicate", "between": "range"}


def with_structure(validation: Validation, outcomes: Sequence[Outcome]) -> Validation:
    """`validation` with a check and a finding for every failing expectation of the tables' structure, by document.

    Raises InputError when Great Expectations could not evaluate one: silence must not look like success.
    """
    broken = next((outcome for outcome in outcomes if outcome.error), None)
    if broken is not None:
        where = f"expectations/, rule {broken.rule} on table {broken.table}"
        raise InputError(f"an expectation that could not be evaluated: {broken.error}", where, "correct the suite")
    failing = [one for one in outcomes if one.checkpoint == STRUCTURE and not one.success]
    rows, findings = [], []
    for outcome, document, entries in _by_document(failing):
        rows.append(_check(outcome, document, entries))
        findings.append(_finding(outcome, document, entries))
    if not rows:
        return validation
    checks = pd.concat([validation.checks, pd.DataFrame(rows, columns=column_names("checks"))], ignore_index=True)
    table = pd.concat([validation.findings, finding_table(_each_once(findings))], ignore_index=True)
    ranked = table.assign(rank=table["severity"].map(SEVERITIES.index)).sort_values(
        ["document_id", "rank"], kind="stable"
    )
    return dataclasses.replace(validation, checks=typed(checks, "checks"), findings=typed(ranked, "findings"))


def _by_document(outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, str, tuple[Mapping[str, Any], ...]]]:
    """Failing outcomes by document, with the rows of each; a failure of a whole table has no document."""
    for outcome in outcomes:
        by_document: dict[str, list[Mapping[str, Any]]] = {}
        for row in outcome.failing:
            by_document.setdefault(str(row.get("document_id", "")), []).append(row)
        for document, rows in (by_document or {"": []}).items():
            yield outcome, document, tuple(rows)


def _check(outcome: Outcome, document: str, entries: Sequence[Mapping[str, Any]]) -> tuple[object, ...]:
    kind = next((kind for word, kind in _KINDS.items() if word in outcome.type), "unit")
    locations = ";".join(dict.fromkeys(str(entry["location"]) for entry in entries if entry.get("location")))
    numbers = (np.nan, np.nan, np.nan, np.nan)
    return (outcome.rule, kind, document, f"{outcome.table}: {outcome.meaning_en}", *numbers, "fails", locations)


def _finding(outcome: Outcome, document: str, entries: Sequence[Mapping[str, Any]]) -> Finding:
    def write(language: str) -> str:
        if outcome.type == COMPLETE:
            return _incomplete(language, outcome, entries)
        examples = "; ".join(_example(language, entry) for entry in entries[:_MOST_EXAMPLES])
        return messages.say(
            language,
            "finding.structure",
            table=messages.say(language, f"tables.{outcome.table}"),
            description=outcome.meaning_vi if language == "vi" else outcome.meaning_en,
            n=max(1, len(entries)),
            examples=f" ({examples})" if examples else "",
        )

    # A row that is not there is no cell.
    suspected = [] if outcome.type == COMPLETE else entries[:_MOST_EXAMPLES]
    suspects = tuple(dict.fromkeys(_suspect(outcome.table, entry) for entry in suspected))
    locations = tuple(str(entry.get("location", "")) for entry in entries)
    id_ = f"{document}#{outcome.rule}"
    severity = "info" if _all_abridged(outcome, entries) else outcome.severity
    return Finding(id_, severity, document, (outcome.rule,), messages.in_both(write), suspects, "", locations)


def _incomplete(language: str, outcome: Outcome, entries: Sequence[Mapping[str, Any]]) -> str:
    codes = [code for entry in entries for code in str(entry.get("missing", "")).split(", ")]
    form = outcome.rule.removeprefix(f"{STRUCTURE}-form-").partition("-")[0]
    key = "finding.abridged" if _all_abridged(outcome, entries) else "finding.incomplete"
    return messages.say(language, key, form=form, n=len(codes), codes=", ".join(codes))


def _all_abridged(outcome: Outcome, entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether rows are missing because the office prints the form in short: nothing is wrong, less can be tested."""
    return outcome.type == COMPLETE and all(entry.get("abridged") for entry in entries)


def _example(language: str, entry: Mapping[str, Any]) -> str:
    """Where a row stands, and the value that does not pass where the entry holds one."""
    where = entry.get("location") or entry.get("document_id") or ""
    if "form" in entry:
        where = f"form-{entry['form']}.csv {entry.get('code', '')}"
    values = [value for name, value in entry.items() if name not in ROW_NAMES]
    shown = [f"“{_text(value)}”" if _text(value) else messages.say(language, "empty") for value in values]
    return ": ".join([texts(language).location(str(where)), *([", ".join(shown)] if shown else [])])


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _suspect(table: str, entry: Mapping[str, Any]) -> str:
    if table == "observations" and "form" in entry:
        return f"observations:{entry['form']}:{entry.get('code', '')}"
    return f"{table}:{entry.get('id') or entry.get('location') or ''}"


def _each_once(findings: Sequence[Finding]) -> list[Finding]:
    """Of a value rule and its partners that fail on the same rows only the first is shown.

    Findings about rows that are not there have no rows in common.
    """
    seen: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Finding] = {}
    for finding in findings:
        rows = finding.locations if finding.suspects else finding.rules
        seen.setdefault((finding.document_id, finding.suspects, rows), finding)
    return list(seen.values())
