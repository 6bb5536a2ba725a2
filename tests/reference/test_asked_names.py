import datetime as dt

import pytest

from analysis.errors import InputError
from analysis.reference.asked_names import known_name, known_provinces, province_with_data

HELD = {"quang-tri", "dak-nong", "hue", "not-identified"}


@pytest.mark.parametrize("typed", ["dak-nong", "Đắk Nông", "Đăk Nông", "ĐẮK NÔNG", "tỉnh Đắk Nông", "Dak Nong"])
def test_every_spelling_means_the_same_folder(typed):
    assert province_with_data(typed, HELD) == "dak-nong"


def test_of_two_units_of_a_name_the_one_with_data_is_meant():
    assert province_with_data("Quảng Trị", HELD) == "quang-tri"
    assert province_with_data("Quảng Trị", {"quang-tri-2025"}) == "quang-tri-2025"
    with pytest.raises(InputError, match=r"quang-tri or quang-tri-2025|quang-tri-2025 or quang-tri"):
        province_with_data("Quảng Trị", {"quang-tri", "quang-tri-2025"})
    with pytest.raises(InputError, match="is the name of several") as caught:
        known_provinces(["thành phố Đồng Nai"], {"dong-nai", "dong-nai-2025"})
    assert caught.value.remedy == "write dong-nai or dong-nai-2025"


@pytest.mark.parametrize(
    ("day", "key"),
    [(dt.date(2025, 6, 30), "quang-tri"), (dt.date(2025, 7, 1), "quang-tri-2025")],
)
def test_a_name_means_the_province_that_existed_on_the_day(day, key):
    assert known_provinces(["Quảng Trị"], {"quang-tri", "quang-tri-2025"}, day) == [key]
    assert known_provinces(["Quảng Trị"], {"quang-tri"}, day) == ["quang-tri"], "the only one with data"


def test_a_province_without_documents_is_not_called_unknown():
    with pytest.raises(InputError, match="no document of province 'Hải Phòng'") as caught:
        province_with_data("Hải Phòng", HELD)
    assert "dak-nong, hue" in caught.value.remedy


def test_a_name_no_province_has_gets_the_nearest():
    with pytest.raises(InputError, match="unknown province") as caught:
        known_provinces(["quang-chi"], HELD)
    assert "quang-tri" in caught.value.remedy


def test_a_document_without_province_is_asked_for_by_either_name():
    assert province_with_data("not identified", HELD) == "not-identified"


def test_periods_in_any_case():
    assert known_name("2024-h1", {"2024-H1", "2024-Q1"}, "period") == "2024-H1"


@pytest.mark.parametrize("code", ["44", 44])
def test_a_code_is_refused_with_every_unit_that_bore_it(code):
    with pytest.raises(InputError, match="number") as caught:
        known_provinces([code], HELD)
    assert "quang-binh (until 2025-06-30)" in caught.value.remedy and "quang-tri-2025" in caught.value.remedy


def test_a_number_that_is_no_code_is_refused_too():
    with pytest.raises(InputError, match="'999'"):
        known_provinces(["999"], HELD)
