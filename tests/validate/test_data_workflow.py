"""The steps of validate-data.yml, run as written in a scratch repository: what a pull request breaks is found."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from tools.changed_data import options

from tests.validate.conftest import ROOT

REPORT = "data/raw/quang-tri/2024-H1/1125-bc-vp"
LATER = "data/raw/quang-tri/2024-9M/2044-bc-vp"
WORKFLOW = ROOT / ".github/workflows/validate-data.yml"


def script(name):
    steps = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["validate"]["steps"]
    return next(step["run"] for step in steps if step.get("name", "").startswith(name))


def git(folder, *words):
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *names, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def rewrite(path, values):
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        row["value"] = values.get(row["code"].strip(".,"), row["value"])
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


@pytest.fixture
def repository(tmp_path):
    """A repository with a report on six months and one on nine, and this environment in its .venv."""
    shutil.copytree(ROOT / REPORT, tmp_path / REPORT)
    shutil.copytree(ROOT / REPORT, tmp_path / LATER)
    shutil.copytree(ROOT / "data/raw/hue", tmp_path / "data/raw/hue")
    (tmp_path / LATER / "figures.csv").unlink()
    sidecar = tmp_path / LATER / "document.yml"
    text = sidecar.read_text(encoding="utf-8").replace("2024-H1", "2024-9M").replace("1125", "2044")
    other = re.sub("(?m)^(source_sha256: ).*$", rf"\g<1>{'0' * 64}", text)
    sidecar.write_text(other, encoding="utf-8")
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/changed_data.py", tmp_path / "tools")
    commands = tmp_path / ".venv/bin"
    commands.mkdir(parents=True)
    for name, words in (("python", ""), ("cchc", "-m analysis.cli --root .")):
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        (commands / name).chmod(0o755)
    (tmp_path / ".gitignore").write_text(".venv\ndata/processed\nfindings.xlsx\n", encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "before")
    return tmp_path


def run(folder, name, base):
    words = ["bash", "-e", "-c", script(name)]
    return subprocess.run(
        words, cwd=folder, env={**os.environ, "BASE": base}, capture_output=True, text=True, timeout=600
    )


def test_a_count_that_falls_in_a_period_nobody_touched_is_annotated(repository):
    base = git(repository, "rev-parse", "HEAD")
    # Six months now count more than the nine months, whose report is as it was.
    rewrite(repository / REPORT / "form-3.csv", {"1.2": "95"})
    git(repository, "commit", "-qam", "change")
    assert run(repository, "Clean", base).returncode == 0
    done = run(repository, "Validate", base)
    assert done.returncode == 1, done.stderr
    annotated = [line for line in done.stdout.splitlines() if line.startswith("::error") and "growth-3-1.2" in line]
    assert len(annotated) == 1 and "/form-3.csv,line=4," in annotated[0]
    assert (repository / "findings.xlsx").is_file()
    assert "hue/2019" not in done.stdout, "a province nobody touched is left out"


def test_a_workbook_that_cannot_be_made_fails_the_step(repository):
    base = git(repository, "rev-parse", "HEAD")
    rewrite(repository / REPORT / "form-3.csv", {"1.2": "1O"})
    git(repository, "commit", "-qam", "change")
    done = run(repository, "Clean", base)
    assert done.returncode == 2 and f"::error file={REPORT}/form-3.csv,line=4" in done.stdout + done.stderr
    assert run(repository, "Validate", base).returncode == 2


def test_a_base_that_is_not_there_is_an_error_and_not_silence(repository):
    assert run(repository, "Clean", "").returncode == 0
    done = run(repository, "Validate", "0123456789012345678901234567890123456789")
    assert done.returncode == 2 and "remedy: fetch the whole history" in done.stderr


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (["data/raw/hue/2019/a/figures.csv", "README.md"], ["--province", "hue"]),
        (["data/raw/hue/2019/a/figures.csv", "data/raw/quang-tri/2024-H1/b/form-3.csv"],
         ["--province", "hue", "--province", "quang-tri"]),
        (["data/raw/gone/2019/a/document.yml"], []),
        (["data/raw/hue/2019/a/figures.csv", "src/analysis/reference/relations_2022.csv"], []),
        (["data/raw/hue/2019/a/figures.csv", "expectations/relations_2022.json"], []),
    ],
)  # fmt: skip
def test_whole_provinces_are_asked_for_and_everything_when_rules_change(changed, expected):
    assert options(changed, ["hue", "quang-tri"]) == expected
