"""`cchc status`: what is there, what is stale, what failed, what is missing, each with its reason."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.cli.run import add_selection
from analysis.store import Project

if TYPE_CHECKING:
    from analysis.runs.job import Job
    from analysis.runs.plan import Plan, Selection


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "status",
        help="what is made, what is due and why, what is missing",
        description="Lists every report with its state and the reason; changes nothing.",
        epilog="example: cchc status --province quang-tri",
    )
    add_selection(parser)
    parser.set_defaults(run=run)


def selection_of(args: argparse.Namespace, *, only_due: bool) -> Selection:
    """The selection the options stand for; UsageError where they contradict each other."""
    from analysis.errors import UsageError
    from analysis.runs.plan import Selection

    if args.all and (args.province or args.period):
        raise UsageError("--all and --province or --period contradict each other\n  remedy: leave one of them out")
    languages = tuple(dict.fromkeys(args.language or ["vi"]))
    return Selection(tuple(args.province), tuple(args.period), languages, only_due, tuple(args.indicator), args.all)


def with_shared_indicators(args: argparse.Namespace, project: Project) -> argparse.Namespace:
    """`--indicator all` as the indicators two provinces or more say something about, by the tables as they stand."""
    if "all" in args.indicator:
        from analysis.compare.indicator import shared_indicators
        from analysis.store import read_table

        shared = shared_indicators(*(read_table(project, name) for name in ("targets", "observations", "figures")))
        args.indicator = [*(one for one in args.indicator if one != "all"), *shared]
    return args


def print_plan(plan: Plan, unsettled: Mapping[Job, str], *, every: bool) -> None:
    """One line per report; without `every`, those that are up to date are only counted.

    `unsettled` names, for reports that may yet turn out due, the document that decides it.
    """
    if not plan.processed_current:
        print("data/processed   due      raw data, code or lock changed since the last run")
    missing: dict[str, list[str]] = {}
    for entry in plan.entries:
        if entry.state == "missing":
            missing.setdefault(entry.job.province, []).append(entry.job.period)
        elif entry.job in unsettled:
            print(f"{entry.job.name:<34} {'open':<8} due if it shows changed rows of {unsettled[entry.job]}")
        elif every or entry.state != "current":
            print(f"{entry.job.name:<34} {entry.state:<8} {entry.reason}")
    for province, periods in missing.items():
        print(f"{province:<34} missing  window closed, no document: {', '.join(periods)}")
    current = plan.count("current") - len(unsettled)
    tail = f", {len(unsettled)} open until data/processed is up to date" if unsettled else ""
    print(f"{plan.count('due')} due, {current} up to date, {plan.count('missing')} missing{tail}")


def run(args: argparse.Namespace, project: Project) -> int:
    """Print the plan as of today."""
    from analysis.errors import in_one_line
    from analysis.runs.calendar import today_in_vietnam
    from analysis.runs.plan import make_plan
    from analysis.runs.runner import digests_of
    from analysis.runs.unsettled import unsettled

    selection = selection_of(with_shared_indicators(args, project), only_due=True)
    digests = digests_of(project)
    plan = make_plan(project, selection, today_in_vietnam(), digests)
    print_plan(plan, unsettled(project, plan, digests), every=True)
    for place, why in plan.astray.items():
        print(f"{place:<34} unread   {in_one_line(why)}")
    return 0
