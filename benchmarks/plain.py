"""Reports made without `cchc run`, as a script of one's own would: `python -m benchmarks.plain floor|api ROOT COUNT`.

`floor` calls what the notebooks call in plain Python, in as many processes as there are cores, renders by the same
exporter and writes the same bytes as `cchc run`. `api` uses papermill's Python API and nbconvert's stock exporter, in
as many processes. Both begin with the longest page, the comparison, as `cchc run` does.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from analysis.runs.execute import title_of
from analysis.runs.job import Job, notebook_path
from analysis.store import Project, write_text
from benchmarks.projects import entries_of


def floor(root: str, job: Job, provenance: Mapping[str, Any]) -> None:
    """The cells' code in one namespace, then the project's exporter and writer; no kernel."""
    import nbformat

    from analysis.report.page import to_html
    from analysis.runs.execute import _versions

    os.environ["CCHC_ROOT"] = root
    project = Project(Path(root))
    read = nbformat.read(notebook_path(project, job.kind), 4)
    space: dict[str, Any] = {}
    for cell in read.cells:
        if cell.cell_type == "code":
            shown = _value(cell.source, space)
            if "parameters" in cell.metadata.get("tags", ()):
                space |= job.parameters
            if hasattr(shown, "_repr_html_"):
                cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown._repr_html_()})]
    versions = {name: number for name, number in _versions().items() if name != "python"}
    stated = dict(provenance) | {"versions": versions}
    html = to_html(read, title=title_of(job), language=job.language, provenance=stated)
    write_text(project.root / job.output, html)


def _value(source: str, space: dict[str, Any]) -> object:
    """Run a cell; the value of its last expression."""
    import ast

    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), space) if isinstance(last, ast.Expr) else None


def api(root: str, job: Job, provenance: Mapping[str, Any]) -> None:
    """Papermill's `execute_notebook`, then nbconvert's own exporter."""
    import nbformat
    import papermill
    from nbconvert import HTMLExporter

    os.environ["CCHC_ROOT"] = root
    notebook = str(notebook_path(Project(Path(root)), job.kind))
    with tempfile.TemporaryDirectory() as folder:
        executed = f"{folder}/executed.ipynb"
        papermill.execute_notebook(notebook, executed, parameters=job.parameters, progress_bar=False)
        html, _ = HTMLExporter().from_notebook_node(nbformat.read(executed, 4))  # type: ignore[no-untyped-call]
        Path(folder, "page.html").write_text(html, encoding="utf-8")


WAYS: Mapping[str, Callable[[str, Job, Mapping[str, Any]], None]] = {"floor": floor, "api": api}


def main(way: str, root: str, count: str) -> None:
    """Make the comparison and `count` reports."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for future in [
            pool.submit(WAYS[way], root, entry.job, entry.inputs.as_provenance() if entry.inputs else {})
            for entry in entries_of(Project(Path(root)), int(count))
        ]:
            future.result()


if __name__ == "__main__":
    main(*sys.argv[1:])
