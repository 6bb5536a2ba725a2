"""Text that other programs might run, choke on or reorder is shown, never lost."""

from __future__ import annotations

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook

from analysis.export.letter_layout import body, heading, paragraph
from analysis.export.plain_text import EXCEL_CELL_LIMIT, cell_text, csv_text, starts_like_formula, visible
from analysis.export.workbook_style import note


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u200b=1",
        "\ufeff=1",
        "＝1+1",
        "- Sở Nội vụ",
    ],
)
def test_text_that_begins_like_a_formula_is_disarmed(text: str) -> None:
    assert starts_like_formula(text)
    assert csv_text(text).startswith("'")


@pytest.mark.parametrize("text", ["-3,84", "+5%", "-1.234,5", "=", "-", "", "Sở Nội vụ", ">= 95%", "3,84", "a=b"])
def test_numbers_signs_and_words_stay_as_they_are(text: str) -> None:
    assert not starts_like_formula(text)
    assert csv_text(text) == text


def test_parts_of_a_cell_are_disarmed_where_another_separator_would_cut_it() -> None:
    assert csv_text('a;=1,@b\n"=c') == "a;'=1,'@b\n'\"=c"
    assert csv_text("giảm 2,-3; 4") == "giảm 2,-3; 4"


def test_characters_no_file_can_hold_are_shown() -> None:
    assert visible("a\x00b\x07c\x1b[31md\u202ee\ufffef\ud800") == "a␀b␇c␛[31md[U+202E]e[U+FFFE]f[U+D800]"
    assert visible("dòng một\r\ndòng hai\tcột") == "dòng một\ndòng hai\tcột"


def test_every_way_into_a_file_shows_them() -> None:
    assert csv_text("=a\x07\u202e") == "'=a␇[U+202E]" and cell_text("a\x1b") == "a␛"
    cell = Workbook().active["A1"]
    note(cell, "a\x1b\u202e", "b\x07")
    assert (cell.comment.text, cell.comment.author) == ("a␛[U+202E]", "b␇")
    letter = Document()
    for write in (paragraph, body, heading):
        assert write(letter, "a\x1b\u202e").text == "a␛[U+202E]"


def test_a_text_too_long_for_a_cell_says_how_much_is_missing() -> None:
    shown = cell_text("x" * 40_000)
    assert len(shown) <= EXCEL_CELL_LIMIT
    kept = shown.index("…")
    assert shown.endswith(f"[+{40_000 - kept}]")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_every_text_can_stand_in_xml_and_no_csv_cell_begins_a_formula(text: str) -> None:
    element = etree.Element("t")
    element.text = visible(text)
    assert etree.fromstring(etree.tostring(element)).text in (visible(text), visible(text) or None)
    assert not starts_like_formula(csv_text(text))
