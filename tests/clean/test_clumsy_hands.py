"""What clumsy hands leave in data/raw: one error with file, row, remedy, and the tables made before stay as they were."""

import os
import shutil
import time

import pytest

from analysis.cli import main
from analysis.store import Project
from analysis.tables import RAW_COLUMNS
from tests.clean.test_broken_tables import TABLES
from tests.faults.projects import ROOT, state

DOCUMENT = "quang-tri/2024-H1/1125-bc-vp"
COLUMNS = {path.rpartition("/")[2]: RAW_COLUMNS[kind] for kind, path in TABLES.items()}


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory):
    """Every kind of table, cleaned once."""
    made = Project(tmp_path_factory.mktemp("cleaned"))
    for path in sorted({path.rpartition("/")[0] for path in TABLES.values()}):
        shutil.copytree(ROOT / "data/raw" / path, made.raw / path)
    assert main(["--root", str(made.root), "clean"]) == 0
    return made


@pytest.fixture
def project(cleaned, tmp_path):
    return Project(shutil.copytree(cleaned.root, tmp_path / "project"))


def clean(project, capsys):
    """What a second cleaning says, which must be little, soon said, and change nothing."""
    before, began = state(project, "data/processed"), time.monotonic()
    capsys.readouterr()
    assert main(["--root", str(project.root), "clean"]) == 2, "taken in silence"
    told = capsys.readouterr().err
    assert time.monotonic() - began < 60
    assert state(project, "data/processed") == before
    assert "Traceback" not in told and len(told) < 2000, told
    assert told.count("where:") == told.count("remedy:")
    return told


def header(name, sign=","):
    return sign.join(COLUMNS[name]).encode()


# What is done to the bytes of a table (its header is `head`), what is said of it, and in which row ("": of the file).
WHOLE = {
    "two tables in one file": (lambda data, head: data + b"\xef\xbb\xbf" + data, "the header stands again", "last"),
    "two tables, header in capitals": (lambda data, head: data + data.replace(head, head.upper(), 1), "again", "last"),
    "header lost": (lambda data, head: data.partition(b"\n")[2], "no header", "1"),
    "header in capitals": (lambda data, head: data.replace(head, head.upper(), 1), "in other words", "1"),
    "a title above the header": (lambda data, head: b"Bi\xe1\xbb\x83u m\xe1\xba\xabu\n" + data, "no header", "1"),
    "the separator named": (lambda data, head: b"sep=,\n" + data, "no header", "1"),
    "a column without a name": (lambda data, head: data.replace(b"\n", b",\n"), "without a name", "1"),
    "rows counted at the left": (
        lambda data, head: b"".join(b"%d,%s" % line for line in enumerate(data.splitlines(keepends=True))),
        "unknown column(s) 0",
        "1",
    ),
    "the sign that ended a file in DOS": (lambda data, head: data + b"\x1a", "1 cells where", "last"),
    "empty rows left at the end": (lambda data, head: data + b"," * head.count(b",") + b"\n", "an empty row", "last"),
    "an edit not merged": (lambda data, head: data + b"<<<<<<< HEAD\n", "1 cells where", "last"),
    "a quote left open": (lambda data, head: data + b'"', "not readable as CSV", ""),
    "a cell of 50 MB": (lambda data, head: data + b"x" * 50_000_000, "a raw table of 50,0", ""),
    "a cell of 5 MB": (lambda data, head: data + b"x" * 5_000_000, "field larger than", "last"),
    "a cell of 50 KB": (
        lambda data, head: data + b"x" * 50_000 + b"," * head.count(b",") + b"\n",
        "of enormous length",
        "last",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("way", WHOLE)
def test_a_table_spoilt_as_a_whole(project, capsys, kind, way):
    edit, said, row = WHOLE[way]
    table = project.raw / TABLES[kind]
    whole = table.read_bytes()
    last = whole.count(b"\n") + 1 if row == "last" else row
    table.write_bytes(edit(whole, header(table.name)))
    told = clean(project, capsys)
    assert said in told and TABLES[kind] in told
    assert not row or f"row {last}" in told, told
    assert told.count("where:") == 1, "one error, and no train of others behind it"


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("ending", [b"\r", b"\r\n"])
def test_line_ends_of_other_systems_change_nothing(project, kind, ending):
    before = state(project, "data/processed")
    table = project.raw / TABLES[kind]
    table.write_bytes(table.read_bytes().replace(b"\n", ending))
    assert main(["--root", str(project.root), "clean"]) == 0
    assert state(project, "data/processed") == before


def test_two_forms_saved_under_each_other_s_name(project, capsys):
    first, third, other = (project.raw / DOCUMENT / name for name in ("form-1.csv", "form-3.csv", "x"))
    first.rename(other), third.rename(first), other.rename(third)
    told = clean(project, capsys)
    assert "the rows of form 3 in the file of form 1" in told and "the rows of form 1 in the file of form 3" in told
    assert f"{DOCUMENT}/form-1.csv\n  remedy: name the file form-3.csv" in told


def test_a_form_in_words_of_its_own_is_no_other_form(project):
    """A new edition, or an office that words its rows anew: nothing tells that it is another form."""
    table = project.raw / DOCUMENT / "form-3.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    columns = [line.split(",") for line in ("1,Việc thứ nhất,Hồ sơ,5,,L1", "2,Việc thứ hai,Hồ sơ,6,,L2")]
    table.write_text("\n".join([lines[0], *(",".join(row) for row in columns)]) + "\n", encoding="utf-8")
    assert main(["--root", str(project.root), "clean"]) == 0


@pytest.mark.parametrize(
    "name",
    ["form-03.csv", "FORM-3.CSV", "form-3 (1).csv", "form-3.csv.bak", "form-3.csv~", "~$form-3.csv", "Thumbs.db",
     "form-3.xlsx", "notes.txt"],
)  # fmt: skip
def test_a_file_that_no_table_has_the_name_of(project, capsys, name):
    shutil.copy(project.raw / DOCUMENT / "form-3.csv", project.raw / DOCUMENT / name)
    told = clean(project, capsys)
    assert "a file that is no raw table" in told and f"{DOCUMENT}/{name}\n" in told


@pytest.mark.parametrize("name", ["form-2.csv", "scan"])
def test_a_folder_where_a_table_should_be(project, capsys, name):
    (project.raw / DOCUMENT / name).mkdir()
    assert f"a file that is no raw table\n  where: data/raw/{DOCUMENT}/{name}" in clean(project, capsys)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["form-3.csv", "document.yml", "other"])
def test_a_pipe_is_not_waited_for(project, capsys, name):
    (project.raw / DOCUMENT / name).unlink(missing_ok=True)
    os.mkfifo(project.raw / DOCUMENT / name)
    assert f"neither a file nor a folder\n  where: data/raw/{DOCUMENT}/{name}" in clean(project, capsys)


def test_raw_data_moved_away_does_not_empty_the_tables(project, capsys):
    project.raw.rename(project.root / "elsewhere")
    assert "no raw data" in clean(project, capsys)
    project.raw.mkdir()
    assert "no document in data/raw" in clean(project, capsys)
    assert main(["--root", str(project.root), "run", "--all"]) == 2
    assert "no document in data/raw" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["", "quang-tri/", "quang-tri/2024-H1/", "hue/2023/bao-cao/"])
def test_a_document_put_into_data_raw_as_it_is_is_not_passed_by_in_silence(project, capsys, place):
    path = project.raw / place / "bao cao.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"PK")
    assert main(["--root", str(project.root), "clean"]) == 0
    told = capsys.readouterr().err
    assert f"note: data/raw/{place}bao cao.docx" in told and "cchc ingest" in told


def test_a_folder_where_a_processed_table_should_be_is_told_with_a_remedy(project, capsys):
    project.table_path("targets").unlink()
    project.table_path("targets").mkdir()
    assert main(["--root", str(project.root), "clean"]) == 2
    told = capsys.readouterr().err
    assert "targets.parquet" in told and "remedy:" in told and "Traceback" not in told
