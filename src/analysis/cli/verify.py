"""`cchc verify REPORT…`: does a report still follow from what is on disk?"""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import EXIT_DONE, EXIT_FINDINGS
from analysis.store import Project

if TYPE_CHECKING:
    from analysis.runs.job import Job


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify",
        help="say whether a report still follows from what is on disk",
        description="Every report states its input files, notebook, code and locked environment by hash, and its own "
        "digest. Holds them against the disk. Exit code 0: it follows; 1: it does not, with every difference; 2: not a "
        "report of this project.",
        epilog="example: cchc verify reports/quang-tri/2024-H1.html",
    )
    parser.add_argument(
        "reports", nargs="+", type=Path, metavar="REPORT", help="page that `cchc run` made, from here or from --root"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, project: Project) -> int:
    """Say of each report whether it follows, and what differs."""
    from analysis.runs.runner import digests_of
    from analysis.runs.verify import verify

    digests, code = digests_of(project), EXIT_DONE
    for path in args.reports:
        there = path if path.exists() else project.root / path
        verdict = verify(project, there, digests)
        if not verdict.differences:
            print(f"{path}: follows from what is on disk ({verdict.files} input files)")
            continue
        code = EXIT_FINDINGS
        print(f"{path}: does not follow from what is on disk")
        for difference in verdict.differences:
            print(f"  {difference}")
        print(f"  remedy: {_remedy(verdict.job, there, project)} makes it anew")
    return code


def _remedy(job: Job, path: Path, project: Project) -> str:
    """The command that makes this very page: its language, its choice, and whether it is one of the reports."""
    language = [] if job.language == "vi" else ["--language", job.language]
    if path.resolve().is_relative_to(project.reports.resolve()) or job.kind == "province":
        facts = ("province", job.province), ("period", job.period), ("indicator", job.indicator)
        which = [word for name, value in facts if value for word in (f"--{name}", value)] or ["--all"]
        return shlex.join(["cchc", "run", *which, *language, "--due"])
    asked = [("province", key) for name, keys in job.choice if name == "provinces" for key in keys.split(",")]
    asked += [(name.replace("as_of", "day"), value) for name, value in job.choice if name != "provinces"]
    asked += [("indicator", job.indicator)] if job.indicator else []
    which = [word for name, value in asked for word in (f"--{name}", value)]
    return shlex.join(["cchc", "compare", "page", *which, *language, "--out", str(path)])
