"""Rows of one document that stand among another's are told by its record, wherever they stand; typed rows are taken."""

from __future__ import annotations

import re
import shutil
from pathlib import PurePath

import pytest

from analysis.cli import main
from analysis.extract.as_read import record_bytes
from analysis.store import Project
from tests.faults.hostile import rows_of, write_rows
from tests.faults.projects import ROOT

DAK_NONG = "dak-nong/2021-2025/1271-qd-ubnd"
HIDDEN = "not-identified/2021-2030/chuong-trinh-cai-cach-hanh-chinh"
QUANG_TRI = "quang-tri/2024-H1/1125-bc-vp"
HOA_BINH = "hoa-binh/2022-9M/hoa-binh-9-thang-2022"
# A table, another of its kind, and a row of that one to begin with.
PAIRS = {
    "targets": (f"{DAK_NONG}/targets.csv", f"{HIDDEN}/targets.csv"),
    "figures": (f"{QUANG_TRI}/figures.csv", f"{HOA_BINH}/figures.csv"),
}


@pytest.fixture
def project(tmp_path):
    made = Project(tmp_path / "project")
    for document in (DAK_NONG, HIDDEN, QUANG_TRI, HOA_BINH):
        shutil.copytree(ROOT / "data/raw" / document, made.raw / document)
        record = f"{document}.json"
        (made.as_read / record).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "data/as-read" / record, made.as_read / record)
    return made


def clean(project, capsys):
    capsys.readouterr()
    code = main(["--root", str(project.root), "clean"])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def read(project, table):
    return rows_of(project.raw / table)[1]


def with_rows(project, table, rows):
    write_rows(project.raw / table, rows_of(project.raw / table)[0], rows)


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize("place", ["below", "between", "instead"])
def test_three_rows_of_another_document_are_refused_wherever_they_stand(project, capsys, kind, place):
    table, other = PAIRS[kind]
    own, foreign = read(project, table), read(project, other)[2:5]
    at = {"below": len(own), "between": 4, "instead": 4}[place]
    with_rows(project, table, own[:at] + foreign + own[at + (3 if place == "instead" else 0) :])
    code, told = clean(project, capsys)
    assert code == 2
    assert f"rows that were read from {other} (3)" in told
    assert f"{table}, row {at + 2}" in told
    assert f"data/as-read/{PurePath(table).parent}.json" in told


@pytest.mark.parametrize("kind", PAIRS)
def test_two_rows_and_rows_whose_number_was_typed_anew_are_a_note(project, capsys, kind):
    table, other = PAIRS[kind]
    own, foreign = read(project, table), read(project, other)[2:5]
    with_rows(project, table, own + foreign[:2])
    code, told = clean(project, capsys)
    assert (code, "more than were read" in told) == (0, True)
    typed = [
        row | {"printed": re.sub(r"[1-8]", lambda digit: str(int(digit[0]) + 1), row["printed"])} for row in foreign
    ]
    with_rows(project, table, own + typed)
    assert clean(project, capsys)[0] == 0


def test_rows_of_a_form_of_another_period_are_refused_and_empty_ones_are_not(project, capsys):
    table = f"{QUANG_TRI}/form-1.csv"
    rows = read(project, table)
    earlier = [
        row | ({"value": f"{number + 3}"} if row["value"] else {"location": f"L{number}"})
        for number, row in enumerate(rows)
    ]
    (project.as_read / "quang-tri/2023/9-bc.json").parent.mkdir(parents=True)
    (project.as_read / "quang-tri/2023/9-bc.json").write_bytes(record_bytes({"form-1.csv": earlier}))
    filled = [at for at, row in enumerate(rows) if row["value"]][:3]
    with_rows(project, table, [earlier[at] if at in filled else row for at, row in enumerate(rows)])
    code, told = clean(project, capsys)
    assert code == 2
    assert "rows that were read from quang-tri/2023/9-bc/form-1.csv (3)" in told
    with_rows(project, table, [earlier[at] if at in filled[:2] else row for at, row in enumerate(rows)])
    assert clean(project, capsys)[0] == 0
    empty = [at for at, row in enumerate(rows) if not row["value"]][:3]
    assert len(empty) == 3
    with_rows(project, table, [earlier[at] if at in empty else row for at, row in enumerate(rows)])
    assert clean(project, capsys)[0] == 0


def test_only_the_reports_of_that_document_are_stopped_and_a_record_that_is_none_hinders_nobody(project, capsys):
    table, other = PAIRS["targets"]
    with_rows(project, table, read(project, table) + read(project, other)[2:5])
    (project.as_read / f"{HIDDEN}.json").write_text("{", encoding="utf-8")
    code, told = clean(project, capsys)
    # The record of the other document is told of itself; without it nothing shows whose rows these are.
    assert code == 2
    assert "rows that were read from" not in told
