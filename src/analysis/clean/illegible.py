"""Tables whose letters were lost, or became others, in a program that took them for another encoding.

Such a table can be read cell by cell, but its words match nothing any more, and a report would print them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.documents.encodings import refuse_old_encoding
from analysis.errors import InputError, InputErrors

_FEWEST = 3  # cells, for a sign that a document may print once
_MOSTLY = 0.5  # of a column's filled cells
_LOST = re.compile("\ufffd")
_ASKED = re.compile(r"[^\W\d_]\?[^\W\d_]")  # "gi?i quy?t": no sentence goes on behind its question mark
# UTF-8 taken for Western letters: what becomes of ạ … ỹ, of à … ý, of ơ ư, and of ă đ.
_WESTERN = re.compile(
    "á[»º][\u0080-\u00bf\u0152-\u2122]|Ã[\u0080-\u00bf\u0192\u02c6\u0160\u0161\u2018-\u2122]|Æ[°¡]|Ä[\u0090\u0091‘ƒ‚©]"
)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#x[0-9A-Fa-f]{2,4});")
_REMEDY = "open the file it was saved from and save it as UTF-8 (in Excel: 'CSV UTF-8')"


def refuse_illegible(folder: RawFolder) -> None:
    """Raise InputErrors with the columns of `folder` whose words cannot be what the document prints."""
    errors = [error for table in folder.tables for error in _errors(table)]
    if errors:
        raise InputErrors(errors)


def _errors(table: RawTable) -> Iterator[InputError]:
    for column in table.rows[0]:
        cells = [(at, row[column]) for at, row in enumerate(table.rows) if row[column].strip()]
        kinds = ((_LOST, 1, "letters that were lost (\ufffd)"), (_ASKED, _FEWEST, "letters that were lost (?)"),
                 (_WESTERN, _FEWEST, "UTF-8 that was taken for Western letters"),
                 (_ENTITY, max(_FEWEST, _MOSTLY * len(cells)), "signs of HTML in place of letters"))  # fmt: skip
        for sign, fewest, what in kinds:
            found = [at for at, cell in cells if sign.search(cell) and "://" not in cell]
            if len(found) >= fewest:
                told = f"{what} in {len(found)} cells of the column"
                yield InputError(told, table.place(found[0], column), _REMEDY)
                break
        else:
            yield from _in_an_old_font(table, column, cells)


def _in_an_old_font(table: RawTable, column: str, cells: Sequence[tuple[int, str]]) -> Iterator[InputError]:
    try:
        refuse_old_encoding("\n".join(cell for _, cell in cells))
    except InputError as error:
        yield InputError(error.what, table.place(cells[0][0], column), error.remedy.replace("ingest", "save it"))
