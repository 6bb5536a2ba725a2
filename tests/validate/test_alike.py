"""A row of a form and a figure of the text that bear one name: a slip between them is told, anything else is left."""

import pandas as pd
import pytest

from analysis.store import typed
from tests.validate.test_no_false_alarm import DOCUMENT, figures, found


def rows_of_form_5(label, value):
    """Form 5, which no edition describes, with one row of people."""
    row = {
        "document_id": DOCUMENT,
        "province": "quang-tri",
        "period": "2024-H1",
        "form": "5",
        "code": "2",
        "label": label,
    }
    row |= {"unit": "Người", "kind": "count", "value": float(value), "raw_value": str(value), "location": "L3"}
    return typed(pd.DataFrame([row]), "observations")


def told(
    row, figure, label="giải quyết tinh giản biên chế đối với người", name="Số người đã tinh giản biên chế trong kỳ"
):
    texts = figures((label, str(figure), float(figure), "người", "", "whole", "L9"))
    return [rule for rule in found(observations=rows_of_form_5(name, row), figures=texts) if "text-alike" in rule]


@pytest.mark.parametrize(("row", "figure"), [(74, 47), (1240, 1420), (1246, 1346), (38516, 38561)])
def test_two_digits_exchanged_or_one_wrong_in_a_long_number_are_told(row, figure):
    assert told(row, figure) == ["text-alike-?5-2"]


@pytest.mark.parametrize(("row", "figure"), [(47, 47), (74, 75), (246, 346), (1246, 2357), (47, 470), (7, 70)])
def test_what_agrees_or_is_another_number_is_not(row, figure):
    assert told(row, figure) == []


@pytest.mark.parametrize(
    "label",
    [
        "người được bổ nhiệm",
        "giải quyết tinh giản biên chế",
        "người – tinh giản biên chế",
        "số người tinh giản biên chế ở khối đảng, đoàn thể, hội đặc thù các cấp",
    ],
)
def test_another_name_or_a_narrower_one_is_another_number(label):
    assert told(74, 47, label=label) == []
