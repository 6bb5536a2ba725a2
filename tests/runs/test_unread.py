"""Documents that cannot be read: their own reports fail and say which cell, all others are made, nothing is lost."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.runs import runner, zygote_process
from analysis.runs.plan import Selection
from analysis.store import Project, read_text, write_text
from tests.runs.conftest import NEEDS_FORK, PARAMETERS, notebook

RAW = Path(__file__).parents[2] / "data" / "raw"
BROKEN = "hoa-binh/2022-9M"
pytestmark = NEEDS_FORK


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project of real documents with small notebooks, run once."""
    root = tmp_path_factory.mktemp("whole")
    for name in ("hoa-binh", "yen-bai"):
        shutil.copytree(RAW / name, root / "data" / "raw" / name)
    shown = "from IPython.display import HTML\nHTML('<p>made</p>')"
    write_text(root / "notebooks" / "province_report.ipynb", notebook([shown], PARAMETERS))
    compared = dict.fromkeys(("provinces", "deadline", "period", "as_of"), "") | {"language": "vi"}
    write_text(root / "notebooks" / "comparison.ipynb", notebook([shown], compared))
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        assert run(Project(root)).exit_code == 0
    return root


def quick(patch):
    patch.setattr(zygote_process, "package_modules", list)
    patch.setattr(zygote_process, "ALWAYS", ("pandas",))


@pytest.fixture
def project(whole, tmp_path, monkeypatch):
    quick(monkeypatch)
    shutil.copytree(whole, tmp_path / "project")
    return Project(tmp_path / "project")


def run(project, *provinces):
    options = runner.Options(jobs=2, log_json=False)
    return runner.run(project, Selection(provinces=provinces), options, dt.date(2024, 7, 1))


def pages(project):
    return {str(path.relative_to(project.reports)): path.read_bytes() for path in project.reports.rglob("*.html")}


def a_letter_in_a_number(project):
    path = next((project.raw / BROKEN).glob("*/figures.csv"))
    header, first, *rest = read_text(path).splitlines(keepends=True)
    cells = first.split(",")
    assert cells[2][:1].isdigit(), "the first figure is a number"
    cells[2] = "1O4"
    write_text(path, "".join([header, ",".join(cells), *rest]))
    return "figures.csv, row 2, column 'printed', value '1O4'"


def no_sidecar(project):
    next((project.raw / BROKEN).glob("*/document.yml")).unlink()
    return "figures.csv"


@pytest.mark.parametrize("break_it", [a_letter_in_a_number, no_sidecar])
def test_the_others_are_made_and_the_broken_one_keeps_its_page(project, tmp_path, break_it):
    before = pages(project)
    shutil.copytree(project.raw, tmp_path / "as it was")
    said = break_it(project)
    sidecar = next((project.raw / "yen-bai").glob("*/*/document.yml"))
    write_text(sidecar, f"{read_text(sidecar)}# another edition\n")
    result = run(project)
    failures = {outcome.job.name: str(outcome.failure) for outcome in result.outcomes if outcome.failure}
    assert result.exit_code == 3
    assert list(failures) == [BROKEN] and said in failures[BROKEN] and "remedy" in failures[BROKEN]
    assert {outcome.job.name for outcome in result.outcomes} == {BROKEN, "yen-bai/2022", "comparison"}
    after = pages(project)
    assert after[f"{BROKEN}.html"] == before[f"{BROKEN}.html"], "the page of the last good run stays"
    assert after["yen-bai/2022.html"] != before["yen-bai/2022.html"]
    words = said.split(", ")[-1].replace("'", "&#39;").encode()
    assert words in after["index.html"] and words not in before["index.html"]
    again = run(project)
    assert again.exit_code == 3 and [outcome.job.name for outcome in again.outcomes] == [BROKEN]
    shutil.rmtree(project.raw)
    shutil.copytree(tmp_path / "as it was", project.raw)
    assert run(project).exit_code == 0
    assert pages(project) == before, "once mended, everything is as if nothing had ever been broken"


def test_a_page_that_would_show_it_says_what_it_lacks(project, capsys):
    said = a_letter_in_a_number(project).replace("'", "&#39;")
    run(project)
    page = read_text(project.reports / "comparison.html")
    notice = page[page.index('class="notice"') :]
    assert said in notice[: notice.index("</div>")]
    assert 'class="notice"' not in read_text(project.reports / "yen-bai/2022.html"), (
        "another province shows nothing of it"
    )
    comparison = str(project.reports / "comparison.html")
    assert main(["--root", str(project.root), "verify", comparison]) == 0
    assert main(["--root", str(project.root), "verify", str(project.reports / f"{BROKEN}.html")]) == 1
    assert "figures.csv: changed" in capsys.readouterr().out


def test_who_asks_for_another_province_gets_it_and_is_told(project, capsys):
    a_letter_in_a_number(project)
    result = run(project, "yen-bai")
    assert result.exit_code == 0 and not any(outcome.failure for outcome in result.outcomes)
    assert "left out, for they cannot be read: hoa-binh/2022-9M/" in capsys.readouterr().err


def test_clean_alone_still_refuses_and_keeps_the_tables(project, capsys):
    before = {path.name: path.read_bytes() for path in project.processed.iterdir()}
    said = a_letter_in_a_number(project)
    assert main(["--root", str(project.root), "clean"]) == 2
    assert said in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in project.processed.iterdir()} == before


def test_a_project_without_one_readable_document_stops(project):
    for path in project.raw.rglob("document.yml"):
        path.unlink()
    before = pages(project)
    with pytest.raises(AnalysisError, match="outside a document"):
        run(project)
    assert pages(project) == before


def a_link_to_a_table(project):
    table = next((project.raw / BROKEN).glob("*/figures.csv"))
    table.rename(project.root / "elsewhere.csv")
    table.symlink_to(project.root / "elsewhere.csv")
    return BROKEN, "a link in data/raw", f"{table.parent.name}/figures.csv"


def a_link_to_a_province(project):
    (project.raw / "hoa-binh").rename(project.root / "elsewhere")
    (project.raw / "hoa-binh").symlink_to(project.root / "elsewhere")
    return "", "a link in data/raw", "data/raw/hoa-binh"


def a_table_astray(project):
    shutil.copy(next((project.raw / BROKEN).glob("*/figures.csv")), project.raw / "hoa-binh" / "copy.csv")
    return "", "outside a document's folder", "data/raw/hoa-binh/copy.csv"


def a_table_beside_documents(project):
    """Where a document's folder would be, so that its path looks like a document's."""
    shutil.copy(next((project.raw / BROKEN).glob("*/figures.csv")), project.raw / BROKEN / "copy.csv")
    return "", "outside a document's folder", f"data/raw/{BROKEN}/copy.csv"


def a_link_beside_documents(project):
    (project.raw / BROKEN / "copy.csv").symlink_to(next((project.raw / BROKEN).glob("*/figures.csv")))
    return "", "a link in data/raw", f"data/raw/{BROKEN}/copy.csv"


def a_folder_of_no_province(project):
    shutil.copytree(project.raw / "hoa-binh", project.raw / "Hòa Bình")
    return "", "not that of the folder", "data/raw/Hòa Bình/2022-9M"


def a_folder_of_no_period(project):
    shutil.copytree(project.raw / BROKEN, project.raw / "hoa-binh/9 tháng")
    return "", "not that of the folder", "data/raw/hoa-binh/9 tháng"


def a_pipe(project):
    os.mkfifo(next((project.raw / BROKEN).iterdir()) / "form-1.csv")
    return BROKEN, "neither a file nor a folder", "form-1.csv"


ODD, SPELLED = os.fsdecode(b"b\xe1o"), "b\\xe1o"  # what an archive packed on Windows leaves


def a_document_in_another_encoding(project):
    document = next((project.raw / BROKEN).iterdir())
    shutil.copytree(document, document.with_name(ODD))
    return BROKEN, "not UTF-8", f"data/raw/{BROKEN}/{SPELLED}"


def a_table_in_another_encoding(project):
    table = next((project.raw / BROKEN).glob("*/figures.csv"))
    shutil.copy(table, table.with_name(f"{ODD}.csv"))
    return BROKEN, "not UTF-8", f"{table.parent.name}/{SPELLED}.csv"


def a_province_in_another_encoding(project):
    shutil.copytree(project.raw / "hoa-binh", project.raw / ODD)
    return "", "not UTF-8", f"data/raw/{SPELLED}"


def a_note_in_another_encoding(project):
    write_text(project.raw / "hoa-binh" / ODD, "no table")
    return "", "not UTF-8", f"data/raw/hoa-binh/{SPELLED}"


def a_link_in_another_encoding(project):
    (project.raw / "hoa-binh" / ODD).symlink_to(project.root)
    return "", "a link in data/raw", f"data/raw/hoa-binh/{SPELLED}"


DISORDER = [
    a_document_in_another_encoding,
    a_table_in_another_encoding,
    a_province_in_another_encoding,
    a_note_in_another_encoding,
    a_link_in_another_encoding,
    a_link_to_a_table,
    a_link_to_a_province,
    a_table_astray,
    a_table_beside_documents,
    a_link_beside_documents,
    a_folder_of_no_province,
    a_folder_of_no_period,
    a_pipe,
]


@pytest.mark.parametrize("break_it", DISORDER)
def test_what_is_out_of_order_in_one_province_stops_no_other(project, tmp_path, capsys, break_it):
    before = pages(project)
    shutil.copytree(project.raw, tmp_path / "as it was")
    failing, *said = break_it(project)
    sidecar = next((project.raw / "yen-bai").glob("*/*/document.yml"))
    write_text(sidecar, f"{read_text(sidecar)}# another edition\n")
    for _ in range(2):  # told again by every run until it is mended
        capsys.readouterr()
        result = run(project)
        told = capsys.readouterr().err
        assert result.exit_code == 3 and all(part in told for part in (*said, "remedy: ")), told
        failed = {outcome.job.name for outcome in result.outcomes if outcome.failure}
        assert failed == ({failing} if failing else set())
    after = pages(project)
    assert after["yen-bai/2022.html"] != before["yen-bai/2022.html"]
    assert after[f"{BROKEN}.html"] == before[f"{BROKEN}.html"], "the page of the last good run stays"
    assert main(["--root", str(project.root), "clean"]) == 2 and said[0] in capsys.readouterr().err
    if not failing:
        assert main(["--root", str(project.root), "status"]) == 0
        assert said[0] in capsys.readouterr().out
    shutil.rmtree(project.raw)
    shutil.copytree(tmp_path / "as it was", project.raw)
    assert run(project).exit_code == 0
    assert pages(project) == before, "once mended, everything is as if nothing had ever been out of order"


def test_what_is_out_of_order_elsewhere_is_no_failure_of_the_province_asked_for(project):
    a_table_astray(project)
    assert run(project, "yen-bai").exit_code == 0
    assert run(project, "hoa-binh").exit_code == 3
