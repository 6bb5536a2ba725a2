"""Input errors as annotations of a pull request: each on the file and line it is about."""

from __future__ import annotations

from pathlib import Path

from analysis.annotations import annotation
from analysis.errors import InputError, InputErrors, Place
from analysis.store import Project


def as_annotations(error: InputError | InputErrors, project: Project) -> str:
    """One `::error` line per error; paths are relative to the project."""
    errors = error.errors if isinstance(error, InputErrors) else [error]
    return "\n".join(_annotation(one, project) for one in errors)


def _annotation(error: InputError, project: Project) -> str:
    place = error.where if isinstance(error.where, Place) else Place(error.where or "")
    path = Path(place.file)
    file = path.relative_to(project.root) if path.is_relative_to(project.root) else path
    return annotation("error", file, place.row or 1, "raw data", str(error))
