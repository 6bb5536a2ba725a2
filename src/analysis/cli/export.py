"""`cchc export`: processed tables as workbook, letter, printed page or data files."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.store import Project

FORMATS = ("xlsx", "docx", "pdf", "csv", "parquet", "datapackage")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "export",
        help="write xlsx, docx, pdf, csv, parquet or a data package",
        description="Writes what data/processed holds for a province, a period or everything. xlsx, docx and pdf are "
        "one file, csv, parquet and datapackage a folder of files. docx and pdf need a province and a period; pdf "
        "prints a report that `cchc run` has made, with an installed Chromium. csv is for Excel: with --language vi a "
        "semicolon between cells and a decimal comma, with en a comma and a decimal point.",
        epilog="example: cchc export --province quang-tri --period 2024-H1 --format xlsx --out quang-tri.xlsx",
    )
    parser.add_argument("--province", metavar="P", help="key or name of a province (default: all)")
    parser.add_argument("--period", metavar="D", help="for example 2024-H1 (default: all)")
    parser.add_argument("--format", required=True, choices=FORMATS, help="what to write")
    parser.add_argument("--out", required=True, type=Path, metavar="PATH", help="file, or folder for several files")
    parser.add_argument("--language", choices=("vi", "en"), default="vi", help="vi (default) or en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, project: Project) -> int:
    """Write the export and say what was written."""
    from analysis.export.deliver import export

    for path in export(project, args.format, args.out, args.province, args.period, args.language):
        print(path)
    return 0
