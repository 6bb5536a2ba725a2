"""What the time charts join by a line: like periods only, and never across a break, a gap or disagreeing sources."""

from dataclasses import replace

import pandas as pd
import pytest

import analysis.report.over_time as over_time
from analysis.report import IndicatorPage
from analysis.store import typed
from tests.compare.forms import observed, together

RATE = "dossiers_resolved_on_time"
ONLINE = "full_online_services_rate"


@pytest.fixture
def joined(committed, monkeypatch):
    """A function from form rows (or indices) to the runs a line joins: (line, period ends) by chart."""
    drawn = []
    real = over_time.timeline

    def record(frame, **words):
        known = frame[frame["value"].notna()]
        drawn.append(
            [(key[0], tuple(run["at"].round(2))) for key, run in known.groupby(["line", "segment"], sort=False)]
        )
        return real(frame, **words)

    monkeypatch.setattr(over_time, "timeline", record)

    def runs(observations, indicator=RATE, indices=None):
        drawn.clear()
        tables = {"observations": observations, "figures": committed.figures.head(0)}
        data = replace(committed, **tables, indices=committed.indices.head(0) if indices is None else indices)
        html = IndicatorPage(data, indicator).time()._repr_html_()
        return list(drawn), html

    return runs


def lengths(chart):
    return sorted((line, len(ends)) for line, ends in chart)


def test_quarters_half_years_nine_months_and_years_are_lines_of_their_own(joined):
    codes = [f"{year}{part}" for year in (2022, 2023, 2024) for part in ("-Q1", "-Q2", "-H1", "-Q3", "-9M", "-Q4", "")]
    rows = together(*(observed("hue", code, rate=80 + place) for place, code in enumerate(codes)))
    (cumulative, quarters), _ = joined(rows)
    assert [count for _, count in lengths(cumulative)] == [3, 3, 3] and len({line for line, _ in cumulative}) == 3
    assert [count for _, count in lengths(quarters)] == [12], "twelve quarters, and nothing that counts from January"


def test_a_missing_period_and_an_empty_cell_are_gaps(joined):
    rows = together(*(observed("hue", code, rate=value) for code, value in
                      (("2017", 90), ("2018", 91), ("2020", 92), ("2021", None), ("2022", 95), ("2023", 96))))  # fmt: skip
    (chart,), html = joined(rows)
    assert [count for _, count in lengths(chart)] == [1, 2, 2]
    assert html.count("stroke-dasharray") >= 1 and "thiếu số liệu của kỳ ở giữa" in html


def test_another_unit_and_another_edition_of_the_rules_break_the_line(joined):
    rows = together(*(observed("hue", str(year), rate=80 + year - 2020) for year in (2020, 2021, 2022, 2023)))
    rows = rows.assign(indicator=ONLINE)
    (chart,), html = joined(rows, ONLINE)
    assert [count for _, count in lengths(chart)] == [2, 2] and "bốn mức độ" in html, "Decree 42/2022 lies between"
    other = rows.assign(indicator=RATE, unit=["%", "%", "phần nghìn", "phần nghìn"])
    (chart,), html = joined(other)
    assert [count for _, count in lengths(chart)] == [2, 2] and "đơn vị tính" in html


def test_the_reorganisation_of_2025_breaks_the_line(joined):
    rows = together(*(observed("hue", str(year), rate=90 + year - 2023) for year in (2023, 2024, 2025, 2026)))
    rows = rows.assign(level="commune")
    (chart,), html = joined(rows)
    assert [count for _, count in lengths(chart)] == [2, 2] and "cấp xã được sắp xếp lại" in html


def test_sources_that_disagree_are_both_shown_and_joined_to_nothing(joined):
    rows = together(*(observed("hue", str(year), rate=value) for year, value in ((2021, 90), (2022, 91), (2023, 92))),
                    observed("hue", "2023", document="other", rate=99))  # fmt: skip
    (chart,), html = joined(rows)
    assert [count for _, count in lengths(chart)] == [1, 1, 2] and "99" in html


def test_an_index_with_conflicting_sources_a_gap_and_another_method(joined):
    years = [(2019, 70.5), (2020, 71.5), (2021, 72.5), (2021, 79.9), (2022, 73.5), (2023, 74.5), (2025, 75.5)]
    table = pd.DataFrame(years, columns=["year", "score"]).assign(
        index="PAR INDEX", province="hue", scale_max=100.0, source="made up", document_id="d"
    )
    table["location"] = [f"row {place}" for place in range(len(table))]
    (chart,), html = joined(observed("hue", "2024", rate=90), "par_index_score", typed(table, "indices"))
    assert [count for _, count in lengths(chart)] == [1, 1, 1, 2, 2], "2021 twice, 2025 alone, two and two years"
    assert "79,9" in html and "72,5" in html
