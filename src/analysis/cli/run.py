"""`cchc run`: notebooks -> reports, for the provinces and periods that are asked for or due."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.store import Project

if TYPE_CHECKING:
    from analysis.runs.runner import Options


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "run",
        help="make the reports of provinces and periods",
        description="Executes the notebooks by papermill and renders reports/<province>/<period>.html, the comparison "
        "and the index. Exit code 3 when some reports failed; the others are kept.",
        epilog="example: cchc run --all --due --jobs 2",
    )
    add_selection(parser)
    parser.add_argument(
        "--due", action="store_true", help="only what changed since its last good run, or was never made"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be run and why; change nothing")
    parser.add_argument(
        "--jobs", type=positive, default=None, metavar="N", help="worker processes (default: one per core)"
    )
    parser.add_argument(
        "--dask", default="", metavar="ADDRESS", help="send the jobs to this Dask scheduler, tcp://HOST:8786"
    )
    parser.add_argument(
        "--share",
        default="",
        metavar="URL",
        help="with --dask: a folder by its fsspec URL, for workers that do not see this one (s3://bucket/cchc)",
    )
    parser.add_argument(
        "--engine", choices=("warm", "stock"), default="warm", help="stock: a fresh kernel for every report"
    )
    _add_limits(parser)
    parser.add_argument(
        "--log-format",
        choices=("text", "json"),
        default="text",
        help="json: one object per line; text leaves out progress where the variable CI is set",
    )
    parser.set_defaults(run=run)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    """Options for what one notebook may use."""
    parser.add_argument(
        "--cell-timeout", type=positive, default=600, metavar="S", help="seconds one cell may take (600)"
    )
    parser.add_argument(
        "--memory-limit", type=positive, default=4096, metavar="MIB", help="memory of one notebook (4096)"
    )
    parser.add_argument("--output-limit", type=positive, default=64, metavar="MIB", help="output of one notebook (64)")


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Options that choose reports, shared with `cchc status`."""
    parser.add_argument(
        "--province", action="append", default=[], metavar="P", help="folder name in data/raw; repeatable"
    )
    parser.add_argument("--period", action="append", default=[], metavar="D", help="for example 2024-H1; repeatable")
    parser.add_argument(
        "--indicator",
        action="append",
        default=[],
        metavar="KEY",
        help="page of one indicator over all provinces, by "
        "key or label; repeatable, `all` for those two provinces share; once made it is kept up to date by --all",
    )
    parser.add_argument("--all", action="store_true", help="every province and period (the default)")
    parser.add_argument(
        "--language", action="append", choices=("vi", "en"), default=[], help="vi (default), en; repeatable"
    )


def positive(text: str) -> int:
    """A whole number above zero, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number


def run(args: argparse.Namespace, project: Project) -> int:
    """Show the plan, or carry it out and print the table of outcomes."""
    from analysis.cli.status import print_plan, selection_of, with_shared_indicators
    from analysis.runs import runner
    from analysis.runs.calendar import today_in_vietnam
    from analysis.runs.log import Log, table
    from analysis.runs.plan import make_plan
    from analysis.runs.processes import ending_orphans
    from analysis.runs.unsettled import unsettled

    if args.share and not args.dask:
        raise UsageError("--share names where a cluster's workers find the data\n  remedy: give --dask ADDRESS as well")
    args.run_id = runner.new_run_id(project)
    today = today_in_vietnam()
    selection = selection_of(with_shared_indicators(args, project), only_due=args.due)
    if args.dry_run:
        digests = runner.digests_of(project)
        plan = make_plan(project, selection, today, digests)
        print_plan(plan, unsettled(project, plan, digests), every=False)
        return 0
    with ending_orphans():
        result = runner.run(project, selection, _options(args), today)
    if result.outcomes:
        print(table(result.outcomes))
    made, failed = result.made, len(result.outcomes) - result.made
    current, missing, seconds = result.plan.count("current"), result.plan.count("missing"), result.seconds
    summary = f"{made} made, {failed} failed, {current} up to date, {missing} missing ({seconds:.2f} s)"
    print(summary)
    if args.log_format == "json":
        counts = {"made": made, "failed": failed, "current": current, "missing": missing}
        log = Log(args.run_id, as_json=True)
        log.step("end", summary, seconds=round(seconds, 4), exit_code=result.exit_code, **counts)
    return result.exit_code


def _options(args: argparse.Namespace) -> Options:
    from analysis.runs import engine
    from analysis.runs.job import Limits
    from analysis.runs.runner import Options

    mebibyte = 1024**2
    return Options(
        dask=args.dask,
        share=args.share,
        engine=engine.WARM if args.engine == "warm" else engine.STOCK,
        limits=Limits(args.cell_timeout, args.memory_limit * mebibyte, args.output_limit * mebibyte),
        log_json=args.log_format == "json",
        run=args.run_id,
        **({"jobs": args.jobs} if args.jobs else {}),
    )
