"""The warm engine gives the outputs of stock papermill, keeps runs apart, and survives what a notebook does."""

import json
import os
import re
import signal
import time
from pathlib import Path

import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from analysis.runs import engine
from analysis.runs.engine import STOCK, WARM
from analysis.runs.processes import children_of_this_process
from analysis.runs.zygote_process import SOCKET_VARIABLE, Zygote
from tests.runs.conftest import NEEDS_FORK, PARAMETERS, notebook

pytestmark = NEEDS_FORK
OPTIONS = {
    "progress_bar": False,
    "request_save_on_cell_execute": False,
    "autosave_cell_every": 0,
    "record_timing": False,
    "coalesce_streams": True,
    "iopub_timeout": 30,
    "kernel_name": "python3",
}


@pytest.fixture(scope="module")
def warm():
    with Zygote(["pandas"]) as zygote:
        yield zygote


@pytest.fixture
def run(tmp_path, warm):
    """Runs cells with an engine; returns the executed notebook."""
    engine.register()

    def run(cells, engine_name=WARM, timeout=120, **limits):
        (tmp_path / "in.ipynb").write_text(notebook(cells, PARAMETERS), encoding="utf-8")
        return papermill.execute_notebook(
            str(tmp_path / "in.ipynb"),
            str(tmp_path / f"{engine_name}.ipynb"),
            parameters=PARAMETERS | {"province": "hue"},
            engine_name=engine_name,
            execution_timeout=timeout,
            **OPTIONS,
            **limits,
        )

    return run


def texts(executed):
    """Last plain text or stream of each cell but the two of parameters."""
    found = []
    for cell in executed.cells[2:]:
        outputs = cell.outputs[-1:] or [{}]
        found.append(outputs[0].get("text") or outputs[0].get("data", {}).get("text/plain", ""))
    return found


def comparable(executed):
    """Notebook without times, ids and paths, the only differences there may be."""
    content = json.loads(json.dumps(executed))
    papermill_data = content["metadata"].pop("papermill")
    for cell in content["cells"]:
        cell.pop("id", None)
        cell["metadata"]["papermill"] = {
            name: value for name, value in cell["metadata"]["papermill"].items() if name in ("status", "exception")
        }
    return content, papermill_data["exception"], papermill_data["parameters"]


SAME = [
    "print('văn bản', province)\nimport sys\nprint('lỗi', file=sys.stderr)",
    "import pandas as pd\nframe = pd.DataFrame({'tỉnh': ['Huế', 'x' * 90], 'n': [1.5, None]})\nframe",
    "print(frame)\npd.get_option('display.max_columns'), pd.get_option('display.width')",
    "display({'application/x+json': {'a': 1}}, raw=True)\ndisplay('a', display_id='d')\nNone",
    "from IPython.display import update_display\nupdate_display('b', display_id='d')",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "%%capture caught\nprint('hidden')",
    "caught.stdout",
    "!echo from a shell",
    "import warnings\nwarnings.warn('mind this')",
    "for i in range(3):\n    print(i, end='\\r')",
    "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')",
    "sys.path, __name__, [name for name in ('In', 'Out', '_', 'province') if name in globals()]",
    "import random, numpy\nsys.stdout.isatty(), random.random() < 1, 'y = 1' in open(sys.argv[0]).read() if 0 else 0",
    "import os\n[os.environ.get(name) for name in ('MPLBACKEND', 'TERM', 'FORCE_COLOR', 'PAGER')]",
    "class C:\n    def _repr_html_(self):\n        return '<b>bold</b>'\nC()",
]


def test_outputs_are_those_of_stock_papermill(run, tmp_path):
    stock, forked = comparable(run(SAME, STOCK)), comparable(run(SAME, WARM))
    hide = re.compile(r"ipykernel_\d+/\d+|0x[0-9a-f]+")
    for ours, theirs in zip(forked[0]["cells"], stock[0]["cells"], strict=True):
        assert hide.sub("", json.dumps(ours)) == hide.sub("", json.dumps(theirs))
    assert forked[1:] == stock[1:]
    assert forked[0]["metadata"] == stock[0]["metadata"]


@pytest.mark.parametrize("cell", ["1 / 0", "import sys\nsys.exit(3)", "def broken(:", "raise KeyError('tỉnh')"])
def test_errors_are_those_of_stock_papermill(run, cell):
    errors = []
    for name in (STOCK, WARM):
        with pytest.raises(papermill.PapermillExecutionError) as caught:
            run(["x = 1", cell, "never = 1"], name)
        errors.append((caught.value.cell_index, caught.value.ename, caught.value.evalue, caught.value.exec_count))
    assert errors[0] == errors[1]


@pytest.mark.parametrize("sign", ["\\udc80", "\\ud800"], ids=["no UTF-8", "half a pair"])
def test_signs_of_no_encoding_are_printed_as_others_and_told_in_errors(run, sign):
    """Names of files give such signs; the page and the message can only hold a stand-in."""
    (shown,) = texts(run([f"print('a{sign}b')"]))
    assert shown[0] == "a" and shown[2:] == "b\n" and shown[1] in "\ufffd?"
    with pytest.raises(PapermillExecutionError) as failed:
        run([f"raise ValueError('a{sign}b')"])
    assert failed.value.ename == "ValueError" and failed.value.evalue == f"a{shown[1]}b"


@pytest.mark.parametrize("name", [WARM, STOCK])
def test_an_error_is_told_where_the_kernel_can_open_no_file(run, name):
    with pytest.raises(PapermillExecutionError) as failed:
        run(["import os\nheld = []\nwhile True: held.append(os.dup(0))"], engine_name=name)
    assert failed.value.ename == "OSError" and "Too many open files" in failed.value.evalue


def test_exit_without_error_ends_the_notebook_like_stock(run):
    assert comparable(run(["exit()", "1"], WARM))[1] == comparable(run(["exit()", "1"], STOCK))[1]


def test_a_stock_kernel_says_nothing_of_its_own_between_the_lines_of_a_log(run, capfd):
    run(["1"], STOCK)
    assert capfd.readouterr() == ("", "")


def test_nothing_leaks_from_run_to_run(run, tmp_path):
    run(
        [
            "import os, sys, random, builtins, textwrap, warnings\nbuiltins.print = None\ntextwrap.dedent = None",
            "os.environ['LEAK'] = '1'; os.chdir('/'); sys.path.append('/leak'); sys.modules['leak'] = sys",
            "import pandas as pd\npd.set_option('display.max_rows', 7); random.seed(1); leak = 1; os.umask(0o777)",
            "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN); warnings.simplefilter('ignore')",
        ]
    )
    seen = texts(
        run(
            [
                "import os, sys, builtins, textwrap, pandas as pd, signal\nprint is None, textwrap.dedent is None",
                "'LEAK' in os.environ, os.getcwd(), '/leak' in sys.path, 'leak' in sys.modules, 'leak' in globals()",
                "pd.get_option('display.max_rows'), os.umask(0o22) == 0o777",
                "signal.getsignal(signal.SIGTERM) == signal.SIG_IGN",
            ]
        )
    )
    where = str(Path.cwd())
    assert seen == ["(False, False)", f"(False, {where!r}, False, False, False)", "(60, False)", "False"]


def test_a_module_beside_the_notebook_is_the_one_of_the_run_not_of_whoever_started_the_warm_process(
    run, tmp_path, monkeypatch
):
    for name in ("caller", "project"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "beside.py").write_text(f"import os\nWHERE = {name!r}\nos.environ['SET'] = '1'\n")
    monkeypatch.chdir(tmp_path / "caller")
    with Zygote(["pandas", "beside"]):
        monkeypatch.chdir(tmp_path / "project")
        assert texts(run(["import beside, os\nbeside.WHERE, os.environ.get('SET')"])) == ["('project', '1')"]


def test_random_numbers_differ_from_run_to_run(run):
    cells = ["import random, numpy, os\nrandom.random(), numpy.random.rand(), os.getpid() == os.getsid(0)"]
    first, second = texts(run(cells))[0], texts(run(cells))[0]
    assert first.split(",")[0] != second.split(",")[0]
    assert first.split(",")[1] != second.split(",")[1]
    assert first.endswith("True)")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("import os\nos._exit(5)", "ended itself with code 5"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "killed by signal 9"),
        ("import ctypes\nctypes.string_at(0)", "killed by signal 11"),
    ],
)
def test_crash_is_seen_at_once_and_hurts_its_own_run_only(run, cell, words, tmp_path):
    healthy = seconds_of(lambda: run(["x = 1", "y = 1", "never = 1"]))
    start = time.perf_counter()
    with pytest.raises(Exception, match=words) as caught:
        run(["x = 1", cell, "never = 1"], failed_path=str(tmp_path / "failed.ipynb"))
    # "At once" is measured in what a healthy run takes at this moment, for others may keep the machine busy.
    assert time.perf_counter() - start < 2 + 10 * healthy
    assert caught.value.cell_index == 3
    kept = json.loads((tmp_path / "failed.ipynb").read_text())
    assert [cell["metadata"]["papermill"]["status"] for cell in kept["cells"]][2:4] == ["completed", "failed"]
    assert texts(run(["6 * 7"])) == ["42"]


def seconds_of(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_hang_is_ended_by_the_time_limit(run):
    healthy = seconds_of(lambda: run(["x = 1"]))
    start = time.perf_counter()
    with pytest.raises(Exception, match="timed out"):
        run(["while True:\n    pass"], timeout=1)
    assert time.perf_counter() - start < 4 + 10 * healthy
    assert texts(run(["6 * 7"])) == ["42"]


def test_memory_hog_gets_a_memory_error_in_its_cell(run):
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        run(["hog = bytearray(600 * 1024**2)"], memory_limit=300 * 1024**2)
    assert caught.value.ename == "MemoryError"
    assert texts(run(["len(bytearray(100 * 1024**2))"], memory_limit=300 * 1024**2)) == ["104857600"]


LOOP, LUMP = "while True:\n    print('x' * 1000)", "print('x' * 100_000_000)"


@pytest.mark.parametrize(("name", "cell"), [(WARM, LOOP), (WARM, LUMP), (STOCK, LOOP)])
def test_endless_output_is_stopped(run, cell, name):
    with pytest.raises(Exception, match="bytes of output"):
        run([cell], name, output_limit=1024**2, timeout=60)


CHILDREN = """
import os, subprocess, sys, time
def sleeper(own_session):
    pid = os.fork()
    if pid == 0:
        if own_session:
            os.setsid()
            if os.fork():
                os._exit(0)
        with open({path!r}, 'a') as out:
            out.write(f'{{os.getpid()}}\\n')
        time.sleep(600)
        os._exit(0)
sleeper(False); sleeper(True)
while not os.path.exists({path!r}) or open({path!r}).read().count('\\n') < 2:
    time.sleep(0.01)
"""


def wait_for(condition, seconds=30.0):
    """Whether `condition` comes true; patience costs nothing where it does."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


def test_no_process_is_left_behind(run, tmp_path):
    path = tmp_path / "pids"
    run([CHILDREN.format(path=str(path))])
    pids = [int(line) for line in path.read_text().split()]
    assert len(pids) == 2
    assert wait_for(lambda: not any(alive(pid) for pid in pids))


def alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # gone before the file is opened, or before it is read
        return False


def test_exit_functions_of_a_notebook_run(run, tmp_path):
    path = tmp_path / "bye"
    run([f"import atexit, pathlib\natexit.register(pathlib.Path({str(path)!r}).write_text, 'bye')\nNone"])
    assert wait_for(lambda: path.exists() and path.read_text() == "bye")


def test_dead_warm_process_is_replaced(run, monkeypatch):
    with Zygote(["json"]) as doomed:
        os.kill(doomed.process.pid, signal.SIGKILL)
        doomed.process.wait()
        assert texts(run(["6 * 7"])) == ["42"]
    monkeypatch.delenv(SOCKET_VARIABLE, raising=False)


def test_warm_process_ends_with_its_owner(tmp_path):
    zygote = Zygote(["json"])
    zygote.close()
    # Closed while it still starts, it is killed; closed later, it ends by itself. Either way nothing is left behind.
    assert zygote.process.returncode in (0, -signal.SIGKILL)
    assert zygote.process.pid not in children_of_this_process()


def test_without_fork_the_stock_engine_is_used(run, monkeypatch):
    monkeypatch.setenv("CCHC_NO_FORK", "1")
    assert texts(run(["import sys\ntype(sys.stdout).__module__"])) == ["'ipykernel.iostream'"]
