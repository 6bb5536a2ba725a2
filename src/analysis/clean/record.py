"""The record of what was read, beside the tables as they are: written anew, or told where rows are gone or new."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path, PurePath

from analysis.clean.pipeline import read_all
from analysis.clean.raw_folder import RawFolder
from analysis.clean.since_read import Columns, changed_rows, recorded_tables, row_tuples
from analysis.errors import listed
from analysis.extract.as_read import record_bytes, record_path
from analysis.store import Project, stay_inside, write_bytes

_MOST_PLACES = 4


def record_tables(project: Project) -> list[Path]:
    """Record every raw document as it stands now; the records that were written, from the root."""
    written: list[Path] = []
    for folder in read_all(project):
        path = stay_inside(project.as_read, record_path(project, project.raw / folder.document_id))
        record = record_bytes({PurePath(table.file).name: table.rows for table in folder.tables})
        if folder.tables and (not path.exists() or path.read_bytes() != record):
            write_bytes(path, record)
            written.append(path.relative_to(project.root))
    return written


def rows_since_read(project: Project) -> list[str]:
    """A line for each raw table whose rows or cells are others than were read, and for each that is gone."""
    return [line for folder in read_all(project) if folder.as_read for line in _since_read(folder)]


def _since_read(folder: RawFolder) -> list[str]:
    present = {PurePath(table.file).name for table in folder.tables}
    place = PurePath(folder.file).parent
    lines = [f"{place / name} was read, and is gone" for name in folder.as_read if name not in present]
    for table, then in recorded_tables(folder):
        now = table.letters
        told = [] if now == then else [*_rows(then, now), *_cells(then, now)]
        lines += [f"{table.file}: {', '.join(told)}; where that is meant: `cchc clean --record`"] if told else []
    return lines


def _rows(then: Columns, now: Columns) -> Iterator[str]:
    before, after = row_tuples(then), row_tuples(now)
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    gone = [(c + 1, lost) for _, a, b, c, d in blocks if (lost := (b - a) - (d - c)) > 0]
    new = sum(max(0, (d - c) - (b - a)) for _, a, b, c, d in blocks)
    if gone:
        places = listed([f"row {row}" for row, _ in gone], _MOST_PLACES)
        lost = sum(count for _, count in gone)
        yield f"{lost} of the {len(before)} rows that were read are gone (after {places})"
    if new:
        yield f"{new} more than were read"


def _cells(then: Columns, now: Columns) -> Iterator[str]:
    """Cells that were corrected, or else changed by mistake."""
    places = sorted((at + 2, column) for column in now for at in changed_rows(column, then, now))
    if places:
        shown = listed([f"row {row} {column!r}" for row, column in places], _MOST_PLACES)
        yield f"{len(places)} cells are not as they were read ({shown})"
