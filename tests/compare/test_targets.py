import pandas as pd

from analysis.compare.targets import targets_matrix
from analysis.store import typed

from .conftest import same

THREE = ["quang-tri", "dak-nong", "not identified"]


def asked(matrix, indicator, deadline, level="all"):
    """What each of the three provinces asks, in order; "" where there is no target."""
    here = matrix[
        (matrix["indicator"] == indicator) & (matrix["deadline_year"] == deadline) & (matrix["level"] == level)
    ]
    return [here.loc[here["province"] == province, "asks"].item() for province in THREE]


def made(*rows):
    base = {"domain": "procedures", "indicator": "online_payment_transactions", "level": "all", "unit": "percent"}
    base |= {"comparator": ">=", "direction": "reach", "printed": "tối thiểu", "label": "tỷ lệ giao dịch"}
    frame = pd.DataFrame([base | row for row in rows])
    frame["document_id"] = frame["province"] + "/2021-2025/plan"
    frame["location"] = [f"L{number}" for number in range(len(frame))]
    return typed(frame, "targets")


def test_online_payment_transactions(targets):
    matrix = targets_matrix(targets, THREE)
    assert asked(matrix, "online_payment_transactions", 2025) == ["≥ 30%", "≥ 30%", "≥ 40%"]
    assert asked(matrix, "online_payment_transactions", 2030) == ["≥ 50%", "", "≥ 60%"]
    here = matrix[(matrix["indicator"] == "online_payment_transactions") & (matrix["deadline_year"] == 2025)]
    assert dict(zip(here["province"], here["stands"], strict=True)) == {
        "quang-tri": "least",
        "dak-nong": "least",
        "not identified": "most",
    }


def test_work_dossiers_online_at_three_levels(targets):
    matrix = targets_matrix(targets, THREE, deadline=2025)
    levels = ("province", "district", "commune")
    by_level = [asked(matrix, "work_dossiers_online", 2025, level) for level in levels]
    assert [row[0] for row in by_level] == ["> 95%", "> 90%", "> 80%"]
    assert [row[1] for row in by_level] == [row[2] for row in by_level] == ["= 90%", "= 80%", "= 60%"]
    here = matrix[matrix["indicator"] == "work_dossiers_online"]
    assert here["scope_differs"].all()
    assert here["scope_difference_en"].str.contains("= / >").all()


def test_a_target_that_falls_over_time(targets):
    matrix = targets_matrix(targets)
    falls = matrix[matrix["falls_over_time"]]
    assert list(zip(falls["province"], falls["indicator"], falls["deadline_year"], strict=True)) == [
        ("quang-tri", "procedures_online_level_3_4", 2030)
    ]
    assert falls["asks"].item() == "≥ 90%"
    assert falls["earlier_value"].item() == 100
    only_2030 = targets_matrix(targets, deadline=2030)
    assert only_2030["falls_over_time"].sum() == 1, "the mark must not depend on what else is shown"


def test_no_such_target_is_a_row_with_a_state_and_never_zero(targets):
    matrix = targets_matrix(targets, [*THREE, "ca-mau"])
    missing = matrix[matrix["state"] != "target"]
    assert missing["value"].isna().all() and (missing["asks"] == "").all() and (missing["document_id"] == "").all()
    assert set(matrix.loc[matrix["province"] == "ca-mau", "state"]) == {"no_plan"}
    dak_nong_2030 = missing[(missing["province"] == "dak-nong") & (missing["deadline_year"] == 2030)]
    assert set(dak_nong_2030["state"]) == {"beyond_plan"}


def test_a_plan_that_begins_after_a_deadline_is_not_said_to_lack_the_target(targets):
    plan = {"province": "hue", "value": 60.0, "deadline_year": 2026, "indicator": "online_payment_transactions"}
    late = made(plan).assign(document_id="hue/2026/plan")
    matrix = targets_matrix(pd.concat([targets, late], ignore_index=True), [*THREE, "hue"])
    states = (
        matrix[(matrix["province"] == "hue") & (matrix["level"] == "all")].groupby("deadline_year")["state"].agg(set)
    )
    assert states[2025] == {"before_plan"} and "target" in states[2026] and states[2030] == {"beyond_plan"}
    assert not (matrix.loc[matrix["province"] != "hue", "state"] == "before_plan").any()


def test_every_target_keeps_its_source(targets):
    matrix = targets_matrix(targets)
    there = matrix[matrix["state"] == "target"]
    assert (there["document_id"] != "").all() and (there["location"] != "").all()


def test_scope_of_land_construction_investment_differs_in_2030(targets):
    matrix = targets_matrix(targets, THREE, deadline=2030)
    here = matrix[matrix["indicator"] == "satisfaction_procedures_land_construction_investment"]
    texts = dict(zip(here["province"], here["scope_difference_en"], strict=True))
    assert "construction" in texts["quang-tri"] and texts["not identified"] == ""


def test_a_restated_target_is_one_row_with_both_locations(targets):
    matrix = targets_matrix(targets, ["quang-tri"])
    here = matrix[matrix["indicator"] == "level_4_services_multi_device"]
    assert len(here) == 1 and here["location"].item() == "L231;L600"


def test_different_base_years_are_not_ranked():
    matrix = targets_matrix(
        made(
            {"province": "a", "value": 10.0, "deadline_year": 2025, "baseline_year": "2021"},
            {"province": "b", "value": 12.0, "deadline_year": 2025, "baseline_year": "2015"},
        )
    )
    assert set(matrix["stands"]) == {"not_comparable"}
    assert matrix["scope_difference_en"].str.contains("2015 / 2021").all()


def test_strictly_more_asks_more_than_at_least_the_same():
    matrix = targets_matrix(
        made(
            {"province": "a", "value": 90.0, "deadline_year": 2025, "printed": "Trên 90%"},
            {"province": "b", "value": 90.0, "deadline_year": 2025, "printed": "Tối thiểu 90%"},
        )
    )
    assert list(matrix["stands"]) == ["most", "least"]


def test_of_a_rank_the_smaller_asks_more():
    matrix = targets_matrix(
        made(
            {"province": "a", "value": 10.0, "deadline_year": 2025, "unit": "rank", "comparator": "<="},
            {"province": "b", "value": 20.0, "deadline_year": 2025, "unit": "rank", "comparator": "<="},
        )
    )
    assert list(matrix["stands"]) == ["most", "least"]


def test_a_base_year_renewed_is_no_fall():
    matrix = targets_matrix(
        made(
            {"province": "a", "value": 20.0, "deadline_year": 2025, "baseline_year": "2021"},
            {"province": "a", "value": 10.0, "deadline_year": 2030, "baseline_year": "2025"},
        )
    )
    assert not matrix["falls_over_time"].any()


def test_order_of_rows_and_arguments(targets):
    before = targets.copy()
    shuffled = targets.sample(frac=1, random_state=7)
    assert same(targets_matrix(targets), targets_matrix(shuffled))
    assert same(targets, before)


def test_no_targets_at_all(targets):
    assert targets_matrix(targets.head(0)).empty
    assert targets_matrix(targets, ["ca-mau"]).empty
