"""What people and programs read: text, JSON, annotations on file and line, a workbook; corrections and acknowledgements."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil

import openpyxl
import pytest
import yaml

from analysis.clean.corrections import apply_corrections, idle_corrections
from analysis.cli import main
from analysis.errors import InputError, InputErrors
from analysis.reference import corrections
from analysis.reference.corrections import Acknowledgement, read_corrections
from analysis.reference.relations import parse_side, relation_rules
from analysis.store import Project
from analysis.validate import acknowledged, formats, validate
from analysis.validate.acknowledged import acknowledged_ids
from analysis.validate.raw_lines import raw_place
from tests.validate.conftest import ROOT
from tests.validate.synthetic import as_tables, make_report

REPORT = "quang-tri/2024-H1/1125-bc-vp"
NOBODY: frozenset[str] = frozenset()


def test_both_languages_have_the_same_messages():
    folder = ROOT / "src" / "analysis" / "reference" / "messages"
    vi, en = (yaml.safe_load((folder / f"findings_{name}.yml").read_text(encoding="utf-8")) for name in ("vi", "en"))

    def shape(tree):
        if isinstance(tree, dict) and tree.keys() == {"one", "other"}:
            return shape(tree["other"])
        if isinstance(tree, dict):
            return {key: shape(value) for key, value in tree.items()}
        return sorted(set(re.findall(r"{(\w+)}", tree)))

    assert shape(vi) == shape(en)


@pytest.mark.parametrize(
    ("suspect", "file", "text"),
    [
        ("observations:3:3.2.2", "form-3.csv", "9,751"),
        ("figures:f020", "figures.csv", ",309,"),
    ],
)
def test_annotations_point_at_file_and_line(project, suspect, file, text):
    path, line = raw_place(project, REPORT, suspect)
    assert path.name == file
    assert text in (ROOT / path).read_text(encoding="utf-8").splitlines()[line - 1]


def test_github_annotations_escape_what_would_end_them(project, validation):
    lines = formats.as_github(validation, NOBODY, project).splitlines()
    assert len(lines) == len(validation.findings) + sum("Cùng một phát hiện như ở" in line for line in lines)
    pattern = re.compile(r"::(error|warning|notice) file=data/raw/[^,]+,line=\d+,title=[^,:]+::[^\n]+")
    assert all(pattern.fullmatch(line) for line in lines)
    assert all(not re.search(r"%(?!25|0A|0D|3A|2C)", line) for line in lines)


def test_cells_as_likely_wrong_as_the_first_are_annotated_too(project):
    """Two parts of a sum print one number: nothing tells which was copied, so that both lines say so."""
    report = make_report(5)
    report["observations:3:1.4.1"] = report["observations:3:1.4.2"]
    broken = as_tables({REPORT: report})
    found = validate(broken)
    row = found.findings[found.findings["rules"].str.contains("form-3-1.4")].iloc[0]
    equal = [suspect for suspect, _ in found.as_good[row["id"]]]
    assert equal and set(equal) < set(row["suspects"].split(";")) and row["suspects"].split(";")[0] not in equal
    lines = formats.as_github(found, NOBODY, project, "en").splitlines()
    pointing = [line for line in lines if "as likely to be the wrong one" in line]
    assert len(pointing) >= len(equal) and all(line.startswith("::notice file=data/raw/") for line in pointing)
    for suspect in equal:
        path, number = raw_place(project, REPORT, suspect)
        assert any(f"file={path.as_posix()},line={number}," in line for line in pointing), suspect


def test_one_finding_is_written_in_the_singular(validation):
    one = dataclasses.replace(validation, findings=validation.findings.head(1))
    assert formats.as_text(one, NOBODY, "en").splitlines()[-1].startswith("1 finding, ")
    assert " findings, " in formats.as_text(validation, NOBODY, "en").splitlines()[-1]


def test_an_acknowledged_finding_is_only_a_notice_and_fails_nothing(project, validation):
    critical = validation.findings[validation.findings["severity"] == "critical"]
    entries = [Acknowledgement(row.id, row.suggested, "known", "A", "2024-07-01") for row in critical.itertuples()]
    known = acknowledged_ids(validation.findings, entries)
    assert formats.unacknowledged(validation, NOBODY) == len(critical)
    assert formats.unacknowledged(validation, known) == 0
    assert "::error" not in formats.as_github(validation, known, project)
    changed = [dataclasses.replace(entry, expects="1 -> 2") for entry in entries]
    assert not acknowledged_ids(validation.findings, changed)


def test_an_entry_that_acknowledges_nothing_is_told(monkeypatch, validation):
    known = validation.findings.iloc[0]
    entries = [
        Acknowledgement(known["id"], known["suggested"], "known", "A", "2024-07-01"),
        Acknowledgement(known["id"], "1 -> 2", "known", "A", "2024-07-01"),
        Acknowledgement(f"{known['document_id']}#no-such-rule", "", "known", "A", "2024-07-01"),
        Acknowledgement("nowhere/2024/x#rule", "", "known", "A", "2024-07-01"),
    ]
    monkeypatch.setattr(acknowledged, "acknowledgements", lambda: entries)
    notes = acknowledged.idle_acknowledgements(validation.findings, [known["document_id"]])
    assert len(notes) == 3
    assert all(
        text in note for text, note in zip(("1 -> 2", "no such finding", "no such document"), notes, strict=True)
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("corrections:\n", "without a list"),
        ("", "without a list"),
        ("corrections: [a text]\n", "entry 1 is no list of fields"),
        ("corrections:\n  - cell: x\n   printed: y\n", "no YAML"),
    ],
)
def test_a_reviewed_file_that_cannot_be_read_is_named_with_its_remedy(monkeypatch, content, told):
    monkeypatch.setattr(corrections, "read_yaml", lambda name: yaml.safe_load(content))
    with pytest.raises(InputError, match=told) as caught:
        corrections.corrections.__wrapped__()
    assert "corrections.yml" in str(caught.value) and caught.value.remedy


def test_json_holds_findings_quality_and_counts(validation):
    document = json.loads(formats.as_json(validation, NOBODY))
    first = next(one for one in document["findings"] if one["document_id"] == REPORT)
    assert first["suspects"] == ["observations:3:3.2.2"] and first["acknowledged"] is False
    assert document["checks"]["fails"] > 0
    assert all(0 <= row["share"] <= 1 for row in document["quality"])


def test_text_tells_how_many_relations_hold_and_shows_no_control_character(validation):
    text = formats.as_text(validation, NOBODY, "en")
    assert re.search(rf"{REPORT}: \d+ of \d+ relations", text)
    assert formats.printable("a\x1b[31mb\u202ec\nd") == "a\ufffd[31mb\ufffdc\nd"


def test_quality_is_told_beside_that_of_the_period_before():
    first, later = make_report(1), make_report(2)
    later["observations:3:3.1"] -= 1
    reports = {"p1/2023/r": first, "p1/2024/r": later, "p1/2024/s": make_report(3), "p2/2024/r": make_report(4)}
    validation = validate(as_tables(reports))
    rows = validation.quality.set_index("document_id")
    assert rows.loc["p1/2024/r", "previous_period"] == rows.loc["p1/2024/s", "previous_period"] == "2023"
    assert rows.loc["p1/2024/r", "previous_share"] == 1 > rows.loc["p1/2024/r", "share"]
    assert rows.loc["p1/2023/r", "previous_period"] == rows.loc["p2/2024/r", "previous_period"] == ""
    assert "kỳ trước (2023) 100,0%" in formats.as_text(validation, NOBODY)
    quality = {row["document_id"]: row for row in json.loads(formats.as_json(validation, NOBODY))["quality"]}
    assert quality["p1/2024/r"]["previous_share"] == 1 and quality["p1/2023/r"]["previous_share"] is None


def test_json_tells_which_cells_change_together():
    found = formats.explanations("a:1;a:2;a:3", "1 -> 2; 3 -> 4 | 5 -> 6")
    first, second = found
    assert [one["cell"] for one in first] == ["a:1", "a:2"] and [one["value"] for one in first] == ["2", "4"]
    assert second == [{"cell": "a:3", "printed": "5", "value": "6"}]
    assert formats.explanations("a:1", "") == []


def test_every_suggested_change_has_its_suspect(validation):
    for row in validation.findings.to_dict("records"):
        changes = row["suggested"].replace(" | ", "; ").split("; ") if row["suggested"] else []
        assert len(changes) in (0, len(row["suspects"].split(";"))), row["id"]


def correction(**overrides):
    entry = {
        "document_id": REPORT,
        "cell": "observations:3:3.2.2",
        "printed": "9,751",
        "value": 9955,
        "reason": "typing error",
        "source": "letter of the office",
        "status": "accepted",
    }
    return read_corrections([{**entry, **overrides}])


def test_an_accepted_correction_changes_the_value_and_keeps_the_print(tables):
    before = tables["observations"].copy(deep=True)
    corrected = apply_corrections(tables["observations"], tables["figures"], correction())
    row = corrected.observations.query("form == '3' and code == '3.2.2'").iloc[0]
    assert (row["value"], row["raw_value"]) == (9955, "9,751")
    assert len(corrected.applied) == 1
    assert tables["observations"].equals(before)


def test_a_proposed_correction_is_not_applied(tables):
    corrected = apply_corrections(tables["observations"], tables["figures"], correction(status="proposed"))
    assert corrected.observations.equals(tables["observations"]) and not corrected.applied


@pytest.mark.parametrize(
    "overrides",
    [
        {"printed": "9,955"},
        {"cell": "observations:3:9.9"},
        {"cell": "figures:f020", "printed": "333"},
        {"cell": "figures:f020", "printed": "309", "value": 3.09},
        {"cell": "targets:1"},
    ],
)
def test_a_stale_correction_is_an_error(tables, overrides):
    with pytest.raises(InputErrors, match=r"corrections\.yml"):
        apply_corrections(tables["observations"], tables["figures"], correction(**overrides))


def test_a_correction_of_another_document_is_left_alone(tables):
    other = correction(document_id="other/2024/x")
    assert not apply_corrections(tables["observations"], tables["figures"], other).applied


@pytest.mark.parametrize("command", ["clean", "validate"])
def test_a_correction_of_an_unknown_document_is_told(command, tmp_path, monkeypatch, capsys):
    """Nobody may believe that a correction counts when its document's id is mistyped."""
    wrong = correction(document_id="quang-tri/2024-H1/1125-bc-pv")
    monkeypatch.setattr(corrections, "corrections", lambda: wrong)
    monkeypatch.setattr("analysis.clean.corrections.corrections", lambda: wrong)
    shutil.copytree(
        ROOT / "data" / "raw" / "quang-tri" / "2024-H1", tmp_path / "data" / "raw" / "quang-tri" / "2024-H1"
    )
    assert main(["--root", str(tmp_path), "clean"]) == 0
    if command == "validate":
        capsys.readouterr()
        shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
        assert main(["--root", str(tmp_path), "validate"]) == 1
    told = capsys.readouterr().err
    assert "note: corrections.yml, quang-tri/2024-H1/1125-bc-pv observations:3:3.2.2: there is no such document" in told
    assert not idle_corrections([REPORT], correction())


@pytest.mark.parametrize(
    "overrides", [{"reason": ""}, {"value": "many"}, {"value": True}, {"value": float("nan")}, {"status": "maybe"}]
)
def test_an_incomplete_correction_is_refused(overrides):
    with pytest.raises(InputError):
        correction(**overrides)


@pytest.mark.parametrize("text", ["3:1 + x", "3.1", "@Name", ""])
def test_a_relation_that_names_no_cell_is_refused(text):
    with pytest.raises(ValueError):
        parse_side(text)


def test_relations_have_names_of_their_own_and_both_meanings():
    rules = relation_rules()
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.meaning_vi and rule.meaning_en for rule in rules)
    assert all(rule.locate or rule.severity != "critical" for rule in rules)


@pytest.fixture(scope="module")
def small_project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw" / "quang-tri" / "2024-H1", root / "data" / "raw" / "quang-tri" / "2024-H1")
    assert main(["--root", str(root), "clean"]) == 0
    return Project(root)


def test_command_exits_1_on_critical_findings_and_writes_tables(small_project, capsys, tmp_path):
    workbook = tmp_path / "findings.xlsx"
    arguments = ["--root", str(small_project.root), "validate", "--format", "text,github", "--xlsx", str(workbook)]
    assert main(arguments) == 1
    printed = capsys.readouterr().out
    assert "9.955" in printed and "::error file=data/raw/quang-tri/2024-H1/1125-bc-vp/form-3.csv,line=20" in printed
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames[0] == "Sai lệch" or "3.2.2" in str([cell.value for cell in book.worksheets[0]["C"]])
    said = {cell.value: cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value}
    assert "9.751 → 9.955" in " ".join(str(value) for value in said)
    assert {sheet.title[:6] for sheet in book.worksheets[1:4]} == {"Biểu 1", "Biểu 3", "Biểu 7"}
    assert not [cell for cell in book.worksheets[0]["B"] if cell.data_type == "f"]
    assert small_project.table_path("findings").exists()
    before = small_project.table_path("findings").stat().st_mtime_ns
    assert main(["--root", str(small_project.root), "validate", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"]
    assert small_project.table_path("findings").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "options", [["--format", "xml"], ["--province", "nowhere"], ["--province", "quang-tri", "--period", "1999"]]
)
def test_command_refuses_what_it_cannot_follow(small_project, capsys, options):
    assert main(["--root", str(small_project.root), "validate", *options]) == 2
    assert len(capsys.readouterr().err.splitlines()) <= 4


def test_command_says_what_to_run_first(tmp_path, capsys):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    assert main(["--root", str(tmp_path), "validate"]) == 2
    assert "cchc clean" in capsys.readouterr().err
