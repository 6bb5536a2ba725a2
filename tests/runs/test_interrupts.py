"""Ctrl-C, once or more often, also where Python swallows it: one end, in order, without a traceback."""

import os
import signal
import socket
import sys
import time

import pytest

from analysis import cli
from analysis.errors import EXIT_INTERRUPTED
from analysis.runs import wire
from analysis.runs.interrupts import interruptible
from tests.runs.conftest import NEEDS_FORK


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


class Freed:
    """Its end is a moment at which Python drops an exception."""

    def __del__(self):
        interrupt()
        time.sleep(0.01)


class Broken:
    def __del__(self):
        raise ZeroDivisionError


def test_more_interrupts_do_not_disturb_the_end():
    with interruptible() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            interrupt()
        interrupt()  # nobody has heard the first yet, who does is on the way
        interrupts.heard()
        interrupt()
        interrupts.check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@NEEDS_FORK
def test_an_interrupt_that_python_swallowed_comes_again_and_is_not_told(monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: told.append(unraisable.exc_type))
    with interruptible():
        Freed()
        with pytest.raises(KeyboardInterrupt):
            time.sleep(5)
        Broken()
    time.sleep(0.4)  # the alarm is off
    assert told == [ZeroDivisionError]


def test_a_service_that_is_stopped_is_interrupted():
    with interruptible(), pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_what_runs_in_the_background_ignores_ctrl_c():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible() as interrupts:
            interrupt()
            interrupts.check()
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_interrupted_command_says_so_in_one_line(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    assert cli.main(["status"]) == EXIT_INTERRUPTED
    assert capsys.readouterr().err == "cchc: interrupted\n"


def test_a_killed_run_is_one_that_hung_up():
    ours, theirs = socket.socketpair()
    theirs.sendall(wire.frame(b"{}"))
    ours.sendall(b"x")
    theirs.close()  # with something unread: the line is reset, not closed
    with ours:
        assert wire.receive(ours) == {}
        assert wire.receive(ours) is None
