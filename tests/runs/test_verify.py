"""`cchc verify`: a report states what it follows from, and is held against the disk."""

import datetime as dt
import re
import shlex
import shutil

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis.cli import build_parser, main
from analysis.runs import runner
from analysis.runs.execute import render
from analysis.runs.job import Job
from analysis.runs.plan import Selection, inputs_now
from analysis.runs.verify import prepared_now
from tests.runs.conftest import NEEDS_FORK, add_document

pytestmark = NEEDS_FORK
SHOW = "from IPython.display import HTML\nHTML('<p>1.234 hồ sơ</p>')"
RATE = "dossiers_resolved_on_time"
PAGE = "reports/quang-tri/2024-H1.html"


@pytest.fixture
def made(make_project):
    project = make_project([SHOW], [("quang-tri", "2024-H1"), ("hue", "2023")])
    assert runner.run(project, Selection(), runner.Options(jobs=1), dt.date(2024, 7, 1)).exit_code == 0
    return project


def verify(project, *paths):
    return main(["--root", str(project.root), "verify", *(str(project.root / path) for path in paths)])


def test_a_fresh_report_follows_from_the_disk_also_without_build_and_elsewhere(made, tmp_path_factory, capsys):
    assert verify(made, PAGE, "reports/comparison.html", "reports/hue/2023.html") == 0
    assert "follows from what is on disk (2 input files)" in capsys.readouterr().out
    shutil.rmtree(made.build)
    copy = tmp_path_factory.mktemp("mail") / "page.html"
    shutil.copy(made.root / PAGE, copy)
    assert verify(made, copy) == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda root: (root / "data/raw/quang-tri/2024-H1/report/form-1.csv").write_text("code,label\n1,two\n"),
            "data/raw/quang-tri/2024-H1/report/form-1.csv: changed",
        ),
        (
            lambda root: (root / "data/raw/quang-tri/2024-H1/report/form-1.csv").unlink(),
            "data/raw/quang-tri/2024-H1/report/form-1.csv: gone since",
        ),
        (
            lambda root: (root / "data/raw/quang-tri/2024-H1/report/tasks.csv").write_text("no\n"),
            "data/raw/quang-tri/2024-H1/report/tasks.csv: new since",
        ),
        (
            lambda root: (root / "notebooks/province_report.ipynb").open("a").write("\n"),
            "notebook: changed",
        ),
        (
            lambda root: (root / PAGE).write_text((root / PAGE).read_text().replace("1.234 hồ sơ", "1.235 hồ sơ")),
            "the page was altered after it was made",
        ),
    ],
)
def test_what_differs_is_named(made, change, told, capsys):
    change(made.root)
    assert verify(made, PAGE) == 1
    out = capsys.readouterr().out
    assert told in out and "cchc run --province quang-tri --period 2024-H1" in out


def remedy_of(said):
    line = next(line for line in said.splitlines() if "remedy: cchc" in line)
    return shlex.split(line.partition("remedy: cchc ")[2].removesuffix(" makes it anew"))


@pytest.mark.parametrize(
    ("page", "job"),
    [
        (PAGE, Job("province", "vi", "quang-tri", "2024-H1")),
        (PAGE.replace(".html", ".en.html"), Job("province", "en", "quang-tri", "2024-H1")),
        ("reports/comparison.html", Job("comparison", "vi")),
        ("reports/comparison.en.html", Job("comparison", "en")),
        ("reports/indicators/dossiers_resolved_on_time.html", Job("indicator", "vi", indicator=RATE)),
        ("reports/indicators/dossiers_resolved_on_time.en.html", Job("indicator", "en", indicator=RATE)),
        ("my page.html", Job("indicator", "en", indicator=RATE)),
        ("c.html", Job("comparison", "en", choice=(("provinces", "quang-tri,hue"), ("deadline", "2025")))),
        ("c.html", Job("comparison", "vi", choice=(("period", "2024-H1"), ("as_of", "2025-07-01")))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_page_of_every_kind_and_language_is_held_against_the_disk(make_project, page, job, capsys):
    """And what is said to make it anew makes that very page: the same parameters, the same place."""
    made = make_project([SHOW], [("quang-tri", "2024-H1"), ("hue", "2023")])
    path = made.root / page
    digests = runner.digests_of(made)
    stated = inputs_now(made, job, prepared_now(made, digests), digests)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(job, new_notebook(cells=[new_markdown_cell("1.234 hồ sơ")]), stated), encoding="utf-8")
    assert verify(made, page) == 0, capsys.readouterr().out
    path.write_text(path.read_text(encoding="utf-8").replace("1.234", "1.235"), encoding="utf-8")
    capsys.readouterr()
    assert verify(made, page) == 1
    said = capsys.readouterr().out
    assert "altered after it was made" in said
    args = build_parser().parse_args(remedy_of(said))
    if args.command == "run":
        assert page.startswith("reports/") and args.due
        named = [(names or [""])[0] for names in (args.language or ["vi"], args.province, args.period, args.indicator)]
        assert Job(job.kind, *named) == job and (args.all or job.kind != "comparison")
    else:
        assert args.out == path and args.language == job.language and (args.indicator or "") == job.indicator
        asked = {"deadline": args.deadline, "period": args.period, "as_of": args.day}
        asked["provinces"] = ",".join(args.province or [])
        assert {name: value for name, value in asked.items() if value} == dict(job.choice)


def test_code_and_lock_that_differ_are_named(made, monkeypatch, capsys):
    from analysis.runs import plan

    monkeypatch.setattr(plan, "code_digest", lambda _: "another")
    monkeypatch.setattr(plan, "lock_digest", lambda _: "another")
    assert verify(made, PAGE) == 1
    out = capsys.readouterr().out
    assert "code (src/analysis): changed" in out and "locked environment" in out and "another now" in out


def test_rows_of_processed_tables_that_differ_are_named(made, capsys):
    import pandas as pd

    from analysis.store import typed, write_table

    row = {"document_id": "quang-tri/2024-H1/report", "province": "quang-tri", "period": "2024-H1"}
    write_table(made, "documents", typed(pd.DataFrame([row]), "documents"))
    assert verify(made, PAGE, "reports/hue/2023.html") == 1
    out = capsys.readouterr().out
    assert "data/processed: changed" in out
    assert "hue/2023.html: follows" in out


def test_a_document_that_came_later_is_named_by_the_pages_that_show_it(made, capsys):
    add_document(made, "hue", "2024-H1")
    assert verify(made, "reports/comparison.html", PAGE) == 1
    out = capsys.readouterr().out
    assert "data/raw/hue/2024-H1/report/form-1.csv: new since" in out
    assert f"{PAGE}: follows" in out


def test_a_page_in_the_wrong_place_is_named(made, capsys):
    shutil.copy(made.root / PAGE, made.root / "reports/hue/2023.html")
    assert verify(made, "reports/hue/2023.html") == 1
    assert "the page was made as reports/quang-tri/2024-H1.html" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [b"", b"<p>x</p>", b"\xff\xfe", b"<section id='provenance'><dl></dl></section>", b"\x00" * 100]
)
def test_what_is_no_report_of_ours_is_an_error(made, content, capsys):
    (made.root / "other.html").write_bytes(content)
    assert verify(made, "other.html") == 2
    assert "remedy" in capsys.readouterr().err


def test_index_folder_and_missing_file_are_no_reports(made, capsys):
    for path in ("reports/index.html", "reports", "reports/none.html"):
        assert verify(made, path) == 2
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(made.root), "verify"])
    assert stopped.value.code == 2


def test_parameters_that_are_none_of_ours_are_refused(made, capsys):
    page = (made.root / PAGE).read_text()
    forged = re.sub(r"(<li>period: <code>)[^<]*", r"\1../../etc", page)
    assert forged != page
    (made.root / "forged.html").write_text(forged)
    assert verify(made, "forged.html") == 2


def test_executed_notebooks_hold_no_times_no_paths_and_no_chance(made):
    text = (made.build / "executed/quang-tri/2024-H1.ipynb").read_text()
    assert str(made.root) not in text
    assert not re.search(r'"(start_time|end_time|duration)"', text)
    assert '"id": "injected-parameters"' in text
