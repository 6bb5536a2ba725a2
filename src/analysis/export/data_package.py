"""A Frictionless tabular data package (specification version 1): csv files, explained by datapackage.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.export.csv_files import FOR_PROGRAMS, csv_bytes
from analysis.export.selection import Selection, document_name
from analysis.reference.files import read_yaml
from analysis.tables import (
    COMPARATORS,
    DEADLINE_KINDS,
    DIRECTIONS,
    DOMAINS,
    KINDS,
    LEVELS,
    PROCESSED,
    RECURRENCES,
    SEVERITIES,
    VERDICTS,
    Column,
)
from analysis.vietnamese.text import visible

COLUMNS_FILE = "export_columns.yml"
FOLDER = "data"
FIELD_TYPES = {"text": "string", "number": "number", "integer": "integer", "date": "date", "list": "array"}
# Columns that name a row for good. Other tables repeat: two targets may stand in one line with the same words.
PRIMARY_KEYS: Mapping[str, tuple[str, ...]] = {
    "documents": ("document_id",),
    "observations": ("document_id", "form", "code"),
    "figures": ("document_id", "id"),
    "findings": ("id",),
}
# Words a column is limited to; a missing value is allowed everywhere.
WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("observations", "kind"): KINDS,
    ("observations", "level"): LEVELS,
    ("targets", "domain"): DOMAINS,
    ("targets", "level"): LEVELS,
    ("targets", "comparator"): COMPARATORS,
    ("targets", "direction"): DIRECTIONS,
    ("tasks", "deadline_kind"): DEADLINE_KINDS,
    ("tasks", "recurrence"): RECURRENCES,
    ("checks", "verdict"): VERDICTS,
    ("findings", "severity"): SEVERITIES,
}


def data_package(selection: Selection) -> dict[str, bytes]:
    """The package's files by path: one csv per table and datapackage.json.

    Raises:
        InputError: a table holds two rows with the same primary key.
    """
    tables = {**selection.own.tables, "documents": selection.documents}
    files = {f"{FOLDER}/{name}.csv": csv_bytes(frame, name, FOR_PROGRAMS) for name, frame in tables.items()}
    for name, frame in tables.items():
        _refuse_twice(name, frame)
    descriptor = _descriptor(selection, files)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    return {**files, "datapackage.json": text.encode("utf-8")}


def column_texts(language: str) -> Mapping[str, str]:
    """What each column holds, by name or, where tables differ, by "table.column"."""
    texts: Mapping[str, str] = read_yaml(COLUMNS_FILE)[language]["columns"]
    return texts


def _descriptor(selection: Selection, files: Mapping[str, bytes]) -> dict[str, Any]:
    t = selection.texts
    name = "-".join(part.lower().replace(" ", "-") for part in (selection.province, selection.period) if part)
    return {
        "profile": "tabular-data-package",
        "name": f"cchc-{name}" if name else "cchc",
        "title": visible(selection.title),
        "description": t("package.description"),
        "sources": _sources(selection),
        "resources": [_resource(path, data, t.language) for path, data in files.items()],
    }


def _sources(selection: Selection) -> list[dict[str, str]]:
    """The documents, each with what proves which file was read."""
    t = selection.texts
    return [
        {
            "title": visible(f"{document_name(row, t)} ({row['document_id']}; {row['source_name']})"),
            "sha256": row["source_sha256"],
        }
        for _, row in selection.documents.iterrows()
    ]


def _resource(path: str, data: bytes, language: str) -> dict[str, Any]:
    table = path.removeprefix(f"{FOLDER}/").removesuffix(".csv")
    digest = hashlib.sha256(data).hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": path,
        "description": read_yaml(COLUMNS_FILE)[language]["tables"][table],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "schema": _schema(table, language),
    }


def _schema(table: str, language: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, column, language) for column in PROCESSED[table]],
        "missingValues": [""],
    }
    if table in PRIMARY_KEYS:
        schema["primaryKey"] = list(PRIMARY_KEYS[table])
    if table != "documents" and "document_id" in {column.name for column in PROCESSED[table]}:
        document = {"resource": "documents", "fields": "document_id"}
        schema["foreignKeys"] = [{"fields": "document_id", "reference": document}]
    return schema


def _field(table: str, column: Column, language: str) -> dict[str, Any]:
    texts = column_texts(language)
    field: dict[str, Any] = {
        "name": column.name,
        "type": FIELD_TYPES[column.type],
        "description": texts.get(f"{table}.{column.name}") or texts[column.name],
    }
    if column.type == "date":
        field["format"] = "default"  # YYYY-MM-DD
    constraints: dict[str, Any] = {"required": True} if column.name in PRIMARY_KEYS.get(table, ()) else {}
    if (table, column.name) in WORDS:
        constraints["enum"] = list(WORDS[table, column.name])
    if constraints:
        field["constraints"] = constraints
    return field


def _refuse_twice(table: str, frame: pd.DataFrame) -> None:
    keys = list(PRIMARY_KEYS.get(table, ()))
    twice = frame[frame.duplicated(keys)] if keys and len(frame) else frame.iloc[:0]
    if len(twice):
        named = ", ".join(f"{key} {twice.iloc[0][key]}" for key in keys)
        raise InputError(f"two rows of {table} bear the same key", named, "mend the raw table and run `cchc clean`")
