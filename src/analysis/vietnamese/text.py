"""Text as documents print it, brought to one form for comparison; the printed form is always kept beside it."""

from __future__ import annotations

import re
import unicodedata

# Zero-width characters, soft hyphen and direction marks: invisible in print, so they carry no meaning of the document.
_JOINERS = (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE = dict.fromkeys((*_JOINERS, *_DIRECTIONS))
# NFKD leaves these two letters whole; a slug needs them as d.
_BARRED_D = str.maketrans({"đ": "d", "Đ": "D"})


class _WithoutMarks(dict[int, int | None]):
    """A table for str.translate that drops combining marks; it learns each letter once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _WithoutMarks()


def normalise(text: str) -> str:
    """`text` in NFC, without invisible characters, runs of white space (also NBSP) as one space, trimmed."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(text.split())


def fold(text: str) -> str:
    """`text` for tolerant matching: no diacritics, lower case, single spaces ("ĐẮK NÔNG" and "Dak Nong" fold alike)."""
    return normalise(strip_diacritics(text)).casefold()


def strip_diacritics(text: str) -> str:
    """`text` with base letters only; đ becomes d, which Unicode decomposition alone would leave."""
    return unicodedata.normalize("NFKD", text.translate(_BARRED_D)).translate(_MARKS)


def slug(text: str) -> str:
    """`text` as a name for files and parameters: ASCII lower case words joined by hyphens ("Bà Rịa - Vũng Tàu")."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


# What XML 1.0 forbids, and the marks that reorder what a reader sees (embedding, override, isolate).
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def upper_first(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """`text` with a small first letter, unless it begins with a name or an abbreviation ("Cổng Dịch vụ", "UBND")."""
    first, _, rest = text.partition(" ")
    return text[:1].lower() + text[1:] if first[1:].islower() and not rest[:1].isupper() else text


def visible(text: str) -> str:
    r"""`text` with what no document format can hold shown by signs: control characters as ␀ … ␟, others as [U+202E].

    >>> visible("a\x07b")
    'a␇b'
    """
    if text.isprintable():  # none of them is, and nearly all texts are
        return text
    return _UNSAFE.sub(_sign, text.replace("\r\n", "\n").replace("\r", "\n"))


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else f"[U+{code:04X}]"
