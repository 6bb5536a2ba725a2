"""One folder takes another's place, so that neither is ever lost: in one step where the system can swap folders."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import OutputError

_BEFORE = "before"


def put_in_place(made: Path, folder: Path, staging: Path, within: Path) -> None:
    """Let `made` (in `staging`) become `folder` (below `within`); OSError when it cannot, and `folder` is as it was."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.exists():
        made.rename(folder)
    elif not _swapped(made, folder):
        before = staging / _BEFORE / folder.relative_to(within)
        before.parent.mkdir(parents=True)
        folder.rename(before)
        try:
            made.rename(folder)
        except OSError:
            before.rename(folder)
            raise


def give_back(staging: Path, within: Path) -> None:
    """Put a folder back that was taken away by a command which was killed before it put another one there."""
    for before in (staging / _BEFORE).glob("*/*/*"):
        folder = within / before.relative_to(staging / _BEFORE)
        if not folder.exists():
            before.rename(folder)


def _swapped(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux, most of its file systems); False where it cannot."""
    import ctypes

    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2
    return bool(swap(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


@contextlib.contextmanager
def set_aside(path: Path) -> Iterator[None]:
    """Without the file `path` while something is done that makes it wrong; back where that fails, gone once it is done.

    Killed in between there is no such file. OutputError where it cannot be taken away.
    """
    aside = path.with_name(f".{path.name}.aside.tmp")
    try:
        if path.exists():
            path.replace(aside)
    except OSError as error:
        raise OutputError(error, path) from error
    try:
        yield
    except BaseException:
        if aside.exists():
            aside.replace(path)
        raise
    aside.unlink(missing_ok=True)
