"""What commands print, text by text: a terminal is not driven, a workflow's log gives no orders, JSON stays JSON."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from pathlib import Path

import pytest

from analysis.annotations import annotation
from analysis.cli.terminal import printable, printing_safely
from analysis.runs.job import Failure, Job, Outcome
from analysis.runs.log import Log, table
from tests.faults.hostile import TEXTS
from tests.faults.projects import cchc, tiny_project

DRIVING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
CODES = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x61C,
    0x200E,
    0x200F,
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)


@pytest.mark.parametrize("code", [code for code in CODES if chr(code) not in "\t\n"], ids=hex)
def test_each_sign_that_drives_a_terminal_is_written_out(code):
    assert printable(f"a{chr(code)}b") == f"a\\u{code:04x}b"


def test_both_streams_print_safely_and_json_says_the_same_as_before(capsys):
    for text in TEXTS:
        with printing_safely():
            print(json.dumps({"text": text}, ensure_ascii=False))
            print(text, file=sys.stderr)
        printed = capsys.readouterr()
        assert json.loads(printed.out) == {"text": text}
        assert not DRIVING.search(printed.out + printed.err) and "##[" not in printed.out + printed.err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp1258", "cp932", "utf-8", "utf-16"])
def test_what_an_old_code_page_cannot_say_is_spelled_out_and_json_says_the_same(monkeypatch, encoding):
    """Windows redirects output in its code page, a cron job in ASCII: no reason to stop in the middle of a list."""
    text = "Quảng Trị: ≥ 95% hồ sơ \U0001f600 \udce1\udcbb"
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with printing_safely():
        print(json.dumps({"text": text}, ensure_ascii=False))
        print(text, file=sys.stderr)
        out.flush(), err.flush()
    # Half a letter of a file's name cannot stand in JSON; a whole one can.
    told = json.loads(out.buffer.getvalue().decode(encoding))["text"]
    assert told == text and "95%" in err.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("conditions", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "tr_TR.UTF-8"}])  # fmt: skip
def test_a_command_ends_as_ever_where_the_terminal_has_no_vietnamese_letters(tmp_path, conditions):
    project = tiny_project(tmp_path / "root")
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHONUTF8", "LC_", "LANG"))
    }
    for words in (("clean",), ("validate", "--format", "text"), ("validate", "--format", "json"), ("status",)):
        done = cchc(project, *words, env={**inherited, "PYTHONUTF8": "0", **conditions}, cwd=project.root)
        assert done.returncode == (1 if words[0] == "validate" else 0), done.stderr
        assert "Traceback" not in done.stderr
        if "json" in words:
            assert any("Hòa Bình" in str(row) or "ố" in str(row) for row in json.loads(done.stdout)["findings"])


def outcome(text):
    return Outcome(Job("province", "vi", "quang-tri", "2024-H1"), 1.0, "warm", failure=Failure(3, text, text))


@pytest.mark.parametrize("text", TEXTS)
def test_a_run_tells_of_a_failure_in_any_words_on_lines_of_its_own(text):
    assert not DRIVING.search(table([outcome(text)]))
    for as_json in (True, False):
        stream = io.StringIO()
        log = Log("1", as_json=as_json, total=1, stream=stream)
        log.report(outcome(text))
        log.step("prepare", text)
        lines = stream.getvalue().split("\n")
        if as_json:
            assert [json.loads(line)["step"] for line in lines[:-1]] == ["report", "prepare"]
            assert json.loads(lines[0])["error"] == f"cell 3: {text}: {text}".rstrip(": ")
        else:
            assert not DRIVING.search(stream.getvalue())


@pytest.mark.parametrize(("ci", "lines"), [("", 3), ("false", 3), ("true", 1), ("1", 1)])
def test_in_ci_only_what_failed_is_said_while_a_run_goes(monkeypatch, ci, lines):
    monkeypatch.setenv("CI", ci)
    stream = io.StringIO()
    log = Log("1", total=2, stream=stream)
    log.progress("prepare", "brought up to date")
    log.report(Outcome(Job("province", "vi", "hue", "2024-H1"), 1.0, "warm"))
    log.report(outcome("1 / 0"))
    said = stream.getvalue().splitlines()
    assert len(said) == lines and "[2/2] quang-tri/2024-H1" in said[-1] and "failed" in said[-1]


def test_a_machine_gets_every_event_in_ci_too(monkeypatch):
    monkeypatch.setenv("CI", "true")
    stream = io.StringIO()
    log = Log("1", as_json=True, total=1, stream=stream)
    log.progress("prepare", "brought up to date")
    log.report(Outcome(Job("province", "vi", "hue", "2024-H1"), 1.0, "warm"))
    assert [json.loads(line)["step"] for line in stream.getvalue().splitlines()] == ["prepare", "report"]


def test_a_listener_that_has_gone_stops_no_run():
    class Gone(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    Log("1", total=1, stream=Gone()).step("prepare", "words")


@pytest.mark.parametrize("text", TEXTS)
def test_an_annotation_is_one_line_and_its_parts_stay_apart(text):
    line = annotation("error", Path(f"data/raw/{text}/a.csv".replace("\0", "")), 7, text, f"50%: {text}")
    assert "\n" not in line and "\r" not in line
    level, properties, message = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line, re.S).groups()
    names = [part.partition("=")[0] for part in properties.split(",")]
    assert (level, names) == ("error", ["file", "line", "title"])
    assert message.startswith("50%25: ")

    def back(escaped):
        for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
            escaped = escaped.replace(code, sign)
        return escaped

    assert back(message) == f"50%: {text}"
    assert back(properties.split(",")[2].partition("=")[2]) == text
