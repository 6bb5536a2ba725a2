"""data/raw -> data/processed: every document read and cleaned, every error collected, written only when all is well."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import pandas as pd

from analysis.clean.altered import refuse_altered
from analysis.clean.corrections import apply_corrections
from analysis.clean.documents import clean_document
from analysis.clean.exchanged import refuse_exchanged
from analysis.clean.figures import clean_figures
from analysis.clean.illegible import refuse_illegible
from analysis.clean.indices import clean_indices
from analysis.clean.moved import refuse_moved
from analysis.clean.observations import clean_observations
from analysis.clean.raw_folder import RawFolder, read_raw_folder
from analysis.clean.targets import clean_targets
from analysis.clean.tasks import clean_tasks
from analysis.errors import InputError, InputErrors
from analysis.reference.corrections import corrections
from analysis.store import Project, read_table, table_bytes, typed, write_bytes
from analysis.tables import PROCESSED

_T = TypeVar("_T")
CLEANED = ("documents", "observations", "targets", "tasks", "figures", "indices")


def clean_project(project: Project, unchanged: Collection[str] = ()) -> dict[str, pd.DataFrame]:
    """Clean all of data/raw and write data/processed; returns the tables.

    `unchanged` are the ids of documents whose raw files data/processed was made from by this very code: their rows are
    taken from there, unless a correction speaks of them. Raises InputErrors with every error of every document; then
    nothing is written and what was there stays.
    """
    kept = set(unchanged) - {entry.document_id for entry in corrections()}
    tables = clean_folders(read_all(project, kept), _kept_rows(project, kept))
    contents = {name: table_bytes(frame, name) for name, frame in tables.items()}
    for name, content in contents.items():
        path = project.table_path(name)
        if not path.exists() or path.read_bytes() != content:
            write_bytes(path, content)
    return tables


def _kept_rows(project: Project, kept: Collection[str]) -> dict[str, pd.DataFrame]:
    """Rows of data/processed of the documents `kept`."""
    if not kept:
        return {}
    tables = {name: read_table(project, name) for name in CLEANED}
    return {name: frame[frame["document_id"].isin(kept)] for name, frame in tables.items()}


def read_all(project: Project, besides: Collection[str] = ()) -> list[RawFolder]:
    """Every raw document of the project, in the order of their ids, besides those that need not be read."""
    if not project.raw.is_dir():
        raise InputError("no raw data", project.raw, "put documents in with `cchc ingest FILE`")
    held = sorted(project.raw.rglob("*"))
    _refuse_links(project, held)
    _refuse_odd_names(project, held)
    folders: list[RawFolder] = []
    errors: list[InputError] = []
    for folder in project.raw_documents():
        if folder.relative_to(project.raw).as_posix() in besides:
            continue
        try:
            folders.append(read_raw_folder(project, folder))
        except InputErrors as found:
            errors.extend(found.errors)
    errors.extend(_stray_files(project, held))
    if errors:
        raise InputErrors(errors)
    return folders


def clean_folders(folders: list[RawFolder], known: Mapping[str, pd.DataFrame] | None = None) -> dict[str, pd.DataFrame]:
    """Processed tables of `folders` by name, with the `known` rows of others; in the order of documents and print."""
    errors: list[InputError] = []
    documents: list[Mapping[str, object]] = []
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in CLEANED}
    for folder in folders:
        document = _attempt(partial(clean_document, folder), errors)
        if document is None:
            continue  # without a sound province and period no table of the folder can be read
        documents.append(document)
        for refuse in (refuse_illegible, refuse_exchanged, refuse_moved, refuse_altered):
            _attempt(partial(refuse, folder), errors)
        for name, clean in _cleaners().items():
            frame = _attempt(partial(clean, folder), errors)
            if frame is not None and len(frame):
                parts[name].append(frame)
    if errors:
        raise InputErrors(errors)
    if documents:
        parts["documents"].append(typed(pd.DataFrame.from_records(documents), "documents"))
    tables = {name: _joined(name, parts[name], (known or {}).get(name)) for name in CLEANED}
    corrected = apply_corrections(tables["observations"], tables["figures"])
    return {**tables, "observations": corrected.observations, "figures": corrected.figures}


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


def _refuse_links(project: Project, held: Iterable[Path]) -> None:
    """A link in data/raw may lead anywhere, and what it leads to may change unseen; data/raw itself may be one."""
    links = [path for path in held if path.is_symlink()]
    if links:
        remedy = "put the files themselves there"
        raise InputErrors([InputError("a link in data/raw", path.relative_to(project.root), remedy) for path in links])


def _refuse_odd_names(project: Project, held: Iterable[Path]) -> None:
    """Names in another encoding, as an old archive leaves them: no table and no page can hold them."""
    names = [str(path.relative_to(project.root)) for path in held]
    odd = [name for name in names if name.encode("utf-8", "replace").decode("utf-8") != name]
    if odd:
        remedy = "rename it (an archive packed on Windows: unpack it with its encoding)"
        raise InputErrors([InputError("a name in data/raw that is not UTF-8", name, remedy) for name in odd])


def _stray_files(project: Project, held: Iterable[Path]) -> list[InputError]:
    """Raw files that no document.yml stands beside would be skipped in silence; they are an error instead."""
    strays = []
    for path in (path for path in held if path.name.endswith(".csv")):
        if not (path.parent / "document.yml").exists() or len(path.relative_to(project.raw).parts) != 4:
            where = str(path.relative_to(project.root))
            remedy = "it belongs to data/raw/<province>/<period>/<document>/, beside a document.yml"
            strays.append(InputError("a raw table outside a document's folder", where, remedy))
    return strays


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame({column.name: [] for column in PROCESSED[name]})
