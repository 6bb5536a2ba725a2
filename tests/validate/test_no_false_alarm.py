"""What narratives print in good faith and a hasty check would take for a contradiction."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.store import typed
from analysis.validate import validate
from analysis.validate.splits import splits

DOCUMENT = "quang-tri/2024-H1/r"


def figures(*rows):
    """Figures from (label, printed, value, unit, parent, relation, location)."""
    columns = ("label", "printed", "value", "unit", "parent", "relation", "location")
    frame = pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])
    frame = frame.assign(
        document_id=DOCUMENT,
        province="quang-tri",
        period="2024-H1",
        id=[f"f{number:03d}" for number in range(1, len(rows) + 1)],
        section="",
        as_of=None,
    )
    return typed(frame.drop(columns="printed"), "figures").assign(printed=frame["printed"].to_numpy())


def targets(*rows):
    """Targets from (indicator, label, value, year)."""
    frame = pd.DataFrame(rows, columns=["indicator", "label", "value", "deadline_year"])
    fixed = {"document_id": DOCUMENT, "province": "quang-tri", "level": "all", "comparator": ">=", "unit": "percent"}
    empty = {"basis": "", "duplicate_of": "", "domain": "procedures", "value_max": None, "baseline_year": None}
    frame = frame.assign(**fixed, **empty, direction="reach", printed="90%", location="L1")
    return typed(frame, "targets")


def found(**tables):
    return [name.partition("#")[2] for name in validate(tables).findings["id"]]


BY_KIND = (("ban hành mới", 12), ("sửa đổi", 139), ("bãi bỏ", 36))
BY_LEVEL = (("cấp tỉnh", 151), ("cấp huyện", 27), ("cấp xã", 9))


def lists(*parts, whole=187):
    rows = [("TTHC được công bố", str(whole), float(whole), "TTHC", "", "whole", "L1")]
    return figures(*rows, *((label, str(n), float(n), "TTHC", "f001", "part", "L1") for label, n in parts))


def test_a_whole_given_by_kind_and_again_by_level_adds_up_twice():
    assert found(figures=lists(*BY_KIND, *BY_LEVEL)) == []


def test_an_error_in_the_second_list_is_sought_in_that_list():
    broken = lists(*BY_KIND, ("cấp tỉnh", 115), *BY_LEVEL[1:])
    finding = validate({"figures": broken}).findings.iloc[0]
    assert finding["rules"] == "text-parts-f001" and "115 -> 151" in finding["suggested"]
    assert "12 ->" not in finding["suggested"]


@pytest.mark.parametrize("parts", [(60, 40, 5), (60, 45), (100, 7), (0, 100, 7), (60, 40, 0, 5)])
def test_a_wrong_part_is_no_list_of_its_own(parts):
    assert splits(100, list(parts)) == [list(range(len(parts)))]


@pytest.mark.parametrize(
    ("label", "printed", "unit"), [("gấp quý II", "1,8", "lần"), ("trung bình một ngày", "2,3", "phản ánh")]
)
def test_averages_and_multiples_are_no_broken_counts(label, printed, unit):
    assert found(figures=figures((label, printed, None, unit, "", "", "L1"))) == []


def test_a_broken_separator_in_a_sum_is_still_found():
    rows = [
        ("hồ sơ đã giải quyết", "1.071", 1071.0, "hồ sơ", "", "whole", "L1"),
        ("hồ sơ đúng hạn", "8,48", None, "hồ sơ", "f001", "part", "L1"),
        ("hồ sơ quá hạn", "223", 223.0, "hồ sơ", "f001", "part", "L1"),
    ]
    assert found(figures=figures(*rows)) == ["value-read-f002"]


def twice(label, places=("L1", "L9"), kind="hộ"):
    rows = [(label, str(n), float(n), kind, "", "", place) for n, place in zip((189, 215), places, strict=True)]
    return figures(*rows)


def test_two_numbers_of_one_sentence_are_not_one_figure():
    assert found(figures=twice("hộ có Internet cáp quang", ("L1", "L1"))) == []
    assert found(figures=twice("sở, ngành")) == []
    assert found(figures=twice("hộ có Internet cáp quang")) == ["given-twice-f001"]


@pytest.mark.parametrize(("second_base", "rules"), [("hồ sơ cấp xã", []), ("hồ sơ cấp tỉnh", ["given-twice-f002"])])
def test_rates_of_different_counts_are_not_one_rate(second_base, rules):
    """The same words, once of the province's dossiers and once of the communes'; of the same dossiers it is one rate."""
    rows = figures(
        ("hồ sơ cấp tỉnh", "1.000", 1000.0, "hồ sơ", "", "", "L1"),
        ("tỷ lệ trước hạn hồ sơ", "99", 99.0, "%", "", "ratio_of:f005/f001", "L2"),
        (second_base, "1.000", 1000.0, "hồ sơ", "", "", "L3"),
        ("tỷ lệ trước hạn hồ sơ", "98", 98.0, "%", "", "ratio_of:f006/f003", "L4"),
        ("hồ sơ trước hạn của tỉnh", "990", 990.0, "hồ sơ", "", "", "L5"),
        ("hồ sơ trước hạn của xã", "980", 980.0, "hồ sơ", "", "", "L6"),
    )
    assert [rule for rule in found(figures=rows) if rule.startswith("given-twice")] == rules


@pytest.mark.parametrize(("second", "rules"), [("hồ sơ cấp xã", []), ("hồ sơ cấp tỉnh", ["given-twice-f002"])])
def test_parts_of_different_wholes_are_not_one_count(second, rules):
    """The same words below the province's and below the communes' dossiers."""
    rows = figures(
        ("hồ sơ cấp tỉnh", "1.000", 1000.0, "hồ sơ", "", "whole", "L1"),
        ("hồ sơ đúng và trước hạn", "990", 990.0, "hồ sơ", "f001", "subset", "L1"),
        (second, "1.000", 1000.0, "hồ sơ", "", "whole", "L2"),
        ("hồ sơ đúng và trước hạn", "980", 980.0, "hồ sơ", "f003", "subset", "L2"),
    )
    assert [rule for rule in found(figures=rows) if rule.startswith("given-twice")] == rules


def test_targets_without_a_name_are_compared_only_in_the_same_words():
    rows = [("unmatched", "hồ sơ số hóa", 100.0, 2025), ("unmatched", "người dân hài lòng", 90.0, 2030)]
    assert found(targets=targets(*rows)) == []
    same = [("unmatched", "hồ sơ số hóa", 100.0, 2025), ("unmatched", "Hồ sơ số hóa", 90.0, 2030)]
    assert found(targets=targets(*same)) == ["later-target-ho-so-so-hoa-all-2030"]


LEVELS = {
    # (unit, comparator, direction), values of 2025, 2027 and 2030, the year that is doubted, what it may have been
    "a share rises": (("percent", ">=", "reach"), (90, 92, 95), None, ""),
    "a share falls": (("percent", ">=", "reach"), (90, 92, 59), 2030, "59 -> 95"),
    "an early share is too high": (("percent", ">=", "reach"), (99, 92, 95), 2025, ""),
    "a rank gets better": (("rank", "=", "reach"), (30, 20, 15), None, ""),
    "a rank gets worse": (("rank", "=", "reach"), (30, 20, 51), 2030, "51 -> 15"),
    "a wait gets shorter": (("count", "<=", "reach"), (30, 20, 15), None, ""),
    "a wait gets longer": (("count", "<=", "reach"), (30, 20, 51), 2030, "51 -> 15"),
    "what is late gets less": (("percent", "<=", "decrease"), (5, 3, 1), None, ""),
    "what is late gets more": (("percent", "<=", "decrease"), (5, 3, 11), 2030, ""),
    "a cut may be less than the one before": (("percent", ">=", "decrease"), (10, 15, 5), None, ""),
}


@pytest.mark.parametrize("case", LEVELS)
def test_a_later_target_asks_for_no_less_whatever_is_the_better_direction(case):
    (unit, comparator, direction), values, doubted, meant = LEVELS[case]
    rows = [
        ("tiêu chí của kế hoạch", "all", value, year) for value, year in zip(values, (2025, 2027, 2030), strict=True)
    ]
    frame = targets(*rows).assign(unit=unit, comparator=comparator, direction=direction)
    found = validate({"targets": frame}).findings
    assert [suspects.split(";")[0][-4:] for suspects in found["suspects"]] == ([str(doubted)] if doubted else [])
    assert not doubted or found["suggested"].item().split(" | ")[0] == meant


@pytest.mark.parametrize(("unit", "value"), [("percent", 180), ("rank", 70), ("rank", 0)])
def test_a_target_beyond_what_can_be_is_critical_once(unit, value):
    rows = [("tiêu chí của kế hoạch", "all", value, 2025), ("tiêu chí của kế hoạch", "all", 40, 2030)]
    found = validate({"targets": targets(*rows).assign(unit=unit, comparator="=")}).findings
    critical = found[found["severity"] == "critical"]
    assert len(critical) == 1 and critical["suspects"].item().split(";")[0].endswith(":2025")


@pytest.mark.parametrize(("coarser", "agrees"), [("99,7", True), ("99,8", False)])
def test_a_rate_given_twice_agrees_to_half_a_unit_of_the_coarser_print(coarser, agrees):
    label, value = "Tỷ lệ hồ sơ giải quyết đúng hạn", float(coarser.replace(",", "."))
    rows = [(label, "99,74%", 99.74, "%", "", "", "L1"), (label, f"{coarser}%", value, "%", "", "", "L9")]
    assert (found(figures=figures(*rows)) == []) == agrees
