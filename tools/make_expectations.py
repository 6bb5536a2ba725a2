"""Rebuild expectations/ from the contract and the reference data; with --check only say whether it is up to date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from analysis.errors import AnalysisError
from analysis.reference.relations import cumulative_rows
from analysis.store import write_text
from analysis.validate.suites import all_suites, suite_text

FOLDER = Path(__file__).resolve().parents[1] / "expectations"


def main(arguments: list[str] | None = None) -> int:
    """Write the suites, or compare them; 1 when a file differs, 2 for a line that cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 when out of date")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of the suites (default: expectations)")
    args = parser.parse_args(arguments)
    try:
        cumulative_rows()  # no suite holds them, but a wrong line is to be told here too
        wanted = {name: suite_text(suite) for name, suite in all_suites().items()}
    except AnalysisError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    present = {path.name: path.read_text(encoding="utf-8") for path in args.folder.glob("*.json")}
    stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if args.check:
        for name in stale:
            sys.stdout.write(f"{args.folder / name} is out of date; run `make expectations`\n")
        return 1 if stale else 0
    for name in stale:
        if name in wanted:
            write_text(args.folder / name, wanted[name])
        else:
            (args.folder / name).unlink()
    sys.stdout.write(f"{len(wanted)} suites, {len(stale)} changed\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
