"""Keeps what HiGHS prints on its own out of standard output, where a program may be reading JSON."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Turn standard output away while a solver runs.

    The solver writes past Python, so the file descriptor is turned away and C's buffer is emptied before it is back.
    """
    try:
        flush = ctypes.CDLL(None).fflush
        saved = os.dup(1)
    except (OSError, AttributeError, TypeError):  # no C library by that name (Windows), or no standard output
        yield
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        flush(None)
        os.dup2(sink, 1)
        yield
    finally:
        flush(None)
        os.dup2(saved, 1)
        os.close(sink)
        os.close(saved)
