"""`cchc compare`: targets, attainment, peers, trends, indices, tasks and territory, side by side."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli import compare_page
from analysis.errors import EXIT_DONE, UsageError
from analysis.locks import processed_tables
from analysis.store import Project, refuse_own_folders

if TYPE_CHECKING:
    import pandas as pd

_COMPARISONS = {
    "targets": (
        "targets of provinces side by side",
        "targets --province quang-tri --province dak-nong --deadline 2025",
    ),
    "attainment": ("how far a province has come with its targets", "attainment --province quang-tri --period 2024-H1"),
    "peers": ("position of provinces", "peers --indicator dossiers_resolved_on_time --period 2024-H1 --level province"),
    "trend": ("a province over time, or with --period what changed", "trend --province quang-tri --period 2024-H1"),
    "indices": ("published indices: PAR INDEX, SIPAS, PAPI, PCI, DTI", "indices --index PAPI --year 2023"),
    "tasks": ("workload by agency, quarters, calendar, similar tasks", "tasks --view similar --out similar.csv"),
    "territory": ("results as of a date", "territory --indicator procedures_total --period 2024-H1 --day 2025-07-01"),
}
_OPTIONS: dict[str, tuple[str, ...]] = {
    "targets": ("province*", "deadline", "domain", "indicator"),
    "attainment": ("province!", "period!"),
    "peers": ("indicator!", "period!", "level", "basis", "province*"),
    "trend": ("province!", "indicator", "level", "period"),
    "indices": ("index", "year", "province*"),
    "tasks": ("province*", "view"),
    "territory": ("indicator!", "period!", "day!", "level"),
}
_HELP = {
    "province": "key or name of a province",
    "period": "for example 2024-Q1, 2024-H1, 2024-9M, 2024",
    "deadline": "only targets for this year",
    "domain": "institutions, procedures, organisation, civil_service, public_finance, digital_government, direction",
    "indicator": "key or label, for example dossiers_resolved_on_time",
    "level": "province, district, commune, all",
    "basis": "value, fair, per_1000_dossiers, per_procedure",
    "index": "PAR INDEX, SIPAS, PAPI, PCI, DTI, 766/QĐ-TTg",
    "year": "positions in this year",
    "view": "workload (default), quarters, calendar, similar",
    "day": "the day whose map is wanted, such as 2025-07-01",
}
# What an empty table says.
_NOTHING = {"attainment": "nothing_judged", "unnamed": "all_named", "similar": "nothing_alike"}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser, with one sub-command per comparison."""
    parser = commands.add_parser(
        "compare",
        help="compare targets, results, peers, periods, indices, tasks",
        description="Compares what is comparable and says what is not. Prints a table; --out FILE writes every column "
        "with its sources, as csv, xlsx or json by the ending of the file or by --format.",
        epilog="example: cchc compare targets --province quang-tri --province dak-nong --deadline 2025",
    )
    kinds = parser.add_subparsers(dest="comparison", metavar="COMPARISON", required=True)
    for name, (what, example) in _COMPARISONS.items():
        kind = kinds.add_parser(name, help=what, description=what, epilog=f"example: cchc compare {example}")
        for option in _OPTIONS[name]:
            _add_option(kind, option)
        kind.add_argument("--language", choices=("vi", "en"), default="vi", help="vi (default) or en")
        if name == "targets":
            kind.add_argument("--unnamed", action="store_true", help="list the targets that no indicator names instead")
        kind.add_argument("--format", choices=("text", "csv", "json", "xlsx"), help="text (default), csv, json, xlsx")
        kind.add_argument("--out", type=Path, metavar="FILE", help="write all columns with their sources to this file")
        kind.add_argument("--csv", type=Path, metavar="FILE", help="the same as --format csv --out FILE")
        kind.add_argument("--xlsx", type=Path, metavar="FILE", help="the same as --format xlsx --out FILE")
        kind.set_defaults(run=run)
    compare_page.add_parser(kinds)


def run(args: argparse.Namespace, project: Project) -> int:
    """Print the comparison, or write it to the files asked for."""
    from analysis.export.comparison_files import comparison_bytes
    from analysis.store import read_table, write_bytes

    form, files = _wanted(args)
    for _, path in files:
        if path is not None:
            refuse_own_folders(project, path)
    with processed_tables(project):
        frame, view = _compare(args, project)
    if form == "text":
        print(_text(args, project, frame, view))
    documents = read_table(project, "documents")
    for kind, path in files:
        data = comparison_bytes(frame, documents, kind, args.comparison, args.language)
        if path is None:
            sys.stdout.write(data.decode("utf-8").removeprefix("\ufeff"))
        else:
            write_bytes(path, data)
            print(path)
    return EXIT_DONE


def _wanted(args: argparse.Namespace) -> tuple[str, list[tuple[str, Path | None]]]:
    """What goes to the terminal ("text" or ""), and the files to write; None is the terminal itself."""
    files: list[tuple[str, Path | None]] = [(k, path) for k in ("csv", "xlsx") if (path := getattr(args, k))]
    form = args.format or (args.out.suffix.removeprefix(".").lower() if args.out else "text")
    ending = args.out.suffix.removeprefix(".").lower() if args.out else ""
    if args.format and ending in ("csv", "xlsx", "json") and ending != form:
        raise UsageError(f"{args.out} would not hold what its name says\n  remedy: let it end in .{form}")
    if args.out and form in ("", "text"):
        raise UsageError(
            f"how shall {args.out} be written?\n  remedy: let it end in .csv, .xlsx or .json, or add --format"
        )
    if form == "xlsx" and not args.out:
        raise UsageError("a workbook cannot be printed\n  remedy: name a file, such as --out targets.xlsx")
    if form != "text":
        files.append((form, args.out))
    return "" if form != "text" else form, files


def _text(args: argparse.Namespace, project: Project, frame: pd.DataFrame, view: str) -> str:
    from analysis.cli.compare_tables import plain_table, targets_table
    from analysis.compare import door
    from analysis.reference.comparison_words import phrase

    text = targets_table(frame, args.language) if view == "targets" else plain_table(frame, view, args.language)
    lines = [text or phrase(args.language, _NOTHING.get(view, "no_data"))]
    if view == "targets":
        left_out = door.unnamed_targets(args.province, args.deadline, args.domain, project.root)
        if len(left_out) and not args.indicator:
            lines.append(phrase(args.language, "unnamed_targets", n=len(left_out)))
    if frame.attrs.get("without_data"):
        lines.append(phrase(args.language, "without_data", names=", ".join(frame.attrs["without_data"])))
    if frame.attrs.get("cut"):
        lines.append(phrase(args.language, "cut", n=len(frame)))
    return "\n".join(lines)


def _add_option(parser: argparse.ArgumentParser, option: str) -> None:
    name = option.rstrip("*!")
    if option.endswith("*"):
        parser.add_argument(
            f"--{name}", action="append", metavar="P", help=f"{_HELP[name]}; may be given several times"
        )
    elif name in ("deadline", "year"):
        parser.add_argument(f"--{name}", metavar="YEAR", help=_HELP[name])
    else:
        defaults = {"level": "all" if "level" in _OPTIONS["peers"] and parser.prog.split()[-1] != "trend" else None,
                    "basis": "value", "view": "workload"}  # fmt: skip
        parser.add_argument(
            *([f"--{name}", "--as-of"] if name == "day" else [f"--{name}"]),
            required=option.endswith("!"),
            default=defaults.get(name),
            metavar=name.upper(),
            help=_HELP[name],
        )


def _compare(args: argparse.Namespace, project: Project) -> tuple[pd.DataFrame, str]:
    """The comparison asked for and the name of its printed view."""
    from analysis.compare import door

    root = project.root
    match args.comparison:
        case "targets":
            if args.unnamed and args.indicator:
                raise UsageError(
                    "--unnamed lists what no indicator names\n  remedy: leave out --indicator or --unnamed"
                )
            if args.unnamed:
                return door.unnamed_targets(args.province, args.deadline, args.domain, root), "unnamed"
            return door.targets(args.province, args.deadline, args.domain, root, args.indicator), "targets"
        case "attainment":
            judged = door.attainment(args.province, args.period, root)
            return judged.sort_values("state", key=_measured_first, kind="stable"), "attainment"
        case "peers":
            placed = door.peers(args.indicator, args.period, args.level, args.basis, args.province, root)
            return placed, "peers"
        case "trend":
            lines = door.trend(args.province, args.indicator, args.level, args.period, root)
            return lines, "changes" if args.period else "trend"
        case "indices":
            shown = door.indices(args.index, args.year, args.province, root)
            return shown, "index_year" if args.year else "indices"
        case "tasks":
            return door.tasks(args.province, args.view, root), args.view
        case _:
            return door.territory(args.indicator, args.period, args.day, args.level, root), "territory"


def _measured_first(states: pd.Series) -> pd.Series:
    return states == "not_measurable"
