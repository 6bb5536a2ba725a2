"""Columns of words that stand under each other's name: what is in them tells, where no cell alone is wrong.

Columns of numbers, dates and codes need none of this: their cells cannot be read under another name. Told is only what
no printed table looks like, for an error here stops all cleaning.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable

from analysis.clean.agencies import begins_agency, names_the_concerned, split_agencies
from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputError, InputErrors, Place
from analysis.extract.matching import key
from analysis.reference.forms.rows import EDITIONS, form_rows

_FEWEST_ROWS = 4
_PLACE = r"(?:L\d+(?:-\d+)?|P\d+|T\d+R\d+(?:C\d+)?|p\d+[LT]\d+\S*|B\d+(?:R\d+C\d+)?|[^!]+![A-Z]{1,3}\d+\S*)"
_PLACES = re.compile(rf"{_PLACE}(?:\s*;\s*{_PLACE})*")
_MANY, _FEW = 0.8, 0.2


def refuse_exchanged(folder: RawFolder) -> None:
    """Raise InputErrors with the columns of `folder` that are exchanged, or whose cells have moved up."""
    errors = [error for table in folder.tables if len(table.rows) >= _FEWEST_ROWS for error in _errors(table)]
    if errors:
        raise InputErrors(errors)


def _errors(table: RawTable) -> list[InputError]:
    columns = table.rows[0].keys()
    found = _of_another_form(table) if table.kind == "form" else []
    found += [
        _exchanged(table, column, "location")
        for column in columns
        if column not in ("location", "code", "no") and _share(table, column, _is_place) == 1
    ]
    if "section" in columns:
        # A section stays the same over many rows, what stands in it hardly ever.
        words = [name for name in ("label", "printed") if _changes(table, name) <= 1 / 3]
        if _changes(table, "section") >= _MANY:
            found += [_exchanged(table, name, "section") for name in words]
        if not table.rows[-1]["section"].strip() and table.rows[-2]["section"].strip():
            found.append(_moved_up(table, "section"))
    if "task" in columns and _share(table, "task", begins_agency) >= _MANY:
        others = [name for name in ("lead", "support") if _share(table, name, begins_agency) <= _FEW]
        found += [_exchanged(table, "task", name) for name in others]
    if "lead" in columns and _supporters_lead(table):
        found.append(_exchanged(table, "lead", "support"))
    if "index" in columns and _share(table, "index", lambda cell: "://" in cell) >= _MANY:
        found.append(_exchanged(table, "index", "source"))
    return found


def _of_another_form(table: RawTable) -> list[InputError]:
    """The rows of one form in a file that is named for another: their labels are those of the other in any edition."""
    labels = {key(row["label"]) for row in table.rows}
    shares = {form: len(labels & known) / len(labels) for form, known in _labels_of_forms().items()}
    likest = max(shares, key=shares.__getitem__)
    if likest == table.form or shares[likest] < 1 / 2 or shares.get(table.form, 0) > _FEW:
        return []
    remedy = f"name the file form-{likest}.csv"
    return [InputError(f"the rows of form {likest} in the file of form {table.form}", Place(table.file), remedy)]


@functools.cache
def _labels_of_forms() -> dict[str, set[str]]:
    labels: dict[str, set[str]] = {}
    for edition in EDITIONS:
        for row in form_rows(edition).values():
            labels.setdefault(row.form, set()).add(key(row.label))
    return labels


def _supporters_lead(table: RawTable) -> bool:
    """Whether those concerned, and the longer lists, lead nearly everywhere, and single agencies support them."""
    lead, support = ([row[name] for row in table.rows] for name in ("lead", "support"))
    concerned = [sum(map(names_the_concerned, cells)) for cells in (lead, support)]
    counts = [(len(split_agencies(one)), len(split_agencies(other))) for one, other in zip(lead, support, strict=True)]
    longer = [sum(one > other for one, other in counts), sum(one < other for one, other in counts)]
    return all(led >= 4 * max(supported, 1) for led, supported in (concerned, longer))


def _is_place(cell: str) -> bool:
    return bool(_PLACES.fullmatch(cell.strip()))


def _share(table: RawTable, column: str, is_so: Callable[[str], bool]) -> float:
    """Share of the filled cells of `column`, 0 where most are empty."""
    cells = [row[column] for row in table.rows if row[column].strip()]
    return sum(map(is_so, cells)) / len(cells) if 2 * len(cells) > len(table.rows) else 0.0


def _changes(table: RawTable, column: str) -> float:
    """How often a cell differs from the one above it, as a share of the rows."""
    cells = [row[column] for row in table.rows]
    return (1 + sum(one != other for one, other in itertools.pairwise(cells))) / len(cells)


def _exchanged(table: RawTable, column: str, other: str) -> InputError:
    where = Place(table.file, 2, column, table.rows[0][column])
    remedy = f"exchange their cells below the header: the columns are {', '.join(table.rows[0])}"
    return InputError(f"a column that holds what belongs to {other!r}", where, remedy)


def _moved_up(table: RawTable, column: str) -> InputError:
    where = table.place(len(table.rows) - 1, column)
    return InputError("the last row is in no section, the row above it is", where, "see whether the cells moved up")
