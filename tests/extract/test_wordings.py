"""Sentences of plans and the rows they hold: tables of our own wordings by mechanism, in wordings/*.yml.

A group that is `open` holds sentences that are not read right yet; one that is read right must leave it.
"""

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.clean.targets import clean_targets
from analysis.documents import read
from analysis.extract.targets import extract_targets
from analysis.extract.targets_numbers import is_readable

TABLES = sorted((Path(__file__).parent / "wordings").glob("*.yml"))
OPEN = pytest.mark.xfail(strict=True, reason="not read right yet")
CASES = [
    pytest.param(
        (group.get("title", "Cải cách hành chính năm 2024"), group.get("under", "II. MỤC TIÊU")),
        text,
        rows,
        id=f"{group['mechanism']}-{number}",
        marks=OPEN if group.get("open") else (),
    )
    for table in TABLES
    for group in yaml.safe_load(table.read_text(encoding="utf-8"))
    for number, (text, *rows) in enumerate(group["cases"], 1)
]


@pytest.mark.parametrize(("under", "text", "rows"), CASES)
def test_a_sentence_gives_its_rows(under, text, rows, tmp_path):
    assert rows_of(under, text, tmp_path / "plan.txt") == rows


@pytest.mark.parametrize(("under", "text", "rows"), [pytest.param(*case.values, id=case.id) for case in CASES])
def test_a_row_s_number_is_readable_and_printed_in_its_sentence(under, text, rows, tmp_path):
    for row in raw_rows(under, text, tmp_path / "plan.txt"):
        assert is_readable(row["printed"])
        assert all(number in text for number in re.findall(r"\d+", row["printed"]))


def rows_of(under, text, path):
    raw = raw_rows(under, text, path)
    return [as_text(row) for row in clean_targets(raw, {"province": "any"}, "any/any/any").to_dict("records")]


def raw_rows(under, text, path):
    title, heading = under
    path.write_text(
        f"KẾ HOẠCH\n{title}\n\nI. YÊU CẦU\n\nBảo đảm kịp thời.\n\n{heading}\n\n{text}\n",
        encoding="utf-8",
    )
    return extract_targets(read(path))


def as_text(row):
    value = f"{row['value']:g}" if pd.isna(row["value_max"]) else f"{row['value']:g}..{row['value_max']:g}"
    deadline = "-" if pd.isna(row["deadline_year"]) else row["deadline_year"]
    return f"{row['comparator']} {value} {row['unit']} {row['level']} {deadline}"
