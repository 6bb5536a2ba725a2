"""What the pages of the whole site are called in each language: every page of that language leads to them."""

from __future__ import annotations


def index_name(language: str) -> str:
    """The file of the index in a language."""
    return "index.html" if language == "vi" else f"index.{language}.html"


def comparison_name(language: str) -> str:
    """The file of the comparison in a language."""
    return "comparison.html" if language == "vi" else f"comparison.{language}.html"
