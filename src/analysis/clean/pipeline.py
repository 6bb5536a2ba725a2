"""data/raw -> data/processed: every document read and cleaned, every error of every document collected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import pandas as pd

from analysis.clean.altered import refuse_altered
from analysis.clean.corrections import apply_corrections
from analysis.clean.disorder import is_spoilt, out_of_order, place_in_raw, refuse_disorder, without_sidecar
from analysis.clean.documents import clean_document
from analysis.clean.exchanged import refuse_exchanged
from analysis.clean.figures import clean_figures
from analysis.clean.illegible import refuse_illegible
from analysis.clean.indices import clean_indices
from analysis.clean.moved import refuse_moved
from analysis.clean.observations import clean_observations
from analysis.clean.raw_folder import RawFolder, read_raw_folder, read_records
from analysis.clean.rows_of_others import refuse_rows_of_others
from analysis.clean.since_read import refuse_moved_since_read
from analysis.clean.targets import clean_targets
from analysis.clean.tasks import clean_tasks
from analysis.errors import InputError, InputErrors
from analysis.reference.corrections import Correction, corrections
from analysis.store import Project, read_table, table_bytes, typed, write_bytes
from analysis.tables import PROCESSED

_T = TypeVar("_T")
_NOTHING: Mapping[str, InputErrors] = MappingProxyType({})
CLEANED = ("documents", "observations", "targets", "tasks", "figures", "indices")


@dataclass(frozen=True)
class Cleaned:
    """Processed tables by name, and what is wrong in each document that could not be read (its rows are not there)."""

    tables: dict[str, pd.DataFrame]
    unread: dict[str, InputErrors]


def clean_project(project: Project, unchanged: Collection[str] = ()) -> dict[str, pd.DataFrame]:
    """Clean all of data/raw and write data/processed; returns the tables.

    `unchanged` are the ids of documents whose raw files data/processed was made from by this very code: their rows are
    taken from there, unless a correction speaks of them. Raises InputErrors with every error of every document; then
    nothing is written and what was there stays.
    """
    refuse_disorder(project, _held(project))
    cleaned = _cleaned(project, unchanged)
    _refuse_unread(cleaned.unread)
    _write(project, cleaned.tables)
    return cleaned.tables


def clean_readable(project: Project, unchanged: Collection[str] = ()) -> Cleaned:
    """As `clean_project`, but what cannot be read stops no other document: the tables hold the rows of the others.

    `unread` then names by its path what lies in data/raw and is in no document, too (a link, a table astray).
    InputErrors where no document can be read.
    """
    cleaned = _cleaned(project, unchanged)
    if not len(cleaned.tables["documents"]):
        _refuse_unread(cleaned.unread)
    _write(project, cleaned.tables)
    return cleaned


def _refuse_unread(unread: Mapping[str, InputErrors]) -> None:
    if unread:
        raise InputErrors([error for found in unread.values() for error in found.errors])


def _write(project: Project, tables: Mapping[str, pd.DataFrame]) -> None:
    contents = {name: table_bytes(frame, name) for name, frame in tables.items()}
    for name, content in contents.items():
        path = project.table_path(name)
        if not path.exists() or path.read_bytes() != content:
            write_bytes(path, content)


def _cleaned(project: Project, unchanged: Collection[str]) -> Cleaned:
    held = _held(project)
    spoilt = out_of_order(project, held)
    corrected = {entry.document_id for entry in corrections()}
    kept = {name for name in unchanged if name not in corrected and not is_spoilt(name, spoilt)}
    folders, unread = _read_each(project, held, spoilt, kept)
    cleaned = _clean_each(folders, _kept_rows(project, kept))
    return Cleaned(cleaned.tables, dict(sorted((unread | cleaned.unread).items())))


def _kept_rows(project: Project, kept: Collection[str]) -> dict[str, pd.DataFrame]:
    """Rows of data/processed of the documents `kept`."""
    if not kept:
        return {}
    tables = {name: read_table(project, name) for name in CLEANED}
    return {name: frame[frame["document_id"].isin(kept)] for name, frame in tables.items()}


def read_all(project: Project) -> list[RawFolder]:
    """Every raw document of the project, in the order of their ids; InputErrors with all that cannot be read."""
    held = _held(project)
    refuse_disorder(project, held)
    folders, unread = _read_each(project, held)
    _refuse_unread(unread)
    return folders


def _held(project: Project) -> list[Path]:
    """Every path in data/raw."""
    if not project.raw.is_dir():
        raise InputError("no raw data", project.raw, "put documents in with `cchc ingest FILE`")
    return sorted(project.raw.rglob("*"))


def _read_each(
    project: Project, held: Sequence[Path], spoilt: Mapping[str, InputErrors] = _NOTHING, besides: Collection[str] = ()
) -> tuple[list[RawFolder], dict[str, InputErrors]]:
    """The raw documents that can be read and what is wrong in each of the others, and `spoilt`.

    Documents in `besides` and those that are `spoilt` are passed by.
    """
    folders: list[RawFolder] = []
    unread = {name: found for name, found in without_sidecar(project, held).items() if not is_spoilt(name, spoilt)}
    unread |= spoilt
    for folder in project.raw_documents():
        name = place_in_raw(project, folder)
        if name in besides or is_spoilt(name, spoilt):
            continue
        try:
            read = read_raw_folder(project, folder)
            refuse_rows_of_others(read, partial(read_records, project))
            folders.append(read)
        except InputErrors as found:
            unread[name] = found
    if not folders and not unread and not besides:
        # Most likely data/raw was moved away: the tables that were made from it are all that is left.
        raise InputError("no document in data/raw", project.raw, "put documents in with `cchc ingest FILE`")
    return folders, unread


def clean_folders(folders: list[RawFolder]) -> dict[str, pd.DataFrame]:
    """Processed tables of `folders` by name, in the order of documents and print; InputErrors with every error."""
    cleaned = _clean_each(folders, {})
    _refuse_unread(cleaned.unread)
    return cleaned.tables


def _clean_each(folders: list[RawFolder], known: Mapping[str, pd.DataFrame]) -> Cleaned:
    """The rows of each of `folders` that can be read, with the `known` rows of other documents."""
    unread: dict[str, InputErrors] = {}
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in CLEANED}
    documents: list[Mapping[str, object]] = []
    for folder in folders:
        try:
            document, tables = _clean_folder(folder)
        except InputErrors as found:
            unread[folder.document_id] = found
            continue
        documents.append(document)
        for name, frame in tables.items():
            parts[name].append(frame)
    if documents:
        parts["documents"].append(typed(pd.DataFrame.from_records(documents), "documents"))
    return Cleaned({name: _joined(name, parts[name], known.get(name)) for name in CLEANED}, unread)


def _clean_folder(folder: RawFolder) -> tuple[Mapping[str, object], dict[str, pd.DataFrame]]:
    """One document's row of `documents` and its rows of the others; InputErrors with everything that is wrong in it."""
    errors: list[InputError] = []
    document = _attempt(partial(clean_document, folder), errors)
    if document is None:
        raise InputErrors(errors)  # without a sound province and period no table of the folder can be read
    for refuse in (refuse_illegible, refuse_exchanged, refuse_moved, refuse_altered, refuse_moved_since_read):
        _attempt(partial(refuse, folder), errors)
    tables: dict[str, pd.DataFrame] = {}
    for name, clean in _cleaners().items():
        frame = _attempt(partial(clean, folder), errors)
        if frame is not None and len(frame):
            tables[name] = frame
    entries = [entry for entry in corrections() if entry.document_id == folder.document_id]
    if entries and not errors:
        tables |= _attempt(partial(_corrected, tables, entries), errors) or {}
    if errors:
        raise InputErrors(errors)
    return document, tables


def _corrected(tables: Mapping[str, pd.DataFrame], entries: list[Correction]) -> dict[str, pd.DataFrame]:
    observations, figures = (tables.get(name, _empty(name)) for name in ("observations", "figures"))
    corrected = apply_corrections(observations, figures, entries)
    both = {"observations": corrected.observations, "figures": corrected.figures}
    return {name: frame for name, frame in both.items() if name in tables}


def _joined(name: str, parts: list[pd.DataFrame], known: pd.DataFrame | None) -> pd.DataFrame:
    if known is None or not len(known):
        return typed(pd.concat(parts, ignore_index=True) if parts else _empty(name), name)
    frame = typed(pd.concat([known, *(typed(part, name) for part in parts)], ignore_index=True), name)
    return frame.sort_values("document_id", key=_in_folder_order, kind="stable", ignore_index=True)


def _in_folder_order(documents: pd.Series) -> pd.Series:
    """Places of the folders: compared level by level, so that "a-b/…" comes after "a/…" although "-" is before "/"."""
    folders = sorted(documents.unique(), key=lambda one: one.split("/"))
    return documents.map({folder: place for place, folder in enumerate(folders)})


def _cleaners() -> dict[str, Callable[[RawFolder], pd.DataFrame]]:
    return {
        "observations": clean_observations,
        "targets": lambda folder: _rows_of(folder, "targets", clean_targets),
        "tasks": clean_tasks,
        "figures": lambda folder: _rows_of(folder, "figures", clean_figures),
        "indices": clean_indices,
    }


def _rows_of(
    folder: RawFolder, kind: str, clean: Callable[[list[dict[str, str]], Mapping[str, str], str], pd.DataFrame]
) -> pd.DataFrame:
    rows = [dict(row) for table in folder.of_kind(kind) for row in table.rows]
    return clean(rows, folder.fields, folder.document_id) if rows else _empty(kind)


def _attempt(work: Callable[[], _T], errors: list[InputError]) -> _T | None:
    try:
        return work()
    except InputErrors as found:
        errors.extend(found.errors)
    except InputError as error:
        errors.append(error)
    return None


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({column.name: [] for column in PROCESSED[name]})
