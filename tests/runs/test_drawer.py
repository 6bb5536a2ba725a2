"""The process that draws for all workers: what it draws, and that its death or a chart without end hurts nobody else."""

import json
import os
import shutil
import signal
import subprocess
import sys

from analysis.runs import drawer, drawing
from analysis.runs.drawer import LONGEST_SECONDS, Drawer
from tests.runs.conftest import NEEDS_FORK
from tests.runs.test_engine import alive, wait_for
from tests.runs.test_runner import SHOW, run

pytestmark = NEEDS_FORK

CHART = f"import vl_convert\nassert '<svg' in vl_convert.vegalite_to_svg({drawing.TRIAL['spec']!r}, vl_version='6.4')"
# Asked by a process of its own: this one must not load the engine.
ASK = """
import json, os, sys
from analysis.runs import drawing
line = drawing.Line(os.environ.get(drawing.ADDRESS_VARIABLE, ""))
answers = [line.ask(json.dumps(drawing.TRIAL).encode()) for _ in range(2)]
print(json.dumps([drawing.is_loaded(), answers]))
"""


def ask() -> tuple[bool, list]:
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=60)
    loaded, answers = json.loads(done.stdout)
    return loaded, answers


def test_it_draws_what_an_own_engine_draws():
    own = subprocess.run(
        [sys.executable, "-c", "import json\nfrom analysis.runs import drawing\nprint(json.dumps(drawing.draw(drawing.TRIAL)))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    with Drawer():
        loaded, answers = ask()
    assert not loaded
    assert answers == [json.loads(own.stdout)] * 2
    assert answers[0]["svg"].startswith("<svg")


def test_without_it_nobody_is_asked():
    assert drawing.ADDRESS_VARIABLE not in os.environ
    assert ask() == (False, [None, None])


def test_who_asks_a_dead_one_is_told_so():
    with Drawer() as process:
        assert ask()[1][0]
        process.process.send_signal(signal.SIGKILL)
        process.process.wait()
        assert ask()[1] == [None, None]


def test_a_chart_without_end_ends_it():
    with Drawer() as process:
        code = f"""
import json, os
from analysis.runs import drawing
spec = json.loads({json.dumps(json.dumps({"data": {"sequence": {"start": 0, "stop": 1e9}}, "mark": "point"}))})
print(drawing.Line(os.environ[drawing.ADDRESS_VARIABLE]).ask(json.dumps({{"spec": spec, "options": {{"vl_version": "6.4"}}}}).encode()))
"""
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60 + LONGEST_SECONDS
        )
        assert done.stdout.strip() == "None"
        assert process.process.wait(timeout=60) == -signal.SIGALRM


def test_it_ends_with_its_parent_however_that_ends():
    code = "import sys, time\nfrom analysis.runs.drawer import Drawer\nd = Drawer()\nprint(d.process.pid, flush=True)\ntime.sleep(60)"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    wait_for(lambda: not alive(pid))


def test_a_run_whose_drawing_process_dies_draws_all_the_same(make_project, monkeypatch, tmp_path):
    before = pages_with(make_project, monkeypatch, kill=False)
    shutil.rmtree(tmp_path / "reports")
    assert pages_with(make_project, monkeypatch, kill=True) == before
    assert len(before) == 4


def pages_with(make_project, monkeypatch, *, kill):
    project = make_project([CHART, SHOW], [("quang-tri", "2023"), ("hue", "2024-H1")])
    entered = Drawer.__enter__

    def entering(self):
        if kill:
            self.process.kill()
            self.process.wait()
        return entered(self)

    monkeypatch.setattr(drawer.Drawer, "__enter__", entering)
    result = run(project)
    assert [str(outcome.failure) for outcome in result.outcomes if outcome.failure] == []
    return {path.name: path.read_bytes() for path in project.reports.rglob("*.html")}
