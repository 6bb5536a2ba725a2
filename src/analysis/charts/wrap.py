"""Breaking long Vietnamese labels into lines that fit beside or above a mark."""

from __future__ import annotations

import re
import textwrap

# Printed labels carry mark-up of their source now and then; a chart shows letters only.
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")


def wrap(label: str, width: int = 62, lines: int = 2) -> str:
    """`label` in at most `lines` lines of `width` characters, joined by line feeds; cut with an ellipsis."""
    plain = " ".join(_MARKUP.sub(" ", label).split())
    return "\n".join(textwrap.wrap(plain, width, max_lines=lines, placeholder=" …", break_long_words=True)) or " "
