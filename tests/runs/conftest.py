"""A small project whose notebooks are made for the test, so that a run takes milliseconds."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.runs import cluster, engine, plan, prepare, zygote_process
from analysis.runs.execute import Task
from analysis.runs.job import Job, Limits
from analysis.runs.manifest import Inputs
from analysis.store import Project, write_text

MakeProject = Callable[..., Project]
NEEDS_FORK = pytest.mark.skipif(bool(engine.why_not_warm()), reason=engine.why_not_warm() or "fork is there")
PARAMETERS = {"province": "quang-tri", "period": "2024-H1", "language": "vi"}


def notebook(cells: list[str], parameters: dict[str, str]) -> str:
    """Text of a notebook with a parameters cell and `cells`."""
    sources = ["\n".join(f"{name} = {value!r}" for name, value in parameters.items()), *cells]
    content = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell{number}",
                "metadata": {} if number else {"tags": ["parameters"]},
                "execution_count": None,
                "outputs": [],
                "source": source,
            }
            for number, source in enumerate(sources)
        ],
        "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content)


def add_document(project: Project, province: str, period: str, text: str = "code,label\n1,one\n") -> Path:
    """A raw document; its content only has to have a hash."""
    path = project.raw / province / period / "report" / "form-1.csv"
    write_text(path, text)
    write_text(path.with_name("document.yml"), f"province: {province}\nperiod: {period}\n")
    return path


@pytest.fixture
def make_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeProject]:
    """Makes a project from the cells of its province notebook and its (province, period) pairs."""
    monkeypatch.chdir(tmp_path)

    @contextlib.contextmanager
    def stand_in(project: Project, source: str) -> Iterator[None]:
        state = {"source": source, "tables": {}, "rows": {}, "findings": {}}
        write_text(project.build / "manifests" / "processed.json", json.dumps(state))
        yield

    monkeypatch.setattr(prepare, "preparing", stand_in)

    # Others may be at work on the code while tests run; imports that these notebooks do not need cost seconds.
    monkeypatch.setattr(plan, "code_digest", lambda _: "code")
    monkeypatch.setattr(zygote_process, "package_modules", list)
    monkeypatch.setattr(zygote_process, "ALWAYS", ("pandas",))

    def make(cells: list[str], pairs: list[tuple[str, str]] = [("quang-tri", "2024-H1")]) -> Project:  # noqa: B006
        project = Project(tmp_path)
        for province, period in pairs:
            add_document(project, province, period)
        write_text(project.notebooks / "province_report.ipynb", notebook(cells, PARAMETERS))
        compared = dict.fromkeys(("provinces", "deadline", "period", "as_of"), "") | {"language": "vi"}
        write_text(project.notebooks / "comparison.ipynb", notebook(["language"], compared))
        return project

    yield make


def task(project: Project, *, engine_name: str = engine.WARM, period: str = "2024-H1", **limits: int | None) -> Task:
    """The task of one province report of `project`."""
    job = Job("province", "vi", "quang-tri", period)
    inputs = Inputs("n", "c", "l", job.parameters)
    return Task(job, str(project.root), inputs, "test", engine_name, Limits(**limits))  # type: ignore[arg-type]


def task_of_this_code(project: Project) -> Task:
    """The same task as a run of this very code would send it to another machine."""
    asked = task(project)
    return dataclasses.replace(asked, inputs=dataclasses.replace(asked.inputs, code=cluster._own_code()))


def shown(html: str) -> Callable[[str], str]:
    """A cell that shows `html` on the page."""
    return f"from IPython.display import HTML\nHTML({html!r})"  # type: ignore[return-value]
