"""Speed of validation: one report, and a country of communes; growth with the number of reports.

`measure()` gives a row per size: reports, form rows, seconds, rows per second, peak memory of the process. One report
in ten holds a broken cell, which is more than real reports show and makes localisation part of the time.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.validate import validate
from tests.validate.synthetic import SLIPS, as_tables, break_cell, covered_cells, make_report

SIZES = (1, 100, 400, 1600, 3321)
BROKEN_SHARE = 0.1


def measure(sizes: tuple[int, ...] = SIZES) -> list[dict[str, object]]:
    """Time of `validate` (checks, localisation and findings) for each number of reports."""
    validate(country(2))  # imports and compiled patterns belong to start-up
    rows: list[dict[str, object]] = []
    for size in sizes:
        tables = country(size)
        started, worked = time.perf_counter(), time.process_time()
        validation = validate(tables)
        seconds, processor = time.perf_counter() - started, time.process_time() - worked
        rows.append(
            {
                "reports": size,
                "form_rows": len(tables["observations"]),
                "seconds": round(seconds, 3),
                "processor_seconds": round(processor, 3),
                "rows_per_second": round(len(tables["observations"]) / seconds),
                "findings": len(validation.findings),
                "peak_mebibytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    return rows


def rows() -> Iterator[dict[str, object]]:
    """The sizes as rows of the benchmarks' table; the peak is that of the process so far."""
    wanted = {1: "≤ 1 s", SIZES[-1]: "≤ 60 s, ≤ 2,048 MiB"}
    for row in measure():
        size = int(str(row["reports"]))
        yield {
            "measure": f"checks, localisation and findings, {size:,} reports of 80 rows",
            "value": f"{row['seconds']} s",
            "wanted": wanted.get(size, "growth linear"),
            "repeats": 1,
            "note": f"{row['processor_seconds']} s CPU, {row['peak_mebibytes']} MiB, {row['findings']} findings",
        }


def country(size: int) -> dict:
    """Tables of `size` reports (80 form rows and 23 figures each), one in ten with a broken cell."""
    chance = random.Random(5)
    templates = [make_report(seed) for seed in range(20)]
    cells = covered_cells(templates[0])
    reports = {}
    for number in range(size):
        report = templates[number % len(templates)]
        if chance.random() < BROKEN_SHARE or size == 1:
            slip = break_cell(report, chance.choice(cells), chance.choice(SLIPS), chance)
            report = {**report, slip.cell: slip.printed} if slip else report
        reports[f"p{number}/2024-H1/r"] = report
    return as_tables(reports)


def main() -> None:
    """Print the table of sizes."""
    rows = measure()
    print(" ".join(f"{name:>18}" for name in rows[0]))
    for row in rows:
        print(" ".join(f"{value:>18}" for value in row.values()))


if __name__ == "__main__":
    main()
