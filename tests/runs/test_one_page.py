"""`cchc compare page`: a page of chosen provinces, or of one indicator, from the same notebooks as the reports."""

import shutil
from pathlib import Path

import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.cli import main
from analysis.errors import InputError
from analysis.runs.job import Job
from analysis.runs.one_page import PageError, page_of
from analysis.runs.runner import digests_of
from analysis.runs.verify import verify
from analysis.store import Project, write_table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    for name, frame in clean_folders(read_all(Project(ROOT))).items():
        write_table(Project(folder), name, frame)
    return folder


def page(root, *arguments):
    return main(["--root", str(root), "compare", "page", *map(str, arguments)])


def test_a_page_of_chosen_provinces_shows_them_and_can_be_verified(root, tmp_path, capfd):
    out = tmp_path / "deep" / "two.html"
    assert page(root, "--province", "quang-tri", "--province", "Đắk Nông", "--deadline", 2025, "--out", out) == 0
    printed = capfd.readouterr()
    assert printed.out.strip() == str(out) and not printed.err
    text = out.read_text(encoding="utf-8")
    heads = text[text.index('id="targets"') :].partition("</thead>")[0]
    assert "Quảng Trị" in heads and "Đắk Nông" in heads and "Thái Nguyên" not in heads
    job = verify(Project(root), out, digests_of(Project(root))).job
    assert job.parameters["provinces"] == "quang-tri,dak-nong" and job.parameters["deadline"] == "2025"
    assert not verify(Project(root), out, digests_of(Project(root))).differences
    assert sorted(path.name for path in root.iterdir()) in (["data"], ["build", "data"]), "no report, nothing else"


def test_a_page_of_one_indicator(root, tmp_path, capfd):
    out = tmp_path / "one.html"
    assert page(root, "--indicator", "dossiers_resolved_on_time", "--language", "en", "--out", out) == 0
    assert '<html lang="en"' in out.read_text(encoding="utf-8") and not capfd.readouterr().err
    assert verify(Project(root), out, digests_of(Project(root))).job.indicator == "dossiers_resolved_on_time"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--province", "quang-trj", "--out", "a.html"], "did you mean quang-tri"),
        (["--deadline", "2024", "--out", "a.html"], "choose one of 2021"),
        (["--period", "2019-H1", "--out", "a.html"], "choose one of"),
        (["--as-of", "1/7/2025", "--out", "a.html"], "such as 2025-07-01"),
        (["--indicator", "dossier_resolved_on_time", "--out", "a.html"], "did you mean"),
        (["--indicator", "procedures_total", "--period", "2024-H1", "--out", "a.html"], "leave the other choices out"),
        (["--out", "a.pdf"], "end in .html"),
        (["--out", "."], "end in .html"),
    ],
)
def test_what_cannot_be_shown_is_refused_before_a_notebook_starts(root, tmp_path, monkeypatch, capsys, arguments, hint):
    monkeypatch.chdir(tmp_path)
    assert page(root, *arguments) == 2
    error = capsys.readouterr().err
    assert hint in error and len(error.splitlines()) <= 3 and not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["reports/comparison.html", "data/raw/x.html", "data/processed/../x/../raw/y.html"])
def test_the_project_s_own_folders_are_left_alone(root, capsys, place):
    assert page(root, "--out", root / place) == 2
    assert "name another place" in capsys.readouterr().err and not (root / place).exists()


def test_a_notebook_that_fails_leaves_an_older_page_as_it_was(root, tmp_path, capsys):
    """A copy of the project whose notebook raises: exit code 3, the cell named, the file there untouched."""
    own = tmp_path / "own"
    (own / "notebooks").mkdir(parents=True)
    (own / "data").symlink_to(root / "data")
    source = (ROOT / "notebooks" / "comparison.ipynb").read_text(encoding="utf-8")
    broken = source.replace('"page.coverage()"', "\"raise ValueError('torn')\"")
    assert broken != source
    (own / "notebooks" / "comparison.ipynb").write_text(broken, encoding="utf-8")
    out = tmp_path / "page.html"
    out.write_text("before", encoding="utf-8")
    assert page(own, "--out", out) == 3
    assert "ValueError: torn" in capsys.readouterr().err and out.read_text(encoding="utf-8") == "before"
    with pytest.raises(PageError, match="cell 5"):
        page_of(Project(own), Job("comparison", "vi"))


def test_a_choice_the_notebook_does_not_know_never_starts(root):
    with pytest.raises(InputError, match="unknown parameter 'colour'"):
        page_of(Project(root), Job("comparison", "vi", choice=(("colour", "red"),)))
