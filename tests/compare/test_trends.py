import pandas as pd

from analysis.compare.trends import break_between, trend, what_changed
from analysis.reference.periods import parse_period

from .conftest import same
from .forms import observed, together


def lines(frame, **wanted):
    for name, value in wanted.items():
        frame = frame[frame[name] == value]
    return frame.reset_index(drop=True)


def test_cumulative_periods_are_not_mixed_with_quarters():
    codes = ["2023-Q1", "2023-Q2", "2023-H1", "2023-9M", "2023", "2024-Q1", "2024-H1", "2024"]
    frame = together(*(observed("a", code, resolved=number) for number, code in enumerate(codes, start=1)))
    series = trend(frame, "a", "dossiers_resolved_count").groupby("series")["period"].agg(list).to_dict()
    assert series == {
        "quarter": ["2023-Q1", "2023-Q2", "2024-Q1"],
        "first_half": ["2023-H1", "2024-H1"],
        "nine_months": ["2023-9M"],
        "year": ["2023", "2024"],
    }


def test_a_change_is_to_the_like_period_before():
    frame = together(observed("a", "2023-H1", resolved=100), observed("a", "2023", resolved=300),
                     observed("a", "2024-H1", resolved=150))  # fmt: skip
    half = lines(trend(frame, "a"), period="2024-H1").iloc[0]
    assert (half["previous_period"], half["change"], half["relative_change"]) == ("2023-H1", 50, 0.5)


def test_a_missing_period_breaks_the_line():
    frame = together(*(observed("a", code, rate=value) for code, value in (("2021", 90), ("2022", 91), ("2024", 95))))
    found = trend(frame, "a")
    assert list(found["segment"]) == [0, 0, 1] and "missing" in found["break_en"].iloc[-1]
    assert found["change"].iloc[1] == 1 and pd.isna(found["change"].iloc[2])


def test_the_end_of_districts_breaks_the_line():
    frame = together(*(observed("hue", code, resolved_commune=9) for code in ("2023", "2024", "2025")))
    found = trend(frame, "hue")
    assert list(found["segment"]) == [0, 0, 1] and "commune" in found["break_en"].iloc[-1]


def test_a_change_of_unit_breaks_the_line():
    frame = together(observed("a", "2023", resolved=100), observed("a", "2024", resolved=120))
    frame.loc[frame["period"] == "2024", "unit"] = "Nghìn hồ sơ"
    found = trend(frame, "a")
    assert list(found["segment"]) == [0, 1] and pd.isna(found["change"].iloc[1])


def test_an_empty_cell_is_a_gap_and_disagreement_no_change():
    frame = together(
        observed("a", "2022", rate=90), observed("a", "2023", rate=None), observed("a", "2024", rate=95),
        observed("a", "2024", document="x", rate=96),
    )  # fmt: skip
    found = trend(frame, "a")
    assert list(found["state"]) == ["value", "empty_cell", "value", "value"]
    assert list(found["conflict"]) == [False, False, True, True] and found["change"].isna().all()


def test_what_changed():
    frame = together(observed("a", "2023", resolved=100, rate=90, new=5), observed("a", "2024", resolved=150, rate=90, procedures=7),
                     observed("a", "2023-H1", new=1))  # fmt: skip
    found = what_changed(frame, "a", "2024").set_index("indicator")
    assert found["news"].to_dict() == {
        "dossiers_resolved_count": "higher",
        "dossiers_resolved_on_time": "same",
        "procedures_total": "new",
        "procedures_new": "gone",
    }
    assert pd.isna(found.loc["procedures_new", "value"]) and found.loc["procedures_new", "previous_value"] == 5
    assert set(what_changed(frame, "a", "2023")["news"]) == {"new"}


def test_what_changed_looks_at_periods_of_its_own_kind_and_province_only():
    frame = together(
        *(observed("a", code, rate=value) for code, value in (("2023-H1", 90), ("2023-Q4", 91), ("2024-H1", 92))),
        observed("b", "2023-H1", rate=10),
    )
    frame.loc[frame["period"] == "2023-Q4", "unit"] = "Nghìn"
    found = what_changed(frame, "a", "2024-H1")
    assert list(found["previous_period"]) == ["2023-H1"] and list(found["change"]) == [2] and len(found) == 1
    assert list(found["news"]) == ["higher"] and list(found["break_en"]) == [""]


def test_a_break_between_two_periods():
    def reason(before, now, indicator="dossiers_resolved_count", level="province", other_unit=False):
        return break_between(parse_period(before), parse_period(now), indicator, level, other_unit)["en"]

    assert reason("2023-Q1", "2024-Q1") == reason("2023", "2024") == ""
    assert "missing" in reason("2022", "2024")
    assert "commune" in reason("2024", "2025", level="commune") and reason("2023", "2024", level="commune") == ""
    assert "unit" in reason("2023", "2024", other_unit=True)


def test_real_report(tables):
    found = trend(tables["observations"], "quang-tri", figures=tables["figures"])
    assert set(found["series"]) == {"first_half"} and (found["document_id"] != "").all()
    assert len(what_changed(tables["observations"], "quang-tri", "2024-H1"))


def test_order_of_rows_and_arguments(tables):
    observations = tables["observations"].copy()
    shuffled = observations.sample(frac=1, random_state=2)
    assert same(trend(observations, "quang-tri"), trend(shuffled, "quang-tri"))
    assert same(observations, tables["observations"])
    assert trend(observations.head(0), "quang-tri").empty
