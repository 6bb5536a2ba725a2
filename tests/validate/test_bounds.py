"""Bounds of single values by what their words say, ranks by the number of provinces, forms printed in short."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.store import typed
from analysis.validate import validate
from tests.validate.test_no_false_alarm import figures, targets


def severities(**tables):
    return list(validate(tables).findings["severity"])


@pytest.mark.parametrize(
    ("label", "is_doubted"),
    [
        ("Thu ngân sách nhà nước … kế hoạch", False),
        ("Tỷ lệ giải ngân vốn đầu tư công kế hoạch Thủ tướng Chính phủ giao", False),
        ("Tỷ lệ thu ngân sách so với cùng kỳ", False),
        ("Số hồ sơ trực tuyến", False),
        ("Tỷ lệ hồ sơ giải quyết đúng hạn", True),
        ("Tỷ lệ hoàn thành nhiệm vụ trong kế hoạch", True),
        ("Tỷ lệ cán bộ, công chức được bồi dưỡng theo kế hoạch", True),
    ],
)
def test_a_share_of_a_whole_is_at_most_100_and_what_is_held_against_a_plan_is_not(label, is_doubted):
    expected = ["critical"] if is_doubted else []
    aim = targets(("", "", 120, 2026)).assign(label=label)
    assert severities(targets=aim) == expected
    if label.startswith("Tỷ lệ"):
        assert severities(figures=figures((label, "120%", 120.0, "%", "", "", "L1"))) == expected


def plan(signed):
    row = {"document_id": "lao-cai/2026/p", "province": "lao-cai", "period": "2026", "number": "1/KH", "type": "plan"}
    texts = {
        "title": "Kế hoạch",
        "issuer": "",
        "place": "",
        "signer": "",
        "source_name": "p",
        "source_sha256": "0" * 64,
    }
    frame = pd.DataFrame([row | texts | {"signed_on": signed, "plan_start": None, "plan_end": None}])
    return typed(frame, "documents")


@pytest.mark.parametrize(
    ("signed", "due", "rank", "expected"),
    [
        ("2026-01-05", 2026, 34, []),
        ("2026-01-05", 2026, 35, ["warning"]),
        ("2026-01-05", None, 40, ["warning"]),
        ("2025-06-30", 2025, 40, []),
        ("2025-07-01", 2025, 40, ["warning"]),
        ("2021-08-01", 2030, 40, ["warning"]),
        ("2026-01-05", 2026, 64, ["critical"]),
    ],
)
def test_a_rank_beyond_the_number_of_provinces_is_doubted(signed, due, rank, expected):
    aim = targets(("par_index_rank", "Chỉ số PAR INDEX", rank, due))
    aim = aim.assign(unit="rank", comparator="=", document_id="lao-cai/2026/p")
    assert severities(documents=plan(signed), targets=aim) == expected
