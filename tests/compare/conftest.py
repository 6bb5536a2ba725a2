"""The project's own tables, cleaned once from data/raw."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.store import Project

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tables() -> dict[str, pd.DataFrame]:
    return clean_folders(read_all(Project(ROOT)))


@pytest.fixture
def targets(tables):
    return tables["targets"].copy()


def same(left: pd.DataFrame, right: pd.DataFrame) -> bool:
    """Whether two frames are equal, missing values included, without a page of difference."""
    return list(left.columns) == list(right.columns) and left.equals(right)
