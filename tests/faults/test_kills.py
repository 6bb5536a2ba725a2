"""SIGKILL of a run, one of its workers, kernels or its warm process at random moments: nothing torn, nothing lost."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.projects import cchc, forget, half_files, start, state, tiny_project, torn
from tests.runs.conftest import NEEDS_FORK
from tests.runs.test_engine import alive, wait_for
from tests.runs.test_runner import descendants

# `make faults` kills 120 times; each kill is followed by a whole run, which takes several seconds.
KILLS = int(os.environ.get("CCHC_KILLS", "4"))
SEED = int(os.environ.get("CCHC_SEED", "11"))
RUN = ("run", "--all", "--due", "--jobs", "2")


def still_alive(pids):
    """Those that live on half a minute later; one that is left behind does so for ever."""
    wait_for(lambda: not any(alive(pid) for pid in pids))
    return [Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:120] for pid in pids if alive(pid)]


@NEEDS_FORK
@pytest.mark.slow
def test_killed_at_any_moment_the_next_run_finishes_with_the_same_bytes(tmp_path):
    project = tiny_project(tmp_path)
    began = time.monotonic()
    assert cchc(project, *RUN).returncode == 0
    longest = time.monotonic() - began
    whole, chance = state(project), random.Random(SEED)
    for number in range(KILLS):
        if number % 4:
            forget(project)
        else:
            forget(project, "reports")
        process = start(project, *RUN)
        time.sleep(chance.uniform(0.0, longest))
        everyone = descendants(process.pid)
        victim = process.pid if number % 2 else chance.choice(sorted(everyone))
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            victim = 0  # it had just ended by itself
        code = process.wait(300)
        where = f"kill {number}, seed {SEED}: process {victim} of {process.pid}"
        allowed = (-signal.SIGKILL, 0) if victim == process.pid else (0, 2, 3)  # 0: it had just ended
        assert code in allowed, f"{where}: exit code {code}"
        left = still_alive(everyone)
        assert not left, f"{where}: left {left}"
        assert not torn(project, whole), f"{where}: {torn(project, whole)} are torn"
        for path in project.build.glob("manifests/**/[!.]*.json"):
            json.loads(path.read_text())
        done = cchc(project, *RUN)
        assert done.returncode == 0, f"{where}: {done.stderr}"
        after = state(project)
        assert after == whole, f"{where}: {[path for path in whole if after.get(path) != whole[path]]} differ"
        assert not half_files(project)
