"""The papermill engines of this project, as papermill's entry point finds them.

`cchc-warm` runs notebooks in forks of a warm process (see `analysis.runs.client`). This module stays light and names
papermill only inside its functions: papermill loads it while it is itself being imported.
"""

from __future__ import annotations

import os
import sys
from typing import Any

WARM = "cchc-warm"
STOCK = "cchc-stock"


def why_not_warm() -> str:
    """Why warm kernels cannot be used on this machine, or "" where they can.

    macOS forks, but its frameworks crash in a forked child, so that only Linux and the BSDs count as able.
    """
    if not hasattr(os, "fork"):
        return f"{sys.platform} cannot fork a process"
    if sys.platform == "darwin":
        return "macOS does not allow its frameworks in a forked process"
    return os.environ.get("CCHC_NO_FORK", "") and "CCHC_NO_FORK is set"


def register() -> None:
    """Make both engines known to papermill, whether or not the package's entry points are installed."""
    from papermill.engines import papermill_engines

    papermill_engines.register(WARM, WarmEngine)
    papermill_engines.register(STOCK, StockEngine)


class StockEngine:
    """Papermill's own way (a fresh kernel process per notebook), with this project's limits on output."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Run `nb`; same contract as `papermill.engines.Engine.execute_notebook`."""
        from analysis.runs.client import StockManagedEngine

        return StockManagedEngine.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Kernel named by the notebook."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Language named by the notebook."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))


class WarmEngine(StockEngine):
    """Each run is a fork of a process that has done the imports; the stock engine where there is no fork."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Run `nb`; same contract as `papermill.engines.Engine.execute_notebook`."""
        if why_not_warm():
            return super().execute_notebook(nb, kernel_name, **options)
        from analysis.runs.client import WarmManagedEngine

        return WarmManagedEngine.execute_notebook(nb, kernel_name, **options)
