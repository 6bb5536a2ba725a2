"""`cchc ingest FILE…`: documents into data/raw."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import EXIT_BAD_INPUT, EXIT_DONE, AnalysisError, InputError
from analysis.store import Project

if TYPE_CHECKING:
    from analysis.extract.raw_document import RawDocument
    from analysis.extract.raw_folder import Written

EPILOG = """examples:
  cchc ingest bao-cao-6-thang.docx
  cchc ingest ke-hoach.pdf --province quang-tri --period 2021-2025
  cchc ingest *.docx --dry-run

formats: txt, md, html, docx, pdf (with a text layer), xlsx, csv. A folder that already holds something different is
left alone unless --replace is given; the same file twice changes nothing."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `cchc ingest` to the command line."""
    parser = commands.add_parser(
        "ingest",
        help="read documents into data/raw",
        description="Read plans and reports into raw tables; every cell as printed, with its place in the document.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="document to read")
    parser.add_argument("--province", metavar="P", help="key or name of the province, if the document names none")
    parser.add_argument("--period", metavar="D", help="period, if the document names none: 2024-H1, 2023-Q1, 2021-2025")
    parser.add_argument("--replace", action="store_true", help="overwrite a folder that holds something different")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, write nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, project: Project) -> int:
    """Ingest each file on its own; one that cannot be used is reported and does not stop the others."""
    failed = 0
    for path in args.files:
        try:
            _ingest(path, args, project)
        except AnalysisError as error:
            failed += 1
            difference = getattr(error, "difference", ())
            for line in difference:
                print(f"{_name(path)}: {line}")
            if difference and isinstance(error, InputError):
                error = InputError(error.what, error.where, f"if the new content is right: {_again(path, args)}")
            print(f"cchc ingest: {error}", file=sys.stderr)
    return EXIT_BAD_INPUT if failed else EXIT_DONE


def _ingest(path: Path, args: argparse.Namespace, project: Project) -> None:
    from analysis.documents import read
    from analysis.documents.isolation import isolated
    from analysis.extract.raw_document import extract_document
    from analysis.extract.raw_folder import write_raw
    from analysis.runs.lock import only_writer

    document = read(path)
    raw = isolated(lambda: extract_document(document, args.province, args.period), path)
    with contextlib.nullcontext() if args.dry_run else only_writer(project):
        written = write_raw(project, raw, replace=args.replace, dry_run=args.dry_run)
    for line in _report(path, raw, written, project):
        print(line)


def _again(path: Path, args: argparse.Namespace) -> str:
    """The command that writes the new content over the old."""
    options = [("--root", args.root), ("--province", args.province), ("--period", args.period)]
    given = [part for name, value in options if value for part in (name, str(value))]
    root, rest = (given[:2], given[2:]) if args.root else ([], given)
    return shlex.join(["cchc", *root, "ingest", str(path), *rest, "--replace"])


def _name(path: Path) -> str:
    """A file's name on one line: it may hold line breaks."""
    return " ".join(path.name.splitlines())


def _report(path: Path, raw: RawDocument, written: Written, project: Project) -> list[str]:
    """What was read and where it went, one thing a line."""
    counts = ", ".join(f"{name} {len(rows)}" for name, rows in sorted(raw.tables.items())) or "no rows"
    lines = [f"{_name(path)} -> {written.folder.relative_to(project.root)}: {written.state}", f"  rows: {counts}"]
    lines += [f"  difference: {line}" for line in written.difference]
    lines += [f"  note: {line}" for line in raw.log]
    return lines
