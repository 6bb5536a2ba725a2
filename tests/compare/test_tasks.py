import datetime as dt

import pandas as pd
import pytest

from analysis.compare.tasks import calendar, calendar_counts, similar_tasks, workload
from analysis.store import typed

from .conftest import same


@pytest.fixture
def tasks(tables):
    return tables["tasks"].copy()


def test_workload_by_lead_agency(tasks):
    load = workload(tasks).set_index(["province", "agency"])
    assert load.loc[("thai-nguyen", "Sở Nội vụ"), ["tasks", "dated", "recurring", "contingent"]].tolist() == [
        8,
        8,
        0,
        0,
    ]
    home_affairs = load.loc[("dak-nong", "Sở Nội vụ")]
    assert home_affairs[["tasks", "dated", "recurring", "contingent"]].tolist() == [7, 2, 2, 3]
    assert home_affairs["share"] == 7 / 16
    assert load.loc[("dak-nong", "Công an tỉnh"), "joint"] == 1
    assert load["location"].ne("").all()


def test_spellings_of_one_agency_are_one():
    rows = [{"lead": ["Sở Nội vụ"]}, {"lead": ["sở nội vụ"]}, {"lead": []}, {"lead": ["Sở Nội vụ", "SỞ NỘI VỤ"]}]
    frame = pd.DataFrame(rows).assign(
        province="a", document_id="d", deadline_kind="", location=["L1", "L2", "L3", "L4"]
    )
    load = workload(typed(frame, "tasks"))
    assert list(load["tasks"]) == [3, 1] and list(load["agency_key"]) == ["so noi vu", ""]


def test_contingent_and_recurring_tasks_stay_apart(tasks):
    counts = calendar_counts(tasks).set_index(["province", "when", "due"])["tasks"].to_dict()
    assert counts[("dak-nong", "contingent", "")] == 6 and counts[("dak-nong", "recurring", "")] == 7
    assert counts[("thai-nguyen", "quarter", "2020-Q3")] == 3
    assert counts[("thai-nguyen", "year", "2020")] == 12, "a year alone is no fourth quarter"
    assert sum(counts.values()) == len(tasks)


def test_places_in_time():
    rows = [
        ("date_range", None, dt.date(2024, 3, 31), "quarter", "2024-Q1"),
        ("date_range", dt.date(2021, 1, 1), dt.date(2025, 12, 31), "years", "2021-2025"),
        ("month", dt.date(2024, 7, 1), dt.date(2024, 7, 31), "quarter", "2024-Q3"),
        ("recurring", dt.date(2024, 1, 1), dt.date(2024, 12, 31), "recurring", ""),
        ("", None, None, "none", ""),
    ]
    frame = pd.DataFrame(rows, columns=["deadline_kind", "start", "end", "when", "due"]).assign(province="a")
    placed = calendar(typed(frame.assign(no=[str(number) for number in range(len(rows))]), "tasks")).set_index("no")
    for number, row in enumerate(rows):
        assert (placed.loc[str(number), "when"], placed.loc[str(number), "due"]) == row[3:]


def test_similar_tasks_side_by_side(tasks):
    pairs = similar_tasks(tasks)
    assert len(pairs) == 1
    one = pairs.iloc[0]
    assert (one["province_1"], one["province_2"]) == ("dak-nong", "thai-nguyen")
    assert "mức độ hài lòng" in one["task_1"] and "mức độ hài lòng" in one["task_2"]
    assert one["location_1"] and one["location_2"] and 70 <= one["score"] <= 100
    assert similar_tasks(tasks, ["dak-nong"]).empty, "never within one province"


def test_a_short_task_is_not_every_long_one():
    texts = ["Báo cáo kết quả", "Báo cáo kết quả khảo sát mức độ hài lòng của người dân về y tế, giáo dục và đất đai"]
    frame = pd.DataFrame({"task": texts, "province": ["a", "b"], "lead": [[], []]})
    assert similar_tasks(typed(frame, "tasks")).empty


def test_order_of_rows_and_arguments(tasks):
    before = tasks.copy()
    shuffled = tasks.sample(frac=1, random_state=5)
    for function in (workload, calendar, calendar_counts, similar_tasks):
        left, right = function(tasks), function(shuffled)
        lists = [name for name in left.columns if left[name].map(type).eq(list).any()]
        assert same(left.drop(columns=lists), right.drop(columns=lists))
    assert same(tasks.astype("str"), before.astype("str"))


def test_no_tasks(tasks):
    for function in (workload, calendar, calendar_counts, similar_tasks):
        assert function(tasks.head(0)).empty
