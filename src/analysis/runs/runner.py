"""A whole run: plan, bring data/processed up to date, make the reports, write the index, say what came of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import EXIT_DONE, EXIT_INTERRUPTED, EXIT_RUNS_FAILED, OutputError, listed
from analysis.runs import engine, prepare
from analysis.runs.agenda import Agenda, Terms, Ticket, make_agenda
from analysis.runs.apart import apart
from analysis.runs.execute import refuse, run_id
from analysis.runs.fingerprint import Digests
from analysis.runs.interrupts import Interrupts, interruptible
from analysis.runs.job import LANGUAGES, NOTEBOOKS, Job, Limits, Outcome, notebook_path
from analysis.runs.lock import only_run, sweep_leftovers
from analysis.runs.log import Log
from analysis.runs.parameters import check_parameters
from analysis.runs.plan import Selection, make_plan
from analysis.runs.share import Share, publish
from analysis.store import Project


@dataclass(frozen=True)
class Options:
    """How to run. `jobs` is the number of workers; `dask` the address of a scheduler, "" for this machine.

    `share` is the fsspec URL through which the cluster's workers get the data, "" where they see the project's folder.
    `run` is the run's id, "" to have one made.
    """

    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    dask: str = ""
    share: str = ""
    engine: str = engine.WARM
    limits: Limits = field(default_factory=Limits)
    log_json: bool = False
    run: str = ""


@dataclass
class Result:
    """What came of a run."""

    plan: Agenda
    outcomes: list[Outcome] = field(default_factory=list)
    interrupted: bool = False
    index_failed: bool = False
    seconds: float = 0.0

    @property
    def made(self) -> int:
        return sum(outcome.failure is None for outcome in self.outcomes)

    @property
    def exit_code(self) -> int:
        if self.interrupted:
            return EXIT_INTERRUPTED
        failed = self.index_failed or self.plan.astray or any(outcome.failure for outcome in self.outcomes)
        return EXIT_RUNS_FAILED if failed else EXIT_DONE


def new_run_id(project: Project) -> str:
    """Id of a run of `project` that starts now."""
    return run_id(dt.datetime.now(dt.UTC), project.root)


def digests_of(project: Project) -> Digests:
    """The project's memory of file digests."""
    return Digests(prepare.digests_path(project))


def run(project: Project, selection: Selection, options: Options, today: dt.date) -> Result:
    """Make every due report of `selection`. Raises before anything starts when inputs or parameters are wrong."""
    clock = time.perf_counter()
    with only_run(project), interruptible() as interrupts, contextlib.ExitStack() as held:
        name = options.run or new_run_id(project)
        terms = Terms(str(project.root), name, options.engine, options.limits)

        def plan() -> Agenda:
            agenda = apart(lambda: make_agenda(project, selection, today, terms))
            held.callback(agenda.forget)
            return agenda

        result = Result(plan())
        log = Log(name, options.log_json, total=len(result.plan.tickets))
        if result.plan.tickets or not result.plan.processed_current:
            check_all_parameters(project, [ticket.job for ticket in result.plan.tickets])
            _make(project, options, result, log, plan, interrupts)
        for why in result.plan.astray.values():
            log.step("data/raw", why)
        try:
            _write_index(project, result, today)
        except OutputError as error:
            # The reports that were made are told of all the same.
            result.index_failed = True
            log.step("index", str(error))
    result.seconds = time.perf_counter() - clock
    return result


def check_all_parameters(project: Project, jobs: Iterable[Job]) -> None:
    """Hold one job per notebook and language against what its notebook declares."""
    for job in {(job.kind, job.language): job for job in jobs}.values():
        check_parameters(notebook_path(project, job.kind), job.parameters)


def _make(
    project: Project,
    options: Options,
    result: Result,
    log: Log,
    plan: Callable[[], Agenda],
    interrupts: Interrupts,
) -> None:
    """Make what is due; `plan` says what that is once data/processed is up to date."""
    warm = options.engine == engine.WARM and not options.dask
    if warm and engine.why_not_warm():
        log.step("start", f"stock papermill is used: {engine.why_not_warm()}")
    notebooks = [notebook_path(project, kind) for kind in NOTEBOOKS]
    with helpers(warm and not engine.why_not_warm(), notebooks, options.jobs):
        try:
            if _prepare(project, result.plan, log):
                result.plan = plan()
            due = result.plan.tickets
            log.total = len(due)
            share = publish(project, options.share, notebooks) if options.share and due else None
            for outcome in _outcomes(due, options, share):
                result.outcomes.append(outcome.in_short())
                log.report(outcome)
                interrupts.check()
        except KeyboardInterrupt:
            interrupts.heard()
            result.interrupted = True
            left = log.total - len(result.outcomes)
            log.step(
                "interrupted",
                f"interrupted: {len(result.outcomes)} reports finished and kept, {left} left for the next run",
            )
    # A worker may have been killed while it wrote.
    sweep_leftovers(project)


@contextlib.contextmanager
def helpers(warm: bool, notebooks: list[Path], jobs: int) -> Iterator[None]:
    """The warm process all kernels are forked from, and the one that draws; none where kernels are not forked."""
    if not warm:
        yield
        return
    from analysis.runs.drawer import SHARED_BY, Drawer
    from analysis.runs.zygote_process import Zygote, modules_of

    with Zygote(modules_of(notebooks)), Drawer() if jobs <= SHARED_BY else contextlib.nullcontext():
        yield


def _prepare(project: Project, plan: Agenda, log: Log) -> bool:
    """Bring data/processed up to date where it is not, and load what workers share meanwhile; whether anything was."""
    from analysis.runs.pool import preload

    if plan.processed_current:
        preload()
        return False
    start = time.perf_counter()
    with prepare.preparing(project, plan.source):
        preload()
    seconds = time.perf_counter() - start
    log.progress("prepare", f"data/processed brought up to date ({seconds:.2f} s)", seconds=round(seconds, 3))
    state = prepare.read_prepared(project)
    if state and state.unread:
        log.step("prepare", f"left out, for they cannot be read: {listed(list(state.unread), 10)}")
    return True


def _outcomes(tickets: Sequence[Ticket], options: Options, share: Share | None) -> Iterator[Outcome]:
    """What comes of each ticket; a province's whose documents cannot be read is refused, and the others go on."""
    yield from (refuse(ticket.task(), ticket.why_unread) for ticket in tickets if ticket.why_unread)
    tickets = [ticket for ticket in tickets if not ticket.why_unread]
    if not tickets:
        return
    if options.dask:
        from analysis.runs.cluster import run_on_cluster

        yield from run_on_cluster(tickets, options.dask, share)
        return
    from analysis.runs.pool import LocalPool

    with LocalPool(max(1, options.jobs)) as pool:
        yield from pool.run(tickets)


def _write_index(project: Project, result: Result, today: dt.date) -> None:
    """The index of all reports as they stand now, whichever this run made."""
    if not result.interrupted:  # else it is the next run's work: whoever interrupts wants the terminal back
        made = bool(result.outcomes)
        apart(lambda: _bring_index_up_to_date(project, today, made))


def _bring_index_up_to_date(project: Project, today: dt.date, made: bool) -> None:
    from analysis.runs.index import leads_nowhere

    if made or leads_nowhere(project):
        digests = digests_of(project)
        renew_index(project, today, digests)
        digests.save()


def renew_index(project: Project, today: dt.date, digests: Digests) -> None:
    """Write the index of all reports as they are on disk."""
    from analysis.runs.index import write_index

    write_index(project, make_plan(project, Selection(languages=LANGUAGES), today, digests))
