"""What a comparison is asked for, as parameters of its notebook: checked one by one before anything is compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from analysis.compare.asked import asked_day, asked_deadline, asked_period
from analysis.dataset import Dataset
from analysis.errors import InputError
from analysis.reference.asked_names import known_provinces
from analysis.reference.provinces import NATIONAL, REORGANISED_ON

Names = str | Collection[str]


@dataclass(frozen=True)
class Chosen:
    """Provinces (in the order asked for), deadline and period, each None for all, and the day whose map is wanted."""

    provinces: list[str] | None
    deadline: int | None
    period: str | None
    day: dt.date

    @property
    def is_everything(self) -> bool:
        """Whether nothing was left out."""
        return self.provinces is None and self.deadline is None and self.period is None


def chosen(data: Dataset, provinces: Names = "", deadline: int | str = "", period: str = "", as_of: str = "") -> Chosen:
    """The parameters of a comparison, "" standing for everything (for `as_of`: the day of the present map).

    Args:
        data: all provinces.
        provinces: keys or names, as a list or as text parted by commas.
        deadline: year of the targets.
        period: period of the results, such as "2024-H1"; without one each province stands with its last.
        as_of: day whose map the territory is shown on, such as "2025-07-01".

    Raises:
        InputError: a parameter of another type, a name that nothing bears (with the nearest), a deadline no target
            has, a period nothing is reported for, or text that is no day.
    """
    for name, value in (("period", period), ("as_of", as_of)):
        if not isinstance(value, str):
            raise InputError(f"parameter {name} is {value!r}", remedy='write text, "" for everything')
    return Chosen(
        _provinces(data, provinces),
        _deadline(data, deadline),
        asked_period(period.strip(), _reported(data)) if period.strip() else None,
        asked_day(as_of.strip()) if as_of.strip() else REORGANISED_ON,
    )


def _provinces(data: Dataset, provinces: Names) -> list[str] | None:
    names = provinces.split(",") if isinstance(provinces, str) else list(provinces)
    if not all(isinstance(name, str) for name in names):
        raise InputError(f"parameter provinces is {provinces!r}", remedy='write names, such as "quang-tri, dak-nong"')
    named = [name.strip() for name in names if name.strip()]
    return known_provinces(named, set(data.documents["province"]) - {NATIONAL}) if named else None


def _deadline(data: Dataset, deadline: int | str) -> int | None:
    if isinstance(deadline, bool) or not isinstance(deadline, (int, str)):
        raise InputError(f"parameter deadline is {deadline!r}", remedy='write a year, "" for every deadline')
    return asked_deadline(str(deadline).strip(), data.targets) if str(deadline).strip() else None


def _reported(data: Dataset) -> set[str]:
    return {*data.observations["period"], *data.figures["period"]}
