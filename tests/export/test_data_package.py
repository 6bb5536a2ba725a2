"""datapackage.json against the specification (version 1) and against the files it describes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import Any

import pytest

from analysis.dataset import load
from analysis.errors import InputError
from analysis.export.data_package import WORDS, column_texts, data_package
from analysis.export.selection import Selection, export_texts, select
from analysis.reference.files import read_yaml
from analysis.reference.texts import flatten, placeholders
from analysis.store import Project
from analysis.tables import PROCESSED, column_names
from tests.export.conftest import OBSERVATIONS, write_tables


@pytest.fixture(scope="module")
def files(selection: Selection) -> dict[str, bytes]:
    return data_package(selection)


@pytest.fixture(scope="module")
def package(files: dict[str, bytes]) -> dict[str, Any]:
    return json.loads(files["datapackage.json"])


def test_descriptor_follows_the_specification(package: dict[str, Any]) -> None:
    assert package["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert all(source["title"] and re.fullmatch(r"[0-9a-f]{64}", source["sha256"]) for source in package["sources"])
    names = [resource["name"] for resource in package["resources"]]
    assert sorted(names) == sorted(PROCESSED)
    for resource in package["resources"]:
        assert resource["profile"] == "tabular-data-resource"
        assert not resource["path"].startswith(("/", ".")) and ".." not in resource["path"]
        for field in resource["schema"]["fields"]:
            assert field["type"] in {"string", "number", "integer", "date", "array"}
            assert field["description"]


def test_descriptor_tells_the_truth_about_its_files(files: dict[str, bytes], package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        header, *rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
        assert header == [field["name"] for field in resource["schema"]["fields"]] == column_names(resource["name"])
        for name in resource["schema"].get("primaryKey", []):
            assert all(row[header.index(name)] for row in rows)


def test_words_of_the_vocabulary_hold_in_the_files(files: dict[str, bytes]) -> None:
    for (table, column), words in WORDS.items():
        rows = csv.DictReader(io.StringIO(files[f"data/{table}.csv"].decode("utf-8"), newline=""))
        assert {row[column] for row in rows} <= {*words, ""}


def test_every_row_refers_to_a_document_that_is_there(files: dict[str, bytes], package: dict[str, Any]) -> None:
    def ids(table: str) -> set[str]:
        rows = csv.DictReader(io.StringIO(files[f"data/{table}.csv"].decode("utf-8"), newline=""))
        return {row["document_id"] for row in rows}

    for resource in package["resources"]:
        if "foreignKeys" in resource["schema"]:
            assert ids(resource["name"]) <= ids("documents")


def test_two_rows_with_one_key_are_refused(tmp_path: Any) -> None:
    twice = write_tables(tmp_path, {"observations": [*OBSERVATIONS, OBSERVATIONS[-1]]})
    with pytest.raises(InputError, match="two rows of observations"):
        data_package(select(load(root=twice.root), None, None, "vi"))


def test_same_bytes_again(project: Project, files: dict[str, bytes]) -> None:
    again = data_package(select(load(root=project.root), "quang-tri", "2024-H1", "vi"))
    assert again == files


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_column_and_table_is_described(language: str) -> None:
    texts = column_texts(language)
    for table in PROCESSED:
        assert read_yaml("export_columns.yml")[language]["tables"][table]
        assert all(texts.get(f"{table}.{name}") or texts[name] for name in column_names(table))


def test_catalogues_hold_the_same_texts() -> None:
    both = read_yaml("export_texts.yml")
    vi, en = flatten(both["vi"]), flatten(both["en"])
    assert vi.keys() == en.keys()
    assert {key: placeholders(text) for key, text in vi.items()} == {
        key: placeholders(text) for key, text in en.items()
    }
    assert all(isinstance(text, str) and text for text in vi.values())
    assert set(column_texts("vi")) == set(column_texts("en"))
    assert export_texts("en")("book.sources") == "Sources"


def test_frictionless_finds_it_valid_and_a_wrong_number_invalid(files: dict[str, bytes], tmp_path: Any) -> None:
    frictionless = pytest.importorskip("frictionless")
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    descriptor = str(tmp_path / "datapackage.json")
    report = frictionless.validate(descriptor)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    table = tmp_path / "data" / "checks.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 1
    lines[1] = ",".join(["x"] * len(lines[0].split(",")))
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert not frictionless.validate(descriptor).valid
