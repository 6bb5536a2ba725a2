"""The side of a run that reads the notebook: papermill's client with a limit on output and marks on a failing cell."""

from __future__ import annotations

from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.iorw import write_ipynb
from papermill.log import logger


class OutputLimitError(RuntimeError):
    """A notebook printed more than it may."""


class LimitedClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client that stops at `output_limit` bytes and marks a cell whose kernel died or hung as failed."""

    def __init__(self, nb_man: Any, output_limit: int | None = None, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self._output_left = output_limit

    def process_message(self, message: dict[str, Any], *args: Any, **options: Any) -> Any:
        """Take one message of the kernel; OutputLimitError once the notebook has said too much."""
        if self._output_left is not None and message["msg_type"] in ("stream", "display_data", "execute_result"):
            self._output_left -= len(str(message["content"]))
            if self._output_left < 0:
                raise OutputLimitError("the notebook's output passed the limit")
        return super().process_message(message, *args, **options)

    def execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Run one cell; stock papermill calls a cell "completed" whose kernel died in it, this marks it failed."""
        try:
            return super().execute_cell(cell, cell_index, **options)
        except (DeadKernelError, CellTimeoutError, OutputLimitError) as error:
            self.nb_man.cell_exception(self.nb.cells[cell_index], cell_index=cell_index, exception=error)
            raise


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
