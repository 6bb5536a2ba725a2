"""Memory over a run of 34 provinces × 20 periods: does any process grow with the number of reports it has made?

`python -m benchmarks.memory` draws benchmarks/memory.svg. 680 reports of a small notebook (one table, one chart) and 64
of the project's own are made by `cchc run` with two workers; the parent, the workers and the warm process are watched
from outside. Resident memory is what /proc says: Linux only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.runs.job import NOTEBOOKS, Job
from analysis.store import Project, write_text
from benchmarks.projects import REPOSITORY, bring_up_to_date, make_project, pretend_prepared

SMALL, OWN, JOBS = 680, 64, 2
EVERY_SECONDS = 0.5
SETTLED = 0.2  # of the reports; before, processes still fill their caches
PICTURE = Path(__file__).parent / "memory.svg"
CELL = """
import altair, pandas
from IPython.display import HTML, display
frame = pandas.DataFrame({"x": range(200), "y": [n * n % 97 for n in range(200)]})
chart = altair.Chart(frame).mark_bar().encode(x="x:Q", y="y:Q")
import vl_convert
display(HTML(vl_convert.vegalite_to_svg(chart.to_dict(), vl_version="6.4")))
HTML(frame.to_html() + province + period)
"""


def rows() -> list[dict[str, object]]:
    """Resident memory of each process after a fifth and at the end of the run, and its growth per report between."""
    seen = watched()
    write_text(PICTURE, picture(seen) + "\n")
    return [_row(*key, part) for key, part in seen.groupby(["reports made by", "process"], sort=False)]


def watched() -> pd.DataFrame:
    """Samples of both runs: which run, process, reports made so far, resident MiB."""
    parts = []
    with tempfile.TemporaryDirectory(prefix="cchc-memory-") as name:
        for title, count in ((f"a small notebook, {SMALL}", SMALL), (f"the project's own, {OWN}", OWN)):
            project = make_project(Path(name) / str(count), count)
            if count == SMALL:
                _small_notebooks(project)
            else:
                bring_up_to_date(project)
            parts.append(pd.DataFrame(_samples(project)).assign(**{"reports made by": title}))
    return pd.concat(parts, ignore_index=True)


def _small_notebooks(project: Project) -> None:
    """Notebooks that read no tables, so that none need be made for 680 documents, which takes minutes."""
    for job in (Job("province", "vi", "hue", "2023"), Job("comparison", "vi")):
        parameters = "\n".join(f"{name} = {value!r}" for name, value in job.parameters.items())
        kind = NOTEBOOKS[job.kind].removesuffix(".ipynb")
        content = json.loads((REPOSITORY / "notebooks" / f"{kind}.ipynb").read_text(encoding="utf-8"))
        cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
        made = CELL if kind == "province_report" else "language"
        tagged = cell | {"id": "given", "source": parameters, "metadata": {"tags": ["parameters"]}}
        content["cells"] = [tagged, cell | {"id": "shown", "source": made}]
        write_text(project.notebooks / f"{kind}.ipynb", json.dumps(content))
    pretend_prepared(project)


def _samples(project: Project) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "analysis.cli", "--root", str(project.root), "run", "--all", "--jobs", str(JOBS)]
    found: list[dict[str, object]] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            made = len(list((project.build / "manifests" / "reports").glob("*/*.json")))
            found += [{"reports": made, "process": name, "MiB": size} for name, size in _memory(run.pid)]
            time.sleep(EVERY_SECONDS)
    if run.returncode:
        raise RuntimeError(f"the run ended with code {run.returncode}")
    return found


def _memory(parent: int) -> Iterator[tuple[str, float]]:
    """Name and resident MiB of the run's lasting processes: neither kernels nor what plans and writes the index."""
    yield "parent", _resident(parent)
    workers = []
    for pid in _children(parent):
        words = _read(f"/proc/{pid}/cmdline")
        if "analysis.runs.zygote" in words:
            yield "warm process", _resident(pid)
        elif "analysis.runs.drawer" in words:
            yield "drawing process", _resident(pid)
        elif "analysis.cli" in words:
            workers.append(_resident(pid))
    # One alone plans, or writes the index, and ends when that is done.
    if len(workers) == JOBS:
        yield from ((f"worker {number}", size) for number, size in enumerate(workers, 1))


def _children(pid: int) -> list[int]:
    return [int(child) for child in _read(f"/proc/{pid}/task/{pid}/children").split()]


def _resident(pid: int) -> float:
    words = _read(f"/proc/{pid}/statm").split()
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2 if len(words) > 1 else 0.0


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has just ended
        return ""


def _row(notebook: str, process: str, samples: pd.DataFrame) -> dict[str, object]:
    lasting = samples[(samples["MiB"] > 0) & (samples["reports"] >= SETTLED * samples["reports"].max())]
    first, last = lasting["MiB"].head(10).median(), lasting["MiB"].tail(10).median()
    between = max(1, lasting["reports"].max() - lasting["reports"].min())
    return {
        "measure": f"memory, {notebook} reports: {process}",
        "value": f"{first:.0f} → {last:.0f} MiB",
        "wanted": "no growth",
        "repeats": 1,
        "note": f"{1024 * (last - first) / between:+.1f} KiB per report after the first {SETTLED:.0%}",
    }


def picture(samples: pd.DataFrame) -> str:
    """Resident memory by the number of finished reports, one panel a run, as SVG."""
    import altair as alt

    from analysis.charts.svg import draw

    # The largest of each five reports, so that the drawing stays small.
    thinned = samples[samples["MiB"] > 0].assign(reports=samples["reports"] // 5 * 5)
    thinned = thinned.groupby(["reports made by", "process", "reports"], sort=False, as_index=False)["MiB"].max()
    lines = (
        alt.Chart(thinned.round({"MiB": 1}))
        .mark_line()
        .encode(
            x=alt.X("reports:Q", title="finished reports"),
            y=alt.Y("MiB:Q", title="resident memory, MiB", scale=alt.Scale(zero=True)),
            color=alt.Color("process:N", title=None),
        )
        .properties(width=420, height=240)
    )
    panels = lines.facet(column=alt.Column("reports made by:N", title=None)).resolve_scale(x="independent")
    return draw(panels.to_dict())


def main() -> None:
    """Run both, print the rows, write the picture."""
    from benchmarks.__main__ import heading, table

    begun = heading(1)
    print(f"{begun}\n\n{table(rows())}")


if __name__ == "__main__":
    main()
