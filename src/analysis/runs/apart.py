"""Work done in a fork of this process, so that the memory it takes goes when it is done and this process stays small.

Memory that Python has once taken is seldom given back. A run looks at thousands of files and digests, but itself only
needs to know which reports are due; whoever looks at everything ends as soon as that is said.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable
from typing import NoReturn, TypeVar

from analysis.runs import drawing
from analysis.runs.engine import why_not_warm
from analysis.runs.processes import die_with_parent

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """What `work` returns, done in a fork.

    Where this process cannot be forked, or the fork came to no end (it was killed, `work` raised), it is done here, and
    raises what it raises; so `work` must be such that it can be done twice.
    """
    answer = _asked(work) if _can_fork() else None
    if answer is None:
        return work()
    result: T = pickle.loads(answer)
    return result


def _can_fork() -> bool:
    """Whether a fork can go on: locks that other threads hold (the drawing engine's, too) stay locked in it."""
    return not why_not_warm() and not drawing.is_loaded() and threading.active_count() == 1


def _asked(work: Callable[[], object]) -> bytes | None:
    """The pickled result of `work`; None where the fork ended before it was all told."""
    reading, writing = os.pipe()
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _answer(work, writing, parent)
    try:
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            answer = told.read()
        return answer if _ended_well(pid) else None
    except BaseException:
        # Ctrl-C: nobody waits for the answer any more.
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise


def _ended_well(pid: int) -> bool:
    """Whether the fork ended by itself; where nobody can tell (this process was told to ignore its children), not."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, 0)[1] == 0
    return False


def _answer(work: Callable[[], object], writing: int, parent: int) -> NoReturn:
    """In the fork: do `work`, tell what it returned, end without the clean-up that is the parent's."""
    code = 1
    with contextlib.suppress(BaseException):
        die_with_parent(parent)
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        # This process ends soon: looking for garbage would take half of its time.
        gc.disable()
        with os.fdopen(writing, "wb") as channel:
            pickle.dump(work(), channel)
        code = 0
    os._exit(code)
