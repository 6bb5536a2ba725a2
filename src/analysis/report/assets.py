"""The style sheet and the one script that every page carries, and what a page's policy calls the script by."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def style() -> str:
    """The style sheet of all pages."""
    return (TEMPLATES / "page" / "page.css").read_text(encoding="utf-8")


@functools.cache
def script() -> str:
    """The script of all pages."""
    return (TEMPLATES / "page" / "page.js").read_text(encoding="utf-8")


@functools.cache
def script_hash() -> str:
    """What the Content-Security-Policy allows the script by."""
    return base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
