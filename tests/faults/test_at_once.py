"""Two commands at once: one after the other, or a clear refusal; readers never see some tables old and some new."""

import subprocess
import sys
import threading
import time

import pandas as pd
import pytest

import analysis
from analysis.clean.pipeline import clean_project
from analysis.cli import main
from analysis.errors import UsageError
from analysis.locks import processed_tables
from analysis.runs import lock
from analysis.runs.job import Job
from analysis.runs.one_page import PageError, page_of
from analysis.runs.prepare import prepare
from analysis.store import Project, write_folder, write_table
from analysis.validate import validate_project
from tests.faults.projects import cchc, state, tiny_project
from tests.faults.test_paths import TEXT
from tests.runs.test_engine import wait_for

HOLD = """
import sys, time
from pathlib import Path
from analysis.runs.lock import only_writer
from analysis.store import Project
with only_writer(Project(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(project, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project.root), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


@pytest.fixture
def project(tmp_path):
    return tiny_project(tmp_path)


@pytest.mark.parametrize(("command", "code"), [("clean", 0), ("validate", 1), ("ingest", 0)])
def test_a_command_that_writes_waits_for_the_one_before(project, tmp_path_factory, command, code):
    document = tmp_path_factory.mktemp("in") / "report.txt"
    document.write_text(TEXT, encoding="utf-8")
    assert cchc(project, "clean").returncode == 0
    with holder(project, 4) as process:
        done = cchc(project, command, *([str(document)] if command == "ingest" else []))
        assert done.returncode == code, done.stderr
        assert process.poll() is not None, "it did not wait"
        assert process.wait() == 0


def test_commands_that_only_read_do_not_wait(project):
    assert cchc(project, "clean").returncode == 0
    with holder(project, 60) as process:
        for words in (
            ("status",),
            ("compare", "indices"),
            ("export", "--format", "csv", "--out", str(project.root / "out")),
        ):
            done = cchc(project, *words)
            assert done.returncode == 0, done.stderr
        assert process.poll() is None
        process.kill()


def test_readers_do_not_wait_for_readers_but_for_whoever_rewrites(project, monkeypatch):
    monkeypatch.setattr("analysis.locks._TABLES_PATIENCE", 0.1)
    refused, first = pytest.raises(UsageError, match="in use"), processed_tables(project, rewriting=True)
    with first, refused, processed_tables(project):
        pass
    with processed_tables(project), processed_tables(project), refused, processed_tables(project, rewriting=True):
        pass


READERS = {
    "compare": ("compare", "indices"),
    "export": ("export", "--format", "csv", "--out", "{out}"),
    "page": ("compare", "page", "--out", "{out}/page.html"),
}
WRITERS = {"clean": ("clean",), "validate": ("validate",)}


@pytest.mark.parametrize("name", [*READERS, *WRITERS])
def test_a_command_touches_no_tables_that_another_one_holds(project, tmp_path_factory, monkeypatch, capsys, name):
    """A command that reads waits for one that rewrites, and one that rewrites also for those that read."""
    monkeypatch.setattr("analysis.locks._TABLES_PATIENCE", 0.1)
    words = [word.format(out=tmp_path_factory.mktemp("out")) for word in (READERS | WRITERS)[name]]
    with processed_tables(project, rewriting=True):
        clean_project(project)
        validate_project(project)
        before = state(project, "data/processed")
    with processed_tables(project, rewriting=name in READERS):
        assert main(["--root", str(project.root), *words]) == 2
        assert "data/processed is in use by another command" in capsys.readouterr().err
    assert state(project, "data/processed") == before


def test_a_page_that_was_asked_for_is_made_from_tables_of_one_moment(project, monkeypatch):
    """Its notebook reads them more than once."""
    monkeypatch.setattr("analysis.locks._TABLES_PATIENCE", 0.1)
    with processed_tables(project, rewriting=True):
        clean_project(project)
    seen = []

    def instead_of_the_notebook(*_):
        with pytest.raises(UsageError, match="in use"), processed_tables(project, rewriting=True):
            pass
        seen.append(True)
        raise ValueError("no notebook")

    monkeypatch.setattr("analysis.runs.one_page.run_notebook", instead_of_the_notebook)
    with pytest.raises(PageError):
        page_of(project, Job("comparison", "vi"))
    assert seen


def test_a_run_rewrites_no_table_while_somebody_reads_them(project, monkeypatch):
    monkeypatch.setattr("analysis.locks._TABLES_PATIENCE", 0.1)
    with processed_tables(project, rewriting=True):
        clean_project(project)
    before = state(project, "data/processed")
    with processed_tables(project), pytest.raises(UsageError, match="in use"):
        prepare(project, "source")
    assert state(project, "data/processed") == before
    prepare(project, "source")
    assert state(project, "data/processed") != before


@pytest.mark.parametrize("name", WRITERS)
def test_a_command_that_writes_is_refused_while_another_one_writes(project, monkeypatch, capsys, name):
    monkeypatch.setattr(lock.only_writer.__wrapped__, "__defaults__", (0.1,))
    with lock.only_writer(project):
        assert main(["--root", str(project.root), *WRITERS[name]]) == 2
        assert "another run is at work here" in capsys.readouterr().err
    assert not project.processed.exists()


def test_a_run_is_refused_at_once_and_a_writer_after_its_patience(project, monkeypatch):
    with holder(project, 60) as process:
        refused = cchc(project, "run", "--all")
        assert refused.returncode == 2
        assert f"process {process.pid}" in refused.stderr and "remedy: wait until it has ended" in refused.stderr
        assert not project.reports.exists() and not project.processed.exists()
        with pytest.raises(UsageError, match="at work here"), lock.only_writer(project, patience=0.2):
            pass
        process.kill()
    with lock.only_writer(project, patience=0):
        pass


def test_a_run_does_not_wait_a_moment_for_another(project, monkeypatch):
    waits = []
    monkeypatch.setattr("analysis.locks.time.sleep", lambda seconds: waits.append(seconds) or time.monotonic())
    monkeypatch.setattr(lock.only_writer.__wrapped__, "__defaults__", (0.05,))
    with lock.only_writer(project):
        with pytest.raises(UsageError, match="at work here"), lock.only_run(project):
            pass
        assert not waits
        with pytest.raises(UsageError, match="at work here"), lock.only_writer(project):
            pass
        assert waits


def test_ingest_during_a_run_gives_what_one_after_the_other_gives(project, tmp_path_factory):
    document = tmp_path_factory.mktemp("in") / "form.csv"
    document.write_text("x", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", "--root", str(project.root), "run", "--all", "--due"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    folder = project.raw / "hue" / "2023-Q1" / "report"
    source = project.raw / "thai-nguyen/2023-Q1/thai-nguyen-quy-1-2023"
    files = {path.name: path.read_bytes() for path in source.iterdir()}
    files["document.yml"] = files["document.yml"].replace(b"thai-nguyen", b"hue", 1)
    held = project.build / "run.lock"
    assert wait_for(lambda: held.exists() and held.read_text() == str(running.pid))
    with lock.only_writer(project, patience=120):
        # The writer had to wait: the run was over before the new document came.
        assert (project.reports / "index.html").exists()
        write_folder(project, folder, files)
    assert running.wait() == 0
    assert cchc(project, "run", "--all", "--due").returncode == 0
    both = state(project)
    fresh = Project(tmp_path_factory.mktemp("fresh"))
    tiny_project(fresh.root)
    write_folder(fresh, fresh.raw / "hue" / "2023-Q1" / "report", files)
    assert cchc(fresh, "run", "--all", "--due").returncode == 0
    assert state(fresh) == both


def test_nobody_reads_some_tables_before_and_some_after(tmp_path):
    project = Project(tmp_path)
    names = ("documents", "observations", "targets", "tasks", "figures", "indices")

    def write(mark):
        with processed_tables(project, rewriting=True):
            for name in names:
                write_table(project, name, pd.DataFrame([{"document_id": mark}]).pipe(typed_as, name))
                time.sleep(0.005)

    write("0")
    stop = threading.Event()

    def keep_writing():
        number = 0
        while not stop.is_set():
            number += 1
            write(str(number))
            time.sleep(0.02)

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        seen = set()
        for _ in range(25):
            tables = analysis.load(root=project.root).tables
            marks = {tables[name]["document_id"].iloc[0] for name in names}
            assert len(marks) == 1, f"tables of different times: {marks}"
            seen |= marks
            time.sleep(0.03)
        assert len(seen) > 1, "nothing was rewritten meanwhile"
    finally:
        stop.set()
        writer.join()


def typed_as(frame, name):
    from analysis.store import typed

    return typed(frame, name)


def test_a_document_is_replaced_whole(tmp_path):
    """Whoever looks while a document is replaced sees the old files or the new ones, never some of each."""
    project = Project(tmp_path)
    folder = project.raw / "hue/2023/report"
    project.raw.mkdir(parents=True)
    stop = threading.Event()

    def keep_replacing():
        number = 0
        while not stop.is_set():
            number += 1
            write_folder(project, folder, {name: str(number).encode() for name in ("a", "b", "c")})

    write_folder(project, folder, {name: b"0" for name in ("a", "b", "c")})
    writer = threading.Thread(target=keep_replacing)
    writer.start()
    import os

    try:
        for _ in range(300):
            handle = os.open(folder, os.O_RDONLY)
            try:
                found = {read_at(handle, name) for name in ("a", "b", "c")}
            finally:
                os.close(handle)
            assert len(found - {None}) <= 1
    finally:
        stop.set()
        writer.join()
    assert sorted(path.name for path in folder.iterdir()) == ["a", "b", "c"]
    assert not list(project.raw.parent.glob(".ingest*"))


def read_at(folder, name):
    """Content of a file in an open folder; None when that folder has just been taken away whole."""
    import os

    try:
        handle = os.open(name, os.O_RDONLY, dir_fd=folder)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read()
