"""Explanations of contradictions met before, so that a project of hundreds of documents pays only for what is new.

Seeking the wrong cells takes most of the time of a validation and depends on nothing but the problem itself: its
values, kinds, decimals and relations. They are the key; where the problem stands in the network plays no part.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.store import write_text
from analysis.validate.choices import Change
from analysis.validate.groups import Group, group_explanations
from analysis.validate.locate import Explanation, explain
from analysis.validate.problem import Problem

Solve = Callable[[Problem], list[Group]]


def solve(problem: Problem) -> list[Group]:
    """The faults of a problem, each with its explanations."""
    return group_explanations(problem, explain(problem))


class Explanations:
    """`solve` with a memory in the file `path`, which counts only for the same `version` of the code."""

    def __init__(self, path: Path, version: str) -> None:
        self._path, self._version = path, version
        self._known = _read(path, version)
        self._met: dict[str, Any] = {}

    def __call__(self, problem: Problem) -> list[Group]:
        """The same groups as `solve`, looked up where the problem has been met before."""
        key = _key(problem)
        if key not in self._met:
            self._met[key] = self._known.get(key) or [dataclasses.asdict(group) for group in solve(_bare(problem))]
        return [_group(held) for held in self._met[key]]

    def save(self) -> None:
        """Keep what this run has met, and nothing older."""
        write_text(self._path, json.dumps({"version": self._version, "solved": self._met}, sort_keys=True))


def _read(path: Path, version: str) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return dict(held["solved"]) if held["version"] == version else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # only a memory: without it everything is sought anew


def _bare(problem: Problem) -> Problem:
    """The problem without its place in the network, so that no solution can depend on it."""
    cells = tuple(dataclasses.replace(cell, number=at, ref="") for at, cell in enumerate(problem.cells))
    relations = tuple(dataclasses.replace(one, number=at) for at, one in enumerate(problem.relations))
    return dataclasses.replace(problem, cells=cells, relations=relations)


def _key(problem: Problem) -> str:
    return hashlib.sha256(repr(_bare(problem)).encode()).hexdigest()


def _group(held: dict[str, Any]) -> Group:
    explanations = tuple(Explanation(_changes(one["changes"]), one["certain"]) for one in held["explanations"])
    return Group(tuple(held["failing"]), explanations, held["shared"], _changes(held["beside"]))


def _changes(held: list[dict[str, Any]]) -> tuple[Change, ...]:
    return tuple(Change(**(one | {"others": tuple(one["others"])})) for one in held)
