"""Published indices: names, direction, and the years in which their method or scale changed (indices.yml)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.errors import InputError
from analysis.reference.files import read_yaml

CONFIDENCES = ("primary_source", "secondary_source", "inferred", "not_read")
_MONTH = re.compile(r" \(month (\d{2})\)$")


@dataclass(frozen=True)
class MethodBreak:
    """Scores before `first_year` and since are not one series."""

    first_year: int
    reason_vi: str
    reason_en: str
    source: str
    confidence: str


@dataclass(frozen=True)
class IndexMethod:
    """One published index. `better` is "high" or "low"; the notes warn of what a break cannot say."""

    key: str
    name_vi: str
    name_en: str
    publisher: str
    unit: str
    better: str
    note_vi: str
    note_en: str
    breaks: tuple[MethodBreak, ...]

    def segment(self, year: int) -> int:
        """Number of the method in force in `year`, from 0."""
        return sum(one.first_year <= year for one in self.breaks)

    def break_before(self, year: int) -> MethodBreak | None:
        """The last change of method up to `year`."""
        return next((one for one in reversed(self.breaks) if one.first_year <= year), None)


@functools.cache
def index_methods() -> dict[str, IndexMethod]:
    """Every index by the name it has in table `indices` (without a month); InputError for an unknown confidence."""
    content: Mapping[str, Mapping[str, Any]] = read_yaml("indices.yml")
    return {key: _method(key, fields) for key, fields in content.items()}


def index_name(printed: str) -> tuple[str, int | None]:
    """Name and month of an index as table `indices` names it: "766/QĐ-TTg (month 07)" is ("766/QĐ-TTg", 7)."""
    match = _MONTH.search(printed)
    return (printed[: match.start()], int(match[1])) if match else (printed, None)


def _method(key: str, fields: Mapping[str, Any]) -> IndexMethod:
    breaks = tuple(sorted((MethodBreak(**one) for one in fields["breaks"]), key=lambda one: one.first_year))
    for one in breaks:
        if one.confidence not in CONFIDENCES:
            remedy = f"use one of {', '.join(CONFIDENCES)}"
            raise InputError(f"unknown confidence {one.confidence!r} of {key}", "indices.yml", remedy)
    return IndexMethod(
        key,
        fields["name_vi"],
        fields["name_en"],
        fields["publisher"],
        fields["unit"],
        fields["better"],
        fields.get("note_vi", ""),
        fields.get("note_en", ""),
        breaks,
    )
