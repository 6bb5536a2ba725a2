"""A full disk, files that may not grow, a read-only folder: a clear error, nothing half written, the next run finishes."""

import contextlib
import os
import resource
import subprocess

import pytest

from tests.faults.projects import cchc, forget, half_files, is_root, state, tiny_project, torn
from tests.runs.conftest import NEEDS_FORK

RUN = ("run", "--all", "--due", "--jobs", "2")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    project = tiny_project(tmp_path_factory.mktemp("tiny"))
    done = cchc(project, *RUN)
    assert done.returncode == 0 and "Warning" not in done.stderr, done.stderr
    return project, state(project)


def check_and_finish(project, whole, done):
    told = done.stdout + done.stderr
    assert "Traceback" not in told, told
    assert not torn(project, whole)
    again = cchc(project, *RUN)
    assert again.returncode == 0, again.stderr
    assert state(project) == whole
    assert not half_files(project)


# Bytes a file may grow to: the first stops cleaning, the second notebooks and pages.
@NEEDS_FORK
@pytest.mark.parametrize(("largest", "code"), [(2_000, 2), (12_000, 3)])
def test_files_that_cannot_grow(made, largest, code):
    project, whole = made
    forget(project)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

    done = cchc(project, *RUN, preexec_fn=limit)
    assert done.returncode == code, done.stderr
    assert "File too large" in done.stderr and "remedy" in done.stderr
    check_and_finish(project, whole, done)


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    if not is_root() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]).returncode:
        pytest.skip("only root can make a small disk here; test_files_that_cannot_grow stands in for it")
    yield folder
    subprocess.run(["umount", folder], check=True)


@NEEDS_FORK
@pytest.mark.parametrize("room", [0, 8, 60, 100])
def test_full_disk(made, small_disk, room):
    _, whole = made
    project = tiny_project(small_disk)
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(bytes(max(0, free - room * 1024)))
    done = cchc(project, *RUN)
    assert done.returncode in (2, 3), done.stdout
    assert "No space left on device" in done.stdout + done.stderr
    told = done.stdout + done.stderr
    assert "Errno" not in told and "unknown" not in told, "each failure names its file and a remedy"
    (small_disk / "filler").unlink()
    check_and_finish(project, whole, done)


@contextlib.contextmanager
def read_only(folder):
    """Root may write anywhere, so that for root the folder is mounted read-only."""
    if is_root():
        if subprocess.run(["mount", "--bind", folder, folder]).returncode:
            pytest.skip("nothing can be mounted here")
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    else:
        folder.chmod(0o500)
    try:
        yield
    finally:
        if is_root():
            subprocess.run(["umount", folder], check=True)
        else:
            folder.chmod(0o700)


@NEEDS_FORK
def test_read_only_reports(made):
    project, whole = made
    forget(project, "reports", "build")
    project.reports.mkdir()
    with read_only(project.reports):
        done = cchc(project, *RUN)
    assert done.returncode == 3, done.stderr
    assert "cannot write" in done.stderr and str(project.reports) in done.stderr
    assert "2 failed" in done.stdout or "3 failed" in done.stdout
    check_and_finish(project, whole, done)


@pytest.mark.parametrize("words", [("clean",), ("validate",)])
def test_read_only_tables(made, words):
    project, whole = made
    (project.table_path("targets")).unlink()
    (project.table_path("findings")).unlink()
    if words == ("validate",):
        assert cchc(project, "clean").returncode == 0
    with read_only(project.processed):
        done = cchc(project, *words)
    assert done.returncode == 2, done.stdout
    assert "cannot write" in done.stderr and "remedy" in done.stderr and "Traceback" not in done.stderr
    assert cchc(project, "clean").returncode == 0
    assert cchc(project, "validate").returncode == 1
    assert state(project, "data/processed") == {k: v for k, v in whole.items() if k.startswith("data/processed")}
