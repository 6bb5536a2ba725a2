"""Many jobs on one machine: worker processes that take one job at a time. A worker's death costs one retry, no more."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import importlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from analysis.runs import drawing
from analysis.runs.agenda import Ticket
from analysis.runs.engine import why_not_warm
from analysis.runs.execute import Task, execute, failure_of
from analysis.runs.job import Failure, Outcome
from analysis.runs.processes import die_with_parent
from analysis.runs.unused import ADDRESS_GRAMMAR, FILE_SYSTEMS, without

ATTEMPTS = 2
Order = Task | Ticket


@dataclass
class _Worker:
    process: BaseProcess
    channel: Connection
    order: Order | None = None
    attempt: int = 0


class LocalPool:
    """`size` worker processes; use as a context manager, so that none outlives the run."""

    def __init__(self, size: int) -> None:
        self._size = size
        # A process that has drawn (a notebook, a test) holds the drawing engine's locks; a fork would wait for them.
        self._forks = not why_not_warm() and not drawing.is_loaded()
        self._context: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        self._workers: list[_Worker] = []

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(self, *exc: object) -> None:
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()

    def run(self, orders: Sequence[Order]) -> Iterator[Outcome]:
        """Outcomes in the order in which they come; a job whose worker died twice is reported as failed."""
        waiting = deque((order, 1) for order in orders)
        while waiting or any(worker.order for worker in self._workers):
            self._feed(waiting)
            for worker in self._ready():
                outcome = self._receive(worker, waiting)
                if outcome is not None:
                    yield outcome

    def _feed(self, waiting: deque[tuple[Order, int]]) -> None:
        while waiting and len(self._workers) < min(self._size, len(waiting) + self._busy()):
            self._workers.append(self._start())
        for worker in self._workers:
            if worker.order is None and waiting:
                worker.order, worker.attempt = waiting.popleft()
                # A worker that died idle is found out by the next reading of its channel.
                with contextlib.suppress(OSError):
                    worker.channel.send(worker.order)

    def _busy(self) -> int:
        return sum(worker.order is not None for worker in self._workers)

    def _ready(self) -> list[_Worker]:
        ready = wait([worker.channel for worker in self._workers])
        return [worker for worker in self._workers if worker.channel in ready]

    def _receive(self, worker: _Worker, waiting: deque[tuple[Order, int]]) -> Outcome | None:
        order, attempt = worker.order, worker.attempt
        try:
            outcome: Outcome = worker.channel.recv()
        except (EOFError, OSError):
            self._workers.remove(worker)
            self._end(worker)
            if order is None:
                return None
            if attempt < ATTEMPTS:
                waiting.append((order, attempt + 1))
                return None
            failure = Failure(0, "WorkerDied", "its process was killed twice")
            return Outcome(order.job, 0.0, order.engine, failure=failure)
        worker.order = None
        # Not with another copy of what the order says already.
        return dataclasses.replace(outcome, job=order.job) if order else outcome

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        inherited = [worker.channel for worker in self._workers] + [ours]
        arguments = (theirs, inherited if self._forks else [], os.getpid())
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _end(self, worker: _Worker) -> None:
        worker.channel.close()
        worker.process.kill()
        worker.process.join()


def _work(channel: Connection, inherited: list[Connection], parent: int) -> None:
    """A worker's life: one order after the other until its parent (process id `parent`) hangs up or is gone."""
    for other in inherited:
        # A forked worker holds copies of its siblings' channels; they would hide a sibling's death.
        other.close()
    # Ctrl-C goes to the whole process group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent(parent)
    if not why_not_warm():
        drawing.warm_up()
    while True:
        try:
            order: Order = channel.recv()
        except (EOFError, OSError):
            break
        channel.send(_carried_out(order))
        if drawing.is_stuck():
            # Its run was given up, but the drawing engine is still at it: a fresh worker takes over.
            break
    sys.stderr.flush()
    os._exit(0)


def _carried_out(order: Order) -> Outcome:
    """What came of an order; one whose inputs are not kept any more (somebody emptied build/) has failed."""
    try:
        task = order if isinstance(order, Task) else order.task()
    except (OSError, ValueError) as error:
        return Outcome(order.job, 0.0, order.engine, failure=failure_of(error))
    os.chdir(task.root)
    return execute(task)


def preload() -> None:
    """Import in the parent what every worker needs, so that forked workers share it, and what writes the index."""
    # What is imported stays: looking through it for garbage takes a tenth of the time.
    gc.disable()
    try:
        with without(FILE_SYSTEMS, ADDRESS_GRAMMAR):
            for name in ("papermill", "analysis.runs.client", "analysis.report.index", "analysis.report.page"):
                importlib.import_module(name)
        sys.modules["analysis.report.page"].warm_up()
        gc.freeze()
    finally:
        gc.enable()
