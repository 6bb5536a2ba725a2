"""The analyst's one line: comparisons of the project around the working directory.

`analysis.compare.targets(["quang-tri", "dak-nong"], deadline=2025)` reads the processed tables and calls the pure
function of the same job. Nothing is kept between calls; names may be typed in any spelling.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Literal

import pandas as pd

from analysis.compare.attainment import attainment as judge_attainment
from analysis.compare.indices import index_history, index_year
from analysis.compare.peers import peer_positions
from analysis.compare.results import results
from analysis.compare.targets import targets_matrix
from analysis.compare.tasks import calendar, similar_tasks, workload
from analysis.compare.territory import territory_view
from analysis.compare.trends import trend as trend_lines
from analysis.compare.trends import what_changed
from analysis.errors import InputError
from analysis.reference.asked_names import known_name, known_provinces
from analysis.reference.comparability import figure_indicators
from analysis.reference.national_targets import national_targets
from analysis.reference.periods import parse_period
from analysis.store import Project, find_project, read_table
from analysis.tables import DOMAINS, LEVELS

Root = str | Path | None
TaskView = Literal["workload", "calendar", "similar"]


def targets(
    provinces: Collection[str] | str | None = None,
    deadline: int | None = None,
    domain: str | None = None,
    root: Root = None,
) -> pd.DataFrame:
    """Targets side by side; see compare.targets.targets_matrix.

    Raises:
        InputError: an unknown province, domain or deadline (with what was probably meant), or tables not made yet.
    """
    table = read_table(_project(root), "targets")
    years = sorted(int(year) for year in table["deadline_year"].dropna().unique())
    if deadline is not None and deadline not in years:
        raise InputError(f"no target for {deadline}", remedy=f"choose one of {', '.join(map(str, years))}")
    if domain is not None:
        domain = known_name(domain, DOMAINS, "domain")
    return targets_matrix(table, _keys(provinces, table), deadline, domain)


def attainment(province: str, period: str, root: Root = None) -> pd.DataFrame:
    """How far a province has come with its targets; see compare.attainment.attainment."""
    project = _project(root)
    tables = {name: read_table(project, name) for name in ("observations", "figures", "targets", "indices")}
    held = set().union(*(table["province"] for table in tables.values()))
    key = known_provinces([province], held)[0]
    findings, checks = _validation(project)
    known = {*tables["observations"]["period"], *tables["figures"]["period"]}
    _check_period(period, known)
    return judge_attainment(
        tables["observations"], tables["figures"], tables["targets"], national_targets(), period, key,
        tables["indices"], findings, checks,
    )  # fmt: skip


def peers(
    indicator: str,
    period: str,
    level: str = "all",
    basis: str = "value",
    provinces: Collection[str] | str | None = None,
    root: Root = None,
) -> pd.DataFrame:
    """Position of each province for an indicator and period; see compare.peers.peer_positions."""
    observations, figures = _reports(root)
    name = _indicator(indicator, observations)
    _check_period(period, {*observations["period"], *figures["period"]})
    level = known_name(level, LEVELS, "level")
    keys = _keys(provinces, observations)
    findings, checks = _validation(_project(root))
    return peer_positions(
        observations, name, period, level, basis, provinces=keys, figures=figures, findings=findings, checks=checks
    )


def trend(
    province: str, indicator: str | None = None, level: str | None = None, since: str | None = None, root: Root = None
) -> pd.DataFrame:
    """Results of a province over time; with `since`="2024-H1" what changed in that period. See compare.trends."""
    observations, figures = _reports(root)
    key = known_provinces([province], {*observations["province"], *figures["province"]})[0]
    if since is not None:
        _check_period(since, set(observations["period"]) | set(figures["period"]))
        return what_changed(observations, key, since, figures)
    name = None if indicator is None else _indicator(indicator, observations)
    return trend_lines(observations, key, name, None if level is None else known_name(level, LEVELS, "level"), figures)


def indices(
    index: str | None = None,
    year: int | None = None,
    provinces: Collection[str] | str | None = None,
    root: Root = None,
) -> pd.DataFrame:
    """Published indices over the years, or the positions of one year; see compare.indices."""
    table = read_table(_project(root), "indices")
    name = None if index is None else known_name(index, index_history(table)["index"], "index")
    if year is None:
        return index_history(table, name, _keys(provinces, table))
    if name is None:
        raise InputError("a year needs an index", remedy='name one, such as index="PAPI"')
    frame = index_year(table, name, year)
    keys = _keys(provinces, table)
    return frame if keys is None else frame[frame["province"].isin(keys)].reset_index(drop=True)


def tasks(
    provinces: Collection[str] | str | None = None, view: TaskView = "workload", root: Root = None
) -> pd.DataFrame:
    """Tasks of the plans: "workload" by lead agency, "calendar", or "similar" ones; see compare.tasks."""
    table = read_table(_project(root), "tasks")
    keys = _keys(provinces, table)
    mine = table if keys is None else table[table["province"].isin(keys)].reset_index(drop=True)
    match known_name(view, ("workload", "calendar", "similar"), "view"):
        case "workload":
            return workload(mine)
        case "calendar":
            return calendar(mine)
        case _:
            return similar_tasks(mine)


def territory(indicator: str, period: str, day: dt.date | str, level: str = "all", root: Root = None) -> pd.DataFrame:
    """One row per province of the map on `day`; see compare.territory.territory_view."""
    observations, _ = _reports(root)
    when = _day(day)
    _check_period(period, set(observations["period"]))
    name = _indicator(indicator, observations)
    return territory_view(observations, name, period, when, known_name(level, LEVELS, "level"))


def _project(root: Root) -> Project:
    return Project(Path(root).resolve()) if root else find_project()


def _reports(root: Root) -> tuple[pd.DataFrame, pd.DataFrame]:
    project = _project(root)
    return read_table(project, "observations"), read_table(project, "figures")


def _validation(project: Project) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Findings and checks, None where `cchc validate` has not run: then nothing is marked doubtful."""
    there = [project.table_path(name).exists() for name in ("findings", "checks")]
    return (read_table(project, "findings"), read_table(project, "checks")) if all(there) else (None, None)


def _keys(provinces: Collection[str] | str | None, table: pd.DataFrame) -> list[str] | None:
    if provinces is None:
        return None
    return known_provinces([provinces] if isinstance(provinces, str) else provinces, table["province"])


def _day(day: dt.date | str) -> dt.date:
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise InputError(f"no day {day!r}", remedy="write year, month and day, such as 2025-07-01") from None


def _indicator(name: str, observations: pd.DataFrame) -> str:
    known = {*results(observations)["indicator"], *(row.indicator for _, row in figure_indicators())}
    return known_name(name, known, "indicator")


def _check_period(period: str, known: set[str]) -> None:
    """A period that reads well but that nobody reports on is answered with those somebody does."""
    parse_period(period)
    if period not in known:
        raise InputError(f"nothing is reported for {period}", remedy=f"choose one of {', '.join(sorted(known))}")
