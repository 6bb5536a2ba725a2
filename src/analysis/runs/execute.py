"""One job from notebook to report, in whatever process it lands: run, render, publish by rename, note the outcome."""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import functools
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, OutputError, in_one_line
from analysis.runs import engine
from analysis.runs.fingerprint import digest
from analysis.runs.job import Failure, Job, Limits, Outcome, notebook_path
from analysis.runs.manifest import Inputs, write_manifest
from analysis.runs.settle import settled
from analysis.runs.share import Share
from analysis.store import Project, stay_inside, write_text

KERNEL_START_SECONDS = 60
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


@dataclass(frozen=True)
class Task:
    """A job with all it needs, so that it can be sent to another process or machine. `run` is the run's id.

    `share` is where a worker that does not see the folder `root` finds the inputs.
    """

    job: Job
    root: str
    inputs: Inputs
    run: str
    engine: str = engine.WARM
    limits: Limits = field(default_factory=Limits)
    findings: tuple[tuple[str, int], ...] = ()
    share: Share | None = None


def execute(task: Task) -> Outcome:
    """Make one report. Never raises for what the notebook or the renderer does: that becomes the outcome's failure."""
    project, started, clock = Project(Path(task.root)), dt.datetime.now(dt.UTC), time.perf_counter()
    steps: dict[str, float] = {}
    failure, written = None, ""
    try:
        notebook = _run_notebook(task, project, steps)
        written = _publish(task, project, notebook, steps)
    except Exception as error:
        failure = failure_of(error)
    seconds = time.perf_counter() - clock
    used = "papermill" if engine.why_not_warm() and task.engine == engine.WARM else task.engine
    outcome = Outcome(task.job, seconds, used, written, failure, dict(task.findings), steps)
    return _noted(task, outcome, started)


def refuse(task: Task, why: str) -> Outcome:
    """A report whose own documents cannot be read: noted as failed, and the page that was there stays."""
    failure = Failure(0, "InputErrors", in_one_line(why))
    outcome = Outcome(task.job, 0.0, task.engine, "", failure, dict(task.findings))
    return _noted(task, outcome, dt.datetime.now(dt.UTC))


def _noted(task: Task, outcome: Outcome, started: dt.datetime) -> Outcome:
    try:
        write_manifest(Project(Path(task.root)), task.job.output, _record(task, outcome, started))
    except OutputError as error:
        # Without its manifest a report counts as not made, and the next run makes it.
        return dataclasses.replace(outcome, failure=outcome.failure or failure_of(error))
    return outcome


def _run_notebook(task: Task, project: Project, steps: dict[str, float]) -> Any:
    """The executed notebook; a copy stays under build/ for whoever wants to look, also when it failed."""
    import papermill

    kept = project.build / "executed" / f"{task.job.name}.ipynb"
    failed = kept.with_suffix(".failed.ipynb")
    with _timed(steps, "notebook"), _named_where_it_cannot_be_kept(kept):
        kept.parent.mkdir(parents=True, exist_ok=True)
        failed.unlink(missing_ok=True)
        try:
            notebook = run_notebook(task.job, project, kept, task.engine, task.limits, failed)
        except papermill.PapermillExecutionError:
            kept.replace(failed)
            raise
    write_text(kept, settled(notebook))
    return notebook


@contextmanager
def _named_where_it_cannot_be_kept(path: Path) -> Iterator[None]:
    """Papermill writes the notebook while it runs; a disk that is full then is told as everywhere, with the file."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise OutputError(error, path) from error


def run_notebook(job: Job, project: Project, kept: Path, used: str, limits: Limits, failed: Path) -> Any:
    """The notebook of `job`, executed by papermill on the engine `used`, which writes it to `kept`."""
    if engine.why_not_warm() or used != engine.WARM:
        return _by_papermill(job, project, kept, used, limits, failed)
    from analysis.runs.warm_kernel import WarmProcessLostError
    from analysis.runs.zygote_process import give_up

    try:
        return _by_papermill(job, project, kept, used, limits, failed)
    except WarmProcessLostError:
        # Something has killed the process that all kernels are forked from: most likely no fault of this notebook.
        give_up()
        failed.unlink(missing_ok=True)
        return _by_papermill(job, project, kept, used, limits, failed)


def _by_papermill(job: Job, project: Project, kept: Path, used: str, limits: Limits, failed: Path) -> Any:
    import papermill

    engine.register()
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    with _project_root(project.root):
        return papermill.execute_notebook(
            _literal_path(notebook_path(project, job.kind)),
            _literal_path(kept),
            parameters=job.parameters,
            engine_name=used,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            start_timeout=KERNEL_START_SECONDS,
            execution_timeout=limits.cell_seconds,
            record_timing=False,
            coalesce_streams=True,
            iopub_timeout=30,
            output_limit=limits.output,
            memory_limit=limits.memory,
            failed_path=str(failed),
        )


def render(job: Job, notebook: Any, inputs: Inputs) -> str:
    """The page of an executed notebook, which states what it was made from."""
    from analysis.report.page import to_html

    versions = {name: number for name, number in _versions().items() if name != "python"}
    provenance = inputs.as_provenance() | {"versions": versions}
    return to_html(notebook, title=title_of(job), language=job.language, provenance=provenance)


def _publish(task: Task, project: Project, notebook: Any, steps: dict[str, float]) -> str:
    """Render the report and put it in its place; returns the digest of its bytes."""
    import hashlib

    with _timed(steps, "render"):
        html = render(task.job, notebook, task.inputs)
    with _timed(steps, "write"):
        write_text(stay_inside(project.reports, project.root / task.job.output), html)
    return hashlib.sha256(html.encode("utf-8")).hexdigest()


def title_of(job: Job) -> str:
    """Title of the page: the province as it was called in the period, and the period."""
    from analysis.reference.periods import parse_period
    from analysis.reference.texts import texts
    from analysis.report.indicator_name import indicator_name
    from analysis.report.province_name import name_of

    t = texts(job.language)
    if job.kind == "comparison":
        return t("comparison.title")
    if job.kind == "indicator":
        return indicator_name(job.indicator, job.language)
    return f"{name_of(job.parameters['province'], t, parse_period(job.period))}, {t.period(job.period)}"


def failure_of(error: Exception) -> Failure:
    """What a person needs to know of `error`: the cell as numbered in the notebook's source, the name, the message."""
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        # Papermill has inserted one cell, the injected parameters, before every cell that can fail after it.
        return Failure(error.cell_index, error.ename, _one_line(error.evalue))
    name = type(error).__name__
    if isinstance(error, AnalysisError):
        return Failure(0, name, " ".join(str(error).split()))
    return Failure(getattr(error, "cell_index", 0), name, _one_line(str(error)))


def _one_line(text: str, limit: int = 300) -> str:
    lines = text.strip().splitlines() or [""]
    return lines[0][:limit]


def _record(task: Task, outcome: Outcome, started: dt.datetime) -> dict[str, Any]:
    return {
        "outcome": "failed" if outcome.failure else "done",
        "error": str(outcome.failure or ""),
        "output_sha256": outcome.output_sha256,
        "inputs": task.inputs.as_dict(),
        "engine": outcome.engine,
        "findings": dict(outcome.findings),
        "versions": _versions(),
        "run": task.run,
        "times": {"started": started.isoformat(timespec="seconds"), "seconds": round(outcome.seconds, 3)}
        | {"steps": {name: round(value, 4) for name, value in outcome.steps.items()}},
    }


@functools.cache
def _versions() -> dict[str, str]:
    import platform
    from importlib import metadata

    names = ("pandas", "altair", "papermill", "nbclient", "nbconvert", "ipykernel", "great_expectations")
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in names}


def run_id(started: dt.datetime, root: Path) -> str:
    """Name of a run in logs and manifests: its start and a few signs that tell two roots apart."""
    return f"{started:%Y%m%dT%H%M%S}-{digest(str(root), str(os.getpid()), started.isoformat())[:6]}"


@contextmanager
def _timed(steps: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        steps[name] = time.perf_counter() - start


@contextmanager
def _project_root(root: Path) -> Iterator[None]:
    """Tell the kernel by CCHC_ROOT where its data are; a kernel inherits this process's environment."""
    before = os.environ.get("CCHC_ROOT")
    os.environ["CCHC_ROOT"] = str(root)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("CCHC_ROOT", None)
        else:
            os.environ["CCHC_ROOT"] = before


def _literal_path(path: Path) -> str:
    """`path` so that papermill, which formats braces in paths, takes it as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def decode_notebook(path: Path) -> dict[str, Any]:
    """JSON of a kept notebook, for tests and for whoever looks into a failure."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
