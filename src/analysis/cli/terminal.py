"""What commands print, made safe: text from documents must not drive a terminal, a workflow or turn a line around."""

from __future__ import annotations

import codecs
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


def encodable(text: str, encoding: str) -> str:
    r"""`text` with what `encoding` has no sign for written \u1ec9, which within JSON means the same character.

    A terminal or a redirected file may be in an old code page, and the name of a file in no encoding at all.
    """
    return text.encode(encoding, _SPELLED_OUT).decode(encoding)


def _spelled_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


_SPELLED_OUT = "analysis.cli.terminal"
codecs.register_error(_SPELLED_OUT, _spelled_out)


class _Printable:
    """A stream that writes printable text only; everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(encodable(printable(text), self._stream.encoding or "utf-8"))
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
