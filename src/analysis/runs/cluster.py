"""The same jobs on a Dask cluster whose workers see the same folder, or the same share at an fsspec URL.

Lost workers' jobs are rerun by the scheduler.
"""

from __future__ import annotations

import dataclasses
import functools
import logging
import re
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.errors import UsageError, listed
from analysis.runs.agenda import Ticket
from analysis.runs.execute import Task, execute
from analysis.runs.fingerprint import Digests, code_digest
from analysis.runs.job import Failure, Outcome
from analysis.runs.share import Share, collect, deliver, fetch, problem_with
from analysis.store import Project

CONNECT_SECONDS = 10


def run_on_cluster(tickets: Sequence[Ticket], address: str, share: Share | None) -> Iterator[Outcome]:
    """Outcomes as they come. UsageError when there is no Dask, no scheduler, or no worker that sees the project."""
    client = _connect(address)
    try:
        _check_workers(client, tickets[0].task(share))
        yield from _gather(client, tickets, share)
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.comm.addressing import parse_address, parse_host_port
        from distributed.versions import VersionMismatchWarning
    except ImportError:
        raise UsageError("--dask needs dask.distributed\n  remedy: pip install 'cchc-analysis[dask]'") from None
    # What matters of it is an error or an outcome; its own lines would stand between those of the run's log.
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", category=VersionMismatchWarning)
    try:
        # A client that was made for an address without a port cannot be ended for 20 seconds.
        parse_host_port(parse_address(address)[1])
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        remedy = "start one with `dask scheduler` and workers with `dask worker ADDRESS --nthreads 1`"
        raise UsageError(f"no Dask scheduler answers ({error})\n  where: {address}\n  remedy: {remedy}") from None


def _check_workers(client: Any, task: Task) -> None:
    """Refuse workers that would make other bytes: another code, or another folder under the same name."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        where = client.scheduler.address
        remedy = f"start some with `dask worker {where} --nthreads 1`"
        raise UsageError(f"the Dask scheduler has no workers\n  where: {where}\n  remedy: {remedy}") from None
    for worker, problem in client.run(problem_on_worker, task, environment()).items():
        if problem:
            raise UsageError(f"worker {worker} cannot be used: {problem}")


def problem_on_worker(task: Task, theirs: Mapping[str, str]) -> str:
    """On a worker: why it cannot run jobs like `task` of a run whose environment is `theirs`, or ""."""
    problem = _other_bytes(task, theirs)
    if problem:
        return problem
    if task.share is not None:
        return problem_with(task.share)
    if not (Path(task.root) / "data" / "raw").is_dir():
        remedy = "share the project's folder under the same path, or name a place all machines reach by --share URL"
        return f"it does not see {task.root}\n  remedy: {remedy}"
    return ""


def _other_bytes(task: Task, theirs: Mapping[str, str]) -> str:
    """On a worker: what would make its reports differ from those of the run, or ""."""
    if _own_code() != task.inputs.code:
        return "it has another version of this package\n  remedy: install the same version on every machine"
    ours = environment()
    differing = [
        f"{name} {ours.get(name, 'none')} instead of {theirs.get(name, 'none')}"
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]
    if differing:
        return f"it has {listed(differing, 3)}\n  remedy: install the same lock file on every machine"
    return ""


@functools.cache
def environment() -> dict[str, str]:
    """Versions of Python and of what this package needs for a report, as installed here."""
    needed = [item for item in metadata.requires("cchc-analysis") or () if "extra ==" not in item]
    names = sorted(match[0] for item in needed if (match := re.match(r"[\w.-]+", item)))
    return {"python": ".".join(map(str, sys.version_info[:2]))} | {name: metadata.version(name) for name in names}


def execute_anywhere(task: Task, theirs: Mapping[str, str]) -> Outcome:
    """On a worker: make one report, in the shared folder or in a folder of its own whose contents go to the share.

    A worker that came after the others were looked at may be of another version or environment than `theirs`.
    """
    problem = _other_bytes(task, theirs)
    if problem:
        return Outcome(task.job, 0.0, task.engine, failure=Failure(0, "OtherWorker", " ".join(problem.split())))
    if task.share is None:
        return execute(task)
    try:
        root = fetch(task.share)
        outcome = execute(dataclasses.replace(task, root=str(root)))
        deliver(task.share, root, task.job)
    except (OSError, ValueError) as error:
        return Outcome(task.job, 0.0, task.engine, failure=Failure(0, type(error).__name__, str(error)[:300]))
    return outcome


@functools.cache
def _own_code() -> str:
    return code_digest(Digests(Path("/nonexistent")))


def _gather(client: Any, tickets: Sequence[Ticket], share: Share | None) -> Iterator[Outcome]:
    from distributed import as_completed

    futures = {_submitted(client, ticket.task(share)): ticket for ticket in tickets}
    try:
        for future in as_completed(list(futures), loop=client.loop):  # type: ignore[no-untyped-call]
            yield _outcome(future, futures.pop(future), share)
    finally:
        if futures:
            client.cancel(list(futures))


def _submitted(client: Any, task: Task) -> Any:
    return client.submit(execute_anywhere, task, environment(), key=f"{task.run}:{task.job.output}", pure=False)


def _outcome(future: Any, ticket: Ticket, share: Share | None) -> Outcome:
    try:
        outcome: Outcome = future.result()
        if share is not None:
            collect(share, Project(Path(ticket.terms.root)), ticket.job)
    except Exception as error:
        # The cluster itself (a job that killed several workers) or the share; a job's own failure is an outcome.
        return Outcome(ticket.job, 0.0, ticket.engine, failure=Failure(0, type(error).__name__, str(error)[:300]))
    return outcome
