"""A document.yml broken in the ways a person or a program breaks it: refused with file, line and remedy."""

from __future__ import annotations

import shutil
import time

import pytest

from analysis.cli import main
from analysis.store import Project, read_table
from analysis.tables import DOCUMENT_FIELDS
from tests.faults.projects import ROOT

DOCUMENT = "quang-tri/2024-H1/1125-bc-vp"
BOMB = "title: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"f{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
BROKEN = {
    "a field twice, as two editions mixed leave it": (lambda text: text + "number: 99/BC\n", ["stands twice", "row 16", "'number'"]),
    "the whole file twice": (lambda text: text + text, ["stands twice", "'province'"]),
    "two files in one": (lambda text: f"{text}---\n{text}", ["not readable as YAML"]),
    "a list for a value": (lambda text: text.replace("place: Quảng Trị", "place: [Quảng Trị, Đông Hà]"), ["no single value", "row 8", "'place'"]),
    "a list below a field": (lambda text: text.replace("place: Quảng Trị", "place:\n  - Quảng Trị\n  - Đông Hà"), ["no single value", "'place'"]),
    "fields within a field": (lambda text: text.replace("place: ", "place:\n  name: "), ["no single value", "'place'"]),
    "a list of fields": (lambda text: "".join(f"- {line}\n" for line in text.splitlines()), ["not a list of fields"]),
    "a colon without quotes": (lambda text: text.replace("title: ", "title: Báo cáo: "), ["not readable as YAML"]),
    "a tab before a field": (lambda text: text.replace("\nplace", "\n\tplace"), ["not readable as YAML"]),
    "no space after a colon": (lambda text: text.replace("place: ", "place:"), ["not readable as YAML"]),
    "names in capitals": (lambda text: text.replace("province:", "Province:"), ["missing field(s) province"]),
    "a field in other words": (lambda text: text.replace("signed_on:", "ngày ký:"), ["missing field(s) signed_on"]),
    "semicolons of a table": (lambda text: text.replace(": ", ";"), ["not a list of fields"]),
    "JSON of half a file": (lambda text: '{"province": "quang-tri", "period":', ["not readable as YAML"]),
    "another encoding": (lambda text: text.encode("utf-16"), ["not UTF-8"]),
    "NULs of a full disk": (lambda text: "\0" * 400, ["not readable as YAML"]),
    "left by a merge": (lambda text: f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n", ["not readable as YAML"]),
    "an empty file": (lambda text: "", ["empty"]),
    "the period in other words": (lambda text: text.replace("2024-H1", "6T2024"), ["period", "6T2024"]),
    "the province by its name": (lambda text: text.replace("province: quang-tri", "province: Quảng Trị"), ["unknown province"]),
    "a day of another notation": (lambda text: text.replace("2024-06-14", "06/14/2024"), ["a date that is none", "06/14/2024"]),
    "a day that is none": (lambda text: text.replace("2024-06-14", "2024-06-31"), ["a date that is none", "2024-06-31"]),
    "a day with an hour": (lambda text: text.replace("'2024-06-14'", "2024-06-14T08:00:00Z"), ["a date that is none"]),
    "years of a plan in words": (lambda text: text.replace("plan_start: null", "plan_start: năm 2021"), ["a year that is none", "năm 2021"]),
    "references that multiply": (lambda text: text + BOMB, ["no single value", "'title'"]),
    "lists in lists": (lambda text: "title: " + "[" * 20_000, ["lists within lists"]),
    "a code to run": (lambda text: text.replace("place: Quảng Trị", "place: !!python/object/apply:os.system [id]"), ["no single value", "'place'"]),
    "a megabyte": (lambda text: text + "#" * 1_000_000, ["bytes", "are read"]),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "data/raw" / DOCUMENT, tmp_path / "data/raw" / DOCUMENT)
    return tmp_path / "data/raw" / DOCUMENT


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_sidecar_is_named_and_nothing_is_made(folder, tmp_path, capsys, way):
    edit, said = BROKEN[way]
    text = edit((folder / "document.yml").read_text(encoding="utf-8"))
    (folder / "document.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    began = time.process_time()
    assert main(["--root", str(tmp_path), "clean"]) == 2, "taken in silence"
    told = capsys.readouterr().err
    assert time.process_time() - began < 10
    assert f"data/raw/{DOCUMENT}/document.yml" in told and "remedy:" in told and len(told) < 3000
    assert all(part in told for part in said), told
    assert not (tmp_path / "data/processed").exists()


@pytest.mark.parametrize(
    "value", ["012", "0x1F", "1_000", "12:30", "1.50", "yes", "No", "2024-06-14", "1e3", ".5", "017/BC", "5.10"]
)
def test_a_value_stays_as_it_is_written(folder, tmp_path, value):
    """YAML takes 012 for 10, 12:30 for 750 and no for false; a document's number or title is none of these."""
    text = (folder / "document.yml").read_text(encoding="utf-8").replace("1125/BC-VP", value)
    (folder / "document.yml").write_text(text, encoding="utf-8")
    assert main(["--root", str(tmp_path), "clean"]) == 0
    assert read_table(Project(tmp_path), "documents")["number"].tolist() == [value]


@pytest.mark.parametrize("empty", ["null", "~", "", "''", '""'])
def test_a_field_left_empty_is_empty(folder, tmp_path, empty):
    text = (folder / "document.yml").read_text(encoding="utf-8").replace("Lê Hữu Phước", empty)
    (folder / "document.yml").write_text(text, encoding="utf-8")
    assert main(["--root", str(tmp_path), "clean"]) == 0
    assert read_table(Project(tmp_path), "documents")["signer"].tolist() == [""]


def test_every_field_of_the_contract_must_be_there_once(folder, tmp_path, capsys):
    text = (folder / "document.yml").read_text(encoding="utf-8")
    for field in DOCUMENT_FIELDS:
        (line,) = [line for line in text.splitlines() if line.startswith(f"{field}:")]
        (folder / "document.yml").write_text(text.replace(f"{line}\n", ""), encoding="utf-8")
        assert main(["--root", str(tmp_path), "clean"]) == 2
        assert f"missing field(s) {field}" in capsys.readouterr().err
