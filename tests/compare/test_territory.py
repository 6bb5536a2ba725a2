import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.compare.territory import roll_up, roll_up_indices, territory_view, unit_on
from analysis.errors import InputError
from analysis.reference.comparability import ratio_parts
from analysis.reference.forms.rows import form_rows
from analysis.reference.provinces import kind_on, predecessors_of, province_by_code, provinces_on, resolve_province

from .conftest import same
from .forms import observed, together

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def cell(frame, province, code):
    found = frame[(frame["province"] == province) & (frame["code"] == code)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.fixture
def two_of_three():
    """Quảng Bình and Quảng Trị became Quảng Trị; of Lâm Đồng's three former provinces two report."""
    return together(
        observed("quang-binh", "2024", rate=90.0, resolved=100, on_time=90, electronic=99.0, survey=1, satisfied=91.0),
        observed("quang-tri", "2024", rate=99.0, resolved=900, on_time=891, electronic=100.0, survey=0, satisfied=89.0),
        observed("dak-nong", "2024", rate=50.0, resolved=10, on_time=5),
        observed("lam-dong", "2024", rate=80.0, resolved=10, on_time=8),
        observed("cao-bang", "2024", rate=97.7, resolved=10, on_time=5),
    )


def test_counts_are_summed_and_ratios_recomputed(two_of_three):
    view = roll_up(two_of_three, AFTER)
    resolved = cell(view, "quang-tri-2025", "3.1.1")
    assert (resolved["value"], resolved["method"], resolved["complete"]) == (1000, "summed", True)
    rate = cell(view, "quang-tri-2025", "3.1")
    assert rate["value"] == pytest.approx(98.1) and rate["method"] == "recomputed"
    assert (rate["numerator"], rate["denominator"]) == (981, 1000)
    assert rate["document_id"] == "quang-binh/2024/report;quang-tri/2024/report" and rate["location"] == "L0;L0"


def test_coverage_is_stated(two_of_three):
    rate = cell(roll_up(two_of_three, AFTER), "lam-dong-2025", "3.1")
    assert rate["value"] == pytest.approx(65)
    assert rate["coverage_en"] == "2 of 3 predecessor provinces have data" and not rate["complete"]
    assert rate["coverage_vi"].startswith("2/3")


def test_unchanged_territory_keeps_its_printed_figures(two_of_three):
    rate = cell(roll_up(two_of_three, AFTER), "cao-bang", "3.1")
    assert (rate["value"], rate["method"]) == (97.7, "as_printed"), "even where it disagrees with its own counts"
    before = roll_up(two_of_three, BEFORE)
    assert set(before["province"]) == set(two_of_three["province"]) and set(before["method"]) == {"as_printed"}


def test_ratios_without_parts_answers_and_satisfaction_do_not_roll_up(two_of_three):
    view = roll_up(two_of_three, AFTER)
    for code, words in (("5.2", "without its numerator"), ("6", "answer"), ("9", "satisfaction")):
        one = cell(view, "quang-tri-2025", code)
        assert one["method"] == "no_roll_up" and math.isnan(one["value"]) and words in one["reason_en"]
        assert one["document_id"] != ""


def test_a_ratio_uses_only_provinces_with_both_parts():
    view = roll_up(
        together(
            observed("quang-binh", "2024", rate=90.0, resolved=100, on_time=None),
            observed("quang-tri", "2024", rate=99.0, resolved=900, on_time=891),
        ),
        AFTER,
    )
    rate = cell(view, "quang-tri-2025", "3.1")
    assert rate["value"] == pytest.approx(99) and rate["have"] == 1 and not rate["complete"]


def test_disagreeing_documents_of_one_province_are_not_summed():
    view = roll_up(
        together(
            observed("quang-binh", "2024", resolved=100),
            observed("quang-tri", "2024", resolved=900),
            observed("quang-tri", "2024", document="second", resolved=905),
        ),
        AFTER,
    )
    resolved = cell(view, "quang-tri-2025", "3.1.1")
    assert resolved["value"] == 100 and resolved["have"] == 1 and not resolved["complete"]
    assert resolved["reason_en"].endswith("provinces whose documents disagree left out")


def test_a_province_counts_once_however_many_documents_print_its_ratio(two_of_three):
    """A second document that gives the rate alone must neither double its counts nor its part in the coverage."""
    again = observed("dak-nong", "2024", document="second", rate=60.0)
    rate = cell(roll_up(together(two_of_three, again), AFTER), "lam-dong-2025", "3.1")
    assert (rate["numerator"], rate["denominator"], rate["have"]) == (13, 20, 2)
    assert "dak-nong/2024/second" in rate["document_id"] and "left out" not in rate["reason_en"]
    counts = observed("dak-nong", "2024", document="second", resolved=11, on_time=5)
    rate = cell(roll_up(together(two_of_three, counts), AFTER), "lam-dong-2025", "3.1")
    assert (rate["numerator"], rate["denominator"], rate["have"]) == (8, 10, 1) and "left out" in rate["reason_en"]


def test_the_map_has_one_row_per_unit_and_picks_none_of_two_values():
    rows = together(
        observed("hue", "2024", new=5, procedures=9), observed("hue", "2024", document="second", new=5, procedures=8),
        observed("cao-bang", "2024", new=None),
    )  # fmt: skip
    agreed = territory_view(rows, "procedures_new", "2024", AFTER).set_index("province")
    assert len(agreed) == 34 and agreed.loc["hue", "value"] == 5
    assert agreed.loc["hue", "document_id"] == "hue/2024/report;hue/2024/second"
    assert agreed.loc["cao-bang", "reason_en"] == "the cell of the form was left empty"
    disputed = territory_view(rows, "procedures_total", "2024", AFTER).set_index("province").loc["hue"]
    assert math.isnan(disputed["value"]) and "9 / 8" in disputed["reason_en"] and disputed["have"] == 0


def test_former_provinces_are_told_that_only_the_new_one_reports():
    """Seen on a day before the reorganisation they have no data of their own, which is not: nobody reported."""
    view = territory_view(observed("quang-tri-2025", "2025", new=5), "procedures_new", "2025", BEFORE)
    view = view.set_index("province")
    assert len(view) == 63 and view["value"].isna().all()
    assert set(view.index[view["method"] == "cannot_split"]) == {"quang-tri", "quang-binh"}
    assert (
        view.loc["quang-binh", "document_id"] == "quang-tri-2025/2025/report" and view.loc["hue", "method"] == "no_data"
    )


def test_new_provinces_cannot_be_split():
    view = roll_up(observed("quang-tri-2025", "2026", resolved=5), BEFORE)
    assert list(view["method"]) == ["cannot_split"] and view["value"].isna().all()
    assert list(roll_up(observed("quang-tri-2025", "2026", resolved=5), AFTER)["value"]) == [5]


def test_a_zero_denominator_gives_no_ratio():
    view = roll_up(
        together(
            observed("quang-binh", "2024", rate=None, resolved=0, on_time=0),
            observed("quang-tri", "2024", rate=None, resolved=0, on_time=0),
        ),
        AFTER,
    )
    assert math.isnan(cell(view, "quang-tri-2025", "3.1")["value"])


def test_the_map_has_every_unit_and_no_data_is_not_zero(two_of_three):
    view = territory_view(two_of_three, "dossiers_resolved_on_time", "2024", AFTER, "province")
    assert len(view) == 34 and len(territory_view(two_of_three, "petitions_received", "2024", BEFORE)) == 63
    empty = view[view["method"] == "no_data"]
    assert len(empty) == 31 and empty["value"].isna().all() and (empty["have"] == 0).all()
    assert view.set_index("province").loc["quang-tri-2025", "value"] == pytest.approx(98.1)
    assert view.set_index("province").loc["ho-chi-minh-2025", "total"] == 3


def test_scores_ranks_and_satisfaction_do_not_roll_up(tables):
    view = roll_up_indices(tables["indices"], AFTER)
    merged = view[view["unit"] != view["province"]]
    assert not merged["rolls_up"].any() and (merged["reason_en"] != "").all()
    assert view.loc[view["province"] == "hue", "rolls_up"].all()
    assert list(merged.loc[merged["province"] == "quang-tri", "unit"].unique()) == ["quang-tri-2025"]


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("44", "quang-binh", "quang-tri-2025"),
        ("15", "yen-bai", "lao-cai-2025"),
        ("24", "bac-giang", "bac-ninh-2025"),
        ("82", "tien-giang", "dong-thap-2025"),
    ],
)
def test_codes_that_changed_meaning(code, before, after):
    assert province_by_code(code, BEFORE).key == before
    assert province_by_code(code, AFTER).key == after
    assert unit_on(before, AFTER) == after and unit_on(before, BEFORE) == before and unit_on(after, BEFORE) is None


@pytest.mark.parametrize("code", ["45", "10", "27", "87"])
def test_codes_that_ended(code):
    assert province_by_code(code, BEFORE)
    with pytest.raises(InputError):
        province_by_code(code, AFTER)


def test_dong_nai_is_a_city_since_30_april_2026():
    assert kind_on("dong-nai-2025", dt.date(2026, 4, 29)) == "tỉnh"
    assert kind_on("dong-nai-2025", dt.date(2026, 4, 30)) == "thành phố"
    assert kind_on("dong-nai", BEFORE) == "tỉnh"
    assert unit_on("binh-phuoc", dt.date(2026, 5, 1)) == unit_on("dong-nai", dt.date(2026, 5, 1)) == "dong-nai-2025"


def test_the_country_has_63_units_and_then_34():
    assert (len(provinces_on(BEFORE)), len(provinces_on(AFTER))) == (63, 34)
    covered = [one.key for unit in provinces_on(AFTER) for one in predecessors_of(unit.key)]
    assert sorted(covered) == sorted(unit.key for unit in provinces_on(BEFORE))
    assert resolve_province("Quảng Trị", BEFORE).key != resolve_province("Quảng Trị", AFTER).key


def test_ratio_parts_are_rows_of_the_forms():
    rows = form_rows()
    for (form, ratio), one in ratio_parts().items():
        assert rows[form, ratio].kind == "percent"
        assert rows[form, one.numerator].kind == rows[form, one.denominator].kind == "count"


counts = st.lists(
    st.tuples(st.sampled_from(["dak-nong", "lam-dong", "binh-thuan"]), st.integers(0, 10**6), st.integers(1, 10**6)),
    min_size=1, max_size=3, unique_by=lambda row: row[0],
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(counts, st.randoms(use_true_random=False))
def test_rolling_up_then_the_ratio_is_the_ratio_of_the_sums(rows, random):
    frame = together(*(observed(key, "2024", rate=1.0, resolved=low, on_time=top) for key, top, low in rows))
    view = roll_up(frame, AFTER)
    rate = cell(view, "lam-dong-2025", "3.1")
    tops, lows = sum(top for _, top, _ in rows), sum(low for _, _, low in rows)
    assert rate["value"] == 100 * tops / lows
    counts_up = cell(view, "lam-dong-2025", "3.1.2")["value"] / cell(view, "lam-dong-2025", "3.1.1")["value"]
    assert rate["value"] == pytest.approx(100 * counts_up, rel=1e-12)
    assert rate["have"] == len(rows)
    order = list(range(len(frame)))
    random.shuffle(order)
    before = frame.copy()
    assert same(roll_up(frame.iloc[order].reset_index(drop=True), AFTER), view)
    assert same(frame, before)


def test_nothing_at_all():
    assert roll_up(observed("quang-tri", "2024", resolved=1).head(0), AFTER).empty
    assert isinstance(roll_up(observed("not identified", "2024", resolved=1), AFTER), pd.DataFrame)


def test_a_count_its_province_prints_two_ways_is_missing_and_not_zero():
    """No document can be picked, so the sum has nothing to add: that is unknown, never 0."""
    rows = together(
        observed("quang-binh", "2024", resolved=5), observed("quang-binh", "2024", document="x", resolved=7)
    )
    rolled = roll_up(rows, dt.date(2025, 7, 1))
    one = rolled[rolled["indicator"] == "dossiers_resolved_count"].iloc[0]
    assert one["province"] == "quang-tri-2025" and pd.isna(one["value"]) and one["have"] == 0
