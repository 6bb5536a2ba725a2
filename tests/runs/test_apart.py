"""Work in a fork: its answer and its errors are as if it were done here, whatever becomes of the fork."""

import os
import signal
import threading
import time

import pytest

from analysis.errors import InputError
from analysis.runs import apart as module
from analysis.runs.apart import apart
from tests.runs.conftest import NEEDS_FORK

HERE = os.getpid()


@pytest.fixture
def forks(monkeypatch):
    """Other tests may have left threads in this process, beside which nothing is forked."""
    monkeypatch.setattr(module, "_can_fork", lambda: True)


@NEEDS_FORK
def test_work_is_done_elsewhere_and_its_answer_comes_back_whole(forks):
    where, answer = apart(lambda: (os.getpid(), "ệ" * 1_000_000))
    assert where != HERE and answer == "ệ" * 1_000_000
    assert apart(lambda: None) is None


@NEEDS_FORK
@pytest.mark.parametrize("when", ["before", "while"])
def test_where_the_fork_is_killed_the_work_is_done_here(forks, when):
    def work():
        if os.getpid() != HERE and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        return Heavy()

    assert apart(work).made_in == HERE


class Heavy:
    """Kills the fork that tells of it, after the first half of what it has to say."""

    def __init__(self):
        self.made_in = os.getpid()

    def __reduce__(self):
        return (Heavy, (), {"first": "x" * 1_000_000, "then": Deadly()})


class Deadly:
    def __reduce__(self):
        os.kill(os.getpid(), signal.SIGKILL)


@NEEDS_FORK
def test_an_error_is_raised_as_it_is(forks):
    def work():
        raise InputError("what", "where", "remedy")

    with pytest.raises(InputError) as raised:
        apart(work)
    assert raised.value.remedy == "remedy"


def test_without_forks_and_beside_threads_the_work_is_done_here(monkeypatch):
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    assert apart(os.getpid) == HERE
    ended.set()
    other.join()
    monkeypatch.setenv("CCHC_NO_FORK", "1")
    assert apart(os.getpid) == HERE


@NEEDS_FORK
def test_an_interrupt_ends_the_fork_and_leaves_nothing_behind(forks, tmp_path):
    def work():
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(0.5)  # what comes while Python still forks it swallows; `runs/interrupts.py` asks again
        os.kill(HERE, signal.SIGINT)
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        apart(work)
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
