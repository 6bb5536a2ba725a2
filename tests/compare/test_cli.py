import csv
import io
import json
import re

import openpyxl
import pandas as pd
import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.cli import main
from analysis.errors import InputError
from analysis.export.comparison_files import csv_bytes, workbook_bytes
from analysis.reference.comparison_words import number_en, number_vi
from analysis.reference.files import read_yaml
from analysis.store import Project, read_table, write_table

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
        (["tasks", "--view", "quarters"], "2020-Q3"),
        (["targets", "--indicator", "tỷ lệ hồ sơ công việc được xử lý trên môi trường mạng"], "> 95%"),
        (["tasks", "--view", "similar"], "thai-nguyen"),
        (["territory", "--indicator", "procedures_total", "--period", "2024-H1", "--day", "2025-06-30"], "1.877"),
    ],
)
def test_each_comparison_prints_a_table(root, capsys, arguments, seen):
    assert cchc(root, *arguments) == 0
    out = capsys.readouterr().out
    assert seen in out and not re.search(r"(?<![\w-])(nan|None|<NA>)(?![\w-])", out)


@pytest.mark.parametrize(
    "arguments", [("targets", "quang-trj"), ("targets", "--deadline", "2025", "quang-trj"), ("tasks", "quang-trj")]
)
def test_a_province_without_its_option_is_told_how_it_is_named(root, capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        cchc(root, *arguments)
    assert stopped.value.code == 2 and "--province quang-trj" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["targets", "--province", "quang-trj"], "did you mean quang-tri"),
        (["targets", "--deadline", "2024"], "choose one of"),
        (["territory", "--indicator", "procedures_total", "--period", "2024-H1", "--day", "1/7/2025"], "2025-07-01"),
        (["indices", "--year", "2023"], "PAPI"),
        (["targets", "--indicator", "work_dossier_online"], "did you mean work_dossiers_online"),
        (["targets", "--out", "table"], ".csv, .xlsx or .json"),
        (["targets", "--format", "xlsx"], "--out"),
        (["targets", "--out", "table.pdf"], ".csv, .xlsx, .json"),
        (["attainment", "--province", "quang-tri", "--period", "2031"], "choose one of"),
        (["attainment", "--province", "quang-tri", "--period", "sáu tháng"], "2024-H1"),
        (["peers", "--indicator", "procedures_total", "--period", "2024-H1", "--level", "al"], "did you mean all"),
        (
            ["peers", "--indicator", "petitions_resolved_rate", "--period", "2024-H1", "--level", "commune"],
            "2024-H1 (all)",
        ),
        (
            ["trend", "--province", "quang-tri", "--indicator", "full_online_dossiers_rate", "--level", "commune"],
            "(all)",
        ),
        (
            [
                "territory",
                "--indicator",
                "results_digitised_in_period_rate",
                "--period",
                "2024-H1",
                "--day",
                "2025-07-01",
            ],
            "no document",
        ),
        (["tasks", "--view", "quarter"], "did you mean quarters"),
        (["tasks", "--province", "quang-tri"], "there are tasks of dak-nong, thai-nguyen"),
        (["targets", "--province", "dak-nong", "--deadline", "2030"], "dak-nong (2021, 2025)"),
        (["targets", "--deadline", "abc"], "choose one of 2021"),
        (["targets", "--unnamed", "--indicator", "work_dossiers_online"], "leave out"),
        (["targets", "--format", "csv", "--out", "table.xlsx"], "end in .csv"),
        (["indices", "--index", "PAPI", "--year", "1999"], "choose one of 2016"),
    ],
)
def test_bad_input_is_exit_code_2_and_a_remedy(root, capsys, arguments, hint):
    assert cchc(root, *arguments) == 2
    error = capsys.readouterr().err
    assert hint in error and "Traceback" not in error and len(error.splitlines()) <= 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["peers", "--indicator", "procedures_total"],
        ["attainment", "--period", "2024"],
        ["tasks", "--format", "pdf"],
        [],
    ],
)
def test_what_is_missing_is_said_in_two_lines_with_an_example(root, capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        cchc(root, *arguments)
    error = capsys.readouterr().err
    assert stopped.value.code == 2 and len(error.splitlines()) == 2 and "example: cchc compare" in error


def test_a_day_is_also_asked_for_as_of(root, capsys):
    shown = []
    for option in ("--day", "--as-of"):
        day = ("--indicator", "procedures_total", "--period", "2024-H1", option, "2025-07-01")
        assert cchc(root, "territory", *day) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] and "1/2 tỉnh" in shown[0]


def test_who_has_no_data_is_named_below_the_table(root, capsys):
    assert cchc(root, "tasks", "--province", "hue", "--province", "dak-nong", "--language", "en") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no data of: hue"
    assert cchc(root, "targets", "--unnamed") == 0
    assert "từ vựng" in capsys.readouterr().out


def test_help_has_examples_that_run(root, tmp_path, capsys):
    from analysis.cli.compare import _COMPARISONS

    for name, (_, example) in _COMPARISONS.items():
        with pytest.raises(SystemExit):
            cchc(root, name, "--help")
        assert f"example: cchc compare {name}" in " ".join(capsys.readouterr().out.split())
        arguments = [str(tmp_path / word) if word.endswith(".csv") else word for word in example.split()]
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


@pytest.mark.parametrize(
    "arguments",
    [
        ["targets", "--deadline", "2025"],
        ["targets", "--unnamed"],
        ["attainment", "--province", "Quảng Trị", "--period", "2024-h1"],
        ["peers", "--indicator", "dossiers_resolved_on_time", "--period", "2024-H1"],
        ["trend", "--province", "quang-tri", "--period", "2024-H1"],
        ["indices", "--index", "PAPI"],
        ["tasks"],
        ["tasks", "--view", "calendar"],
        ["tasks", "--view", "similar"],
        ["territory", "--indicator", "procedures_total", "--period", "2024-H1", "--day", "2025-07-01"],
    ],
)
def test_every_comparison_is_exported_with_its_sources(root, tmp_path, capsys, arguments):
    cchc(root, *arguments, "--format", "json")
    printed = json.loads(capsys.readouterr().out)
    assert printed["comparison"] == arguments[0] and isinstance(printed["rows"], list)
    for row in printed["rows"]:
        named = [
            one for key in ("document_id", "result_document_id", "document_id_1") for one in row.get(key, "").split(";")
        ]
        assert bool(row["sources"]) == any(named)
    known = {source["document_id"] for source in printed["sources"]}
    assert all(source["number"] or source["title"] for source in printed["sources"])
    for ending in ("csv", "xlsx", "json"):
        path = tmp_path / f"table.{ending}"
        assert cchc(root, *arguments, "--out", str(path)) == 0 and path.stat().st_size > 0
        assert capsys.readouterr().out.strip() == str(path)
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(list(csv.DictReader(lines, delimiter=";"))) == len(printed["rows"])
    book = openpyxl.load_workbook(tmp_path / "table.xlsx")
    assert {row[0].value for row in list(book["sources"].rows)[1:]} == known


def test_a_notebook_writes_a_comparison_in_one_line(root, tmp_path):
    import analysis

    frame = analysis.compare.targets(["quang-tri", "dak-nong"], deadline=2025, root=root)
    path = analysis.export.comparison(frame, tmp_path / "targets.json", root)
    row = json.loads(path.read_text(encoding="utf-8"))["rows"][0]
    assert "3647/QĐ-UBND" in row["sources"] and row["province"] == "quang-tri"
    with pytest.raises(InputError, match="no comparison is written as 'doc'"):
        analysis.export.comparison(frame, tmp_path / "targets.doc", root)


def test_targets_that_nothing_names_are_counted(root, tmp_path, capsys):
    for name in ("documents", "targets"):
        table = read_table(Project(root), name)
        write_table(Project(tmp_path), name, table.assign(indicator="unmatched") if name == "targets" else table)
    assert cchc(tmp_path, "targets", "--language", "en") == 0
    own = read_table(Project(root), "targets")["duplicate_of"] == ""
    assert f"{own.sum()} further targets" in capsys.readouterr().out
    assert cchc(tmp_path, "targets", "--unnamed") == 0
    assert "quang-tri" in capsys.readouterr().out


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


def test_scores_between_0_and_1_are_told_apart(root, capsys):
    assert cchc(root, "indices", "--index", "DTI", "--year", "2022") == 0
    out = capsys.readouterr().out
    assert "0,7024" in out and "0,6975" in out, "both are 0,70 to two decimals, and hold places 3 and 4"
    assert not re.search(r" -0( |$)", out, re.M)
    assert (number_vi(-0.00001), number_en(-0.004, "percent"), number_vi(1234.567)) == ("0", "0%", "1.234,57")


def test_the_basis_and_the_break_stand_beside_the_numbers(root, capsys):
    cchc(root, "peers", "--indicator", "petitions_received", "--period", "2024-H1", "--basis", "per_procedure")
    assert "trên thủ tục" in capsys.readouterr().out
    cchc(root, "trend", "--province", "quang-tri", "--period", "2024-H1", "--language", "en")
    assert re.search("previous period +break +source", capsys.readouterr().out)
