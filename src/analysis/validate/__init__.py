"""Tidy tables -> checks and findings, carried by Great Expectations.

`validate(tables)` is pure; `validate_project(project)` reads and writes data/processed.
"""

from analysis.validate.memory import Explanations
from analysis.validate.project import Scope, validate_project
from analysis.validate.validation import Validation, validate

__all__ = ["Explanations", "Scope", "Validation", "validate", "validate_project"]
