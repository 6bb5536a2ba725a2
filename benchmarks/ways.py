"""The ways of making reports that are compared; each makes the comparison and the first `count` reports.

All give seconds, the start of Python included, and run in the environment of the Python they are given.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from analysis.runs.job import Job, notebook_path
from analysis.store import Project
from benchmarks.projects import REPOSITORY, entries_of, forget_reports

CORES = os.cpu_count() or 1
PLAIN = sys.executable
# Where offices run notebooks, JupyterLab is installed beside papermill and nbconvert (`make lab` sets it up here).
LAB = str(REPOSITORY / ".venv-lab" / "bin" / "python")


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _run(command: list[str], **environment: str) -> None:
    subprocess.run(command, check=True, capture_output=True, env=os.environ | environment, cwd=REPOSITORY)


def warm(project: Project, *options: str, python: str = PLAIN) -> float:
    """`cchc run --all` on everything."""
    forget_reports(project)
    return timed(lambda: _run([python, "-m", "analysis.cli", "--root", str(project.root), "run", "--all", *options]))


def by_hand(project: Project, count: int, python: str = PLAIN) -> float:
    """`papermill` then `jupyter nbconvert` for each report, as many at a time as there are cores."""

    def one(job: Job) -> None:
        with tempfile.TemporaryDirectory() as folder:
            executed = f"{folder}/executed.ipynb"
            given = [part for name, value in job.parameters.items() for part in ("-r", name, value)]
            papermill = [python, "-m", "papermill", str(notebook_path(project, job.kind)), executed, *given]
            _run(papermill, CCHC_ROOT=str(project.root))
            _run([python, "-m", "nbconvert", "--to", "html", executed], CCHC_ROOT=str(project.root))

    jobs = [entry.job for entry in entries_of(project, count)]
    with ThreadPoolExecutor(CORES) as pool:
        return timed(lambda: list(pool.map(one, jobs)))


def by_api(project: Project, count: int, python: str = PLAIN) -> float:
    """Papermill's API and nbconvert's exporter in as many processes as there are cores."""
    return timed(lambda: _run([python, "-m", "benchmarks.plain", "api", str(project.root), str(count)]))


def floor(project: Project, count: int, python: str = PLAIN) -> float:
    """The same functions in plain Python in as many processes, the same exporter, the same bytes, no kernel."""
    forget_reports(project)
    return timed(lambda: _run([python, "-m", "benchmarks.plain", "floor", str(project.root), str(count)]))


def pages(project: Project) -> dict[str, bytes]:
    """The reports that are there, without the index."""
    found = sorted(project.reports.rglob("*.html"))
    return {str(path.relative_to(project.reports)): path.read_bytes() for path in found if "index" not in path.name}


@contextlib.contextmanager
def dask_cluster(workers: int) -> Iterator[str]:
    """A scheduler and its worker processes on this machine; yields the address."""
    port = next(port for port in itertools.count(18786) if _is_free(port))
    address = f"tcp://127.0.0.1:{port}"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    dask = [sys.executable, "-m", "dask"]
    scheduler = [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = [*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    processes = [subprocess.Popen(scheduler, **quiet), *(subprocess.Popen(worker, **quiet) for _ in range(workers))]
    try:
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def seconds_and_memory(project: Project) -> tuple[float, float]:
    """Seconds of `cchc run --all`, and the largest resident memory in MiB of its parent process.

    Resident is what /proc says, libraries mapped from files included. Not asked is `getrusage`, which begins with what
    the process that started it had.
    """
    forget_reports(project)
    code = (
        "import re, sys; from pathlib import Path; from analysis.cli import main; code = main(sys.argv[1:]); "
        "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "--root", str(project.root), "run", "--all"]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, int(done.stdout.split()[-1]) / 1024
