"""Which row of a known edition a printed form row is: by its code and its words, level by level.

An edition that drops or inserts a row moves the codes of those behind it (a form without the district level prints the
communes' rate as 3.2, which was the districts'), and generic labels ("Tổng số hồ sơ đã giải quyết") stand under several
rows. So the words must agree, the level they name must be the same, and a row below another is sought below what that
one turned out to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from analysis.reference.forms.label_words import named_level, without_scope
from analysis.reference.forms.rows import FormRow, form_rows, rows_at
from analysis.vietnamese.text import fold

# An OCR slip or a shortened label still scores above this against its own row; another row's label scores below.
SAME_LABEL = 70.0
# A label above this is that row, whatever its code.
SAME_WORDS = 92.0
_FEW_WORDS = 3
_RATE, _NUMBER = r"(?:ty le|ti le)", r"(?:tong so|so luong|so)"
_BRACKETS = re.compile(r"\([^()]*\)")


def form_meanings(form: str, rows: Sequence[tuple[str, str]]) -> list[FormRow | None]:
    """The row of an edition that each of `rows` (code, label) of one form is, None for a row that no edition has."""
    printed = {code for code, _ in rows}
    found: dict[str, FormRow | None] = {}
    meanings: list[FormRow | None] = []
    for code, label in rows:
        meaning = _at(form, _sought(code, printed, found), label)
        if meaning is None or likeness(label, meaning.label) < SAME_WORDS:
            # Words that leave out some of one row's may be all of another's.
            meaning = _by_words(form, label) or meaning
        found[code] = meaning
        meanings.append(meaning)
    return meanings


def _sought(code: str, printed: set[str], found: dict[str, FormRow | None]) -> str:
    """The code a row would have in the edition: its own, or one below what the row above it turned out to be."""
    above, _, last = code.rpartition(".")
    if above not in printed:
        return code
    meaning = found.get(above)
    return f"{meaning.code}.{last}" if meaning else ""


def _at(form: str, code: str, label: str) -> FormRow | None:
    for row in rows_at(form, code):
        if _may_be(label, row.label) and (likeness(label, row.label) >= SAME_LABEL or _shortened(label, row.label)):
            return row
    return None


def _by_words(form: str, label: str) -> FormRow | None:
    """The one row of the form with these words; several that fit are nobody's."""
    rows: Iterable[FormRow] = (row for row in form_rows().values() if row.form == form)
    best = [row for row in rows if _may_be(label, row.label) and likeness(label, row.label) >= SAME_WORDS]
    return best[0] if len(best) == 1 else None


def likeness(printed: str, reference: str) -> float:
    """0 to 100; explanations behind the words of the form, its own in brackets too, do not count."""
    one, other = fold(printed), fold(reference)
    opening = fuzz.ratio(one[: len(other)], other) if len(one) > len(other) else 0.0
    unexplained = fuzz.ratio(one, _BRACKETS.sub("", other).strip())
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), opening, unexplained)


def _shortened(printed: str, reference: str) -> bool:
    """Whether a label only leaves out words of the form's own, or says whose the number is instead."""
    words = re.findall(r"\w+", without_scope(printed))
    return len(words) >= _FEW_WORDS and set(words) <= set(re.findall(r"\w+", fold(reference)))


def _may_be(printed: str, reference: str) -> bool:
    """Whether two labels are of one level, and not one of a rate and the other of a number."""
    rate, number = (
        any(re.match(rf"\W*{words}\b", fold(one)) for one in (printed, reference)) for words in (_RATE, _NUMBER)
    )
    return _same_level(printed, reference) and not (rate and number)


def _same_level(printed: str, reference: str) -> bool:
    """Whether the levels of government that two labels name first are one, or one of them names none."""
    one, other = named_level(printed), named_level(reference)
    return not one or not other or one == other
