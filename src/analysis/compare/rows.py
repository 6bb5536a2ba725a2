"""Rows of a frame as mappings by column name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

Row = Mapping[str, Any]


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of `frame`, in order."""
    return cast(list[Row], frame.to_dict("records"))
