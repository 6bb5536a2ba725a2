"""Tables whose rows were sorted, pasted twice or mixed, and rates whose decimal sign a spreadsheet took away.

Each cell can be read, and each row may be right; told is what no extraction and no copying of a document leaves behind.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputError, InputErrors, Place
from analysis.vietnamese.text import normalise

_PLACE = re.compile(r"(?P<kind>[LPTpB])(?P<numbers>\d+[\dRCLT]*)(?:-\d+)?")
_SHEET = re.compile(r"[^!]+![A-Z]{1,3}\d+")
_DOCUMENT_OF = {"L": "text", "P": "Word", "T": "Word", "p": "PDF", "B": "HTML"}
_FEWEST_FALLS, _SHARE_OF_FALLS = 4, 0.2  # a document's tables may be read after its text, which is a fall or two
_RATE = re.compile(r"(?<![\d.,])\d{4,}\s*%")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Thg"
# A code taken for a day, a column too narrow, a formula that came to nothing, a large number in powers of ten.
_OF_A_SPREADSHEET = re.compile(
    rf"\d{{1,2}}-(?:{_MONTHS})\b.*|(?:{_MONTHS})-\d\d|#+|#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|\d[.,]\d+E[+-]\d+"
)
_NUMBERS = ("value", "printed", "deadline", "as_of", "score", "rank", "year")


def refuse_altered(folder: RawFolder) -> None:
    """Raise InputErrors with rows that stand twice, out of order or among another document's, and altered rates."""
    errors = [error for table in folder.tables for error in _errors(table)]
    if errors:
        raise InputErrors(errors)


def _errors(table: RawTable) -> Iterator[InputError]:
    yield from _rows_twice(table)
    yield from _rates_without_fraction(table)
    yield from _made_by_a_spreadsheet(table)
    if "location" in table.rows[0]:
        yield from _places_of_nothing(table)
        yield from _of_other_documents(table)
        yield from _sorted_otherwise(table)


def _rows_twice(table: RawTable) -> Iterator[InputError]:
    """Rows that come back after others were pasted twice; alike at one place in a row, the sentence says it twice."""
    first: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(table.rows):
        before = first.setdefault(tuple(row.values()), at)
        if before != at and not _all_at_one_place(table.rows[before : at + 1]):
            where = Place(table.file, at + 2)
            yield InputError(f"the row stands twice, cell for cell (first in row {before + 2})", where, "delete one")


def _all_at_one_place(rows: Sequence[Mapping[str, str]]) -> bool:
    return len({row.get("location", "") for row in rows}) == 1 and bool(rows[0].get("location"))


def _rates_without_fraction(table: RawTable) -> Iterator[InputError]:
    """Where a comma groups thousands, "99,69%" becomes "9969%"; who prints a rate of thousands writes "9.969%"."""
    column = next((name for name in ("value", "printed") if name in table.rows[0]), None)
    if column is None:
        return
    for at, row in enumerate(table.rows):
        cell = normalise(row[column])
        if _RATE.search(cell) or (cell.isdecimal() and len(cell) > 3 and normalise(row.get("unit", "")) == "%"):
            what = "a rate that has lost its decimal sign, as when a sheet is saved in another locale"
            yield InputError(what, table.place(at, column), "write it as the document prints it: 99,69%")


def _made_by_a_spreadsheet(table: RawTable) -> Iterator[InputError]:
    for column in (name for name in _NUMBERS if name in table.rows[0]):
        for at, row in enumerate(table.rows):
            if _OF_A_SPREADSHEET.fullmatch(row[column].strip()):
                remedy = "write it as the document prints it (in a column formatted as text)"
                yield InputError("what a spreadsheet made of a cell", table.place(at, column), remedy)


def _places_of_nothing(table: RawTable) -> Iterator[InputError]:
    """Bare numbers: of a line, a page or a row nobody can tell."""
    for at, row in enumerate(table.rows):
        if re.fullmatch(r"[\d\s.,;:/-]+", row["location"]):
            remedy = "begin it with what is counted: L77, P12, T3R4C2, p3L12, Sheet!C12, B14"
            yield InputError(
                "a place without the letter that says what is counted", table.place(at, "location"), remedy
            )


def _of_other_documents(table: RawTable) -> Iterator[InputError]:
    """Places of two kinds of document: rows of two editions, one read from Word and one from PDF."""
    kinds = [_document_of(row["location"]) for row in table.rows]
    first = next(filter(None, kinds), "")
    other = next((at for at, kind in enumerate(kinds) if kind not in ("", first)), None)
    if other is not None:
        what = f"a place in a {kinds[other]} document among places in a {first} document"
        yield InputError(
            what, table.place(other, "location"), "keep the rows of one edition; ingest the other for itself"
        )


def _sorted_otherwise(table: RawTable) -> Iterator[InputError]:
    """Rows that go back in the document again and again; ids of figures and numbers of rows follow their order."""
    places = [_numbers(row["location"]) for row in table.rows]
    falls = [
        at
        for at, (one, other) in enumerate(itertools.pairwise(places), 1)
        if one and other and one[0] == other[0] and other[1] < one[1]
    ]
    if len(falls) >= _FEWEST_FALLS and len(falls) >= _SHARE_OF_FALLS * len(places):
        what = f"rows in another order than in the document: {len(falls)} of {len(places)} go back in it"
        yield InputError(what, table.place(falls[0], "location"), "sort the rows by their place in the document")


def _document_of(location: str) -> str:
    """The kind of document that the first place of a location is in, "" where it tells none."""
    place = _first(location)
    match = _PLACE.fullmatch(place)
    return _DOCUMENT_OF[match["kind"]] if match else "Excel" if _SHEET.fullmatch(place) else ""


def _numbers(location: str) -> tuple[str, list[int]] | None:
    match = _PLACE.fullmatch(_first(location))
    return (match["kind"], [int(number) for number in re.findall(r"\d+", match["numbers"])]) if match else None


def _first(location: str) -> str:
    return location.partition(";")[0].strip()
