"""Each part of an English page says which language it is in, also what stands in attributes."""

import re

import pytest
from lxml import html as reader

from analysis.report import ComparisonPage, ProvincePage
from analysis.report.language import mark_vietnamese
from analysis.report.page import to_html
from tests.report.conftest import PARTS, notebook_of
from tests.report.sample import dataset

VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
SPOKEN = ("aria-label", "title", "alt", "placeholder", "aria-description", "aria-roledescription")


def unmarked(page: str) -> list[str]:
    """Vietnamese words that a screen reader would read as English; names of places alone are proper names."""
    found = []
    for element in reader.fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in ("style", "script", "code"):
            continue
        near = next((each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang")), None)
        words = [element.get(name, "") for name in SPOKEN] + [element.text or ""]
        parent = element.getparent()
        if near != "vi" and (parent is None or parent.tag != "head"):
            found += [f"<{element.tag}> {text[:80]}" for text in words if VIETNAMESE.search(text)]
        around = next((each.get("lang") for each in element.iterancestors() if each.get("lang")), None)
        if around != "vi" and VIETNAMESE.search(element.tail or ""):
            found.append(f"behind <{element.tag}> {element.tail[:80]}")
    return found


@pytest.mark.parametrize("page", ["report", "comparison"])
def test_no_vietnamese_is_read_as_english(page):
    data = dataset()
    if page == "report":
        notebook = notebook_of(ProvincePage(data, "quang-tri", "2024-H1", "en"), PARTS)
    else:
        parts = ["identity", "coverage", "targets", "indices", "map", "tasks", "sources"]
        notebook = notebook_of(ComparisonPage(data, language="en"), parts)
    html = to_html(notebook, title="Report", language="en")
    assert html.count('lang="vi"') > 10
    assert unmarked(html) == []
    assert unmarked(html.replace(' lang="vi"', ""))  # the same look finds what is not marked


def test_what_a_label_says_in_vietnamese_follows_the_drawing_as_text():
    svg = '<html lang="en"><svg role="img" aria-label="Bar chart. Tỷ lệ đúng hạn: 98%" viewBox="0"><text>Tỷ lệ</text></svg></html>'
    assert mark_vietnamese(svg) == (
        '<html lang="en"><svg role="img" aria-label="Bar chart" viewBox="0"><text lang="vi">Tỷ lệ</text></svg>'
        '<p class="heard"><span lang="vi">Tỷ lệ đúng hạn</span>: 98%</p></html>'
    )


def test_a_table_in_a_scroller_with_a_vietnamese_label_stays_english_inside():
    part = '<div class="scroll" tabindex="0" role="group" aria-label="Hồ sơ: 98%"><table><tr><td>none</td></tr></table></div>'
    assert '<div class="scroll" tabindex="0" role="group" aria-label="Hồ sơ: 98%" lang="vi"><table lang="en">' in (
        mark_vietnamese(part)
    )
