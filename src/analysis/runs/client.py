"""The side of a run that reads the notebook: papermill's client with a limit on output and marks on a failing cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.iorw import write_ipynb
from papermill.log import logger

from analysis.runs.processes import handed_down_memory_limit
from analysis.runs.warm_kernel import WarmKernel

_OUTPUTS = ("stream", "display_data", "execute_result", "error")


class OutputLimitError(RuntimeError):
    """A notebook printed more than it may."""


class LimitedClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client that stops at `output_limit` bytes and marks a cell whose kernel died or hung as failed."""

    def __init__(
        self, nb_man: Any, output_limit: int | None = None, memory_limit: int | None = None, **options: Any
    ) -> None:
        super().__init__(nb_man, **options)
        self._output_limit = output_limit
        self._memory_limit = memory_limit
        self._said = 0

    @property
    def _said_too_much(self) -> bool:
        return self._output_limit is not None and self._said > self._output_limit

    def process_message(self, message: dict[str, Any], *args: Any, **options: Any) -> Any:
        """Take one message of the kernel; the kernel is killed once the notebook has said too much."""
        if message["msg_type"] in _OUTPUTS:
            self._said += len(str(message["content"]))
            if self._said_too_much:
                self._kill()
                return None
        return super().process_message(message, *args, **options)

    def _kill(self) -> None:
        """Kill the kernel's process at once; its death is noticed by those who wait for it."""
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        if process is not None:
            process.kill()

    def execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Run one cell; stock papermill calls a cell "completed" whose kernel died in it, this marks it failed."""
        try:
            return super().execute_cell(cell, cell_index, **options)
        except CellExecutionError as error:
            _tell(self.nb.cells[cell_index], error)
            raise
        except (DeadKernelError, CellTimeoutError) as error:
            self.nb_man.cell_exception(self.nb.cells[cell_index], cell_index=cell_index, exception=error)
            told: Exception = error
            if self._said_too_much:
                told = OutputLimitError(f"more than {self._output_limit} bytes of output")
            told.cell_index = cell_index  # type: ignore[attr-defined]
            raise told from None

    def setup_kernel(self, **options: Any) -> Any:
        """Papermill's kernel, started under the memory limit, which a process hands down to its children."""
        return _with_memory_limit(self._memory_limit, super().setup_kernel(**options))


def _tell(cell: Any, error: CellExecutionError) -> None:
    """Put the error among the cell's outputs where the kernel could not (it had no file left to read the code from)."""
    if not any(output.output_type == "error" for output in cell.outputs):
        told = {"ename": error.ename, "evalue": error.evalue, "traceback": []}
        cell.outputs.append(NotebookNode(output_type="error", **told))  # type: ignore[no-untyped-call]


@contextmanager
def _with_memory_limit(limit: int | None, kernel: Any) -> Iterator[None]:
    """Enter `kernel` while this process is limited itself; its own limit is set back as soon as the kernel runs."""
    with handed_down_memory_limit(limit) as reset, kernel:
        reset()
        yield


class WarmClient(LimitedClient):
    """The same client on a fork of the warm process."""

    @contextmanager
    def setup_kernel(self, **_: Any) -> Iterator[None]:
        """Fork a kernel for this run and end it afterwards."""
        self.km = self.kc = kernel = WarmKernel(self._memory_limit, self._output_limit)
        finished = False
        try:
            yield
            finished = True
        finally:
            kernel.close(finished)

    @property
    def _said_too_much(self) -> bool:
        return super()._said_too_much or bool(self.km and self.km.too_long)

    def _kill(self) -> None:
        self.km.kill()

    async def _async_poll_kernel_alive(self) -> None:
        """The channels tell of the kernel's death at once; nobody needs to look every second."""


class StockManagedEngine(Engine):  # type: ignore[misc]
    """Stock kernels, started by jupyter_client."""

    client_class: type[LimitedClient] = LimitedClient

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        log_output: bool = False,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        failed_path: str | None = None,
        input_path: str | None = None,
        stdout_file: Any = None,
        stderr_file: Any = None,
        **options: Any,
    ) -> None:
        """Run the managed notebook; where it cannot be finished it is kept at `failed_path` for a reader."""
        # A kernel's own log (that it is not encrypted, that it was interrupted) would stand between the run's lines.
        options.setdefault("extra_arguments", ["--log-level=CRITICAL"])
        client = cls.client_class(
            nb_man,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            **options,
        )
        try:
            client.execute()
        except Exception:
            if failed_path:
                write_ipynb(nb_man.nb, failed_path)
            raise


class WarmManagedEngine(StockManagedEngine):
    """Kernels forked from a warm process."""

    client_class = WarmClient
