"""What killed commands leave in the system's temporary folder goes with the next one; nothing else does."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from analysis.scratch import scratch_folder, sweep_scratch
from tests.faults.projects import cchc, start, tiny_project
from tests.runs.conftest import NEEDS_FORK
from tests.runs.test_engine import wait_for
from tests.runs.test_runner import descendants

MAKER = """
import time
from analysis.scratch import scratch_folder
with scratch_folder() as folder:
    print(folder, flush=True)
    time.sleep(600)
"""
pytestmark = NEEDS_FORK


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A temporary folder of this test's own, for this process and those it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_folder_stays_while_its_maker_lives_and_goes_once_it_is_killed(temporary):
    with subprocess.Popen([sys.executable, "-c", MAKER], stdout=subprocess.PIPE, text=True) as maker:
        folder = Path(maker.stdout.readline().strip())
        assert sweep_scratch() == 0 and folder.is_dir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        maker.kill()
    assert sweep_scratch() == 1 and not list(temporary.iterdir())


def test_a_folder_goes_when_its_maker_is_done_and_is_not_ones_own_to_sweep(temporary):
    with scratch_folder() as folder:
        (folder / "file").write_text("x")
        assert sweep_scratch() == 0 and (folder / "file").exists()
    assert not list(temporary.iterdir())


def test_nothing_of_others_is_removed(temporary, tmp_path, monkeypatch):
    precious = tmp_path / "precious"
    precious.mkdir(mode=0o700)
    (precious / "lock").write_text("")
    (temporary / "cchc-link").symlink_to(precious)
    (temporary / "cchc-file").write_text("mine")
    (temporary / "cchc-open").mkdir(mode=0o755)
    (temporary / "cchc-open" / "lock").write_text("")
    (temporary / "other").mkdir(mode=0o700)
    (temporary / "other" / "lock").write_text("")
    for name in ("cchc-unlocked-new", "cchc-unlocked-old", "cchc-linked-lock"):
        (temporary / name).mkdir(mode=0o700)
    (temporary / "cchc-linked-lock" / "lock").symlink_to(precious / "lock")
    (temporary / "cchc-unlocked-old" / "something").write_text("not ours")
    os.utime(temporary / "cchc-unlocked-old", (0, 0))
    before = set(temporary.iterdir())
    assert sweep_scratch() == 0 and set(temporary.iterdir()) == before and (precious / "lock").exists()
    (temporary / "cchc-unlocked-old" / "something").unlink()
    os.utime(temporary / "cchc-unlocked-old", (0, 0))
    dead = temporary / "cchc-dead"
    dead.mkdir(mode=0o700)
    (dead / "lock").write_text("")
    (dead / "out").symlink_to(precious)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert sweep_scratch() == 0, "another user's"
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    assert sweep_scratch() == 2 and not dead.exists() and (precious / "lock").exists()


@pytest.mark.slow
def test_a_run_killed_with_all_its_processes_leaves_nothing_after_the_next(temporary, tmp_path):
    project = tiny_project(tmp_path / "root")
    process = start(project, "run", "--all", "--jobs", "2")
    assert wait_for(lambda: list(temporary.glob("cchc-*/profile")))
    time.sleep(1)
    everyone = {process.pid, *descendants(process.pid)}
    for pid in everyone:
        os.kill(pid, signal.SIGSTOP)  # so that none of them can tidy up after another
    for pid in everyone:
        os.kill(pid, signal.SIGKILL)
    process.wait()
    assert list(temporary.iterdir()), "nothing was left behind: this test shows nothing"
    half = project.processed / ".targets.parquet.abc.tmp"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half")
    assert cchc(project, "clean").returncode == 0
    assert not half.exists(), "the next writer removes half-written files of one that was killed"
    assert cchc(project, "run", "--all", "--jobs", "2").returncode == 0
    assert not list(temporary.iterdir())
