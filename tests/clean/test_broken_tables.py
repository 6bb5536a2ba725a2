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

from analysis.clean import raw_folder
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
# Notes and the deadlines of tasks could each stand beside any row, the names of a few long lists at their borders only:
# nothing but the document itself tells where they belong.
ANYWHERE = {("form", "note"), ("tasks", "deadline"), ("indices", "index")}
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


@pytest.mark.parametrize(("kind", "one", "other"), PAIRS)
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


COLUMNS = [(kind, column) for kind in TABLES for column in RAW_COLUMNS[kind] if (kind, column) not in ANYWHERE]


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
@pytest.mark.parametrize("way", [1, -1], ids=["low", "high"])
def test_the_cells_of_one_column_moved_by_a_row_without_a_trace_at_its_end(refused, kind, column, way):
    """As after inserting (deleting) a cell where the last one was cut off (is not needed)."""

    def edit(rows):
        cells = [row[column] for row in rows]
        for row, cell in zip(rows, ["", *cells] if way > 0 else [*cells[1:], ""], strict=False):
            row[column] = cell

    told = refused(kind, edit)
    assert TABLES[kind] in told and (f"'{column}'" in told or "row" in told)


def test_cells_moved_in_the_middle_of_a_column_are_told_with_the_way_back(refused):
    def edit(rows):
        cells = [row["label"] for row in rows]
        for row, cell in zip(rows[30:], ["", *cells[30:]], strict=False):
            row["label"] = cell

    told = refused("figures", edit)
    assert "one row too low" in told and "up by one row" in told


@pytest.mark.parametrize("kind", TABLES)
def test_rows_that_stand_twice(refused, kind):
    told = refused(kind, lambda rows: [*rows[:5], rows[0], *rows[5:]])
    assert TABLES[kind] in told and "row 7" in told and "twice" in told


@pytest.mark.parametrize("kind", ["figures", "targets"])
def test_a_sentence_that_says_a_thing_twice_is_no_slip(tmp_path, kind):
    table = tmp_path / "data/raw" / TABLES[kind]
    shutil.copytree(ROOT / "data/raw" / TABLES[kind].rpartition("/")[0], table.parent)
    columns, rows = rows_of(table)
    write_rows(table, columns, [*rows, rows[-1]])
    assert main(["--root", str(tmp_path), "clean"]) == 0


SORTED = [
    (kind, column) for kind in TABLES for column in ("label", "task", "printed", "value") if column in RAW_COLUMNS[kind]
]


@pytest.mark.parametrize(("kind", "column"), SORTED)
def test_rows_sorted_by_a_column(refused, kind, column):
    """Whole rows: each is right, but figures are named by their order, and codes by what stands above them."""
    told = refused(kind, lambda rows: sorted(rows, key=lambda row: row[column]))
    assert TABLES[kind] in told and ("another order" in told or "row" in told)


@pytest.mark.parametrize("kind", [kind for kind in TABLES if "location" in RAW_COLUMNS[kind]])
def test_rows_of_an_edition_that_was_read_from_another_kind_of_document(refused, kind):
    def edit(rows):
        for number, row in enumerate(rows[len(rows) // 2 :], 1):
            row["location"] = f"p{number}L12"

    told = refused(kind, edit)
    assert "a PDF document among places in a text document" in told


@pytest.mark.parametrize("kind", ["form", "figures"])
def test_a_sheet_whose_decimal_commas_another_locale_took_for_groups(refused, kind):
    """A comma groups thousands there: "99,69%" becomes 9969%."""
    column = "value" if kind == "form" else "printed"

    def edit(rows):
        for row in rows:
            row[column] = row[column].replace(",", "")

    told = refused(kind, edit)
    assert "lost its decimal sign" in told and f"'{column}'" in told and "remedy: write it as" in told


@pytest.mark.parametrize("text", sorted((ROOT / "tests/accuracy/unseen").glob("*.[!c]*")), ids=lambda path: path.name)
def test_what_was_ingested_is_never_taken_for_broken(tmp_path, capsys, text):
    """No false alarm: documents of many kinds and wordings, read by the program itself, are cleaned without a word."""
    words = ["--root", str(tmp_path), "ingest", str(text), "--province", "hue", "--period", "2023"]
    assert main(words) == 0, capsys.readouterr().err
    assert main(["--root", str(tmp_path), "clean"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize(
    "cell", ["3-Jan", "10-Sep-24", "Jan-24", "#####", "#N/A", "#REF!", "#DIV/0!", "1,23457E+05", "1.2E+10"]
)
def test_what_a_spreadsheet_made_of_a_cell(refused, kind, cell):
    column = {"form": "value", "tasks": "deadline", "indices": "score"}.get(kind, "printed")

    def edit(rows):
        next(row for row in rows[3:] if row[column].strip())[column] = cell

    told = refused(kind, edit)
    assert TABLES[kind] in told and f"'{column}'" in told and repr(cell) in told


@pytest.mark.parametrize("kind", [kind for kind in TABLES if "location" in RAW_COLUMNS[kind]])
def test_places_that_lost_the_letter_which_says_what_is_counted(refused, kind):
    def edit(rows):
        for row in rows:
            row["location"] = row["location"].replace("L", "")

    told = refused(kind, edit)
    assert TABLES[kind] in told and "'location'" in told and "begin it with" in told


def western(text, codec):
    """UTF-8 shown by a program that takes it for a code page; bytes the page lacks stay control characters."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


OLD = str.maketrans("àảãáạăâầấậđêềếệểọốồôơớờợộủụưừứữựíỉịú", "µ¶·¸¹¨©ÇÊË®ªÒÕÖÓäèå«¬íêîéñô\u00adõø÷ùÝØÞó")
ILLEGIBLE = {
    "UTF-8 shown in Windows-1252": (lambda text: western(text, "cp1252"), "taken for Western letters"),
    "UTF-8 shown in Latin-1": (lambda text: western(text, "latin-1"), "taken for Western letters"),
    "UTF-8 shown in Windows-1258": (lambda text: western(text, "cp1258"), "taken for Western letters"),
    "saved in Windows-1252": (lambda text: text.encode("cp1252", "replace").decode("cp1252"), "letters that were lost (?)"),
    "opened as ASCII": (lambda text: text.encode().decode("ascii", "replace"), "letters that were lost (\ufffd)"),
    "copied from a page's source": (lambda text: text.encode("ascii", "xmlcharrefreplace").decode(), "signs of HTML"),
    "in the font TCVN3": (lambda text: text.translate(OLD), "TCVN3"),
}  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in TABLES if kind != "indices"])
@pytest.mark.parametrize("way", ILLEGIBLE)
def test_words_whose_letters_were_lost_on_the_way(refused, kind, way):
    change, said = ILLEGIBLE[way]

    def edit(rows):
        for row in rows:
            for column in {"section", "label", "task", "lead", "support"} & set(row):
                row[column] = change(row[column])

    told = refused(kind, edit)
    assert TABLES[kind] in told and said in told and "remedy: " in told


def test_a_question_an_address_and_a_sign_are_no_lost_letters(tmp_path, capsys):
    table = tmp_path / "data/raw" / TABLES["figures"]
    shutil.copytree(ROOT / "data/raw" / TABLES["figures"].rpartition("/")[0], table.parent)
    columns, rows = rows_of(table)
    for number, row in enumerate(rows):
        row["section"] = ("Có đạt không? Đạt", "https://cchc.vn/tin?id=1", "R&D; A&amp;B", "«Nhà lá»")[
            number * 4 // len(rows)
        ]
    write_rows(table, columns, rows)
    assert main(["--root", str(tmp_path), "clean"]) == 0, capsys.readouterr().err


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


def test_an_enormous_table_is_refused_before_it_is_read(refused, monkeypatch):
    monkeypatch.setattr(raw_folder, "MAX_BYTES", 2_000)
    told = refused("figures")
    assert TABLES["figures"] in told and "at most 2,000 are read" in told


def test_a_table_of_too_many_rows_is_refused(refused, monkeypatch):
    monkeypatch.setattr(raw_folder, "MAX_ROWS", 50)
    told = refused("figures")
    assert TABLES["figures"] in told and "a raw table of 99 rows" in told and "at most 50" in told
