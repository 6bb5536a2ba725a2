"""Where a suspect stands in data/raw: file and line, for annotations that point a person at it."""

from __future__ import annotations

import csv
import functools
import io
from pathlib import Path

from analysis.store import Project, read_text


def raw_place(project: Project, document_id: str, suspect: str) -> tuple[Path, int]:
    """File (relative to the project) and line of a suspect ("observations:3:3.2.2", "figures:f012", …).

    Where the line is not found it is 1; where there is no such file, the document's sidecar is named.
    """
    document, _, cell = suspect.rpartition("#")
    folder = project.raw / (document or document_id)
    table, _, key = cell.partition(":")
    form, _, code = key.partition(":")
    name = {"observations": f"form-{form}", "indices": "indices"}.get(table, table)
    path = folder / f"{name}.csv"
    if not path.is_file():
        sidecar = folder / "document.yml"
        return sidecar.relative_to(project.root), _line_of_field(sidecar, key) if table == "documents" else 1
    return path.relative_to(project.root), _line(path, table, key, code)


def _line(path: Path, table: str, key: str, code: str) -> int:
    rows = _numbered_rows(path)
    if table == "observations":
        return next((line for line, row in rows if row.get("code", "").strip(" .,)") == code), 1)
    if table == "figures" and key[1:].isdigit():
        number = int(key[1:])
        return rows[number - 1][0] if 0 < number <= len(rows) else 1
    if table == "indices":
        number = int(key.rpartition(" ")[2]) if key.rpartition(" ")[2].isdigit() else 0
        return rows[number - 2][0] if 1 < number <= len(rows) + 1 else 1
    location = key.split(":")[0]
    return next((line for line, row in rows if row.get("location", "") == location), 1)


def _line_of_field(path: Path, field: str) -> int:
    lines = read_text(path).splitlines() if path.is_file() else []
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{field}:")), 1)


@functools.lru_cache(maxsize=64)
def _numbered_rows(path: Path) -> tuple[tuple[int, dict[str, str]], ...]:
    """Rows of a raw table with the line each begins on."""
    reader = csv.DictReader(io.StringIO(read_text(path)))
    rows = []
    begins = 2
    for row in reader:
        rows.append((begins, {name: value or "" for name, value in row.items() if name}))
        begins = reader.line_num + 1
    return tuple(rows)
