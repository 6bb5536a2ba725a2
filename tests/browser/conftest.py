"""A real headless Chromium without network, opened on pages made from the sample."""

import shutil
import subprocess
import tarfile

import pytest

from analysis.report import ComparisonPage, ProvincePage
from analysis.report.index import contents, index_html
from analysis.report.page import to_html
from tests.report.conftest import PARTS, notebook_of
from tests.report.sample import dataset

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AXE = "axe-core@4.10.3"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run "
    "--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1"
)


def chromium_path():
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    path = chromium_path()
    if path is None:
        pytest.skip(f"no Chromium here (looked for {', '.join(NAMES)}); install the package chromium to run this")
    sync_api = pytest.importorskip("playwright.sync_api")
    flags = [f"--{flag}".strip() for flag in FLAGS.split("--") if flag.strip()]
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """reports/ as a run leaves it: index, two reports, the comparison."""
    root = tmp_path_factory.mktemp("site")
    data = dataset()
    held = contents(data)
    entries = [{"path": "comparison.html", "kind": "comparison", "province": "", "period": "", "state": "there"}]
    trail = {"parameters": {"province": "quang-tri"}, "inputs": {"data/raw/a/b/c.csv": "0f" * 32}, "code": "ab" * 32}
    for province, period in (("quang-tri", "2024-H1"), ("quang-tri", "2021-2025"), ("thai-nguyen", "2020")):
        html = to_html(
            notebook_of(ProvincePage(data, province, period), PARTS), title="Báo cáo", language="vi", provenance=trail
        )
        (root / province).mkdir(exist_ok=True)
        (root / province / f"{period}.html").write_text(html, encoding="utf-8")
        entry = {"path": f"{province}/{period}.html", "province": province, "period": period, "state": "there"}
        entries.append(entry | held[province, period])
    parts = ["identity", "coverage", "targets", "indices", "map", "tasks", "sources"]
    html = to_html(notebook_of(ComparisonPage(data), parts), title="So sánh", language="vi", provenance=trail)
    (root / "comparison.html").write_text(html, encoding="utf-8")
    (root / "index.html").write_text(index_html(entries), encoding="utf-8")
    return root


PAGES = ("index.html", "quang-tri/2024-H1.html", "quang-tri/2021-2025.html", "thai-nguyen/2020.html", "comparison.html")


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """The script of axe-core, fetched by npm's own client at test time; it is not kept in the repository."""
    if shutil.which("npm") is None:
        pytest.skip("no npm here, so axe-core cannot be fetched")
    folder = tmp_path_factory.mktemp("axe")
    command = ["npm", "pack", AXE, "--silent", "--pack-destination", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=90, cwd=folder)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("the npm registry cannot be reached, so axe-core cannot be fetched")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()
