"""What commands print, made safe: text from documents must not drive a terminal, a workflow or turn a line around."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

# Control characters except tab and line feed, and the marks that reorder what a reader sees. A workflow's log takes
# "##[error]" anywhere in a line for an order.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|(?<=##)\\[")


def printable(text: str) -> str:
    r"""`text` with unsafe characters written \u001b, which within JSON means the same character.

    >>> printable("a\x1b[31mb")
    'a\\u001b[31mb'
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class _Printable:
    """A stream that writes printable text only; everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(printable(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def printing_safely() -> Iterator[None]:
    """Standard output and error print safely while a command runs."""
    with (
        contextlib.redirect_stdout(cast(TextIO, _Printable(sys.stdout))),
        contextlib.redirect_stderr(cast(TextIO, _Printable(sys.stderr))),
    ):
        yield
