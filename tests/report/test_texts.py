import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

import analysis
from analysis.errors import InputError
from analysis.reference.texts import LANGUAGES, placeholders, texts

SOURCE = Path(analysis.__file__).parent
vi, en = texts("vi"), texts("en")


def forms(text):
    return [text] if isinstance(text, str) else list(text.values())


def test_catalogues_hold_the_same_keys_and_placeholders():
    assert set(vi.catalogue) == set(en.catalogue)
    differing = [key for key in vi.catalogue if placeholders(vi.catalogue[key]) != placeholders(en.catalogue[key])]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language):
    assert [
        key for key, text in texts(language).catalogue.items() if not all(form.strip() for form in forms(text))
    ] == []


def test_every_key_asked_for_in_the_code_exists():
    asked = set()
    for path in [*SOURCE.rglob("report/**/*.py"), *SOURCE.rglob("report/**/*.j2")]:
        asked |= set(re.findall(r"""\bt\(\s*"(\w+\.\w+)\"""", path.read_text(encoding="utf-8")))
        asked |= set(re.findall(r"""\bcontext\.texts\(\s*"(\w+\.\w+)\"""", path.read_text(encoding="utf-8")))
    assert len(asked) > 100
    assert sorted(asked - set(vi.catalogue)) == []


def test_numbers_dates_and_places_are_written_as_the_language_writes_them():
    assert vi.number(1234.5) == "1.234,5"
    assert en.number(np.float64(1234.5)) == "1,234.5"
    assert vi.number(np.float64(98.57), unit="percent") == "98,57%"
    assert vi.number(float("nan")) == "—"
    assert vi.number(np.int64(140394)) == "140.394"
    assert (vi.date(dt.date(2024, 6, 14)), en.date(dt.date(2024, 6, 14))) == ("14/6/2024", "14 June 2024")
    assert vi.location("L77-79;L81") == "dòng 77–79, 81"
    assert en.location("L5") == "line 5"


@pytest.mark.parametrize(
    ("place", "vietnamese", "english"),
    [
        ("T3R4C2", "bảng 3, hàng 4, cột 2", "table 3, row 4, column 2"),
        ("B14R2C1", "bảng 14, hàng 2, cột 1", "table 14, row 2, column 1"),
        ("P12", "đoạn 12", "paragraph 12"),
        ("B14", "khối 14", "block 14"),
        ("p3L12; L5", "trang 3, dòng 12; dòng 5", "page 3, line 12; line 5"),
        ("Biểu 3!C12", "trang tính Biểu 3, ô C12", "sheet Biểu 3, cell C12"),
        (
            "indices.csv row 277 (https://a.vn/b)",
            "indices.csv, hàng 277 (https://a.vn/b)",
            "indices.csv, row 277 (https://a.vn/b)",
        ),
        ("somewhere <else>", "somewhere <else>", "somewhere <else>"),
    ],
)
def test_places_of_every_format_are_said_in_words(place, vietnamese, english):
    assert (vi.location(place), en.location(place)) == (vietnamese, english)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2024-H1", "6 tháng đầu năm 2024"),
        ("2024-H2", "6 tháng cuối năm 2024"),
        ("2023-Q3", "quý III năm 2023"),
        ("2022-9M", "9 tháng đầu năm 2022"),
        ("2021-2025", "giai đoạn 2021–2025"),
        ("no period", "no period"),
    ],
)
def test_periods_have_names(code, name):
    assert vi.period(code) == name


def test_another_language_is_refused_with_a_remedy():
    with pytest.raises(InputError, match="choose one of vi, en"):
        texts("fr")
