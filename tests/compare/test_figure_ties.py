"""Which rate of a narrative is the province's on-time rate: a wrong tie is judged against a target it is not about."""

import pytest

from analysis.clean.figures import clean_figures
from analysis.compare.results import results
from analysis.documents import read
from analysis.extract.figures import extract_figures

HEAD = "SỞ NỘI VỤ\nSố: 12/BC-SNV\nHà Nam, ngày 20 tháng 9 năm 2024\nBÁO CÁO\nKết quả cải cách hành chính quý III năm 2024\n\n"
TIED = [
    (
        "Toàn tỉnh tiếp nhận 1.000 hồ sơ, đã giải quyết 900 hồ sơ, trong đó trước và đúng hạn 891 hồ sơ, đạt 99,0%.",
        [("all", 99.0)],
    ),
    (
        "Tiếp nhận 1.000 hồ sơ, trong đó cấp tỉnh 300 hồ sơ, cấp huyện 300 hồ sơ, cấp xã 400 hồ sơ. "
        "Đã giải quyết 900 hồ sơ: đúng hạn 891 hồ sơ, quá hạn 9 hồ sơ; tỷ lệ đúng hạn đạt 99,0%.",
        [("all", 99.0)],
    ),
    (
        "Toàn tỉnh đã giải quyết 900 hồ sơ, đúng hạn 891 hồ sơ, quá hạn 9 hồ sơ. "
        "Tỷ lệ đúng hạn chung đạt 99,0%, cấp tỉnh 99,5%, cấp huyện 98,0%, cấp xã 99,1%.",
        [("all", 99.0), ("province", 99.5), ("district", 98.0), ("commune", 99.1)],
    ),
]
NOT_TIED = [
    # whose files these are is not said, or they are an office's, a field's, a tier's
    "Đã giải quyết 900 hồ sơ, trong đó đúng hạn 891 hồ sơ, đạt 99,0%.",
    "Sở Xây dựng đã giải quyết 900 hồ sơ, trong đó đúng hạn 891 hồ sơ, đạt 99,0%.",
    "Toàn tỉnh đã giải quyết 900 hồ sơ; lĩnh vực đất đai đã giải quyết 500 hồ sơ, trong đó đúng hạn 450 hồ sơ, đạt 90,0%.",
    "Cấp xã đã giải quyết 900 hồ sơ, trong đó đúng hạn 891 hồ sơ, đạt 99,0%. Toàn tỉnh có 12 xã.",
    # of what was received, of tasks, of what was late
    "Toàn tỉnh tiếp nhận 1.000 hồ sơ, trong đó đúng hạn 900 hồ sơ, đạt 90,0%.",
    "Toàn tỉnh đã giải quyết 900 nhiệm vụ, trong đó đúng hạn 891 nhiệm vụ, đạt 99,0%.",
    "Toàn tỉnh đã giải quyết 900 hồ sơ, trong đó quá hạn 9 hồ sơ, chiếm 1,0%.",
    # two claim to be it
    "Toàn tỉnh đã giải quyết 900 hồ sơ, trong đó đúng hạn 891 hồ sơ, đạt 99,0%.\n\n"
    "Toàn tỉnh đã giải quyết 900 hồ sơ, trong đó đúng hạn 882 hồ sơ, đạt 98,0%.",
    # of some of the files
    "Toàn tỉnh đã giải quyết 2.000 hồ sơ. Toàn tỉnh đã giải quyết 900 hồ sơ, trong đó đúng hạn 891 hồ sơ, đạt 99,0%.",
    # no counts to prove it
    "Tỷ lệ đúng hạn đạt 99,0%.",
]


def ties(text, folder):
    path = folder / "report.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    figures = clean_figures(extract_figures(read(path)), {"province": "ha-nam", "period": "2024-Q3"}, "x")
    found = results(figures=figures)
    assert set(found["indicator"]) <= {"dossiers_resolved_on_time"}
    return list(zip(found["level"], found["value"], strict=True))


@pytest.mark.parametrize(("text", "expected"), TIED)
def test_counts_of_files_settled_in_the_whole_province_tie_the_on_time_rate(text, expected, tmp_path):
    assert ties(text, tmp_path) == expected


@pytest.mark.parametrize("text", NOT_TIED)
def test_a_rate_whose_noun_scope_or_place_is_not_proven_is_left_alone(text, tmp_path):
    assert ties(text, tmp_path) == []
