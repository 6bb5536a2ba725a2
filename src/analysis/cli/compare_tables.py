"""Comparisons as a plain aligned table, as csv and as a workbook with its sources."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.reference.comparison_words import number_en, number_vi
from analysis.reference.files import read_yaml

_WIDEST = 48
_SOURCE_COLUMNS = ("document_id", "result_document_id", "document_id_1", "document_id_2")
_DOCUMENT = ("document_id", "province", "period", "number", "type", "title", "issuer", "signed_on", "source_name")


def plain_table(frame: pd.DataFrame, view: str, language: str) -> str:
    """The columns of `view` as lines of text, numbers to the right; "" for no rows."""
    words = read_yaml("comparison_columns.yml")
    names = [name.format(language=language) for name in words["shown"][view]]
    headings = [words["headings"][language].get(name, name.replace("_", " ")) for name in names]
    right = [pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool for name in names]
    cells = [[_shown(value, name, language) for value in frame[name]] for name in names]
    return _aligned(headings, list(zip(*cells, strict=True)), right) if len(frame) else ""


def targets_table(frame: pd.DataFrame, language: str) -> str:
    """The matrix of targets with a column per province, marks for what is missing, and a legend."""
    words = read_yaml("comparison_columns.yml")
    marks = words["marks"][language]
    text = frame["asks"].where(frame["state"] == "target", frame["state"].map(marks))
    text = (
        text
        + frame["falls_over_time"].map({True: " ↓", False: ""})
        + frame["scope_differs"].map({True: " *", False: ""})
    )
    rows = frame.assign(_text=text.astype("str"), _year=[_whole(year) for year in frame["deadline_year"]])
    provinces = list(dict.fromkeys(rows["province"]))
    lines = []
    for key, group in rows.groupby(["indicator", "level", "_year"], sort=False):
        by_province = group.groupby("province")["_text"].agg(" / ".join)
        lines.append([*map(str, key), *(by_province.get(province, "") for province in provinces)])
    headings = [words["headings"][language].get(name, name) for name in ("indicator", "level", "deadline_year")]
    if not lines:
        return ""
    return _aligned([*headings, *provinces], lines, []) + f"\n{words['legend'][language]}"


def csv_bytes(frame: pd.DataFrame, language: str) -> bytes:
    """Every column for a spreadsheet in the settings of `language`; no cell can be taken for a formula."""
    from analysis.export.plain_text import csv_text

    separator, decimal = (";", ",") if language == "vi" else (",", ".")
    lines = [separator.join(map(_quoted, frame.columns))]
    for row in frame.itertuples(index=False, name=None):
        cells = [_plain(value) for value in row]
        texts = [_quoted(csv_text(cell)) if isinstance(cell, str) else _digits(cell, decimal) for cell in cells]
        lines.append(separator.join(texts))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")


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
                put(sheet, line, column, _plain(value))
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue(), title, language)


def sources_of(frame: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The documents that rows of a comparison name, with number, title and date; national ones by name alone."""
    columns = [name for name in _SOURCE_COLUMNS if name in frame]
    named = {
        one for name in columns for cell in frame[name].unique() for one in str(cell).replace(" ", "").split(";") if one
    }
    known = documents[documents["document_id"].isin(named)][list(_DOCUMENT)]
    others = sorted(named - set(known["document_id"]))
    if not others:
        return known.reset_index(drop=True)
    return pd.concat([known, pd.DataFrame({"document_id": others})], ignore_index=True)


def _aligned(headings: Sequence[str], rows: Sequence[Iterable[str]], right: Sequence[bool]) -> str:
    table = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(headings))]
    rule = ["-" * width for width in widths]
    to_right = [*right, *[False] * (len(headings) - len(right))]

    def line(row: Sequence[str]) -> str:
        cells = [cell.rjust(width) if r else cell.ljust(width)
                 for cell, width, r in zip(row, widths, to_right, strict=True)]  # fmt: skip
        return "  ".join(cells).rstrip()

    return "\n".join([line(table[0]), line(rule), *map(line, table[1:])])


def _shown(value: Any, name: str, language: str) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "*" if plain else ""
    if isinstance(plain, (int, float)):
        year = name in ("deadline_year", "year")
        return str(plain) if year else (number_vi if language == "vi" else number_en)(float(plain))
    text = " ".join("".join(char if char.isprintable() else " " for char in str(plain)).split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _plain(value: Any) -> Any:
    """A Python value: None for every kind of missing, text for lists and dates."""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or value is pd.NA or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def _whole(year: Any) -> str:
    return "" if pd.isna(year) else str(int(year))


def _digits(value: Any, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", decimal)


def _quoted(text: str) -> str:
    return '"' + str(text).replace('"', '""') + '"'
