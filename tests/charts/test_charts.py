import itertools
import json
import re

import altair as alt
import pandas as pd
import pytest

from analysis import charts
from analysis.charts import attainment, bars, indices, spread, targets, theme, tiles
from analysis.charts.svg import svg
from analysis.charts.wrap import wrap

HOSTILE = '<script>alert("x")</script> & "quoted"'


def frame_of(**columns):
    return pd.DataFrame(columns)


RATES = frame_of(
    label=["Tỷ lệ hồ sơ TTHC do UBND cấp huyện tiếp nhận được giải quyết đúng hạn", HOSTILE],
    value=[98.57, 62.5],
    text=["98,57%", "62,5%"],
    tip=["dòng 338", "dòng 384"],
    doubtful=[True, False],
    expected=[96.55, float("nan")],
)
CHARTS = {
    "rates": lambda: bars.rates(RATES, title="Thấp nhất là 62,5%", unit="%", recomputed="tính lại"),
    "counts": lambda: bars.counts(RATES, title="Nhiều nhất", unit="hồ sơ"),
    "steps": lambda: targets.steps(
        frame_of(
            label=["a", "a", "b", "b"],
            text=["2025: 100%", "2030: 90%", "2025: 30%", "2030: 30%"],
            value=[100, 90, 30, 30],
            tip=["L1", "L2", "L3", "L4"],
            falls=[True, True, False, False],
        ),
        title="1 chỉ tiêu hạ thấp",
        unit="%",
    ),
    "spread": lambda: spread.spread(
        frame_of(
            label=["x"] * 2,
            value=[30, 40],
            words=["≥ 30%: Đắk Nông, Quảng Trị", "≥ 40%: Thái Nguyên"],
            keys=["dak-nong quang-tri", "thai-nguyen"],
            tip=["Đắk Nông ≥ 30%, dòng 1; Quảng Trị ≥ 30%, dòng 2", "Thái Nguyên ≥ 40%, dòng 3"],
        ),
        title="Chênh nhất",
        unit="%",
    ),
    "ranks": lambda: indices.ranks(
        frame_of(
            index=["PAR INDEX"] * 3 + ["PAPI"], year=[2020, 2022, 2023, 2022], rank=[30, 52, 41, 37], tip=["s"] * 4
        ),
        title="Hạng 41",
        rank_title="Hạng",
        year_title="Năm",
    ),
    "tiles": lambda: tiles.tiles(
        frame_of(
            column=[0, 1, 1],
            row=[0, 0, 1],
            label=["Quảng Trị", "Thái Nguyên", "Hoàng Sa"],
            short=["QTr", "TNg", "Hoàng Sa"],
            rank=[41, 1, float("nan")],
            units=[63] * 3,
            key=["quang-tri", "thai-nguyen", "da-nang"],
            tip=["hạng 41", "hạng 1", "Hoàng Sa"],
        ),
        title="Bản đồ",
    ),
    "attainment": lambda: attainment.attainment(
        frame_of(
            label=["Thanh toán trực tuyến"] * 3,
            value=[93.35, 55.17, 79.46],
            target=[80, 100, 90],
            text=["93,35% / ≥ 80%"] * 3,
            state=["reached", "on_course", "behind"],
            word=["đã đạt", "đang theo tiến độ", "chậm"],
            tip=["dòng 386"] * 3,
        ),
        title="1 đã đạt",
        unit="%",
        goal="Mức đặt ra",
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_valid_has_its_message_and_speaks_vietnamese_numbers(name):
    spec = CHARTS[name]().to_dict()  # checks the specification against the schema
    assert spec["title"]
    assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert spec["config"]["locale"]["number"]["thousands"] == "."


@pytest.mark.parametrize("name", CHARTS)
def test_every_font_stack_ends_in_a_generic_family(name):
    fonts = re.findall(r'"(?:font|labelFont|titleFont)": "([^"]+)"', json.dumps(CHARTS[name]().to_dict()))
    assert fonts and all(font.endswith("sans-serif") for font in fonts)


@pytest.mark.parametrize("name", CHARTS)
def test_drawing_twice_gives_the_same_bytes(name):
    assert svg(CHARTS[name](), "mô tả", name) == svg(CHARTS[name](), "mô tả", name)


@pytest.mark.parametrize("name", CHARTS)
def test_drawn_colours_are_roles_so_that_dark_mode_follows(name):
    drawn = svg(CHARTS[name](), "mô tả", name)
    assert re.findall(r"#[0-9a-fA-F]{6}", drawn) == []
    used = set(re.findall(r"var\(--c-(\w+)\)", drawn))
    assert used and used <= set(theme.ROLES.values())
    assert "<script" not in drawn and "http" not in drawn.replace("http://www.w3.org", "")


def test_marks_carry_their_source_as_plain_tooltips_and_nothing_else_does():
    titles = re.findall(r"<title>(.*?)</title>", svg(CHARTS["rates"](), "mô tả", "x"))
    assert set(titles) == {"dòng 338", "dòng 384"}


def test_hostile_labels_are_text_in_the_drawing():
    drawn = svg(CHARTS["rates"](), HOSTILE, "x")
    assert "<script" not in drawn
    assert 'aria-label="&lt;script&gt;' in drawn


def test_numbers_in_words_keep_all_their_digits():
    frame = RATES.assign(text=["1.465 (78,1%)", "70.685"])
    assert "1.465 (78,1%)" in svg(bars.counts(frame, title="t", unit="u"), "mô tả", "x")


def test_a_doubtful_rate_has_a_sign_beside_its_colour_and_the_recomputed_mark():
    spec = CHARTS["rates"]().to_dict()
    data = json.dumps(spec.get("datasets", spec), ensure_ascii=False)
    assert "⚠ 98,57%" in data and "96.55" in data


def test_states_are_said_in_sign_word_and_colour():
    text = json.dumps(CHARTS["attainment"]().to_dict(), ensure_ascii=False)
    for words in ("● đã đạt", "▲ đang theo tiến độ", "▼ chậm"):
        assert words in text
    assert len(set(theme.STATE_COLOURS.values())) == len(set(theme.STATE_SIGNS.values())) == 4


def test_a_line_breaks_where_a_year_is_missing():
    frame = frame_of(index=["A"] * 3, year=[2020, 2022, 2023], rank=[1, 2, 3], tip=["s"] * 3)
    text = json.dumps(indices.ranks(frame, title="t", rank_title="r", year_title="y").to_dict())
    assert '"run": "A 0"' in text and '"run": "A 1"' in text
    assert '"domain": ["2020", "2021", "2022", "2023"]' in text


def test_charts_leave_their_frame_alone():
    before = RATES.copy(deep=True)
    CHARTS["rates"]()
    assert RATES.equals(before)


def test_labels_lose_markup_and_are_cut():
    assert wrap("Liên thông <i>2 cấp</i>", 40, 1) == "Liên thông 2 cấp"
    assert len(wrap("rất dài " * 40, 40, 2).split("\n")) == 2
    assert wrap("a < b và c > d", 40, 1) == "a < b và c > d"


def contrast(first, second):
    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


def test_words_in_colour_can_be_read():
    for colour in (*theme.STATE_COLOURS.values(), theme.INK, theme.MUTED):
        if colour != theme.GREY:
            assert contrast(colour, "#ffffff") >= 4.5, colour
    assert contrast(theme.GREY, "#ffffff") >= 3


def test_a_line_breaks_where_the_method_changed():
    frame = frame_of(index=["A"] * 3, year=[2020, 2021, 2022], rank=[1, 2, 3], tip=["s"] * 3, segment=[0, 1, 1])
    text = json.dumps(indices.ranks(frame, title="t", rank_title="r", year_title="y").to_dict())
    assert text.count('"run": "A 0"') < text.count('"run": "A 1"')


def test_a_tile_without_a_figure_is_empty_and_not_zero():
    spec = CHARTS["tiles"]().to_dict()
    data = spec["datasets"][spec["data"]["name"]]
    assert [row["rank"] for row in data] == ["41", "1", ""]
    assert data[2]["fill"] == theme.TRACK


def test_a_chart_straight_from_a_table_writes_its_message_or_says_why_there_is_none():
    rows = frame_of(
        kind=["percent"] * 3,
        value=[99.0, 62.5, float("nan")],
        label=["a", "b", HOSTILE],
        unit=["%"] * 3,
        document_id=["d"] * 3,
        location=["L1", "T3R4C2", "L3"],
    )
    chart = charts.rate_bars(rows)
    assert chart.to_dict()["title"] == "Thấp nhất trong 2 tỷ lệ: b, 62,5%"
    assert "b: 62,5%. d, bảng 3, hàng 4, cột 2" in json.dumps(chart.to_dict(), ensure_ascii=False)
    assert "nothing to draw" in charts.rate_bars(rows.iloc[2:])._repr_html_()


def test_charts_in_a_notebook_are_drawn_without_another_host():
    with alt.renderers.enable("default"):
        charts.offline()
        shown = CHARTS["rates"]()._repr_mimebundle_(None, None)["text/html"]
    assert "<svg" in shown and "Thấp nhất là 62,5%" in shown
    assert "http" not in shown.replace("http://www.w3.org", "") and "<script" not in shown
    assert "--c-blue:" in shown and "var(--c-blue)" in shown


@pytest.mark.parametrize("ranks", [[9, 10, 16], [1, 2], [5, 5], [20, 23, 26, 29], [60, 63], [1, 30, 62]])
def test_numbers_beside_ranks_lie_on_no_other_number_and_on_no_point(ranks):
    named = pd.DataFrame({"year": ["2020"] * len(set(ranks)), "rank": [float(rank) for rank in sorted(set(ranks))]})
    sides = indices._sides(named)
    moved = {"above": -indices.LABEL_UP, "below": indices.LABEL_DOWN}
    placed = [rank + moved[side] for rank, side in zip(named["rank"], sides, strict=True) if side]
    assert placed and sides[0]  # the best rank always has its number
    gaps = [abs(one - other) for one, other in itertools.combinations(placed, 2)]
    assert min(gaps, default=9) * indices.HEIGHT / 62 >= 12  # a line of letters is 11 dots high
    near = [abs(at - rank) for at in placed for rank in named["rank"]]
    assert min(near) * indices.HEIGHT / 62 >= 10
    if len(ranks) == 3:
        assert all(sides)
