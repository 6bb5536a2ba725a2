"""How a run grows: with the number of reports, with the number of pairs that are not due, with machines."""

from __future__ import annotations

import csv
import io
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from analysis.store import Project, write_text
from benchmarks import ways
from benchmarks.projects import PERIODS, bring_up_to_date, make_project, plan_of, pretend_made
from benchmarks.runs import Rows, in_turn, repeats, row

SIZES = (16, 64, 256, 1024)


def rows() -> Rows:
    """All measures, each as soon as it is there."""
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as name:
        folder = Path(name)
        yield from _planning(folder)
        yield _cluster(folder)
        yield from _growth(folder)


def _growth(folder: Path) -> Rows:
    """As many periods of each province at every size, so that the pages hold as much and only their number grows."""
    before, parents = (0, 0.0), list[float]()
    for size in SIZES:
        project = make_project(folder / f"growth{size}", size, PERIODS[:17], 63, by_province=True)
        bring_up_to_date(project)
        taken = [ways.seconds_and_memory(project) for _ in range(repeats())]
        seconds, memory = (statistics.median(column) for column in zip(*taken, strict=True))
        marginal = (seconds - before[1]) / (size - before[0])
        note = f"{seconds:.1f} s in all; each more report {marginal:.3f} s; parent {memory:.0f} MiB"
        before = (size, seconds)
        parents.append(memory)
        yield row(f"{size} reports: time per report", f"{seconds / size:.3f} s", "constant ± 15 %", note=note)
    grown = f"{parents[-1] / parents[0] - 1:+.1%}"
    values = " → ".join(f"{memory:.0f}" for memory in parents)
    note = f"MiB at its peak: {values}; processes that plan and write the index end when that is done"
    sizes = ", ".join(map(str, SIZES))
    yield row(f"memory of the parent, {sizes} reports", grown, "flat (≤ 5 %)", note=note)


def _planning(folder: Path) -> Rows:
    project = make_project(folder / "all", 680)
    bring_up_to_date(project)
    pretend_made(project)
    command = [sys.executable, "-m", "analysis.cli", "--root", str(project.root), "run", "--all", "--due"]
    run = lambda: ways.timed(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: E731
    run()
    (idle,) = in_turn(repeats(), run)
    yield row("nothing due, 34 provinces × 20 periods", f"{idle:.2f} s", "≤ 1 s")
    taken = []
    for _ in range(repeats()):
        _change_one(project)
        before = ways.pages(project)
        seconds = run()
        taken.append((seconds, sorted(name for name, page in ways.pages(project).items() if before.get(name) != page)))
    left, made = len(plan_of(project).due()), max((pages for _, pages in taken), key=len)
    note = f"at most, each time: {', '.join(made[:8])}{' …' if len(made) > 8 else ''}; {left} due afterwards"
    yield row("one input of 680 changed: reports made", str(len(made)), "its own and its readers", note=note)
    seconds = statistics.median(seconds for seconds, _ in taken)
    yield row("one input of 680 changed: seconds of the run", f"{seconds:.1f} s", note="checks of all 680 included")


def _change_one(project: Project) -> None:
    """Another count in one row of one province's form, which its later reports show beside their own."""
    path = sorted(project.raw.glob("*/2024-9M/*/form-1.csv"))[0]
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle))
    counted = next(line for line in lines if line[3].isdigit())
    counted[3] = str(int(counted[3]) + 1)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(lines)
    write_text(path, written.getvalue())


def _cluster(folder: Path) -> dict[str, object]:
    project = make_project(folder / "cluster", 32)
    bring_up_to_date(project)
    with ways.dask_cluster(ways.CORES) as address:
        ways.warm(project, "--dask", address)
        local, spread = in_turn(repeats(), lambda: ways.warm(project), lambda: ways.warm(project, "--dask", address))
    return row("speed with Dask on this machine to the local pool, 32", f"{local / spread:.2f}", "≥ 0.8")
