"""Rows of an edition nobody has written down are known by their words, their level and the row above them."""

from __future__ import annotations

import pytest

from analysis.reference.forms.meaning import form_meanings

TWO_LEVELS = [
    ("1.1", "Số TTHC công bố mới"),
    ("1.3", "Tổng số TTHC thuộc thẩm quyền giải quyết tại địa phương"),
    ("1.3.1", "Số TTHC cấp tỉnh"),
    ("1.3.2", "Số TTHC cấp xã"),
    ("2.1", "Tỷ lệ hồ sơ TTHC do các sở, ngành tiếp nhận được giải quyết đúng hạn"),
    ("2.1.1", "Tổng số hồ sơ TTHC đã giải quyết xong"),
    ("2.2", "Tỷ lệ hồ sơ TTHC do UBND cấp xã tiếp nhận được giải quyết đúng hạn"),
    ("2.2.1", "Tổng số hồ sơ TTHC đã giải quyết xong"),
    ("2.2.2", "Số hồ sơ TTHC giải quyết đúng hạn"),
]


def test_rows_that_moved_because_a_level_is_gone_keep_their_meaning():
    codes = [row.code if row else None for row in form_meanings("3", TWO_LEVELS)]
    assert codes == ["1.2", "1.4", "1.4.1", "1.4.3", "3.1", "3.1.1", "3.3", "3.3.1", "3.3.2"]


def test_words_that_are_all_of_one_row_are_not_taken_for_another_that_holds_them():
    rows = [
        ("3", "Cung cấp dịch vụ công trực tuyến (DVCTT)"),
        ("3.1", "Tỷ lệ DVC có phát sinh hồ sơ nộp trực tuyến (toàn trình + một phần)"),
        ("3.2", "Tỷ lệ hồ sơ trực tuyến toàn trình"),
        ("3.2.2", "Số hồ sơ nộp trực tuyến của các DVCTT toàn trình"),
    ]
    assert [row.code if row else None for row in form_meanings("7", rows)] == ["6", "6.2", "6.3", "6.3.2"]


def test_a_general_label_below_an_unknown_row_is_nobodys():
    rows = [("3.2", "Tỷ lệ phản ánh qua tổng đài được trả lời"), ("3.2.1", "Tổng số hồ sơ TTHC đã giải quyết xong")]
    assert form_meanings("3", rows) == [None, None]


@pytest.mark.parametrize(
    ("code", "label", "found"),
    [
        ("3.2.1", "Tổng số hồ sơ TTHC đã giải quyết xong", "3.2.1"),  # its own code decides between three such labels
        ("3.9", "Tổng số hồ sơ TTHC đã giải quyết xong", None),
        ("1.4.2", "Số TTHC cấp xã", "1.4.3"),
        ("1.4.2", "Số TTHC cấp huỵện", "1.4.2"),
        ("3.4.1", "Tổng số PAKN đã tiếp nhận", "3.4.1"),
        ("3.4.1", "Số đơn thư", None),
        ("1.4", "Tổng số TTHC của tỉnh", "1.4"),
        ("3.2", "Số hồ sơ TTHC giải quyết đúng hạn", None),
        ("3.2", "Tỷ lệ hồ sơ TTHC giải quyết đúng hạn", "3.2"),
        ("1.4", "Tổng số TTHC trên địa bàn tỉnh", "1.4"),
        ("1.4", "Tổng số văn bản của tỉnh", None),
    ],
)
def test_one_row_by_code_level_and_words(code, label, found):
    meaning = form_meanings("3", [(code, label)])[0]
    assert (meaning.code if meaning else None) == found
