"""Texts of findings in both languages, filled with values written as each language writes them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import shorten
from analysis.reference.files import read_yaml
from analysis.reference.texts import in_number, texts

LANGUAGES = ("vi", "en")
LABEL_LENGTH = 90


@dataclass(frozen=True)
class Printed:
    """A cell as a message names it; `document` is set when it stands in another document than the finding.

    `as_printed` is set for a number that could not be read: it is shown as it is printed.
    """

    ref: str
    label: str
    kind: str
    value: float
    decimals: int
    location: str
    document: str = ""
    as_printed: str = ""


@dataclass(frozen=True)
class Broken:
    """A failing relation as a message states it: meaning in both languages, both sides with their notation.

    `sentence` is the key of the text, of `how_it_fails`.
    """

    sentence: str
    meaning: dict[str, str]
    printed: float
    computed: float
    percent: bool
    decimals: int


def in_both(write: Callable[[str], str]) -> tuple[str, str]:
    """The Vietnamese and the English text that `write` gives for a language."""
    return write("vi"), write("en")


def say(language: str, key: str, **values: object) -> str:
    """The text at "section.key", filled in; one in two forms depends on the number `n`."""
    section, _, name = key.partition(".")
    found: Any = _catalogue(language)[section]
    return in_number(found[name] if name else found, values.get("n")).format(**values)


def number(language: str, value: float, decimals: int, kind: str = "count") -> str:
    """A number as the language writes it, with a percent sign for rates."""
    return texts(language).number(value, decimals, "percent" if kind == "percent" else "")


def place(language: str, cell: Printed) -> str:
    """Where a cell stands and what it prints: "Biểu mẫu 3, dòng 3.2.2 (…) in 9.751"."""
    table, _, rest = cell.ref.partition(":")
    form, _, code = rest.partition(":")
    year = rest.rpartition(":")[2]
    text = say(
        language,
        f"place.{table}" if table != "targets" or year.isdigit() else "place.targets_undated",
        form=form,
        code=code,
        label=shorten(cell.label, LABEL_LENGTH),
        location=texts(language).location(cell.location),
        value=f"“{cell.as_printed}”" if cell.as_printed else number(language, cell.value, cell.decimals, cell.kind),
        year=year,
    )
    return say(language, "place.other_document", place=text, document=cell.document) if cell.document else text


def how_it_fails(operator: str, ratio: bool, left: int, right: int) -> str:
    """Which sentence tells a relation of `left` and `right` many cells: a sum of several is printed nowhere."""
    if operator != "=":
        return "exceeds" if operator == "<=" else "outside"
    if left > 1:
        return "two_sums" if ratio or right > 1 else "adds_up"
    return "recomputed" if ratio or right > 1 else "two_places"


def relation(language: str, broken: Broken) -> str:
    """A failing relation: what should hold, what is printed, what it comes to."""
    kind = "percent" if broken.percent else "count"
    return say(
        language,
        f"relation.{broken.sentence}",
        meaning=broken.meaning[language],
        printed=number(language, broken.printed, broken.decimals, kind),
        computed=number(language, broken.computed, broken.decimals, kind),
    )


def joined(language: str, items: Sequence[str], most: int | None = None) -> str:
    """Alternatives joined by "or"; of more than `most` the rest is only counted."""
    text = say(language, "or").join(items[:most])
    left = len(items) - len(items[:most])
    return text + (say(language, "more", n=left) if left else "")


@functools.cache
def _catalogue(language: str) -> dict[str, Any]:
    catalogue: dict[str, Any] = read_yaml(f"messages/findings_{language}.yml")
    return catalogue
