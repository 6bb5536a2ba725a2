"""Attacks in any cell of any raw table: kept as text, or refused with file, row, column and value."""

import shutil

import pytest
import yaml

from analysis.clean.pipeline import clean_folders
from analysis.clean.raw_folder import read_raw_folder
from analysis.errors import InputError, InputErrors
from analysis.store import Project
from analysis.tables import DOCUMENT_FIELDS, RAW_COLUMNS
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


def test_the_attacked_tables_are_all_there_are_with_every_column():
    kinds = {
        name.removesuffix(".csv").partition("-")[0]: name for names in hostile.DOCUMENTS.values() for name in names
    }
    assert set(kinds) == set(RAW_COLUMNS)
    for kind, columns in RAW_COLUMNS.items():
        assert {column for _, name, column in COLUMNS if name == kinds[kind]} == set(columns)


@pytest.mark.parametrize("field", [field for field in DOCUMENT_FIELDS if field not in hostile.SIDECAR])
def test_a_field_of_the_sidecar_is_attacked_everywhere_or_refuses_what_it_does_not_know(tmp_path, field):
    document = next(key for key, names in hostile.DOCUMENTS.items() if len(names) == 1)
    source, project = ROOT / "data/raw" / document, Project(tmp_path)
    folder = project.raw / document
    shutil.copytree(source, folder)
    facts = yaml.safe_load((source / "document.yml").read_text(encoding="utf-8"))
    for attack in hostile.TEXTS:
        for value in (attack, f"{facts[field] or ''} {attack}"):
            (folder / "document.yml").write_text(yaml.safe_dump(facts | {field: value}), encoding="utf-8")
            with pytest.raises((InputError, InputErrors)) as refused:
                clean_folders([read_raw_folder(project, folder)])
            assert "document.yml" in str(refused.value)
