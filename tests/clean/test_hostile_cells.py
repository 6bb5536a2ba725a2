"""Attacks in any cell of any raw table: kept as text, or refused with file, row, column and value."""

import pytest

from analysis.clean.pipeline import clean_folders
from analysis.clean.raw_folder import read_raw_folder
from analysis.errors import InputError, InputErrors
from analysis.store import Project
from tests.faults import hostile
from tests.faults.projects import ROOT

NUMBERS = ("9" * 400, "1e999", "NaN", "²²²²", "⑲", "-", "２０２４", "٢٠٢٤", "a\x00b")
COLUMNS = [
    (document, name, column)
    for document, names in hostile.DOCUMENTS.items()
    for name in names
    for column in hostile.rows_of(ROOT / "data/raw" / document / name)[0]
]


def cleaned(tmp_path, document, name, rows):
    """Tables made of `rows` alone; the errors where they are refused."""
    project = Project(tmp_path)
    folder = project.raw / document
    folder.mkdir(parents=True, exist_ok=True)
    source = ROOT / "data/raw" / document
    (folder / "document.yml").write_bytes((source / "document.yml").read_bytes())
    hostile.write_rows(folder / name, hostile.rows_of(source / name)[0], rows)
    try:
        return clean_folders([read_raw_folder(project, folder)]), []
    except InputErrors as error:
        return {}, error.errors
    except InputError as error:
        return {}, [error]


@pytest.mark.parametrize(("document", "name", "column"), COLUMNS, ids=lambda value: str(value).rpartition("/")[2])
def test_an_attack_in_any_cell_is_text_or_a_named_error(tmp_path, document, name, column):
    """Each attack alone in the second row of each column, also behind what stands there."""
    rows, free = hostile.rows_of(ROOT / "data/raw" / document / name)[1], column in hostile.FREE[name]
    behind = [f"{rows[1][column]} {text}" for text in hostile.TEXTS]
    # Where text comes through, tests/faults/test_hostile_text.py follows it to every output; here the rest is tried.
    for attack in NUMBERS if free else (*NUMBERS, *hostile.TEXTS, *behind):
        broken = [dict(row) for row in rows[:6]]
        broken[1][column] = attack
        tables, errors = cleaned(tmp_path, document, name, broken)
        # A broken code or id may also be told where another row points to it.
        assert tables or any("row 3" in str(one.where) or name in str(one.where) for one in errors), errors
        assert all(one.remedy and max(map(len, str(one).splitlines())) < 1000 for one in errors)
        if tables:
            assert sum(map(len, tables.values())) >= 1
            assert not any(text in attack for text in hostile.TEXTS), (
                "a column through which text comes must be in FREE, so that every output is tried"
            )


def test_text_reaches_every_column_that_lets_it_through(tmp_path):
    """The attacked project holds attacks in each column of FREE: a column that refused them all would test nothing."""
    project = hostile.project(tmp_path)
    for document, names in hostile.DOCUMENTS.items():
        for name in names:
            rows = hostile.rows_of(project.raw / document / name)[1]
            for column in hostile.FREE[name]:
                assert any(text in row[column] for row in rows for text in hostile.TEXTS), (name, column)
