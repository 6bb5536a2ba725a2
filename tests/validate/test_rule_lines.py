"""A line of data is a rule: one that cannot be used is named with file, row, column and remedy, and never crashes."""

from __future__ import annotations

import csv
import io
import re

import pytest

from analysis.errors import InputError
from analysis.reference import files, relations, structure_rules
from analysis.validate import build, suites, validate
from tests.validate.conftest import ROOT

LOADERS = {
    "relations_2022.csv": relations.relation_rules,
    "relations_values.csv": relations.value_rules,
    "relations_structure.csv": structure_rules.structure_rules,
    "relations_cumulative.csv": relations.cumulative_rows,
}
GOOD = (
    "form-3-1.1,subset,3:1.1,<=,3:1.4,warning,no,Số được đơn giản hóa không vượt tổng,Simplified ones do not exceed all"
)
WRONG = [
    ("relations_2022.csv", GOOD.replace("3:1.1,<=", "9:1,<="), "left/right", "9:1"),
    ("relations_2022.csv", GOOD.replace("3:1.4", "@nobody"), "left/right", "@nobody"),
    ("relations_2022.csv", GOOD.replace("3:1.4", "3-1.4"), "right", "3-1.4"),
    ("relations_2022.csv", GOOD.replace("subset", "unit"), "kind", "unit"),
    ("relations_2022.csv", GOOD.replace("<=", "<"), "operator", "<"),
    ("relations_2022.csv", GOOD.replace("warning", "grave"), "severity", "grave"),
    ("relations_2022.csv", GOOD.rpartition(",")[0] + ",", "meaning_en", ""),
    ("relations_values.csv", "more,observations,count,,0,many,critical,a,b", "high", "many"),
    ("relations_values.csv", "more,elsewhere,count,,0,5,critical,a,b", "table", "elsewhere"),
    ("relations_structure.csv", "targets,value,filled,,most,,critical,a,b", "least_share", "most"),
    ("relations_structure.csv", "targets,value,bounds,low..high,1,,critical,a,b", "argument", "low..high"),
    ("relations_structure.csv", "targets,unit,vocabulary,@nothing,1,,critical,a,b", "argument", "@nothing"),
    ("relations_structure.csv", "targets,unit,pattern,[,1,,critical,a,b", "argument", "["),
    ("relations_cumulative.csv", "3,9.9", "code", "3:9.9"),
]


@pytest.fixture
def with_line(monkeypatch):
    """Adds a line to a reference file, as an analyst would, and loads it; the line's number comes with it."""

    def load(file, line):
        plain = files.read_rows

        def rows(name, columns):
            found = plain(name, columns)
            if name != file:
                return found
            return (*found, dict(zip(columns, next(csv.reader(io.StringIO(line))), strict=True)))

        for module in (relations, structure_rules):
            monkeypatch.setattr(module, "read_rows", rows)
        return LOADERS[file].__wrapped__()

    return load


def lines_of(file):
    path = ROOT / "src" / "analysis" / "reference" / file
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("file", "line", "column", "value"), WRONG)
def test_a_wrong_line_is_named_with_its_place_and_remedy(with_line, file, line, column, value):
    with pytest.raises(InputError) as caught:
        with_line(file, line)
    place = caught.value.where
    assert (place.file, place.row, place.column, place.value) == (file, lines_of(file) + 1, column, value)
    assert caught.value.remedy


def test_a_name_that_stands_twice_is_named_with_its_row(with_line):
    with pytest.raises(InputError, match=f"row {lines_of('relations_2022.csv') + 1}"):
        with_line("relations_2022.csv", GOOD.replace("form-3-1.1", "form-3-3.1"))


@pytest.fixture
def readme_rules(with_line):
    """All rules with the line that README shows as an example, the line as it stands there."""
    shown = re.search(r"`(form-\S+,subset,[^`]+)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown
    return with_line("relations_2022.csv", shown[1])


@pytest.fixture
def with_readme_s_rule(readme_rules, monkeypatch):
    for module in (build, suites):
        monkeypatch.setattr(module, "relation_rules", lambda *_: readme_rules)
    return readme_rules[-1]


def test_readme_s_rule_is_tested_on_the_data_of_the_repository(with_readme_s_rule, tables):
    rule = with_readme_s_rule
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = validate(tables).checks.set_index("rule").loc[rule.name]
    assert (row["document_id"], row["verdict"]) == ("quang-tri/2024-H1/1125-bc-vp", "holds")
    assert f"{row['printed']:,.0f} ≤ {row['computed']:,.0f}, {row['verdict']}" in readme
    assert f'checks["rule"] == "{rule.name}"' in readme


def test_readme_s_rule_stands_in_the_suite_and_in_a_finding_with_both_meanings(with_readme_s_rule, tables):
    rule = with_readme_s_rule
    suite = suites.suite_text(suites.all_suites()["relations_2022.json"])
    assert rule.meaning_vi in suite and rule.meaning_en in suite
    rows = tables["observations"]
    broken = rows.assign(value=rows["value"].mask((rows["form"] == "3") & (rows["code"] == "2.2"), 7600.0))
    found = validate({**tables, "observations": broken}).findings.set_index("rules").loc[rule.name]
    assert rule.meaning_vi in found["message_vi"] and rule.meaning_en in found["message_en"]
    assert found["severity"] == "warning" and "observations:3:2.2" in found["suspects"]


def test_every_named_list_is_one_that_suites_know():
    from analysis.validate.suites import vocabulary

    assert all(vocabulary(name) for name in structure_rules.VOCABULARIES)
