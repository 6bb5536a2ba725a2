import datetime as dt
import os
import subprocess
import sys
import time

import pytest

from analysis.errors import InputError
from analysis.runs import plan as plans
from analysis.runs.fingerprint import Digests, digest, files_below
from analysis.runs.job import Job
from analysis.runs.manifest import read_manifest, write_manifest
from analysis.runs.plan import Selection, make_plan
from analysis.runs.rows import reads_file
from analysis.store import write_text
from tests.runs.conftest import add_document

TODAY = dt.date(2024, 7, 1)
PAIRS = [("quang-tri", "2023"), ("quang-tri", "2024-H1"), ("hue", "2024-H1"), ("hue", "2023")]


def plan_of(project, selection=Selection(), today=TODAY):  # noqa: B008
    return make_plan(project, selection, today, Digests(project.build / "digests.json"))


def finish(project):
    """Pretend that every due report was made."""
    for entry in plan_of(project).due():
        write_text(project.root / entry.job.output, "<html>")
        sha = Digests(project.build / "x").of(project.root / entry.job.output)
        content = {"outcome": "done", "output_sha256": sha, "inputs": entry.inputs.as_dict()}
        write_manifest(project, entry.job.output, content)


def due_names(project, **selection):
    return {entry.job.name: entry.reason for entry in plan_of(project, Selection(**selection)).due()}


def test_everything_is_due_at_first_and_nothing_after(make_project):
    project = make_project(["1"], PAIRS)
    assert due_names(project) == dict.fromkeys(
        ["hue/2023", "hue/2024-H1", "quang-tri/2023", "quang-tri/2024-H1", "comparison"], "never made"
    )
    finish(project)
    assert due_names(project) == {}


def test_changed_input_makes_due_what_can_show_it_and_no_more(make_project):
    project = make_project(["1"], PAIRS)
    finish(project)
    add_document(project, "hue", "2024-H1", "code,label\n1,changed\n")
    why = "input changed: data/raw/hue/2024-H1/report/form-1.csv"
    assert due_names(project) == {"hue/2024-H1": why, "comparison": why}


def test_new_document_names_itself_as_reason(make_project):
    project = make_project(["1"], PAIRS)
    finish(project)
    add_document(project, "quang-tri", "2024-9M")
    due = due_names(project)
    assert set(due) == {"quang-tri/2024-9M", "comparison"}
    assert due["comparison"].startswith("input new: data/raw/quang-tri/2024-9M/report/")


def test_reasons_for_outputs_and_notebooks(make_project):
    project = make_project(["1"], PAIRS)
    finish(project)
    (project.reports / "hue" / "2023.html").unlink()
    write_text(project.reports / "hue" / "2024-H1.html", "edited by hand")
    write_text(project.notebooks / "comparison.ipynb", "{}")
    assert due_names(project) == {
        "hue/2023": "report file is gone",
        "hue/2024-H1": "report file was altered",
        "comparison": "notebook changed",
    }


def test_failed_run_is_due_again(make_project):
    project = make_project(["1"], PAIRS)
    finish(project)
    manifest = read_manifest(project, "reports/hue/2023.html")
    write_manifest(project, "reports/hue/2023.html", manifest | {"outcome": "failed", "error": "cell 3: ValueError"})
    assert due_names(project) == {"hue/2023": "last run failed: cell 3: ValueError"}


def test_changed_code_and_lock_make_all_due(make_project, monkeypatch):
    project = make_project(["1"], PAIRS)
    finish(project)
    monkeypatch.setattr(plans, "lock_digest", lambda _: "other")
    assert set(due_names(project).values()) == {"locked environment changed"}
    monkeypatch.setattr(plans, "code_digest", lambda _: "other")
    assert set(due_names(project).values()) == {"code changed"}


def test_without_due_all_that_is_selected_is_run(make_project):
    project = make_project(["1"], PAIRS)
    finish(project)
    assert due_names(project, provinces=("hue",), only_due=False) == {
        "hue/2023": "asked for",
        "hue/2024-H1": "asked for",
    }
    assert list(due_names(project, periods=("2023",), languages=("en",))) == ["hue/2023.en", "quang-tri/2023.en"]


def test_an_unknown_selection_is_refused_and_an_unknown_folder_is_in_no_line(make_project):
    project = make_project(["1"], PAIRS)
    with pytest.raises(InputError, match="unknown province 'huee'"):
        plan_of(project, Selection(provinces=("huee",)))
    before = plan_of(project)
    add_document(project, "atlantis", "2024-H1")
    add_document(project, "hue", "2024-H3")
    after = plan_of(project)
    assert [entry.job for entry in after.entries] == [entry.job for entry in before.entries]
    assert after.source != before.source, "it is told once the tables are brought up to date"


def test_damaged_manifest_only_means_a_new_run(make_project):
    project = make_project(["1"], PAIRS)
    finish(project)
    write_text(project.build / "manifests" / "reports" / "hue" / "2023.html.json", '{"format": 1, "outc')
    assert due_names(project) == {"hue/2023": "never made"}


@pytest.mark.parametrize(
    ("document", "stated"),
    [
        ("quang-tri/2024-H1/a", True),
        ("quang-tri/2021-2025/a", True),
        ("quang-tri/2026-2030/a", False),
        ("quang-tri/2024-9M/a", False),
        ("hue/2024-H1/a", False),
        ("national/2016-2024/a", False),
    ],
)
def test_files_a_province_report_states_as_its_inputs(document, stated):
    assert reads_file(Job("province", "vi", "quang-tri", "2024-H1"), document) is stated


def test_digest_cache_sees_a_change_of_the_same_size_within_the_clock_grain(tmp_path):
    path, digests = tmp_path / "f", Digests(tmp_path / "memory.json")
    path.write_text("aaaa")
    first = digests.of(path)
    path.write_text("bbbb")
    assert digests.of(path) != first


def test_digest_cache_does_not_read_a_settled_file_again(tmp_path, monkeypatch):
    path, digests = tmp_path / "f", Digests(tmp_path / "memory.json")
    path.write_text("aaaa")
    os.utime(path, (1, 1))
    monkeypatch.setattr("analysis.runs.fingerprint._GRAIN", -(10**12))
    value = digests.of(path)
    digests.save()
    monkeypatch.setattr(type(path), "read_bytes", lambda _: pytest.fail("read again"))
    assert Digests(tmp_path / "memory.json").of(path) == value


def test_files_below_skips_hidden_files_and_links(tmp_path):
    (tmp_path / "a").mkdir()
    for name in ("a/x", ".hidden", "b"):
        (tmp_path / name).write_text("1")
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert [os.path.relpath(path, tmp_path) for path in files_below(tmp_path)] == ["a/x", "b"]


def test_digest_keeps_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")


def test_planning_loads_no_pandas(make_project):
    project = make_project(["1"], PAIRS)
    code = "import sys; from analysis.cli import main; main(); sys.exit(3 if 'pandas' in sys.modules else 0)"
    command = [sys.executable, "-c", code, "--root", str(project.root), "status"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_nothing_due_over_680_pairs_is_quick(make_project):
    provinces = sorted(key for key in plans.all_provinces() if key.endswith("-2025"))
    provinces = (provinces + sorted(set(plans.all_provinces()) - set(provinces)))[:34]
    periods = [f"{year}{suffix}" for year in range(2020, 2025) for suffix in ("-Q1", "-H1", "-9M", "")]
    project = make_project(["1"], [(province, period) for province in provinces for period in periods])
    finish(project)
    plan_of(project)
    start = time.perf_counter()
    plan = plan_of(project)
    assert (plan.count("due"), plan.count("current")) == (0, 681)
    assert time.perf_counter() - start < 3


def test_the_page_of_an_indicator_is_made_when_asked_and_kept_up_to_date_since(make_project):
    project = make_project(["1"], PAIRS)
    asked = {"indicators": ("work_dossiers_online", "Tỷ lệ hồ sơ công việc được xử lý trên môi trường mạng")}
    assert due_names(project, **asked) == {"indicators/work_dossiers_online": "never made"}
    both = due_names(project, **asked, provinces=("hue",), periods=("2023",))
    assert set(both) == {"hue/2023", "indicators/work_dossiers_online"}
    assert len(due_names(project, **asked, all_pairs=True)) == 6
    entry = plan_of(project, Selection(**asked)).due()[0]
    assert entry.job.parameters == {"indicator": "work_dossiers_online", "language": "vi"}
    assert entry.job.output == "reports/indicators/work_dossiers_online.html"
    finish(project)
    assert "indicators/work_dossiers_online" not in due_names(project), "nobody has asked for it yet"
    write_text(project.root / entry.job.output, "<html>")
    sha = Digests(project.build / "x").of(project.root / entry.job.output)
    write_manifest(
        project, entry.job.output, {"outcome": "done", "output_sha256": sha, "inputs": entry.inputs.as_dict()}
    )
    assert due_names(project) == {}
    add_document(project, "hue", "2024-H1", "code,label\n1,changed\n")
    assert "indicators/work_dossiers_online" in due_names(project)


def test_an_unknown_indicator_says_what_was_meant(make_project):
    with pytest.raises(InputError, match="did you mean work_dossiers_online"):
        plan_of(make_project(["1"], PAIRS), Selection(indicators=("work_dossier_online",)))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"periods": ("2024-9m",)}, ["hue/2024-9M", "quang-tri/2024-9M"]),
        ({"provinces": ("quang-tri",), "periods": ("2024",)}, ["quang-tri/2024"]),
        ({"provinces": ("quang-tri-2025",), "periods": ("2025-9M",)}, ["quang-tri-2025/2025-9M"]),
        ({"provinces": ("Quảng Trị",), "periods": ("2025-H1",)}, ["quang-tri/2025-H1"]),
    ],
)
def test_what_is_missing_can_be_asked_for(make_project, asked, named):
    plan = plan_of(make_project(["1"], PAIRS), Selection(**asked), today=dt.date(2026, 1, 1))
    assert sorted((entry.job.name, entry.state) for entry in plan.entries) == [(name, "missing") for name in named]


@pytest.mark.parametrize("asked", [{"periods": ("2026-9M",)}, {"provinces": ("ca-mau-2025",)}])
def test_what_is_neither_there_nor_missing_is_refused(make_project, asked):
    with pytest.raises(InputError):
        plan_of(make_project(["1"], PAIRS), Selection(**asked), today=dt.date(2026, 1, 1))
