"""The warm process: does the imports of all notebooks once, then forks itself for each run and never runs a notebook.

`python -m analysis.runs.zygote FD` listens on the Unix socket FD until its standard input ends. A client sends the
run's environment together with one end of a socket pair; the fork answers on that pair, while the first connection
tells how the fork ended. A client that hangs up has its fork killed, with everything the fork started.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import logging
import os
import random
import select
import selectors
import shutil
import signal
import socket
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.runs import kernel as kernels
from analysis.runs import wire
from analysis.runs.processes import adopt_orphans, children_of_this_process, die_with_parent, limit_memory
from analysis.runs.unused import ADDRESS_GRAMMAR, without

EXIT_GRACE_SECONDS = 5


class Zygote:
    """Serves until standard input ends. `forks` maps a fork's process id to the connection that waits for its end."""

    def __init__(self, listener: socket.socket, kernel: Any) -> None:
        self._listener = listener
        self._kernel = kernel
        # A fork's own standard error goes to its run; what goes wrong with the fork itself is for the log.
        self._stderr = os.fdopen(os.dup(2), "w", encoding="utf-8")
        self._forks: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, wake_end = socket.socketpair()
        self._wake_end = wake_end
        for end in (self._wake, wake_end):
            end.setblocking(False)
        signal.set_wakeup_fd(wake_end.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Fork for every client, bury the dead, until the parent closes our standard input."""
        self._selector.register(self._listener, selectors.EVENT_READ, "client")
        self._selector.register(self._wake, selectors.EVENT_READ, "child")
        self._selector.register(0, selectors.EVENT_READ, "parent")
        while True:
            for key, _ in self._selector.select():
                if key.data == "parent":
                    self._end_all()
                    return
                if key.data == "client":
                    self._accept()
                elif key.data == "child":
                    with contextlib.suppress(BlockingIOError):
                        self._wake.recv(4096)
                    self._bury()
                else:
                    _kill_group(key.data)
                    self._selector.unregister(key.fileobj)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        data, descriptors, _, _ = socket.recv_fds(connection, 1, 1)
        request = wire.receive(connection) if data and descriptors else None
        if request is None:
            connection.close()
            return
        channel = socket.socket(fileno=descriptors[0])
        pid = os.fork()
        if pid == 0:
            self._become_run(request, channel, connection)
        channel.close()
        self._forks[pid] = connection
        # The connection turns readable only when its client hangs up.
        self._selector.register(connection, selectors.EVENT_READ, pid)

    def _become_run(self, request: dict[str, Any], channel: socket.socket, connection: socket.socket) -> None:
        """Life of a fork; never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for other in (self._listener, self._wake, self._wake_end, connection, *self._forks.values()):
                other.close()
            self._selector.close()
            _settle(request)
            kernels.serve(self._kernel, channel, request["drawer"])
            code = 0
        except BaseException:
            sys.stderr = self._stderr
            sys.excepthook(*sys.exc_info())
        finally:
            with contextlib.suppress(BaseException):
                _run_exit_functions()
            os._exit(code)

    def _bury(self) -> None:
        """Take note of ended children, killing first what they left behind in their process group."""
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            pid = ended.si_pid
            connection = self._forks.pop(pid, None)
            if connection is not None:
                _kill_group(pid)
            _, status = os.waitpid(pid, 0)
            if connection is not None:
                self._report(connection, os.waitstatus_to_exitcode(status))
                self._kill_orphans()

    def _report(self, connection: socket.socket, code: int) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(connection)
        with contextlib.suppress(OSError):
            wire.send(connection, {"exit": code})
        connection.close()

    def _kill_orphans(self) -> None:
        """End what ended runs left running in sessions of their own; it became our child when its parent died."""
        for pid in children_of_this_process():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if pid not in self._forks and os.getsid(pid) not in self._forks:
                    os.kill(pid, signal.SIGKILL)

    def _end_all(self) -> None:
        for pid in list(self._forks):
            _kill_group(pid)
        deadline = time.monotonic() + EXIT_GRACE_SECONDS
        while self._forks and time.monotonic() < deadline:
            self._bury()
            time.sleep(0.005)
        self._kill_orphans()


def _kill_group(pid: int) -> None:
    """Kill a fork and its process group (it leads one of its own)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _settle(request: dict[str, Any]) -> None:
    """Make the fork a process of its own: session, signals, environment, folder, random numbers, memory limit."""
    os.setsid()
    die_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.umask(request["umask"])
    os.chdir(request["folder"])
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
    limit_memory(request["memory_limit"])


def _run_exit_functions() -> None:
    """Let the notebook's `atexit` functions run, as at the end of any interpreter."""
    import atexit

    signal.alarm(EXIT_GRACE_SECONDS)
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()


def warm_up(kernel: Any, modules: list[str]) -> None:
    """Import what notebooks import, as if a notebook did it: inside the shell, so that pandas sees no terminal."""
    with kernel.shell.builtin_trap, without(ADDRESS_GRAMMAR), _installed_only():
        for name in modules:
            if _parent_is_gone():
                raise SystemExit(0)
            # A module that is not there is for the notebook that wants it to complain about.
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        with contextlib.suppress(ImportError):
            _prepare_pandas_and_altair()
        _fill_caches()
    # Great Expectations diverts warnings to the log when imported; a notebook's warnings belong in the notebook.
    logging.captureWarnings(False)
    tqdm = sys.modules.get("tqdm")
    if tqdm is not None:
        tqdm.tqdm.monitor_interval = 0


@contextlib.contextmanager
def _installed_only() -> Iterator[None]:
    """While in the body nothing is imported from the folder this process stands in: a run stands in another."""
    path = list(sys.path)
    sys.path[:] = [place for place in path if place]
    try:
        yield
    finally:
        sys.path[:] = path


def _fill_caches() -> None:
    """Read what this package's modules read once and keep: reference data and patterns made from it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("analysis.") and not name.startswith("analysis.runs"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_info") and not inspect.signature(value).parameters:
                    value()


def _parent_is_gone() -> bool:
    """Whether the parent has closed our standard input; imports take seconds, and nobody waits for them then."""
    return bool(select.select([0], [], [], 0)[0])


def _prepare_pandas_and_altair() -> None:
    """Set how texts are held, and describe one chart, so that what Altair loads on first use is loaded."""
    import pandas

    # A page walks many small tables row by row, at which Arrow's strings are several times slower. Same dtype "str".
    pandas.set_option("mode.string_storage", "python")

    from analysis.charts.bars import counts

    frame = pandas.DataFrame({"label": ["a"], "value": [1.0], "text": ["1"], "tip": ["a"]})
    counts(frame, title="a", unit="a").to_dict()


def main(arguments: list[str]) -> None:
    """Build the kernel, import `arguments[1:]`, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Python 3.12 and later warn of a fork beside threads. The only one here is Arrow's allocator's, made for forks.
    warnings.filterwarnings("ignore", "This process .* is multi-threaded, use of fork", DeprecationWarning)
    adopt_orphans()
    if sys.path and sys.path[0] in ("", str(Path.cwd())):
        # As ipykernel's launcher does; the shell then puts the notebook's own folder first.
        del sys.path[0]
    listener = socket.socket(fileno=int(arguments[0]))
    folder = Path(listener.getsockname()).parent
    try:
        profile = folder / "profile"
        profile.mkdir()
        gc.disable()
        kernel = kernels.build(str(profile))
        warm_up(kernel, arguments[1:])
        gc.freeze()
        gc.enable()
        Zygote(listener, kernel).serve()
    finally:
        # The parent removes the socket's folder, unless it was killed.
        shutil.rmtree(folder, ignore_errors=True)
    # The interpreter need not take apart all that it has imported.
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
