"""The command line: `cchc --root DIR COMMAND …`. Thin: one module per command, errors and exit codes in one place."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from analysis.cli.terminal import printing_safely
from analysis.errors import EXIT_BAD_INPUT, EXIT_DONE, EXIT_INTERRUPTED, AnalysisError, InputError, shorten
from analysis.store import Project, find_project

COMMANDS = ("ingest", "clean", "validate", "run", "verify", "status", "compare", "export", "serve")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 critical findings, 2 bad input or usage, 3 some runs failed."""
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        print("cchc: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED


def _main(arguments: Sequence[str] | None) -> int:
    parser = build_parser()
    args, left = parser.parse_known_args(arguments)
    if left:
        parser.error(f"unrecognized arguments: {' '.join(left)}{_remedy(args, left)}")
    with printing_safely():
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    try:
        project = _project(args.root)
        code = args.run(args, project)
        sys.stdout.flush()
        return int(code)
    except AnalysisError as error:
        _tell(args, str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _tell(args, "interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        remedy = "see that it is a file or folder this account may use, then run the same command again"
        told = f"{error.strerror or error}\n  where: {error.filename or 'unknown'}\n  remedy: {remedy}"
        _tell(args, told)
        return EXIT_BAD_INPUT


def _tell(args: argparse.Namespace, error: str) -> None:
    """Say why the command ends; in the log of a run that a machine reads, as one of its lines."""
    if getattr(args, "log_format", "") == "json":
        from analysis.runs.log import Log

        Log(getattr(args, "run_id", ""), as_json=True).step("error", error)
    else:
        print(f"cchc {args.command}: {error}", file=sys.stderr)


def _remedy(args: argparse.Namespace, left: Sequence[str]) -> str:
    """How to say a province that was named without its option, the likeliest slip of all."""
    names = [word for word in left if not word.startswith("-")]
    if not names or "province" not in args:
        return ""
    return f"\n  remedy: write --province before the name of a province, such as --province {shorten(names[0])}"


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are as short as all others: what is wrong, and an example of how it is right."""

    def error(self, message: str) -> NoReturn:
        remedy = "" if "\n  remedy: " in message else f"\n  remedy: see {self.prog} --help; {self.epilog}"
        self.exit(EXIT_BAD_INPUT, f"{self.prog}: {message}{remedy}\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser with every command that is there."""
    parser = _Parser(
        prog="cchc",
        description="Reads Vietnam's provincial reform plans and reports, and finds what is wrong in them.",
        epilog="example: cchc validate --province quang-tri --period 2024-H1",
    )
    parser.add_argument(
        "--root", type=Path, default=None, help="folder that holds data/ and reports/ (default: the project)"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = f"analysis.cli.{name}"
        if importlib.util.find_spec(module):
            importlib.import_module(module).add_parser(commands)
    return parser


def _project(root: Path | None) -> Project:
    if root is None:
        return _with_a_name(find_project())
    if not root.is_dir():
        raise InputError("no such folder", root, "name the folder that holds data/ and reports/")
    return _with_a_name(Project(root.resolve()))


def _with_a_name(project: Project) -> Project:
    """`project`, unless its path cannot be written in UTF-8, as tables and pages are; InputError then."""
    try:
        str(project.root).encode("utf-8")
    except UnicodeEncodeError:
        remedy = "set LC_ALL=C.UTF-8 if it reads well elsewhere, else rename the folder"
        raise InputError("a folder whose name is not UTF-8", project.root, remedy) from None
    return project
