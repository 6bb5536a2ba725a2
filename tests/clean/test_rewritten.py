"""Cells that a program wrote anew are told by the record, with what was read; cells that a person corrects are not."""

from __future__ import annotations

import random
import re

import pytest

from analysis.clean.record import rows_since_read
from analysis.cli import main
from analysis.errors import InputErrors
from analysis.extract.as_read import letters_of
from tests.clean.test_since_read import edited, folder_of, project, said, with_cells
from tests.clean.test_since_read import refuse_moved_since_read as refuse
from tests.clean.test_since_read import replace as replaced

__all__ = ["project"]  # a fixture


def said_of(read, now, kind="figures", column="printed"):
    """What is said where the first cells of a column were read as `read` and are `now`; the cells below are left."""
    folder, table = folder_of(kind)
    rows = [dict(row) for row in table.rows]
    held = {name: list(letters) for name, letters in folder.as_read[table.file.rpartition("/")[2]].items()}
    for at, (before, after) in enumerate(zip(read, now, strict=True)):
        held[column][at], rows[at][column] = letters_of(before), after
    record = {table.file.rpartition("/")[2]: held}
    try:
        refuse(replaced(folder, tables=(replaced(table, rows=tuple(rows)),), as_read=record))
    except InputErrors as errors:
        return str(errors)
    return ""


# What was read, and what a program made of it: one such cell is enough.
ONE = {
    "a date of the database": ("31/12/2025", "2025-12-31"),
    "a date with its time": ("31/12/2025", "2025-12-31 00:00:00"),
    "a date of America": ("31/12/2025", "12/31/2025"),
    "a date with a short year": ("31/12/2025", "31/12/25"),
    "a date with a month's name": ("31/12/2025", "31-Dec-25"),
    "a day's number": ("31/12/2025", "46022"),
    "a month": ("7/2020", "Jul-20"),
    "a date within words": ("đến 30/6/2022", "đến 2022-06-30"),
    "a share made a date": ("3/4", "2026-04-03"),
    "a rank made a month": ("5/63", "1963-05-01"),
    "a code made a day's number": ("1.2.", "46054"),
    "noise of arithmetic": ("82,3", "82.30000000000001"),
    "UTF-8 in Western letters": ("Sở Nội vụ", "Sở Nội vụ".encode().decode("cp1252", "replace")),
}


@pytest.mark.parametrize("way", ONE)
@pytest.mark.parametrize(("kind", "column"), [("targets", "deadline"), ("figures", "label"), ("form", "note")])
def test_one_cell_that_nobody_types_is_enough(way, kind, column):
    read, now = ONE[way]
    told = said_of([read], [now], kind, column)
    assert "by a program" in told and "row 2" in told and repr(column) in told and f"here {read!r}" in told


THREE = {
    "noughts behind lost": (["9,50", "7,20", "3,10"], ["9,5", "7,2", "3,1"]),
    "and their signs exchanged": (["9,50", "7,20", "3,10"], ["9.5", "7.2", "3.1"]),
    "noughts before lost": (["05", "01", "07"], ["5", "1", "7"]),
    "whole numbers made fractions": (["97", "250", "24"], ["97.0", "250.0", "24.0"]),
    "percentages made fractions": (["99,69%", "80%", "7,5%"], ["0.9969", "0.8", "0.075"]),
    "decimals cut off": (["99,69%", "45,86", "7,52"], ["99%", "45", "7"]),
    "decimals rounded": (["99,69%", "45,86", "7,52"], ["100%", "46", "8"]),
    "a second decimal cut off": (["99,69%", "45,86", "7,52"], ["99,6%", "45,8", "7,5"]),
    "percent signs lost in the middle": (["từ 80% trở lên", "20% năm", "trên 7,5% nữa"], ["từ 80 trở lên", "20 năm", "trên 7,5 nữa"]),
    "thousands grouped": (["1877", "1465", "52414"], ["1,877", "1,465", "52,414"]),
    "a plus lost": (["+1,59", "+3,55", "+6"], ["1,59", "3,55", "6"]),
    "each in a way of its own": (["05", "99,69%", "52.414"], ["5", "0.9969", "52414"]),
    "day and month exchanged": (["05/06/2024", "07/06/2024", "10/06/2024"], ["06/05/2024", "06/07/2024", "06/10/2024"]),
}  # fmt: skip


@pytest.mark.parametrize("way", THREE)
def test_three_cells_in_which_a_person_types_no_other_value_are(way):
    read, now = THREE[way]
    told = said_of(read, now)
    assert "(3)" in told and "by a program" in told and "row 2" in told and f"here {read[0]!r}" in told
    assert said_of(read[:1], now[:1]) == "", "one may have been corrected"


def test_two_are_enough_where_they_were_all():
    def edit(rows):
        for row, cell in zip(rows, ("98.15", "87.29"), strict=False):
            row["printed"] = cell
        for row in rows[2:]:
            row["printed"] = "5"

    folder, table = folder_of("figures")
    rows = [dict(row) for row in table.rows]
    edit(rows)
    held = {name: [letters_of(row[name]) for row in rows] for name in rows[0]}
    held["printed"][:2] = map(letters_of, ("98,15", "87,29"))
    changed = replaced(folder, as_read={"figures.csv": held}, tables=(replaced(table, rows=tuple(rows)),))
    with pytest.raises(InputErrors, match=r"signs were changed \(2\)"):
        refuse(changed)


WRONG = {
    "digit": lambda cell, _: re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), cell, count=1),
    "transposed": lambda cell, _: re.sub(r"(\d)(\d)", r"\2\1", cell, count=1),
    "missing": lambda cell, _: re.sub(r"\d(?=\d)", "", cell, count=1),
    "doubled": lambda cell, _: re.sub(r"(\d)", r"\1\1", cell, count=1),
    "ten times": lambda cell, _: re.sub(r"(\d+)(?!.*\d)", r"\g<1>0", cell),
    "a tenth": lambda cell, _: re.sub(r"(\d)(\d)(?!.*\d)", r"\1,\2", cell) if not re.search("[.,]", cell) else cell,
    "a thousand times": lambda cell, _: re.sub(r"(\d+)(?!.*\d)", r"\g<1>.000", cell),
    "moved sign": lambda cell, _: re.sub(r"(\d)([.,])(\d)", r"\2\1\3", cell, count=1),
    "another": lambda cell, chance: str(chance.randrange(1, 9999)),
}


@pytest.mark.parametrize("slip", WRONG)
@pytest.mark.parametrize("kind", ["form", "figures", "targets", "indices"])
@pytest.mark.parametrize("cells", [1, 2])
def test_wrong_values_are_left_to_validate(slip, kind, cells):
    """Whoever corrects a cell, and whoever copies a wrong number, writes another value: no program did it."""
    column, chance = {"form": "value", "indices": "score"}.get(kind, "printed"), random.Random(slip)
    table = folder_of(kind)[1]
    filled = [at for at, row in enumerate(table.rows) if re.search(r"\d", row[column])]
    for _ in range(20):
        chosen = chance.sample(filled, cells)

        def edit(rows, chosen=chosen):
            for at in chosen:
                rows[at][column] = WRONG[slip](rows[at][column], chance)
            rows[0][column] += " "  # a blank does not count, and tells the table from what it was

        assert said(kind, edit) == ""


def test_columns_exchanged_in_three_rows_and_a_column_filled_with_one_text_are_told():
    def exchange(rows):
        for row in rows[4:7]:
            row["lead"], row["support"] = row["support"], row["lead"]

    assert "read for 'support'" in said("tasks", exchange)
    assert "mostly not those" in said("figures", with_cells("parent", lambda cells: [""] * len(cells)))


def test_cells_that_are_others_are_a_note_with_their_places(project, capsys):
    edited(project, lambda rows: rows[3].update(deadline="Năm 2021") or rows[6].update(lead="Sở Tài chính"))
    assert rows_since_read(project) == [
        "data/raw/thai-nguyen/2020/4203-qd-ubnd/tasks.csv: 2 cells are not as they were read "
        "(row 5 'deadline', row 8 'lead'); where that is meant: `cchc clean --record`"
    ]
    assert main(["--root", str(project.root), "clean", "--record"]) == 0
    assert rows_since_read(project) == []


def test_rows_that_are_gone_are_named_by_the_rows_before_them(project):
    edited(project, lambda rows: [*rows[:4], *rows[6:9], *rows[10:]])
    (note,) = rows_since_read(project)
    assert "3 of the 21 rows that were read are gone (after row 5, row 8)" in note
