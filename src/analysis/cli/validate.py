"""`cchc validate`: checks and findings of data/processed, for a terminal, a program, a pull request or the office."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import EXIT_DONE, EXIT_FINDINGS, UsageError
from analysis.locks import processed_tables
from analysis.reference.asked_names import known_name, province_with_data
from analysis.store import Project, read_table, refuse_own_folders, write_bytes

if TYPE_CHECKING:
    import pandas as pd

    from analysis.validate import Validation

FORMATS = ("text", "json", "github")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "validate",
        help="check the figures against themselves and each other",
        description="Checks data/processed and writes the tables checks and findings. "
        "Exit code 1: there are critical findings that nobody has acknowledged.",
        epilog="example: cchc validate --province quang-tri --period 2024-H1 --xlsx findings.xlsx",
    )
    parser.add_argument(
        "--province", action="append", metavar="P", help="show only this province (quang-tri); may be repeated"
    )
    parser.add_argument("--period", help="show only this period (2024-H1)")
    parser.add_argument("--format", default="text", help="text, json, github; several joined by a comma")
    parser.add_argument("--language", choices=("vi", "en"), default="vi", help="language of messages (default: vi)")
    parser.add_argument(
        "--checkpoints",
        action="store_true",
        help="also run the Great Expectations Checkpoint of every province and period (those named run anyway)",
    )
    parser.add_argument(
        "--xlsx",
        type=Path,
        metavar="FILE",
        help="also write a workbook for the issuing office: findings with room for answers, marked forms",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, project: Project) -> int:
    """Validate, print what was asked for; 1 when a critical finding is not acknowledged."""
    from analysis.clean.corrections import idle_corrections
    from analysis.runs.lock import only_writer
    from analysis.validate import Scope, formats, validate_project
    from analysis.validate.acknowledged import acknowledged_ids, idle_acknowledgements

    wanted = [name.strip() for name in args.format.split(",")]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        hint = "; a workbook is written by --xlsx FILE" if unknown[0] == "xlsx" else ""
        raise UsageError(f"unknown format {unknown[0]!r}; write one of {', '.join(FORMATS)}{hint}")
    if args.xlsx:
        refuse_own_folders(project, args.xlsx)
    provinces, period = _selection(project, args.province, args.period)
    asked = args.checkpoints or provinces is not None or period is not None
    scope = Scope(provinces, period) if asked else None
    with only_writer(project), processed_tables(project, rewriting=True):
        whole = validate_project(project, scope)
        documents = read_table(project, "documents")["document_id"]
    for note in idle_acknowledgements(whole.findings, documents):
        sys.stderr.write(f"note: acknowledged.yml, {note}\n")
    for note in idle_corrections(documents):
        sys.stderr.write(f"note: corrections.yml, {note}\n")
    validation = _chosen(whole, provinces, period)
    known = acknowledged_ids(validation.findings)
    writers = {
        "text": lambda: formats.as_text(validation, known, args.language),
        "json": lambda: formats.as_json(validation, known),
        "github": lambda: formats.as_github(validation, known, project, args.language),
    }
    for name in wanted:
        sys.stdout.write(f"{text}\n" if (text := writers[name]()) else "")
    if args.xlsx:
        write_bytes(args.xlsx, _workbook(project, provinces, period, args.language))
    return EXIT_FINDINGS if formats.unacknowledged(validation, known) else EXIT_DONE


def _workbook(project: Project, provinces: frozenset[str] | None, period: str | None, language: str) -> bytes:
    """What the office that issued the documents is sent."""
    from analysis.dataset import load
    from analysis.export.selection import select
    from analysis.export.workbook import findings_workbook

    one = next(iter(provinces)) if provinces is not None and len(provinces) == 1 else None
    return findings_workbook(select(load(root=project.root), one, period, language), provinces)


def _selection(
    project: Project, names: list[str] | None, period: str | None
) -> tuple[frozenset[str] | None, str | None]:
    """The provinces and period meant, in any spelling; an error before any work when no document is of them."""
    if names is None and period is None:
        return None, None
    documents = read_table(project, "documents")["document_id"]
    here = list(dict.fromkeys(_province_and_period(document) for document in documents))
    keys = None if names is None else frozenset(province_with_data(name, {own for own, _ in here}) for name in names)
    code = None if period is None else known_name(period, {own for _, own in here}, "period")
    if not any(_is_meant(own, keys, code) for own in here):
        held = ", ".join(own for name, own in here if _is_meant((name, own), keys, None))
        raise UsageError(f"no document of {', '.join(sorted(keys or ()))} in {code}\n  remedy: there is {held}")
    return keys, code


def _is_meant(own: tuple[str, str], provinces: frozenset[str] | None, period: str | None) -> bool:
    return (provinces is None or own[0] in provinces) and period in (None, own[1])


def _province_and_period(document_id: str) -> tuple[str, str]:
    province, _, rest = document_id.partition("/")
    return province, rest.partition("/")[0]


def _chosen(validation: Validation, provinces: frozenset[str] | None, period: str | None) -> Validation:
    """The part of a validation that concerns some provinces and a period."""

    def part(frame: pd.DataFrame) -> pd.DataFrame:
        mask = [_is_meant(_province_and_period(document), provinces, period) for document in frame["document_id"]]
        return frame.loc[mask] if len(frame) else frame  # a mask without entries would choose columns

    return dataclasses.replace(
        validation,
        checks=part(validation.checks),
        findings=part(validation.findings),
        quality=part(validation.quality),
    )
