"""Reading a file in a process of its own, so that a hostile or broken one costs bounded time and memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from analysis.errors import InputError

T = TypeVar("T")
SECONDS = 60
MEMORY = 2_000_000_000  # bytes beyond what the process holds already


def isolated(read: Callable[[], T], path: Path, seconds: int = SECONDS) -> T:
    """The result of `read`, run in a forked process with a limit on time and memory.

    Raises InputError when a limit is met or the process dies, and passes on the InputError `read` raises. Where
    processes cannot be forked (Windows) it is run here.
    """
    if not hasattr(os, "fork"):
        return read()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(read, sender, seconds), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise InputError(
                f"not read after {seconds} s", path, "split the document, or save it anew without pictures"
            )
        outcome = receiver.recv()
    except EOFError:
        raise InputError(
            "reading it needs more memory or time than allowed, or crashed",
            path,
            "open the document and save it anew, or split it",
        ) from None
    finally:
        receiver.close()
        process.kill()
        process.join()
    if isinstance(outcome, _Refusal):
        raise InputError(outcome.what, outcome.where or None, outcome.remedy)
    result: T = outcome
    return result


@dataclass(frozen=True)
class _Refusal:
    """An InputError on its way from the child to the parent."""

    what: str
    where: str
    remedy: str


def _child(read: Callable[[], object], sender: Connection, seconds: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(seconds)
    try:
        outcome = read()
    except InputError as error:
        outcome = _Refusal(error.what, str(error.where or ""), error.remedy)
    except MemoryError:
        os._exit(1)
    except Exception as error:  # whatever a broken or hostile file makes a library meet is one clear error
        outcome = _Refusal(
            f"it holds something that cannot be read ({type(error).__name__}: {str(error)[:80]})",
            "",
            "open the document and save it anew; if that does not help, report it with the document",
        )
    sender.send(outcome)
    sender.close()
    os._exit(0)


def _limit(seconds: int) -> None:
    import resource  # not there on Windows, where nothing is forked

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return
    limit = pages * resource.getpagesize() + MEMORY
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
