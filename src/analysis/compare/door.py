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

from analysis.compare.asked import (
    asked_day,
    asked_deadline,
    asked_end,
    asked_period,
    asked_result,
    asked_target,
    asked_year,
    require_provinces,
    require_rows,
    require_targets,
)
from analysis.compare.attainment import attainment as judge_attainment
from analysis.compare.indices import index_history, index_year
from analysis.compare.peers import peer_positions
from analysis.compare.results import results
from analysis.compare.targets import targets_matrix
from analysis.compare.targets import unnamed_targets as targets_left_out
from analysis.compare.tasks import calendar, calendar_counts, similar_tasks, workload
from analysis.compare.territory import territory_view
from analysis.compare.trends import trend as trend_lines
from analysis.compare.trends import what_changed
from analysis.errors import InputError
from analysis.reference.asked_names import known_name, known_provinces
from analysis.reference.national_targets import national_targets
from analysis.store import Project, find_project, read_table
from analysis.tables import DOMAINS, LEVELS

Root = str | Path | None
TaskView = Literal["workload", "quarters", "calendar", "similar"]
TASK_VIEWS = ("workload", "quarters", "calendar", "similar")


def targets(
    provinces: Collection[str] | str | None = None,
    deadline: int | str | None = None,
    domain: str | None = None,
    root: Root = None,
    indicator: str | None = None,
) -> pd.DataFrame:
    """Targets side by side; see compare.targets.targets_matrix. `indicator` keeps one, by its key or its label.

    Raises:
        InputError: an unknown province, domain, indicator or deadline (with what was probably meant), a choice that
            leaves nothing (with what there is instead), or tables not made yet.
    """
    table, keys, year, part = _asked_targets(provinces, deadline, domain, root)
    name = None if indicator is None else asked_target(indicator)
    mine = require_provinces(table, keys, "targets")
    matrix = targets_matrix(table, keys, year, part)
    if name is not None:
        named = table[table["indicator"] == name]
        mine = named if keys is None else named[named["province"].isin(keys)]
        matrix = matrix[matrix["indicator"] == name].reset_index(drop=True)
        mine = mine if len(mine) else named
    elif not len(matrix) and len(targets_left_out(table, keys, year, part)):
        return matrix
    asked = [f" of {', '.join(keys)}" if keys else "", f" for {year}" if year else "", f" in {part}" if part else "",
             f" with indicator {name}" if name else ""]  # fmt: skip
    return require_targets(matrix, mine, "".join(asked))


def unnamed_targets(
    provinces: Collection[str] | str | None = None,
    deadline: int | str | None = None,
    domain: str | None = None,
    root: Root = None,
) -> pd.DataFrame:
    """Targets that no indicator of the vocabulary names, so that `targets` leaves them out; no rows where all are."""
    table, keys, year, part = _asked_targets(provinces, deadline, domain, root)
    require_provinces(table, keys, "targets")
    return targets_left_out(table, keys, year, part)


def attainment(province: str, period: str | int, root: Root = None) -> pd.DataFrame:
    """How far a province has come with its targets; see compare.attainment.attainment."""
    project = _project(root)
    tables = {name: read_table(project, name) for name in ("observations", "figures", "targets", "indices")}
    held = set().union(*(table["province"] for table in tables.values()))
    key = known_provinces([province], held, asked_end(period))[0]
    known = {period for name in ("observations", "figures") for period in _of(tables[name], key)["period"]}
    known |= {str(year) for year in _of(tables["indices"], key)["year"]}
    return judge_attainment(
        tables["observations"], tables["figures"], tables["targets"], national_targets(),
        asked_period(period, known, key), key, tables["indices"], *_validation(project),
    )  # fmt: skip


def peers(
    indicator: str,
    period: str | int,
    level: str = "all",
    basis: str = "value",
    provinces: Collection[str] | str | None = None,
    root: Root = None,
) -> pd.DataFrame:
    """Position of each province for an indicator and period; see compare.peers.peer_positions."""
    observations, figures = _reports(root)
    name = asked_result(indicator, observations)
    when = asked_period(period, {*observations["period"], *figures["period"]})
    level = known_name(level, LEVELS, "level")
    findings, checks = _validation(_project(root))
    placed = peer_positions(
        observations, name, when, level, basis, provinces=_keys(provinces, observations), figures=figures,
        findings=findings, checks=checks,
    )  # fmt: skip
    every = results(observations, figures)
    return require_rows(placed, every[every["indicator"] == name], f"nobody reports {name} at level {level} for {when}")


def trend(
    province: str,
    indicator: str | None = None,
    level: str | None = None,
    since: str | int | None = None,
    root: Root = None,
) -> pd.DataFrame:
    """Results of a province over time; with `since`="2024-H1" what changed in that period. See compare.trends."""
    observations, figures = _reports(root)
    held = {*observations["province"], *figures["province"]}
    key = known_provinces([province], held, None if since is None else asked_end(since))[0]
    own = require_provinces(results(observations, figures), [key], "results")
    if since is not None:
        return what_changed(observations, key, asked_period(since, set(own["period"]), key), figures)
    name = None if indicator is None else asked_result(indicator, observations)
    wanted = None if level is None else known_name(level, LEVELS, "level")
    lines = trend_lines(observations, key, name, wanted, figures)
    mine = own if name is None else own[own["indicator"] == name]
    return require_rows(
        lines, mine, f"{key} reports no {name or 'results'}" + (f" at level {wanted}" if wanted else "")
    )


def indices(
    index: str | None = None,
    year: int | str | None = None,
    provinces: Collection[str] | str | None = None,
    root: Root = None,
) -> pd.DataFrame:
    """Published indices over the years, or the positions of one year; see compare.indices.

    Provinces asked for that have none stand in `attrs["without_data"]`.
    """
    table = read_table(_project(root), "indices")
    every = index_history(table)
    name = None if index is None else known_name(index, every["index"], "index")
    keys = _keys(provinces, table)
    if year is None:
        mine = every if name is None else every[every["index"] == name].reset_index(drop=True)
        return require_provinces(mine, keys, f"values of {name}" if name else "indices")
    if name is None:
        raise InputError("a year needs an index", remedy="name one, such as PAPI")
    when = asked_year(year, name, every[every["index"] == name])
    return require_provinces(index_year(table, name, when), keys, f"values of {name} {when}")


def tasks(
    provinces: Collection[str] | str | None = None, view: TaskView = "workload", root: Root = None
) -> pd.DataFrame:
    """Tasks of the plans: "workload" by lead agency, how many fall due in which of the "quarters", the tasks in a
    "calendar", or "similar" ones of two provinces side by side; see compare.tasks.

    Provinces asked for that have none stand in `attrs["without_data"]`.
    """
    table = read_table(_project(root), "tasks")
    shown = known_name(view, TASK_VIEWS, "view")
    mine = require_provinces(table, _keys(provinces, table), "tasks")
    if shown == "similar" and mine["province"].nunique() == 1:
        raise InputError("similar tasks need two provinces with tasks", remedy="name another one, or none for all")
    views = {"workload": workload, "quarters": calendar_counts, "calendar": calendar, "similar": similar_tasks}
    frame = views[shown](mine)
    frame.attrs |= mine.attrs
    return frame


def territory(
    indicator: str, period: str | int, day: dt.date | str, level: str = "all", root: Root = None
) -> pd.DataFrame:
    """One row per province of the map on `day`; see compare.territory.territory_view."""
    observations, _ = _reports(root)
    name = asked_result(indicator, observations)
    when = asked_period(period, set(observations["period"]))
    part = known_name(level, LEVELS, "level")
    view = territory_view(observations, name, when, asked_day(day), part)
    every = results(observations)
    every = every[every["indicator"] == name]
    there = view if (view["method"] != "no_data").any() else view.head(0)
    require_rows(there, every, f"no form row gives {name} at level {part} for {when}")
    return view


def _asked_targets(
    provinces: Collection[str] | str | None, deadline: int | str | None, domain: str | None, root: Root
) -> tuple[pd.DataFrame, list[str] | None, int | None, str | None]:
    table = read_table(_project(root), "targets")
    year = None if deadline is None else asked_deadline(deadline, table)
    return table, _keys(provinces, table), year, None if domain is None else known_name(domain, DOMAINS, "domain")


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
    named = [provinces] if isinstance(provinces, (str, int)) else provinces
    if not len(named):
        raise InputError("no province is named", remedy="name one, or leave provinces out for all of them")
    return known_provinces(named, table["province"])


def _of(table: pd.DataFrame, province: str) -> pd.DataFrame:
    return table[table["province"] == province]
