"""Texts that the converter does not measure stand where it would have put them, and inside the drawing."""

import re

import pytest
import vl_convert

from analysis.charts.lettering import fitted, unmeasured, width_of
from analysis.charts.svg import VEGA_LITE, draw
from analysis.charts.theme import SIZE, WIDTH
from analysis.charts.wrap import wrap_beside
from tests.charts.test_charts import CHARTS

TEXT = re.compile(r'<text([^>]*) transform="translate\(([^)]*)\)"([^>]*)>(.*?)</text>')
BOX = re.compile(r'viewBox="([^"]*)"')


def texts(drawn):
    """Of each text: what it says, how large and where it stands."""
    return [
        (re.sub("<[^>]*>", "|", words), re.search(r'font-size="([^"]*)"', before + after)[1], place)
        for before, place, after, words in TEXT.findall(drawn)
    ]


def box(drawn):
    return [float(number) for number in BOX.search(drawn)[1].split()]


@pytest.mark.parametrize("name", CHARTS)
def test_texts_stand_and_look_as_in_the_converter_s_own_drawing(name):
    spec = CHARTS[name]().to_dict(validate=False)
    spec.pop("title")
    assert texts(draw(spec)) == texts(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))


@pytest.mark.parametrize("name", CHARTS)
def test_the_drawing_is_about_as_large_as_the_converter_s_own(name):
    spec = CHARTS[name]().to_dict(validate=False)
    spec.pop("title")
    own, measured = box(draw(spec)), box(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))
    assert own == pytest.approx(measured, abs=25)


def text_chart(words, **mark):
    return {
        "data": {"values": [{"words": words}]},
        "width": 100,
        "height": 40,
        "mark": {"type": "text", "fontSize": 12} | mark,
        "encoding": {"text": {"field": "words", "type": "nominal"}},
    }


@pytest.mark.parametrize(("align", "side"), [("left", "right"), ("right", "left"), ("center", "both")])
def test_a_long_text_widens_the_drawing_on_the_side_it_runs_to(align, side):
    short, long = draw(text_chart("a", align=align)), draw(text_chart("Tỷ lệ hồ sơ giải quyết đúng hạn", align=align))
    left, _, width, _ = box(short)
    far_left, _, far_width, _ = box(long)
    assert (far_left < left) == (side != "right")
    assert (far_left + far_width > left + width) == (side != "left")


@pytest.mark.parametrize("mark", [{"angle": 90}, {"limit": 50}, {"dy": {"expr": "3"}}, {"baseline": "line-top"}])
def test_what_is_turned_cut_or_computed_is_left_to_the_converter(mark):
    spec = text_chart("Tỷ lệ hồ sơ", **mark)
    assert unmeasured(spec)["mark"] == spec["mark"]


def test_the_specification_is_left_as_it_was_and_a_drawing_without_such_texts_too():
    spec = text_chart("a")
    kept = repr(spec)
    assert unmeasured(spec) != spec and repr(spec) == kept
    assert fitted('<svg viewBox="0 0 1 1"><text font-size="12px">a</text></svg>').count("0 0 1 1") == 1


def test_widths_grow_with_letters_and_weight_and_not_with_accents():
    assert width_of("hồ sơ", 12) == width_of("ho so", 12) < width_of("hồ sơ", 12, bold=True)
    assert width_of("", 12) == 0 < width_of("i", 12) < width_of("W", 12)


LONG = (
    "Mức độ hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính nhà nước trên địa bàn toàn tỉnh"
)


@pytest.mark.parametrize("value", ["100%", "▼ 79,46% / ≥ 95%", "1.234.567 (98,1%)"])
@pytest.mark.parametrize("label", [LONG, LONG[:45], LONG[:33], "Ngắn", ""])
def test_the_last_line_of_a_label_leaves_room_for_the_value_beside_it(label, value):
    lines = wrap_beside(label, value).split("\n")
    assert len(lines) <= 2 and all(len(line) <= 50 for line in lines)
    assert len(lines[-1]) * 7.0 + width_of(value, SIZE, bold=True) < WIDTH
    said = " ".join(lines).strip()
    assert said == label.strip() or (said.endswith("…") and label.startswith(said.removesuffix("…").strip()))
