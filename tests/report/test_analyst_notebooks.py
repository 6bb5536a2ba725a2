"""The notebooks for analysts, executed from top to bottom by stock papermill: nothing in them may have gone stale."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import papermill
import pytest

import analysis
from analysis.clean.pipeline import clean_project
from analysis.report.choice import Choice, _lists
from analysis.store import Project
from analysis.validate import validate_project

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("analyst")
    for name in ("quang-tri", "national", "thai-nguyen"):
        shutil.copytree(ROOT / "data" / "raw" / name, root / "data" / "raw" / name)
    clean_project(Project(root))
    validate_project(Project(root))
    return root


@pytest.fixture
def execute(project, tmp_path, monkeypatch):
    monkeypatch.setenv("CCHC_ROOT", str(project))

    def run(name, **parameters):
        done = papermill.execute_notebook(
            str(ROOT / "notebooks" / f"{name}.ipynb"),
            str(tmp_path / f"{name}.ipynb"),
            parameters=parameters,
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=120,
        )
        return {cell.id: cell.outputs for cell in done.cells if cell.cell_type == "code"}

    return run


def html(outputs):
    return "".join("".join(output["data"].get("text/html", "")) for output in outputs if "data" in output)


def test_explore_shows_tables_with_sources_and_charts_in_one_line_each(execute):
    shown = execute("explore")
    assert "Quảng Trị, 6 tháng đầu năm 2024" in html(shown["load"]) and ".observations" in html(shown["load"])
    for cell in ("rows", "peers", "trend"):
        assert "document_id" in html(shown[cell]) and "L" in html(shown[cell])
    assert "11.700" not in html(shown["findings"]) and "9.955" in html(shown["findings"])
    for cell in ("rates", "attainment", "peers-chart", "trend-chart", "ranks"):
        assert "<svg" in html(shown[cell]) and "<figcaption" in html(shown[cell])
        assert "http" not in html(shown[cell]).replace("http://www.w3.org", "").split("<title>")[0]
    lines = [cell["source"] for cell in json.loads((ROOT / "notebooks" / "explore.ipynb").read_text("utf-8"))["cells"]]
    assert all(len(source) == 1 for source in lines if source and source[0].startswith("charts."))


def test_explore_takes_another_province_and_language(execute):
    shown = execute("explore", province="thai-nguyen", period="2023-Q1", language="en")
    assert "Thái Nguyên, quý I năm 2023" in html(shown["load"])
    assert "nothing to draw: no rates with a value" in html(shown["rates"])
    assert "97%" in html(shown["trend-chart"])


def test_a_choice_shows_rows_with_sources_and_charts_and_what_else_there_is_without_widgets(execute):
    shown = html(execute("explore")["choose"])
    assert "thai-nguyen (Thái Nguyên)" in shown and "2021-2025 (giai đoạn 2021–2025)" in shown
    assert "<td" in shown and "L338" in shown and "1125-bc-vp" in shown
    assert shown.count("<svg") == 2


class FakeBox:
    """A list as ipywidgets has it: whoever observes its value is told of a change."""

    def __init__(self, options=(), value=None, **_):
        self.options, self._value, self.watchers = options, value, []

    value = property(lambda self: self._value)

    @value.setter
    def value(self, new):
        assert new in {key for _, key in self.options}
        changed, self._value = new != self._value, new
        for watcher in self.watchers if changed else ():
            watcher({"new": new})

    def observe(self, watcher, names):
        self.watchers.append(watcher)


def test_lists_keep_to_each_other_and_the_view_follows(project, monkeypatch):
    monkeypatch.setenv("CCHC_ROOT", str(project))
    widgets = SimpleNamespace(Dropdown=FakeBox, VBox=tuple, Layout=dict)
    made = Choice(analysis.load(root=project), "quang-tri", "2024-H1", "dossiers_resolved_on_time")
    seen = []
    province, period, indicator = _lists(made, widgets, lambda: seen.append(str(made.view())))
    assert (province.value, period.value, indicator.value) == ("quang-tri", "2024-H1", "dossiers_resolved_on_time")
    period.value = "2021-2025"
    assert made.period == "2021-2025" and indicator.value in {key for _, key in made.indicators()}
    province.value = "thai-nguyen"
    assert made.period == period.value == "2023-Q1" and {key for _, key in period.options} == {"2023-Q1", "2020"}
    assert len(seen) == 2 and "Thái Nguyên, quý I năm 2023" in seen[-1]
    assert "Biểu mẫu của kỳ này không có dòng nào" in seen[-1]


def test_the_tutorial_goes_from_a_raw_file_to_the_transposed_digits(execute):
    shown = execute("tutorial", language="en")
    assert "11.070" in html(shown["ingest"]) and "11070" in html(shown["tidy"])
    assert "11070 -&gt; 11700" in html(shown["suspect"])
    assert "Form 3, row 3.2.2" in html(shown["doubts"])
    assert "<svg" in html(shown["chart"])


def test_a_dataset_shows_whose_it_is_what_it_holds_and_what_was_found(project):
    shown = analysis.load("quang-tri", "2024-H1", root=project)._repr_html_()
    for part in ("Quảng Trị, 6 tháng đầu năm 2024", "1125/BC-VP", "14/6/2024", "<td style='text-align:left'>80</td>"):
        assert part in shown
    assert "findings: 5 critical, 2 warning" in shown
    assert "all provinces and periods" in analysis.load(root=project)._repr_html_()
