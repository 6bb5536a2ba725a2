"""The record of what was read, beside the tables as they are: written anew, or told where rows are gone or new."""

from __future__ import annotations

import difflib
from pathlib import Path, PurePath

from analysis.clean.pipeline import read_all
from analysis.clean.raw_folder import RawFolder
from analysis.clean.since_read import recorded_tables, row_tuples
from analysis.extract.as_read import cells_of, record_bytes, record_path
from analysis.store import Project, stay_inside, write_bytes


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
    """A line for each raw table that has lost or won rows since it was read, and for each that is gone."""
    return [line for folder in read_all(project) if folder.as_read for line in _since_read(folder)]


def _since_read(folder: RawFolder) -> list[str]:
    present = {PurePath(table.file).name for table in folder.tables}
    place = PurePath(folder.file).parent
    lines = [f"{place / name} was read, and is gone" for name in folder.as_read if name not in present]
    for table, then in recorded_tables(folder):
        before, now = row_tuples(then), row_tuples(cells_of(table.rows))
        blocks = difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
        gone = sum(max(0, (b - a) - (d - c)) for _, a, b, c, d in blocks)
        new = sum(max(0, (d - c) - (b - a)) for _, a, b, c, d in blocks)
        told = [f"{gone} of the {len(before)} rows that were read are gone"] if gone else []
        told += [f"{new} more than were read"] if new else []
        lines += [f"{table.file}: {', '.join(told)}"] if told else []
    return lines
