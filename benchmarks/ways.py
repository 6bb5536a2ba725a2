"""The ways of making reports that are compared; each makes the first `count` reports and returns seconds."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from analysis.runs.job import Job, notebook_path
from analysis.store import Project, write_text
from benchmarks.projects import forget_reports, plan_of

CORES = os.cpu_count() or 1


def jobs_of(project: Project, count: int) -> list[Job]:
    """The first `count` province reports."""
    jobs = [entry.job for entry in plan_of(project, only_due=False).due() if entry.job.kind == "province"]
    return jobs[:count]


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def warm(project: Project, *options: str) -> float:
    """`cchc run --all` on everything, its start included."""
    forget_reports(project)
    command = [sys.executable, "-m", "analysis.cli", "--root", str(project.root), "run", "--all", *options]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True))


def by_hand(project: Project, count: int) -> float:
    """`papermill` then `jupyter nbconvert` for each report, as many at a time as there are cores."""

    def one(job: Job) -> None:
        with tempfile.TemporaryDirectory() as folder:
            executed = f"{folder}/executed.ipynb"
            given = [part for name, value in job.parameters.items() for part in ("-r", name, value)]
            environment = os.environ | {"CCHC_ROOT": str(project.root)}
            papermill = [sys.executable, "-m", "papermill", str(notebook_path(project, "province")), executed]
            subprocess.run([*papermill, *given], check=True, capture_output=True, env=environment)
            nbconvert = [sys.executable, "-m", "nbconvert", "--to", "html", executed]
            subprocess.run(nbconvert, check=True, capture_output=True, env=environment)

    with ThreadPoolExecutor(CORES) as pool:
        return timed(lambda: list(pool.map(one, jobs_of(project, count))))


def _by_api(root: str, notebook: str, parameters: dict[str, str]) -> None:
    import nbformat
    import papermill
    from nbconvert import HTMLExporter

    os.environ["CCHC_ROOT"] = root
    with tempfile.TemporaryDirectory() as folder:
        executed = f"{folder}/executed.ipynb"
        papermill.execute_notebook(notebook, executed, parameters=parameters, progress_bar=False)
        html, _ = HTMLExporter().from_notebook_node(nbformat.read(executed, 4))
        Path(folder, "page.html").write_text(html, encoding="utf-8")


def by_api(project: Project, count: int) -> float:
    """Papermill's API and nbconvert's exporter in as many processes as there are cores."""
    notebook = str(notebook_path(project, "province"))

    def work() -> None:
        with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
            futures = [
                pool.submit(_by_api, str(project.root), notebook, job.parameters) for job in jobs_of(project, count)
            ]
            for future in futures:
                future.result()

    return timed(work)


def _plainly(root: str, notebook: str, parameters: dict[str, str], output: str) -> None:
    """What the notebook does, without a kernel: the cells' code in one namespace, then the project's exporter."""
    import ast

    import nbformat

    from analysis.report.page import to_html

    os.environ["CCHC_ROOT"] = root
    read = nbformat.read(notebook, 4)
    space: dict[str, Any] = {}
    for cell in read.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), space)
        if "parameters" in cell.metadata.get("tags", ()):
            space |= parameters
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
            if hasattr(shown, "_repr_html_"):
                cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown._repr_html_()})]
    write_text(Path(output), to_html(read, title="x", language="vi", provenance={}))


def floor(project: Project, count: int) -> float:
    """The same functions in plain Python in as many processes, the same exporter, no kernel; start included."""
    forget_reports(project)
    notebook = str(notebook_path(project, "province"))

    def work() -> None:
        with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
            futures = [
                pool.submit(_plainly, str(project.root), notebook, job.parameters, str(project.root / job.output))
                for job in jobs_of(project, count)
            ]
            for future in futures:
                future.result()

    return timed(work)


@contextlib.contextmanager
def dask_cluster(workers: int) -> Iterator[str]:
    """A scheduler and its worker processes on this machine; yields the address."""
    port = next(port for port in itertools.count(18786) if _is_free(port))
    address = f"tcp://127.0.0.1:{port}"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    scheduler = [
        sys.executable,
        "-m",
        "dask",
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-dashboard",
    ]
    worker = [sys.executable, "-m", "dask", "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    processes = [subprocess.Popen(scheduler, **quiet), *(subprocess.Popen(worker, **quiet) for _ in range(workers))]
    try:
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _is_free(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def keep_copy(project: Project, folder: Path) -> Project:
    """A copy of a project, to be changed."""
    shutil.copytree(project.root, folder)
    return Project(folder)


def parent_memory(project: Project, *options: str) -> float:
    """Largest resident memory in MiB of the parent process of `cchc run --all`."""
    forget_reports(project)
    code = (
        "import json, resource, sys; from analysis.cli import main; code = main(sys.argv[1:]); "
        "print(json.dumps([code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))"
    )
    command = [sys.executable, "-c", code, "--root", str(project.root), "run", "--all", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout.strip().splitlines()[-1])[1])
