"""Provinces have a lifetime; codes and names need a date."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.errors import InputError
from analysis.reference.provinces import (
    all_provinces,
    kind_on,
    name_on,
    predecessors_of,
    province_by_code,
    provinces_on,
    resolve_province,
    successor_of,
)

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def test_sixty_three_until_the_reform_and_thirty_four_since() -> None:
    assert len(provinces_on(BEFORE)) == 63
    assert len(provinces_on(AFTER)) == 34


def test_codes_and_names_are_unique_on_each_day() -> None:
    for day in (BEFORE, AFTER):
        units = provinces_on(day)
        assert len({unit.code for unit in units}) == len({unit.name for unit in units}) == len(units)


def test_every_old_province_has_a_successor_and_every_new_one_is_covered() -> None:
    covered = {successor_of(unit.key).key for unit in provinces_on(BEFORE)}
    assert covered == {unit.key for unit in provinces_on(AFTER)}
    assert sum(len(predecessors_of(unit.key)) for unit in provinces_on(AFTER)) == 63


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [("44", "Quảng Bình", "Quảng Trị"), ("15", "Yên Bái", "Lào Cai"), ("24", "Bắc Giang", "Bắc Ninh"), ("82", "Tiền Giang", "Đồng Tháp")],
)  # fmt: skip
def test_codes_that_changed_their_meaning(code: str, before: str, after: str) -> None:
    assert province_by_code(code, BEFORE).name == before
    assert province_by_code(code, AFTER).name == after


def test_dong_nai_is_a_city_since_the_thirtieth_of_april_2026() -> None:
    assert kind_on("dong-nai-2025", dt.date(2026, 4, 29)) == "tỉnh"
    assert kind_on("dong-nai-2025", dt.date(2026, 4, 30)) == "thành phố"


def test_hue_had_another_name_until_the_end_of_2024() -> None:
    assert name_on("hue", dt.date(2024, 12, 31)) == "Thừa Thiên Huế"
    assert name_on("hue", dt.date(2025, 1, 1)) == "Huế"


@pytest.mark.parametrize(
    "printed", ["ĐẮK NÔNG", "Đăk Nông", "Dak Nong", "tỉnh Đắk Nông", "Đắc Nông", "UBND TỈNH ĐĂK NÔNG", "Đắk  Nông"]
)
def test_spellings_of_one_province(printed: str) -> None:
    assert resolve_province(printed, dt.date(2021, 8, 18)).key == "dak-nong"


def test_a_name_resolves_only_while_its_unit_exists() -> None:
    assert resolve_province("Quảng Trị", BEFORE).key == "quang-tri"
    assert resolve_province("Quảng Trị", AFTER).key == "quang-tri-2025"
    with pytest.raises(InputError, match="Quảng Bình"):
        resolve_province("Quảng Bình", AFTER)


def test_every_official_name_finds_its_unit() -> None:
    for unit in all_provinces().values():
        day = BEFORE if unit.exists_on(BEFORE) else AFTER
        assert resolve_province(unit.name.upper(), day).key == unit.key
