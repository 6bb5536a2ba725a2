"""What a run itself keeps of its plan: which reports are due. What each is made from lies in a file until it is made.

The inputs of a report are digests of some hundred files and tables, those of the comparison of all there are. Held
together for thousands of reports they would make the process grow that watches over the others.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from analysis.errors import OutputError
from analysis.runs.execute import Task
from analysis.runs.fingerprint import Digests
from analysis.runs.job import Job, Limits
from analysis.runs.manifest import Inputs
from analysis.runs.plan import Entry, Selection, State, make_plan
from analysis.runs.prepare import digests_path, read_prepared
from analysis.runs.share import Share
from analysis.store import Project


@dataclass(frozen=True, slots=True)
class Terms:
    """What all tasks of a run have in common: see `Task`."""

    root: str
    run: str
    engine: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Ticket:
    """A due report and where its inputs are: at byte `start` of the file `kept`.

    `why_unread` says why the documents of its own province and period cannot be read, "" where they can.
    """

    job: Job
    terms: Terms
    findings: tuple[tuple[str, int], ...]
    why_unread: str
    kept: str
    start: int

    @property
    def engine(self) -> str:
        return self.terms.engine

    def task(self, share: Share | None = None) -> Task:
        """The task with its inputs, read anew each time. OSError or ValueError where the file is gone or damaged."""
        with Path(self.kept).open("rb") as file:
            file.seek(self.start)
            inputs = Inputs(**json.loads(file.readline()))
        terms = self.terms
        return Task(self.job, terms.root, inputs, terms.run, terms.engine, terms.limits, self.findings, share)


@dataclass(frozen=True)
class Agenda:
    """A plan without its lines: what is due, the number of the other lines, and what `Plan` says of data/processed."""

    tickets: tuple[Ticket, ...]
    counts: Mapping[State, int]
    source: str
    processed_current: bool
    astray: Mapping[str, str]

    def count(self, state: State) -> int:
        return self.counts.get(state, 0)

    def forget(self) -> None:
        """Remove the file of inputs; nothing can be made of the tickets afterwards."""
        for kept in {ticket.kept for ticket in self.tickets}:
            Path(kept).unlink(missing_ok=True)


def make_agenda(project: Project, selection: Selection, today: dt.date, terms: Terms) -> Agenda:
    """Plan, keep the inputs of what is due in a file below build/, and remember the digests of files."""
    digests = Digests(digests_path(project))
    starts: dict[Job, tuple[int, str]] = {}
    with _Kept(project.build) as kept:

        def keep(entry: Entry) -> Entry:
            if entry.inputs is None:
                return entry
            starts[entry.job] = kept.add(entry.inputs), _why_unread(entry.job, entry.inputs)
            return dataclasses.replace(entry, inputs=None)

        plan = make_plan(project, selection, today, digests, keep)
    digests.save()
    found = _findings(project) if starts else {}
    # The comparison reads everything and takes longest; begun last it would keep one worker busy alone.
    tickets = (
        Ticket(job, terms, found.get((job.province, job.period), ()), why_unread, kept.path, start)
        for job, (start, why_unread) in sorted(starts.items(), key=lambda item: item[0].kind)
    )
    counts = Counter(entry.state for entry in plan.entries)
    return Agenda(tuple(tickets), counts, plan.source, plan.processed_current, plan.astray)


class _Kept:
    """A file with the inputs of a report on each line, made with the first of them; removed where the body fails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self.path = ""

    def add(self, inputs: Inputs) -> int:
        """Keep `inputs`; returns the byte at which their line starts."""
        with self._named():
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                handle, self.path = tempfile.mkstemp(prefix=".inputs.", suffix=".tmp", dir=self._folder)
                self._file = os.fdopen(handle, "wb")
            start = self._file.tell()
            self._file.write(json.dumps(inputs.as_dict()).encode("ascii") + b"\n")
            return start

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._file is None:
            return
        try:
            with self._named():
                self._file.close()
        except OutputError:
            kind = kind or OutputError
            raise
        finally:
            if kind is not None:
                Path(self.path).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        """A disk that is full is told as everywhere, with the file."""
        try:
            yield
        except OSError as error:
            raise OutputError(error, Path(self.path or self._folder)) from error


def _why_unread(job: Job, inputs: Inputs) -> str:
    """Why the documents of a report's own province and period cannot be read, "" where they can."""
    own = f"{job.province}/{job.period}/"
    return "\n".join(why for document, why in inputs.unread.items() if document.startswith(own))


def _findings(project: Project) -> dict[tuple[str, str], tuple[tuple[str, int], ...]]:
    """How many findings of each severity a province's documents of a period have; under ("", "") all of them."""
    state = read_prepared(project)
    pairs: dict[tuple[str, str], Counter[str]] = {}
    for document, found in (state.findings if state else {}).items():
        province, period, _ = document.split("/")
        for pair in ((province, period), ("", "")):
            pairs.setdefault(pair, Counter()).update(found)
    return {pair: tuple(sorted(counted.items())) for pair, counted in pairs.items()}
