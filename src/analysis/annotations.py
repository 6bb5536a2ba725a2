"""Lines that GitHub shows beside the file and line of a pull request they are about."""

from __future__ import annotations

from pathlib import Path


def annotation(level: str, file: Path, line: int, title: str, message: str) -> str:
    """One annotation; `level` is error, warning or notice. Signs that would end a part of it are escaped."""
    where = f"file={_property(file.as_posix())},line={line},title={_property(title)}"
    return f"::{level} {where}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
