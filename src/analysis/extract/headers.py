"""Which column of a table is which, by the words of its header (they are in reference/forms/mappings_*.yml)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from rapidfuzz import fuzz

from analysis.documents import Cell, Table
from analysis.extract.matching import Match, best_match, key
from analysis.reference.files import read_yaml

Row = Sequence[Cell]
MAX_HEADER_ROWS = 3
SEARCHED_ROWS = 40
INHERITED = 20.0  # a column known by the name of its group yields to one known by its own
_BRACKETS = re.compile(r"\([^)]*\)")
_INDEX = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=.*)?")


@dataclass(frozen=True)
class TableKind:
    """A kind of table: the labels of each column and the columns without which a table is not of this kind."""

    name: str
    needed: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Columns:
    """Where each column of a table stands, the rows its header takes, and the matches that were not exact."""

    kind: str
    places: Mapping[str, int]
    first_header: int
    first_row: int
    width: int
    tolerant: tuple[Match, ...]
    unread: tuple[str, ...] = ()  # what the header calls the columns that are not kept

    def cell(self, row: Row, column: str) -> Cell | None:
        """The cell of `row` in `column`, None if the table has no such column or the row is shorter."""
        place = self.places.get(column, -1)
        return row[place] if 0 <= place < len(row) else None


@functools.cache
def table_kinds() -> tuple[TableKind, ...]:
    """Kinds of tables with the labels of all mapping files together."""
    merged: dict[str, dict[str, Any]] = {}
    for name in mapping_files():
        for kind, entry in (read_yaml(name).get("tables") or {}).items():
            known = merged.setdefault(kind, {"needed": (), "columns": {}})
            known["needed"] = tuple(entry.get("needed", known["needed"]))
            for column, labels in entry["columns"].items():
                known["columns"][column] = (*known["columns"].get(column, ()), *labels)
    return tuple(TableKind(kind, entry["needed"], entry["columns"]) for kind, entry in merged.items())


def mapping_files() -> list[str]:
    """Names of the mapping files, the oldest first."""
    folder = resources.files("analysis.reference") / "forms"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("mappings_"))
    return [f"forms/{name}" for name in names if name.endswith(".yml")]


def find_columns(table: Table) -> Columns | None:
    """The columns of `table` by its header, None if no header of a known kind is found.

    A header may take several rows (merged cells) and may stand below a title; the rows and the kind that name the
    most columns win, the earlier and shorter header on a tie.
    """
    best: tuple[int, Columns] | None = None
    for start in range(min(len(table.rows), SEARCHED_ROWS)):
        for depth in range(1, min(MAX_HEADER_ROWS, len(table.rows) - start) + 1):
            header = table.rows[start : start + depth]
            if depth > 1 and _is_data(header[-1]):
                break
            if depth < MAX_HEADER_ROWS and _goes_on(header, table.rows[start + depth : start + depth + 1]):
                continue
            for kind in table_kinds():
                found = _match_header(_regrouped(header, kind, table), kind, start)
                if found and (best is None or len(found.places) > best[0]):
                    best = (len(found.places), found)
        if best and start > best[1].first_header + 1:
            break
    if best is None:
        return None
    columns = best[1]
    if columns.first_row < len(table.rows) and _is_index_row(table.rows[columns.first_row]):
        return replace(columns, first_row=columns.first_row + 1)
    return columns


def repeats_header(row: Row, table: Table, columns: Columns) -> bool:
    """Whether `row` prints the header again, as the first row of a further page does."""
    texts = [key(cell.text) for cell in row if cell.text]
    headers = [
        {key(cell.text) for cell in header if cell.text}
        for header in table.rows[columns.first_header : columns.first_row]
    ]
    return bool(texts) and any(len(header) > 1 and set(texts) <= header for header in headers)


def _regrouped(header: Sequence[Row], kind: TableKind, table: Table) -> Sequence[Row]:
    """A flattened header with the two names that stand below one group put where that group stands.

    It has more names than the rows have cells, and one that is no column itself: "Phân công thực hiện" in a table of
    tasks, the first of two names for the figure in a form.
    """
    names = list(header[0])
    body = table.rows[1:-1] or table.rows[1:]  # the last row may have taken a line that follows the table
    width = max((len(row) for row in body), default=0)
    if not table.flattened or len(header) > 1 or len(names) <= width or len(names) < 5:
        return header
    columns = [(_match_label(cell.text, kind) or ("", None))[0] for cell in names]
    wanted = "" if kind.name == "tasks" else "value"
    heads = [place for place, column in enumerate(columns[:-2]) if column == wanted and place > 1]
    if len(heads) != 1 or not {"lead", "support", "unit", "value", "ignored"}.issuperset(columns[-2:]):
        return header
    group = heads[0]
    return [[*names[:group], *names[-2:], *names[group + 1 : -2]]]


def _goes_on(header: Sequence[Row], following: Sequence[Row]) -> bool:
    """Whether the row below belongs to the header too: it names a column that has no name yet, and no row of data."""
    row = following[0] if following else ()
    texts = [cell.text for cell in row if cell.text]
    if not texts or any(cell.text for cell in row[:2]) or any(any(char.isdigit() for char in text) for text in texts):
        return False
    return any(
        cell.text and not any(place < len(above) and above[place].text for above in header)
        for place, cell in enumerate(row)
    )


def _match_header(header: Sequence[Row], kind: TableKind, start: int) -> Columns | None:
    scored: dict[str, tuple[float, int, Match]] = {}
    width = max(len(row) for row in header)
    names: dict[int, str] = {}
    for place in range(width):
        # The lowest row names the column; a row above may name a group of columns.
        texts = [row[place].text for row in reversed(header) if place < len(row) and row[place].text]
        names[place] = texts[0] if texts else ""
        known = [(at, found) for at, text in enumerate(texts) if (found := _match_label(text, kind))]
        above, (column, match) = known[0] if known else (0, ("", None))
        score = match.score - (INHERITED if above else 0.0) if match else 0.0
        if match and score > scored.get(column, (0.0, 0, match))[0]:
            scored[column] = (score, place, match)
    if any(column not in scored for column in kind.needed):
        return None
    places = {column: place for column, (_, place, _) in scored.items() if column != "ignored"}
    tolerant = tuple(match for _, _, match in scored.values() if not match.exact)
    kept = set(places.values())
    unread = tuple(dict.fromkeys(name for place, name in names.items() if name and place not in kept))
    return Columns(kind.name, places, start, start + len(header), width, tolerant, unread)


@functools.lru_cache(maxsize=8192)
def _match_label_cached(text: str, kind_name: str) -> tuple[str, Match] | None:
    kind = next(kind for kind in table_kinds() if kind.name == kind_name)
    plain = _BRACKETS.sub(" ", text).strip() or text
    best: tuple[str, Match] | None = None
    for column, labels in kind.columns.items():
        match = best_match(plain, labels) or _begins(plain, labels)
        if match and (best is None or match.score > best[1].score):
            best = (column, match)
    return best


def _match_label(text: str, kind: TableKind) -> tuple[str, Match] | None:
    return _match_label_cached(text, kind.name) if len(text) <= 160 else None


def _begins(text: str, labels: Sequence[str]) -> Match | None:
    """A label of two words or more that `text` begins with; the score falls with what follows."""
    wanted = key(text)
    for label in sorted(labels, key=len, reverse=True):
        start = key(label)
        if " " in start and wanted.startswith(f"{start} "):
            return Match(label, max(86.0, fuzz.ratio(wanted, start)), text)
    return None


def _is_data(row: Row) -> bool:
    """Whether a row is data: its first filled cell is a number, or it holds long text or figures."""
    texts = [cell.text for cell in row if cell.text]
    return (
        not texts or bool(re.fullmatch(r"\d{1,3}(?:\.\d+)*[.,)]?", texts[0])) or any(len(text) > 160 for text in texts)
    )


def _is_index_row(row: Row) -> bool:
    """A row that numbers the columns: "(1) (2) (3)" or "A B 1 2"."""
    texts = [cell.text for cell in row if cell.text]
    return len(texts) > 2 and all(_INDEX.fullmatch(text) for text in texts)
