"""Charts of a forked kernel are drawn by a process whose drawing engine is warm.

The converter's JavaScript engine needs half a second to start and cannot be forked. The fork sends the specification to
the run's drawing process (`analysis.runs.drawer`) and gets back the same SVG it would have drawn itself. Where there is
no such process, or it has died, the process that runs the notebook draws, with an engine of its own.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from analysis.runs import compiled, wire
from analysis.runs.helper import reach

ADDRESS_VARIABLE = "CCHC_DRAWING_SOCKET"
MARK = b"D"
_POINT = {"x": {"field": "x", "type": "quantitative"}}
TRIAL = {
    "spec": {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": _POINT},
    "options": {"vl_version": "6.4"},
}
_lock = threading.Lock()
_pending = 0


class Line:
    """A connection to the drawing process at `address`, made when it is first needed."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: socket.socket | None = None

    def ask(self, request: bytes) -> dict[str, str] | None:
        """The drawing process's answer; None where there is no such process (any more)."""
        self._connection = self._connection or reach(self._address)
        if self._connection is None:
            return None
        try:
            self._connection.sendall(wire.frame(request))
            answer = wire.receive(self._connection)
        except OSError:
            answer = None
        if answer is None:
            self._connection.close()
            self._connection = None
        return answer


def install(connection: socket.socket, sending: threading.Lock, address: str) -> None:
    """In a fork: have `vl_convert.vegalite_to_svg` ask the drawing process at `address`, or else the other end of
    `connection`; `sending` orders its writers.
    """
    converter = sys.modules.get("vl_convert")
    if converter is None:
        return
    original: Callable[..., str] = converter.vegalite_to_svg
    owner, asking, line = os.getpid(), threading.Lock(), Line(address)

    def vegalite_to_svg(vl_spec: Any, *arguments: Any, **options: Any) -> str:
        """Draw `vl_spec` as SVG."""
        if os.getpid() != owner or arguments:
            # A process the notebook has started shares our lines and must not speak on them.
            return original(vl_spec, *arguments, **options)
        request = json.dumps({"spec": vl_spec, "options": options}).encode()
        with asking:
            answer = line.ask(request) or _ask_aside(connection, sending, request)
        if answer is None or "error" in answer:
            raise ValueError(answer["error"] if answer else "the run has ended")
        return answer["svg"]

    converter.vegalite_to_svg = vegalite_to_svg  # type: ignore[attr-defined]


def _ask_aside(connection: socket.socket, sending: threading.Lock, request: bytes) -> dict[str, str] | None:
    with sending:
        connection.sendall(wire.frame(MARK + request))
    return wire.receive(connection)


def draw(request: dict[str, Any]) -> dict[str, str]:
    """In the process that has the engine: the answer to a fork's request."""
    try:
        return {"svg": compiled.svg(request["spec"], **request["options"])}
    except Exception as error:
        return {"error": str(error)}


def draw_aside(request: bytes, answer: Callable[[dict[str, str]], None]) -> None:
    """Draw in a thread, so that the run's time limits go on counting; `answer` is called from that thread."""

    def work() -> None:
        global _pending
        try:
            answer(draw(json.loads(request)))
        finally:
            with _lock:
                _pending -= 1

    global _pending
    with _lock:
        _pending += 1
    threading.Thread(target=work, daemon=True).start()


def is_loaded() -> bool:
    """Whether this process may have started the drawing engine, whose threads no fork of it would have."""
    return "vl_convert" in sys.modules


def is_stuck() -> bool:
    """Whether a drawing is under way: after its run has ended, this process can draw no more and should end."""
    return _pending > 0


def warm_up() -> None:
    """Start this process's own engine, if it will need one, while the first notebook is still reading its data."""
    if not os.environ.get(ADDRESS_VARIABLE):
        draw_aside(json.dumps(TRIAL).encode(), lambda _: None)
