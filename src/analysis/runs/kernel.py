"""An IPython kernel without ZeroMQ: built once in the warm process, it serves one run in each fork.

It is ipykernel's own kernel and shell; only the way of the messages differs (`wire`). So a notebook's outputs are those
of a stock kernel.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import importlib
import io
import json
import logging
import os
import select
import socket
import sys
import threading
from types import SimpleNamespace
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session, extract_header
from traitlets.config import Config

from analysis.runs import drawing, wire

IOPUB = "iopub"
SHELL = "shell"
_STREAM_CHUNK = 1 << 20
_DRAWS_INLINE = "module://matplotlib_inline.backend_inline"
_PIPE_HOLDS = 1 << 16
# What goes with the message after it, or at the end of its cell: each message alone wakes the run, and a cell has five.
# What a cell prints or displays while it runs goes at once, so that none of it is lost with a kernel that dies.
_WITH_THE_NEXT = frozenset(("status", "execute_input", "execute_result", "execute_reply"))


class WireSession(Session):
    """Makes jupyter's messages and sends them over one socket, in order."""

    connection: socket.socket | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.lock = threading.Lock()
        self._held = bytearray()

    def send(
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> Any:
        """Send a message; `stream` says on which channel it would have gone. Signature of the parent class."""
        if isinstance(msg_or_type, dict):
            message = msg_or_type
        else:
            message = self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        # A process that the notebook has forked shares the line and must not speak on it.
        if self.connection is not None and os.getpid() == self.pid:
            channel = b"I" if stream == IOPUB else b"S"
            framed = wire.frame(channel + self._packed(message))
            with self.lock:
                self._held += framed
            if message["msg_type"] not in _WITH_THE_NEXT:
                self.let_go()
        return message

    def let_go(self) -> None:
        """Send what was held back."""
        with self.lock, contextlib.suppress(OSError):
            if self.connection is not None and self._held:
                self.connection.sendall(self._held)
            self._held.clear()

    def _packed(self, message: dict[str, Any]) -> bytes:
        try:
            return bytes(self.pack(message))
        except UnicodeEncodeError:
            # Half of a pair of surrogates: no encoding has a sign for it.
            return json.dumps(message, default=json_default, ensure_ascii=False).encode("utf-8", "replace")


class TextStream(io.TextIOBase):
    """Standard output or error of a notebook: text becomes `stream` messages of the cell that wrote it.

    What programs write to the descriptor `number` itself comes through a pipe and takes its place among the text.
    """

    def __init__(self, session: WireSession, name: str, number: int) -> None:
        self.session = session
        self.name = name
        self._owner = os.getpid()
        self._number = number
        self._descriptor = os.dup(number)
        self.pipe, writable = os.pipe()
        os.set_blocking(self.pipe, False)
        os.dup2(writable, number)
        os.close(writable)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._parts: list[str] = []
        self._size = 0
        self._lock = threading.RLock()
        self._parent: dict[str, Any] = {}

    encoding = "UTF-8"

    @property
    def parent_header(self) -> dict[str, Any]:
        return self._parent

    def set_parent(self, parent: dict[str, Any]) -> None:
        """Called by the shell before each cell."""
        self.flush()
        self._parent = extract_header(parent)

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        """Keep `text` until the cell ends, is flushed, or has written much."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._owner:
            # In a process that the notebook has forked.
            os.write(self._number, text.encode("utf-8", errors="surrogateescape"))
            return len(text)
        with self._lock:
            self._take()
            self._parts.append(text)
            self._size += len(text)
            if self._size >= _STREAM_CHUNK:
                self.flush()
        return len(text)

    def _take(self) -> bool:
        """Take what programs have written so far (no more fits into a pipe); False where nobody can write any more."""
        try:
            data = os.read(self.pipe, _PIPE_HOLDS)
        except OSError:
            return True
        self._parts.append(self._decoder.decode(data))
        self._size += len(data)
        return bool(data)

    def relay(self) -> bool:
        """Pass on what programs write while a cell goes on; False where nobody can write any more."""
        with self._lock:
            there = self._take()
            self.flush()
        return there

    def flush(self) -> None:
        if os.getpid() != self._owner:
            return
        with self._lock:
            self._take()
            text, self._parts, self._size = "".join(self._parts), [], 0
            if text:
                self.session.send(IOPUB, "stream", {"name": self.name, "text": text}, parent=self._parent)


class ForkedKernel(IPythonKernel):
    """ipykernel's kernel, driven by calls instead of sockets."""

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing is queued: the run sends one request at a time."""

    async def handle(self, request: dict[str, Any]) -> None:
        """Answer one request as a stock kernel does: busy, the answer, idle."""
        self.set_parent([], request, channel="shell")  # type: ignore[no-untyped-call]
        self._publish_status("busy", "shell")  # type: ignore[no-untyped-call]
        try:
            await self.shell_handlers[request["header"]["msg_type"]](SHELL, [], request)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            self._publish_status("idle", "shell")  # type: ignore[no-untyped-call]
            assert isinstance(self.session, WireSession)
            self.session.let_go()


def _without_debugger() -> None:
    """Have ipykernel find no debugger: it costs time and starts threads."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    try:
        importlib.import_module("ipykernel.debugger")
    finally:
        del sys.modules["debugpy"]


def build(profile: str) -> ForkedKernel:
    """The kernel of the warm process; `profile` is an empty folder for what IPython wants to keep."""
    from IPython.core.profiledir import ProfileDir
    from IPython.core.shellapp import InteractiveShellApp

    os.environ.setdefault("MPLBACKEND", _DRAWS_INLINE)
    _without_debugger()
    config = Config()
    # A history has a database and a thread; no thread may exist when the process is forked.
    config.HistoryManager.enabled = False
    # Half a millisecond after each cell, in which a stock kernel hopes that its output gets through; ours is taken.
    config.ForkedKernel._execute_sleep = 0.0
    session = WireSession()
    log = logging.getLogger("analysis.runs.kernel")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    folder = ProfileDir.create_profile_dir(profile)  # type: ignore[no-untyped-call]
    kernel = ForkedKernel.instance(session=session, config=config, profile_dir=folder, iopub_socket=IOPUB, log=log)
    # The notebook's own folder, after the standard library, where a stock kernel has it.
    InteractiveShellApp.init_path(SimpleNamespace(ignore_cwd=False))  # type: ignore[arg-type, no-untyped-call]
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
    return kernel


def serve(kernel: ForkedKernel, connection: socket.socket, drawer: str) -> None:
    """Answer requests on `connection` until the run says shutdown or hangs up. Called in the fork.

    `drawer` is the address of the run's drawing process, "" where there is none.
    """
    from tornado.ioloop import IOLoop

    session = kernel.session
    assert isinstance(session, WireSession)
    session.connection, session.pid = connection, os.getpid()
    _redirect(session)
    # What a stock kernel tells the programs it starts, and matplotlib.
    shell: Any = kernel.shell
    shell.init_environment()
    os.environ.setdefault("MPLBACKEND", _DRAWS_INLINE)
    drawing.install(connection, session.lock, drawer)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    kernel.io_loop = IOLoop.current()
    while True:
        request = wire.receive(connection)
        if request is None or request["header"]["msg_type"] == "shutdown_request":
            break
        with contextlib.suppress(KeyboardInterrupt):
            loop.run_until_complete(kernel.handle(request))


def _redirect(session: WireSession) -> None:
    """Send what Python prints, and what programs write to descriptors 1 and 2, to the run."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = TextStream(session, name, number)
        setattr(sys, name, stream)
        threading.Thread(target=_echo, args=(stream,), daemon=True).start()


def _echo(stream: TextStream) -> None:
    poll = select.poll()
    poll.register(stream.pipe, select.POLLIN)
    while poll.poll() and stream.relay():
        pass
