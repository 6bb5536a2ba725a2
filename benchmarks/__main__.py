"""Run all measurements, print the tables, keep them in benchmarks/results.md.

`python -m benchmarks [--repeats N] [--only runs]`; each module in this package that has `rows()` takes part, the most
important first. A table is written row by row, so that an interrupted measurement has not been in vain, and takes the
place of the one before; tables that are not measured this time stay as they were.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import platform
import re
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.store import write_text

MODULES = ("runs", "growth", "memory", "extraction", "validation", "comparison", "pages")
RESULTS = Path(__file__).parent / "results.md"
COLUMNS = ("measure", "value", "wanted", "repeats", "note")


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5, help="runs of each measure; the median counts (5)")
    parser.add_argument("--only", choices=MODULES, action="append", help="only this module; repeatable")
    args = parser.parse_args()
    os.environ["BENCH_REPEATS"] = str(args.repeats)
    failed = [name for name in args.only or MODULES if not measure(name, args.repeats)]
    sys.exit(1 if failed else 0)


def measure(name: str, repeats: int) -> bool:
    """Take one module's measures, keeping each row as it comes; False when it failed."""
    begun, listed = time.perf_counter(), []
    head = heading(repeats)
    try:
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            listed.append(row)
            keep(name, f"{head}\n\n{table(listed)}")
            print(f"{name}: {row['measure']}: {row['value']}", flush=True)
        done = True
    except Exception:  # one measure that fails must not cost the others
        traceback.print_exc()
        keep(name, f"{head}\n\n{table(listed)}\n\nNot measured to the end: it failed.")
        done = False
    print(f"\n## {name} ({time.perf_counter() - begun:.0f} s)\n\n{table(listed)}\n", flush=True)
    return done


def keep(name: str, measured: str) -> None:
    """Put one table into the results, in the order of MODULES, beside those that are there."""
    held = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    parts = dict(re.findall(r"^## (\w+)\n\n(.*?)(?=\n+## |\Z)", held, re.DOTALL | re.MULTILINE)) | {name: measured}
    tables = [f"## {one}\n\n{parts[one].strip()}" for one in MODULES if one in parts]
    write_text(RESULTS, "\n\n".join(["# Measured", *tables]) + "\n")


def heading(repeats: int) -> str:
    """What the figures were measured on, with the load others put on the machine."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    now = dt.datetime.now(dt.UTC)
    return (
        f"{now:%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {load:.1f} at the start; medians of {repeats} runs where the table does not say otherwise."
    )


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as a Markdown table; columns that no row has are left out."""
    listed = list(rows)
    names = [name for name in COLUMNS if any(name in row for row in listed)]
    names += sorted({name for row in listed for name in row} - set(names))
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(str(row.get(name, '')) for name in names)} |" for row in listed]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
