"""Folders in the system's temporary folder that do not outlive their makers by more than the next command.

Whoever makes one holds a lock in it, which the system frees when the maker ends, however that came. So the next command
knows for certain, also among containers that share the folder but no process ids, which ones nobody uses any more.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from analysis.locks import take_lock

_PREFIX = "cchc-"
_LOCK = "lock"
# A maker that was killed between making a folder and locking it leaves one without a lock.
_UNLOCKED_SECONDS = 3600


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder that only this user can enter, removed at the end; what was left by the dead is removed first."""
    sweep_scratch()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    unlocked = folder / f".{_LOCK}"
    try:
        with unlocked.open("w", encoding="ascii") as handle:
            take_lock(handle, exclusive=True, patience=0)
            # Under its name the lock is seen only once it is held.
            unlocked.rename(folder / _LOCK)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_scratch() -> int:
    """Remove folders whose makers are dead; returns how many. Nothing of other users, nothing through a link."""
    if not hasattr(os, "geteuid"):
        return 0  # Windows: no owner can be told, no lock is held
    count = 0
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            if _is_left_behind(path):
                shutil.rmtree(path, ignore_errors=True)
                count += 1
    return count


def _is_left_behind(folder: Path) -> bool:
    try:
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or stat.S_IMODE(facts.st_mode) & 0o077:
            return False
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return _is_bare(folder) and time.time() - facts.st_mtime > _UNLOCKED_SECONDS
    except OSError:
        return False
    with os.fdopen(handle, "r+", encoding="ascii") as lock:
        return take_lock(lock, exclusive=True, patience=0)


def _is_bare(folder: Path) -> bool:
    """Whether nothing but a lock not yet named is in `folder`: something else of that name is somebody else's."""
    with contextlib.suppress(OSError):
        return {path.name for path in folder.iterdir()} <= {f".{_LOCK}"}
    return False
