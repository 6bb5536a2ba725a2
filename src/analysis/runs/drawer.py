"""The drawing process: one engine that draws charts for several workers, started while they are being made ready.

`python -m analysis.runs.drawer FD` listens on the Unix socket FD until its standard input ends. A chart that takes too
long, or that crashes the engine, ends this process; whoever waited for it then draws with an engine of its own.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import socket
import sys
from pathlib import Path

from analysis.runs import drawing, wire
from analysis.runs.helper import Helper

# One engine keeps up with so many workers; each of more would rather have its own.
SHARED_BY = 4
# Ten times what the largest chart of the reports takes. Until then a chart that never ends holds up the other workers.
LONGEST_SECONDS = 5


class Drawer(Helper):
    """The process, for this process and its forked workers."""

    module = "analysis.runs.drawer"
    variable = drawing.ADDRESS_VARIABLE


def serve(listener: socket.socket) -> None:
    """Draw one chart after the other for whoever asks, until standard input ends."""
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(0, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj == 0:
                return
            if key.fileobj is listener:
                connection, _ = listener.accept()
                connection.settimeout(LONGEST_SECONDS)
                selector.register(connection, selectors.EVENT_READ)
            elif isinstance(key.fileobj, socket.socket) and not _answer(key.fileobj):
                selector.unregister(key.fileobj)
                key.fileobj.close()


def _answer(connection: socket.socket) -> bool:
    """Draw what is asked for next; False when no more will be asked."""
    with contextlib.suppress(OSError):
        request = wire.receive(connection)
        if request is not None:
            # The engine leaves no thread of Python a chance to stop it; the signal ends the process.
            signal.alarm(LONGEST_SECONDS)
            drawn = drawing.draw(request)
            signal.alarm(0)
            wire.send(connection, drawn)
            return True
    return False


def main(arguments: list[str]) -> None:
    """Start the engine, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener = socket.socket(fileno=int(arguments[0]))
    try:
        drawing.draw(drawing.TRIAL)
        serve(listener)
    finally:
        shutil.rmtree(Path(listener.getsockname()).parent, ignore_errors=True)
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
