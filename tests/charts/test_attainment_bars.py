"""`charts.attainment_bars` over what `analysis.compare.attainment` gives: every bar says which target it is of."""

import pytest

from analysis import charts
from analysis.clean.pipeline import clean_folders, read_all
from analysis.compare.attainment import attainment
from analysis.reference.national_targets import national_targets
from analysis.store import Project
from tests.compare.conftest import ROOT


@pytest.fixture(scope="module")
def judged():
    tables = clean_folders(read_all(Project(ROOT)))
    return attainment(
        tables["observations"], tables["figures"], tables["targets"], national_targets(), "2024-H1", "quang-tri",
        tables["indices"],
    )  # fmt: skip


def _labels(chart):
    """Labels of the rows, wherever in the chart's layers they stand."""
    held = chart.to_dict()["datasets"].values()
    return [row["label"] for rows in held for row in rows if "label" in row and "value" in row]


@pytest.mark.parametrize(("language", "label"), [("vi", "Tỷ lệ văn bản trao đổi"), ("en", "Documents exchanged")])
def test_every_bar_has_a_label_also_where_only_the_nation_asks(judged, language, label):
    national = judged[(judged["against"] == "national") & (judged["state"] == "reached")]
    assert len(national) and set(national["label"]) == {""}, "the case this is about"
    labels = _labels(charts.attainment_bars(judged, language))
    texts = [" ".join(one) if isinstance(one, list) else one for one in labels]
    assert all(text.strip() for text in texts) and any(text.startswith(f"2025: {label}") for text in texts)


def test_two_deadlines_of_one_target_are_told_apart(judged):
    labels = [" ".join(one) if isinstance(one, list) else one for one in _labels(charts.attainment_bars(judged))]
    assert {label.partition(":")[0] for label in labels} == {"2025", "2030"}
    assert len(set(labels)) == len(labels)
