"""`cchc export` as a person calls it: files, exit codes, and what it refuses."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from analysis.cli import main
from analysis.export.form_sheets import RECOMPUTED, VALUE
from analysis.store import Project


def _call(project: Project, *words: str) -> int:
    return main(["--root", str(project.root), "export", *words])


def _one(kind: str, out: Path, *more: str) -> list[str]:
    return ["--province", "quang-tri", "--period", "2024-H1", "--format", kind, "--out", str(out), *more]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_folder_gets_a_file_named_by_what_is_in_it(project: Project, tmp_path: Path, kind: str) -> None:
    assert _call(project, *_one(kind, tmp_path)) == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"quang-tri_2024-H1.{kind}"]


@pytest.mark.parametrize(("kind", "files"), [("csv", 8), ("parquet", 8), ("datapackage", 9)])
def test_tables_go_into_a_folder(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, files: int
) -> None:
    assert _call(project, "--format", kind, "--out", str(tmp_path / "out")) == 0
    printed = capsys.readouterr().out.split()
    assert len(printed) == files
    assert all(Path(path).is_file() for path in printed)


@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv", "parquet", "datapackage"])
def test_two_exports_from_two_places_are_the_same(project: Project, tmp_path: Path, kind: str) -> None:
    copy = Project(tmp_path / "elsewhere")
    shutil.copytree(project.root, copy.root)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert _call(project, *_one(kind, tmp_path / "one")) == _call(copy, *_one(kind, tmp_path / "two")) == 0

    def digests(folder: Path) -> dict[str, str]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert digests(tmp_path / "one") == digests(tmp_path / "two")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--province", "atlantis", "--format", "csv"], "unknown province 'atlantis'"),
        (["--province", "quang-tri", "--period", "2030-H1", "--format", "csv"], "there is 2021-2025, 2024-H1"),
        (["--period", "2024-13", "--format", "csv"], "unknown period"),
        (["--format", "docx"], "does not end in .docx"),
    ],
)
def test_what_cannot_be_exported_says_why(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert _call(project, *words, "--out", str(tmp_path / "out")) == 2
    message = capsys.readouterr().err
    assert said in message
    assert len(message.strip().splitlines()) <= 3
    assert not (tmp_path / "out").exists()


def test_an_export_never_lands_in_the_project_s_own_data(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in project.processed.iterdir()}
    assert _call(project, "--format", "parquet", "--out", str(project.processed)) == 2
    assert _call(project, "--format", "csv", "--out", str(project.reports / ".." / "data" / "raw" / "x")) == 2
    assert "keeps" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in project.processed.iterdir()} == before


def test_a_pdf_of_a_report_that_was_not_made(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(project, *_one("pdf", tmp_path / "a.pdf")) == 2
    assert "cchc run" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook_and_computes_the_same(project: Project, tmp_path: Path) -> None:
    assert _call(project, *_one("xlsx", tmp_path / "a.xlsx")) == 0
    out = tmp_path / "recomputed"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(tmp_path / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    ours = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    theirs = openpyxl.load_workbook(out / "a.xlsx", data_only=True)
    assert ours.sheetnames == theirs.sheetnames
    for name in ("Biểu 3", "Biểu 7"):
        for line in range(7, ours[name].max_row):
            for column in (2, VALUE, RECOMPUTED):
                one, other = (book[name].cell(line, column).value or None for book in (ours, theirs))
                assert other == (pytest.approx(one) if isinstance(one, float) else one)
