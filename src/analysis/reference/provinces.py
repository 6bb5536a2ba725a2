"""Provinces as units with a lifetime: 63 until 30/6/2025, 34 since. A code or a name needs a date to be understood.

Source of the list: provinces.csv (units, lifetimes, successors) and province_names.csv (names and legal status over
time, and spellings met in documents).
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
from dataclasses import dataclass

from analysis.errors import InputError, shorten
from analysis.reference.files import read_rows
from analysis.tables import NOT_IDENTIFIED
from analysis.vietnamese.text import fold, slug

NATIONAL = "national"
REORGANISED_ON = dt.date(2025, 7, 1)
# Since Hà Tây joined Hà Nội there were the 63 units of provinces.csv; older maps are not in it.
MAP_KNOWN_SINCE = dt.date(2008, 8, 1)
_PREFIX = re.compile(r"^(uy ban nhan dan |ubnd )?(tinh|thanh pho|tp\.?)\s+")
_FIRST, _LAST = dt.date.min, dt.date.max


@dataclass(frozen=True)
class Province:
    """One territorial unit: `key` is its slug, unique over all time; `code` is the statistical code while it exists."""

    key: str
    code: str
    name: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date
    successor: str

    def exists_on(self, day: dt.date) -> bool:
        return self.valid_from <= day <= self.valid_to


@functools.cache
def all_provinces() -> dict[str, Province]:
    """Every unit by key, past and present."""
    rows = read_rows("provinces.csv", ("code", "slug", "name_vi", "kind", "valid_from", "valid_to", "successor_code"))
    return {
        row["slug"]: Province(
            row["slug"],
            row["code"],
            row["name_vi"],
            row["kind"],
            _day(row["valid_from"], _FIRST),
            _day(row["valid_to"], _LAST),
            row["successor_code"],
        )
        for row in rows
    }


def provinces_on(day: dt.date) -> list[Province]:
    """Units that exist on `day`, by code."""
    return sorted((unit for unit in all_provinces().values() if unit.exists_on(day)), key=lambda unit: unit.code)


def province_by_key(key: str) -> Province:
    """The unit with slug `key`; InputError with the nearest slugs when there is none."""
    unit = all_provinces().get(key)
    if unit is None:
        raise unknown_province(key)
    return unit


def province_by_code(code: str, day: dt.date) -> Province:
    """The unit that bore statistical code `code` on `day` (44 was Quảng Bình, and is Quảng Trị since 1/7/2025)."""
    for unit in all_provinces().values():
        if unit.code == code and unit.exists_on(day):
            return unit
    raise InputError(f"no province has code {code!r} on {day:%d/%m/%Y}", remedy="see reference/provinces.csv")


def resolve_province(name: str, day: dt.date) -> Province:
    """The unit that bore `name` (any spelling, case, diacritics, "tỉnh" or "TP." before it) on `day`."""
    wanted = _key_of_name(name)
    units = all_provinces()
    found = {key for key, first, last in _names().get(wanted, ()) if first <= day <= last and units[key].exists_on(day)}
    if len(found) == 1:
        return units[found.pop()]
    raise unknown_province(name, day)


def province_label(key: str, day: dt.date | None = None) -> str:
    """Name to show for a province key, as it was called on `day`; "not identified" and "national" pass through."""
    if key in (NOT_IDENTIFIED, NATIONAL) or key not in all_provinces():
        return key
    return name_on(key, day) if day else all_provinces()[key].name


def name_on(key: str, day: dt.date) -> str:
    """Official name of unit `key` on `day` ("Thừa Thiên Huế" until 31/12/2024, "Huế" since)."""
    return _official(key, day)[0]


def kind_on(key: str, day: dt.date) -> str:
    """Legal status of unit `key` on `day`: "tỉnh" or "thành phố"."""
    return _official(key, day)[1]


def successor_of(key: str) -> Province:
    """The unit that took over territory `key` on 1/7/2025; a unit that did not change is its own successor."""
    unit = province_by_key(key)
    return province_by_code(unit.successor, REORGANISED_ON) if unit.successor else unit


def predecessors_of(key: str) -> list[Province]:
    """The units of 30/6/2025 that unit `key` was made of, itself if it did not change."""
    before = provinces_on(REORGANISED_ON - dt.timedelta(days=1))
    return [unit for unit in before if successor_of(unit.key).key == key]


def unknown_province(name: str, day: dt.date | None = None) -> InputError:
    """Error for a name no unit has, with the nearest known keys."""
    near = difflib.get_close_matches(slug(name), list(all_provinces()), n=3, cutoff=0.6)
    when = f" on {day:%d/%m/%Y}" if day else ""
    hint = f"did you mean {', '.join(near)}?" if near else "see reference/provinces.csv for the keys"
    return InputError(
        f"unknown province {shorten(name)!r}{when}",
        remedy=f"{hint} A new spelling goes into reference/province_names.csv",
    )


def _official(key: str, day: dt.date) -> tuple[str, str]:
    for row in _name_rows():
        lifetime = _day(row["valid_from"], _FIRST) <= day <= _day(row["valid_to"], _LAST)
        if row["slug"] == key and row["role"] == "official" and lifetime:
            return row["name"], row["kind"]
    unit = province_by_key(key)
    return unit.name, unit.kind


def _name_rows() -> tuple[dict[str, str], ...]:
    return read_rows("province_names.csv", ("slug", "name", "kind", "valid_from", "valid_to", "role"))


@functools.cache
def _names() -> dict[str, list[tuple[str, dt.date, dt.date]]]:
    """Folded name -> (key, first day, last day) of each unit that bore it. A unit's own name counts all its life."""
    names: dict[str, list[tuple[str, dt.date, dt.date]]] = {}
    for unit in all_provinces().values():
        names.setdefault(_key_of_name(unit.name), []).append((unit.key, _FIRST, _LAST))
    for row in _name_rows():
        # A spelling is understood whenever its unit exists: letters go on bearing an old name for years.
        names.setdefault(_key_of_name(row["name"]), []).append((row["slug"], _FIRST, _LAST))
    return names


def _key_of_name(name: str) -> str:
    text = fold(name).replace("–", "-")
    return slug(_PREFIX.sub("", text))


def _day(text: str, default: dt.date) -> dt.date:
    return dt.date.fromisoformat(text) if text else default
