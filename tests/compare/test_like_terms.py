"""What is not comparable is not compared: another unit, another month, another plan, a change against a level."""

import datetime as dt

import pandas as pd
import pytest

from analysis.compare.attainment import attainment
from analysis.compare.indices import index_year
from analysis.compare.peers import peer_positions
from analysis.compare.targets import targets_matrix, unnamed_targets
from analysis.compare.tasks import calendar_counts, workload
from analysis.compare.territory import roll_up
from analysis.errors import InputError
from analysis.reference.national_targets import national_targets
from analysis.store import typed

from .forms import observed, together

AFTER = dt.date(2025, 7, 1)


def target(province="a", indicator="procedures_with_online_payment", value=80.0, year=2025, **more):
    row = {"province": province, "indicator": indicator, "value": value, "deadline_year": year, "level": "all"}
    row |= {"comparator": ">=", "unit": "percent", "direction": "reach", "domain": "procedures", "label": "x"}
    return row | {"document_id": f"{province}/2021-2025/plan", "location": "L1", "printed": f"{value}%"} | more


def plan(*rows):
    return typed(pd.DataFrame(list(rows)), "targets")


def judged(targets, *reports, period="2024"):
    rows = [
        {"form": "7", "code": "6.5", "indicator": "procedures_with_online_payment", "level": "all", "kind": kind,
         "unit": unit, "value": value, "label": "x", "province": "a", "period": when, "location": "L1",
         "document_id": f"a/{when}/report"}
        for when, value, kind, unit in reports
    ]  # fmt: skip
    observations = typed(pd.DataFrame(rows), "observations")
    empty = typed(pd.DataFrame({"document_id": []}), "figures")
    frame = attainment(observations, empty, targets, national_targets().head(0), period, "a")
    return frame[frame["against"] == "own"].iloc[0]


def test_a_count_is_not_held_against_a_percentage():
    one = judged(plan(target()), ("2024", 90.0, "count", "Thủ tục"))
    assert (one["state"], one["reason"]) == ("not_measurable", "unit_differs") and pd.isna(one["gap"])


@pytest.mark.parametrize(
    "change", [{"direction": "increase"}, {"basis": "per_year_increase"}, {"direction": "decrease", "baseline_year": "2021"}]
)  # fmt: skip
def test_a_level_is_not_held_against_a_change(change):
    one = judged(plan(target(value=10.0, **change)), ("2024", 90.0, "percent", "%"))
    assert (one["state"], one["reason"]) == ("not_measurable", "asks_for_change") and pd.isna(one["gap"])


def test_pace_is_drawn_from_like_periods_only():
    quarter = judged(plan(target(value=100.0)), ("2023-Q2", 10.0, "percent", "%"), ("2024", 60.0, "percent", "%"))
    assert quarter["reason_en"].count("from 0%") == 1, "a single quarter does not begin a line of years"
    year = judged(plan(target(value=100.0)), ("2022", 50.0, "percent", "%"), ("2024", 60.0, "percent", "%"))
    assert "from 50% (2022)" in year["reason_en"]


def test_pace_is_not_drawn_across_a_break():
    across = judged(
        plan(target(value=100.0, year=2030)), ("2024", 90.0, "percent", "%"), ("2026", 60.0, "percent", "%"),
        period="2026",
    )  # fmt: skip
    assert "2024" not in across["reason_en"], "two levels of government since 1/7/2025 are another series"


def test_peers_on_other_terms_are_not_counted():
    targets = plan(
        target(), target("b", value=90.0), target("c", value=500.0, unit="count"), target("d", value=5.0, basis="per_year")
    )  # fmt: skip
    one = judged(targets, ("2024", 90.0, "percent", "%"))
    assert (one["peers_count"], one["peers_min"], one["peers_max"]) == (1, 90, 90)


def test_another_unit_has_no_position():
    frame = together(*(observed(key, "2024", new=value) for key, value in zip("abc", (5, 7, 40), strict=True)))
    odd = frame["province"] == "c"
    frame.loc[odd, ["unit", "kind"]] = ["%", "percent"]
    placed = peer_positions(frame, "procedures_new", "2024").set_index("province")
    assert placed.loc["c", "state"] == "other_unit" and pd.isna(placed.loc["c", "position"])
    assert placed.loc["a", "ranked"] == 2 and placed.loc["a", "best"] != 40
    assert placed.loc["c", "value"] == 40, "shown as printed"


def test_millions_are_not_ranked_among_single_ones():
    frame = together(observed("a", "2024", new=5), observed("b", "2024", new=7))
    frame.loc[frame["province"] == "b", "unit"] = "Triệu đồng"
    assert dict(peer_positions(frame, "procedures_new", "2024")[["province", "state"]].to_numpy()) == {
        "a": "value",
        "b": "other_unit",
    }


def test_an_answer_has_no_position():
    frame = together(observed("a", "2024", survey=1), observed("b", "2024", survey=0))
    placed = peer_positions(frame, "satisfaction_survey_held", "2024")
    assert placed["position"].isna().all() and list(placed["value"]) == [1, 0]


def test_a_percentage_is_not_divided():
    with pytest.raises(InputError, match="is no count"):
        peer_positions(observed("a", "2024", rate=90), "dossiers_resolved_on_time", "2024", "province", "per_procedure")


def test_without_a_base_there_is_no_position():
    frame = together(observed("a", "2024", new=5, procedures=100), observed("b", "2024", new=7))
    placed = peer_positions(frame, "procedures_new", "2024", basis="per_procedure").set_index("province")
    assert placed.loc["a", "compared"] == 0.05 and placed.loc["b", "state"] == "no_base"
    assert pd.isna(placed.loc["b", "compared"])


def test_months_of_an_index_are_placed_apart():
    rows = [("766/QĐ-TTg (month 06)", "a", 80.0), ("766/QĐ-TTg (month 06)", "b", 70.0), ("766/QĐ-TTg (month 07)", "b", 90.0)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["index", "province", "score"])
    frame = typed(frame.assign(year=2024, scale_max=100.0, source="s", document_id="d", location="r"), "indices")
    placed = index_year(frame, "766/QĐ-TTg", 2024)
    assert placed[["month", "province", "position", "ranked"]].to_numpy().tolist() == [[6, "a", 1, 2], [6, "b", 2, 2], [7, "b", 1, 1]]  # fmt: skip


def test_plans_of_one_province_are_kept_apart():
    rows = [{"document_id": f"a/{period}/plan", "lead": ["Sở Nội vụ"]} for period in ("2024", "2021-2025", "2021-2025")]
    frame = typed(pd.DataFrame(rows).assign(province="a", deadline_kind="", location=["L1", "L2", "L3"]), "tasks")
    load = workload(frame)
    assert load[["period", "tasks", "share"]].to_numpy().tolist() == [["2021-2025", 2, 1.0], ["2024", 1, 1.0]]
    assert list(calendar_counts(frame)["period"]) == ["2021-2025", "2024"]


def test_units_that_differ_are_not_summed():
    frame = together(observed("quang-binh", "2024", new=5), observed("quang-tri", "2024", new=7))
    frame.loc[frame["province"] == "quang-tri", ["unit", "kind"]] = ["%", "percent"]
    one = roll_up(frame, AFTER).iloc[0]
    assert one["method"] == "no_roll_up" and pd.isna(one["value"]) and "different units" in one["reason_en"]


def test_a_target_without_a_year_is_not_one_for_another_year():
    targets = plan(target("a"), target("b", year=None), target("c", year=2030))
    matrix = targets_matrix(targets, deadline=2025, provinces=["a", "b", "c"]).set_index("province")
    assert matrix["state"].to_dict() == {"a": "target", "b": "undated", "c": "other_deadline"}
    assert matrix.loc["b", "state_en"] == "target without a deadline"


def test_targets_no_indicator_names_stay_apart_and_are_listed():
    targets = plan(target("a"), target("a", "unmatched", 7.0, label="cây xanh"), target("b", "unmatched", 9.0))
    assert set(targets_matrix(targets)["indicator"]) == {"procedures_with_online_payment"}
    left_out = unnamed_targets(targets)
    assert list(left_out["value"]) == [7, 9] and (left_out["location"] != "").all()
    assert list(unnamed_targets(targets, ["a"])["label"]) == ["cây xanh"]
    assert unnamed_targets(targets, deadline=2030).empty
