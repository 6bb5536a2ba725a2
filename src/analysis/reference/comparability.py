"""What may be compared with what: results with targets, ratios with their parts, series with their breaks.

Data files: result_for_target.csv, figure_indicators.csv, ratio_parts.csv, series_breaks.csv, fair_bases.csv.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import Literal

from analysis.errors import InputError, Place
from analysis.reference.files import read_rows

Fit = Literal["same", "close", "different"]
Bias = Literal["", "low", "high"]
Path = Literal["gradual", "standing", "year_plan"]


@dataclass(frozen=True)
class ResultForTarget:
    """One result that speaks about a target; the order in the file is the order of preference.

    Attributes:
        fit: "same" definition, "close" (judged, with a caveat), "different" (shown, never judged).
        bias: "low" where the result can only understate what the target measures, "high" where it may overstate it.
        path: "gradual" (grows towards the deadline), "standing" (a level that never started from zero) or "year_plan"
            (fills each year anew).
    """

    target: str
    source: str
    result: str
    target_level: str
    result_level: str
    fit: Fit
    bias: Bias
    path: Path
    caveat_vi: str
    caveat_en: str


@dataclass(frozen=True)
class FigureIndicator:
    """Figures of a narrative whose folded label matches `pattern` measure `indicator` at `level`."""

    pattern: str
    indicator: str
    level: str


@dataclass(frozen=True)
class RatioParts:
    """A ratio row of a form and the codes of its numerator and denominator; its value is 100 × top / bottom."""

    edition: str
    form: str
    ratio: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class SeriesBreak:
    """Values of `indicator` at `level` ("*" for any) before and since `day` are not one series."""

    indicator: str
    level: str
    day: dt.date
    reason_vi: str
    reason_en: str


@functools.cache
def results_for_targets() -> tuple[ResultForTarget, ...]:
    """Which results speak about which target; InputError for a word that is none of the known ones."""
    columns = tuple(ResultForTarget.__dataclass_fields__)
    known = {
        "fit": ("same", "close", "different"),
        "bias": ("", "low", "high"),
        "path": ("gradual", "standing", "year_plan"),
        "source": ("form", "figure", "index"),
    }
    rows = read_rows("result_for_target.csv", columns)
    for number, row in enumerate(rows, start=2):
        for column, words in known.items():
            if row[column] not in words:
                place = Place("result_for_target.csv", number, column, row[column])
                raise InputError(f"unknown {column}", place, f"use one of {', '.join(words)}")
        if row["fit"] != "same" and not (row["caveat_vi"] and row["caveat_en"]):
            place = Place("result_for_target.csv", number, "caveat_vi")
            raise InputError("definitions differ and nothing says how", place, "write a caveat in both languages")
    return tuple(ResultForTarget(**row) for row in rows)  # type: ignore[arg-type]


@functools.cache
def figure_indicators() -> tuple[tuple[re.Pattern[str], FigureIndicator], ...]:
    """Patterns for labels of narrative figures, in the order of the file; the first that matches counts."""
    rows = [FigureIndicator(**row) for row in read_rows("figure_indicators.csv", ("pattern", "indicator", "level"))]
    return tuple((re.compile(row.pattern), row) for row in rows)


@functools.cache
def ratio_parts(edition: str = "2022") -> dict[tuple[str, str], RatioParts]:
    """Numerator and denominator of the ratio rows of a form edition, by (form, code)."""
    rows = [RatioParts(**row) for row in read_rows("ratio_parts.csv", tuple(RatioParts.__dataclass_fields__))]
    return {(row.form, row.ratio): row for row in rows if row.edition == edition}


@functools.cache
def series_breaks() -> tuple[SeriesBreak, ...]:
    """Days on which a series stops being comparable with its past."""
    columns = ("indicator", "level", "from_day", "reason_vi", "reason_en", "source", "confidence")
    return tuple(
        SeriesBreak(
            row["indicator"], row["level"], dt.date.fromisoformat(row["from_day"]), row["reason_vi"], row["reason_en"]
        )
        for row in read_rows("series_breaks.csv", columns)
    )


@functools.cache
def breaks_of(indicator: str, level: str) -> tuple[SeriesBreak, ...]:
    """The breaks that concern a series, in the order of their days."""
    found = [one for one in series_breaks() if one.indicator in ("*", indicator) and one.level in ("*", level)]
    return tuple(sorted(found, key=lambda one: one.day))


def epoch(indicator: str, level: str, day: dt.date) -> int:
    """How many breaks of its series lie before a period that ends on `day`; values of two epochs are not compared."""
    return sum(one.day <= day for one in breaks_of(indicator, level))


@functools.cache
def fair_bases() -> dict[str, str]:
    """Counts that are only fair to compare per 1.000 dossiers or per procedure, by indicator."""
    columns = ("indicator", "basis", "reason_vi", "reason_en")
    return {row["indicator"]: row["basis"] for row in read_rows("fair_bases.csv", columns)}
