"""Breaking long Vietnamese labels into lines that fit beside or above a mark."""

from __future__ import annotations

import re
import textwrap

from analysis.charts.lettering import width_of
from analysis.charts.theme import SIZE, WIDTH

# Printed labels carry mark-up of their source now and then; a chart shows letters only.
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_LETTER = 7.0  # what a letter of running text takes in the widest of the faces pages are read in
_GAP = 8.0


def wrap(label: str, width: int = 62, lines: int = 2) -> str:
    """`label` in at most `lines` lines of `width` characters, joined by line feeds; cut with an ellipsis."""
    return (
        "\n".join(textwrap.wrap(_plain(label), width, max_lines=lines, placeholder=" …", break_long_words=True)) or " "
    )


def wrap_beside(label: str, value: str, width: int = 50) -> str:
    """`label` in at most two lines above a mark, the last of which stands beside `value` (bold, to the right)."""
    plain = _plain(label)
    short = max(20, min(width, int((WIDTH - width_of(value, SIZE, bold=True) - _GAP) / _LETTER)))
    if len(plain) <= short:
        return plain or " "
    # An indent of later lines, taken off again, is what makes them shorter.
    lines = textwrap.wrap(plain, width, max_lines=2, placeholder=" …", subsequent_indent=" " * (width - short))
    lines = lines if len(lines) > 1 else textwrap.wrap(plain, short, max_lines=2, placeholder=" …")
    return "\n".join(line.strip() for line in lines)


def _plain(label: str) -> str:
    return " ".join(_MARKUP.sub(" ", label).split())
