"""Jobs on a real Dask scheduler with worker processes, one of which is killed during the run."""

import dataclasses
import logging
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from analysis.errors import UsageError
from analysis.runs import cluster, engine, plan
from analysis.store import write_text
from tests.runs.conftest import NEEDS_FORK, task, task_of_this_code
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
    monkeypatch.setattr(plan, "code_digest", lambda _: cluster._own_code())
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


def test_an_address_without_a_port_is_refused_before_a_client_is_made(monkeypatch):
    monkeypatch.setattr(distributed, "Client", None)
    with pytest.raises(UsageError, match="missing port number"):
        cluster._connect("tcp://127.0.0.1")


def test_a_scheduler_without_workers_is_named(make_project):
    class Alone:
        scheduler = SimpleNamespace(address="tcp://HOST:8786")

        def wait_for_workers(self, number, timeout):
            raise TimeoutError("Only 0/1 workers arrived")

    with pytest.raises(
        UsageError, match="has no workers\n  where: tcp://HOST:8786\n  remedy: start some with `dask worker"
    ):
        cluster._check_workers(Alone(), task(make_project([SHOW])))


@pytest.fixture
def asked(make_project):
    """A task of this very code."""
    return task_of_this_code(make_project([SHOW]))


def test_worker_with_other_code_or_folder_is_refused(asked, tmp_path):
    here = cluster.environment()
    assert cluster.problem_on_worker(asked, here) == ""
    elsewhere = dataclasses.replace(asked, root=str(tmp_path / "elsewhere"))
    assert "does not see" in cluster.problem_on_worker(elsewhere, here)
    other = dataclasses.replace(asked, inputs=dataclasses.replace(asked.inputs, code="other"))
    assert "another version" in cluster.problem_on_worker(other, here)


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"altair": "9.9"}, "instead of 9.9"), ({"python": "3.99"}, "instead of 3.99"), ({"extra": "1"}, "none instead")],
)
def test_worker_with_other_libraries_is_refused_also_when_it_comes_late(asked, changed, words):
    theirs = cluster.environment() | changed
    assert f"{next(iter(changed))} " in cluster.problem_on_worker(asked, theirs)
    assert words in cluster.problem_on_worker(asked, theirs)
    assert words in str(cluster.execute_anywhere(asked, theirs).failure)


def test_what_dask_says_of_itself_is_not_among_the_lines_of_a_run():
    with pytest.raises(UsageError):
        cluster._connect("nowhere")
    assert not logging.getLogger("distributed.client").isEnabledFor(logging.CRITICAL)


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
