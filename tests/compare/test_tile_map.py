import datetime as dt

import pytest

from analysis.charts.svg import svg
from analysis.charts.tiles import tiles
from analysis.reference.provinces import REORGANISED_ON
from analysis.reference.tile_map import tile_map

BEFORE = REORGANISED_ON - dt.timedelta(days=1)


@pytest.mark.parametrize(("day", "units"), [(BEFORE, 63), (REORGANISED_ON, 34)])
def test_each_unit_has_one_cell(day, units):
    cells = tile_map(day)
    assert (cells["cell"] == "unit").sum() == units == cells.loc[cells["cell"] == "unit", "key"].nunique()
    assert not cells.duplicated(["column", "row"]).any()
    assert (cells[["column", "row"]] >= 0).all(axis=None)


@pytest.mark.parametrize(
    ("day", "homes"), [(BEFORE, ["da-nang", "khanh-hoa"]), (REORGANISED_ON, ["da-nang-2025", "khanh-hoa-2025"])]
)
def test_hoang_sa_and_truong_sa_are_in_view(day, homes):
    cells = tile_map(day)
    islands = cells[cells["cell"] == "archipelago"]
    assert list(islands["label"]) == ["Hoàng Sa", "Trường Sa"] and list(islands["belongs_to"]) == homes
    land = cells[cells["cell"] == "unit"]
    assert (islands["column"] > land["column"].max()).all(), "they lie in the sea, to the east"


def test_north_is_up():
    rows = tile_map(REORGANISED_ON).set_index("key")["row"]
    assert (
        rows["cao-bang"] < rows["ha-noi"] < rows["nghe-an"] < rows["hue"] < rows["dak-lak-2025"] < rows["ca-mau-2025"]
    )


def test_names_are_those_of_the_day():
    def label(day):
        return tile_map(day).set_index("key").loc["hue", "label"]

    assert (label(dt.date(2024, 6, 1)), label(BEFORE)) == ("Thừa Thiên Huế", "Huế")


@pytest.mark.parametrize("day", [BEFORE, REORGANISED_ON])
def test_the_whole_map_is_in_view_on_a_phone(day):
    cells = tile_map(day)
    assert not cells["short"].duplicated().any() and (cells.loc[cells["cell"] == "unit", "short"].str.len() <= 4).all()
    drawn = svg(tiles(cells.assign(rank=1.0, units=1, tip=cells["label"]), title="map"), "ranks", "map")
    assert float(drawn.split('viewBox="')[1].split('"')[0].split()[2]) <= 375, "at a phone's width no letter shrinks"
    assert all(f">{short}<" in drawn for short in cells.loc[cells["cell"] == "unit", "short"])
