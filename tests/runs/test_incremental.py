"""Preparing again after a change gives the bytes of a first preparation, and does only what the change asks for."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from analysis.clean import pipeline
from analysis.errors import InputErrors
from analysis.runs import prepare, runner
from analysis.runs.fingerprint import Digests
from analysis.runs.prepare import source_digest
from analysis.store import Project, read_table, read_text, write_text
from analysis.tables import PROCESSED
from analysis.validate import memory

RAW = Path(__file__).parents[2] / "data" / "raw"
FORM = "quang-tri/2024-H1/1125-bc-vp/form-3.csv"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    root = tmp_path_factory.mktemp("prepared")
    for name in ("quang-tri", "hoa-binh", "yen-bai", "thai-nguyen"):
        shutil.copytree(RAW / name, root / "data" / "raw" / name)
    prepare.prepare(Project(root), "first")
    return root


@pytest.fixture
def project(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "project")
    return Project(tmp_path / "project")


@pytest.fixture
def done(monkeypatch):
    """What was cleaned and what was explained, in order."""
    seen = {"cleaned": [], "explained": 0}
    read, explain = pipeline.read_raw_folder, memory.explain

    def reading(project, folder):
        seen["cleaned"].append(folder.relative_to(project.raw).as_posix())
        return read(project, folder)

    def explaining(problem):
        seen["explained"] += 1
        return explain(problem)

    monkeypatch.setattr(pipeline, "read_raw_folder", reading)
    monkeypatch.setattr(memory, "explain", explaining)
    return seen


def misprint(project):
    """Another count of dossiers in form 3: a contradiction that was not there."""
    path = project.raw / FORM
    rows = list(csv.DictReader(io.StringIO(read_text(path))))
    row = next(row for row in rows if row["code"].strip(".") == "3.2.1")
    assert row["value"] == "10,099"
    row["value"] = "77,077"
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, written.getvalue())


def state(project):
    return {
        name: content
        for name, content in json.loads(read_text(project.build / "manifests" / "processed.json")).items()
        if name != "source"
    }


def assert_like_a_first_preparation(project, tmp_path):
    fresh = Project(tmp_path / "fresh")
    shutil.rmtree(fresh.root, ignore_errors=True)
    shutil.copytree(project.raw, fresh.raw)
    prepare.prepare(fresh, "fresh")
    for name in PROCESSED:
        assert project.table_path(name).read_bytes() == fresh.table_path(name).read_bytes(), name
    assert state(project) == state(fresh)
    contents = [one.build / "manifests" / "contents.json" for one in (project, fresh)]
    assert contents[0].read_bytes() == contents[1].read_bytes()


def test_one_changed_input_is_cleaned_and_explained_alone(project, tmp_path, done):
    before = state(project)
    misprint(project)
    prepare.prepare(project, "second")
    assert done["cleaned"] == ["quang-tri/2024-H1/1125-bc-vp"]
    assert 1 <= done["explained"] <= 2
    assert state(project) != before
    assert_like_a_first_preparation(project, tmp_path)


def test_documents_may_come_and_go(project, tmp_path, done):
    shutil.rmtree(project.raw / "yen-bai")
    new = project.raw / "ha-noi" / "2022-9M"
    shutil.copytree(project.raw / "hoa-binh" / "2022-9M", new)
    sidecar = next(new.glob("*/document.yml"))
    write_text(sidecar, read_text(sidecar).replace("hoa-binh", "ha-noi"))
    prepare.prepare(project, "second")
    assert done["cleaned"] == [sidecar.parent.relative_to(project.raw).as_posix()]
    assert_like_a_first_preparation(project, tmp_path)


def test_nothing_changed_cleans_and_explains_nothing(project, done):
    before = state(project)
    prepare.prepare(project, "second")
    assert done == {"cleaned": [], "explained": 0}
    assert state(project) == before


@pytest.mark.parametrize("what", ["code", "table", "memory"])
def test_what_is_not_what_was_noted_is_made_anew(project, prepared, done, monkeypatch, what):
    everything = len(list(project.raw_documents()))
    if what == "code":
        monkeypatch.setattr(prepare, "code_digest", lambda _: "other")
    elif what == "table":
        path = project.table_path("observations")
        path.write_bytes(path.read_bytes() + b" ")
    else:
        write_text(project.build / "manifests" / "explanations.json", '{"version": 3}')
    prepare.prepare(project, "second")
    assert len(done["cleaned"]) == (0 if what == "memory" else everything)
    assert (done["explained"] > 0) == (what != "table")
    for name in PROCESSED:
        assert project.table_path(name).read_bytes() == Project(prepared).table_path(name).read_bytes(), name


def test_a_broken_document_is_named_and_only_its_rows_are_left_out(project, tmp_path):
    path = project.raw / FORM
    printed = read_text(path)
    write_text(path, printed.replace("code,label", "code,wording"))
    prepare.prepare(project, "second")
    unread = prepare.read_prepared(project).unread
    assert list(unread) == ["quang-tri/2024-H1/1125-bc-vp"]
    assert "form-3.csv, row 1" in unread["quang-tri/2024-H1/1125-bc-vp"]
    held = {name: set(read_table(project, name)["document_id"]) for name in ("documents", "observations", "targets")}
    assert held["observations"] == set(), "only the broken document has forms here"
    assert held["targets"] == {"quang-tri/2021-2025/3647-qd-ubnd"}, "another document of the same province stays"
    write_text(path, printed)
    prepare.prepare(project, "third")
    assert not prepare.read_prepared(project).unread
    assert_like_a_first_preparation(project, tmp_path)


def test_nothing_that_can_be_read_is_an_error_and_nothing_is_written(project):
    before = {name: project.table_path(name).read_bytes() for name in PROCESSED}
    for path in project.raw.rglob("document.yml"):
        write_text(path, "province: quang-tri\n")
    with pytest.raises(InputErrors, match="missing field"):
        prepare.prepare(project, "second")
    assert {name: project.table_path(name).read_bytes() for name in PROCESSED} == before


def test_a_run_reads_the_same_memory_of_digests(project):
    assert runner.digests_of(project).of(project.raw / FORM)
    assert prepare.digests_path(project).name == "digests.json"


def test_a_project_in_another_folder_follows_from_the_same(tmp_path):
    sources = []
    for name in ("here", "there"):
        moved = Project(tmp_path / name)
        write_text(moved.as_read / "hue" / "2024-H1" / "report.json", "{}")
        write_text(moved.expectations / "form.json", "{}")
        sources.append(source_digest(moved, {}, "code", "lock", Digests(tmp_path / "memory.json")))
    assert sources[0] == sources[1]
