"""A notebook that does harm, run by the real command among others that do not: named, contained, and nobody else hurt."""

import json
import re
import shutil
from pathlib import Path

import pytest

from analysis.runs.job import Job
from analysis.store import Project, write_folder, write_text
from tests.faults.projects import ROOT, cchc
from tests.runs.conftest import NEEDS_FORK, PARAMETERS, notebook
from tests.runs.test_engine import alive, wait_for

SOURCE = ROOT / "data/raw/thai-nguyen/2023-Q1/thai-nguyen-quy-1-2023"
# What the report of each province does, and what the run's table must say of it.
HARM = {
    "ha-noi": ("1 / 0", "cell 2: ZeroDivisionError: division by zero"),
    "hai-phong": ("import sys; sys.exit(3)", "cell 2: SystemExit: 3"),
    "da-nang": ("import os; os._exit(5)", "cell 2: DeadKernelError: the kernel ended itself with code 5"),
    "can-tho": ("hog = [bytearray(10**8) for _ in range(100)]", "cell 2: MemoryError"),
    "lao-cai": ("while True: pass", "cell 2: CellTimeoutError"),
    "son-la": (
        "for _ in range(100): print('x' * 1_000_000)",
        "cell 2: OutputLimitError: more than 5242880 bytes of output",
    ),
    "long-an": (
        "import os, time; os.kill(os.getppid(), 9); time.sleep(60)",
        "cell 2: WarmProcessLostError: the warm process was killed",
    ),
    "nghe-an": ("import os; os.kill(os.getpid(), 9)", "cell 2: DeadKernelError: the kernel was killed by signal 9"),
}
FORKS = """
import os, time
for own_session in (False, True):
    if os.fork() == 0:
        if own_session:
            os.setsid()
        with open({path!r}, "a") as out:
            out.write(f"{{os.getpid()}}\\n")
        time.sleep(600)
        os._exit(0)
while not os.path.exists({path!r}) or open({path!r}).read().count("\\n") < 2:
    time.sleep(0.01)
"""
SHOW = "from IPython.display import HTML\nHTML(f'<p>{province} is done</p>')"
GOOD = ("hue", "thai-nguyen", "hoa-binh")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run over eight harmful reports, one that forks children and two that do nothing special."""
    project = Project(tmp_path_factory.mktemp("harm"))
    files = {path.name: path.read_bytes() for path in SOURCE.iterdir()}
    for province in (*HARM, *GOOD):
        named = {**files, "document.yml": files["document.yml"].replace(b"thai-nguyen", province.encode(), 1)}
        write_folder(project, project.raw / province / "2023-Q1" / "report", named)
    children = project.root / "children"
    cells = [f"if province == {province!r}:\n    {code}" for province, (code, _) in HARM.items()]
    forks = "".join(f"    {line}\n" for line in FORKS.format(path=str(children)).splitlines())
    cells.append(f"if province == 'hue':\n{forks}")
    write_text(project.notebooks / "province_report.ipynb", notebook(["\n".join(cells), SHOW], PARAMETERS))
    write_text(project.notebooks / "comparison.ipynb", notebook(["language"], Job("comparison", "vi").parameters))
    limits = ("--cell-timeout", "8", "--memory-limit", "300", "--output-limit", "5")
    done = cchc(project, "run", "--all", "--jobs", "2", *limits)
    assert children.exists(), done.stderr
    return project, done, [int(line) for line in children.read_text().split()]


pytestmark = [NEEDS_FORK, pytest.mark.slow]


def test_the_exit_code_and_the_table_name_every_failure_with_its_cell_and_message(made):
    _, done, _ = made
    assert done.returncode == 3, done.stderr
    for province, (_, told) in HARM.items():
        line = next(line for line in done.stdout.splitlines() if f"{province}/2023-Q1" in line)
        assert told in line, line
    assert re.search(r"4 made, 8 failed", done.stdout)
    assert "Traceback" not in done.stdout + done.stderr


def test_the_others_finish(made):
    project, _, _ = made
    pages = {str(path.relative_to(project.reports)) for path in project.reports.rglob("*.html")}
    assert pages == {*(f"{name}/2023-Q1.html" for name in GOOD), "comparison.html", "index.html"}
    for name in GOOD:
        assert f"<p>{name} is done</p>" in (project.reports / name / "2023-Q1.html").read_text(encoding="utf-8")
    index = (project.reports / "index.html").read_text(encoding="utf-8")
    assert all(told in index for told in ("division by zero", "ended itself with code 5"))


def test_what_failed_is_kept_to_be_looked_at_and_small(made):
    project, _, _ = made
    for province in HARM:
        kept = project.build / "executed" / province / "2023-Q1.failed.ipynb"
        assert json.loads(kept.read_text(encoding="utf-8"))["cells"]
        assert kept.stat().st_size < 12 * 1024**2


def test_no_process_is_left_behind(made):
    project, _, children = made
    assert len(children) == 2
    assert wait_for(lambda: not any(alive(pid) for pid in children))
    assert wait_for(lambda: not processes_at_work_in(project)), processes_at_work_in(project)


def processes_at_work_in(project):
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(project.root) in words:
            found.append(words)
    return found


def test_only_what_failed_is_tried_again(made):
    project, _, _ = made
    again = cchc(project, "run", "--all", "--due", "--dry-run")
    due = [line for line in again.stdout.splitlines() if "2023-Q1" in line and "due" in line]
    assert len(due) == len(HARM) and all("last run failed" in line for line in due), again.stdout


KILLED = "import os, signal; os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)"


@pytest.mark.parametrize(("engine", "at_last", "code"), [("warm", KILLED, 3), ("stock", "", 0)])
def test_no_process_is_left_where_no_warm_process_could_end_it(tmp_path, engine, at_last, code):
    project, children = Project(tmp_path / "root"), tmp_path / "children"
    (project.root / "data/raw/thai-nguyen/2023-Q1").mkdir(parents=True)
    shutil.copytree(SOURCE, project.raw / "thai-nguyen/2023-Q1/report")
    forks = FORKS.format(path=str(children)) + at_last
    write_text(project.notebooks / "province_report.ipynb", notebook([forks, SHOW], PARAMETERS))
    write_text(project.notebooks / "comparison.ipynb", notebook(["language"], Job("comparison", "vi").parameters))
    done = cchc(project, "run", "--province", "thai-nguyen", "--engine", engine, "--cell-timeout", "5")
    assert done.returncode == code, done.stderr
    pids = [int(line) for line in children.read_text().split()]
    assert len(pids) >= 2 and wait_for(lambda: not any(alive(pid) for pid in pids))
