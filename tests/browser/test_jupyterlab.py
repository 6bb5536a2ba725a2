"""explore and tutorial in a real JupyterLab: opened in a browser, run from top to bottom, chosen from by hand.

JupyterLab has an environment of its own (requirements-lab.lock); `make test-lab` makes it and runs this file. What is
done by hand in menus is asked of JupyterLab's own commands here, whose promises say when they are through.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from analysis.clean.pipeline import clean_project
from analysis.store import Project
from analysis.validate import validate_project

ROOT = Path(__file__).parents[2]
PLACES = (str(ROOT / ".venv-lab" / "bin"), str(Path(sys.executable).parent))
LAB = shutil.which("jupyter-lab", path=os.pathsep.join(PLACES))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(LAB is None, reason="JupyterLab is not installed here, left out: `make test-lab` installs it"),
]
TOKEN = "only-for-this-test"
LATEST = 180  # seconds, on a loaded machine; alone it takes a tenth of that
DIALOGS = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


@pytest.fixture(scope="module")
def lab(browser, tmp_path_factory):
    """A JupyterLab of this machine only, over a project with tables and copies of the notebooks: its address."""
    root = tmp_path_factory.mktemp("lab")
    for name in ("quang-tri", "thai-nguyen", "national"):
        shutil.copytree(ROOT / "data" / "raw" / name, root / "data" / "raw" / name)
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    clean_project(Project(root))
    validate_project(Project(root))
    own = root / "jupyter"
    (own / "config" / "labconfig").mkdir(parents=True)
    (own / "config" / "labconfig" / "page_config.json").write_text(json.dumps(DIALOGS), encoding="utf-8")
    folders = {f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "RUNTIME", "DATA")}
    environment = os.environ | folders | {"IPYTHONDIR": str(own / "ipython"), "PYTHONPATH": str(ROOT / "src")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={address.rpartition(':')[2]}"]
    options += [f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    options += ["--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None", "--log-level=WARN"]
    log = root / "lab.log"
    with log.open("wb") as said, subprocess.Popen(
        [LAB, *options], cwd=root, env=environment | {"CCHC_ROOT": str(root)}, stdout=said, stderr=said
    ) as server:  # fmt: skip
        try:
            wait_for(server, f"{address}/api?token={TOKEN}", log)
            yield address
        finally:
            server.terminate()  # it ends its kernels too
            server.wait(60)


def wait_for(server, address, log):
    last = time.monotonic() + LATEST
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            told = log.read_text("utf-8", "replace")[-2000:]
            assert server.poll() is None, f"JupyterLab ended: {told}"
            assert time.monotonic() < last, f"JupyterLab does not answer: {told}"
            time.sleep(0.2)


@pytest.fixture
def page(browser, lab):
    """JupyterLab in a browser, without a workspace of before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(LATEST * 1000)
    opened.said = []
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto(f"{lab}/lab?reset&token={TOKEN}")
    opened.wait_for_function("window.jupyterapp?.restored", polling=200)
    opened.evaluate("window.jupyterapp.restored.then(() => null)")
    yield opened
    context.close()


# Open a notebook with a kernel, run all of it, and give back its cells as JupyterLab holds them.
RUN = """async name => {
    const {commands} = window.jupyterapp;
    const kernel = {name: 'python3'};
    const panel = await commands.execute('docmanager:open', {path: `notebooks/${name}.ipynb`, factory: 'Notebook', kernel});
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    const done = await commands.execute('notebook:run-all-cells');
    return {done: done !== false, cells: panel.content.model.toJSON().cells};
}"""


# Whether the view beneath the lists is titled so.
TITLED = "words => [...document.querySelectorAll('.jp-CodeCell h4')].some(part => part.textContent.startsWith(words))"


def outputs_of(page, name):
    """Outputs of the code cells of a notebook after it was run, and nothing else that went wrong."""
    found = page.evaluate(RUN, name)
    code = [cell for cell in found["cells"] if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    outputs = [output for cell in code for output in cell["outputs"]]
    errors = [f"{one['ename']}: {one['evalue']}" for one in outputs if one["output_type"] == "error"]
    warnings = ["".join(one["text"]) for one in outputs if one["output_type"] == "stream" and one["name"] == "stderr"]
    assert (errors, warnings) == ([], [])
    assert found["done"] and all(cell["execution_count"] for cell in code)
    assert page.locator(".jp-Dialog").count() == 0 and page.said == []
    return outputs


def html(outputs):
    return "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)


def test_the_tutorial_runs_from_top_to_bottom_and_finds_the_mistake(page):
    shown = html(outputs_of(page, "tutorial"))
    assert "<svg" in shown and "<table" in shown and "11.700" in shown


def test_explore_runs_from_top_to_bottom_and_its_lists_choose(page):
    outputs = outputs_of(page, "explore")
    shown = html(outputs)
    assert "<svg" in shown and "Quảng Trị, 6 tháng đầu năm 2024" in shown
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)
    lists = page.locator(".jp-CodeCell select")
    lists.first.scroll_into_view_if_needed()
    assert lists.count() == 3
    page.wait_for_function(TITLED, polling=200, arg="Quảng Trị, 6 tháng đầu năm 2024: ")
    other = lists.nth(2).locator("option").all_text_contents()[-1].replace("\xa0", " ")  # as the widget joins words
    assert page.locator(".jp-CodeCell h4").all_text_contents() != [f"Quảng Trị, 6 tháng đầu năm 2024: {other}"]
    lists.nth(2).select_option(label=other)
    page.wait_for_function(TITLED, polling=200, arg=f"Quảng Trị, 6 tháng đầu năm 2024: {other}")
    lists.nth(0).select_option(label="Thái Nguyên")
    page.wait_for_function(TITLED, polling=200, arg="Thái Nguyên, ")
    assert page.locator(".jp-mod-error").count() == 0 and page.said == []
