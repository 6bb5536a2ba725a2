"""Notebook and parameters -> executed notebook -> HTML page."""
