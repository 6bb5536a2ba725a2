"""Digests by content: of raw documents, of the code, of the locked environment. Known files are not read again.

A file whose size, times and inode are those of an earlier reading keeps its digest, so that a look at thousands of
unchanged files costs only their `stat`. A file touched within two seconds of its reading is never trusted: it may have
been written again within the clock's grain.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import analysis
from analysis.errors import spelled_out
from analysis.store import Project, write_text

_GRAIN = 2_000_000_000
PACKAGE = Path(analysis.__file__).parent
# Reading a command line changes no report; caches are no code.
_DOCUMENT_DEPTH = 3  # province, period, document
_NOT_CODE = frozenset({"cli", "__pycache__"})


def digest(*parts: str) -> str:
    """SHA-256 of some texts, each ended so that ("ab", "c") differs from ("a", "bc")."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogateescape")).hexdigest()


class Digests:
    """SHA-256 of files, remembered from run to run in a file under build/."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known: dict[str, list[object]] = {}
        self._changed = False
        try:
            self._known = json.loads(memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Only a memory: without it (or with a broken one) every file is read again.
            self._known = {}

    def of(self, path: str | Path) -> str:
        """Digest of a file's bytes; "" when there is no such file."""
        key = os.fspath(path)
        try:
            state = Path(key).stat()
        except OSError:
            return ""
        mark = [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]
        known = self._known.get(key)
        if known and known[1:] == mark:
            return str(known[0])
        read_at = time.time_ns()
        value = hashlib.sha256(Path(key).read_bytes()).hexdigest()
        if max(state.st_mtime_ns, state.st_ctime_ns) + _GRAIN < read_at:
            self._known[key] = [value, *mark]
            self._changed = True
        return value

    def save(self) -> None:
        """Keep what was learnt; a folder that cannot be written only costs time later."""
        if self._changed:
            try:
                write_text(self._memory, json.dumps(self._known))
            except OSError:
                return
            self._changed = False


def files_below(folder: Path, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    """Paths of the regular files below `folder`, sorted; hidden ones and folders named in `skip` are left out."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in skip:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(Path(entry.path), skip)
        elif entry.is_file(follow_symlinks=False):
            yield entry.path


def raw_files(project: Project, digests: Digests) -> dict[str, dict[str, str]]:
    """Digests of the raw files by document: {"quang-tri/2024-H1/1125-bc-vp": {"data/raw/…/form-1.csv": sha256}}."""
    documents: dict[str, dict[str, str]] = {}
    for path in files_below(project.raw):
        parts = Path(spelled_out(os.path.relpath(path, project.raw))).parts
        if len(parts) >= 4:
            document = documents.setdefault("/".join(parts[:3]), {})
            document["/".join(("data", "raw", *parts))] = digests.of(path)
    return documents


def odd_paths(project: Project) -> list[str]:
    """What lies in data/raw and is in no document: links, what is no file, tables that are not three folders deep.

    And whatever has a name in another encoding.
    """
    found, left = list[str](), [(os.fspath(project.raw), 0)]
    while left:
        folder, depth = left.pop()
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder:
                    left.append((entry.path, depth + 1))
                is_plain = is_folder or entry.is_file(follow_symlinks=False)
                if (
                    not is_plain
                    or spelled_out(entry.name) != entry.name
                    or (entry.name.endswith(".csv") and depth != _DOCUMENT_DEPTH)
                ):
                    found.append(os.path.relpath(entry.path, project.raw))
    return sorted(found)


def code_digest(digests: Digests) -> str:
    """Digest of the package's files: code and reference data."""
    paths = [path for path in files_below(PACKAGE, _NOT_CODE) if not path.endswith(".pyc")]
    return digest(*(f"{os.path.relpath(path, PACKAGE)}={digests.of(path)}" for path in paths))


def lock_digest(digests: Digests) -> str:
    """Digest of the environment: the lock file beside the package (or the installed versions) and Python's version."""
    lock = PACKAGE.parents[1] / "requirements.lock"
    python = ".".join(map(str, sys.version_info[:2]))
    return digest(python, digests.of(lock) or _installed_versions())


def _installed_versions() -> str:
    from importlib import metadata

    return " ".join(sorted(f"{item.metadata['Name']}={item.version}" for item in metadata.distributions()))
