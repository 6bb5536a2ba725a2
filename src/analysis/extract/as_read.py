"""What was read of a document, cell by cell: so that a column of its raw tables which moves later can be told.

`data/as-read/<province>/<period>/<document>.json` holds two letters for each cell, by table and column. They tell
nobody what the cell said. A cell that is corrected by hand is no error; a column all of whose cells stand elsewhere
is, and nothing in the table itself may show it (deadlines that would each fit the row above).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.errors import InputError
from analysis.store import Project
from analysis.vietnamese.text import normalise

EMPTY = "--"
_LETTERS = len(EMPTY)

Row = Mapping[str, str]
Cells = Mapping[str, Mapping[str, Sequence[str]]]


def record_path(project: Project, folder: Path) -> Path:
    """Where the record of the document in `folder` (of data/raw) is."""
    return project.as_read / f"{folder.relative_to(project.raw).as_posix()}.json"


def cells_of(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Two letters for each cell of `rows`, by column."""
    return {column: [letters_of(row[column]) for row in rows] for column in rows[0]} if rows else {}


def record_bytes(tables: Mapping[str, Sequence[Row]]) -> bytes:
    """The file for `tables` (rows by file name): one line a column."""
    cells = {
        name: {column: "".join(held) for column, held in cells_of(tables[name]).items()} for name in sorted(tables)
    }
    return (json.dumps(cells, ensure_ascii=False, indent=1) + "\n").encode()


def read_record(data: bytes, name: str) -> dict[str, dict[str, list[str]]]:
    """Letters of the cells by table and column, as `record_bytes` wrote them; InputError for anything else."""
    try:
        held = json.loads(data)
        return {
            table: {column: _parted(letters) for column, letters in columns.items()} for table, columns in held.items()
        }
    except (ValueError, AttributeError, TypeError, RecursionError):
        remedy = "delete it; `cchc clean --record` writes it anew"
        raise InputError("not the record of what was read that ingest writes", name, remedy) from None


def letters_of(cell: str) -> str:
    """Two letters for `cell`; blanks and signs that nobody sees do not count."""
    text = normalise(cell)
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()[:_LETTERS] if text else EMPTY


def _parted(letters: str) -> list[str]:
    if len(letters) % _LETTERS:
        raise ValueError(letters)
    return [letters[at : at + _LETTERS] for at in range(0, len(letters), _LETTERS)]
