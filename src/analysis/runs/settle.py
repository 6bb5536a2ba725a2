"""An executed notebook as it is kept: without what differs from run to run; the same input gives the same bytes.

Papermill notes times and absolute paths in the metadata and gives its injected cell an id by chance. How long a run
took stands in its manifest.
"""

from __future__ import annotations

from typing import Any

_OF_ONE_RUN = ("start_time", "end_time", "duration", "input_path", "output_path")
_INJECTED = "injected-parameters"


def settled(notebook: Any) -> str:
    """Text of `notebook` for a file; `notebook` itself is settled too."""
    import nbformat

    _forget(notebook.metadata)
    for cell in notebook.cells:
        _forget(cell.metadata)
        if _INJECTED in cell.metadata.get("tags", ()):
            cell["id"] = _INJECTED
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{text}\n"


def _forget(metadata: Any) -> None:
    for name in _OF_ONE_RUN:
        metadata.get("papermill", {}).pop(name, None)
