"""What Linux offers so that no process is left behind; on other systems these are no-ops and pipes do the work."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_FRESH_KERNEL_ROOM = 1024**3


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def die_with_parent(parent: int | None = None) -> None:
    """Have this process killed as soon as its parent is gone, however that came.

    `parent` is the parent's process id, for a process that may come here only after its parent has died.
    """
    parent = parent or os.getppid()
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Make this process the parent of descendants whose own parent dies, so that it can find and end them."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


@contextlib.contextmanager
def ending_orphans() -> Iterator[None]:
    """At the end, end what notebooks left running in sessions of their own and nobody else could.

    The warm process ends what its kernels leave behind; where it was killed, or kernels are stock ones, it comes here.
    """
    before = children_of_this_process()
    adopt_orphans()
    try:
        yield
    finally:
        while orphans := [pid for pid in children_of_this_process() if pid not in before and _is_of_other_session(pid)]:
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError, PermissionError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
        _prctl(_PR_SET_CHILD_SUBREAPER, 0)


def _is_of_other_session(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return os.getsid(pid) != os.getsid(0)
    return False


def children_of_this_process() -> list[int]:
    """Process ids of the direct children (an empty list where /proc does not tell)."""
    pid = os.getpid()
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (OSError, ValueError):
        return []


def writable_memory() -> int:
    """Bytes of private writable memory this process has now; 0 where /proc does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def limit_memory(extra: int | None) -> None:
    """Let this process take `extra` bytes of memory on top of what it has; asking for more is a MemoryError.

    Counted is private writable memory (RLIMIT_DATA), not address space: the engine that draws charts reserves many
    gibibytes of address space that it never uses.
    """
    if extra is None or sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = writable_memory() + extra
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


@contextlib.contextmanager
def handed_down_memory_limit(limit: int | None) -> Iterator[Callable[[], None]]:
    """Limit this process's memory so that children started now inherit it; call what is yielded to lift it.

    A fresh kernel needs memory for its imports before it runs a cell, hence the room given on top.
    """
    if limit is None or sys.platform == "win32":
        yield lambda: None
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = limit + _FRESH_KERNEL_ROOM
    if before[0] == resource.RLIM_INFINITY and wanted > writable_memory() * 2:
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, before[1]))

    def lift() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, before)

    try:
        yield lift
    finally:
        lift()
