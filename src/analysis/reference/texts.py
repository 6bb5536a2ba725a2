"""Texts of the reports: one catalogue per language, and the ways each language writes numbers, dates and places.

A catalogue is a YAML file of sections; a text is asked for as "section.key". A value may be a mapping of `one` and
`other`: the text then depends on the number `n`. A test compares the catalogues key by key.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from analysis.errors import InputError
from analysis.reference.files import read_yaml
from analysis.reference.periods import Period, parse_period
from analysis.reference.units import english_unit
from analysis.vietnamese.numbers import format_vi

LANGUAGES = ("vi", "en")
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}  # Vietnamese documents count quarters in Roman numerals
_LINE = re.compile(r"L(\d+)(?:-(\d+))?")
# How the readers write a place (see documents), and the text that says it in words.
_PLACES = (
    ("place.paragraph", re.compile(r"P(?P<paragraph>\d+)")),
    ("place.cell", re.compile(r"[TB](?P<table>\d+)R(?P<row>\d+)C(?P<column>\d+)")),
    ("place.page", re.compile(r"p(?P<page>\d+)L(?P<line>\d+)")),
    ("place.block", re.compile(r"B(?P<block>\d+)")),
    ("place.sheet", re.compile(r"(?P<sheet>.+)!(?P<cell>[A-Z]{1,3}\d+)")),
    ("place.row", re.compile(r"(?P<file>\w+\.csv) row (?P<row>\d+)(?P<source>.*)", re.DOTALL)),
)

TextValue = str | Mapping[str, str]


def in_number(text: TextValue, n: object = None) -> str:
    """`text`, of one in two forms that for `n` things."""
    return text if isinstance(text, str) else text["one" if n in (1, "1") else "other"]


@dataclass(frozen=True)
class Texts:
    """The texts of one language; call it with a key and the values to fill in."""

    language: str
    catalogue: Mapping[str, TextValue] = field(repr=False, compare=False)

    def __call__(self, key: str, **values: object) -> str:
        """The text `key`, filled in; KeyError for a key no catalogue has (a mistake of ours, not of the data)."""
        text = in_number(self.catalogue[key], values.get("n"))
        return text.format(**values) if values else text

    def word(self, section: str, name: str) -> str:
        """The word for a value of the vocabulary (a domain, a level …); the value itself when none is kept."""
        return in_number(self.catalogue.get(f"{section}.{name}", name))

    def unit(self, printed: str) -> str:
        """A unit in this language: a word of the vocabulary ("rank"), else as printed or listed in units.csv."""
        named = self.word("unit", printed)
        return named if named != printed or self.language == "vi" else english_unit(printed)

    def number(self, value: float | Decimal | int | None, decimals: int | None = None, unit: str = "") -> str:
        """`value` as this language writes it (vi 1.234,5; en 1,234.5); an em dash for a missing one."""
        plain = (
            value if value is None or isinstance(value, (int, Decimal)) else float(value)
        )  # numpy's repr is no number
        if self.language == "vi":
            return format_vi(plain, decimals, unit)
        return _format_en(plain, decimals, unit)

    def rounded(self, value: float, percent: bool) -> str:
        """`value` to two decimals, with a percent sign where it is a rate: what a computed number says."""
        return self.number(round(float(value), 2), unit="percent" if percent else "")

    def date(self, day: dt.date | None) -> str:
        """`day` as 14/6/2024 or 14 June 2024; an em dash for none."""
        if day is None or day != day:
            return "—"
        return f"{day.day}/{day.month}/{day.year}" if self.language == "vi" else f"{day.day} {day:%B} {day.year}"

    def period(self, code: str) -> str:
        """The name of period `code` ("6 tháng đầu năm 2024"); a code no rule reads is shown as it is."""
        try:
            period = parse_period(code)
        except InputError:
            return code
        part = ROMAN.get(code[-1:], "") if self.language == "vi" else code[-1:]
        return self(f"period.{_period_form(period)}", year=period.year, start=period.start.year, part=part)

    def location(self, location: str) -> str:
        """Where a value stands, in words: "dòng 77–79, 81", "bảng 3, hàng 4, cột 2", "trang 3, dòng 12"."""
        places = [part.strip() for part in location.split(";") if part.strip()]
        lines = [_LINE.fullmatch(place) for place in places]
        if not places or not all(lines):
            return "; ".join(self._place(place) for place in places)
        spans = [f"{m[1]}–{m[2]}" if m and m[2] else m[1] if m else "" for m in lines]
        only = len(spans) == 1 and "–" not in spans[0]
        return self("word.lines", n=1 if only else 2, lines=", ".join(spans))

    def _place(self, place: str) -> str:
        """One place in words; one that no reader of ours writes is shown as it is."""
        if _LINE.fullmatch(place):
            return self.location(place)
        for key, pattern in _PLACES:
            if match := pattern.fullmatch(place):
                return self(key, **match.groupdict())
        return place

    def join(self, items: Iterable[str]) -> str:
        """Items as a list in a sentence: a, b and c."""
        parts = list(items)
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('word.and')} {parts[-1]}"


@functools.cache
def texts(language: str) -> Texts:
    """The catalogue of `language` ("vi" or "en"); InputError for another one."""
    if language not in LANGUAGES:
        raise InputError(f"no texts in language {language!r}", remedy=f"choose one of {', '.join(LANGUAGES)}")
    return Texts(language, flatten(read_yaml(f"texts/{language}.yml")))


def flatten(sections: Mapping[str, Mapping[str, TextValue]]) -> dict[str, TextValue]:
    """Sections of texts as one mapping "section.key" -> text."""
    return {f"{section}.{key}": text for section, part in sections.items() for key, text in part.items()}


def placeholders(text: TextValue) -> set[str]:
    """Names of the values a text wants filled in."""
    forms = [text] if isinstance(text, str) else list(text.values())
    return {name for form in forms for name in re.findall(r"{(\w+)}", form)}


def _period_form(period: Period) -> str:
    if period.kind == "half":
        return "first_half" if period.code.endswith("H1") else "second_half"
    return period.kind


def _format_en(value: float | Decimal | int | None, decimals: int | None, unit: str) -> str:
    if value is None or value != value:
        return "—"
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    return f"{number:,f}{'%' if unit == 'percent' else ''}"
