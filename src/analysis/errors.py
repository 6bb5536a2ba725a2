"""Errors a user can act on, each with the exit code the command line returns.

Exit codes are part of the contract: 0 done, 1 critical findings, 2 bad input or usage, 3 some runs failed. Interrupted
commands return 130, as shells have it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TOLD_APART = 2
_MOST_KINDS = 6
_MOST_ROWS = 12
# How Python holds bytes of a name that are not UTF-8, and other halves of surrogate pairs.
_NO_CHARACTER = re.compile("[\ud800-\udfff]")

EXIT_DONE = 0
EXIT_FINDINGS = 1
EXIT_BAD_INPUT = 2
EXIT_RUNS_FAILED = 3
EXIT_INTERRUPTED = 130


@dataclass(frozen=True)
class Place:
    """Where a value stands, as a reader would look it up: file, row (1 is the header), column, printed value."""

    file: str | Path
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        parts = [str(self.file)]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column!r}")
        if self.value is not None:
            parts.append(f"value {shorten(self.value)!r}")
        return ", ".join(parts)


class AnalysisError(Exception):
    """Base of every error this package raises on purpose; `exit_code` is what the command returns."""

    exit_code = EXIT_BAD_INPUT


class InputError(AnalysisError):
    """Something that came from outside cannot be used. Says what, where, and how to mend it (three lines at most)."""

    def __init__(self, what: str, where: Place | Path | str | None = None, remedy: str = "") -> None:
        # A parser's words quoted in it may hold line breaks.
        self.what = what = spelled_out(" ".join(what.splitlines()))
        self.where = where
        self.remedy = remedy
        lines = [what]
        if where is not None:
            # So may the name of a file, and hold bytes of another encoding.
            lines.append(f"  where: {spelled_out(' '.join(str(where).splitlines()))}")
        if remedy:
            lines.append(f"  remedy: {remedy}")
        super().__init__("\n".join(lines))


class InputErrors(AnalysisError):
    """Several input errors found in one pass, so that a person mends a file once and not once per error.

    What is wrong in many rows of one column (two columns exchanged) is said once, with the rows.
    """

    def __init__(self, errors: list[InputError]) -> None:
        self.errors = errors
        alike: dict[tuple[object, ...], list[InputError]] = {}
        for number, error in enumerate(errors):
            place = error.where
            own: tuple[object, ...] = (number,)
            if isinstance(place, Place) and place.row is not None:
                own = (error.what.partition(":")[0], error.remedy, str(place.file), place.column)
            alike.setdefault(own, []).append(error)
        columns: dict[tuple[object, ...], list[list[InputError]]] = {}
        for own, group in alike.items():
            columns.setdefault(own[2:] or own, []).append(group)
        super().__init__("\n".join(text for groups in columns.values() for text in _told_of_column(groups)))


def _told_of_column(groups: list[list[InputError]]) -> list[str]:
    """What is wrong in one column: a few kinds of errors, and the rows of the others (a table pasted twice)."""
    shown, others = (groups, []) if len(groups) <= _MOST_KINDS else (groups[:_TOLD_APART], groups[_TOLD_APART:])
    told = [text for group in shown for text in _told(group)]
    if others:
        told.append(f"  also: as much in {_rows([error for group in others for error in group])}")
    return told


def _told(errors: list[InputError]) -> list[str]:
    """Two errors of one kind as they are; of more the first, and the rows of the others."""
    if len(errors) <= _TOLD_APART:
        return [str(error) for error in errors]
    return [f"{errors[0]}\n  also: the same in {_rows(errors[1:])}"]


def _rows(errors: list[InputError]) -> str:
    rows = [error.where.row for error in errors if isinstance(error.where, Place) and error.where.row]
    shown = ", ".join(str(row) for row in rows[:_MOST_ROWS]) + (" …" if len(rows) > _MOST_ROWS else "")
    return f"{len(rows)} more rows: {shown}"


class OutputError(AnalysisError, OSError):
    """A file could not be written: the disk is full, a folder read-only. What stood there before still does."""

    def __init__(self, error: OSError, path: Path) -> None:
        remedy = "make room or the folder writable, then run the same command again; nothing was half written"
        super().__init__(f"cannot write: {error.strerror or error}\n  where: {path}\n  remedy: {remedy}")


class UsageError(AnalysisError):
    """The command was called in a way it cannot follow."""


class RunsFailedError(AnalysisError):
    """Some reports of a run failed; the others were finished and kept."""

    exit_code = EXIT_RUNS_FAILED


def spelled_out(name: str) -> str:
    r"""The name of a file with what is not UTF-8 in it written as \xe1: no table, page or manifest could hold it.

    >>> spelled_out("b\udce1o cáo")
    'b\\xe1o cáo'
    """
    return _NO_CHARACTER.sub(lambda match: ascii(match[0])[1:-1].replace("udc", "x"), name)


def listed(names: Sequence[str], most: int) -> str:
    """`most` of `names`, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def in_one_line(message: str, limit: int = 300) -> str:
    """The lines of a message one after the other, for a table or a page."""
    return shorten("; ".join(line.strip() for line in message.splitlines()), limit)


def shorten(text: str, limit: int = 80) -> str:
    """Cut `text` for a message, so that a cell of a megabyte does not fill the terminal."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
