"""Run all measurements, print one table, write it to benchmarks/results.md.

`python -m benchmarks [--repeats N] [--long] [--only runs]`; each module in this package that has `rows()` takes part.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import platform
import sys
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.store import write_text

MODULES = ("extraction", "runs", "memory", "validation", "comparison", "pages")
COLUMNS = ("measure", "value", "wanted", "repeats", "note")


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5, help="runs of each measure; the median counts (5)")
    parser.add_argument("--long", action="store_true", help="also 1,024 reports and the slow baseline with 64")
    parser.add_argument("--only", choices=MODULES, action="append", help="only this module; repeatable")
    args = parser.parse_args()
    os.environ["BENCH_REPEATS"] = str(args.repeats)
    os.environ["BENCH_LONG"] = "1" if args.long else ""
    parts = [heading(args.repeats)]
    failed = 0
    for name in args.only or MODULES:
        try:
            measured = table(importlib.import_module(f"benchmarks.{name}").rows())
        except Exception:  # one measure that fails must not cost the others
            traceback.print_exc()
            measured, failed = "not measured: it failed", failed + 1
        parts.append(f"## {name}\n\n{measured}")
        print(parts[-1], flush=True)
        write_text(Path(__file__).parent / "results.md", "\n\n".join(parts) + "\n")
    sys.exit(1 if failed else 0)


def heading(repeats: int) -> str:
    """What the figures were measured on, with the load others put on the machine."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"# Measured\n\n{dt.date.today().isoformat()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
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
