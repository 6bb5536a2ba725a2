"""Vietnamese words inside an English page, marked as such, so that they are read aloud and hyphenated as Vietnamese."""

from __future__ import annotations

import re

# Letters that no English word has: the Vietnamese ones of Latin-1, of Latin Extended-A, and their own block.
_LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
# From the first to the last such word between signs of punctuation that part a printed label from our sentence.
_WORDS = re.compile(rf"[^\s()“”\":;<>&]*[{_LETTERS}](?:[^()“”\":;<>&]*[{_LETTERS}])?[^\s()“”\":;.,<>&]*")
_PART = re.compile(
    r"(?P<kept><(style|script|title|option)\b.*?</\2>)|(?P<svg><svg\b.*?</svg>)|(?P<tag><[^>]*>)|(?P<text>[^<]+)",
    re.DOTALL,
)
_DRAWN = re.compile(rf"<(text|tspan)\b(?=[^>]*>[^<]*[{_LETTERS}])")


def mark_vietnamese(page: str) -> str:
    """`page` with `lang="vi"` around every run of Vietnamese words in its text; attributes cannot hold marks."""
    return _PART.sub(_marked, page)


def _marked(part: re.Match[str]) -> str:
    if part["text"]:
        return _WORDS.sub(lambda words: f'<span lang="vi">{words[0]}</span>', part["text"])
    if part["svg"]:
        return _DRAWN.sub(r'<\1 lang="vi"', part["svg"])
    return part[0]
