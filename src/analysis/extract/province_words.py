"""Finding which province a text names, at a given day, without guessing: one name or none."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable

from analysis.documents import Document
from analysis.errors import InputError
from analysis.extract.matching import shadow
from analysis.reference.provinces import REORGANISED_ON, all_provinces, resolve_province

_KIND = re.compile(r"\b(?:tinh\s+|thanh pho\s+|t\.?p\.?\s*(?=\w))")
_WORD = re.compile(r"[\w.]+(?:\s*[-–]\s*[\w.]+)*")
_OWN = re.compile(r"\b(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|so noi vu|tinh uy)\s+(?:tinh|thanh pho)\s+")
_MAX_WORDS = 6
_BEFORE = REORGANISED_ON - dt.timedelta(days=1)


class ProvinceFinder:
    """Finds the unit a text names on `day`. Without a day a name counts only if it meant one unit all the time."""

    def __init__(self, day: dt.date | None) -> None:
        self.days = (day,) if day else (_BEFORE, REORGANISED_ON)

    def in_head(self, issuers: Iterable[str], place: str, title: str, first: Iterable[str]) -> str:
        """Key of the province of a head: issuer, else place, else title, else the first lines; "" if none."""
        candidates = [*(" ".join(issuers),), *issuers]
        for text in candidates:
            unit = self._after_kind(text)
            if unit:
                return unit
        return (
            self.unit(place)
            or self._after_kind(title)
            or next((unit for line in first if (unit := self._after_kind(line) or self._at_start(line))), "")
        )

    def in_text(self, document: Document) -> str:
        """Key of the only province whose bodies the text names at least twice ("UBND tỉnh …"), "" if not one."""
        counts: dict[str, int] = {}
        for paragraph in document.paragraphs():
            shade = shadow(paragraph.text)
            for match in _OWN.finditer(shade):
                unit = self._named(paragraph.text[match.end() : match.end() + 60])
                if unit:
                    counts[unit] = counts.get(unit, 0) + 1
        return next(iter(counts)) if len(counts) == 1 and min(counts.values()) > 1 else ""

    def unit(self, name: str) -> str:
        """Key of the unit called `name`, "" if there is none or the day is needed to tell two apart."""
        keys = {key for day in self.days if (key := _resolve(name, day))}
        if len(keys) > 1:
            return ""
        return keys.pop() if keys else ""

    def _after_kind(self, text: str) -> str:
        """The province named after "tỉnh" or "thành phố"."""
        for match in _KIND.finditer(shadow(text)):
            unit = self._named(text[match.end() :])
            if unit:
                return unit
        return ""

    def _at_start(self, line: str) -> str:
        """The province a line begins with ("Yên Bái - kết quả chỉ số"), if a sign or a bracket follows the name."""
        name = re.split(r"\s+[-–—|]\s+|[,:;(|]", line.strip(" |*#"), maxsplit=1)[0]
        joined = re.match(r"(\w[\w\s]*[-–]\s*\w[\w\s]*?)[,:;(|]", line)
        return (self.unit(joined[1]) if joined else "") or (self.unit(name) if len(name.split()) <= _MAX_WORDS else "")

    def _named(self, text: str) -> str:
        """The province whose name `text` begins with; the longest name that fits wins."""
        words = list(_WORD.finditer(text))[:_MAX_WORDS]
        for count in range(len(words), 0, -1):
            unit = self.unit(text[words[0].start() : words[count - 1].end()])
            if unit:
                return unit
        return ""


@functools.lru_cache(maxsize=4096)
def _resolve(name: str, day: dt.date) -> str:
    if not name.strip() or len(name) > 60:
        return ""
    try:
        return resolve_province(name, day).key
    except InputError:
        return ""


def province_names() -> list[str]:
    """Names of all units, for restoring their capitals in a title."""
    return sorted({unit.name for unit in all_provinces().values()}, key=len, reverse=True)
