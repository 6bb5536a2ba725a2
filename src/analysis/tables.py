"""The tables of the contract: their names, columns and types. Everything that reads or writes a table asks here.

Raw tables hold text only, as printed. Processed tables are typed; text columns are never NaN but "" where nothing was
printed, numbers are float64 with NaN for missing, lists are lists of str.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "number", "integer", "date", "list"]

RAW_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "form": ("code", "label", "unit", "value", "note", "location"),
    "targets": ("section", "label", "printed", "deadline", "location"),
    "tasks": ("no", "task", "lead", "support", "deadline", "location"),
    "figures": ("section", "label", "printed", "unit", "parent", "relation", "as_of", "location"),
    "indices": ("index", "year", "province", "score", "rank", "source"),
}

DOCUMENT_FIELDS: tuple[str, ...] = (
    "province", "period", "number", "type", "title", "issuer", "signed_on", "place", "signer",
    "plan_start", "plan_end", "source_name", "source_sha256", "source_format", "extracted_with",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of a processed table."""

    name: str
    type: ColumnType = "text"


def _columns(text: str = "", **typed: ColumnType) -> tuple[Column, ...]:
    """Columns in the order named in `text`; `typed` gives the type of those that are not text."""
    return tuple(Column(name, typed.get(name, "text")) for name in text.split())


PROCESSED: Mapping[str, tuple[Column, ...]] = {
    "documents": _columns(
        "document_id province period number type title issuer signed_on place signer plan_start plan_end "
        "source_name source_sha256",
        signed_on="date",
        plan_start="integer",
        plan_end="integer",
    ),
    "observations": _columns(
        "document_id province period form code indicator level label unit kind value raw_value note location",
        value="number",
    ),
    "targets": _columns(
        "document_id province domain indicator label level comparator value value_max unit direction baseline_year "
        "deadline_year basis duplicate_of printed location",
        value="number",
        value_max="number",
        deadline_year="integer",
    ),
    "tasks": _columns(
        "document_id province no task lead support deadline_raw deadline_kind start end recurrence location",
        lead="list",
        support="list",
        start="date",
        end="date",
    ),
    "figures": _columns(
        "document_id province period id section label value unit parent relation as_of location",
        value="number",
        as_of="date",
    ),
    "indices": _columns(
        "index year province score rank scale_max source document_id location",
        year="integer",
        score="number",
        rank="integer",
        scale_max="number",
    ),
    "checks": _columns(
        "rule kind document_id expression computed printed difference tolerance verdict locations",
        computed="number",
        printed="number",
        difference="number",
        tolerance="number",
    ),
    "findings": _columns(
        "id severity document_id rules message_vi message_en suspects suggested locations",
    ),
}

KINDS = ("percent", "count", "boolean", "category", "empty", "header")
LEVELS = ("province", "district", "commune", "all")
DOMAINS = (
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
    "direction",
)
COMPARATORS = (">=", "=", "<=", "range")
DIRECTIONS = ("reach", "decrease", "increase")
DEADLINE_KINDS = ("date_range", "year", "quarter", "month", "recurring", "contingent")
RECURRENCES = ("none", "quarterly", "yearly", "continuous")
SEVERITIES = ("critical", "warning", "info")
VERDICTS = ("holds", "rounding", "fails", "not_testable")
NOT_IDENTIFIED = "not identified"


def column_names(table: str) -> list[str]:
    """Names of a processed table's columns, in the order of the contract."""
    return [column.name for column in PROCESSED[table]]
