"""Locks between commands on one project, freed by the system when their holder ends or dies."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import IO

from analysis.errors import UsageError
from analysis.store import Project

_TABLES_PATIENCE = 300.0


def take_lock(handle: IO[str], *, exclusive: bool, patience: float) -> bool:
    """Lock an open file, trying for `patience` seconds. The system frees the lock when its holder ends or dies."""
    try:
        import fcntl
    except ImportError:
        # Windows: files are replaced whole there too, so that two commands at once only do the same work twice.
        return True
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            return True
        except OSError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.005)


@contextlib.contextmanager
def processed_tables(project: Project, *, rewriting: bool = False) -> Iterator[None]:
    """Hold data/processed still while its tables are read together, or alone while they are rewritten together.

    So that nobody reads some tables from before and some from after. UsageError when others hold it for minutes.
    """
    path = project.build / "tables.lock"
    if rewriting:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        # Nobody has rewritten anything here (or tables were brought from elsewhere): there is nothing to wait for.
        yield
        return
    with path.open("a+" if rewriting else "r", encoding="ascii") as handle:
        if not take_lock(handle, exclusive=rewriting, patience=_TABLES_PATIENCE):
            remedy = "wait until that command has ended, then try again"
            raise UsageError(f"data/processed is in use by another command\n  where: {path}\n  remedy: {remedy}")
        yield
