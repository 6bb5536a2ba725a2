"""Text as documents print it, brought to one form for comparison; the printed form is always kept beside it."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# Zero-width characters, soft hyphen and direction marks: invisible in print, so they carry no meaning of the document.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
)
# NFKD leaves these two letters whole; a slug needs them as d.
_BARRED_D = str.maketrans({"đ": "d", "Đ": "D"})


def normalise(text: str) -> str:
    """`text` in NFC, without invisible characters, runs of white space (also NBSP) as one space, trimmed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()


def fold(text: str) -> str:
    """`text` for tolerant matching: no diacritics, lower case, single spaces ("ĐẮK NÔNG" and "Dak Nong" fold alike)."""
    return normalise(strip_diacritics(text)).casefold()


def strip_diacritics(text: str) -> str:
    """`text` with base letters only; đ becomes d, which Unicode decomposition alone would leave."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_BARRED_D))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug(text: str) -> str:
    """`text` as a name for files and parameters: ASCII lower case words joined by hyphens ("Bà Rịa - Vũng Tàu")."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
