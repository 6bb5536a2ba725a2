"""Reading one folder of data/raw as printed, with every structural error found in one pass.

What is checked here is the shape: files that exist, UTF-8, the contract's columns, as many cells as columns. What the
cells say is checked by the module that cleans the table.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

import yaml

from analysis.errors import InputError, InputErrors, Place, shorten
from analysis.extract.as_read import cells_of, read_record, record_path
from analysis.store import Project, read_text
from analysis.tables import DOCUMENT_FIELDS, RAW_COLUMNS

_FILE = re.compile(r"(?P<table>form)-(?P<form>[1-9]\d?)\.csv|(?P<other>targets|tasks|figures|indices)\.csv")
MAX_CELL = 20_000
MAX_BYTES, MAX_ROWS = 20_000_000, 20_000  # of one table; the largest that a document gave has some hundreds of rows
_T = TypeVar("_T")
MAX_SIDECAR = 100_000
_NULL = "tag:yaml.org,2002:null"
csv.field_size_limit(1_000_000)


class _AsPrinted(yaml.SafeLoader):
    """YAML that takes no value for a number, a date or a yes: number 012 is not 10."""


_AsPrinted.yaml_implicit_resolvers = {
    sign: [resolver for resolver in resolvers if resolver[0] == _NULL]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class RawTable:
    """One raw table: its kind ("form", "targets" …), form number ("" if none), file and rows (row 2 is the first)."""

    kind: str
    form: str
    file: str
    rows: tuple[Mapping[str, str], ...]

    @cached_property
    def letters(self) -> Mapping[str, Sequence[str]]:
        """Two letters for each cell by column, as the record of what was read has them."""
        return cells_of(self.rows)

    def place(self, index: int, column: str | None = None) -> Place:
        """Where row `index` (0-based) stands in the file, as an editor or a spreadsheet counts it."""
        row = self.rows[index]
        return Place(self.file, index + 2, column, row[column] if column else None)


@dataclass(frozen=True)
class RawFolder:
    """One document as kept in data/raw: its id, its sidecar's fields (text, "" where null) and its tables.

    `as_read` are the cells that were read, by file and column, as the file `record` has them; empty where none is kept.
    """

    document_id: str
    file: str
    fields: Mapping[str, str]
    tables: tuple[RawTable, ...]
    record: str = ""
    as_read: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[RawTable]:
        return [table for table in self.tables if table.kind == kind]


def read_raw_folder(project: Project, folder: Path) -> RawFolder:
    """Read `folder`; raises InputErrors with everything that is structurally wrong in it."""
    errors: list[InputError] = []
    relative = folder.relative_to(project.root)
    sidecar = str(relative / "document.yml")
    fields = _collect(errors, partial(_read_sidecar, folder / "document.yml", sidecar))
    tables: list[RawTable] = []
    for path in sorted(folder.iterdir()):
        if path.name == "document.yml" or path.name.startswith("."):
            continue
        table = _collect(errors, partial(_read_table, path, str(relative / path.name)))
        if table is not None:
            tables.append(table)
    record = record_path(project, folder)
    name = str(record.relative_to(project.root))
    as_read = _collect(errors, partial(_read_record, record, name))
    if errors:
        raise InputErrors(errors)
    assert fields is not None  # no error means it was read
    document_id = folder.relative_to(project.raw).as_posix()
    return RawFolder(document_id, sidecar, fields, tuple(tables), name, as_read or {})


def read_records(project: Project) -> Iterator[tuple[str, Mapping[str, Mapping[str, Sequence[str]]]]]:
    """What was read of each document, by its id; records that cannot be read are passed by."""
    for path in sorted(project.as_read.rglob("*.json")):
        with contextlib.suppress(InputError):
            yield path.relative_to(project.as_read).as_posix().removesuffix(".json"), _read_record(path, path.name)


def _read_record(path: Path, name: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    if not path.is_file() or path.is_symlink() or path.stat().st_size > MAX_BYTES:
        return {}
    return read_record(path.read_bytes(), name)


def _collect(errors: list[InputError], read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except InputError as error:
        errors.append(error)
        return None


def _read_sidecar(path: Path, name: str) -> dict[str, str]:
    content = _fields(_composed(path, name), name)
    missing = [field for field in DOCUMENT_FIELDS if field not in content]
    unknown = [field for field in content if field not in DOCUMENT_FIELDS]
    if missing or unknown:
        what = f"missing field(s) {', '.join(missing)}" if missing else f"unknown field(s) {', '.join(unknown)}"
        raise InputError(what, name, f"the fields are {', '.join(DOCUMENT_FIELDS)}; leave one empty when not known")
    return {field: content[field] for field in DOCUMENT_FIELDS}


def _composed(path: Path, name: str) -> yaml.Node | None:
    """The YAML of a sidecar before any value is made of it: references in it cost nothing, however they multiply."""
    if path.stat().st_size > MAX_SIDECAR:
        raise InputError(f"a document.yml of {path.stat().st_size:,} bytes", name, f"at most {MAX_SIDECAR:,} are read")
    try:
        node: yaml.Node | None = yaml.compose(read_text(path), Loader=_AsPrinted)
    except yaml.YAMLError as error:
        raise InputError("not readable as YAML", name, " ".join(str(error).split())[:120]) from None
    except RecursionError:
        raise InputError("not readable as YAML: lists within lists", name, "write one line a field") from None
    return node


def _fields(node: yaml.Node | None, name: str) -> dict[str, str]:
    """The fields of a sidecar as they are written, "" where one is null; each is one value and stands once."""
    if not isinstance(node, yaml.MappingNode):
        raise InputError("empty or not a list of fields", name, f"write one line a field: {', '.join(DOCUMENT_FIELDS)}")
    found: dict[str, str] = {}
    for key, value in node.value:
        where = Place(name, key.start_mark.line + 1, shorten(str(key.value)))
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise InputError("a field that is no single value", where, "write the field and its value on one line")
        if key.value in found:
            raise InputError("a field that stands twice", where, "keep the line that is right")
        found[key.value] = "" if value.tag == _NULL else value.value
    return found


def _read_table(path: Path, name: str) -> RawTable:
    match = _FILE.fullmatch(path.name)
    if match is None or not path.is_file():
        remedy = "raw tables are form-<n>.csv, targets.csv, tasks.csv, figures.csv, indices.csv; move other files away"
        raise InputError("a file that is no raw table", name, remedy)
    kind = match["table"] or match["other"]
    columns = RAW_COLUMNS[kind]
    if path.stat().st_size > MAX_BYTES:
        raise InputError(
            f"a raw table of {path.stat().st_size:,} bytes", name, f"at most {MAX_BYTES:,} are read; split it"
        )
    text = read_text(path)
    if not text.strip():
        raise InputError(
            "an empty file", name, f"write the header {','.join(columns)} and the rows, or delete the file"
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise InputError(f"not readable as CSV: {error}", Place(name, reader.line_num), "close the quotes") from None
    header = lines[0]
    if tuple(header) != columns:
        remedy = f"save it with commas and the header {','.join(columns)}"
        raise InputError(_header_error(header, columns), Place(name, 1), remedy)
    if len(lines) == 1:
        raise InputError("a header and no row", name, "add the rows, or delete the file")
    if len(lines) > MAX_ROWS:
        raise InputError(f"a raw table of {len(lines) - 1:,} rows", name, f"at most {MAX_ROWS:,} are read; split it")
    again = next((number for number, cells in enumerate(lines[1:], 2) if _is_header(cells, columns)), 0)
    if again:
        remedy = "keep the rows of one table, and put the others into a file of their own"
        raise InputError(
            "the header stands again: two tables in one file",
            Place(name, again, columns[0], lines[again - 1][0]),
            remedy,
        )
    rows = tuple(_row(name, number, cells, columns) for number, cells in enumerate(lines[1:], 2))
    return RawTable(kind, match["form"] or "", name, rows)


def _is_header(cells: list[str], columns: tuple[str, ...]) -> bool:
    return tuple(cell.strip().removeprefix("\ufeff").lower() for cell in cells) == columns


def _header_error(header: list[str], columns: tuple[str, ...]) -> str:
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    if len(missing) == len(columns):
        return _no_header(header, columns)
    parts = [f"missing column(s) {', '.join(missing)}"] if missing else []
    if unknown:
        parts.append(f"unknown column(s) {', '.join(column.strip() or 'without a name' for column in unknown)}")
    return "; ".join(parts) or f"columns in another order: {', '.join(header)}"


def _no_header(header: list[str], columns: tuple[str, ...]) -> str:
    """Why none of the columns is found: a spreadsheet of another locale joins cells by semicolons or tabs."""
    for name, sign in (("semicolons", ";"), ("tabs", "\t")):
        if len(header) == 1 and set(columns) & set(header[0].split(sign)):
            return f"cells parted by {name} where commas are needed"
    return f"no header, or one in other words: {shorten(', '.join(header))}"


def _row(name: str, number: int, cells: list[str], columns: tuple[str, ...]) -> dict[str, str]:
    if len(cells) != len(columns):
        remedy = "give each column one cell; quote a cell that holds a comma"
        raise InputError(f"{len(cells)} cells where the header has {len(columns)}", Place(name, number), remedy)
    if not any(cell.strip() for cell in cells):
        raise InputError("an empty row", Place(name, number), "delete the row")
    row = dict(zip(columns, cells, strict=True))
    for column, value in row.items():
        if "\x00" in value or len(value) > MAX_CELL:
            where = Place(name, number, column, value.replace("\x00", "\\0"))
            raise InputError("a cell with a NUL character or of enormous length", where, "retype the cell")
    if not row.get("location", "-").strip():
        raise InputError("no location", Place(name, number, "location", ""), "say where it stands: L77, P12, Sheet!C12")
    return row
