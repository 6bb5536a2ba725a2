"""Jobs on a real Dask scheduler with worker processes, one of which is killed during the run."""

import dataclasses
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from analysis.errors import UsageError
from analysis.runs import cluster, engine
from analysis.store import write_text
from tests.runs.conftest import NEEDS_FORK, task
from tests.runs.test_engine import wait_for
from tests.runs.test_runner import MANY, SHOW, pages, run

distributed = pytest.importorskip("distributed")
pytestmark = NEEDS_FORK


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def dask(tmp_path, monkeypatch):
    """A scheduler and two workers; yields its address and the worker processes."""
    # Workers are processes of their own: they cannot be told of a stand-in for the digest of the code.
    monkeypatch.setattr(cluster, "_check_workers", lambda client, task: client.wait_for_workers(2, timeout=180))
    address = f"tcp://127.0.0.1:{free_port()}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True, "cwd": tmp_path}
    dask_command = [sys.executable, "-m", "dask"]
    here = [*dask_command, "scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"]
    scheduler = subprocess.Popen(here, **quiet)
    command = [*dask_command, "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    workers = [subprocess.Popen(command, **quiet) for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.mark.slow
def test_cluster_makes_the_same_bytes_also_when_a_worker_is_killed(make_project, dask):
    address, workers = dask
    project = make_project(["import time\ntime.sleep(0.3)", SHOW], MANY)
    assert run(project).exit_code == 0
    local = pages(project)
    for path in project.reports.rglob("*.html"):
        path.unlink()

    def kill_a_worker():
        wait_for(lambda: len(list(project.reports.rglob("*.html"))) >= 2, 180)
        workers[0].kill()

    killer = threading.Thread(target=kill_a_worker)
    killer.start()
    result = run(project, dask=address)
    killer.join()
    assert workers[0].wait(60) == -signal.SIGKILL
    assert [outcome.failure for outcome in result.outcomes] == [None] * (len(MANY) + 1)
    assert pages(project) == local


def test_no_scheduler_is_a_clear_refusal(make_project, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    project = make_project([SHOW])
    start = time.perf_counter()
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        run(project, dask=f"tcp://127.0.0.1:{free_port()}", engine=engine.STOCK)
    assert time.perf_counter() - start < 25


def test_worker_with_other_code_or_folder_is_refused(make_project, tmp_path):
    project = make_project([SHOW])
    asked = task(project)
    ours = dataclasses.replace(asked, inputs=dataclasses.replace(asked.inputs, code=cluster._own_code()))
    assert cluster.problem_on_worker(ours) == ""
    assert "does not see" in cluster.problem_on_worker(dataclasses.replace(ours, root=str(tmp_path / "elsewhere")))
    assert "another version" in cluster.problem_on_worker(asked)


@pytest.mark.slow
def test_workers_that_share_a_url_only_make_the_same_bytes(make_project, dask, tmp_path):
    address, _ = dask
    pairs = MANY[:4]
    project = make_project([READ, "1 / 0 if period == '2021-H1' else 0"], pairs)
    write_text(project.processed / "documents.parquet", "tables of the first state")
    first = run(project)
    local, kept = pages(project), executed(project)
    shutil.rmtree(project.reports)
    shutil.rmtree(project.build / "executed")
    url = f"file://{tmp_path}/share"
    result = run(project, dask=address, share=url)
    assert sorted(str(outcome.failure) for outcome in result.outcomes) == sorted(
        str(outcome.failure) for outcome in first.outcomes
    )
    assert b"tables of the first state" in local["reports/quang-tri/2021-Q1.html"]
    assert b"cchc-share-" not in b"".join(local.values())
    assert pages(project) == local
    assert executed(project) == kept
    assert (tmp_path / "share/reports/quang-tri/2021-Q1.html").read_bytes() == local["reports/quang-tri/2021-Q1.html"]
    assert not list((tmp_path / "share").rglob("*.tmp"))


READ = """
import os
from pathlib import Path
from IPython.display import HTML
HTML("<p>" + Path(os.environ["CCHC_ROOT"], "data/processed/documents.parquet").read_text() + "</p>")
"""


def executed(project):
    """Kept notebooks by name; of a failed one only that it is there, for it holds times."""
    return {path.name: b"" if "failed" in path.name else path.read_bytes() for path in project.build.rglob("*.ipynb")}
