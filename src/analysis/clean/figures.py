"""Figures of a narrative, typed: value decided by unit and arithmetic, parents and relations checked, dates read.

A figure's unit is a counted noun ("hồ sơ"), "%", "rank" or a measure ("tỷ đồng"). A number that unit, arithmetic and
the notation of its like leave with two readings has no value: validation reports it, nobody guesses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.clean.figure_dates import read_day
from analysis.clean.figure_links import cycle_errors, link_errors, parse_relation
from analysis.clean.figure_readings import FigureNumber, decide_figures
from analysis.errors import InputError, InputErrors, Place
from analysis.reference.periods import parse_period
from analysis.reference.units import read_unit
from analysis.store import typed
from analysis.vietnamese.numbers import NumberKind, is_misgrouped, readings
from analysis.vietnamese.text import fold, normalise

RANK = "rank"
_BROKEN = frozenset({"ngay", "ngay lam viec", "lan", "nam", "thang", "buoi"})  # units a half of which is something
_MEAN = re.compile(r"\b(?:binh quan|trung binh|moi)\b")
_RANK = re.compile(r"(\d+)(?:\s*/\s*(\d+))?")


def clean_figures(rows: Sequence[Mapping[str, str]], document: Mapping[str, str], document_id: str) -> pd.DataFrame:
    """Processed figures of one document; ids f001, f002 … are given by order.

    `rows` are the cells of figures.csv as printed, `document` the fields of document.yml. Raises InputErrors naming
    file, row, column, value and remedy for a number, unit, date, parent or relation that cannot be read.
    """
    file = f"data/raw/{document_id}/figures.csv"
    ids = [f"f{number:03d}" for number in range(1, len(rows) + 1)]
    places = {id_: index for index, id_ in enumerate(ids)}
    errors: list[InputError] = []
    for index in range(len(rows)):
        errors += link_errors(rows, places, index, file)
        errors += _number_errors(rows, index, file)
        errors += _date_errors(rows, index, file, document["period"])
    errors += cycle_errors(rows, ids, file)
    if errors:
        raise InputErrors(errors)
    units = _units(rows, ids)
    numbers = [_number(row, id_, unit) for row, id_, unit in zip(rows, ids, units, strict=True)]
    values = decide_figures(numbers)
    records = [
        {
            "document_id": document_id,
            "province": document["province"],
            "period": document["period"],
            "id": id_,
            "section": normalise(row["section"]),
            "label": normalise(row["label"]),
            "value": None if values[id_] is None else float(values[id_]),  # type: ignore[arg-type]
            "unit": unit,
            "parent": row["parent"].strip(),
            "relation": row["relation"].strip(),
            "as_of": read_day(normalise(row["as_of"]), parse_period(document["period"])),
            "location": row["location"].strip(),
        }
        for row, id_, unit in zip(rows, ids, units, strict=True)
    ]
    return typed(pd.DataFrame.from_records(records), "figures")


def _number_errors(rows: Sequence[Mapping[str, str]], index: int, file: str) -> list[InputError]:
    row = rows[index]
    printed = normalise(row["printed"])
    place = Place(file, index + 2, "printed", row["printed"])
    if _is_rank(row):
        if _RANK.fullmatch(printed):
            return []
        return [InputError("a rank that no rule can read", place, "write the rank, or rank and total: 42/63")]
    is_count = _kind(row["unit"].strip(), printed, row["label"]) == "count"
    if not readings(printed) and not (is_count and is_misgrouped(printed)):
        return [InputError("a value that no rule can read", place, "write one number as printed: 1.234, 12,5 or 99,7%")]
    if printed.endswith("%") and row["unit"].strip() not in ("", "%"):
        at_unit = Place(file, index + 2, "unit", row["unit"])
        return [InputError("a percentage with another unit", at_unit, "write % as the unit")]
    return []


def _date_errors(rows: Sequence[Mapping[str, str]], index: int, file: str, period: str) -> list[InputError]:
    printed = normalise(rows[index]["as_of"])
    if not printed or read_day(printed, parse_period(period)):
        return []
    place = Place(file, index + 2, "as_of", rows[index]["as_of"])
    return [InputError("a date that no rule can read", place, "write day/month/year: 10/6/2024")]


def _is_rank(row: Mapping[str, str]) -> bool:
    return fold(row["unit"]) == RANK or row["relation"].strip() == RANK


def _units(rows: Sequence[Mapping[str, str]], ids: list[str]) -> list[str]:
    """Unit of each row: as printed, "%" where the number says so, else that of the whole it is a part of."""
    by_id = dict(zip(ids, rows, strict=True))

    def unit_of(row: Mapping[str, str]) -> str:
        if _is_rank(row):
            return RANK
        printed = normalise(row["unit"])
        if printed or normalise(row["printed"]).endswith("%"):
            return printed or "%"
        parent = by_id.get(row["parent"].strip())
        inherits = row["relation"].strip().startswith(("part", "subset"))
        return unit_of(parent) if parent is not None and inherits else ""

    return [unit_of(row) for row in rows]


def _number(row: Mapping[str, str], id_: str, unit: str) -> FigureNumber:
    printed = normalise(row["printed"])
    if unit == RANK:
        printed = _RANK.fullmatch(printed)[1]  # type: ignore[index]  # checked by _number_errors
    relation = parse_relation(row["relation"].strip())
    assert relation is not None  # checked by _link_errors
    group = row["relation"].strip() if relation.kind == "part" else ""
    kind = _kind(unit, printed, row["label"])
    return FigureNumber(
        id_, printed, kind, unit, row["parent"].strip(), group, relation.numerator, relation.denominator
    )


def _kind(unit: str, printed: str, label: str) -> NumberKind:
    """A noun is counted in whole numbers unless it is a measure, or the number can only be a fraction.

    Days and times are broken too ("rút ngắn 2,5 ngày", "gấp 1,8 lần"), and so is every mean ("bình quân 12,5 hồ sơ").
    """
    if unit == "%":
        return "percent"
    if unit.casefold() == "đồng":
        return "count"
    known = read_unit(unit) if unit else None
    measure = known is not None and known.kind in ("amount", "percent")
    may_be_broken = known is None or fold(unit) in _BROKEN or bool(_MEAN.search(fold(label)))
    found = readings(printed)
    only_fraction = may_be_broken and bool(found) and not any(reading.is_integer for reading in found)
    return "amount" if measure or only_fraction else "count"
