"""Charts of a forked kernel are drawn by the process that runs it, whose drawing engine is warm.

The converter's JavaScript engine needs more than a second to start and cannot be forked, while the process that runs
notebooks keeps it from report to report. The fork sends the specification and gets back the same SVG it would have
drawn itself.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from analysis.runs import wire

MARK = b"D"
_lock = threading.Lock()
_pending = 0


def install(connection: socket.socket, sending: threading.Lock) -> None:
    """In a fork: have `vl_convert.vegalite_to_svg` ask the other end of `connection`; `sending` orders its writers."""
    converter = sys.modules.get("vl_convert")
    if converter is None:
        return
    original: Callable[..., str] = converter.vegalite_to_svg
    owner, asking = os.getpid(), threading.Lock()

    def vegalite_to_svg(vl_spec: Any, *arguments: Any, **options: Any) -> str:
        """Draw `vl_spec` as SVG."""
        if os.getpid() != owner or arguments:
            # A process the notebook has started shares our line and must not speak on it.
            return original(vl_spec, *arguments, **options)
        request = json.dumps({"spec": vl_spec, "options": options}).encode()
        with asking:
            with sending:
                connection.sendall(wire.frame(MARK + request))
            answer = wire.receive(connection)
        if answer is None or "error" in answer:
            raise ValueError(answer["error"] if answer else "the run has ended")
        return str(answer["svg"])

    converter.vegalite_to_svg = vegalite_to_svg  # type: ignore[attr-defined]


def draw(request: bytes) -> dict[str, str]:
    """In the process that runs notebooks: the answer to a fork's request."""
    import vl_convert

    try:
        content = json.loads(request)
        return {"svg": vl_convert.vegalite_to_svg(content["spec"], **content["options"])}
    except Exception as error:
        return {"error": str(error)}


def draw_aside(request: bytes, answer: Callable[[dict[str, str]], None]) -> None:
    """Draw in a thread, so that the run's time limits go on counting; `answer` is called from that thread."""

    def work() -> None:
        global _pending
        try:
            answer(draw(request))
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
    """Start the drawing engine in the background, while the first notebook is still reading its data."""
    point = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    draw_aside(json.dumps({"spec": point, "options": {"vl_version": "6.4"}}).encode(), lambda _: None)
