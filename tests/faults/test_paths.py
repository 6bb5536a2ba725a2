"""Names that lead elsewhere, in everything a person can name: province, period, --out, documents, folders, notebooks' pages."""

import os
import shutil
from pathlib import Path

import pytest

import analysis.export
from analysis.clean.pipeline import clean_project
from analysis.cli import main
from analysis.errors import InputError, InputErrors, UsageError
from analysis.extract.raw_document import RawDocument
from analysis.extract.raw_folder import folder_of
from analysis.runs.execute import execute
from analysis.runs.share import publish
from analysis.store import Project, read_table, write_bytes
from analysis.tables import DOCUMENT_FIELDS
from tests.faults.projects import cchc, tiny_project
from tests.runs.conftest import NEEDS_FORK, make_project, task  # noqa: F401 - a fixture

ODD = ("../../etc", "..", "/etc/passwd", "C:\\Windows", "\\\\host\\share", "CON", "a" * 5000, "a\nb", "\u202e", "*", "")
TEXT = "UBND TỈNH QUẢNG TRỊ\nSố: 12/BC-UBND\nQuảng Trị, ngày 10 tháng 6 năm 2024\nBÁO CÁO\nCải cách hành chính 6 tháng đầu năm 2024\n"
ONE = ("--province", "thai-nguyen", "--period", "2023-Q1")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = tiny_project(tmp_path_factory.mktemp("paths") / "root")
    assert cchc(made, "clean").returncode == 0
    return made


def everything(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != "run.lock" and path.is_file()}


def call(project, *words):
    try:
        return main(["--root", str(project.root), *words])
    except SystemExit as error:
        return error.code


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("option", ["--province", "--period"])
@pytest.mark.parametrize(
    "words", [("run",), ("status",), ("validate",), ("export", "--format", "xlsx"), ("compare", "attainment"), ("ingest",)],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_province_or_period_that_leads_elsewhere_is_refused(project, tmp_path, capsys, words, option, name):
    before, given = everything(project.root.parent), dict(zip(ONE[::2], ONE[1::2], strict=True))
    given[option] = name
    more = [f"{key}={value}" for key, value in given.items()]
    if words[0] == "ingest":
        (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
        more.append(str(tmp_path / "in.txt"))
        if not name:
            return  # nothing named: the document's own province or period counts
    if words[0] == "export":
        more.append(f"--out={tmp_path}")
    assert call(project, *words, *more) == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told and len(told.strip().splitlines()) <= 4, told
    assert everything(project.root.parent) == before


INSIDE = ["data/raw/x.xlsx", "data/raw/thai-nguyen/../x.xlsx", "data/processed/targets.xlsx", "reports/x.xlsx",
          "expectations/x.xlsx", "notebooks/x.xlsx", "build/x.xlsx", "src/x.xlsx", "tests/x.xlsx"]  # fmt: skip


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize(
    "words",
    [("export", *ONE, "--format", "xlsx", "--out"), ("compare", "targets", "--out"), ("compare", "targets", "--xlsx"),
     ("validate", "--xlsx")],
    ids=lambda words: "".join(words[::len(words) - 1]),
)  # fmt: skip
def test_no_output_lands_among_what_the_project_keeps(project, tmp_path, capsys, words, inside):
    before = everything(project.root)
    link = tmp_path / "link"
    link.symlink_to(project.root)
    for path in (project.root / inside, link / inside):
        assert call(project, *words, str(path)) == 2
        assert "which `cchc` itself keeps" in capsys.readouterr().err
    assert everything(project.root) == before


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "parquet", "datapackage", "docx", "pdf", "html"])
@pytest.mark.parametrize("folder", ["data/raw/thai-nguyen", "data/processed", "reports", "expectations", "the package"])
def test_no_form_of_output_replaces_a_file_the_project_keeps_or_is_made_of(project, capsys, folder, form):
    """Files of that very name lie there, so that a write would be a loss."""
    place = Path(analysis.__file__).parent / "reference" if folder == "the package" else project.root / folder
    before, several = everything(project.root), form in ("parquet", "datapackage")
    out = place if several else place / (f"indicators.{form}" if folder == "the package" else f"targets.{form}")
    existed = out.read_bytes() if out.is_file() else b""
    words = {
        "csv": [
            ("compare", "targets", "--out"),
            ("compare", "indices", "--csv"),
            ("export", "--format", "csv", "--out"),
        ],
        "json": [("compare", "tasks", "--out")],
        "xlsx": [("compare", "targets", "--format", "xlsx", "--out"), ("validate", "--xlsx")],
        "html": [("compare", "page", "--out")],
    }.get(form, [("export", *(() if several else ONE), "--format", form, "--out")])
    for one in words:
        assert call(project, *one, str(out)) == 2, one
        assert "which `cchc` itself keeps" in capsys.readouterr().err
    assert everything(project.root) == before
    assert not out.is_file() or out.read_bytes() == existed


def test_a_notebook_s_export_and_a_share_refuse_them_too(project):
    frame, before = read_table(project, "targets"), everything(project.root)
    for place in (project.raw / "x.csv", project.reports / "x.json", Path(analysis.__file__).parent / "x.xlsx"):
        with pytest.raises(UsageError, match="itself keeps"):
            analysis.export.comparison(frame, place, project.root)
    for place in (project.raw, project.reports / "x", project.build):
        with pytest.raises(UsageError, match="itself keeps"):
            publish(project, f"file://{place}", [])
    assert everything(project.root) == before


def test_an_output_through_a_link_replaces_the_link_and_not_what_it_leads_to(project, tmp_path):
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "out.csv").symlink_to(tmp_path / "precious")
    assert call(project, "compare", "tasks", "--out", str(tmp_path / "out.csv")) == 0
    assert (tmp_path / "precious").read_text() == "mine"


def test_no_name_holds_a_null_character(project, tmp_path):
    with pytest.raises(InputError, match="no file can have"):
        write_bytes(tmp_path / "a\0b", b"")
    with pytest.raises(InputError, match="no file can have"):
        analysis.export.comparison(read_table(project, "targets"), tmp_path / "a\0.csv", project.root)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["CON.txt", "nul.txt", "com1.txt", "..txt", "a\nb -> data.txt", "\u202e.txt", "'; rm -rf ~;.txt",
                                  "%2e%2e%2f.txt", "-rf.txt", "<script>.txt", "x" * 200 + ".txt"])  # fmt: skip
def test_a_document_of_any_name_lands_in_its_own_folder(tmp_path, capsys, name):
    project = Project(tmp_path / "root")
    project.raw.mkdir(parents=True)
    document = tmp_path / name
    document.write_text(TEXT.replace("Số: 12/BC-UBND\n", ""), encoding="utf-8")
    assert call(project, "ingest", "--", str(document)) == 0
    told = capsys.readouterr().out
    assert "\u202e" not in told and "\n" not in told.partition(" -> ")[0]
    (folder,) = project.raw_documents()
    assert folder.parent == project.raw / "quang-tri" / "2024-H1"
    assert set(folder.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and len(folder.name) <= 90
    assert folder.name not in ("con", "nul", "com1")
    assert clean_project(project)["documents"]["source_name"].tolist() != []


@pytest.mark.parametrize("number", [*ODD, "con", "LPT9", "aux.", "Số 1/QĐ\0"])
def test_the_folder_of_a_document_is_made_of_a_slug(tmp_path, number):
    fields = dict.fromkeys(DOCUMENT_FIELDS) | {"province": "quang-tri", "period": "2024", "number": number}
    folder = folder_of(Project(tmp_path), RawDocument({**fields, "source_name": "aux.txt"}, {}, ()))
    assert folder.parent == tmp_path / "data/raw/quang-tri/2024"
    assert folder.name not in ("con", "lpt9", "aux", "nul") and len(folder.name) <= 90


def test_links_in_data_raw_are_refused_by_name(tmp_path):
    project = tiny_project(tmp_path / "root")
    (document,) = (project.raw / "hoa-binh").glob("*/*")
    shutil.move(document, tmp_path / "elsewhere")
    document.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputErrors, match=f"a link in data/raw\n  where: {document.relative_to(project.root)}"):
        clean_project(project)
    assert not project.processed.exists()
    document.unlink()
    shutil.move(tmp_path / "elsewhere", document)
    table = next(document.glob("*.csv"))
    table.unlink()
    table.symlink_to("/etc/passwd")
    with pytest.raises(InputErrors, match=r"a link in data/raw") as error:
        clean_project(project)
    assert "root:" not in str(error.value)


def test_names_in_another_encoding_are_refused_by_name(tmp_path):
    """What an archive packed on Windows leaves: a letter of cp1258 is no UTF-8, and no table could hold such a name."""
    project = tiny_project(tmp_path / "root")
    odd = tmp_path / os.fsdecode(b"d\xf0n")
    shutil.copytree(project.root, odd)
    for words in (["clean"], ["validate"], ["run", "--all"], ["status"]):
        done = cchc(Project(odd), *words)
        assert done.returncode == 2 and "not UTF-8" in done.stderr and "remedy:" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    (document,) = (project.raw / "hoa-binh").glob("*/*")
    document.rename(document.with_name(os.fsdecode(b"b\xe1o")))
    for words, code in ((["clean"], 2), (["run", "--all"], 3)):
        done = cchc(project, *words)
        assert done.returncode == code and "in data/raw that is not UTF-8" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    source = tmp_path / os.fsdecode(b"b\xe1o.txt")
    source.write_text(TEXT, encoding="utf-8")
    done = cchc(Project(tmp_path), "ingest", str(source), "--province", "quang-tri")
    assert done.returncode in (0, 2) and "Traceback" not in done.stderr, done.stderr


@NEEDS_FORK
def test_a_page_is_not_written_through_a_link(make_project, tmp_path_factory):  # noqa: F811
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    project = make_project(["1"])
    project.reports.mkdir(exist_ok=True)
    (project.reports / "quang-tri").symlink_to(elsewhere)
    outcome = execute(task(project))
    assert "outside of reports" in str(outcome.failure) and not list(elsewhere.iterdir())


@NEEDS_FORK
@pytest.mark.slow
def test_documents_in_folders_of_any_name_are_shown_and_stay_inside(tmp_path):
    """People name folders as they like: the pages show the names as text and nothing is written elsewhere."""
    project = tiny_project(tmp_path / "root")
    (document,) = (project.raw / "hoa-binh").glob("*/*")
    names = ("CON <script>x", "{{7*7}} '\"", "\u202ex\n$(id)%2e%2e")
    for name in names:
        shutil.copytree(document, document.parent / name)
    shutil.rmtree(document)
    before = set(tmp_path.iterdir())
    done = cchc(project, "run", "--all")
    assert done.returncode == 0, done.stderr
    assert "\u202e" not in done.stdout + done.stderr
    page = (project.reports / "hoa-binh/2022-9M.html").read_text(encoding="utf-8")
    assert "<script>x" not in page and "&lt;script&gt;x" in page and "{{7*7}}" in page
    assert set(tmp_path.iterdir()) == before
    assert {path.parts[0] for path in (p.relative_to(project.reports) for p in project.reports.rglob("*.html"))} == {
        "hoa-binh", "thai-nguyen", "comparison.html", "index.html",
    }  # fmt: skip
