"""Data and reports at an fsspec URL: what is put there, taken from there, and what happens when it cannot be."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from analysis.errors import OutputError, UsageError
from analysis.runs import cluster, share
from analysis.runs.execute import execute
from analysis.runs.job import notebook_path
from analysis.runs.manifest import read_manifest
from analysis.store import write_text
from tests.runs.conftest import NEEDS_FORK, task_of_this_code
from tests.runs.test_runner import SHOW

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def _nothing_left():
    share.fetch.cache_clear()
    yield
    fsspec.filesystem("memory").rm("/", recursive=True)


@pytest.fixture(params=["memory://cchc", "file"])
def url(request, tmp_path):
    return request.param if "://" in request.param else f"file://{tmp_path}/a share"


def published(project, url):
    write_text(project.processed / "documents.parquet", "tables")
    return share.publish(project, url, [notebook_path(project, "province")])


def made_of(asked):
    """What a worker like this process makes of a task."""
    return cluster.execute_anywhere(asked, cluster.environment())


@NEEDS_FORK
def test_a_worker_that_sees_the_url_only_makes_the_same_bytes(make_project, url):
    project = make_project([SHOW])
    asked = task_of_this_code(project)
    assert execute(asked).failure is None
    page = project.root / asked.job.output
    local = page.read_bytes()
    page.unlink()
    shared = published(project, url)
    # The worker must not find anything under the project's path.
    away = dataclasses.replace(asked, root="/nonexistent", share=shared)
    assert cluster.problem_on_worker(away, cluster.environment()) == ""
    outcome = made_of(away)
    assert outcome.failure is None
    share.collect(shared, project, asked.job)
    assert page.read_bytes() == local
    assert read_manifest(project, asked.job.output)["output_sha256"] == outcome.output_sha256


@NEEDS_FORK
def test_what_failed_is_taken_home_and_forgotten_once_it_is_made(make_project, url):
    project = make_project([SHOW, "1 / 0"])
    asked = task_of_this_code(project)
    shared = published(project, url)
    away = dataclasses.replace(asked, root="/nonexistent", share=shared)
    assert made_of(away).failure.name == "ZeroDivisionError"
    share.collect(shared, project, asked.job)
    failed = project.build / "executed" / "quang-tri" / "2024-H1.failed.ipynb"
    assert failed.exists() and not (project.root / asked.job.output).exists()
    assert "ZeroDivisionError" in read_manifest(project, asked.job.output)["error"]
    make_project([SHOW])
    mended = published(project, url)
    assert mended.state != shared.state
    assert made_of(dataclasses.replace(away, share=mended)).failure is None
    share.collect(mended, project, asked.job)
    assert not failed.exists() and (project.root / asked.job.output).exists()


def test_inputs_are_put_there_once(make_project, url, monkeypatch):
    project = make_project([SHOW])
    first = published(project, url)
    monkeypatch.setattr(share, "_put", None)
    assert published(project, url) == first


def test_a_url_nobody_can_use_is_named(make_project, tmp_path):
    project = make_project([SHOW])
    (tmp_path / "file").write_text("")
    for bad in ("nonsense://x/y", f"file://{tmp_path}/file/below"):
        with pytest.raises(UsageError, match="the share cannot be used"):
            published(project, bad)


def test_damaged_or_missing_inputs_are_a_failure_not_a_crash(make_project, tmp_path):
    project = make_project([SHOW])
    shared = published(project, f"file://{tmp_path}/share")
    write_text(Path(tmp_path, "share/inputs", shared.state, "data/processed/documents.parquet"), "other")
    away = dataclasses.replace(task_of_this_code(project), root="/nonexistent", share=shared)
    assert "is damaged" in str(made_of(away).failure)
    shutil.rmtree(tmp_path / "share")
    assert "FileNotFoundError" in str(made_of(away).failure)
    assert "cannot read" in share.problem_with(shared)


def test_what_cannot_be_taken_home_is_an_error(make_project, monkeypatch, tmp_path):
    project = make_project([SHOW])
    shared = published(project, f"file://{tmp_path}/share")

    def broken(url):
        raise OSError("the line is down")

    monkeypatch.setattr(share, "_exists", broken)
    with pytest.raises(OutputError, match="the line is down"):
        share.collect(shared, project, task_of_this_code(project).job)
