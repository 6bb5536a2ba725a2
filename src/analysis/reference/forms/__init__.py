"""Editions of the statistical forms (Biểu mẫu 1…7): which row means which indicator, at which level, in which unit."""
