"""What a run says while it goes: one line per report for a person, or one JSON object per line for a machine.

In CI (the variable CI is set, as every service does) only what failed is said in lines; the table at the end says all.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from analysis.errors import shorten
from analysis.runs.job import Outcome


def in_ci() -> bool:
    """Whether nobody watches: a CI service runs the command."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


@dataclass
class Log:
    """Writes to standard error, so that the table on standard output can be piped away.

    `quiet`: no lines of progress.
    """

    run: str
    as_json: bool = False
    total: int = 0
    done: int = 0
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    quiet: bool = field(default_factory=in_ci)

    def step(self, step: str, message: str, **fields: object) -> None:
        """One event that belongs to no single report."""
        if self.as_json:
            self._json(step=step, message=message, **fields)
        else:
            self._line(message)

    def progress(self, step: str, message: str, **fields: object) -> None:
        """One event that only a person who waits wants to know of."""
        if self.as_json or not self.quiet:
            self.step(step, message, **fields)

    def report(self, outcome: Outcome) -> None:
        """One report finished, well or not."""
        self.done += 1
        state = "failed" if outcome.failure else "done"
        job = outcome.job
        if not self.as_json:
            if self.quiet and not outcome.failure:
                return
            tail = f"  {outcome.failure}" if outcome.failure else ""
            width = len(str(self.total))
            line = f"[{self.done:{width}}/{self.total}] {job.name:<34} {state:<6} {outcome.seconds:6.2f} s{tail}"
            self._line(line)
            return
        for step, seconds in outcome.steps.items():
            self._json(step=step, province=job.province, period=job.period, seconds=round(seconds, 4), report=job.name)
        self._json(
            step="report",
            province=job.province,
            period=job.period,
            report=job.name,
            seconds=round(outcome.seconds, 4),
            state=state,
            error=str(outcome.failure or ""),
            engine=outcome.engine,
        )

    def _json(self, **fields: object) -> None:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        self._write(json.dumps({"time": now, "run": self.run, **fields}, ensure_ascii=False))

    def _line(self, text: str) -> None:
        self._write(printable(text))

    def _write(self, text: str) -> None:
        try:
            print(text, file=self.stream, flush=True)
        except (BrokenPipeError, ValueError):
            # Whoever listened has gone; the reports are what matters.
            return


def printable(text: str) -> str:
    """`text` with control characters shown, not sent: a message out of a notebook must not drive a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else f"\\x{ord(char):02x}" for char in text)


def table(outcomes: Sequence[Outcome]) -> str:
    """The table at the end of a run: failures last, where a reader looks."""
    ordered = sorted(outcomes, key=lambda item: (item.failure is not None, item.job.output))
    head = ("report", "outcome", "seconds", "critical", "warning", "")
    # Each row is made twice, so that those of thousands of reports are not held beside the text.
    widths = [*map(len, head[:5]), 0]
    for outcome in ordered:
        widths = [*map(max, widths[:5], map(len, _row(outcome))), 0]
    rows = itertools.chain([head], map(_row, ordered))
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(printable(line.rstrip()) for line in lines)


def _row(outcome: Outcome) -> tuple[str, ...]:
    return (
        outcome.job.name,
        "failed" if outcome.failure else "done",
        f"{outcome.seconds:.2f}",
        str(outcome.findings.get("critical", 0)),
        str(outcome.findings.get("warning", 0)),
        shorten(str(outcome.failure or ""), 200),
    )
