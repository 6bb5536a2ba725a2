"""The tables as csv: one writer for people's spreadsheets and for the data package.

Every text stands in quotation marks; a text, or a part of it after a separator, that begins like a formula has an
apostrophe before it (OWASP). Numbers stand bare and stay numbers, -3,84 too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.export.plain_text import csv_text
from analysis.store import table_bytes
from analysis.tables import PROCESSED, Column

BOM = "\ufeff"  # without it Excel reads UTF-8 as the computer's old code page
LIST_SEPARATOR = "; "


@dataclass(frozen=True)
class Notation:
    """How a csv file writes: separator of cells, decimal sign, lists as JSON or joined, byte order mark."""

    separator: str = ","
    decimal: str = "."
    json_lists: bool = False
    bom: bool = False


# Excel with Vietnamese regional settings expects a semicolon between cells, for the comma is its decimal sign.
FOR_EXCEL: Mapping[str, Notation] = {
    "vi": Notation(separator=";", decimal=",", bom=True),
    "en": Notation(separator=",", decimal=".", bom=True),
}
FOR_PROGRAMS = Notation(json_lists=True)


def csv_bytes(frame: pd.DataFrame, table: str, notation: Notation) -> bytes:
    """A processed table as csv, its columns by the contract."""
    columns = PROCESSED[table]
    lines = [notation.separator.join(_quoted(column.name) for column in columns)]
    writers = [_writer(column, notation) for column in columns]
    cells = [[write(value) for value in frame[column.name]] for column, write in zip(columns, writers, strict=True)]
    lines += [notation.separator.join(line) for line in zip(*cells, strict=True)]
    text = "\r\n".join(lines) + "\r\n"
    return ((BOM if notation.bom else "") + text).encode("utf-8")


def csv_files(tables: Mapping[str, pd.DataFrame], language: str) -> dict[str, bytes]:
    """One csv per table for a spreadsheet in the regional settings of `language`."""
    return {f"{name}.csv": csv_bytes(frame, name, FOR_EXCEL[language]) for name, frame in tables.items()}


def parquet_files(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """One Parquet file per table, written as the project writes its own."""
    return {f"{name}.parquet": table_bytes(frame, name) for name, frame in tables.items()}


def _writer(column: Column, notation: Notation) -> Callable[[Any], str]:
    match column.type:
        case "text":
            return lambda value: _quoted(csv_text(str(value))) if value else ""
        case "number":
            return lambda value: _number(value, notation.decimal)
        case "integer":
            return lambda value: "" if pd.isna(value) else str(int(value))
        case "date":
            return lambda value: value.isoformat() if isinstance(value, dt.date) else ""
        case "list":
            return lambda value: _list(value, notation)


def _number(value: float, decimal: str) -> str:
    """The shortest digits that give the value again, never in powers of ten."""
    if pd.isna(value):
        return ""
    text = f"{float(value):.15f}".rstrip("0").rstrip(".") if abs(value) < 1e-4 else repr(float(value))
    text = f"{value:.0f}" if "e" in text else text.removesuffix(".0")
    return text.replace(".", decimal)


def _list(items: list[str], notation: Notation) -> str:
    if not items:
        return ""
    if notation.json_lists:
        return _quoted(json.dumps([csv_text(item) for item in items], ensure_ascii=False))
    return _quoted(csv_text(LIST_SEPARATOR.join(csv_text(item) for item in items)))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
