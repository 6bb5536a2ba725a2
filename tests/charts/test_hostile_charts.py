"""What a chart is given as text stays text: in the drawing, its name, its tooltips, and beside it in a notebook."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest
from lxml import etree

from analysis.charts.direct import NothingToDraw
from analysis.charts.in_notebook import as_html
from analysis.charts.svg import svg, tidy
from analysis.charts.theme import inline, keyed
from tests.faults.hostile import TEXTS

MARKUP = '</title></text><script>x</script><img src=x onerror=x>" onload="x\' &'
SIGNALS = ('{"signal": "x"}', "datum['constructor']('x')()", "isValid(datum.x) ? 1 : warn('x')", "javascript:x")


def chart(words, title="t"):
    frame = pd.DataFrame({"label": words, "value": range(len(words))})
    return (
        alt.Chart(inline(frame), title=title)
        .mark_bar()
        .encode(x="value:Q", y=alt.Y("label:N", title=words[0]), description="label:N", tooltip="label:N")
        .properties(width=200)
    )


def parsed(drawn):
    """The drawing as strict XML: what is not well-formed is an error."""
    return etree.fromstring(f'<x xmlns:xlink="http://www.w3.org/1999/xlink">{drawn}</x>')


@pytest.mark.parametrize("words", [(MARKUP, "b"), SIGNALS, TEXTS[:8], TEXTS[8:]], ids=["markup", "signals", "1", "2"])
def test_texts_of_a_chart_are_text(words):
    words = [text[:200] for text in words]
    root = parsed(svg(chart(words), MARKUP, "one"))
    names = {etree.QName(node).localname for node in root.iter(etree.Element)}
    assert names <= {"x", "svg", "g", "path", "rect", "text", "title", "defs", "clipPath", "line", "a", "tspan"}
    assert not [name for node in root.iter(etree.Element) for name in node.attrib if name.startswith("on")]
    targets = [node.get("{http://www.w3.org/1999/xlink}href") or node.get("href") or "" for node in root.iter()]
    assert not [target for target in targets if target.strip().lower().startswith(("javascript", "data", "vbscript"))]
    (drawing,) = root
    assert drawing.get("aria-label") == MARKUP
    shown = "".join(root.itertext())
    assert "\x1b" not in shown and "\u202e" not in shown
    if words[0] == MARKUP:
        assert MARKUP in [node.text for node in root.iter("{*}title")]


def test_what_a_mark_is_found_by_is_made_of_words_or_left_out():
    """Before the sign stand keys that become an attribute; in a text from outside there may be anything before it."""
    for keys, kept in (
        ("quang-tri hue", True),
        ('x" onload="x', False),
        ("a&quot; onload=&quot;x", False),
        ("<b>", False),
    ):
        mark = f'<path aria-label="{keyed(keys, "words")}" role="graphics-symbol" d="M0,0"/>'
        drawn = tidy(f'<svg viewBox="0 0 9 9">{mark}</svg>', "name", "one")
        assert (f'data-of="{keys}"' in drawn) is kept and ("data-of" in drawn) is kept


def test_beside_a_drawing_in_a_notebook_its_message_is_text():
    shown = as_html(chart(["a", "b"], title=MARKUP))
    assert "<script" not in shown and "<img" not in shown and "&lt;script&gt;" in shown.partition("</figcaption>")[0]
    assert "<script" not in NothingToDraw(MARKUP)._repr_html_()
