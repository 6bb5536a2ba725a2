"""Marks that are not print: emphasis of Markdown, invisible characters. What is printed stays as it is."""

from __future__ import annotations

import re
import unicodedata

from analysis.vietnamese.text import normalise

# Letters of Vietnamese and its neighbours for use in a character class; a range like À-Ỹ would mix the two.
UPPER = "".join(chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())
LOWER = "".join(chr(code) for code in (*range(0x61, 0x250), *range(0x1EA0, 0x1EFA)) if chr(code).islower())
_STRONG_BETWEEN_WORDS = re.compile(rf"(?<=[\w.,;:)])(?:\*\*)+(?=[{UPPER}]|\d+\.\s)")
_STRONG = re.compile(r"\*\*+|(?<!\w)__|__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*)])|(?<=[^\s*(])\*(?![\w*])")
_NOTE_MARK = re.compile(r"[\[(]?\d{1,3}[\])]?|[*]{1,3}")
_METRES = re.compile(r"(?:^|[\s\d(/])[kcd]?m$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def whole_number(text: str, default: int = 0) -> int:
    """The number that an attribute of a file gives in plain digits, `default` where it gives none or an absurd one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default


def plain(line: str) -> str:
    """`line` without emphasis marks. Where only `**` kept two headings apart, the line is broken there."""
    if "*" not in line and "__" not in line:
        return line
    line = _STRONG_BETWEEN_WORDS.sub("\n", line)
    return _EMPHASIS.sub("", _STRONG.sub("", line))


def printed(text: str) -> str:
    """`text` in NFC with single spaces, without invisible and control characters."""
    return normalise(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)))


def is_note_mark(text: str, before: str) -> bool:
    """Whether raised `text` after `before` is the mark of a note; a power ("km2") is print."""
    return bool(_NOTE_MARK.fullmatch(text)) and not _METRES.search(before)
