"""The time chart joins points of one run only, and says where each year begins and ends."""

import pandas as pd

from analysis.charts.timeline import timeline


def drawn():
    frame = pd.DataFrame(
        {
            "line": ["năm"] * 4,
            "at": [2020.95, 2021.95, 2022.95, 2023.95],
            "value": [80.0, 81.0, 90.0, 91.0],
            "text": ["80", "81", "90", "91"],
            "segment": [0, 0, 1, 1],
            "broken": [False, False, True, False],
            "tip": ["a", "b", "c", "d"],
        }
    )
    return timeline(frame, title="t", unit="%", time="Năm").to_dict()


def layers(chart, mark):
    found = [one for one in chart["layer"] if one["mark"]["type"] == mark]
    return [(one, chart["datasets"][one["data"]["name"]]) for one in found]


def test_a_line_is_drawn_per_run_and_never_across_a_break():
    ((line, rows),) = layers(drawn(), "line")
    by = line["encoding"]["detail"]["field"]
    runs = [[row["at"] for row in rows if row[by] == run] for run in dict.fromkeys(row[by] for row in rows)]
    assert runs == [[2020.95, 2021.95], [2022.95, 2023.95]]


def test_a_dashed_line_stands_between_the_runs_and_years_begin_at_plain_ones():
    rules = layers(drawn(), "rule")
    dashed = [rows for rule, rows in rules if "strokeDash" in rule["mark"]]
    plain = [rows for rule, rows in rules if "strokeDash" not in rule["mark"]]
    assert [[row["at"] for row in rows] for rows in dashed] == [[2022.45]]
    assert [[row["at"] for row in rows] for rows in plain] == [[2020.0, 2021.0, 2022.0, 2023.0, 2024.0]]


def test_a_year_is_named_between_its_ends():
    ((line, _),) = layers(drawn(), "line")
    assert line["encoding"]["x"]["axis"]["values"] == [2020.5, 2021.5, 2022.5, 2023.5]
