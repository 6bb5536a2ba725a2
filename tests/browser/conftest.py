"""A real headless Chromium without network, opened on pages made from the sample."""

import json
import re
from pathlib import Path

import pytest

from analysis.report import ComparisonPage, IndicatorPage, ProvincePage
from analysis.report.index import contents, index_html
from analysis.report.page import to_html
from analysis.report.site_files import comparison_name, index_name
from tests.report.conftest import PARTS, notebook_of
from tests.report.sample import dataset

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """reports/ as a run leaves it: index, two reports, the comparison."""
    root = tmp_path_factory.mktemp("site")
    data = dataset()
    held = contents(data)
    entries = [{"path": "comparison.html", "kind": "comparison", "province": "", "period": "", "state": "there"}]
    trail = {"parameters": {"province": "quang-tri"}, "inputs": {"data/raw/a/b/c.csv": "0f" * 32}, "code": "ab" * 32}
    for province, period, language in REPORTS:
        page = notebook_of(ProvincePage(data, province, period, language), PARTS)
        html = to_html(page, title="Báo cáo", language=language, provenance=trail)
        path = f"{province}/{period}{'' if language == 'vi' else f'.{language}'}.html"
        (root / province).mkdir(exist_ok=True)
        (root / path).write_text(html, encoding="utf-8")
        entry = {"path": path, "province": province, "period": period, "language": language, "state": "there"}
        entries.append(entry | {"findings": {"critical": 1}} | held[province, period])
    page = IndicatorPage(data, "online_payment_transactions")
    html = to_html(notebook_of(page, INDICATOR_PARTS), title="Chỉ tiêu", language="vi", provenance=trail)
    (root / "indicators").mkdir()
    (root / "indicators" / "one.html").write_text(html, encoding="utf-8")
    cells = json.loads((ROOT / "notebooks" / "comparison.ipynb").read_text("utf-8"))["cells"]
    parts = [found[1] for cell in cells if (found := re.fullmatch(r"page\.(\w+)\(\)", "".join(cell["source"])))]
    assert {"nation", "attainment", "peers", "territory"} < set(parts)
    for language in ("vi", "en"):
        page = notebook_of(ComparisonPage(data, language), parts)
        html = to_html(page, title="So sánh", language=language, provenance=trail)
        (root / comparison_name(language)).write_text(html, encoding="utf-8")
        (root / index_name(language)).write_text(index_html(entries, language), encoding="utf-8")
    return root


INDICATOR_PARTS = ("identity", "targets", "states", "results_by_period", "territory", "sources")
REPORTS = (
    ("quang-tri", "2024-H1", "vi"),
    ("quang-tri", "2024-H1", "en"),
    ("quang-tri", "2021-2025", "vi"),
    ("thai-nguyen", "2020", "vi"),
)
PAGES = (
    "index.html",
    "index.en.html",
    "quang-tri/2024-H1.html",
    "quang-tri/2024-H1.en.html",
    "quang-tri/2021-2025.html",
    "thai-nguyen/2020.html",
    "comparison.html",
    "comparison.en.html",
    "indicators/one.html",
)


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core, from the locked package that carries it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: run make setup")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
