"""Tidy tables -> checks and findings, carried by Great Expectations.

`validate(tables)` is pure; `validate_project(project)` reads and writes data/processed.
"""

from analysis.validate.project import validate_project
from analysis.validate.validation import Validation, quality, validate

__all__ = ["Validation", "quality", "validate", "validate_project"]
