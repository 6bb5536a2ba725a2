"""One run at a time per project: a second one is refused clearly instead of tearing the first one's files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from analysis.errors import UsageError
from analysis.store import Project


@contextmanager
def only_run(project: Project) -> Iterator[None]:
    """Hold the project's run lock; UsageError when another process holds it. The system frees it when a holder dies."""
    path = project.build / "run.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as handle:
        if not _take(handle):
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            remedy = "wait until it has ended, then run the same command again"
            raise UsageError(f"another run is at work here (process {holder})\n  where: {path}\n  remedy: {remedy}")
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def _take(handle: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:
        # Windows: files are replaced whole there too, so that two runs at once only do the same work twice.
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sweep_leftovers(project: Project) -> int:
    """Remove temporary files that killed runs left beside their targets; returns how many. Call under the lock."""
    count = 0
    for folder in (project.reports, project.processed, project.build):
        for path in folder.rglob(".*.tmp") if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                Path(path).unlink(missing_ok=True)
                count += 1
    return count
