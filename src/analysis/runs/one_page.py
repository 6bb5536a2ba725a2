"""One page made for whoever asks, outside the reports: a comparison of chosen provinces, an indicator.

The same notebook, provenance and template as a report's, so that `cchc verify` can hold such a page against the disk.
"""

from __future__ import annotations

from analysis.errors import EXIT_RUNS_FAILED, AnalysisError
from analysis.locks import processed_tables
from analysis.runs import engine
from analysis.runs.execute import failure_of, render, run_notebook
from analysis.runs.job import Job, Limits, notebook_path
from analysis.runs.parameters import check_parameters
from analysis.runs.plan import inputs_now
from analysis.runs.runner import digests_of, helpers
from analysis.runs.verify import prepared_now
from analysis.scratch import scratch_folder
from analysis.store import Project


class PageError(AnalysisError):
    """A notebook failed, so there is no page."""

    exit_code = EXIT_RUNS_FAILED


def page_of(project: Project, job: Job) -> str:
    """The page of `job` as HTML, from data/processed as it stands; nothing is written in the project.

    Raises:
        InputError: parameters the notebook does not have.
        PageError: a cell failed; names it.
    """
    source, digests = notebook_path(project, job.kind), digests_of(project)
    check_parameters(source, job.parameters)
    warm = not engine.why_not_warm()
    with scratch_folder() as scratch, processed_tables(project), helpers(warm, [source], jobs=1):
        inputs = inputs_now(project, job, prepared_now(project, digests), digests)
        kept, failed = scratch / "page.ipynb", scratch / "page.failed.ipynb"
        try:
            notebook = run_notebook(job, project, kept, engine.WARM, Limits(), failed)
            return render(job, notebook, inputs)
        except Exception as error:
            raise PageError(f"{job.kind}.ipynb failed: {failure_of(error)}") from error
