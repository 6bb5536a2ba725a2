"""`cchc compare page`: a page that compares chosen provinces, or one indicator, written where the reader wants it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import EXIT_DONE, UsageError
from analysis.store import Project, refuse_own_folders

if TYPE_CHECKING:
    from analysis.runs.job import Job

_CHOICES = ("province", "deadline", "period", "day")


def add_parser(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command beside the comparisons that are tables."""
    page = kinds.add_parser(
        "page",
        help="a page of all comparisons for chosen provinces, or of one indicator",
        description="Executes notebooks/comparison.ipynb (with --indicator: indicator.ipynb) for what is chosen and "
        "writes one self-contained HTML page, which `cchc verify` can check.",
        epilog="example: cchc compare page --province quang-tri --province dak-nong --out comparison.html",
    )
    page.add_argument("--province", action="append", metavar="P", help="key or name of a province; repeatable")
    page.add_argument("--deadline", metavar="YEAR", help="only targets for this year")
    page.add_argument("--period", help="only results of this period, such as 2024-H1; default each province's last")
    page.add_argument("--day", "--as-of", metavar="DAY", help="the day whose map is wanted, such as 2025-07-01")
    page.add_argument("--indicator", help="the page of this indicator over all provinces instead, by key or label")
    page.add_argument("--language", choices=("vi", "en"), default="vi", help="vi (default) or en")
    page.add_argument("--out", type=Path, required=True, metavar="FILE.html", help="where to write the page")
    page.set_defaults(run=run)


def run(args: argparse.Namespace, project: Project) -> int:
    """Check what is asked for, make the page, and write it at once."""
    from analysis.runs.one_page import page_of
    from analysis.store import write_text

    if args.out.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{args.out} would not be opened as a page\n  remedy: let it end in .html")
    if args.out.is_dir():
        raise UsageError(f"{args.out} is a folder\n  remedy: name a file in it")
    refuse_own_folders(project, args.out)
    write_text(args.out, page_of(project, _job(args, project)))
    print(args.out)
    return EXIT_DONE


def _job(args: argparse.Namespace, project: Project) -> Job:
    """What the notebook is to show, every name resolved before it starts."""
    import analysis
    from analysis.reference.asked_indicators import asked_indicator, every_indicator
    from analysis.report.chosen import chosen
    from analysis.runs.job import Job

    if args.indicator is not None:
        if any(getattr(args, name) for name in _CHOICES):
            raise UsageError("--indicator shows all provinces and periods\n  remedy: leave the other choices out")
        return Job("indicator", args.language, indicator=asked_indicator(args.indicator, every_indicator()))
    asked = chosen(
        analysis.load(root=project.root), args.province or "", args.deadline or "", args.period or "", args.day or ""
    )
    choice = {
        "provinces": ",".join(asked.provinces or []),
        "deadline": str(asked.deadline or ""),
        "period": asked.period or "",
        "as_of": asked.day.isoformat() if args.day else "",
    }
    return Job("comparison", args.language, choice=tuple((name, value) for name, value in choice.items() if value))
