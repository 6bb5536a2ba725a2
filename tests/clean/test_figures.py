"""Figures of narratives: values by unit and arithmetic, links checked, dates read."""

import csv
import datetime as dt
import math
from pathlib import Path

import pytest
import yaml

from analysis.clean.figure_dates import read_day
from analysis.clean.figure_links import parse_relation
from analysis.clean.figures import clean_figures
from analysis.errors import InputErrors
from analysis.reference.periods import parse_period
from analysis.tables import column_names

RAW = Path(__file__).parents[2] / "data" / "raw"
DOCUMENT = {"province": "quang-tri", "period": "2024-H1"}
DOCUMENT_ID = "quang-tri/2024-H1/1-bc"


def row(printed, unit="hồ sơ", parent="", relation="", as_of="", label="x"):
    return {
        "section": "s",
        "label": label,
        "printed": printed,
        "unit": unit,
        "parent": parent,
        "relation": relation,
        "as_of": as_of,
        "location": "L1",
    }


def clean(*rows):
    return clean_figures(list(rows), DOCUMENT, DOCUMENT_ID)


def kept(folder):
    with (RAW / folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    document = yaml.safe_load((RAW / folder / "document.yml").read_text(encoding="utf-8"))
    return clean_figures(rows, document, folder).set_index("id")


ALL_KEPT = sorted(path.parent.relative_to(RAW).as_posix() for path in RAW.glob("*/*/*/figures.csv"))


@pytest.mark.parametrize("folder", ALL_KEPT)
def test_every_kept_figure_has_a_value(folder):
    frame = kept(folder)
    assert frame["value"].notna().all(), frame[frame["value"].isna()]


def test_the_half_year_report_keeps_parts_that_do_not_sum():
    frame = kept("quang-tri/2024-H1/1125-bc-vp")
    solved = frame[frame["label"] == "Hồ sơ đã giải quyết"].iloc[0]
    parts = frame[(frame["parent"] == solved.name) & (frame["relation"] == "part")]["value"]
    assert (solved["value"], parts.tolist()) == (140394, [140061, 309])
    assert parts.sum() != solved["value"]
    rate = frame[frame["relation"].str.contains(r"\+")].iloc[-1]
    top, bottom = parse_relation(rate["relation"]).numerator, parse_relation(rate["relation"]).denominator
    assert (
        round(100 * frame.loc[list(top), "value"].sum() / frame.loc[list(bottom), "value"].sum(), 2)
        == rate["value"]
        == 96.07
    )


def test_columns_follow_the_contract():
    assert clean(row("1")).columns.tolist() == column_names("figures")
    assert clean_figures([], DOCUMENT, DOCUMENT_ID).columns.tolist() == column_names("figures")


def test_the_unit_decides_the_notation():
    frame = clean(
        row("52,414"),
        row("59.789"),
        row("99,69%", "%"),
        row("42/63", "rank", relation="rank"),
        row("1877"),
        row("12,5", "ha"),
    )
    assert frame["value"].tolist() == [52414, 59789, 99.69, 42, 1877, 12.5]


def test_an_ambiguous_amount_stays_undecided():
    assert math.isnan(clean(row("87.290", "tỷ đồng"))["value"][0])


def test_parts_decide_an_ambiguous_amount():
    frame = clean(
        row("87.290", "tỷ đồng", relation="whole"),
        row("29,2", "tỷ đồng", "f001", "part"),
        row("58,09", "tỷ đồng", "f001", "part"),
    )
    assert frame["value"].tolist() == [87.29, 29.2, 58.09]


def test_the_rate_decides_an_ambiguous_amount():
    frame = clean(row("87.290", "tỷ đồng"), row("174,58", "tỷ đồng"), row("50%", "%", relation="ratio_of:f001/f002"))
    assert frame["value"][0] == 87.29


def test_a_part_without_a_unit_takes_that_of_its_whole():
    frame = clean(row("10", "nhiệm vụ", relation="whole"), row("7", "", "f001", "part"), row("3", "", "f001", "part"))
    assert frame["unit"].tolist() == ["nhiệm vụ"] * 3


@pytest.mark.parametrize(
    ("printed", "period", "day"),
    [
        ("10/6/2024", "2024-H1", dt.date(2024, 6, 10)),
        ("10/6", "2024-H1", dt.date(2024, 6, 10)),
        ("20/12", "2024-H1", dt.date(2023, 12, 20)),
        ("ngày 05 tháng 9 năm 2023", "2023-9M", dt.date(2023, 9, 5)),
        ("31-03-2023", "2023-Q1", dt.date(2023, 3, 31)),
        ("tháng 6/2024", "2024-H1", dt.date(2024, 6, 30)),
        ("31/02/2024", "2024-H1", None),
        ("hôm nay", "2024-H1", None),
    ],
)
def test_as_of_dates(printed, period, day):
    assert read_day(printed, parse_period(period)) == day


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("mười")], ["figures.csv", "row 2", "'printed'", "mười", "remedy"]),
        ([row("1", parent="f009", relation="part")], ["row 2", "'parent'", "f009"]),
        ([row("1", relation="part")], ["without a whole"]),
        ([row("1", relation="piece")], ["'relation'", "piece"]),
        ([row("1", relation="ratio_of:f001/f002")], ["f002"]),
        ([row("1"), row("50%", "%", relation="ratio_of:f001/f002")], ["itself"]),
        ([row("1", parent="f002", relation="part"), row("1", parent="f001", relation="part")], ["part of itself"]),
        ([row("1", as_of="31/02/2024")], ["'as_of'", "31/02/2024"]),
        ([row("5%", "hồ sơ")], ["'unit'"]),
        ([row("top", "rank", relation="rank")], ["rank"]),
    ],
)
def test_what_cannot_be_read_says_where(rows, words):
    with pytest.raises(InputErrors) as raised:
        clean(*rows)
    for word in words:
        assert word in str(raised.value)
