"""Texts of a drawing without asking the converter how wide they are.

The converter sets each text with its own fonts to measure it, which takes most of the time of a chart and makes the
size of the drawing depend on the fonts of the machine that draws, not of the one that reads. Here a text mark goes to
the converter with a negative size, which it does not measure; `fitted` gives it its size back and widens the drawing
to hold every letter, by the widths of the sans-serif faces that offices read it in.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import etree

from analysis.charts.theme import SIZE

# What Vega adds to a text's place for its baseline, in parts of its size (none is the line its letters stand on).
_BASELINES = {"top": 0.79, "middle": 0.3, "bottom": -0.21, "alphabetic": 0.0}
# Widths in parts of the size: the widest of Arial, Segoe UI, Roboto and Liberation Sans, rounded up.
_WIDTHS = {"iljI.,:;'|! ": 0.29, 'tfr()/-[]"': 0.4, "sckvxyzJ": 0.54, "mMW@%●▲▼◇◆■⚠": 0.92, "wOQGCDNHU→≥≤": 0.8}
_LETTER = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
_SMALL, _CAPITAL, _BOLD = 0.58, 0.72, 1.08
_ASCENT, _DESCENT = 1.0, 0.3
_ROOM = 2.0
_SIZE = re.compile(r'font-size="-')
_BOX = re.compile(r'viewBox="[^"]*"')
_MOVED = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)")
_TEXT, _LINE = "{http://www.w3.org/2000/svg}text", "{http://www.w3.org/2000/svg}tspan"


def unmeasured(spec: Any, size: float = SIZE) -> Any:
    """A Vega-Lite specification whose text marks are drawn in their place but not measured; the argument is kept.

    A text that is turned, cut at a limit, or sized by the data stays as it is.
    """
    if isinstance(spec, (list, tuple)):
        return [unmeasured(part, size) for part in spec]
    if not isinstance(spec, dict):
        return spec
    size = spec.get("config", {}).get("text", {}).get("fontSize", size)
    done = {
        key: unmeasured(part, size) if key in ("layer", "hconcat", "vconcat", "concat", "spec") else part
        for key, part in spec.items()
    }
    mark = spec.get("mark")
    if isinstance(mark, dict) and mark.get("type") == "text" and "size" not in spec.get("encoding", {}):
        done["mark"] = _unmeasured_mark(mark, size)
    return done


def _unmeasured_mark(mark: dict[str, Any], size: float) -> dict[str, Any]:
    own, lift, baseline = mark.get("fontSize", size), mark.get("dy", 0), mark.get("baseline", "middle")
    fixed = all(isinstance(number, (int, float)) for number in (own, lift)) and baseline in _BASELINES
    if not fixed or "limit" in mark or "angle" in mark:
        return mark
    return {
        "lineHeight": own + 2,
        **mark,
        "fontSize": -own,
        "baseline": "alphabetic",
        "dy": lift + _rounded(_BASELINES[baseline] * own),
    }


def _rounded(number: float) -> int:
    """As the converter rounds: halves go up."""
    return int((number + 0.5) // 1)


def fitted(drawn: str) -> str:
    """The converter's SVG of an `unmeasured` specification with the sizes of its texts, and room for each of them."""
    if not _SIZE.search(drawn):
        return drawn
    root = etree.fromstring(drawn.encode())
    left, top, width, height = (float(number) for number in root.get("viewBox").split())
    boxes = [(left, top, left + width, top + height), *_boxes(root)]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    box = " ".join(f"{number:g}" for number in (left, top, right - left, bottom - top))
    return _SIZE.sub('font-size="', _BOX.sub(f'viewBox="{box}"', drawn, count=1))


def _boxes(root: Any) -> Iterator[tuple[float, float, float, float]]:
    """Where the letters of each text that was not measured stand, with some room around them, in whole units."""
    for text in root.iter(_TEXT):
        size = -float(text.get("font-size", "0").removesuffix("px"))
        if size <= 0:
            continue
        x, y = _place(text)
        lines = [line.text or "" for line in text.iter(_LINE)] or [text.text or ""]
        steps = [float(line.get("dy", 0)) for line in text.iter(_LINE)]
        wide = max(width_of(line, size, text.get("font-weight") == "bold") for line in lines)
        before = {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", "start"), 0.0)
        yield (
            (x - before - _ROOM) // 1,
            (y - _ASCENT * size) // 1,
            (x - before + wide + _ROOM) // 1,
            (y + sum(steps) + _DESCENT * size) // 1 + 1,
        )


def _place(text: Any) -> tuple[float, float]:
    x = y = 0.0
    for element in (text, *text.iterancestors()):
        moved = _MOVED.search(element.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
    return x, y


def width_of(text: str, size: float, bold: bool = False) -> float:
    """About how wide a line of `text` is, in pixels; rather too wide than too narrow."""
    return sum(map(_width, text)) * size * (_BOLD if bold else 1.0)


@functools.cache
def _width(letter: str) -> float:
    plain = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(letter):
        return 0.0
    return _LETTER.get(plain, _CAPITAL if plain.isupper() or not plain.isascii() else _SMALL)
