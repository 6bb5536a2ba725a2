"""A process beside the run that others ask over a private Unix socket; it ends with the run, however that ends."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import ClassVar, Self

from analysis.scratch import scratch_folder


class Helper:
    """`python -m module FD ARGUMENTS…`, listening on the socket FD until its standard input ends.

    Use as a context manager: its address is then in the environment under `variable`, so that every worker finds it.
    """

    module: str
    variable: str
    environment: ClassVar[dict[str, str]] = {}

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self._scratch = contextlib.ExitStack()
        self.address = str(self._scratch.enter_context(scratch_folder()) / "socket")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(128)
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, str(listener.fileno()), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=(listener.fileno(),),
                start_new_session=True,
                env=os.environ | self.environment,
            )

    def __enter__(self) -> Self:
        os.environ[self.variable] = self.address
        os.register_at_fork(after_in_child=self._forget_pipe)
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and all that it has started."""
        if os.environ.get(self.variable) == self.address:
            del os.environ[self.variable]
        self._forget_pipe()
        try:
            self.process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._scratch.close()

    def _forget_pipe(self) -> None:
        """Close our end of the process's standard input: when the last copy is closed, it ends."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self.process.stdin.close()


def reach(address: str) -> socket.socket | None:
    """A connection to the helper at `address`; None where there is none, or it has died."""
    if not address:
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        return None
    return connection
