"""Which reports are due, and why. Nothing here writes a file or starts a process, and nothing loads pandas."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from analysis.errors import InputError
from analysis.reference.asked_indicators import asked_indicator, every_indicator
from analysis.reference.asked_names import known_name, province_with_data
from analysis.reference.periods import parse_period
from analysis.reference.provinces import NATIONAL, all_provinces
from analysis.runs import calendar
from analysis.runs.fingerprint import Digests, code_digest, lock_digest, raw_files
from analysis.runs.job import HIDDEN_FOLDER, INDICATORS, Job, Kind, notebook_path
from analysis.runs.manifest import Inputs, manifest_path, read_manifest, what_changed
from analysis.runs.prepare import Prepared, is_current, read_prepared, source_digest
from analysis.runs.rows import PEERS, reads_file, reads_rows, would_read
from analysis.store import Project

State = Literal["due", "current", "missing"]


@dataclass(frozen=True)
class Selection:
    """What a person asked for; empty tuples mean all."""

    provinces: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("vi",)
    only_due: bool = True
    indicators: tuple[str, ...] = ()
    all_pairs: bool = False

    @property
    def everything(self) -> bool:
        """Whether all provinces and periods are asked for: also with indicators only if that was said (`all_pairs`)."""
        return not self.provinces and not self.periods and (self.all_pairs or not self.indicators)


@dataclass(frozen=True)
class Entry:
    """One line of the plan; only what is due holds its inputs, for a plan may have thousands of lines."""

    job: Job
    state: State
    reason: str
    inputs: Inputs | None = None


@dataclass(frozen=True)
class Plan:
    """All lines, and whether data/processed must be brought up to date first.

    `astray` says of what lies among the documents of the provinces asked for and belongs to no report why it cannot be
    read, as data/processed tells.
    """

    entries: tuple[Entry, ...]
    source: str
    processed_current: bool
    astray: Mapping[str, str] = field(default_factory=dict)

    def due(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.state == "due"]

    def count(self, state: State) -> int:
        return sum(entry.state == state for entry in self.entries)


def make_plan(
    project: Project,
    selection: Selection,
    today: dt.date,
    digests: Digests,
    keep: Callable[[Entry], Entry] = lambda entry: entry,
) -> Plan:
    """The plan of a run as of `today`; no line is of a folder in data/raw that is no province or no period.

    `keep` says of each line, when it is made, what of it is kept.
    """
    held = raw_files(project, digests)
    raw = _of_known_units(held)
    pairs = _pairs(raw)
    asked = selection.provinces
    selection = _resolved(selection, pairs, today)
    code, lock = code_digest(digests), lock_digest(digests)
    source = source_digest(project, held, code, lock, digests)
    world = _World(project, raw, read_prepared(project), code, lock, digests)
    jobs = [
        Job("province", language, province, period)
        for province, period in pairs
        if _wanted(selection, province, period)
        for language in selection.languages
    ]
    if selection.everything and pairs:
        jobs += [Job("comparison", language) for language in selection.languages]
    jobs += _indicator_jobs(project, selection)
    entries = [keep(world.entry(job, selection.only_due)) for job in jobs]
    entries += _missing(selection, pairs, today)
    return Plan(tuple(entries), source, is_current(project, source, digests), world.astray(asked))


def _indicator_jobs(project: Project, selection: Selection) -> list[Job]:
    """Pages of the indicators asked for; with everything also those made before, so that none goes stale unseen."""
    jobs = [
        Job("indicator", language, indicator=key) for key in selection.indicators for language in selection.languages
    ]
    if selection.everything:
        jobs += [job for job in made_indicators(project) if job.language in selection.languages and job not in jobs]
    return jobs


def made_indicators(project: Project) -> list[Job]:
    """Pages of indicators that have been made, found by their manifests."""
    folder = manifest_path(project, f"reports/{INDICATORS}/x").parent
    names = sorted(path.name.removesuffix(".html.json") for path in folder.glob("*.html.json"))
    parted = [(name.removesuffix(".en"), "en" if name.endswith(".en") else "vi") for name in names]
    return [Job("indicator", language, indicator=key) for key, language in parted if key in every_indicator()]


def inputs_now(project: Project, job: Job, prepared: Prepared, digests: Digests) -> Inputs:
    """What `job` would be made from as the disk stands; `prepared` tells of data/processed."""
    raw, code, lock = _of_known_units(raw_files(project, digests)), code_digest(digests), lock_digest(digests)
    return _World(project, raw, prepared, code, lock, digests).inputs(job)


@dataclass(frozen=True)
class _World:
    """What reports are held against: the state of the disk at one moment."""

    project: Project
    raw: dict[str, dict[str, str]]
    prepared: Prepared | None
    code: str
    lock: str
    digests: Digests

    def astray(self, provinces: Sequence[str]) -> dict[str, str]:
        """What cannot be read and is of no report, in the folders of `provinces` (of all where none is named)."""
        unread = self.prepared.unread if self.prepared else {}
        return {
            place: why
            for place, why in unread.items()
            if place not in self.raw and (not provinces or place.split("/")[0] in provinces)
        }

    def entry(self, job: Job, only_due: bool) -> Entry:
        inputs = self.inputs(job)
        reason = self.reason(job, inputs)
        if reason:
            return Entry(job, "due", reason, inputs)
        return Entry(job, "current", "up to date") if only_due else Entry(job, "due", "asked for", inputs)

    def inputs(self, job: Job) -> Inputs:
        """Everything `job` reads, by hash."""
        data: dict[str, str] = {}
        unread = self.prepared.unread if self.prepared else {}
        unread = {one: why for one, why in unread.items() if one in self.raw and would_read(job, one)}
        for document in self._concerned(job):
            if reads_file(job, document):
                data |= self.raw[document]
            data |= {name: value for what, name, value in self._held(document) if reads_rows(job, document, what)}
        pair = f"{job.province}/{job.period}"
        rows = self.prepared.rows if self.prepared else {}
        if pair in rows.get(PEERS, {}):
            data[PEERS] = rows[PEERS][pair]
        return Inputs(self.notebook(job.kind), self.code, self.lock, job.parameters, data, unread)

    def _held(self, document: str) -> list[tuple[str, str, str]]:
        """Kind, name and digest of the processed rows of `document`; the names are made once for all reports."""
        if document not in self._names:
            held = self.prepared.rows.get(document, {}) if self.prepared else {}
            self._names[document] = [(what, f"{what} of {document}", value) for what, value in held.items()]
        return self._names[document]

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, str, str]]]:
        return {}

    def _concerned(self, job: Job) -> Iterator[str]:
        """Documents a report may read anything of; for a province not all, for there may be hundreds of others."""
        if job.kind != "province":
            yield from self.raw
            return
        yield from self._by_province.get(job.province, ())
        yield from self._by_province.get(NATIONAL, ())
        yield from (
            document for document in self._with_indices if document.split("/")[0] not in (NATIONAL, job.province)
        )

    @cached_property
    def _with_indices(self) -> list[str]:
        """Documents that publish indices, of whatever province."""
        rows = self.prepared.rows if self.prepared else {}
        return [one for one in self.raw if any(what.startswith("indices of ") for what in rows.get(one, ()))]

    @cached_property
    def _by_province(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for document in self.raw:
            found.setdefault(document.partition("/")[0], []).append(document)
        return found

    def notebook(self, kind: Kind) -> str:
        return self.digests.of(notebook_path(self.project, kind))

    def reason(self, job: Job, inputs: Inputs) -> str:
        manifest = read_manifest(self.project, job.output)
        if manifest is None:
            return "never made"
        if manifest.get("outcome") != "done":
            return f"last run failed: {manifest.get('error', '')}".rstrip(": ")
        found = self.digests.of(self.project.root / job.output)
        if not found:
            return "report file is gone"
        if found != manifest.get("output_sha256"):
            return "report file was altered"
        return what_changed(manifest, inputs)


def _of_known_units(raw: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The documents of `raw` that can be reported on: of the others cleaning says that they cannot be read."""
    return {document: files for document, files in raw.items() if _is_of_known_unit(document)}


def _is_of_known_unit(document: str) -> bool:
    """Whether `document` (a path in data/raw) lies in the folder of a province and of a period."""
    parts = document.split("/")
    if len(parts) != 3 or (parts[0] not in (NATIONAL, HIDDEN_FOLDER) and parts[0] not in all_provinces()):
        return False
    try:
        parse_period(parts[1])
    except InputError:
        return False
    return True


def _pairs(raw: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    # Names are held once, however many jobs have them.
    parts = (map(sys.intern, document.split("/")[:2]) for document in raw)
    pairs = {(province, period) for province, period in parts}
    known = (pair for pair in pairs if pair[0] != NATIONAL)
    return sorted(known, key=lambda pair: (pair[0], parse_period(pair[1])))


def _resolved(selection: Selection, pairs: Sequence[tuple[str, str]], today: dt.date) -> Selection:
    """`selection` by the folders' names, as whoever asked may write "Đăk Nông" or "2024-h1"; InputError otherwise.

    What is missing can be asked for like what is there.
    """
    narrowed = selection.provinces or selection.periods
    owed = [(entry.job.province, entry.job.period) for entry in _missing(Selection(), pairs, today)] if narrowed else []
    held, owing = {province for province, _ in pairs}, {province for province, _ in owed}
    periods = {period for _, period in (*pairs, *owed)}
    return replace(
        selection,
        provinces=tuple(dict.fromkeys(_asked_province(name, held, owing) for name in selection.provinces)),
        periods=tuple(dict.fromkeys(known_name(name, periods, "period") for name in selection.periods)),
        indicators=tuple(dict.fromkeys(asked_indicator(name, every_indicator()) for name in selection.indicators)),
    )


def _asked_province(name: str, held: set[str], owing: set[str]) -> str:
    """The province with documents that `name` means, or else one that has sent none yet and owes some."""
    try:
        return province_with_data(name, held)
    except InputError:
        with contextlib.suppress(InputError):
            return province_with_data(name, owing)
        raise


def _wanted(selection: Selection, province: str, period: str) -> bool:
    if selection.indicators and not (selection.everything or selection.provinces or selection.periods):
        return False
    return (not selection.provinces or province in selection.provinces) and (
        not selection.periods or period in selection.periods
    )


def _missing(selection: Selection, pairs: Sequence[tuple[str, str]], today: dt.date) -> Iterator[Entry]:
    """Reports whose window has closed and that have not come, of provinces that have reported before."""
    seen: set[tuple[str, str]] = set(pairs)
    for province, period in pairs:
        since = parse_period(period)
        if since.kind == "plan" or since.end > today:
            continue
        for owed in calendar.expected(province, since, today):
            if owed not in seen and _wanted(selection, *owed):
                seen.add(owed)
                closed = parse_period(owed[1]).end
                yield Entry(Job("province", "vi", *owed), "missing", f"window closed on {closed:%d/%m/%Y}, no document")
