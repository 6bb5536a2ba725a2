"""A structure is compiled once, and what is drawn is what the converter draws from the whole specification."""

import json

import pytest
import vl_convert

from analysis.charts.lettering import unmeasured
from analysis.charts.specification import specification
from analysis.charts.svg import VEGA_LITE
from analysis.runs import compiled, drawing
from tests.charts.test_charts import CHARTS


@pytest.mark.parametrize("name", CHARTS)
def test_it_draws_what_the_converter_draws(name):
    spec = unmeasured(specification(CHARTS[name]()))
    spec = json.loads(json.dumps(spec))  # as it comes over the line
    assert compiled.svg(spec, vl_version=VEGA_LITE) == vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)


@pytest.mark.parametrize("name", CHARTS)
def test_so_does_what_altair_itself_describes(name):
    spec = CHARTS[name]().to_dict(validate=False)
    assert compiled.svg(spec, vl_version=VEGA_LITE) == vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)


def bar(rows, **more):
    x = {"field": "x", "type": "quantitative"}
    return {"datasets": {"a": rows}, "data": {"name": "a"}, "mark": "bar", "encoding": {"x": x}} | more


def test_other_rows_are_drawn_from_what_is_there_and_another_structure_is_not():
    compiled._vega.cache_clear()
    few, many = (compiled.svg(bar([{"x": number}]), vl_version=VEGA_LITE) for number in (1, 40))
    assert few != many and compiled._vega.cache_info().misses == 1
    assert many == vl_convert.vegalite_to_svg(bar([{"x": 40}]), vl_version=VEGA_LITE)
    compiled.svg(bar([{"x": 1}], width=90), vl_version=VEGA_LITE)
    assert compiled._vega.cache_info().misses == 2


@pytest.mark.parametrize("spec", [{"mark": "nonsense"}, bar([{"x": 1}], mark="nonsense"), [], "no json", None])
def test_what_cannot_be_drawn_is_an_answer(spec):
    assert set(drawing.draw({"spec": spec, "options": {"vl_version": VEGA_LITE}})) == {"error"}
