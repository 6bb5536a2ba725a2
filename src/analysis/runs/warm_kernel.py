"""The forked kernel as papermill's client sees it: the few calls of a kernel manager and a kernel client it makes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from queue import Empty
from typing import Any

from jupyter_client.session import Session
from nbclient.exceptions import DeadKernelError

from analysis.runs import drawing, wire
from analysis.runs.zygote_process import fork_kernel

_READ = 1 << 20
# Room for a message's own wording beside the output it carries.
_MARGIN = 1 << 20


class WarmProcessLostError(DeadKernelError):
    """The process that all kernels are forked from has been killed, and this kernel with it."""


class Channel:
    """Messages of one kind, as they come; after the kernel's end, DeadKernelError."""

    def __init__(self, kernel: WarmKernel) -> None:
        self._kernel = kernel
        self._queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message; Empty after `timeout` seconds without one."""
        self._kernel.listen()
        if self._queue.empty() and timeout is not None:
            try:
                message = await asyncio.wait_for(self._queue.get(), timeout)
            except TimeoutError:
                raise Empty from None
        else:
            message = await self._queue.get()
        if message is None:
            self._queue.put_nowait(None)
            raise self._kernel.death()
        return message

    def put(self, message: dict[str, Any] | None) -> None:
        """Add a message; None says that no more will come."""
        self._queue.put_nowait(message)


class WarmKernel:
    """A fork of the warm process, for one run. Plays the kernel manager and the kernel client at once."""

    has_kernel = True
    allow_stdin = False

    def __init__(self, memory_limit: int | None = None, output_limit: int | None = None) -> None:
        self._messages, self._life = fork_kernel(memory_limit)
        self._session = Session()
        self._assembler = wire.Assembler(None if output_limit is None else output_limit + _MARGIN)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.too_long = False
        self._death: DeadKernelError | None = None
        self.shell_channel = Channel(self)
        self.iopub_channel = Channel(self)

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Ask for a cell to be run; returns the request's id."""
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": stop_on_error,
        }
        return self._request("execute_request", content)

    def kernel_info(self) -> str:
        """Ask what the kernel is; returns the request's id."""
        return self._request("kernel_info_request", {})

    def _request(self, kind: str, content: dict[str, Any]) -> str:
        message = self._session.msg(kind, content)
        with contextlib.suppress(OSError):
            # A kernel that is gone is reported by its channels.
            self._messages.sendall(wire.frame(self._session.pack(message)))
        return str(message["header"]["msg_id"])

    def _answer(self, drawn: dict[str, str]) -> None:
        with contextlib.suppress(OSError):
            wire.send(self._messages, drawn)

    async def is_alive(self) -> bool:
        return self._messages.fileno() >= 0

    def listen(self) -> None:
        """Have the running event loop fill the channels."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop and self._messages.fileno() >= 0:
            self._ignore()
            self._loop = loop
            loop.add_reader(self._messages.fileno(), self._on_readable)

    def _ignore(self) -> None:
        if self._loop is not None and not self._loop.is_closed() and self._messages.fileno() >= 0:
            self._loop.remove_reader(self._messages.fileno())
        self._loop = None

    def _on_readable(self) -> None:
        try:
            data = self._messages.recv(_READ, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        try:
            for body in self._assembler.feed(data):
                if body[:1] == drawing.MARK:
                    drawing.draw_aside(body[1:], self._answer)
                    continue
                channel = self.iopub_channel if body[:1] == b"I" else self.shell_channel
                # As a stock client does with bytes that are no UTF-8 (a name of a file may hold some).
                channel.put(json.loads(body[1:].decode("utf-8", errors="replace")) | {"buffers": []})
        except wire.TooLongError:
            self.too_long, data = True, b""
            self.kill()
        if not data:
            self._ignore()
            self.shell_channel.put(None)
            self.iopub_channel.put(None)

    def kill(self) -> None:
        """End the kernel at once, with what it started: the warm process does so when the line goes dead."""
        self._life.close()

    def death(self) -> DeadKernelError:
        """How the kernel ended."""
        if self._death is None:
            self._death = DeadKernelError("the kernel was ended") if self._life.fileno() < 0 else self._last_word()
        return self._death

    def _last_word(self) -> DeadKernelError:
        """Wait for what the warm process has to say, a few milliseconds."""
        self._life.settimeout(2)
        try:
            word = wire.receive(self._life)
        except TimeoutError:
            return DeadKernelError("the kernel closed its line to the run")
        except OSError:
            word = None
        if word is None:
            return WarmProcessLostError("the warm process was killed")
        code = int(word["exit"])
        ended = f"was killed by signal {-code}" if code < 0 else f"ended itself with code {code}"
        return DeadKernelError(f"the kernel {ended}")

    def close(self, finished: bool) -> None:
        """Let the kernel end: by itself when the run is `finished` (its exit functions run), else killed."""
        self._ignore()
        if finished:
            self._request("shutdown_request", {})
            self._messages.close()
            _linger(self._life)
        else:
            self.kill()
            self._messages.close()


_ENDING: list[socket.socket] = []


def _linger(life: socket.socket) -> None:
    """Keep the connection of an ending kernel (closing it would kill it) until the warm process says it has ended."""
    for ending in list(_ENDING):
        if _has_ended(ending):
            ending.close()
            _ENDING.remove(ending)
    _ENDING.append(life)


def _has_ended(life: socket.socket) -> bool:
    try:
        life.recv(_READ, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def wait_for_ending(timeout: float) -> None:
    """Wait until every finished kernel has ended, at most `timeout` seconds for each."""
    while _ENDING:
        life = _ENDING.pop()
        life.settimeout(timeout)
        with contextlib.suppress(OSError):
            life.recv(_READ)
        life.close()
