"""Parts of libraries that cost much at import and are not used by a run: imports are made as if they were not there."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

# Asked for by papermill, which then loads all of Arrow.
FILE_SYSTEMS = "pyarrow.fs"
# Comes with JupyterLab and takes jsonschema three seconds in every process, for checks of addresses nobody makes here.
ADDRESS_GRAMMAR = "rfc3987_syntax"


@contextlib.contextmanager
def without(*names: str) -> Iterator[None]:
    """While in the body, what imports these modules does without; afterwards they can be imported as ever."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
