"""Raw tables held against the record of what was read: what moved is refused, what was mended by hand is not."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from analysis.clean.raw_folder import read_raw_folder
from analysis.clean.since_read import refuse_moved_since_read
from analysis.cli import main
from analysis.errors import EXIT_INTERRUPTED, InputErrors
from analysis.store import Project
from analysis.tables import RAW_COLUMNS
from tests.clean.test_broken_tables import TABLES
from tests.faults.hostile import rows_of, write_rows
from tests.faults.projects import ROOT

REPOSITORY = Project(ROOT)
COLUMNS = [(kind, column) for kind in TABLES for column in RAW_COLUMNS[kind]]


def folder_of(kind):
    folder = read_raw_folder(REPOSITORY, ROOT / "data/raw" / TABLES[kind].rpartition("/")[0])
    table = next(table for table in folder.tables if table.file.endswith(TABLES[kind]))
    return folder, table


def said(kind, edit):
    """What is said of the table of a kind once its rows are what `edit` makes of them; "" where it is taken."""
    folder, table = folder_of(kind)
    rows = [dict(row) for row in table.rows]
    changed = tuple(edit(rows) or rows)
    assert changed != table.rows
    try:
        refuse_moved_since_read(replace(folder, tables=(replace(table, rows=changed),)))
    except InputErrors as errors:
        return str(errors)
    return ""


def with_cells(column, change):
    def edit(rows):
        for row, cell in zip(rows, change([row[column] for row in rows]), strict=False):
            row[column] = cell

    return edit


MOVES = {
    "1 row too low": lambda cells: ["", *cells[:-1]],
    "1 row too high": lambda cells: [*cells[1:], ""],
    "2 rows too low": lambda cells: ["", "", *cells[:-2]],
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_every_column_of_every_kind_that_moved_is_told(kind, column, move):
    """Also those of which the table itself tells nothing: notes, deadlines of tasks, the agencies."""
    told = said(kind, with_cells(column, MOVES[move]))
    assert move in told and TABLES[kind] in told and repr(column) in told
    assert f"{'up' if 'low' in move else 'down'} by {move[:5].strip()}" in told and "data/as-read/" in told


@pytest.mark.parametrize("way", [1, -1], ids=["low", "high"])
def test_a_move_in_the_middle_is_told_from_its_first_row(way):
    def change(cells):
        return [*cells[:8], "", *cells[8:-1]] if way > 0 else [*cells[:8], *cells[9:], ""]

    told = said("tasks", with_cells("deadline", change))
    assert "row 10," in told or "row 11," in told, told


@pytest.mark.parametrize("kind", TABLES)
def test_columns_exchanged_and_columns_sorted_alone_are_told(kind):
    first, second = RAW_COLUMNS[kind][:2]

    def exchange(rows):
        for row in rows:
            row[first], row[second] = row[second], row[first]

    assert f"read for '{second}'" in said(kind, exchange)
    column = {"form": "value", "tasks": "deadline", "indices": "score"}.get(kind, "printed")
    assert "in another order" in said(kind, with_cells(column, lambda cells: sorted(cells, reverse=True)))


SIGNS = {
    "points and commas exchanged": lambda cell: cell.translate(str.maketrans(",.", ".,")),
    "commas made points": lambda cell: cell.replace(",", "."),
    "percent signs lost": lambda cell: cell.rstrip("%"),
    "signs lost": lambda cell: cell.replace(",", "").replace(".", ""),
    "spaces for signs": lambda cell: cell.replace(",", " "),
}


@pytest.mark.parametrize("way", SIGNS)
@pytest.mark.parametrize("kind", ["form", "figures", "targets", "indices"])
def test_numbers_in_the_signs_of_another_locale_are_told_with_what_was_printed(kind, way):
    column = {"form": "value", "indices": "score"}.get(kind, "printed")
    cells = [row[column] for row in folder_of(kind)[1].rows]
    changed = [at for at, cell in enumerate(cells) if SIGNS[way](cell) != cell]
    if len(changed) < 3:
        pytest.skip("hardly any such number")
    told = said(kind, with_cells(column, lambda cells: [SIGNS[way](cell) for cell in cells]))
    assert "signs were changed" in told and repr(column) in told
    assert any(f"here {cells[at]!r}" in told for at in changed)


@pytest.mark.parametrize("kind", TABLES)
def test_a_column_filled_down_and_a_table_cut_off_are_told(kind):
    column = {"form": "label", "tasks": "task", "indices": "score"}.get(kind, "printed")
    filled = said(kind, with_cells(column, lambda cells: [cells[0], *([cells[0] + "0"] * (len(cells) - 1))]))
    assert "not those which were read" in filled
    assert "lost most of its rows" in said(kind, lambda rows: rows[: len(rows) // 2 - 1])


@pytest.mark.parametrize(("kind", "column"), [("form", "label"), ("targets", "section"), ("tasks", "deadline")])
def test_words_written_anew_are_taken(kind, column):
    assert said(kind, with_cells(column, lambda cells: [f"{cell} (đọc lại)" for cell in cells])) == ""


def exchanged(cells):
    """Two cells, one below the other."""
    at = next(at for at in range(3, len(cells)) if cells[at] != cells[at + 1])
    return [*cells[:at], cells[at + 1], cells[at], *cells[at + 2 :]]


@pytest.mark.parametrize("kind", TABLES)
def test_what_people_are_asked_to_mend_is_taken(kind):
    column = {"form": "value", "tasks": "deadline", "indices": "score"}.get(kind, "printed")
    edits = [
        with_cells(column, lambda cells: ["7" + cells[0], *cells[1:]]),
        with_cells(column, exchanged),
        lambda rows: rows[:5] + rows[6:],
        lambda rows: rows[3:],
        lambda rows: [*rows[:5], {name: f"{cell} x" for name, cell in rows[5].items()}, *rows[5:]],
    ]
    assert [said(kind, edit) for edit in edits] == [""] * len(edits)


def test_a_moved_column_is_told_although_rows_were_deleted():
    def edit(rows):
        with_cells("deadline", MOVES["1 row too low"])(rows)
        return rows[:6] + rows[9:]

    assert "1 row too low" in said("tasks", edit)


def test_a_table_of_another_province_is_told():
    """Its folder and its sidecar are right, its rows are another document's."""
    other = read_raw_folder(REPOSITORY, ROOT / "data/raw/dak-nong/2021-2025/1271-qd-ubnd")
    rows = next(table.rows for table in other.tables if table.kind == "tasks")
    told = said("tasks", lambda _: list(rows))
    assert "not those which were read" in told and "put the document's own table back" in told


@pytest.fixture
def project(tmp_path):
    """A document with tasks as the repository keeps it, its record beside it."""
    name = TABLES["tasks"].rpartition("/")[0]
    shutil.copytree(ROOT / "data/raw" / name, tmp_path / "data/raw" / name)
    record = tmp_path / "data/as-read" / f"{name}.json"
    record.parent.mkdir(parents=True)
    shutil.copy(ROOT / "data/as-read" / f"{name}.json", record)
    return Project(tmp_path)


def edited(project, edit):
    path = project.raw / TABLES["tasks"]
    columns, rows = rows_of(path)
    write_rows(path, columns, edit(rows) or rows)


def clean(project, capsys, *words):
    capsys.readouterr()
    code = main(["--root", str(project.root), "clean", *words])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def test_clean_refuses_until_it_is_mended_or_meant(project, capsys):
    edited(project, with_cells("deadline", MOVES["1 row too low"]))
    code, told = clean(project, capsys)
    assert code == 2 and "tasks.csv, row 2, column 'deadline'" in told and not project.processed.exists()
    assert clean(project, capsys, "--record")[0] == 2, "what is refused is not recorded"
    record = next(project.as_read.rglob("*.json"))
    assert str(record.relative_to(project.root)) in told
    record.unlink()
    code, told = clean(project, capsys, "--record")
    assert code == 0 and "recorded: " in told and record.exists()
    edited(project, with_cells("deadline", MOVES["1 row too high"]))
    assert clean(project, capsys)[0] == 2


def test_rows_that_are_gone_or_new_are_told_and_taken(project, capsys):
    edited(project, lambda rows: rows[:4] + rows[6:])
    code, told = clean(project, capsys)
    assert code == 0 and "tasks.csv: 2 of the" in told and "rows that were read are gone" in told
    clean(project, capsys, "--record")
    assert "gone" not in clean(project, capsys)[1]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tasks.csv": 1}', '{"tasks.csv": {"no": "abc"}}', "[" * 100_000])
def test_a_damaged_record_is_an_error_with_a_remedy(project, capsys, text):
    record = next(project.as_read.rglob("*.json"))
    record.write_text(text)
    code, told = clean(project, capsys)
    assert code == 2 and str(record.relative_to(project.root)) in told and "remedy: delete it" in told


def test_every_document_of_the_repository_is_recorded_as_it_stands(capsys):
    for path in REPOSITORY.raw_documents():
        folder = read_raw_folder(REPOSITORY, path)
        assert set(folder.as_read) == {table.file.rpartition("/")[2] for table in folder.tables}, folder.record
        refuse_moved_since_read(folder)


DOCUMENT = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG TRỊ
Số: 12/BC-UBND
Quảng Trị, ngày 14 tháng 6 năm 2024
BÁO CÁO
Công tác cải cách hành chính 6 tháng đầu năm 2024

Đã tiếp nhận 1.200 hồ sơ, giải quyết 1.150 hồ sơ. Ban hành 25 văn bản. Kiểm tra {} đơn vị.
"""


def ingest(project, text, *words):
    path = project.root / "bao-cao.txt"
    path.write_text(text, encoding="utf-8")
    return main(["--root", str(project.root), "ingest", str(path), *words])


def test_ingest_records_what_it_read_and_again_what_it_replaced(tmp_path, capsys):
    project = Project(tmp_path)
    assert ingest(project, DOCUMENT.format(12)) == 0
    record = next(project.as_read.rglob("*.json"))
    first = record.read_bytes()
    assert record.relative_to(project.as_read).parts[:2] == ("quang-tri", "2024-H1")
    assert ingest(project, DOCUMENT.format(13)) == 2 and record.read_bytes() == first
    assert ingest(project, DOCUMENT.format(13), "--dry-run") == 0 and record.read_bytes() == first
    assert ingest(project, DOCUMENT.format(13), "--replace") == 0 and record.read_bytes() != first
    record.unlink()  # as after a kill in between
    assert ingest(project, DOCUMENT.format(13), "--dry-run") == 0 and not record.exists()
    assert ingest(project, DOCUMENT.format(13)) == 0 and record.exists()
    assert main(["--root", str(tmp_path), "clean"]) == 0
    assert "gone" not in capsys.readouterr().err


def test_the_record_of_other_tables_never_stays(tmp_path, monkeypatch):
    """Killed after the tables were replaced and before their record was: none is there, so nothing is refused."""
    project = Project(tmp_path)
    assert ingest(project, DOCUMENT.format(12)) == 0

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.extract.raw_folder._record", killed)
    assert ingest(project, DOCUMENT.format(13), "--replace") == EXIT_INTERRUPTED
    assert not list(project.as_read.rglob("*.json"))
    assert main(["--root", str(tmp_path), "clean"]) == 0
