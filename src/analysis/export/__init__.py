"""What people take away: workbooks, letters, printed pages and tables, made from the processed tables alone."""

from analysis.export.comparison_files import comparison

__all__ = ["comparison"]
