"""The numbers Word prints before the paragraphs of its lists; the file holds only the rules for counting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from analysis.documents.markup import whole_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PRINTABLE_BULLETS = "-+*–—•"


@dataclass(frozen=True)
class _Level:
    """How one level of a list counts: its format, its pattern ("%1.%2.") and where it starts."""

    format: str
    pattern: str
    start: int


@dataclass
class Numbering:
    """Counts through a document's lists: `mark` gives the printed number or bullet of each paragraph in turn.

    Lists of one kind (`kinds`) go on counting where the one before stopped, but for the levels a list starts anew
    (`restarts`) when it is first used.
    """

    lists: dict[str, dict[int, _Level]]
    styles: dict[str, tuple[str, int]]
    kinds: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, set[int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def mark(self, paragraph: etree._Element) -> str:
        """The mark Word prints before `paragraph`, "" if it is in no list."""
        number, depth = self._list_of(paragraph)
        levels = self.lists.get(number)
        if not levels or depth not in levels:
            return ""
        counter = self.counters.setdefault(self.kinds.get(number, number), {})
        restarts = self.restarts.get(number, set())
        if depth in restarts:
            restarts.discard(depth)
            counter.pop(depth, None)
        counter[depth] = counter.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counter if level > depth]:
            del counter[deeper]
        level = levels[depth]
        if level.format == "none":
            return ""
        if level.format == "bullet":
            return level.pattern if level.pattern in _PRINTABLE_BULLETS and level.pattern else "-"
        return re.sub(r"%(\d)", lambda match: self._printed(levels, counter, int(match[1]) - 1), level.pattern)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        depth = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is not None:
            return number.get(f"{W}val", ""), number_of(depth)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(style.get(f"{W}val", ""), ("", 0)) if style is not None else ("", 0)

    def _printed(self, levels: dict[int, _Level], counter: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        return _format(counter.get(depth, level.start), level.format)


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists of a document from its numbering part and the list each paragraph style belongs to."""
    abstract: dict[str, dict[int, _Level]] = {}
    found = Numbering({}, _styles(styles))
    if numbering is None:
        return found
    for element in numbering.iterchildren(f"{W}abstractNum"):
        abstract[element.get(f"{W}abstractNumId", "")] = dict(_levels(element))
    for element in numbering.iterchildren(f"{W}num"):
        reference = element.find(f"{W}abstractNumId")
        if reference is None:
            continue
        name, kind = element.get(f"{W}numId", ""), reference.get(f"{W}val", "")
        overrides = list(element.iterchildren(f"{W}lvlOverride"))
        own = {depth: level for override in overrides for depth, level in _levels(override)}
        starts = {
            whole_number(override.get(f"{W}ilvl", "")): number_of(start, 1)
            for override in overrides
            if (start := override.find(f"{W}startOverride")) is not None
        }
        levels = {**abstract.get(kind, {}), **own}
        found.lists[name] = {
            depth: replace(level, start=starts.get(depth, level.start)) for depth, level in levels.items()
        }
        found.kinds[name], found.restarts[name] = kind, set(starts)
    return found


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in element.iterchildren(f"{W}lvl"):
        start, form, pattern = (level.find(f"{W}{name}") for name in ("start", "numFmt", "lvlText"))
        yield (
            whole_number(level.get(f"{W}ilvl", "")),
            _Level(
                form.get(f"{W}val", "decimal") if form is not None else "decimal",
                pattern.get(f"{W}val", "") if pattern is not None else "",
                number_of(start, 1),
            ),
        )


def _styles(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for style in styles.iterchildren(f"{W}style") if styles is not None else ():
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        depth = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is not None:
            found[style.get(f"{W}styleId", "")] = (
                number.get(f"{W}val", ""),
                number_of(depth),
            )
    return found


def number_of(element: etree._Element | None, default: int = 0) -> int:
    """The whole number an element gives as its value, `default` where it gives none."""
    return whole_number(element.get(f"{W}val", "") if element is not None else "", default)


def _format(value: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        text = ""
        for size, sign in _ROMAN:
            text += sign * (value // size)
            value %= size
        return text if form == "upperRoman" else text.lower()
    if form in ("upperLetter", "lowerLetter") and value > 0:
        letter = _LETTERS[(value - 1) % len(_LETTERS)]
        return letter.upper() if form == "upperLetter" else letter
    return f"{value:02d}" if form == "decimalZero" else str(value)
