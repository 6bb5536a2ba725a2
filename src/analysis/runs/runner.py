"""A whole run: plan, bring data/processed up to date, make the reports, write the index, say what came of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import EXIT_DONE, EXIT_INTERRUPTED, EXIT_RUNS_FAILED, OutputError, listed
from analysis.runs import engine, prepare
from analysis.runs.execute import Task, refuse, run_id
from analysis.runs.fingerprint import Digests
from analysis.runs.interrupts import Interrupts, interruptible
from analysis.runs.job import LANGUAGES, NOTEBOOKS, Job, Limits, Outcome, notebook_path
from analysis.runs.lock import only_run, sweep_leftovers
from analysis.runs.log import Log
from analysis.runs.parameters import check_parameters
from analysis.runs.plan import Entry, Plan, Selection, make_plan
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

    plan: Plan
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
    digests = digests_of(project)
    with only_run(project), interruptible() as interrupts:
        plan = make_plan(project, selection, today, digests)
        log = Log(options.run or new_run_id(project), options.log_json, total=len(plan.due()))
        result = Result(plan)
        if plan.processed_current and not plan.due():
            digests.save()
        else:
            check_all_parameters(project, [entry.job for entry in plan.due()])
            _make(project, selection, options, today, result, log, digests, interrupts)
        for why in result.plan.astray.values():
            log.step("data/raw", why)
        try:
            _write_index(project, result, today, digests)
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
    selection: Selection,
    options: Options,
    today: dt.date,
    result: Result,
    log: Log,
    digests: Digests,
    interrupts: Interrupts,
) -> None:
    warm = options.engine == engine.WARM and not options.dask
    if warm and engine.why_not_warm():
        log.step("start", f"stock papermill is used: {engine.why_not_warm()}")
    notebooks = [notebook_path(project, kind) for kind in NOTEBOOKS]
    with helpers(warm and not engine.why_not_warm(), notebooks, options.jobs):
        try:
            if _prepare(project, result.plan, log):
                result.plan = make_plan(project, selection, today, digests)
            digests.save()
            due = result.plan.due()
            log.total = len(due)
            share = publish(project, options.share, notebooks) if options.share and due else None
            for outcome in _outcomes(_tasks(project, due, options, log.run, share), options):
                result.outcomes.append(outcome)
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


def _prepare(project: Project, plan: Plan, log: Log) -> bool:
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


def _outcomes(tasks: list[Task], options: Options) -> Iterator[Outcome]:
    """What comes of each task; a province's whose documents cannot be read is refused, and the others go on."""
    why = {task.job: _why_unread(task) for task in tasks}
    yield from (refuse(task, why[task.job]) for task in tasks if why[task.job])
    tasks = [task for task in tasks if not why[task.job]]
    if not tasks:
        return
    if options.dask:
        from analysis.runs.cluster import run_on_cluster

        yield from run_on_cluster(tasks, options.dask)
        return
    from analysis.runs.pool import LocalPool

    with LocalPool(max(1, options.jobs)) as pool:
        yield from pool.run(tasks)


def _why_unread(task: Task) -> str:
    """Why the documents of a report's own province and period cannot be read, "" where they can."""
    own = f"{task.job.province}/{task.job.period}/"
    return "\n".join(why for document, why in task.inputs.unread.items() if document.startswith(own))


def _tasks(project: Project, due: Sequence[Entry], options: Options, run: str, share: Share | None) -> list[Task]:
    """The due entries as tasks. The comparison reads everything and takes longest; begun last it would keep one worker
    busy alone.
    """
    state = prepare.read_prepared(project)
    pairs = _findings_by_pair(state.findings if state else {})
    everywhere = sum(pairs.values(), Counter[str]())
    tasks = []
    for entry in sorted(due, key=lambda entry: entry.job.kind):
        assert entry.inputs is not None, "what is due has inputs"
        pair = entry.job.province, entry.job.period
        found = pairs.get(pair, Counter()) if entry.job.kind == "province" else everywhere
        told = tuple(sorted(found.items()))
        tasks.append(Task(entry.job, str(project.root), entry.inputs, run, options.engine, options.limits, told, share))
    return tasks


def _findings_by_pair(findings: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], Counter[str]]:
    """How many findings of each severity a province's documents of a period have."""
    pairs: dict[tuple[str, str], Counter[str]] = {}
    for document, found in findings.items():
        province, period, _ = document.split("/")
        pairs.setdefault((province, period), Counter()).update(found)
    return pairs


def _write_index(project: Project, result: Result, today: dt.date, digests: Digests) -> None:
    """The index of all reports as they stand now, whichever this run made."""
    from analysis.runs.index import leads_nowhere

    if result.interrupted:
        # The index is the next run's work: whoever interrupts wants the terminal back.
        return
    if result.outcomes or leads_nowhere(project):
        renew_index(project, today, digests)


def renew_index(project: Project, today: dt.date, digests: Digests) -> None:
    """Write the index of all reports as they are on disk."""
    from analysis.runs.index import write_index

    write_index(project, make_plan(project, Selection(languages=LANGUAGES), today, digests))
