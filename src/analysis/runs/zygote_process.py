"""The warm process as its users see it: start it, ask it for kernels, end it."""

from __future__ import annotations

import ast
import atexit
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import analysis
from analysis.runs import wire

SOCKET_VARIABLE = "CCHC_WARM_SOCKET"
# What notebooks reach through this package, also what libraries load only on first use.
ALWAYS = ("numpy", "pandas", "pyarrow.parquet", "pyarrow.dataset", "pyarrow.pandas_compat", "altair", "vl_convert")
# Parts of this package that no notebook runs.
_NOT_WARM = tuple(f"analysis.{name}" for name in ("cli", "runs", "documents", "extract", "clean", "validate", "export"))
_START_SECONDS = 60


class Zygote:
    """A warm process for this process and its forked workers; use as a context manager.

    Its address is put into the environment, so that papermill's engine finds it in every worker.
    """

    def __init__(self, modules: Iterable[str] = ()) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="cchc-"))
        self.address = str(self._folder / "socket")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(128)
            command = [sys.executable, "-m", "analysis.runs.zygote", str(listener.fileno())]
            command += list(modules) or modules_of([])
            # Threads in the warm process would be lost in its forks.
            environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=(listener.fileno(),),
                start_new_session=True,
                env=environment,
            )

    def __enter__(self) -> Zygote:
        os.environ[SOCKET_VARIABLE] = self.address
        os.register_at_fork(after_in_child=self._forget_pipe)
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process and all its kernels."""
        if os.environ.get(SOCKET_VARIABLE) == self.address:
            del os.environ[SOCKET_VARIABLE]
        self._forget_pipe()
        try:
            self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _forget_pipe(self) -> None:
        """Close our end of the process's standard input: when the last copy is closed, it ends."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self.process.stdin.close()


_own: Zygote | None = None
_own_lock = threading.Lock()


def connect() -> socket.socket:
    """A connection to the run's warm process, or to one of this process's own where there is none (or it has died)."""
    connection = _try(os.environ.get(SOCKET_VARIABLE, ""))
    return connection or _connect_own()


def _connect_own() -> socket.socket:
    global _own
    with _own_lock:
        connection = _try(_own.address) if _own is not None and _own.process.poll() is None else None
        if connection is None:
            _own = Zygote()
            atexit.register(_own.close)
            connection = _try(_own.address)
    if connection is None:
        raise RuntimeError("the warm process does not answer")
    return connection


def _try(address: str) -> socket.socket | None:
    if not address:
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        return None
    return connection


def fork_kernel(memory_limit: int | None) -> tuple[socket.socket, socket.socket]:
    """A new kernel: the socket for its messages and the one that tells of its end (close it to kill the kernel)."""
    connection = connect()
    ours, theirs = socket.socketpair()
    umask = os.umask(0)
    os.umask(umask)
    request = {
        "environment": {name: value for name, value in os.environ.items() if name != SOCKET_VARIABLE},
        "folder": str(Path.cwd()),
        "umask": umask,
        "memory_limit": memory_limit,
    }
    with theirs:
        socket.send_fds(connection, [b"k"], [theirs.fileno()])
        wire.send(connection, request)
    return ours, connection


def package_modules() -> list[str]:
    """Modules of this package that a notebook, or the preparation of its data, may reach."""
    folder = Path(analysis.__file__).parent
    # By file names: asking pkgutil would import every package into this process.
    names = [".".join(("analysis", *path.relative_to(folder).with_suffix("").parts)) for path in folder.rglob("*.py")]
    wanted = {name.removesuffix(".__init__") for name in names if not name.startswith(_NOT_WARM)}
    return sorted(name for name in wanted if not name.endswith("__main__"))


def modules_of(notebooks: Iterable[Path]) -> list[str]:
    """Modules that the code cells of `notebooks` import, those of this package, and those it always reaches."""
    found = dict.fromkeys([*ALWAYS, *package_modules()])
    for notebook in notebooks:
        for cell in json.loads(notebook.read_text(encoding="utf-8")).get("cells", ()):
            if cell.get("cell_type") == "code":
                found |= dict.fromkeys(_imports("".join(cell["source"])))
    return list(found)


def _imports(source: str) -> list[str]:
    with contextlib.suppress(SyntaxError):
        names: list[str] = []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.append(node.module)
        return names
    return []


def wait_until_warm(timeout: float = _START_SECONDS) -> float:
    """Wait until a kernel can be had; returns the seconds that took (for benchmarks)."""
    start = time.perf_counter()
    ours, connection = fork_kernel(None)
    ours.settimeout(timeout)
    with ours, connection:
        message = {"header": {"msg_type": "kernel_info_request", "msg_id": "warm"}, "content": {}, "metadata": {}}
        wire.send(ours, message)
        ours.recv(1)
    return time.perf_counter() - start
