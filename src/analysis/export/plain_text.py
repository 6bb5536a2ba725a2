"""Text from documents made safe for files that other programs open: shown as text, never run, never dropped.

Documents come from anywhere. A control character breaks XML, a direction mark turns a line around, a leading "=" makes
a spreadsheet compute. Such characters are replaced by visible signs or disarmed; nothing is left out in silence.
"""

from __future__ import annotations

import re

from analysis.vietnamese.numbers import readings
from analysis.vietnamese.text import visible

EXCEL_CELL_LIMIT = 32_767  # characters one cell of a workbook holds
_CUT = "… [+{n}]"
# Leading characters that Excel, LibreOffice or Google Sheets take for a formula, with their full-width forms.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# White space, quotation marks and invisible characters that some programs drop before they look at the first character.
_SKIPPED = ' "\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff\u00ad'
_PIECES = re.compile(r"([,;\t\r\n])")
_LEADING = re.compile(f"^[{_SKIPPED}]+")


def one_line(text: str) -> str:
    """`text` as `visible` gives it, on one line."""
    return " ".join(visible(text).split())


def cell_text(text: str) -> str:
    """`text` as a workbook cell can hold it: visible, and cut with a count of what was left out when too long."""
    shown = visible(text)
    if len(shown) <= EXCEL_CELL_LIMIT:
        return shown
    kept = EXCEL_CELL_LIMIT - 20
    return shown[:kept] + _CUT.format(n=len(shown) - kept)


def starts_like_formula(text: str) -> bool:
    """Whether a spreadsheet may take `text` for a formula; a number such as -3,84 and a lone sign are none.

    >>> starts_like_formula("=1+1"), starts_like_formula("-3,84"), starts_like_formula("- Sở Nội vụ")
    (True, False, True)
    """
    bare = _LEADING.sub("", text)
    if not bare.startswith(_FORMULA_STARTS):
        return False
    return len(bare.strip()) > 1 and not (text == text.strip() and readings(text))


def csv_text(text: str) -> str:
    """`text` as a csv cell can hold it: visible, with an apostrophe before what a spreadsheet might compute (OWASP).

    A program that expects another separator cuts a cell at its commas, semicolons and line ends, whatever the quotation
    marks say, so that the pieces are disarmed too.

    >>> csv_text("=1+1"), csv_text("Sở Nội vụ; =1+1"), csv_text("-3,84")
    ("'=1+1", "Sở Nội vụ;' =1+1", '-3,84')
    """
    if starts_like_formula(text):
        text = f"'{text}"
    pieces = _PIECES.split(text)
    disarmed = [f"'{piece}" if place and starts_like_formula(piece) else piece for place, piece in enumerate(pieces)]
    return visible("".join(disarmed))
