"""Speed of runs against named baselines, on the project's own notebooks and the half-year report of one province.

Every way makes the same pages: the comparison and 8 or 64 reports. The baselines stand where offices have them, in an
environment with JupyterLab, whose presence slows every start; also given is an environment without it.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.store import Project
from benchmarks import ways
from benchmarks.projects import bring_up_to_date, make_project

FEW, MANY = 8, 64
Rows = Iterator[dict[str, object]]


def rows() -> Rows:
    """All measures, in the order of the table, each as soon as it is there."""
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as name:
        few, many = (make_project(Path(name) / str(count), count) for count in (FEW, MANY))
        for project in (few, many):
            bring_up_to_date(project)
        if Path(ways.LAB).exists():
            yield from _few(few, ways.LAB, "with JupyterLab", wanted="≥ 10")
            yield from _many(many, ways.LAB, "with JupyterLab")
        yield from _few(few, ways.PLAIN, "without JupyterLab")
        yield from _against_floor(many)


def repeats() -> int:
    """How often each measure is taken."""
    return int(os.environ.get("BENCH_REPEATS", "5"))


def row(measure: str, value: str, wanted: str = "", note: str = "") -> dict[str, object]:
    """A line of the table."""
    return {"measure": measure, "value": value, "wanted": wanted, "repeats": repeats(), "note": note}


def in_turn(times: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure, taken in turn, so that what others do on the machine meets all of them."""
    taken = [[measure() for measure in measures] for _ in range(times)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def _few(few: Project, python: str, where: str, wanted: str = "") -> Rows:
    ours, by_hand = in_turn(repeats(), lambda: ways.warm(few, python=python), lambda: ways.by_hand(few, FEW, python))
    yield row(f"{FEW} reports, `cchc run`, {where}", f"{ours:.2f} s")
    yield row(f"{FEW} reports, papermill and nbconvert commands, {where}", f"{by_hand:.1f} s")
    yield row(f"ratio for {FEW} reports, {where}", f"{by_hand / ours:.1f}", wanted)


def _many(many: Project, python: str, where: str) -> Rows:
    warm = lambda: ways.warm(many, python=python)  # noqa: E731
    ours, by_hand = in_turn(repeats(), warm, lambda: ways.by_hand(many, MANY, python))
    yield row(f"{MANY} reports, `cchc run`, {where}", f"{ours:.2f} s")
    yield row(f"{MANY} reports, papermill and nbconvert commands, {where}", f"{by_hand:.0f} s")
    yield row(f"ratio for {MANY} reports, {where}", f"{by_hand / ours:.1f}", "≥ 20")
    ours, by_api = in_turn(repeats(), warm, lambda: ways.by_api(many, MANY, python))
    note = f"`cchc run` {ours:.2f} s in turn"
    yield row(f"{MANY} reports, papermill's API and nbconvert's exporter, {where}", f"{by_api:.0f} s")
    yield row(
        f"ratio to their APIs in as many processes for {MANY} reports, {where}",
        f"{by_api / ours:.1f}",
        "≥ 7",
        note=note,
    )


def _against_floor(many: Project) -> Rows:
    """Without JupyterLab on either side."""
    ours, floor = in_turn(repeats(), lambda: ways.warm(many), lambda: ways.floor(many, MANY))
    plain = ways.pages(many)
    ways.warm(many)
    same = sum(plain.get(name) == page for name, page in ways.pages(many).items())
    note = f"floor {floor:.2f} s, `cchc run` {ours:.2f} s in turn; {same} of {len(plain)} pages the same bytes"
    yield row(f"time of `cchc run` to the floor, {MANY}", f"{ours / floor:.2f}", "≤ 1.25", note=note)
