"""The warm process as its users see it: start it, ask it for kernels, end it."""

from __future__ import annotations

import ast
import atexit
import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import analysis
from analysis.runs import drawing, wire
from analysis.runs.helper import Helper, reach

SOCKET_VARIABLE = "CCHC_WARM_SOCKET"
_NOT_HANDED_DOWN = (SOCKET_VARIABLE, drawing.ADDRESS_VARIABLE)
# What notebooks reach through this package, also what libraries load only on first use.
ALWAYS = ("numpy", "pandas", "pyarrow.parquet", "pyarrow.dataset", "pyarrow.pandas_compat", "altair", "vl_convert")
# Parts of this package that no notebook runs; the page around a notebook's parts is drawn by whoever runs it.
_OUTSIDE = ("cli", "runs", "documents", "extract", "clean", "validate", "export", "report.page", "report.index")
_NOT_WARM = tuple(f"analysis.{name}" for name in _OUTSIDE)
_START_SECONDS = 60


class Zygote(Helper):
    """A warm process for this process and its forked workers, with `modules` imported."""

    module = "analysis.runs.zygote"
    variable = SOCKET_VARIABLE
    # Threads in the warm process would be lost in its forks.
    environment: ClassVar[dict[str, str]] = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

    def __init__(self, modules: Iterable[str] = ()) -> None:
        super().__init__(list(modules) or modules_of([]))


_own: Zygote | None = None
_own_lock = threading.Lock()


def connect() -> socket.socket:
    """A connection to the run's warm process, or to one of this process's own where there is none (or it has died)."""
    connection = reach(os.environ.get(SOCKET_VARIABLE, ""))
    return connection or _connect_own()


def give_up() -> None:
    """Take no more kernels from the process that the last one came from: it has been killed, or is being ended."""
    global _own
    with _own_lock:
        if os.environ.pop(SOCKET_VARIABLE, None) is None and _own is not None:
            _own.close()
            _own = None


def _connect_own() -> socket.socket:
    global _own
    with _own_lock:
        connection = reach(_own.address) if _own is not None and _own.process.poll() is None else None
        if connection is None:
            _own = Zygote()
            atexit.register(_own.close)
            connection = reach(_own.address)
    if connection is None:
        raise RuntimeError("the warm process does not answer")
    return connection


def fork_kernel(memory_limit: int | None) -> tuple[socket.socket, socket.socket]:
    """A new kernel: the socket for its messages and the one that tells of its end (close it to kill the kernel)."""
    connection = connect()
    ours, theirs = socket.socketpair()
    umask = os.umask(0)
    os.umask(umask)
    request = {
        "environment": {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_DOWN},
        "folder": str(Path.cwd()),
        "umask": umask,
        "memory_limit": memory_limit,
        "drawer": os.environ.get(drawing.ADDRESS_VARIABLE, ""),
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
