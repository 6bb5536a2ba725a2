import csv
import io
import re

import openpyxl
import pandas as pd
import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.cli import main
from analysis.cli.compare_tables import csv_bytes, workbook_bytes
from analysis.reference.files import read_yaml
from analysis.store import Project, write_table

from .conftest import ROOT


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "data" / "raw").mkdir(parents=True)
    for name, frame in clean_folders(read_all(Project(ROOT))).items():
        write_table(Project(folder), name, frame)
    return folder


def cchc(root, *arguments):
    return main(["--root", str(root), "compare", *arguments])


def test_targets_as_a_matrix(root, capsys):
    assert (
        cchc(root, "targets", "--province", "quang-tri", "--province", "dak-nong", "--province", "not identified") == 0
    )
    out = capsys.readouterr().out
    line = next(
        line for line in out.splitlines() if line.startswith("online_payment_transactions") and " 2025 " in line
    )
    assert line.split("2025")[1].split() == ["≥", "30%", "≥", "30%", "≥", "40%"]
    line = next(
        line for line in out.splitlines() if line.startswith("procedures_online_level_3_4") and " 2030 " in line
    )
    assert "≥ 90% ↓" in line and "không tới" in line
    assert out.splitlines()[-1].startswith("–")


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        (["attainment", "--province", "quang-tri", "--period", "2024-H1"], "93,35"),
        (["attainment", "--province", "quang-tri", "--period", "2024-H1", "--language", "en"], "93.35"),
        (["peers", "--indicator", "dossiers_resolved_on_time", "--period", "2024-H1", "--level", "province"], "99,69"),
        (["trend", "--province", "quang-tri", "--indicator", "procedures_total"], "1.877"),
        (["trend", "--province", "quang-tri", "--period", "2024-H1"], "new"),
        (["indices", "--index", "PAPI", "--province", "dak-nong"], "60"),
        (["indices", "--index", "PAPI", "--year", "2023"], "hue"),
        (["tasks"], "Sở Nội vụ"),
        (["tasks", "--view", "calendar"], "2020-Q3"),
        (["tasks", "--view", "similar"], "thai-nguyen"),
        (["territory", "--indicator", "procedures_total", "--period", "2024-H1", "--day", "2025-06-30"], "1.877"),
    ],
)
def test_each_comparison_prints_a_table(root, capsys, arguments, seen):
    assert cchc(root, *arguments) == 0
    out = capsys.readouterr().out
    assert seen in out and not re.search(r"(?<![\w-])(nan|None|<NA>)(?![\w-])", out)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["targets", "--province", "quang-trj"], "did you mean quang-tri"),
        (["targets", "--deadline", "2024"], "choose one of"),
        (["territory", "--indicator", "procedures_total", "--period", "2024-H1", "--day", "1/7/2025"], "2025-07-01"),
        (["indices", "--year", "2023"], "PAPI"),
    ],
)
def test_bad_input_is_exit_code_2_and_a_remedy(root, capsys, arguments, hint):
    assert cchc(root, *arguments) == 2
    error = capsys.readouterr().err
    assert hint in error and "Traceback" not in error and len(error.splitlines()) <= 3


def test_help_has_examples_that_run(root, capsys):
    from analysis.cli.compare import _COMPARISONS

    for name, (_, example) in _COMPARISONS.items():
        with pytest.raises(SystemExit):
            cchc(root, name, "--help")
        assert f"example: cchc compare {name}" in " ".join(capsys.readouterr().out.split())
        arguments = [word for word in example.split() if word not in ("--csv", "similar.csv")]
        assert cchc(root, *arguments) == 0


def test_files_hold_every_column_with_sources(root, tmp_path, capsys):
    files = {"csv": tmp_path / "targets.csv", "xlsx": tmp_path / "targets.xlsx"}
    arguments = ["targets", "--deadline", "2025", "--csv", str(files["csv"]), "--xlsx", str(files["xlsx"])]
    assert cchc(root, *arguments) == 0
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text(encoding="utf-8-sig")), delimiter=";"))
    there = [row for row in rows if row["state"] == "target"]
    assert there and all(row["document_id"] and row["location"] for row in there)
    assert next(row for row in rows if row["state"] != "target")["value"] == ""
    book = openpyxl.load_workbook(files["xlsx"])
    assert book.sheetnames == ["targets", "sources"]
    numbers = [cell.value for cell in book["sources"]["D"]]
    assert "3647/QĐ-UBND" in numbers and "1271/QĐ-UBND" in numbers


HOSTILE = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "- Sở Nội vụ", "\t=1", "–", '=HYPERLINK("http://x";"y")']


def test_no_cell_becomes_a_formula():
    frame = pd.DataFrame({"label": HOSTILE, "change": [-3.84] * len(HOSTILE), "document_id": "d"})
    rows = list(csv.DictReader(io.StringIO(csv_bytes(frame, "vi").decode("utf-8-sig")), delimiter=";"))
    assert all(row["label"][0] not in "=+-@\t" for row in rows)
    assert {row["change"] for row in rows} == {"-3,84"}, "a negative number is left a number"
    documents = pd.DataFrame({name: ["="] for name in (
        "document_id", "province", "period", "number", "type", "title", "issuer", "signed_on", "source_name")})  # fmt: skip
    data = workbook_bytes(frame, documents, "targets", "vi")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["targets"]
    assert all(cell.data_type == "s" for cell in list(sheet["A"])[1:])
    assert [cell.value for cell in list(sheet["B"])[1:]] == [-3.84] * len(HOSTILE)
    assert data == workbook_bytes(frame, documents, "targets", "vi"), "the same frame gives the same bytes"


def test_words_of_both_languages_have_the_same_keys():
    words = read_yaml("comparison_words.yml")
    assert set(words["vi"]) == set(words["en"])
    columns = read_yaml("comparison_columns.yml")
    assert set(columns["marks"]["vi"]) == set(columns["marks"]["en"])
