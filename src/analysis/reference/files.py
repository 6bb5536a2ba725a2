"""Reading the reference data files that ship with the package; every cell is text, every header is checked."""

from __future__ import annotations

import csv
import functools
import io
from importlib import resources
from typing import Any

import yaml

from analysis.errors import InputError, Place

# libyaml's parser where PyYAML was built with it: the same safe loading, ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@functools.cache
def read_rows(name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Rows of reference file `name` (a path inside the reference folder); its header must be exactly `columns`."""
    text = (resources.files("analysis.reference") / name).read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != columns:
        raise InputError(f"columns are {reader.fieldnames}", name, f"make them {list(columns)}")
    rows: list[dict[str, str]] = []
    for row in reader:
        if None in row or None in row.values():
            raise InputError(
                "a row with too few or too many cells", Place(name, reader.line_num), "quote a cell that holds a comma"
            )
        rows.append(dict(row))
    return tuple(rows)


@functools.cache
def read_yaml(name: str) -> Any:
    """Content of a reference YAML file; numbers that look like codes must be quoted in the file."""
    return yaml.load((resources.files("analysis.reference") / name).read_text(encoding="utf-8"), Loader=_LOADER)
