"""The specification charts are drawn from is what Altair's own `to_dict` gives, as far as it can be seen."""

import altair as alt
import pytest

from analysis.charts.specification import specification
from analysis.charts.svg import draw
from tests.charts.test_charts import CHARTS, frame_of


def altair_s(chart):
    spec = chart.to_dict(validate=False)
    spec.pop("title")
    return spec


@pytest.mark.parametrize("name", CHARTS)
def test_it_draws_what_altair_s_own_draws(name):
    chart = CHARTS[name]()
    assert draw(specification(chart)) == draw(altair_s(chart))


@pytest.mark.parametrize("name", CHARTS)
def test_it_is_valid_and_leaves_the_chart_as_it_was(name):
    chart = CHARTS[name]()
    before = chart.to_dict()
    alt.Chart.from_dict(specification(chart), validate=True)
    assert chart.to_dict() == before


def test_layers_of_the_same_rows_share_one_dataset():
    from analysis.charts.bars import rates

    chart = rates(frame_of(label=["a"], value=[98.5], text=["98,5%"], tip=["a"]), title="a", unit="%")
    spec = specification(chart)
    assert set(spec["datasets"]) == {layer["data"]["name"] for layer in spec["layer"]}
    assert len(spec["datasets"]) < len(spec["layer"])


def test_only_data_tell_charts_of_counts_apart():
    from analysis.charts.bars import counts

    def structure(values, whole):
        frame = frame_of(label=["a", "b"], value=values, text=["1", "2"], tip=["a", "b"])
        return specification(counts(frame, title="a", unit="a", whole=whole)) | {"datasets": {}}

    assert structure([1.0, 2.0], 3.0) == structure([40.0, 5.0], 45.0)


def test_a_whole_makes_bars_as_long_as_their_share():
    from analysis.charts.bars import counts
    from analysis.charts.theme import WIDTH

    frame = frame_of(label=["a", "b"], value=[1.0, 3.0], text=["1", "3"], tip=["first", "second"])
    drawn = draw(specification(counts(frame, title="a", unit="a", whole=4.0)))
    assert f"h{WIDTH // 4}v9" in drawn and f"h{WIDTH * 3 // 4}v9" in drawn
