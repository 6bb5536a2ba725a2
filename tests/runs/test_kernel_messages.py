"""What a forked kernel says: few messages on the way, each output with its cell, nothing lost with a kernel that dies."""

import json
import socket

import pytest

from analysis.runs import drawing, wire
from analysis.runs.drawer import Drawer
from analysis.runs.kernel import IOPUB, SHELL, WireSession
from analysis.runs.zygote_process import SOCKET_VARIABLE, Zygote
from tests.runs.conftest import NEEDS_FORK
from tests.runs.test_drawer import CHART
from tests.runs.test_engine import run, texts, warm  # noqa: F401

pytestmark = NEEDS_FORK


@pytest.fixture
def line():
    """A session and the end at which its messages arrive."""
    ours, theirs = socket.socketpair()
    session = WireSession()
    session.connection = theirs
    with ours, theirs:
        ours.setblocking(False)
        yield session, ours


def arrived(end):
    try:
        data = end.recv(1 << 20)
    except BlockingIOError:
        return []
    return [json.loads(body[1:])["msg_type"] for body in wire.Assembler().feed(data)]


def test_a_cell_that_prints_nothing_wakes_the_run_once(line):
    session, end = line
    session.send(IOPUB, "status", {"execution_state": "busy"})
    session.send(IOPUB, "execute_input", {"code": "1"})
    session.send(IOPUB, "execute_result", {"data": {"text/plain": "1"}})
    session.send(SHELL, "execute_reply", {"status": "ok"})
    session.send(IOPUB, "status", {"execution_state": "idle"})
    assert arrived(end) == []
    session.let_go()
    assert arrived(end) == ["status", "execute_input", "execute_result", "execute_reply", "status"]
    session.let_go()
    assert arrived(end) == []


@pytest.mark.parametrize("kind", ["stream", "display_data", "error", "update_display_data", "clear_output"])
def test_what_a_cell_shows_while_it_runs_goes_at_once_and_in_order(line, kind):
    session, end = line
    session.send(IOPUB, "status", {"execution_state": "busy"})
    session.send(IOPUB, kind, {})
    assert arrived(end) == ["status", kind]


def test_what_was_shown_before_a_kernel_died_is_kept(run, tmp_path):  # noqa: F811
    cell = "display('shown')\nprint('said', flush=True)\nimport os\nos._exit(5)"
    with pytest.raises(Exception, match="code 5"):
        run([cell], failed_path=str(tmp_path / "failed.ipynb"))
    outputs = json.loads((tmp_path / "failed.ipynb").read_text(encoding="utf-8"))["cells"][2]["outputs"]
    assert [one.get("data", {}).get("text/plain") or one.get("text") for one in outputs] == [["'shown'"], ["said\n"]]


def test_what_is_written_past_python_stands_in_its_own_cell(run):  # noqa: F811
    cells = [f"import os\nwritten = os.write({1 + n % 2}, 'dòng {n}\\n'.encode())" for n in range(40)]
    assert texts(run(cells)) == [f"dòng {n}\n" for n in range(40)]


def test_a_letter_cut_in_two_by_the_pipe_is_put_together(run):  # noqa: F811
    cell = (
        "import os, time\nfor part in ('ễ'.encode()[:1], 'ễ'.encode()[1:]):\n    os.write(1, part)\n    time.sleep(0.2)"
    )
    assert texts(run([cell])) == ["ễ"]


def test_charts_are_asked_of_the_drawing_process_and_not_of_the_run(run, monkeypatch):  # noqa: F811
    asked = []
    draw_aside = drawing.draw_aside
    monkeypatch.setattr(drawing, "draw_aside", lambda *given: (asked.append(given), draw_aside(*given)))
    monkeypatch.setenv(SOCKET_VARIABLE, "")
    with Zygote(["vl_convert"]):
        with Drawer():
            run([CHART])
            assert asked == []
        run([CHART])
        assert len(asked) == 1
