import copy
from pathlib import Path

import nbformat
import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.dataset import Dataset
from analysis.report import ProvincePage
from analysis.report.page import to_html
from analysis.store import Project
from analysis.validate import validate
from tests.report.sample import dataset

ROOT = Path(__file__).parents[2]
PARTS = [
    "identity",
    "summary",
    "attainment",
    "charts",
    "doubts",
    "forms",
    "figures",
    "targets",
    "tasks",
    "peers",
    "indices",
    "missing",
    "sources",
]


@pytest.fixture(scope="session")
def data():
    return dataset()


@pytest.fixture(scope="session")
def committed():
    """The reports of the project itself, cleaned and checked."""
    tables = clean_folders(read_all(Project(ROOT)))
    checked = validate(tables)
    return Dataset(**tables, checks=checked.checks, findings=checked.findings)


@pytest.fixture(scope="session")
def render(data):
    """Render the page of one province and period as the notebook would, without a kernel."""
    made = {}

    def render_page(province, period, language="vi"):
        key = (province, period, language)
        if key not in made:
            page = ProvincePage(data, province, period, language)
            made[key] = to_html(notebook_of(page), title="Trang", language=language, provenance={})
        return copy.copy(made[key])

    return render_page


def notebook_of(page, parts=PARTS):
    cells = [nbformat.v4.new_code_cell('province = "x"', metadata={"tags": ["parameters"]})]
    for part in parts:
        html = getattr(page, part)()._repr_html_()
        output = nbformat.v4.new_output("execute_result", data={"text/html": html, "text/plain": "part"})
        cells.append(nbformat.v4.new_code_cell(f"page.{part}()", outputs=[output]))
    return nbformat.v4.new_notebook(cells=cells)
