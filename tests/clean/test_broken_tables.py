"""Every kind of raw table broken in the ways a person breaks a table: refused with file, place and remedy.

Kinds and columns come from the contract, so that a new one is tried, too. What a single form's cells tell beyond that
is in tests/validate/test_raw_mistakes.py.
"""

from __future__ import annotations

import csv
import io
import itertools
import shutil

import pytest

from analysis.cli import main
from analysis.tables import RAW_COLUMNS
from tests.faults.hostile import rows_of, write_rows
from tests.faults.projects import ROOT

TABLES = {
    "form": "quang-tri/2024-H1/1125-bc-vp/form-3.csv",
    "targets": "quang-tri/2021-2025/3647-qd-ubnd/targets.csv",
    "tasks": "thai-nguyen/2020/4203-qd-ubnd/tasks.csv",
    "figures": "quang-tri/2024-H1/1125-bc-vp/figures.csv",
    "indices": "national/2016-2024/published-indices/indices.csv",
}
# Leading and supporting agencies are the same kind of words: nothing but the document itself tells them apart.
ALIKE = {("tasks", "lead", "support")}
PAIRS = [(kind, *pair) for kind in TABLES for pair in itertools.combinations(RAW_COLUMNS[kind], 2)]


@pytest.fixture
def refused(tmp_path, capsys):
    """Has a table of a kind edited (its rows, or its text), then cleans; returns what was said of it."""

    def check(kind, edit=None, encode=lambda text: text.encode()):
        table = tmp_path / "data/raw" / TABLES[kind]
        shutil.copytree(ROOT / "data/raw" / TABLES[kind].rpartition("/")[0], table.parent)
        if edit is not None:
            columns, rows = rows_of(table)
            write_rows(table, columns, edit(rows) or rows)
        table.write_bytes(encode(table.read_text(encoding="utf-8")))
        assert main(["--root", str(tmp_path), "clean"]) == 2, "taken in silence"
        told = capsys.readouterr().err
        assert "remedy:" in told and len(told.splitlines()) <= 40
        assert not (tmp_path / "data/processed").exists()
        return told

    return check


def test_every_kind_of_table_is_tried():
    assert set(TABLES) == set(RAW_COLUMNS)


@pytest.mark.parametrize(("kind", "one", "other"), [pair for pair in PAIRS if pair not in ALIKE])
def test_two_columns_exchanged_below_the_header(refused, kind, one, other):
    def edit(rows):
        for row in rows:
            row[one], row[other] = row[other], row[one]

    told = refused(kind, edit)
    assert TABLES[kind] in told and (f"'{one}'" in told or f"'{other}'" in told or "row" in told)


@pytest.mark.parametrize(("kind", "column"), [(kind, column) for kind in TABLES for column in RAW_COLUMNS[kind]])
def test_the_cells_of_one_column_one_row_too_low(refused, kind, column):
    """As a spreadsheet does when a cell is inserted: the last one lands in a row of its own."""

    def edit(rows):
        rows.append(dict.fromkeys(rows[0], ""))
        cells = ["", *(row[column] for row in rows)]
        for row, cell in zip(rows, cells, strict=False):
            row[column] = cell
        if not rows[-1][column]:
            rows[-1][column] = "x"  # where its last cell was empty nothing would have moved
        return rows

    told = refused(kind, edit)
    assert TABLES[kind] in told


def resaved(delimiter):
    def encode(text):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
        return out.getvalue().encode()

    return encode


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize(
    ("encode", "said"),
    [
        (resaved(";"), "semicolons"),
        (resaved("\t"), "tabs"),
        (lambda text: text.encode("utf-16"), "not UTF-8"),
        (lambda text: text.encode("cp1258", "replace") + b"\xe2", "not UTF-8"),
        (lambda text: text.split("\n", 1)[1].encode(), "no header"),
        (lambda text: ",".join(reversed(text.split("\n", 1)[0].split(","))).encode() + b"\n" + text.split("\n", 1)[1].encode(), "another order"),
        (lambda text: text[: len(text) * 2 // 3].rstrip("\n").rpartition(",")[0].encode(), ""),
        (lambda text: (text + text).encode(), ""),
    ],
    ids=["semicolons", "tabs", "utf-16", "windows-1258", "no header", "header turned round", "cut off", "pasted twice"],
)  # fmt: skip
def test_a_sheet_saved_in_another_way(refused, kind, encode, said):
    told = refused(kind, encode=encode)
    assert TABLES[kind] in told and said in told


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("other", TABLES)
def test_a_table_of_another_kind_under_its_name(refused, kind, other):
    if kind == other:
        pytest.skip("the same kind")
    told = refused(kind, encode=lambda _: (ROOT / "data/raw" / TABLES[other]).read_bytes())
    assert TABLES[kind] in told and "row 1" in told


@pytest.mark.parametrize("kind", [kind for kind in TABLES if kind != "indices"])
def test_a_document_in_the_folder_of_another_province(tmp_path, capsys, kind):
    folder = tmp_path / "data/raw/ha-noi" / "/".join(TABLES[kind].split("/")[1:-1])
    shutil.copytree(ROOT / "data/raw" / TABLES[kind].rpartition("/")[0], folder)
    assert main(["--root", str(tmp_path), "clean"]) == 2
    told = capsys.readouterr().err
    assert "document.yml" in told and "not that of the folder" in told


def test_a_section_lost_in_the_last_row(refused):
    def edit(rows):
        cells = [*(row["section"] for row in rows[1:]), ""]
        for row, cell in zip(rows, cells, strict=True):
            row["section"] = cell

    assert "'section'" in refused("targets", edit)


def test_odd_words_in_some_cells_are_taken(tmp_path, capsys):
    table = tmp_path / "data/raw" / TABLES["figures"]
    shutil.copytree(ROOT / "data/raw" / TABLES["figures"].rpartition("/")[0], table.parent)
    columns, rows = rows_of(table)
    for row in rows[:2]:
        row["label"] = "L12"
    write_rows(table, columns, rows)
    assert main(["--root", str(tmp_path), "clean"]) == 0, capsys.readouterr().err
