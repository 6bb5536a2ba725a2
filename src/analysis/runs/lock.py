"""One writer at a time per project: a second one waits or is refused, instead of tearing the first one's files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from analysis.errors import OutputError, UsageError
from analysis.exchange import give_back
from analysis.locks import take_lock
from analysis.store import STAGING, Project

# A command that writes quickly waits so long for another one; a run may take hours and is refused at once.
PATIENCE_SECONDS = 30.0


@contextmanager
def only_writer(project: Project, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the project's write lock, after waiting `patience` seconds for another holder; then UsageError.

    Held by whatever writes data/ or reports/: ingest, clean, validate, run. The system frees it when a holder dies.
    """
    path = project.build / "run.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as handle:
        if not take_lock(handle, exclusive=True, patience=patience):
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            remedy = "wait until it has ended, then run the same command again"
            raise UsageError(f"another run is at work here (process {holder})\n  where: {path}\n  remedy: {remedy}")
        handle.seek(0)
        if handle.read():
            # Whoever ends takes its name out; this one was killed.
            sweep_leftovers(project)
        handle.truncate(0)
        try:
            # Past the buffer, which would be written a second time when the file is closed.
            os.write(handle.fileno(), str(os.getpid()).encode())
        except OSError as error:
            raise OutputError(error, path) from error
        try:
            yield
        finally:
            handle.truncate(0)


def only_run(project: Project) -> AbstractContextManager[None]:
    """The same for a run, which does not wait."""
    return only_writer(project, patience=0)


def sweep_leftovers(project: Project) -> int:
    """Remove what killed commands left half-written, give back what they took away; returns how many.

    Call under the lock.
    """
    count = 0
    for folder in (project.reports, project.processed, project.as_read, project.build):
        for path in folder.rglob(".*.tmp") if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)
                count += 1
    for path in project.raw.parent.glob(STAGING):
        give_back(path, project.raw)
        shutil.rmtree(path, ignore_errors=True)
        count += 1
    return count
