"""`cchc clean`: data/raw -> data/processed."""

from __future__ import annotations

import argparse
import sys

from analysis.cli.annotations import as_annotations
from analysis.errors import EXIT_DONE, InputError, InputErrors
from analysis.locks import processed_tables
from analysis.store import Project


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "clean",
        help="read data/raw, check it and write data/processed",
        description="Reads every raw table, types and names it, and writes data/processed; all or nothing.",
        epilog="example: cchc clean",
    )
    parser.add_argument("--format", choices=("text", "github"), default="text", help="github: errors on file and line")
    parser.add_argument(
        "--record",
        action="store_true",
        help="note how the tables stand now, as ingest does: what moves later is told (for tables written by hand)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, project: Project) -> int:
    """Clean the whole project and say how many rows each table has."""
    from analysis.clean.corrections import idle_corrections
    from analysis.clean.disorder import unread_documents
    from analysis.clean.pipeline import clean_project
    from analysis.clean.record import record_tables, rows_since_read
    from analysis.runs.lock import only_writer

    try:
        with only_writer(project), processed_tables(project, rewriting=True):
            tables = clean_project(project)
            recorded = record_tables(project) if args.record else []
    except (InputError, InputErrors) as error:
        if args.format == "github":
            print(as_annotations(error, project))
        raise
    for path in unread_documents(project):
        print(
            f"note: {path} belongs to no document; read it in by `cchc ingest FILE`, then move it away", file=sys.stderr
        )
    for note in () if args.record else rows_since_read(project):  # what was just recorded is as it was read
        sys.stderr.write(f"note: {note}\n")
    for note in idle_corrections(tables["documents"]["document_id"]):
        sys.stderr.write(f"note: corrections.yml, {note}\n")
    for name, frame in tables.items():
        print(f"{name}: {len(frame)} rows")
    for path in recorded:
        print(f"recorded: {path}")
    return EXIT_DONE
