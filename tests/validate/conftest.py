"""Tables of the committed raw data, cleaned once for all tests of validation."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.clean.pipeline import clean_folders, read_all
from analysis.store import Project
from analysis.validate import validate
from analysis.validate.project import with_printed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project():
    return Project(ROOT)


@pytest.fixture(scope="session")
def tables(project):
    cleaned = clean_folders(read_all(project))
    return {**cleaned, "figures": with_printed(project, cleaned["figures"])}


@pytest.fixture(scope="session")
def validation(tables):
    return validate(tables)
