"""Messages between a run and its forked kernel: a length, then JSON, over a Unix socket."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from typing import Any

_LENGTH = struct.Struct("!Q")


def frame(payload: bytes) -> bytes:
    """`payload` with its length before it."""
    return _LENGTH.pack(len(payload)) + payload


def send(connection: socket.socket, content: dict[str, Any]) -> None:
    """Send one message."""
    connection.sendall(frame(json.dumps(content).encode("utf-8", errors="surrogateescape")))


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """The next message, waited for; None when the other side has hung up."""
    head = _exactly(connection, _LENGTH.size)
    body = _exactly(connection, _LENGTH.unpack(head)[0]) if head else b""
    if not body:
        return None
    content: dict[str, Any] = json.loads(body.decode("utf-8", errors="surrogateescape"))
    return content


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        try:
            part = connection.recv(min(size, 1 << 20))
        except ConnectionResetError:
            # It was killed before it had read all we sent.
            part = b""
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class TooLongError(ValueError):
    """A message is longer than its reader will take."""


class Assembler:
    """Puts messages together from what arrives in pieces."""

    def __init__(self, longest: int | None = None) -> None:
        self._buffer = bytearray()
        self._longest = longest

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Messages complete with `data`; TooLongError as soon as a length says more than `longest` bytes."""
        self._buffer += data
        while len(self._buffer) >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._buffer)
            if self._longest is not None and size > self._longest:
                raise TooLongError(f"a message of {size} bytes")
            end = _LENGTH.size + size
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[_LENGTH.size : end])
            del self._buffer[:end]
            yield body
