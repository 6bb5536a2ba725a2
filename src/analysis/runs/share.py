"""A run's data and reports at an fsspec URL, for workers on machines that do not see the project's folder.

`URL/inputs/<digest>/` holds the processed tables and the notebooks, put there once for each state of them; a worker
takes a copy. `URL/reports/`, `URL/manifests/` and `URL/executed/` hold what the workers made; the run takes it home.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import OutputError, UsageError
from analysis.runs.fingerprint import digest
from analysis.runs.job import Job
from analysis.runs.manifest import manifest_path
from analysis.scratch import scratch_folder
from analysis.store import Project, refuse_own_folders, sha256, write_bytes

_CONTENTS = "contents.json"


@dataclass(frozen=True)
class Share:
    """Where a run's files are: `url` of all of them, `state` the digest that names the folder of its inputs."""

    url: str
    state: str

    @property
    def inputs(self) -> str:
        return f"{self.url}/inputs/{self.state}"


def publish(project: Project, url: str, notebooks: Iterable[Path]) -> Share:
    """Put the processed tables and the notebooks at `url`, unless they are there; UsageError for an unusable URL."""
    tables = sorted(project.processed.glob("*.parquet"))
    files = {f"data/processed/{path.name}": path for path in tables} | {
        f"notebooks/{path.name}": path for path in notebooks
    }
    digests = {name: sha256(path) for name, path in sorted(files.items())}
    _refuse_own_folders(project, url)
    share = Share(url.rstrip("/"), digest(*(f"{name}={value}" for name, value in digests.items()))[:16])
    try:
        if not _exists(f"{share.inputs}/{_CONTENTS}"):
            for name, path in files.items():
                _put(f"{share.inputs}/{name}", path.read_bytes())
            # Written last: it says that the others are there.
            _put(f"{share.inputs}/{_CONTENTS}", json.dumps(digests).encode())
    except (OSError, ValueError, ImportError) as error:
        remedy = "name a folder that can be written, as fsspec knows it: file:///shared/cchc, s3://bucket/cchc …"
        raise UsageError(f"the share cannot be used ({error})\n  where: {url}\n  remedy: {remedy}") from error
    return share


def _refuse_own_folders(project: Project, url: str) -> None:
    with contextlib.suppress(OSError, ValueError, ImportError):  # publish says what is wrong with such a URL
        system, path = _system(url)
        if "file" in system.protocol:
            refuse_own_folders(project, Path(path))


def problem_with(share: Share) -> str:
    """On a worker: why it cannot take its inputs from there, or ""."""
    try:
        fetch(share)
    except (OSError, ValueError, ImportError) as error:
        return f"it cannot read {share.inputs} ({error})\n  remedy: install what fsspec needs for this URL there"
    return ""


@functools.lru_cache(maxsize=1)
def fetch(share: Share) -> Path:
    """On a worker: a folder of its own with a copy of the inputs. OSError or ValueError where they cannot be had."""
    held = contextlib.ExitStack()
    root = held.enter_context(scratch_folder())
    atexit.register(held.close)
    for name, value in json.loads(_get(f"{share.inputs}/{_CONTENTS}")).items():
        write_bytes(root / name, _get(f"{share.inputs}/{name}"))
        if sha256(root / name) != value:
            raise ValueError(f"{name} is damaged at {share.inputs}")
    (root / "data" / "raw").mkdir(parents=True, exist_ok=True)
    return root


def deliver(share: Share, root: Path, job: Job) -> None:
    """On a worker: put what `job` has left in its folder at the share."""
    for there, path in _made(share, Project(root), job).items():
        if path.exists():
            _put(there, path.read_bytes())
        elif _exists(there):
            _remove(there)


def collect(share: Share, project: Project, job: Job) -> None:
    """In the run: take home what a worker made of `job`. OutputError where it cannot be had or kept."""
    try:
        for there, path in _made(share, project, job).items():
            if _exists(there):
                write_bytes(path, _get(there))
            else:
                path.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise OutputError(OSError(str(error)), Path(share.url)) from error


def _made(share: Share, project: Project, job: Job) -> dict[str, Path]:
    """What a job leaves behind: its address at the share and its place in a project; the manifest last."""
    executed = project.build / "executed"
    return {
        f"{share.url}/executed/{job.name}.ipynb": executed / f"{job.name}.ipynb",
        f"{share.url}/executed/{job.name}.failed.ipynb": executed / f"{job.name}.failed.ipynb",
        f"{share.url}/{job.output}": project.root / job.output,
        f"{share.url}/manifests/{job.output}.json": manifest_path(project, job.output),
    }


def _system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    system, path = url_to_fs(url)
    # What another machine has just written must be seen.
    system.invalidate_cache()
    return system, path


def _exists(url: str) -> bool:
    system, path = _system(url)
    return bool(system.exists(path))


def _get(url: str) -> bytes:
    system, path = _system(url)
    data: bytes = system.cat_file(path)
    return data


def _remove(url: str) -> None:
    system, path = _system(url)
    system.rm_file(path)


def _put(url: str, data: bytes) -> None:
    """Write a file at once or not at all, as far as its file system can."""
    system, path = _system(url)
    parent = path.rpartition("/")[0]
    system.makedirs(parent, exist_ok=True)
    beside = f"{parent}/.{uuid.uuid4().hex}.tmp"
    system.pipe_file(beside, data)
    system.mv(beside, path)
