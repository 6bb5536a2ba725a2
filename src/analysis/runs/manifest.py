"""What is remembered of each report: its inputs by hash, its parameters, versions, outcome and times.

One JSON file per report under build/manifests, written by whoever made the report, at once or not at all. Times stand
here and nowhere else, so that reports made on two days can be the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import in_one_line
from analysis.runs.fingerprint import digest
from analysis.store import Project, write_text

FORMAT = 1


@dataclass(frozen=True)
class Inputs:
    """Everything a report follows from, by SHA-256. `data` holds raw files and the processed rows of each document.

    `unread` says why of each document that the report would show if it could be read.
    """

    notebook: str
    code: str
    lock: str
    parameters: dict[str, str]
    data: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> str:
        """One digest over the rows of data/processed that the report can read."""
        rows = sorted(f"{name}={value}" for name, value in self.data.items() if not name.startswith("data/"))
        return digest(*rows)

    def as_provenance(self) -> dict[str, Any]:
        """What a report states of its sources: parameters, raw files, digests of rows, notebook, code and lock.

        Documents that could not be read are named where there are any.
        """
        unread = {f"data/raw/{name}": in_one_line(why) for name, why in self.unread.items()}
        return {
            "parameters": dict(sorted(self.parameters.items())),
            "inputs": {name: value for name, value in sorted(self.data.items()) if name.startswith("data/")},
            "tables": self.tables,
            "notebook": self.notebook,
            "code": self.code,
            "lock": self.lock,
        } | ({"unread": unread} if unread else {})

    def as_dict(self) -> dict[str, Any]:
        """Plain data for a manifest and for a report's statement of its sources."""
        return {
            "notebook": self.notebook,
            "code": self.code,
            "lock": self.lock,
            "parameters": dict(sorted(self.parameters.items())),
            "data": dict(sorted(self.data.items())),
            "unread": dict(sorted(self.unread.items())),
        }


def manifest_path(project: Project, output: str) -> Path:
    """Where the manifest of report `output` (relative to the root) is kept."""
    return project.build / "manifests" / f"{output}.json"


def read_manifest(project: Project, output: str) -> dict[str, Any] | None:
    """The manifest of a report; None when there is none, or it is damaged or of another format."""
    try:
        found = json.loads(manifest_path(project, output).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def write_manifest(project: Project, output: str, content: dict[str, Any]) -> None:
    """Keep the manifest of a report."""
    text = json.dumps({"format": FORMAT, "output": output, **content}, ensure_ascii=False, indent=1, sort_keys=True)
    write_text(manifest_path(project, output), text + "\n")


def what_changed(manifest: dict[str, Any], now: Inputs) -> str:
    """The first reason why a report no longer follows from its inputs, in words; "" when it still does."""
    before = manifest.get("inputs", {})
    for name, words in (("code", "code changed"), ("lock", "locked environment changed")):
        if before.get(name) != getattr(now, name):
            return words
    if before.get("notebook") != now.notebook:
        return "notebook changed"
    if before.get("parameters") != now.parameters:
        return "parameters changed"
    return _data_changed(before.get("data", {}), now.data) or _data_changed(before.get("unread", {}), now.unread)


def _data_changed(before: dict[str, str], now: dict[str, str]) -> str:
    for word, names in (
        ("new", now.keys() - before.keys()),
        ("gone", before.keys() - now.keys()),
        ("changed", {name for name in now if name in before and now[name] != before[name]}),
    ):
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            return f"input {word}: {min(names)}{more}"
    return ""
