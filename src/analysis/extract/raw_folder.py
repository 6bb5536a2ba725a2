"""Writing a raw document to data/raw/<province>/<period>/<document>/: the same twice changes nothing.

A folder that holds something else is left alone unless the caller says `replace`; the difference is told row by row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from analysis.errors import InputError
from analysis.exchange import set_aside
from analysis.extract.as_read import record_bytes, record_path
from analysis.extract.differences import SIDECAR, differences
from analysis.extract.raw_document import RawDocument
from analysis.store import Project, stay_inside, write_bytes, write_folder
from analysis.tables import RAW_COLUMNS
from analysis.vietnamese.text import slug

MAX_FOLDER = 80
_TABLE_FILE = re.compile(r"(?:form-\d{1,2}|targets|tasks|figures|indices)\.csv")

# Names that Windows keeps for devices: a folder so called could not be checked out there.
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")


class DifferentError(InputError):
    """The folder holds something different; `difference` tells line by line what."""

    def __init__(self, what: str, where: str, remedy: str, difference: tuple[str, ...]) -> None:
        super().__init__(what, where, remedy)
        self.difference = difference


@dataclass(frozen=True)
class Written:
    """What an ingest did to a folder: `state` is new, unchanged, replaced or (dry run) would-…; `changed` its files."""

    folder: Path
    state: str
    changed: tuple[str, ...]
    difference: tuple[str, ...]


def folder_of(project: Project, raw: RawDocument) -> Path:
    """The folder a raw document belongs into; made of slugs only, so it never leaves data/raw.

    Raises InputError when the document tells no period.
    """
    period = str(raw.fields["period"] or "")
    if not period:
        raise InputError(
            "the document names no period",
            str(raw.fields["source_name"]),
            "name one with --period 2024-H1 (or 2021-2025 …)",
        )
    name = next(
        (
            made
            for source in (raw.fields["number"], Path(str(raw.fields["source_name"])).stem, raw.fields["title"])
            if source and (made := _folder_name(str(source)))
        ),
        "document",
    )
    return stay_inside(project.raw, project.raw / slug(str(raw.fields["province"])) / period / name)


def file_bytes(raw: RawDocument) -> dict[str, bytes]:
    """The files of a raw document by name, as they are written: UTF-8, line feeds, cells quoted where needed."""
    sidecar = yaml.safe_dump(dict(raw.fields), allow_unicode=True, sort_keys=False, width=100_000)
    files = {name: csv_bytes(name, rows) for name, rows in raw.tables.items()}
    return {**files, SIDECAR: sidecar.encode("utf-8")}


def csv_bytes(name: str, rows: tuple[Mapping[str, str], ...]) -> bytes:
    """Rows of raw table file `name` as CSV with the contract's header."""
    columns = RAW_COLUMNS[name.removesuffix(".csv").split("-")[0]]
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def write_raw(project: Project, raw: RawDocument, *, replace: bool = False, dry_run: bool = False) -> Written:
    """Write `raw` to its folder, which is put together elsewhere first, so that nobody sees a part of a document.

    Raises DifferentError if the folder holds something different and `replace` is not given; then nothing is touched.
    """
    folder = folder_of(project, raw)
    files = file_bytes(raw)
    present = {path.name: path.read_bytes() for path in sorted(folder.glob("*")) if _is_ours(path)}
    changed = tuple(sorted(name for name in {*files, *present} if files.get(name) != present.get(name)))
    if not changed or (changed == (SIDECAR,) and _same_facts(present.get(SIDECAR), files[SIDECAR])):
        if not dry_run and not changed and not record_path(project, folder).exists():
            _record(project, folder, raw)
        return Written(folder, "unchanged", (), ())
    difference = tuple(differences(present, files)) if present else ()
    if present and not replace and not dry_run:
        raise DifferentError(
            f"{folder.relative_to(project.root)} holds something different ({', '.join(changed)})",
            str(raw.fields["source_name"]),
            "if the new content is right, write it by the same command with --replace",
            difference,
        )
    state = "replaced" if present else "new"
    if dry_run:
        return Written(folder, f"would be {state}", changed, difference)
    others = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not (path.parent == folder and _is_ours(path))
    }
    with set_aside(stay_inside(project.as_read, record_path(project, folder))):
        write_folder(project, folder, {**others, **files})
    _record(project, folder, raw)
    return Written(folder, state, changed, difference)


def _record(project: Project, folder: Path, raw: RawDocument) -> None:
    if raw.tables:
        write_bytes(stay_inside(project.as_read, record_path(project, folder)), record_bytes(raw.tables))


def _same_facts(before: bytes | None, after: bytes) -> bool:
    """Whether two sidecars say the same of the document; which version extracted it does not count."""
    loaded = [yaml.safe_load(content or b"") for content in (before, after)]
    facts = [{**entry, "extracted_with": ""} if isinstance(entry, dict) else entry for entry in loaded]
    return bool(facts[0] == facts[1])


def _is_ours(path: Path) -> bool:
    return path.is_file() and (path.name == SIDECAR or bool(_TABLE_FILE.fullmatch(path.name)))


def _folder_name(text: str) -> str:
    name = slug(text)
    if _RESERVED.fullmatch(name):
        name = f"document-{name}"
    return name if len(name) <= MAX_FOLDER else name[:MAX_FOLDER].rpartition("-")[0]
