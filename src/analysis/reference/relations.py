"""Relations between printed figures, as data: which cells must add up, divide, contain or equal one another.

One line of relations_<edition>.csv is one relation. A side is a sum of cells ("3:1.4.1 + 3:1.4.2"), the right side may
be a quotient of two sums ("3:3.2.2 / 3:3.2.1", a percentage). A cell is "<form>:<code>" or "@<name>", a figure of the
narrative found by the words of relations_figures.csv. Operators: "=", "<=", "between" (the left lies between the least
and the greatest term of the right). `locate` says whether the wrong cell may be sought through the relation: a relation
that compares figures whose scope may differ only warns.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from analysis.errors import InputError, Place
from analysis.reference.files import read_rows
from analysis.reference.forms.rows import EDITIONS, form_rows
from analysis.tables import KINDS, SEVERITIES

Operator = Literal["=", "<=", "between"]

CHECK_KINDS = ("sum", "ratio", "subset", "cross_source", "range", "unit", "duplicate", "trend")
RELATION_KINDS = CHECK_KINDS[:5]  # those that a line of relations_<edition>.csv may state
# Editions of the forms whose relations are written down; a new edition of the rows may do without.
RELATED = tuple(
    edition for edition in EDITIONS if (resources.files("analysis.reference") / f"relations_{edition}.csv").is_file()
)
RANK = "rank"  # the unit of a target that is a place among the provinces
_CELL = re.compile(r"\d+:\d+(?:\.\d+)*|@[a-z_]+")
_RULE_COLUMNS = ("rule", "kind", "left", "operator", "right", "severity", "locate", "meaning_vi", "meaning_en")


@dataclass(frozen=True)
class Rule:
    """One relation: `left` operator `numerator` [/ `denominator`]; cells as "<form>:<code>" or "@<name>"."""

    name: str
    kind: str
    left: tuple[str, ...]
    operator: Operator
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    severity: str
    locate: bool
    meaning_vi: str
    meaning_en: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (*self.left, *self.numerator, *self.denominator)

    @property
    def forms(self) -> frozenset[str]:
        """Numbers of the forms whose rows the relation names."""
        return frozenset(cell.split(":")[0] for cell in self.cells if not cell.startswith("@"))


@dataclass(frozen=True)
class FigureWords:
    """How a narrative's figure is recognised: its label holds one of every group of `words`, and none of `without`.

    Where a figure of the same whole stands `beside` it with one of these words, it is a part of what is meant: "trước
    hạn 1.705, đúng hạn 551" are both in time.
    """

    name: str
    kind: str
    words: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    beside: tuple[str, ...] = ()

    def matches(self, folded_label: str) -> bool:
        """Whether a label (folded: no diacritics, lower case) is this figure's."""
        return all(any(word in folded_label for word in group) for group in self.words) and not any(
            word in folded_label for word in self.without
        )


@dataclass(frozen=True)
class ValueRule:
    """Bounds of every value of a kind; `label_words` limits it to labels that hold one of them.

    `unless`, of relations_values_unless.csv, leaves out what it is found in (a pattern, on labels and prints folded to
    lower case without diacritics): a share of a whole is at most 100 %, what is held against a plan or a year is not.
    """

    name: str
    table: str
    kind: str
    label_words: tuple[str, ...]
    unless: str
    low: float
    high: float
    severity: str
    meaning_vi: str
    meaning_en: str


@functools.cache
def relation_rules(edition: str = RELATED[-1]) -> tuple[Rule, ...]:
    """Relations of a form edition; InputError naming file, row, column and remedy for a line that cannot be used."""
    name = f"relations_{edition}.csv"
    rules = tuple(
        _rule(row, name, number, edition) for number, row in enumerate(read_rows(name, _RULE_COLUMNS), start=2)
    )
    _refuse_twice([rule.name for rule in rules], name)
    return rules


@functools.cache
def figure_words() -> dict[str, FigureWords]:
    """Figures of the narrative that relations name, by name."""
    name = "relations_figures.csv"
    rows = read_rows(name, ("name", "kind", "words", "without", "beside"))
    _refuse_twice([row["name"] for row in rows], name)
    return {
        row["name"]: FigureWords(
            row["name"],
            row["kind"],
            tuple(tuple(group.split("|")) for group in row["words"].split(";")),
            tuple(word for word in row["without"].split(";") if word),
            tuple(word for word in row["beside"].split("|") if word),
        )
        for row in rows
    }


@functools.cache
def cumulative_rows() -> tuple[tuple[str, str], ...]:
    """Form rows that count from the start of the year, so that they cannot fall from H1 to 9M to the year."""
    name = "relations_cumulative.csv"
    known = form_rows()
    rows = [(row["form"], row["code"]) for row in read_rows(name, ("form", "code"))]
    for number, key in enumerate(rows, start=2):
        if key not in known:
            raise InputError("no such form row", Place(name, number, "code", ":".join(key)), "name a row of the form")
    return tuple(rows)


@functools.cache
def value_rules() -> tuple[ValueRule, ...]:
    """Bounds of values by table and kind."""
    columns = ("rule", "table", "kind", "label_word", "low", "high", "severity", "meaning_vi", "meaning_en")
    name = "relations_values.csv"
    rows = read_rows(name, columns)
    _refuse_twice([row["rule"] for row in rows], name)
    return tuple(_value_rule(row, name, number) for number, row in enumerate(rows, start=2))


def _value_rule(row: dict[str, str], file: str, number: int) -> ValueRule:
    kinds = (*KINDS, RANK)
    allowed = {"table": ("observations", "figures", "targets"), "kind": kinds, "severity": SEVERITIES}
    for column, values in allowed.items():
        _check_word(row, column, values, file, number)
    return ValueRule(
        row["rule"],
        row["table"],
        row["kind"],
        tuple(word for word in row["label_word"].split("|") if word),
        _unless().get(row["rule"], ""),
        number_or(row, "low", "-inf", file, number),
        number_or(row, "high", "inf", file, number),
        row["severity"],
        row["meaning_vi"],
        row["meaning_en"],
    )


@functools.cache
def _unless() -> dict[str, str]:
    """Patterns of what a bound does not hold for, by rule; InputError for one that is no pattern."""
    name = "relations_values_unless.csv"
    rows = read_rows(name, ("rule", "unless"))
    for number, row in enumerate(rows, start=2):
        try:
            re.compile(row["unless"])
        except re.error as error:
            where = Place(name, number, "unless", row["unless"])
            raise InputError(f"a pattern that cannot be read: {error}", where, "write it as Python's `re`") from None
    return {row["rule"]: row["unless"] for row in rows}


def number_or(row: dict[str, str], column: str, without: str, file: str, number: int) -> float:
    """The number in a cell, `without` where it is empty; InputError for anything else."""
    try:
        return float(row[column] or without)
    except ValueError:
        where = Place(file, number, column, row[column])
        raise InputError("a bound that is no number", where, "write it as 0 or 99.5, or leave it empty") from None


def parse_side(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numerator and denominator cells of "a + b / c + d"; the denominator is empty without a slash.

    >>> parse_side("3:3.2.2 / 3:3.2.1")
    (('3:3.2.2',), ('3:3.2.1',))
    """
    above, _, below = text.partition("/")
    return tuple(_cells(above)), tuple(_cells(below)) if below else ()


def _cells(text: str) -> Iterator[str]:
    for part in text.split("+"):
        cell = part.strip()
        if not _CELL.fullmatch(cell):
            raise ValueError(cell)
        yield cell


def _rule(row: dict[str, str], file: str, number: int, edition: str) -> Rule:
    sides = {}
    for column in ("left", "right"):
        try:
            sides[column] = parse_side(row[column])
        except ValueError as error:
            where = Place(file, number, column, str(error))
            raise InputError(
                "a cell that cannot be read", where, "write <form>:<code> or @<name>, joined by +"
            ) from None
    rule = Rule(
        row["rule"],
        row["kind"],
        sides["left"][0],
        row["operator"],  # type: ignore[arg-type]  # checked below
        *sides["right"],
        row["severity"],
        row["locate"] == "yes",
        row["meaning_vi"],
        row["meaning_en"],
    )
    _check_vocabulary(row, file, number)
    _check_cells(rule, file, number, edition)
    return rule


def _check_vocabulary(row: dict[str, str], file: str, number: int) -> None:
    allowed = {
        "kind": RELATION_KINDS,
        "operator": ("=", "<=", "between"),
        "severity": SEVERITIES,
        "locate": ("yes", "no"),
    }
    for column, values in allowed.items():
        _check_word(row, column, values, file, number)
    for column in ("rule", "meaning_vi", "meaning_en"):
        if not row[column].strip():
            raise InputError(
                "an empty cell", Place(file, number, column, ""), "every rule has a name and both meanings"
            )
    if "/" in row["left"]:
        raise InputError("a quotient on the left", Place(file, number, "left", row["left"]), "put it on the right")


def _check_word(row: dict[str, str], column: str, values: Iterable[str], file: str, number: int) -> None:
    if row[column] not in values:
        where = Place(file, number, column, row[column])
        raise InputError("a word outside the vocabulary", where, f"write one of {', '.join(values)}")


def _check_cells(rule: Rule, file: str, number: int, edition: str) -> None:
    known, names = form_rows(edition), figure_words()
    for cell in rule.cells:
        found = cell[1:] in names if cell.startswith("@") else tuple(cell.split(":")) in known
        if not found:
            where = Place(file, number, "left/right", cell)
            raise InputError("a relation names a cell that does not exist", where, "add it to the form's rows or words")


def _refuse_twice(names: list[str], file: str) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InputError(f"{name!r} stands twice", Place(file, number + 2), "give every line a name of its own")
