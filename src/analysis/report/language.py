"""Vietnamese words inside an English page, marked as such, so that they are read aloud and hyphenated as Vietnamese.

An attribute cannot hold a mark: what a drawing's label says in Vietnamese is put behind it as text that is heard and
not seen, and the label of a table becomes Vietnamese as a whole, with the table inside English again. Names of
provinces in other attributes stay: a proper name has no language of its own.
"""

from __future__ import annotations

import re

# Letters that no English word has: the Vietnamese ones of Latin-1, of Latin Extended-A, and their own block.
_LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
# From the first to the last such word between signs of punctuation that part a printed label from our sentence.
_WORDS = re.compile(rf"[^\s()“”\":;<>&]*[{_LETTERS}](?:[^()“”\":;<>&]*[{_LETTERS}])?[^\s()“”\":;.,<>&]*")
_PART = re.compile(
    r"(?P<kept><(style|script|title)\b.*?</\2>)|(?P<option><option\b.*?</option>)|(?P<svg><svg\b.*?</svg>)"
    r"|(?P<tag><[^>]*>)|(?P<text>[^<]+)",
    re.DOTALL,
)
_DRAWN = re.compile(rf"<(text|tspan|title|option)\b(?=[^>]*>(?:<title\b[^>]*>[^<]*</title>)?[^<]*[{_LETTERS}])")
# The kind of drawing in our own words, up to its first full stop, and what it shows.
_LABEL = re.compile(rf' aria-label="([^".{_LETTERS}]*)\.([^"]*[{_LETTERS}][^"]*)"')
_SCROLLED = re.compile(rf'(<div class="scroll"[^>]* aria-label="[^"]*[{_LETTERS}][^"]*"[^>]*)>(<table\b)')


def mark_vietnamese(page: str) -> str:
    """`page` with `lang="vi"` around every run of Vietnamese words in its text, and on what they label."""
    return _PART.sub(_marked, _SCROLLED.sub(r'\1 lang="vi">\2 lang="en"', page))


def _marked(part: re.Match[str]) -> str:
    if part["text"]:
        return _in_text(part["text"])
    if part["svg"]:
        return _drawing(part["svg"])
    return _DRAWN.sub(r'<\1 lang="vi"', part[0]) if part["option"] else part[0]


def _in_text(text: str) -> str:
    return _WORDS.sub(lambda words: f'<span lang="vi">{words[0]}</span>', text)


def _drawing(svg: str) -> str:
    """A drawing with its texts marked; the Vietnamese part of its label follows it."""
    marked = _DRAWN.sub(r'<\1 lang="vi"', svg)
    label = _LABEL.search(marked, 0, marked.index(">"))
    if label is None:
        return marked
    short = f'{marked[: label.start()]} aria-label="{label[1]}"{marked[label.end() :]}'
    return f'{short}<p class="heard">{_in_text(label[2].strip())}</p>'
