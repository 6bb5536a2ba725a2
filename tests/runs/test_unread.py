"""Documents that cannot be read: their own reports fail and say which cell, all others are made, nothing is lost."""

from __future__ import annotations

import datetime as dt
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
