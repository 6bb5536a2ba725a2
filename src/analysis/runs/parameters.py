"""Strict parameters: papermill only warns of an unknown one; here nothing starts until names and types agree."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import InputError
from analysis.store import read_text


def declared_parameters(notebook: Path) -> dict[str, object]:
    """Names and defaults in the one cell tagged `parameters`; InputError where it holds more than literals."""
    try:
        cells = json.loads(read_text(notebook))["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"not a notebook: {error}", notebook, "save it again from JupyterLab") from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise InputError(f"{len(tagged)} cells are tagged 'parameters'", notebook, "tag exactly one code cell")
    return _literals("".join(tagged[0]["source"]), notebook)


def _literals(source: str, notebook: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    try:
        for statement in ast.parse(source).body:
            target, value = _assignment(statement)
            found[target] = ast.literal_eval(value)
    except (SyntaxError, ValueError) as error:
        remedy = "keep only lines like  period = '2024-H1'  in the parameters cell"
        raise InputError(f"the parameters cell holds more than literals ({error})", notebook, remedy) from None
    return found


def _assignment(statement: ast.stmt) -> tuple[str, ast.expr]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return name, value
    raise ValueError(f"line {statement.lineno} is no assignment")


def check_parameters(notebook: Path, given: Mapping[str, object]) -> None:
    """Hold `given` against what the notebook declares: unknown, left out or of another type is an InputError."""
    declared = declared_parameters(notebook)
    problems = [f"unknown parameter {name!r}" for name in given if name not in declared]
    problems += [f"parameter {name!r} is not given" for name in declared if name not in given]
    problems += [
        f"parameter {name!r} is {type(value).__name__}, the notebook has {type(declared[name]).__name__}"
        for name, value in given.items()
        if name in declared and declared[name] is not None and type(value) is not type(declared[name])
    ]
    if problems:
        remedy = f"the notebook declares {', '.join(sorted(declared)) or 'nothing'}"
        raise InputError("; ".join(problems), notebook, remedy)
