"""Every comparison leaves its arguments as they are, does not mind their order, and makes no zero of what is missing."""

import datetime as dt
import importlib
import inspect
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.compare.attainment import attainments
from analysis.compare.indicator import indicator_results, indicator_states, placed_results
from analysis.compare.peers import peer_positions
from analysis.compare.territory import territory_view
from analysis.reference.national_targets import national_targets
from analysis.store import typed
from analysis.validate import validate

from .forms import observed, together

# By their full names: under the short ones stand the doors.
NAMES = (
    "attainment",
    "demand",
    "doubts",
    "indicator",
    "indices",
    "peers",
    "results",
    "targets",
    "tasks",
    "territory",
    "trends",
)
attainment, demand, doubts, indicator, indices, peers, results, targets, tasks, territory, trends = modules = [
    importlib.import_module(f"analysis.compare.{name}") for name in NAMES
]

DAY = dt.date(2025, 7, 1)
RATE = "dossiers_resolved_on_time"


@pytest.fixture(scope="module")
def everything(tables):
    checked = validate(tables)
    return {**tables, "findings": checked.findings, "checks": checked.checks, "national_targets": national_targets()}


def told(f):
    found = indicator_results(RATE, f["observations"], f["figures"], f["indices"], f["findings"], f["checks"])
    return found, placed_results(found)


# What is called, with frames by name: the whole of the public functions over tables.
CALLS = {
    "attainment": lambda f: attainment.attainment(
        f["observations"], f["figures"], f["targets"], f["national_targets"], "2024-H1", "quang-tri", f["indices"],
        f["findings"], f["checks"]),
    "attainments": lambda f: attainments(
        f["observations"], f["figures"], f["targets"], f["national_targets"],
        {"quang-tri": "2024-H1", "hoa-binh": "2022-9M"}, f["indices"], f["findings"], f["checks"]),
    "stated_targets": lambda f: demand.stated_targets(f["targets"]),
    "asks": lambda f: demand.asks(f["targets"].assign(strict=False)),
    "doubts_of": lambda f: doubts.doubts_of(f["findings"], f["checks"]),
    "with_doubts": lambda f: doubts.with_doubts(results.results(f["observations"]), doubts.doubts_of(f["findings"])),
    "indicator_results": lambda f: told(f)[0],
    "placed_results": lambda f: told(f)[1],
    "indicator_states": lambda f: indicator_states(
        RATE, told(f)[0], f["observations"], f["figures"], f["targets"], f["national_targets"], f["indices"],
        f["findings"], f["checks"]),
    "shared_indicators": lambda f: indicator.shared_indicators(f["targets"], f["observations"], f["figures"]),
    "index_history": lambda f: indices.index_history(f["indices"]),
    "index_year": lambda f: indices.index_year(f["indices"], "PAPI", 2023),
    "index_change": lambda f: indices.index_change(f["indices"], "PAPI"),
    "peer_positions": lambda f: peer_positions(
        f["observations"], RATE, "2024-H1", "province", figures=f["figures"], findings=f["findings"], checks=f["checks"]),
    "results": lambda f: results.results(f["observations"], f["figures"], f["indices"]),
    "targets_matrix": lambda f: targets.targets_matrix(f["targets"]),
    "unnamed_targets": lambda f: targets.unnamed_targets(f["targets"]),
    "workload": lambda f: tasks.workload(f["tasks"]),
    "calendar": lambda f: tasks.calendar(f["tasks"]),
    "calendar_counts": lambda f: tasks.calendar_counts(f["tasks"]),
    "similar_tasks": lambda f: tasks.similar_tasks(f["tasks"]),
    "period_of": lambda f: tasks.period_of(f["tasks"]),
    "roll_up": lambda f: territory.roll_up(f["observations"], DAY),
    "territory_view": lambda f: territory_view(f["observations"], RATE, "2024-H1", DAY, "province"),
    "roll_up_indices": lambda f: territory.roll_up_indices(f["indices"], DAY),
    "trend": lambda f: trends.trend(f["observations"], "quang-tri", figures=f["figures"]),
    "what_changed": lambda f: trends.what_changed(f["observations"], "quang-tri", "2024-H1", f["figures"]),
}  # fmt: skip
# These answer row by row, in the order they are given; a list of rows is what they are asked for.
ROW_BY_ROW = {"asks", "with_doubts", "results", "period_of", "roll_up_indices"}


def test_every_public_function_over_tables_is_called_here():
    over_tables = {
        name
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and one.__module__ == module.__name__
        and any("DataFrame" in str(of.annotation) for of in inspect.signature(one).parameters.values())
    }  # fmt: skip
    assert over_tables <= set(CALLS), over_tables - set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_arguments_stay_as_they_are(name, everything):
    frames = {key: frame.copy(deep=True) for key, frame in everything.items()}
    CALLS[name](frames)
    for key, frame in frames.items():
        pd.testing.assert_frame_equal(frame, everything[key])


def in_other_order(frames, seed):
    chance = random.Random(seed)
    shuffled = {}
    for key, frame in frames.items():
        places = list(range(len(frame)))
        chance.shuffle(places)
        shuffled[key] = frame.iloc[places]
    return shuffled


def in_one_order(found):
    """Rows in the order of what they say; answers beside the rows asked about in the order of those."""
    if isinstance(found, pd.Series):
        return found.sort_index()
    order = found.astype("str").sort_values(list(found.columns), kind="stable").index
    return found.loc[order].reset_index(drop=True)


@pytest.mark.parametrize("name", sorted(ROW_BY_ROW))
def test_what_answers_row_by_row_gives_each_row_the_same_answer_in_any_order(name, everything):
    expected, found = CALLS[name](everything), CALLS[name](in_other_order(everything, name))
    assert len(expected) and type(found) is type(expected)
    compare = pd.testing.assert_series_equal if isinstance(found, pd.Series) else pd.testing.assert_frame_equal
    compare(in_one_order(found), in_one_order(expected))


@pytest.mark.parametrize("name", sorted(set(CALLS) - ROW_BY_ROW))
def test_order_of_rows_never_changes_a_result(name, everything):
    expected, found = CALLS[name](everything), CALLS[name](in_other_order(everything, name))
    if isinstance(expected, pd.DataFrame):
        pd.testing.assert_frame_equal(found, expected)
    else:
        assert found == expected


provinces = st.lists(
    st.sampled_from(["quang-tri", "quang-binh", "hue", "dak-nong", "thai-nguyen"]), min_size=1, unique=True
)
values = st.dictionaries(
    st.sampled_from(["quang-tri", "quang-binh", "hue", "dak-nong"]),
    st.one_of(st.none(), st.integers(1, 100)),
    min_size=1,
)


@settings(max_examples=15, deadline=None)
@given(values, provinces)
def test_a_province_without_data_never_appears_as_zero(reported, asked):
    rows = together(*(observed(key, "2024", rate=value, new=value) for key, value in reported.items()))
    known = {key for key, value in reported.items() if value is not None}
    empty = typed(pd.DataFrame({"document_id": []}), "figures")
    aims = [{"province": key, "indicator": RATE, "value": 90.0, "deadline_year": 2025, "level": "province",
             "comparator": ">=", "unit": "percent", "direction": "reach", "domain": "procedures", "location": "L1",
             "document_id": f"{key}/2021-2025/plan"} for key in asked]  # fmt: skip
    aims = typed(pd.DataFrame(aims), "targets")
    placed = peer_positions(rows, RATE, "2024", "province", provinces=asked).set_index("province")
    judged = attainments(rows, empty, aims, national_targets().head(0), dict.fromkeys(asked, "2024"))
    view = territory_view(rows, "procedures_new", "2024", DAY)
    found = placed_results(indicator_results(RATE, rows, empty, typed(pd.DataFrame({"document_id": []}), "indices")))
    assert set(placed.index) == set(asked)
    for key in set(asked) - known:
        assert placed.loc[key, ["value", "compared", "position", "to_best", "to_median"]].isna().all()
        mine = judged[judged["province"] == key]
        assert mine["result"].isna().all() and (mine["state"] == "not_measurable").all()
        assert found.loc[found["province"] == key, ["value", "position"]].isna().all(axis=None)
    nothing = view[view["have"] == 0]
    assert nothing["value"].isna().all() and not (view["value"] == 0).any()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(50, 100)), min_size=1, max_size=8))
def test_peers_of_many_are_those_of_each(aims):
    rows = [{"province": key, "indicator": RATE, "value": float(value), "deadline_year": 2025, "level": "all",
             "comparator": ">=", "unit": "percent", "direction": "reach", "domain": "procedures", "printed": f"{value}%",
             "location": f"L{place}", "document_id": f"{key}/2021-2025/plan"} for place, (key, value) in enumerate(aims)]  # fmt: skip
    frame = typed(pd.DataFrame(rows), "targets")
    none = [typed(pd.DataFrame({"document_id": []}), name) for name in ("observations", "figures")]
    nation = national_targets().head(0)
    every = attainments(*none, frame, nation, dict.fromkeys(sorted(set(frame["province"])), "2024"))
    for key in set(frame["province"]):
        alone = attainment.attainment(*none, frame, nation, "2024", key)
        pd.testing.assert_frame_equal(every[every["province"] == key].reset_index(drop=True), alone)
        others = frame[frame["province"] != key].drop_duplicates(["province", "value"])
        mine = every[every["province"] == key]
        assert (mine["peers_count"] == others["province"].nunique()).all()
        if len(others):
            spread = (others["value"].min(), others["value"].median(), others["value"].max())
            assert tuple(mine[["peers_min", "peers_median", "peers_max"]].iloc[0]) == spread


rates = st.dictionaries(st.sampled_from("abcd"), st.lists(st.sampled_from([None, 80, 93, 100]), min_size=1, max_size=2))
goals = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from([RATE, "feedback_handled", "civil_servants_trained"]),
        st.sampled_from(["all", "province", "district"]),
        st.sampled_from([90.0, 95.0]),
        st.sampled_from(["2021-2025", "2024"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=6, deadline=None)
@given(rates, goals)
def test_provinces_judged_together_are_judged_as_each_alone(reported, aims):
    """With several targets in a cell, several results, empty cells, results without a target and national targets."""
    rows = [
        observed(key, "2024", document=f"report{place}", rate=value)
        for key, values in reported.items()
        for place, value in enumerate(values)
    ]
    rows = together(*rows) if rows else typed(pd.DataFrame({"document_id": []}), "observations")
    told = typed(pd.DataFrame({"document_id": []}), "figures")
    frame = typed(
        pd.DataFrame(
            [{"province": key, "indicator": indicator, "value": value, "deadline_year": 2025, "level": level,
              "comparator": ">=", "unit": "percent", "direction": "reach", "domain": "procedures", "printed": "trên 9",
              "location": f"L{place}", "document_id": f"{key}/{plan}/plan"}
             for place, (key, indicator, level, value, plan) in enumerate(aims)]
        ), "targets",
    )  # fmt: skip
    asked = dict.fromkeys(["d", "b", "a", "e"], "2024")
    every = attainments(rows, told, frame, national_targets(), asked)
    assert list(every["province"].unique()) == [key for key in asked if key in set(every["province"])]
    for key in asked:
        alone = attainment.attainment(rows, told, frame, national_targets(), "2024", key)
        pd.testing.assert_frame_equal(every[every["province"] == key].reset_index(drop=True), alone)
        mine = alone[(alone["indicator"] == RATE) & (alone["level"] == "province") & (alone["against"] == "own")]
        values = [value for value in reported.get(key, []) if value is not None]
        if values:
            assert set(mine["result"]) <= {values[0]} and (mine["doubtful"] == (len(set(values)) > 1)).all()
        else:
            assert (mine["state"] == "not_measurable").all()


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(3)))
def test_which_of_several_documents_is_shown_does_not_depend_on_the_order_of_rows(order):
    reports = [observed("hue", "2024", document=name, rate=value) for name, value in (("a", 91), ("b", 92), ("c", 93))]
    aims = typed(
        pd.DataFrame(
            [{"province": "hue", "indicator": RATE, "value": 99.0, "deadline_year": 2025, "level": "province",
              "comparator": ">=", "unit": "percent", "direction": "reach", "domain": "procedures", "location": "L1",
              "document_id": "hue/2021-2025/plan"}]
        ), "targets",
    )  # fmt: skip
    none = typed(pd.DataFrame({"document_id": []}), "figures")
    one = attainments(
        together(*(reports[place] for place in order)), none, aims, national_targets().head(0), {"hue": "2024"}
    )
    assert list(one["result"]) == [91.0] and one["doubtful_by"].iloc[0] == "conflict"
    assert "91 / 92 / 93" in one["caveat_en"].iloc[0]
