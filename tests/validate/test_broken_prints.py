"""Numbers whose separators a slip has moved, or whose digits no longer group: read as digits, never refused, named."""

from __future__ import annotations

import csv
import io
import shutil

import pandas as pd
import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.store import Project
from analysis.validate import validate
from tests.validate.conftest import ROOT

DOCUMENT = "quang-tri/2024-H1/1125-bc-vp"


@pytest.fixture
def validated(tmp_path):
    """Validates the report with some prints of one raw table exchanged: (key column, key) -> print."""
    shutil.copytree(ROOT / "data/raw" / DOCUMENT, tmp_path / "data/raw" / DOCUMENT)
    folder = tmp_path / "data/raw" / DOCUMENT

    def run(table, column, prints):
        path = folder / f"{table}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        for number, row in enumerate(rows, start=1):
            key = f"f{number:03d}" if table == "figures" else row["code"].strip(".,")
            row[column] = prints.get(key, row[column])
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8")
        tables = clean_folders(read_all(Project(tmp_path)))
        raw = [row["printed"] for row in csv.DictReader(io.StringIO((folder / "figures.csv").read_text("utf-8")))]
        tables["figures"] = tables["figures"].assign(printed=pd.Series(raw, dtype="str"))
        return validate(tables).findings

    return run


@pytest.mark.parametrize(
    ("printed", "slip"),
    [("5.2414", "a digit missing"), ("522,414", "doubled"), ("52,4414", "doubled behind"), ("5241.4", "moved"),
     ("5.24.14", "one sign too many"), ("52.4.14", "one sign too many")],
)  # fmt: skip
def test_a_count_of_a_form_that_no_longer_groups_is_named_with_its_value(validated, printed, slip):
    findings = validated("form-3", "value", {"3.1.1": printed})
    own = findings[findings["suspects"].str.startswith("observations:3:3.1.1")]
    assert len(own) == 1, slip
    assert own["severity"].item() == "critical"
    assert own["suggested"].item().split(" | ")[0].endswith(" -> 52414")


@pytest.mark.parametrize("printed", ["140.3994", "1400.394", "14.0394", "1.40.394", "140.39.4"])
def test_so_is_one_of_the_narrative(validated, printed):
    findings = validated("figures", "printed", {"f018": printed})
    own = findings[findings["suspects"].str.startswith("figures:f018")]
    assert len(own) == 1 and own["severity"].item() == "critical"
    assert own["suggested"].item().split(" | ")[0] == f"{printed} -> 140394"
