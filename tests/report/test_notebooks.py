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


BREAKS = {
    "output": lambda code, book: code[-1].update(outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}]),
    "count": lambda code, book: code[-1].update(execution_count=3),
    "no parameters": lambda code, book: code[0].update(metadata={}),
    "expression": lambda code, book: code[0].update(source=["province = 'quang' + 'tri'"]),
    "equals sign": lambda code, book: code[0].update(source=["province = 'a=b'"]),
    "vietnamese": lambda code, book: code[0].update(source=["province = 'Quảng Trị'"]),
    "twice": lambda code, book: code[-1].update(id=code[-2]["id"]),
    "random id": lambda code, book: code[-1].update(id="0a1b2c3d"),
    "function": lambda code, book: code[-1].update(source=["def show():\n", "    pass"]),
    "magic": lambda code, book: code[-1].update(source=["%matplotlib inline"]),
    "kernel": lambda code, book: book["metadata"]["kernelspec"].update(name="my-own"),
}


def broken(name):
    notebook = json.loads((NOTEBOOKS / "province_report.ipynb").read_text(encoding="utf-8"))
    BREAKS[name]([cell for cell in notebook["cells"] if cell["cell_type"] == "code"], notebook)
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


@pytest.mark.parametrize(("name", "least"), [("province_report", 6), ("comparison", 6), ("indicator", 3)])
def test_the_cells_run_in_order_and_show_parts(monkeypatch, project, name, least):
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
    assert shown >= least
