from itertools import pairwise

import pandas as pd
import pytest

from analysis.compare.indices import index_change, index_history, index_year
from analysis.reference.files import read_rows
from analysis.reference.index_methods import CONFIDENCES, index_methods, index_name
from analysis.store import typed

from .conftest import same


@pytest.fixture
def indices(tables):
    return tables["indices"].copy()


def scores(*rows):
    names = ("index", "year", "province", "score", "rank", "source")
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows])
    return typed(frame.assign(scale_max=100.0, document_id="d", location="row"), "indices")


def test_conflicting_sources_are_both_kept(indices):
    history = index_history(indices, "PAR INDEX", ["hai-phong"])
    here = history[history["year"] == 2023]
    assert sorted(here["score"]) == [91.81, 91.87]
    assert here["conflict"].all() and here["source"].nunique() == 2
    placed = index_year(indices, "PAR INDEX", 2023)
    assert placed.loc[placed["province"] == "hai-phong", "position"].isna().all()


def test_fewer_decimals_are_no_conflict(indices):
    history = index_history(indices, "PAPI", ["thai-nguyen", "ninh-thuan"])
    here = history[history["year"] == 2023]
    assert len(here) == 4 and here["rounding"].all() and not here["conflict"].any()
    placed = index_year(indices, "PAPI", 2023)
    one = placed[placed["province"] == "thai-nguyen"]
    assert one["score"].item() == 45.7875 and one["source"].item().count("http") == 2


def test_a_missing_score_is_a_gap_and_not_a_zero(indices):
    history = index_history(indices)
    gaps = history[history["state"] == "missing_score"]
    assert len(gaps) and gaps["score"].isna().all() and gaps["rank"].isna().all() and (gaps["source"] == "").all()
    assert (history["score"].dropna() > 0).all()


def test_papi_scale_and_break_of_2018(indices):
    history = index_history(indices, "PAPI", ["dak-nong"])
    by_year = history.set_index("year")
    assert by_year.loc[2016, "scale_max"] == 60 and by_year.loc[2023, "scale_max"] == 80
    assert by_year.loc[2016, "segment"] != by_year.loc[2023, "segment"]
    assert list(history.loc[history["breaks_before"], "year"]) == [2018]
    assert "60" in history.loc[history["breaks_before"], "break_en"].item()


def test_no_change_is_drawn_across_a_break():
    frame = scores(
        ("PAR INDEX", 2020, "a", 80.0, 10, "s"),
        ("PAR INDEX", 2021, "a", 82.0, 9, "s"),
        ("PAR INDEX", 2022, "a", 90.0, 1, "s"),
    )
    change = index_change(frame, "PAR INDEX").set_index("year")
    assert change.loc[2021, "score_change"] == 2 and change.loc[2021, "rank_change"] == -1
    assert pd.isna(change.loc[2022, "score_change"]) and pd.isna(change.loc[2022, "rank_change"])


def test_averages_and_regions_are_no_provinces(indices):
    history = index_history(indices, "PAR INDEX")
    kinds = history.groupby("kind")["province"].unique()
    assert list(kinds["national"]) == ["national"] and all(name.startswith("(region") for name in kinds["region"])
    placed = index_year(indices, "PAR INDEX", 2023)
    assert set(placed["kind"]) == {"province"}


def test_positions_count_only_provinces_with_a_score(indices):
    placed = index_year(indices, "DTI", 2022)
    assert placed["position"].notna().sum() == placed["score"].notna().sum() == placed["ranked"].max()
    best = placed.iloc[0]
    assert best["province"] == "da-nang" and best["to_best"] == 0


def test_every_change_of_scale_is_a_break():
    rows = read_rows("index_scales.csv", ("index", "first_year", "last_year", "scale_max", "note"))
    for index in {row["index"] for row in rows}:
        years = sorted((int(row["first_year"]), row["scale_max"]) for row in rows if row["index"] == index)
        for (_, before), (year, after) in pairwise(years):
            if before != after:
                assert year in {one.first_year for one in index_methods()[index].breaks}
    assert {row["index"] for row in rows} == set(index_methods())


def test_methods_have_a_source_and_a_confidence():
    for method in index_methods().values():
        for change in method.breaks:
            assert change.confidence in CONFIDENCES and change.source and change.reason_vi and change.reason_en


def test_months_are_read_from_the_name():
    assert index_name("766/QĐ-TTg (month 07)") == ("766/QĐ-TTg", 7)
    assert index_name("PAPI") == ("PAPI", None)


def test_order_of_rows_and_arguments(indices):
    before = indices.copy()
    shuffled = indices.sample(frac=1, random_state=1)
    assert same(index_history(indices), index_history(shuffled))
    assert same(index_year(indices, "SIPAS", 2022), index_year(shuffled, "SIPAS", 2022))
    assert same(indices, before)
