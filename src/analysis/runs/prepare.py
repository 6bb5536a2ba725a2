"""Bring data/processed up to date before any notebook runs, or find by hashes that it already is.

`python -m analysis.runs.prepare ROOT` does it in a process of its own: cleaning starts threads, and a process with
threads must not fork workers. What was found out is kept in build/manifests/processed.json.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError
from analysis.locks import processed_tables
from analysis.runs.fingerprint import Digests, code_digest, digest, files_below, lock_digest, odd_paths, raw_files
from analysis.runs.processes import die_with_parent
from analysis.runs.rows import Rows, rows_by_document
from analysis.store import Project, write_text
from analysis.tables import PROCESSED

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Prepared:
    """State of data/processed: `rows` are digests of each document's rows, `findings` counts them.

    `raw` are digests of each document's raw files, and `maker` the one of the code and environment that read them.
    `unread` says of each document that could not be read why; the tables hold no row of it.
    """

    source: str
    tables: dict[str, str]
    rows: Rows
    findings: dict[str, dict[str, int]]
    raw: dict[str, str] = field(default_factory=dict)
    maker: str = ""
    unread: dict[str, str] = field(default_factory=dict)


def _state_path(project: Project) -> Path:
    return project.build / "manifests" / "processed.json"


def _contents_path(project: Project) -> Path:
    return project.build / "manifests" / "contents.json"


def source_digest(project: Project, raw: dict[str, dict[str, str]], code: str, lock: str, digests: Digests) -> str:
    """Digest of all that data/processed follows from."""
    files = [f"{path}={value}" for document in raw.values() for path, value in document.items()]
    suites = [f"{Path(path).name}={digests.of(path)}" for path in files_below(project.expectations)]
    records = [f"{os.path.relpath(path, project.as_read)}={digests.of(path)}" for path in files_below(project.as_read)]
    return digest(code, lock, *sorted(files), *suites, *records, *odd_paths(project))


def read_prepared(project: Project) -> Prepared | None:
    """The last known state, or None."""
    try:
        found: dict[str, Any] = json.loads(_state_path(project).read_text(encoding="utf-8"))
        if any(not isinstance(held, dict) for held in found["rows"].values()):
            # Noted by a version that kept one digest per document: as good as no state.
            return None
        raw, maker, unread = dict(found.get("raw", {})), str(found.get("maker", "")), dict(found.get("unread", {}))
        return Prepared(found["source"], found["tables"], found["rows"], found["findings"], raw, maker, unread)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_current(project: Project, source: str, digests: Digests) -> bool:
    """Whether data/processed follows from `source` and nobody has touched its files since."""
    state = read_prepared(project)
    return state is not None and state.source == source and _untouched(project, state, digests)


def _untouched(project: Project, state: Prepared, digests: Digests) -> bool:
    """Whether the processed tables are those that `state` speaks of."""
    return all(digests.of(project.table_path(name)) == value for name, value in state.tables.items())


def prepare(project: Project, source: str) -> None:
    """Clean and validate what can be read of the project, then note what each document's rows are.

    Only documents whose raw files changed are cleaned, and only contradictions not met before are explained anew; the
    tables are byte for byte those that a first preparation would write. InputErrors where no document can be read.
    """
    from analysis.clean.disorder import is_spoilt
    from analysis.clean.pipeline import clean_readable
    from analysis.store import read_table, sha256
    from analysis.validate import Explanations, validate_project

    digests = Digests(digests_path(project))
    maker = digest(code_digest(digests), lock_digest(digests))
    raw = document_digests(project, raw_files(project, digests), digests)
    known = _known_rows(project, raw, maker, digests)
    explanations = Explanations(project.build / "manifests" / "explanations.json", maker)
    with processed_tables(project, rewriting=True):
        unread = clean_readable(project, known).unread
        known = {name: rows for name, rows in known.items() if not is_spoilt(name, unread)}
        validate_project(project, solve=explanations)
    explanations.save()
    _write_contents(project)
    paths = {name: project.table_path(name) for name in PROCESSED}
    tables = {name: read_table(project, name) for name, path in paths.items() if path.exists()}
    state = {
        "source": source,
        "tables": {name: sha256(paths[name]) for name in tables},
        "rows": rows_by_document(tables, known),
        "findings": _count_findings(tables.get("findings")),
        "raw": raw,
        "maker": maker,
        "unread": {document: str(errors) for document, errors in unread.items()},
    }
    write_text(_state_path(project), json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def document_digests(project: Project, raw: dict[str, dict[str, str]], digests: Digests) -> dict[str, str]:
    """A digest of the files of each document, with what is recorded of it as read."""
    from analysis.extract.as_read import record_path

    return {
        name: digest(*map("=".join, files.items()), digests.of(record_path(project, project.raw / name)))
        for name, files in raw.items()
    }


def _known_rows(project: Project, raw: dict[str, str], maker: str, digests: Digests) -> Rows:
    """Digests of the rows of documents that were cleaned from these very raw files by this very code.

    None where the tables are not those that were noted: somebody else has written them since.
    """
    state = read_prepared(project)
    if state is None or state.maker != maker or not _untouched(project, state, digests):
        return {}
    return {
        name: state.rows[name] for name, value in raw.items() if state.raw.get(name) == value and name in state.rows
    }


def digests_path(project: Project) -> Path:
    """Where the digests of files are remembered."""
    return project.build / "manifests" / "digests.json"


def _write_contents(project: Project) -> None:
    """What each province and period holds, for the index: so that whoever writes it need not read the tables."""
    from analysis.dataset import load
    from analysis.report.index import contents

    held = {"/".join(pair): found for pair, found in contents(load(root=project.root)).items()}
    write_text(_contents_path(project), json.dumps(held, ensure_ascii=False, sort_keys=True))


def read_contents(project: Project) -> dict[str, dict[str, Any]]:
    """What each "province/period" holds, as of the last preparation; empty before the first."""
    try:
        found: dict[str, dict[str, Any]] = json.loads(_contents_path(project).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _count_findings(findings: pd.DataFrame | None) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    if findings is not None:
        for document, severity in zip(findings["document_id"], findings["severity"], strict=True):
            row = counts.setdefault(str(document), {})
            row[str(severity)] = row.get(str(severity), 0) + 1
    return counts


@contextlib.contextmanager
def preparing(project: Project, source: str) -> Iterator[None]:
    """`prepare` in a process of its own beside the body's work; its errors come back as they were at the end."""
    command = [sys.executable, "-m", "analysis.runs.prepare", str(project.root), source, str(os.getpid())]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            yield
            message = process.communicate()[0].decode("utf-8", "surrogateescape")
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise AnalysisError(message.strip() or f"preparing data/processed ended with code {process.returncode}")


def main(arguments: list[str]) -> int:
    """Prepare the project at `arguments[0]`; an error a user can mend goes to standard output, for the parent."""
    die_with_parent(int(arguments[2]) if len(arguments) > 2 else None)
    try:
        prepare(Project(Path(arguments[0])), arguments[1])
    except AnalysisError as error:
        # In UTF-8 whatever the terminal's encoding is; a name may be in none.
        sys.stdout.buffer.write(f"{error}\n".encode("utf-8", "surrogateescape"))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
