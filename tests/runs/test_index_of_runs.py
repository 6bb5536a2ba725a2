"""reports/index.html after runs of a part, of changed inputs, of failures: it lists everything, each in its state."""

import datetime as dt
import re

from analysis.cli.serve import bring_index_up_to_date
from analysis.runs import runner
from analysis.runs.index import index_entries
from analysis.runs.plan import Selection, make_plan
from tests.runs.conftest import NEEDS_FORK, add_document

TODAY = dt.date(2024, 7, 1)
PAIRS = [("quang-tri", "2024-H1"), ("hue", "2024-H1")]
SHOW = "from IPython.display import HTML\nHTML(f'<p>{province} {period}</p>')"


def run(project, **selection):
    return runner.run(project, Selection(**selection), runner.Options(jobs=1), TODAY)


def states(project):
    plan = make_plan(project, Selection(languages=("vi", "en")), TODAY, runner.digests_of(project))
    return {entry["path"]: (entry["state"], entry["old"]) for entry in index_entries(project, plan)}


@NEEDS_FORK
def test_a_run_of_one_province_keeps_the_others_in_the_index_and_says_what_is_stale(make_project):
    project = make_project([SHOW], PAIRS)
    run(project)
    assert set(states(project).values()) == {("fresh", True)}
    add_document(project, "quang-tri", "2024-H1", "code,label\n1,another\n")
    add_document(project, "hue", "2024-H1", "code,label\n1,another\n")
    run(project, provinces=("hue",))
    assert states(project)["hue/2024-H1.html"] == ("fresh", True)
    assert states(project)["quang-tri/2024-H1.html"] == ("stale", True)
    index = (project.reports / "index.html").read_text(encoding="utf-8")
    assert 'href="quang-tri/2024-H1.html"' in index and "◐ cũ" in index and "● mới" in index


@NEEDS_FORK
def test_a_failed_renewal_is_failed_and_its_old_page_stays_open(make_project):
    project = make_project([SHOW], PAIRS)
    run(project)
    notebook = project.notebooks / "province_report.ipynb"
    broken = notebook.read_text(encoding="utf-8").replace("from IPython", "1 / 0\\nfrom IPython")
    notebook.write_text(broken, encoding="utf-8")
    assert run(project, provinces=("hue",)).exit_code == 3
    assert states(project)["hue/2024-H1.html"] == ("failed", True)
    index = (project.reports / "index.html").read_text(encoding="utf-8")
    assert "✕ lỗi" in index and "ZeroDivisionError" in index and 'href="hue/2024-H1.html"' in index


@NEEDS_FORK
def test_a_page_that_was_deleted_is_missing_and_not_failed(make_project):
    project = make_project([SHOW], PAIRS)
    run(project)
    assert "○" not in (project.reports / "index.html").read_text(encoding="utf-8")
    (project.reports / "hue" / "2024-H1.html").unlink()
    assert states(project)["hue/2024-H1.html"] == ("missing", False)
    run(project, provinces=("quang-tri",))
    index = (project.reports / "index.html").read_text(encoding="utf-8")
    assert "○ chưa dựng" in index and "tệp báo cáo không còn" in index and "✕ lỗi</span>" not in index
    assert 'href="hue/2024-H1.html"' not in index
    run(project)
    assert states(project)["hue/2024-H1.html"] == ("fresh", True)


@NEEDS_FORK
def test_english_pages_stand_beside_the_vietnamese_ones(make_project):
    project = make_project([SHOW], PAIRS)
    run(project)
    run(project, provinces=("hue",), languages=("en",))
    assert states(project)["hue/2024-H1.en.html"] == ("fresh", True)
    assert "quang-tri/2024-H1.en.html" not in states(project)
    index = (project.reports / "index.html").read_text(encoding="utf-8")
    assert 'href="hue/2024-H1.en.html"' in index and 'href="quang-tri/2024-H1.html"' in index


def dead_links(folder):
    """Each link of a page below `folder` to a file that is not there, or to a place that is not in it."""
    pages = {path.resolve(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    dead = []
    for path, html in pages.items():
        for href in re.findall(r'href="([^"]*)"', html):
            if href.startswith(("http:", "https:", "mailto:")):
                continue
            file, _, part = href.partition("#")
            target = pages.get((path.parent / file).resolve() if file else path)
            if target is None or (part and "=" not in part and f'id="{part}"' not in target):
                dead.append(f"{path.name}: {href}")
    return dead


@NEEDS_FORK
def test_no_page_leads_nowhere_whatever_was_run_or_deleted(make_project):
    project = make_project([SHOW], PAIRS)
    run(project, provinces=("hue",), periods=("2024-H1",), languages=("en",))
    assert (project.reports / "hue" / "2024-H1.en.html").exists() and dead_links(project.reports) == []
    lone = project.reports / "comparison.en.html"
    assert "cchc run --all --language en" in lone.read_text(encoding="utf-8")
    run(project)
    assert "cchc run" not in (project.reports / "comparison.html").read_text(encoding="utf-8")
    assert dead_links(project.reports) == []
    (project.reports / "quang-tri" / "2024-H1.html").unlink()
    (project.reports / "comparison.html").unlink()
    run(project, provinces=("hue",))
    assert dead_links(project.reports) == []
    run(project)  # what was put in the comparison's place is replaced again
    assert "cchc run" not in (project.reports / "comparison.html").read_text(encoding="utf-8")
    lone.unlink()
    assert dead_links(project.reports) == ["2024-H1.en.html: ../comparison.en.html"]


@NEEDS_FORK
def test_a_page_that_was_deleted_is_told_of_when_reports_are_looked_at(make_project):
    project = make_project([SHOW], PAIRS)
    run(project)
    (project.reports / "hue" / "2024-H1.html").unlink()
    index = project.reports / "index.html"
    assert 'href="hue/2024-H1.html"' in index.read_text(encoding="utf-8")
    bring_index_up_to_date(project)
    said = index.read_text(encoding="utf-8")
    assert 'href="hue/2024-H1.html"' not in said and "tệp báo cáo không còn" in said
    assert 'href="quang-tri/2024-H1.html"' in said
    (project.raw / "no-such-province").mkdir()  # what hinders a plan does not hinder a look
    index.unlink()
    bring_index_up_to_date(project)
