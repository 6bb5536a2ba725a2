"""Check that notebooks are clean: no outputs, no counts, stable cell ids, one cell of literal parameters, no logic.

Called as `check_notebooks.py FOLDER…`; prints one line per fault and returns 1 if there is any.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS = re.compile(r"[a-z][a-z0-9-]{1,40}")
SIMPLE = (str, int, float, bool)
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def faults(path: Path) -> list[str]:
    """What is wrong with the notebook at `path`, one sentence each."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        return [f"{path}: cannot be read as a notebook: {error}"]
    cells = notebook.get("cells", [])
    found = [f"{path}: cell {number}: {fault}" for number, cell in enumerate(cells, 1) for fault in _of_cell(cell)]
    identities = [cell.get("id", "") for cell in cells]
    if len(set(identities)) < len(identities):
        found.append(f"{path}: two cells share an id")
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        found.append(f"{path}: {len(tagged)} cells are tagged parameters; tag exactly one")
    for cell in tagged:
        found += [f"{path}: parameters cell: {fault}" for fault in _of_parameters("".join(cell["source"]))]
    kernel = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
    if kernel != "python3":
        found.append(f"{path}: kernel is {kernel!r}; make it python3, which every installation has")
    return found


def _of_cell(cell: dict[str, Any]) -> Iterator[str]:
    if not WORDS.fullmatch(cell.get("id", "")) or re.fullmatch(r"[0-9a-f]{8}", cell["id"]):
        yield f"id {cell.get('id')!r} is not a word; name the cell by what it shows"
    if cell["cell_type"] != "code":
        return
    if cell.get("outputs") or cell.get("execution_count") is not None:
        yield "holds outputs or a count; clear them"
    source = "".join(cell["source"])
    try:
        tree = ast.parse(source)
    except SyntaxError:
        yield "is no plain Python (magics do not run everywhere)"
        return
    if any(isinstance(node, FORBIDDEN) for node in ast.walk(tree)):
        yield "defines a function; put it into src/analysis, where it can be tested"


def _of_parameters(source: str) -> Iterator[str]:
    """Papermill reads this cell line by line: only `name = literal`, without an equals sign inside a text."""
    for node in ast.parse(source).body:
        if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)):
            yield f"line {node.lineno} is not `name = value`"
            continue
        if not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, SIMPLE)):
            yield f"{node.targets[0].id} is not a text, number or True/False"
        elif isinstance(node.value.value, str) and ("=" in node.value.value or not node.value.value.isascii()):
            yield f"{node.targets[0].id} holds '=' or letters beyond ASCII, which Papermill does not carry well"


def main(folders: list[str]) -> int:
    """Check every notebook in `folders`; the exit code is 1 if anything is wrong."""
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.ipynb") if ".ipynb_" not in str(path))
    found = [fault for path in paths for fault in faults(path)]
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if not paths:
        sys.stderr.write(f"no notebooks in {', '.join(folders)}\n")
    return 1 if found or not paths else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or ["notebooks"]))
