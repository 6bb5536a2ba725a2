import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.store import Project, write_table
from tests.report.sample import dataset

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
TOOL = ROOT / "tools" / "check_notebooks.py"


def check(folder):
    return subprocess.run([sys.executable, TOOL, folder], capture_output=True, text=True, timeout=60)


def test_the_notebooks_are_clean():
    done = check(NOTEBOOKS)
    assert (done.returncode, done.stderr) == (0, "")


def broken(name):
    notebook = json.loads((NOTEBOOKS / "province_report.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    parameters, last = code[0], code[-1]
    if name == "output":
        last["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    elif name == "count":
        last["execution_count"] = 3
    elif name == "no parameters":
        parameters["metadata"] = {}
    elif name == "expression":
        parameters["source"] = ["province = 'quang' + 'tri'"]
    elif name == "equals sign":
        parameters["source"] = ["province = 'a=b'"]
    elif name == "vietnamese":
        parameters["source"] = ["province = 'Quảng Trị'"]
    elif name == "twice":
        last["id"] = code[-2]["id"]
    elif name == "random id":
        last["id"] = "0a1b2c3d"
    elif name == "function":
        last["source"] = ["def show():\n", "    pass"]
    elif name == "magic":
        last["source"] = ["%matplotlib inline"]
    elif name == "kernel":
        notebook["metadata"]["kernelspec"]["name"] = "my-own"
    return json.dumps(notebook, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("output", "holds outputs"),
        ("count", "holds outputs or a count"),
        ("no parameters", "0 cells are tagged parameters"),
        ("expression", "is not a text, number"),
        ("equals sign", "holds '='"),
        ("vietnamese", "beyond ASCII"),
        ("twice", "share an id"),
        ("random id", "is not a word"),
        ("function", "defines a function"),
        ("magic", "no plain Python"),
        ("kernel", "make it python3"),
    ],
)
def test_a_broken_notebook_is_found(tmp_path, name, message):
    (tmp_path / "broken.ipynb").write_text(broken(name), encoding="utf-8")
    done = check(tmp_path)
    assert done.returncode == 1 and message in done.stderr


def test_no_notebook_at_all_is_a_fault(tmp_path):
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    assert "cannot be read" in check(tmp_path).stderr
    assert check(tmp_path / "nowhere").returncode == 1


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "data" / "raw").mkdir(parents=True)
    for name, frame in dataset().tables.items():
        write_table(Project(root), name, frame)
    return root


@pytest.mark.parametrize("name", ["province_report", "comparison"])
def test_the_cells_run_in_order_and_show_parts(monkeypatch, project, name):
    monkeypatch.setenv("CCHC_ROOT", str(project))
    names = {}
    shown = 0
    for cell in json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            continue
        if source.startswith("page."):
            shown += bool(eval(source, names)._repr_html_())
        else:
            exec(source, names)
    assert shown >= 6
