"""A comparison as a file: csv, workbook or json, every column, each row with the documents it rests on.

`analysis.export.comparison(frame, "targets.xlsx")` in a notebook, `cchc compare … --out FILE` on the command line.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.export.plain_text import csv_text
from analysis.reference.national_targets import national_targets
from analysis.store import Project, find_project, read_table, refuse_own_folders, write_bytes

FORMATS = ("csv", "xlsx", "json")
_SOURCE_COLUMNS = ("document_id", "result_document_id", "document_id_1", "document_id_2")
_DOCUMENT = ("document_id", "province", "period", "number", "type", "title", "issuer", "signed_on", "source_name")


def comparison(frame: pd.DataFrame, path: str | Path, root: str | Path | None = None, language: str = "vi") -> Path:
    """Write a comparison to `path` by its ending (csv, xlsx, json), with the sources of its rows; returns the path.

    Raises:
        InputError: another ending, no project here, or no processed tables.
        UsageError: a path among the project's own files.
    """
    target = Path(path)
    project = Project(Path(root).resolve()) if root else find_project()
    refuse_own_folders(project, target)
    kind = target.suffix.removeprefix(".").lower()
    write_bytes(target, comparison_bytes(frame, read_table(project, "documents"), kind, target.stem, language))
    return target


def comparison_bytes(frame: pd.DataFrame, documents: pd.DataFrame, kind: str, title: str, language: str) -> bytes:
    """The content of the file of `kind`; InputError for a kind there is not."""
    if kind not in FORMATS:
        raise InputError(f"no comparison is written as {kind!r}", remedy=f"let the file end in .{', .'.join(FORMATS)}")
    shown = with_sources(frame, documents)
    if kind == "csv":
        return csv_bytes(shown, language)
    if kind == "json":
        return json_bytes(shown, documents, title)
    return workbook_bytes(shown, documents, title, language)


def with_sources(frame: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """`frame` with a last column `sources`: number and date of each document a row names."""
    names = {row["document_id"]: _named(row) for row in documents.to_dict("records")}
    columns = [frame[name] for name in _SOURCE_COLUMNS if name in frame]
    if not columns:
        return frame
    cells = ["; ".join(dict.fromkeys(names.get(one, one) for cell in row for one in _ids(cell)))
             for row in zip(*columns, strict=True)]  # fmt: skip
    return frame.assign(sources=pd.Series(cells, index=frame.index, dtype="str"))


def csv_bytes(frame: pd.DataFrame, language: str) -> bytes:
    """Every column for a spreadsheet in the settings of `language`; no cell can be taken for a formula."""
    separator, decimal = (";", ",") if language == "vi" else (",", ".")
    lines = [separator.join(map(_quoted, frame.columns))]
    for row in frame.itertuples(index=False, name=None):
        cells = [plain_value(value) for value in row]
        texts = [_quoted(csv_text(cell)) if isinstance(cell, str) else _digits(cell, decimal) for cell in cells]
        lines.append(separator.join(texts))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")


def json_bytes(frame: pd.DataFrame, documents: pd.DataFrame, title: str) -> bytes:
    """The rows and their sources as one object, what is missing as null, with the same bytes for the same frame."""

    def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
        return [{name: _json_value(row[name]) for name in table.columns} for row in table.to_dict("records")]

    whole = {"comparison": title, "rows": rows(frame), "sources": rows(sources_of(frame, documents))}
    return (json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def workbook_bytes(frame: pd.DataFrame, documents: pd.DataFrame, title: str, language: str) -> bytes:
    """A workbook: the comparison, and a sheet with the documents its rows come from. Text cells stay text."""
    from openpyxl import Workbook

    from analysis.export.fixed_zip import fixed
    from analysis.export.workbook_style import head, put

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, (name, content) in enumerate(((title, frame), ("sources", sources_of(frame, documents)))):
        sheet = sheet if number == 0 else book.create_sheet()
        sheet.title = name[:31]
        for column, heading in enumerate(content.columns, start=1):
            head(sheet, 1, column, heading)
        for line, row in enumerate(content.itertuples(index=False, name=None), start=2):
            for column, value in enumerate(row, start=1):
                put(sheet, line, column, plain_value(value))
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue(), title, language)


def sources_of(frame: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The documents rows of a comparison name, with number, title and date; national ones with where they were read."""
    named = {one for name in _SOURCE_COLUMNS if name in frame for cell in frame[name].unique() for one in _ids(cell)}
    known = documents[documents["document_id"].isin(named)][list(_DOCUMENT)]
    others = sorted(named - set(known["document_id"]))
    if not others:
        return known.reset_index(drop=True)
    national = national_targets().drop_duplicates("document_id").set_index("document_id")
    numbers = [str(national["document"].get(one, "")) for one in others]
    read = [str(national["source"].get(one, "")) for one in others]
    rest = pd.DataFrame({"document_id": others, "number": numbers, "source_name": read})
    return pd.concat([known, rest], ignore_index=True)


def plain_value(value: Any) -> Any:
    """A Python value: None for every kind of missing, text for lists and dates."""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or value is pd.NA or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def _json_value(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return plain_value(value)


def _ids(cell: Any) -> list[str]:
    """Documents a cell names, joined by semicolons."""
    return [one.strip() for one in str(cell).split(";") if one.strip()]


def _named(row: dict[Any, Any]) -> str:
    """A document as people cite it: number and date, the title where it has no number."""
    name = str(row["number"] or row["title"] or row["document_id"])
    day = row["signed_on"]
    return f"{name} ({day:%d/%m/%Y})" if isinstance(day, dt.date) and day == day else name


def _digits(value: Any, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", decimal)


def _quoted(text: str) -> str:
    return '"' + str(text).replace('"', '""') + '"'
