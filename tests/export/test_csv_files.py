"""csv read again by the standard library and compared with the tables; numbers stay numbers in both notations."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from analysis.export.csv_files import FOR_EXCEL, FOR_PROGRAMS, csv_bytes, csv_files, parquet_files
from analysis.export.plain_text import starts_like_formula
from analysis.export.selection import Selection
from analysis.store import typed
from analysis.tables import PROCESSED, column_names


def _read(data: bytes, separator: str) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize(("language", "separator", "decimal"), [("vi", ";", ","), ("en", ",", ".")])
def test_every_row_and_number_comes_back(selection: Selection, language: str, separator: str, decimal: str) -> None:
    files = csv_files(selection.own.tables, language)
    assert set(files) == {f"{name}.csv" for name in PROCESSED}
    for name, frame in selection.own.tables.items():
        data = files[f"{name}.csv"]
        assert data.startswith(b"\xef\xbb\xbf")
        rows = _read(data, separator)
        assert len(rows) == len(frame)
        for column in PROCESSED[name]:
            if column.type == "number" and len(frame):
                back = pd.to_numeric(pd.Series([row[column.name].replace(decimal, ".") for row in rows]))
                pd.testing.assert_series_equal(back.astype("float64"), frame[column.name], check_names=False)


def test_negative_numbers_stay_numbers_and_formulas_become_text(selection: Selection) -> None:
    figures = _read(csv_bytes(selection.own.figures, "figures", FOR_EXCEL["vi"]), ";")
    assert [row["value"] for row in figures][-1] == "-3,84"
    tasks = _read(csv_bytes(selection.own.tasks, "tasks", FOR_EXCEL["vi"]), ";")
    assert tasks[0]["task"] == "'@SUM(1+1)"
    assert tasks[1]["task"] == "'\t'=1+1"
    forms = _read(csv_bytes(selection.own.observations, "observations", FOR_EXCEL["vi"]), ";")
    assert next(row for row in forms if row["code"] == "1.3")["label"] == "'=cmd|' /C calc'!A0"


def test_no_cell_begins_a_formula_in_either_separator(selection: Selection) -> None:
    for language, other in (("vi", ","), ("en", ";")):
        for name, data in csv_files(selection.own.tables, language).items():
            for separator in (FOR_EXCEL[language].separator, other):
                for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator):
                    assert not [cell for cell in row if starts_like_formula(cell)], (name, separator)


@pytest.mark.parametrize(
    ("value", "written"),
    [(98.57, "98,57"), (331084.0, "331084"), (-3.84, "-3,84"), (0.0, "0"), (1e-05, "0,00001"), (1e16, "10000000000000000"), (0.1 + 0.2, "0,30000000000000004")],
)  # fmt: skip
def test_numbers_are_written_in_full(value: float, written: str) -> None:
    frame = typed(pd.DataFrame({"value": [value]}), "figures")
    assert _read(csv_bytes(frame, "figures", FOR_EXCEL["vi"]), ";")[0]["value"] == written


def test_lists_are_joined_for_people_and_json_for_programs(selection: Selection) -> None:
    tasks = selection.own.tasks
    assert _read(csv_bytes(tasks, "tasks", FOR_EXCEL["vi"]), ";")[0]["lead"] == "Sở Nội vụ; '=1+1"
    assert _read(csv_bytes(tasks, "tasks", FOR_PROGRAMS), ",")[0]["lead"] == '["Sở Nội vụ", "\'=1+1"]'


def test_parquet_copies_hold_the_chosen_rows(selection: Selection) -> None:
    files = parquet_files(selection.own.tables)
    for name, frame in selection.own.tables.items():
        back = pd.read_parquet(io.BytesIO(files[f"{name}.parquet"]))
        assert list(back.columns) == column_names(name)
        assert len(back) == len(frame)
    assert parquet_files(selection.own.tables) == files
