import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.compare.peers import peer_positions
from analysis.errors import InputError

from .conftest import same
from .forms import observed, together


def of(frame, province):
    found = frame[frame["province"] == province]
    assert len(found) == 1
    return found.iloc[0]


def test_position_distribution_and_distances():
    frame = together(*(observed(key, "2024", rate=value) for key, value in zip("abcd", (90, 99, 95, 95), strict=True)))
    placed = peer_positions(frame, "dossiers_resolved_on_time", "2024", "province")
    assert list(placed["province"]) == ["b", "c", "d", "a"] and list(placed["position"]) == [1, 2, 2, 4]
    last = of(placed, "a")
    assert (last["best"], last["to_best"], last["median"], last["to_median"], last["ranked"]) == (99, -9, 95, -5, 4)
    assert (placed["document_id"] != "").all() and (placed["location"] != "").all()


def test_a_province_without_data_is_no_zero():
    frame = together(observed("a", "2024", rate=90), observed("b", "2024", rate=None), observed("c", "2023", rate=1))
    placed = peer_positions(frame, "dossiers_resolved_on_time", "2024", "province", provinces=["a", "b", "c", "d"])
    assert list(placed["state"]) == ["value", "empty_cell", "no_data", "no_data"]
    absent = placed[placed["state"] != "value"]
    assert absent[["value", "compared", "position", "to_best"]].isna().all(axis=None)
    assert of(placed, "a")["ranked"] == 1 and of(placed, "a")["median"] == 90


def test_quarters_and_half_years_are_not_placed_together():
    frame = together(
        observed("a", "2024-H1", rate=90), observed("b", "2024-Q2", rate=91), observed("c", "2024", rate=92)
    )
    assert list(peer_positions(frame, "dossiers_resolved_on_time", "2024-H1", "province")["province"]) == ["a"]


def test_disagreeing_documents_are_shown_and_not_placed():
    frame = together(
        observed("a", "2024", rate=90), observed("a", "2024", document="x", rate=92), observed("b", "2024", rate=80)
    )
    placed = peer_positions(frame, "dossiers_resolved_on_time", "2024", "province")
    assert len(placed) == 3 and placed["conflict"].sum() == 2
    assert of(placed, "b")["position"] == 1 and of(placed, "b")["ranked"] == 1


def test_counts_are_compared_on_a_fair_basis():
    big = observed("big", "2024", petitions=80, procedures=2000, new=100, resolved=50_000, resolved_district=20_000,
                   resolved_commune=90_000)  # fmt: skip
    small = observed("small", "2024", petitions=40, procedures=1000, new=80, resolved=5_000, resolved_district=2_000,
                     resolved_commune=3_000)  # fmt: skip
    frame = together(big, small)
    placed = peer_positions(frame, "petitions_received", "2024", basis="fair")
    assert set(placed["basis"]) == {"per_1000_dossiers"}
    assert of(placed, "big")["compared"] == 0.5 and of(placed, "small")["compared"] == 4
    assert of(placed, "small")["position"] == 1 and pd.isna(of(placed, "small")["best"]), "neither is better"
    assert of(peer_positions(frame, "procedures_new", "2024", basis="fair"), "small")["compared"] == 0.08
    assert set(peer_positions(frame, "procedures_total", "2024", basis="fair")["basis"]) == {"value"}


def test_no_fair_basis_without_all_levels():
    frame = observed("a", "2024", petitions=80, resolved=50_000)
    one = of(peer_positions(frame, "petitions_received", "2024", basis="per_1000_dossiers"), "a")
    assert math.isnan(one["compared"]) and pd.isna(one["position"]) and one["value"] == 80
    later = observed("a", "2026", petitions=80, resolved=50_000, resolved_commune=50_000)
    assert of(peer_positions(later, "petitions_received", "2026", basis="fair"), "a")["compared"] == 0.8


def test_narrative_figures_stand_in_for_forms(tables):
    placed = peer_positions(
        tables["observations"], "dossiers_resolved_on_time", "2022-9M", "district", figures=tables["figures"]
    )
    assert list(zip(placed["province"], placed["compared"], strict=True)) == [("hoa-binh", 99.33)]


def test_usage():
    with pytest.raises(InputError, match="basis"):
        peer_positions(observed("a", "2024", rate=1), "x", "2024", basis="per_head")
    with pytest.raises(InputError, match="period"):
        peer_positions(observed("a", "2024", rate=1), "x", "2024-Q5")
    assert peer_positions(observed("a", "2024", rate=1), "nothing", "2024").empty


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_never_matters_and_missing_is_never_zero(values, random):
    frame = together(*(observed(f"p{number}", "2024", rate=value) for number, value in enumerate(values)))
    shuffled = list(range(len(frame)))
    random.shuffle(shuffled)
    before = frame.copy()
    placed = peer_positions(frame, "dossiers_resolved_on_time", "2024", "province", provinces=["p0", "absent"])
    again = peer_positions(
        frame.iloc[shuffled], "dossiers_resolved_on_time", "2024", "province", provinces=["p0", "absent"]
    )
    assert same(placed, again) and same(frame, before)
    assert math.isnan(of(placed, "absent")["compared"])
    everyone = peer_positions(frame, "dossiers_resolved_on_time", "2024", "province")
    known = [value for value in values if value is not None]
    assert everyone["compared"].notna().sum() == len(known)
    assert not known or everyone["median"].max() == pd.Series(known).median()
