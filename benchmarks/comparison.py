"""Speed of the comparisons: 34 provinces × 20 periods × 150 rows, and a country of 3.321 communes.

`measure()` gives a row per comparison and size with its seconds; the limits are those the project set itself, on two
cores. Data are made up: every unit has 70 targets, 150 form rows per period, 40 tasks and index scores.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.compare.attainment import attainment, attainments
from analysis.compare.indicator import indicator_results, indicator_states, placed_results, shared_indicators
from analysis.compare.indices import index_change, index_history, index_year
from analysis.compare.peers import peer_positions
from analysis.compare.targets import targets_matrix, unnamed_targets
from analysis.compare.tasks import calendar_counts, similar_tasks, workload
from analysis.compare.territory import roll_up, roll_up_indices, territory_view
from analysis.compare.trends import trend, what_changed
from analysis.reference.forms.rows import form_rows
from analysis.reference.indicators import all_indicators
from analysis.reference.national_targets import national_targets
from analysis.reference.provinces import REORGANISED_ON, provinces_on
from analysis.store import typed

PROVINCES = [unit.key for unit in provinces_on(REORGANISED_ON - dt.timedelta(days=1))][:34]
COMMUNES = [f"commune-{number:04d}" for number in range(3321)]
PERIODS = [f"{year}{part}" for year in range(2020, 2025) for part in ("-Q1", "-H1", "-9M", "")]
LIMITS = {"34 provinces": 0.5, "3.321 communes": 10.0}
ROWS, TARGETS, TASKS = 150, 70, 40


@dataclass(frozen=True)
class Country:
    """Made-up tables of one size."""

    units: list[str]
    observations: pd.DataFrame
    figures: pd.DataFrame
    targets: pd.DataFrame
    tasks: pd.DataFrame
    indices: pd.DataFrame


def measure(sizes: tuple[str, ...] = tuple(LIMITS)) -> list[dict[str, object]]:
    """Seconds of each comparison for each size; the best of three for the small one, one run for the large one.

    `within` holds if the clock or the processor time keeps the limit.
    """
    rows: list[dict[str, object]] = []
    for size in sizes:
        small = size == "34 provinces"
        country = make(PROVINCES, PERIODS) if small else make(COMMUNES, ["2024"])
        for name, compare in comparisons(country).items():
            if small:
                compare()  # reference files and compiled patterns belong to start-up
            times = [timed(compare) for _ in range(3 if small else 1)]
            seconds, processor = (min(one) for one in zip(*times, strict=True))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            rows.append({"size": size, "comparison": name, "seconds": round(seconds, 3),
                         "processor_seconds": round(processor, 3), "limit": LIMITS[size],
                         "within": min(seconds, processor) <= LIMITS[size], "peak_mebibytes": peak})  # fmt: skip
    return rows


def rows() -> Iterator[dict[str, object]]:
    """Every comparison and size as a row of the benchmarks' table."""
    for row in measure():
        yield {
            "measure": f"{row['comparison']}, {row['size']}",
            "value": f"{row['processor_seconds']} s CPU",
            "wanted": f"≤ {row['limit']:g} s",
            "repeats": 3 if row["limit"] == LIMITS["34 provinces"] else 1,
            "note": f"{row['seconds']} s by the clock{'' if row['within'] else '; NOT within the limit'}",
        }


def comparisons(country: Country) -> Mapping[str, Callable[[], object]]:
    """Every comparison over `country`, by name."""
    c, first, nation = country, country.units[0], national_targets()
    one, last = "procedures_with_online_payment", dict.fromkeys(c.units, "2024")

    def found() -> pd.DataFrame:
        return indicator_results(one, c.observations, c.figures, c.indices)

    return {
        "targets": lambda: targets_matrix(c.targets),
        "unnamed targets": lambda: unnamed_targets(c.targets),
        "attainment": lambda: attainment(c.observations, c.figures, c.targets, nation, "2024", first, c.indices),
        "attainment of all": lambda: attainments(c.observations, c.figures, c.targets, nation, last, c.indices),
        "one indicator, placed": lambda: placed_results(found()),
        "one indicator, states": lambda: indicator_states(
            one, found(), c.observations, c.figures, c.targets, nation, c.indices
        ),
        "shared indicators": lambda: shared_indicators(c.targets, c.observations, c.figures),
        "peers": lambda: peer_positions(c.observations, "dossiers_resolved_on_time", "2024", "province"),
        "peers, fair basis": lambda: peer_positions(c.observations, "petitions_received", "2024", basis="fair"),
        "trend": lambda: trend(c.observations, first),
        "what changed": lambda: what_changed(c.observations, first, "2024"),
        "index history": lambda: index_history(c.indices),
        "index year": lambda: index_year(c.indices, "PAPI", 2023),
        "index change": lambda: index_change(c.indices, "PAPI"),
        "workload": lambda: workload(c.tasks),
        "calendar": lambda: calendar_counts(c.tasks),
        "similar tasks": lambda: similar_tasks(c.tasks),
        "roll-up": lambda: roll_up(c.observations, REORGANISED_ON),
        "roll-up of indices": lambda: roll_up_indices(c.indices, REORGANISED_ON),
        "territory view": lambda: territory_view(c.observations, "procedures_total", "2024", REORGANISED_ON),
    }


def make(units: list[str], periods: list[str]) -> Country:
    """Tables of `units`, each reporting for every one of `periods`."""
    chance = np.random.default_rng(7)
    return Country(
        units,
        _observations(units, periods, chance),
        typed(pd.DataFrame({"document_id": []}), "figures"),
        _targets(units, chance),
        _tasks(units, chance),
        _indices(units, chance),
    )


def _observations(units: list[str], periods: list[str], chance: np.random.Generator) -> pd.DataFrame:
    """The forms' own rows, filled up to 150 with further ones of the same kinds."""
    known = list(form_rows().values())
    filler = [("9", f"{number}", f"made_up_{number}", "all", "count", "Hồ sơ") for number in range(ROWS - len(known))]
    kinds = [(row.form, row.code, row.indicator, row.level, row.kind, row.unit) for row in known] + filler
    template = pd.DataFrame(kinds, columns=["form", "code", "indicator", "level", "kind", "unit"])
    template["location"] = [f"L{number}" for number in range(len(template))]
    reports = pd.MultiIndex.from_product([units, periods], names=["province", "period"]).to_frame(index=False)
    frame = reports.merge(template, how="cross")
    counts = chance.integers(1, 100_000, len(frame)).astype(float)
    rates = chance.uniform(80, 100, len(frame)).round(2)
    answers = chance.integers(0, 2, len(frame)).astype(float)
    value = np.select([frame["kind"] == "count", frame["kind"] == "percent", frame["kind"] == "header"],
                      [counts, rates, np.nan], answers)  # fmt: skip
    document = frame["province"] + "/" + frame["period"] + "/report"
    return typed(frame.assign(value=value, label=frame["indicator"], document_id=document), "observations")


def _targets(units: list[str], chance: np.random.Generator) -> pd.DataFrame:
    keys = list(all_indicators().values())
    rows = [(one.key, one.domain, one.label_vi, year) for year in (2025, 2030) for one in keys][:TARGETS]
    template = pd.DataFrame(rows, columns=["indicator", "domain", "label", "deadline_year"])
    frame = pd.DataFrame({"province": units}).merge(template, how="cross")
    frame = frame[chance.random(len(frame)) < 0.9].reset_index(drop=True)
    value = chance.integers(50, 101, len(frame)).astype(float)
    strict = chance.random(len(frame)) < 0.2
    printed = [f"{'trên' if more else 'tối thiểu'} {number:.0f}%" for more, number in zip(strict, value, strict=True)]
    return typed(
        frame.assign(level="all", comparator=">=", value=value, unit="percent", direction="reach", printed=printed,
                     document_id=frame["province"] + "/2021-2025/plan", location="L1"), "targets",
    )  # fmt: skip


def _tasks(units: list[str], chance: np.random.Generator) -> pd.DataFrame:
    """Tasks of eight to sixteen words; one in ten is set by many units in nearly the same words."""
    syllables = ["xay", "dung", "ke", "hoach", "kiem", "tra", "cai", "cach", "hanh", "chinh", "so", "hoa", "ho", "tro"]
    words = np.array([f"{a}{b}" for a in syllables for b in syllables + list("abcdefghijklmnopqrstuvwx")])
    common = [" ".join(chance.choice(words, 10)) for _ in range(50)]
    texts = [
        common[chance.integers(50)] + " " + str(chance.choice(words))
        if chance.random() < 0.1
        else " ".join(chance.choice(words, chance.integers(8, 17)))
        for _ in range(len(units) * TASKS)
    ]
    number = np.arange(len(texts))
    kinds = chance.choice(["year", "quarter", "recurring", "contingent"], len(texts))
    frame = pd.DataFrame({"task": texts, "deadline_kind": kinds, "province": np.repeat(units, TASKS)})
    return typed(
        frame.assign(lead=[[f"Sở {one % 15}"] for one in number], no=number.astype(str), location="L1",
                     start=dt.date(2024, 4, 1), end=dt.date(2024, 6, 30),
                     document_id=frame["province"] + "/2024/plan"), "tasks",
    )  # fmt: skip


def _indices(units: list[str], chance: np.random.Generator) -> pd.DataFrame:
    names, years = ["PAR INDEX", "SIPAS", "PAPI", "PCI", "DTI"], range(2015, 2025)
    frame = pd.MultiIndex.from_product([names, years, units], names=["index", "year", "province"]).to_frame(index=False)
    frame = frame[chance.random(len(frame)) < 0.8].reset_index(drop=True)
    score = chance.uniform(40, 59, len(frame)).round(2)
    return typed(frame.assign(score=score, rank=1, scale_max=100.0, source="made up", document_id="d", location="row"),
                 "indices")  # fmt: skip


def timed(compare: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor; the second is what a machine busy with other work cannot spoil."""
    started, worked = time.perf_counter(), time.process_time()
    compare()
    return time.perf_counter() - started, time.process_time() - worked


if __name__ == "__main__":
    results = pd.DataFrame(measure())
    print(results.to_string(index=False))
    sys.exit(0 if results["within"].all() else 1)
