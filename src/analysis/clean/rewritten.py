"""What programs make of a cell, turned back: what it may have said before a spreadsheet or a script wrote it anew.

Only guesses: the record of what was read says which of them is right. A person who corrects a cell types another value;
where turning back gives the very letters that were read, nobody corrected anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from analysis.clean.rewritten_dates import dates_in_other_order, dates_of_a_program

Before = Callable[[str], Iterator[str]]
_NUMBER = re.compile(r"(?P<sign>[+−–-]?)(?P<body>\d+(?:[.,]\d+)*)(?P<tail> ?%?)")
_GROUPED = re.compile(r"[+−–-]?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")
_EXCHANGED = str.maketrans(",.", ".,")
_MINUS = "−–-"
_MOST_PLACES = 12  # in a cell, where a sign may have stood
_NOISE = 12  # digits behind the decimal sign, from which on they are no measurement


@dataclass(frozen=True)
class Rewriting:
    """One way in which programs write cells anew.

    `before` gives what a cell may have said. From `fewest` cells of a column on nobody means it, or from two on where
    no cell is left that `touched` finds: all that could be rewritten so were. `loose` ones have so many guesses that
    one may fit by chance.
    """

    what: str
    before: Before
    touched: str = ""
    fewest: int = 3
    loose: bool = False


def _signs_exchanged(cell: str) -> Iterator[str]:
    yield cell.translate(_EXCHANGED)
    yield cell.replace(".", ",")
    yield cell.replace(",", ".")


def _signs_lost(cell: str) -> Iterator[str]:
    yield from (re.sub(r"(?<=\d) (?=\d)", sign, cell) for sign in ",.")
    places = [place.start() for place in re.finditer(r"(?<=\d)(?=\d)", cell)][:_MOST_PLACES]
    yield from (f"{cell[:at]}{sign}{cell[at:]}" for at in places for sign in ",.")
    number = _NUMBER.fullmatch(cell)
    if number and number["body"].isdecimal() and len(number["body"]) < 16:
        grouped = f"{int(number['body']):,}"
        yield from (f"{number['sign']}{grouped.replace(',', sign)}{number['tail']}" for sign in ",.")


def _signs_added(cell: str) -> Iterator[str]:
    if _GROUPED.fullmatch(cell):
        yield from (cell.replace(sign, "") for sign in ",.")


def _percent_lost(cell: str) -> Iterator[str]:
    if cell[-1:].isdecimal():
        yield f"{cell} %"
    ends = [number.end() for number in re.finditer(r"\d+(?:[.,]\d+)*(?!\s*%)", cell)][:_MOST_PLACES]
    yield from (f"{cell[:end]}%{cell[end:]}" for end in ends)
    yield re.sub(r"(\d+(?:[.,]\d+)*)(?!\s*%|[\d.,]*\d)", r"\1%", cell)


def _plus_or_minus(cell: str) -> Iterator[str]:
    if cell[:1].isdecimal():
        yield f"+{cell}"
    if cell and cell[0] in _MINUS:
        yield from (minus + cell[1:] for minus in _MINUS)
        yield f"({cell[1:]})"


def _noughts(cell: str) -> Iterator[str]:
    """Noughts that were lost before or behind, or put behind; the sign may have been exchanged along with it."""
    number = _NUMBER.fullmatch(cell)
    if number is None:
        return
    for body in dict.fromkeys((number["body"], number["body"].translate(_EXCHANGED))):
        signs = "" if re.search("[.,]", body) else ",."
        texts = [f"{body}{sign}{noughts}" for sign in signs or ("",) for noughts in ("0", "00")]
        texts += [f"0{body}", f"00{body}"]
        fraction = re.search(r"[.,]\d*?(0+)$", body)
        if fraction and not re.search(r"[.,]000$", body):  # "50.000" is a thousand times "50": another number
            texts += [body[:-cut].rstrip(".,") for cut in range(1, len(fraction[1]) + 1)]
        yield from (f"{number['sign']}{text}{number['tail']}" for text in texts)


def _percent_and_fraction(cell: str) -> Iterator[str]:
    """A fraction of 1 that was "99,69%", or the other way round."""
    number = _NUMBER.fullmatch(cell)
    if number is None or len(re.findall("[.,]", number["body"])) > 1:
        return
    value = Decimal(number["body"].replace(",", "."))
    moved = value / 100 if number["tail"] else value * 100
    texts = {f"{moved:f}", f"{moved:.0f}", f"{moved:.1f}", f"{moved:.2f}", f"{moved.normalize():f}"}
    tails = ("",) if number["tail"] else ("%", " %")
    yield from (
        f"{number['sign']}{text.replace('.', sign)}{tail}" for text in sorted(texts) for sign in ",." for tail in tails
    )


def _cut_or_rounded(cell: str) -> Iterator[str]:
    """Decimals that were cut off or rounded away: two, one, or the second."""
    number = _NUMBER.fullmatch(cell)
    if number is None or len(parts := re.split("[.,]", number["body"])) > 2:
        return
    most = 100 if len(parts) == 1 else 10
    signs = ",." if len(parts) == 1 else re.sub(r"\d", "", number["body"])
    value, step = Decimal(".".join(parts)), Decimal("0.01" if len(parts) == 1 else f"1e-{len(parts[1]) + 1}")
    texts = [f"{value + step * at:f}" for at in range(-most // 2, most) if value + step * at >= 0]
    texts += [text[:-1] for text in texts if most == 100 and text.endswith("0")]
    yield from (f"{number['sign']}{text.replace('.', sign)}{number['tail']}" for text in texts for sign in signs)


def _noise(cell: str) -> Iterator[str]:
    """A number with digits that only arithmetic gives: 82.30000000000001."""
    number = _NUMBER.fullmatch(cell)
    parts = re.split("[.,]", number["body"]) if number else []
    if number and len(parts) == 2 and len(parts[1]) >= _NOISE:
        value = Decimal(".".join(parts))
        texts = (f"{round(value, places):f}" for places in range(5))
        yield from (f"{number['sign']}{text.replace('.', sign)}{number['tail']}" for text in texts for sign in ",.")


def _western(cell: str) -> Iterator[str]:
    """UTF-8 that was taken for letters of a Western code page."""
    if cell.isascii():
        return
    for page in ("cp1252", "cp1258", "latin-1"):
        try:
            yield b"".join(_byte(sign, page) for sign in cell).decode()
        except UnicodeError:
            continue


def _byte(sign: str, page: str) -> bytes:
    try:
        return sign.encode(page)
    except UnicodeEncodeError:
        return sign.encode("latin-1")  # a byte that the page lacks is shown as a control character


_SIGNS = "cells whose signs were changed"
REWRITINGS = (
    Rewriting(_SIGNS, _signs_exchanged, r"\d[.,]\d"),
    Rewriting(_SIGNS, _signs_lost),
    Rewriting(_SIGNS, _signs_added),
    Rewriting(_SIGNS, _percent_lost, "%"),
    Rewriting(_SIGNS, _plus_or_minus),
    Rewriting("numbers that have lost or won noughts", _noughts),
    Rewriting("percentages that were made fractions, or fractions percentages", _percent_and_fraction),
    Rewriting("numbers that were cut or rounded", _cut_or_rounded, loose=True),
    Rewriting("dates that were written anew", dates_of_a_program, fewest=1),
    Rewriting("dates that were written anew", dates_in_other_order, r"\d/\d+/\d"),
    Rewriting("numbers with the noise of arithmetic", _noise, fewest=1),
    Rewriting("UTF-8 that was taken for Western letters", _western, fewest=1),
)
