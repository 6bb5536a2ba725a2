"""No command reaches out: Python's own calls are watched by an audit hook, native code by strace, the wire is cut."""

import argparse
import errno
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from analysis.cli import build_parser
from tests.conftest import chromium_path
from tests.faults.projects import ROOT, command, start, tiny_project
from tests.runs.conftest import NEEDS_FORK

HOOK = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1"):
            note(event, address)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"):
        if arguments[0] not in (None, "", "127.0.0.1", "localhost"):
            note(event, arguments)
def note(*what):
    with open(os.environ["CCHC_WATCH"], "a") as out:
        out.write(repr(what) + "\\n")
sys.addaudithook(watch)
"""
ONE = ("--province", "thai-nguyen", "--period", "2023-Q1")
TEXT = "UBND TỈNH QUẢNG TRỊ\nSố: 12/BC-UBND\nQuảng Trị, ngày 10 tháng 6 năm 2024\nBÁO CÁO\nCải cách hành chính 6 tháng đầu năm 2024\n"
COMMANDS = [
    ("ingest", "in.txt", "--province", "quang-tri", "--period", "2024-H1"),
    ("clean",),
    ("validate", "--format", "json", "--checkpoints"),
    ("run", "--all", "--jobs", "2"),
    ("run", *ONE, "--engine", "stock"),
    ("status",),
    ("verify", "reports/thai-nguyen/2023-Q1.html"),
    ("run", "--indicator", "dossiers_resolved_on_time", "--language", "en"),
    ("compare", "targets"),
    ("compare", "attainment", *ONE),
    ("compare", "indices"),
    ("compare", "tasks", "--view", "similar"),
    ("compare", "trend", "--province", "thai-nguyen"),
    ("compare", "peers", "--indicator", "dossiers_resolved_on_time", "--period", "2023-Q1"),
    ("compare", "territory", "--indicator", "dossiers_resolved_on_time", "--period", "2023-Q1", "--day", "2025-07-01"),
    ("compare", "page", "--province", "thai-nguyen", "--out", "page.html"),
    ("verify", "page.html"),
    *(("export", *ONE, "--format", form, "--out", f"out.{form}") for form in ("xlsx", "docx")),
    *(("export", "--format", form, "--out", f"out-{form}") for form in ("csv", "parquet", "datapackage")),
]
if chromium_path():
    COMMANDS.append(("export", *ONE, "--format", "pdf", "--out", "out.pdf"))
pytestmark = [NEEDS_FORK, pytest.mark.slow]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = tiny_project(tmp_path_factory.mktemp("quiet"))
    for document in ("dak-nong/2021-2025", "thai-nguyen/2020", "national/2016-2024"):
        shutil.copytree(ROOT / "data/raw" / document, made.raw / document)
    (made.root / "in.txt").write_text(TEXT, encoding="utf-8")
    return made


def leaves(parser, *before):
    """Every command of the parser, also those inside others, with its parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from leaves(inner, *before, name)
            return
    yield before, parser


def test_every_command_form_and_engine_is_among_those_that_are_watched():
    """Read off the parser, so that one added later is missed here and not in silence."""
    watched, seen = [*COMMANDS, ("serve",), ("export", "--format", "pdf")], set()
    for name, parser in leaves(build_parser()):
        mine = [words for words in watched if words[: len(name)] == name]
        assert mine, f"cchc {' '.join(name)} is not watched"
        seen.add(name[0])
        for action in parser._actions:
            if name[0] in ("export", "run") and action.choices and action.dest not in ("language", "log_format"):
                used = {
                    words[words.index(flag) + 1] for words in mine for flag in action.option_strings if flag in words
                }
                assert set(action.choices) - used <= {action.default}, (name, action.dest)
    assert seen == {words[0] for words in watched}


def watched(project, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(HOOK)
    return os.environ | {"PYTHONPATH": str(tmp_path), "CCHC_WATCH": str(tmp_path / "asked")}


# Raises loopback in a new network (there may be no `ip` command), then becomes the command that follows.
LOOPBACK_UP = """
import fcntl, os, socket, struct, sys
IFF_UP, SET_FLAGS = 1, 0x8914
with socket.socket() as handle:
    fcntl.ioctl(handle, SET_FLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
os.execvp(sys.argv[1], sys.argv[1:])
"""
# What only reads follows one after the other in one process: each would spend a second on starting.
SEVERAL = """
import json, sys
from analysis.cli import main
for words in json.loads(sys.argv[1]):
    print("exit code", main(["--root", ".", *words]), "of", words, file=sys.stderr)
"""


def run_all(project, environment, *prefix):
    for reads, group in itertools.groupby(
        COMMANDS, lambda words: words[0] in ("status", "verify", "compare", "export")
    ):
        commands = list(group)
        if reads:
            call(project, environment, [*prefix, sys.executable, "-c", SEVERAL, json.dumps(commands)], commands)
        else:
            for words in commands:
                call(project, environment, [*prefix, *command(project, *words)], [words])


def call(project, environment, words, commands):
    done = subprocess.run(words, cwd=project.root, env=environment, capture_output=True, text=True)
    codes = [int(line.split()[2]) for line in done.stderr.splitlines() if line.startswith("exit code")]
    for code, one in zip(codes or [done.returncode], commands, strict=True):
        # These documents hold nothing that could be carried over to another map, which is an answer too.
        assert code in ((2,) if "territory" in one else (0, 1)), f"{one}: {done.stderr[-2000:]}"


def test_python_asks_nobody(project, tmp_path):
    environment = watched(project, tmp_path)
    run_all(project, environment)
    assert not (tmp_path / "asked").exists(), (tmp_path / "asked").read_text()
    seen = "import socket; socket.socket().connect_ex(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", f"import socket; socket.setdefaulttimeout(0.1); {seen}"], env=environment)
    assert "192.0.2.1" in (tmp_path / "asked").read_text(), "the watch itself must see a call"


def test_native_code_asks_nobody(project, tmp_path):
    if shutil.which("strace") is None:
        pytest.skip("no strace here; what native code asks was not watched")
    log = tmp_path / "trace"
    probe = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    words = command(project, "run", "--all", "--jobs", "2")
    subprocess.run(["strace", "-f", "-e", "trace=connect,sendto", "-o", str(log), *words], cwd=project.root, check=True)
    calls = [line for line in log.read_text().splitlines() if re.search(r"sin6?_port", line)]
    assert not [line for line in calls if "127.0.0.1" not in line and "::1" not in line]


def test_everything_works_with_the_wire_cut(project):
    """In a network of its own that holds nothing but loopback, over which stock kernels talk."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode:
        pytest.skip("no network namespace can be made here")
    cut = ("unshare", "-rn", sys.executable, "-c", LOOPBACK_UP)
    seen = "import socket; raise SystemExit(socket.socket().connect_ex(('192.0.2.1', 9)))"
    assert subprocess.run([*cut, sys.executable, "-c", seen]).returncode == errno.ENETUNREACH
    run_all(project, dict(os.environ), *cut)


def test_serve_listens_on_loopback_only(project, tmp_path):
    from tests.runs.test_engine import wait_for

    if not (project.reports / "index.html").exists():
        assert subprocess.run(command(project, "run", "--all")).returncode == 0
    process = start(project, "serve", "--port", "18473")
    try:

        def answers():
            try:
                return urllib.request.urlopen("http://127.0.0.1:18473/", timeout=2).status == 200
            except OSError:
                return False

        assert wait_for(answers)
        tables = [path.read_text() for name in ("tcp", "tcp6") if (path := Path("/proc/net") / name).exists()]
        lines = [line.split() for table in tables for line in table.splitlines()]
        listening = [words[1] for words in lines if words[1].endswith(":4829") and words[3] == "0A"]
        assert listening in ([], ["0100007F:4829"])
    finally:
        process.kill()
        process.wait()
