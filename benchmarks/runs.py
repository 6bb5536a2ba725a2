"""Speed of runs against named baselines, on the project's own notebook and the half-year report of one province."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from analysis.store import write_text
from benchmarks import ways
from benchmarks.projects import bring_up_to_date, make_project, plan_of, pretend_made

FEW, MANY = 8, 64


def rows() -> list[dict[str, object]]:
    """All measures, in the order of the table."""
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as name:
        folder = Path(name)
        return [*_against_baselines(folder), *_growth(folder), *_planning(folder), _cluster(folder)]


def _repeats() -> int:
    return int(os.environ.get("BENCH_REPEATS", "5"))


def _long() -> bool:
    return bool(os.environ.get("BENCH_LONG"))


def _median(measure: Callable[[], float], repeats: int | None = None) -> float:
    return statistics.median(measure() for _ in range(repeats or _repeats()))


def _row(measure: str, value: str, wanted: str = "", repeats: int | None = None, note: str = "") -> dict[str, object]:
    return {"measure": measure, "value": value, "wanted": wanted, "repeats": repeats or _repeats(), "note": note}


def _against_baselines(folder: Path) -> list[dict[str, object]]:
    """Baselines are measured with 8 reports and taken as linear for 64, unless asked for at length."""
    few = make_project(folder / "few", FEW)
    many = make_project(folder / "many", MANY)
    for project in (few, many):
        bring_up_to_date(project)
    slow = min(_repeats(), 3)
    by_hand, by_api = _median(lambda: ways.by_hand(few, FEW), slow), _median(lambda: ways.by_api(few, FEW), slow)
    warm_few, warm_many = _median(lambda: ways.warm(few)), _median(lambda: ways.warm(many))
    floor_many = _median(lambda: ways.floor(many, MANY))
    by_hand_many = ways.by_hand(many, MANY) if _long() else by_hand * MANY / FEW
    how = "measured once" if _long() else "baseline: 8 reports, times 8"
    by_api_many = by_api * MANY / FEW
    return [
        _row(f"{FEW} reports, `cchc run`, start included", f"{warm_few:.1f} s"),
        _row(f"{MANY} reports, `cchc run`, start included", f"{warm_many:.1f} s"),
        _row(f"{FEW} reports, papermill and nbconvert by hand", f"{by_hand:.1f} s", repeats=slow),
        _row(f"ratio to papermill and nbconvert by hand, {FEW}", f"{by_hand / warm_few:.1f}", "≥ 10", slow),
        _row(f"ratio to papermill and nbconvert by hand, {MANY}", f"{by_hand_many / warm_many:.1f}", "≥ 20", slow, how),
        _row(f"ratio to their APIs in as many workers, {MANY}", f"{by_api_many / warm_many:.1f}", "≥ 7", slow, how),
        _row(f"time of `cchc run` to the floor, {MANY}", f"{warm_many / floor_many:.2f}", "≤ 1.25"),
    ]


def _growth(folder: Path) -> list[dict[str, object]]:
    sizes = (16, 64, 256, 1024) if _long() else (16, 64)
    found = []
    for size in sizes:
        project = make_project(folder / f"growth{size}", size, provinces=63)
        bring_up_to_date(project)
        seconds = ways.warm(project)
        found.append((size, seconds / size, ways.parent_memory(project)))
    return [
        _row(f"{size} reports: time per report", f"{each:.3f} s", "constant ± 15 %", 1, f"parent {memory:.0f} MiB")
        for size, each, memory in found
    ]


def _planning(folder: Path) -> list[dict[str, object]]:
    project = make_project(folder / "all", 680)
    pretend_made(project)
    command = [sys.executable, "-m", "analysis.cli", "--root", str(project.root), "run", "--all", "--due"]
    run = lambda: ways.timed(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: E731
    run()
    idle = _median(run)
    path = next(project.raw.glob("*/2024-9M/*/form-1.csv"))
    write_text(path, path.read_text(encoding="utf-8") + "\n")
    plan = plan_of(project)
    due = len(plan.due())
    return [
        _row("nothing due, 34 provinces × 20 periods", f"{idle:.2f} s", "≤ 1 s"),
        _row("one input of 680 changed: reports due", str(due), "1 + readers", 1, "its own report and the comparison"),
    ]


def _cluster(folder: Path) -> dict[str, object]:
    project = make_project(folder / "cluster", 32)
    bring_up_to_date(project)
    repeats = min(_repeats(), 3)
    local = _median(lambda: ways.warm(project), repeats)
    with ways.dask_cluster(ways.CORES) as address:
        ways.warm(project, "--dask", address)
        spread = _median(lambda: ways.warm(project, "--dask", address), repeats)
    return _row("speed with Dask on this machine to the local pool, 32", f"{local / spread:.2f}", "≥ 0.8", repeats)
