"""Ctrl-C and a service's SIGTERM: a run ends soon and in order, whenever they come and however often."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

# Until a run that has not heard an interrupt is told again.
AGAIN_SECONDS = 0.25


class Interrupts:
    """What came of the interrupts of a run: the first one raises KeyboardInterrupt, more of them change nothing.

    Python swallows an exception that a signal raises while it calls back at a fork or frees an object. So it is raised
    again until somebody says that it was heard.
    """

    def __init__(self) -> None:
        self._asked = False
        self._heard = False

    def check(self) -> None:
        """Raise KeyboardInterrupt where one was asked for and swallowed."""
        if self._asked and not self._heard:
            raise KeyboardInterrupt

    def heard(self) -> None:
        """The run is ending; nothing disturbs it any more."""
        self._heard = True
        _again_after(0)

    def on_signal(self, number: int, _: FrameType | None) -> None:
        """Handler of the signals that ask for an end, and of the alarm that asks again."""
        repeated = self._asked and number not in _ALARMS
        if self._heard or repeated:
            return
        self._asked = True
        _again_after(AGAIN_SECONDS)
        raise KeyboardInterrupt


# Windows has none.
_ALARMS: tuple[int, ...] = (signal.SIGALRM,) if hasattr(signal, "SIGALRM") else ()


def _again_after(seconds: float) -> None:
    if _ALARMS:
        signal.setitimer(signal.ITIMER_REAL, seconds)


@contextlib.contextmanager
def interruptible() -> Iterator[Interrupts]:
    """While in the body, SIGTERM and Ctrl-C raise one KeyboardInterrupt, until whoever catches it says so."""
    interrupts = Interrupts()
    # A shell has what runs in the background ignore Ctrl-C.
    asking = [number for number in (signal.SIGTERM, signal.SIGINT) if signal.getsignal(number) != signal.SIG_IGN]
    try:
        before = {number: signal.signal(number, interrupts.on_signal) for number in (*asking, *_ALARMS)}
    except ValueError:
        # Not in the main thread (a test, a notebook): signals are somebody else's there.
        yield interrupts
        return
    hook = sys.unraisablehook

    def untold(unraisable: Any) -> None:
        if unraisable.exc_type is not KeyboardInterrupt:
            hook(unraisable)

    sys.unraisablehook = untold
    try:
        yield interrupts
    finally:
        interrupts.heard()
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)
