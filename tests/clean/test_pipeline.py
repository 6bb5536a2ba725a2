"""data/raw -> data/processed, and what happens when data/raw is broken: named, exit code 2, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.clean.pipeline import clean_project
from analysis.cli import main
from analysis.errors import InputErrors
from analysis.store import Project, read_table
from tests.clean.conftest import FOLDER

FORM = f"{FOLDER}/form-3.csv"


def edit(project: Project, file: str, old: str, new: str) -> None:
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_rows_are_typed_and_the_printed_value_is_kept(project: Project) -> None:
    clean_project(project)
    rows = read_table(project, "observations").set_index("code")
    assert rows.loc["3.2.1", "value"] == 10099 and rows.loc["3.2.1", "raw_value"] == "10,099"
    assert rows.loc["3.2", "value"] == pytest.approx(98.57) and rows.loc["3.2", "kind"] == "percent"
    assert rows.loc["3", "kind"] == "header"
    assert rows.loc["3.2.2", "indicator"] == "dossiers_resolved_on_time_count"
    assert rows.loc["3.2.2", "level"] == "district"


def test_a_code_stays_text_and_a_dash_is_no_zero(project: Project) -> None:
    rows = clean_project(project)["observations"].set_index("code")
    assert "3.10" in rows.index and "3.1" not in rows.index
    assert rows.loc["3.10", "kind"] == "empty" and rows.loc["3.10", "value"] != 0
    assert rows.loc["3.10", "indicator"] == ""


def test_some_of_all_is_how_many_and_a_rate_is_no_fraction(project: Project) -> None:
    edit(project, FORM, '"9,955"', "31/34")
    rows = clean_project(project)["observations"].set_index("code")
    assert (rows.loc["3.2.2", "value"], rows.loc["3.2.2", "raw_value"]) == (31, "31/34")
    edit(project, FORM, "31/34", "34/31")
    edit(project, FORM, '"98,57%"', "31/34")
    with pytest.raises(InputErrors) as refused:
        clean_project(project)
    assert [error.where.row for error in refused.value.errors] == [3, 5]


@pytest.mark.parametrize("number", ["A1", "B.2", "4a", "II.3", "1-2"])
def test_tasks_are_numbered_as_plans_number_them(project: Project, number: str) -> None:
    edit(project, f"{FOLDER}/tasks.csv", "1,Tập huấn", f"{number},Tập huấn")
    assert list(clean_project(project)["tasks"]["no"]) == [number, "2"]


def test_twice_gives_the_same_bytes(project: Project) -> None:
    clean_project(project)
    first = {path.name: path.read_bytes() for path in project.processed.iterdir()}
    for path in project.processed.iterdir():
        path.unlink()
    clean_project(project)
    assert {path.name: path.read_bytes() for path in project.processed.iterdir()} == first


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (FORM, "code,label,unit", "code,label,units", ["missing column(s) unit", "unknown column(s) units", "form-3.csv, row 1"]),
        (FORM, "code,label,unit", "label,code,unit", ["another order"]),
        (FORM, "Hồ sơ,\"9,955\"", "Con dấu,\"9,955\"", ["unknown unit", "row 5", "'Con dấu'", "units.csv"]),
        (FORM, "3.2.2.", "3.2.1.", ["3.2.1 stands twice", "first in row 4", "row 5"]),
        (FORM, '"9,955"', "khoảng mười nghìn", ["no rule can read", "row 5", "'khoảng mười nghìn'"]),
        (FORM, "3.2.1.", "ba.hai", ["row code", "'ba.hai'"]),
        (FORM, '"10,099"', "10,099", ["7 cells where the header has 6", "row 4"]),
        (FORM, '"98,57%"', '"98,57%', ["not readable as CSV"]),
        (FORM, ",T1R5", ",", ["no location", "row 5"]),
        (f"{FOLDER}/document.yml", "quang-tri", "quang-chi", ["unknown province 'quang-chi'", "did you mean", "quang-tri"]),
        (f"{FOLDER}/document.yml", "quang-tri", "quang-nam", ["not that of the folder"]),
        (f"{FOLDER}/document.yml", "2024-H1", "2024-H3", ["unknown period '2024-H3'"]),
        (f"{FOLDER}/document.yml", "'2024-06-14'", "31/02/2024", ["a date that is none"]),
        (f"{FOLDER}/document.yml", "signer:", "signed:", ["missing field(s) signer"]),
        (f"{FOLDER}/tasks.csv", "Quý II/2024", "Tháng 13/2024", ["deadline that no rule can read", "row 2"]),
        (f"{FOLDER}/tasks.csv", "2,Cập nhật", "1,Cập nhật", ["task number 1 stands twice"]),
    ],
)  # fmt: skip
def test_one_broken_cell_is_named_and_nothing_is_lost(
    project: Project, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, said: list[str]
) -> None:
    clean_project(project)
    before = {path.name: path.read_bytes() for path in project.processed.iterdir()}
    edit(project, file, old, new)
    assert main(["--root", str(project.root), "clean"]) == 2
    message = capsys.readouterr().err
    for words in said:
        assert words in message
    assert "remedy" in message
    assert {path.name: path.read_bytes() for path in project.processed.iterdir()} == before


def test_broken_utf8_names_the_byte_and_the_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    path = project.root / FORM
    path.write_bytes(path.read_bytes().replace("Tổng".encode(), "Tổng".encode("cp1258", "replace")[:2] + b"\xff"))
    assert main(["--root", str(project.root), "clean"]) == 2
    assert "not UTF-8" in (message := capsys.readouterr().err) and "line 4" in message


@pytest.mark.parametrize(
    ("content", "said"), [("", "an empty file"), ("code,label,unit,value,note,location\n", "no row")]
)
def test_an_empty_table_is_an_error(
    project: Project, content: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.root / FORM).write_text(content, encoding="utf-8")
    assert main(["--root", str(project.root), "clean"]) == 2
    assert said in capsys.readouterr().err


def test_every_error_is_told_in_one_pass(project: Project) -> None:
    edit(project, FORM, '"9,955"', "abc")
    edit(project, FORM, "3.2.1.", "x")
    edit(project, f"{FOLDER}/tasks.csv", "Quý II/2024", "sớm nhất có thể")
    with pytest.raises(InputErrors) as caught:
        clean_project(project)
    assert len(caught.value.errors) == 3


def test_a_province_must_exist_on_the_day_it_signs(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project, f"{FOLDER}/document.yml", "'2024-06-14'", "'2025-07-01'")
    assert main(["--root", str(project.root), "clean"]) == 2
    assert "did not exist on 01/07/2025" in capsys.readouterr().err


def test_a_stray_table_is_not_skipped_in_silence(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    stray = project.raw / "quang-tri" / "2024-H1" / "form-1.csv"
    stray.write_text("code\n", encoding="utf-8")
    assert main(["--root", str(project.root), "clean"]) == 2
    assert "outside a document's folder" in capsys.readouterr().err


def test_an_ambiguous_amount_stays_undecided_but_its_sum_decides(project: Project) -> None:
    path = project.root / FORM
    path.write_text(
        "code,label,unit,value,note,location\n"
        '1,Kinh phí tiết kiệm,Tỷ đồng,87.290,,L1\n1.1,Quỹ lương,Tỷ đồng,29.200,,L2\n1.2,Chi khác,Tỷ đồng,"58,09",,L3\n'
        "2,Kinh phí khác,Tỷ đồng,12.345,,L4\n",
        encoding="utf-8",
    )
    (project.root / FOLDER / "tasks.csv").unlink()
    values = clean_project(project)["observations"].set_index("code")["value"]
    # "58,09" proves that this form writes decimals with a comma, so "87.290" reads as thousands: 87290 = 29200 + 58090.
    assert values["1"] == 87290 and values["2"] == 12345
    path.write_text(path.read_text(encoding="utf-8").replace('"58,09"', "58.090"), encoding="utf-8")
    values = clean_project(project)["observations"].set_index("code")["value"]
    assert values["2"] != values["2"], "nothing tells 12.345 from 12345: it must stay without a value"


def test_the_real_forms_equal_the_hand_checked_table() -> None:
    gold = Path(__file__).parents[3] / "shared" / "gold" / "forms_quang-tri_2024-H1.csv"
    if not gold.exists():
        pytest.skip("the hand-checked tables are not beside the checkout")
    import csv

    rows = clean_project_in_memory("quang-tri/2024-H1/1125-bc-vp")
    with gold.open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(rows) == len(expected) == 80
    for row, want in zip(rows.to_dict("records"), expected, strict=True):
        assert {name: row[name] for name in ("form", "code", "label", "unit", "raw_value", "kind", "note")} == {
            name: want[name] for name in ("form", "code", "label", "unit", "raw_value", "kind", "note")
        }
        assert row["value"] == float(want["value"]) if want["value"] else row["value"] != row["value"]


def clean_project_in_memory(document_id: str):
    from analysis.clean.observations import clean_observations
    from analysis.clean.raw_folder import read_raw_folder

    project = Project(Path(__file__).parents[2])
    return clean_observations(read_raw_folder(project, project.raw / document_id))
