"""Pages of a PDF as they are read: turned upright, words in printed lines, ruled tables, without running lines.

A running line (a header, a footer) stands at one height on neighbouring pages with the same words, but for the number
of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pdfminer.layout import LTChar
from pdfplumber.page import Page

from analysis.documents.flattened import NUMBER_WORDS
from analysis.documents.pdf_headers import gap, segments
from analysis.documents.pdf_text_columns import in_reading_order
from analysis.vietnamese.text import fold

Word = dict[str, Any]
Line = list[Word]
MIN_OPEN = 4.0  # points an upright rule goes beyond the last level one
RUNNING_LINES = 3  # at each end of a page
SAME_HEIGHT = 1.5  # points
APART = 0.6  # of a line's height: the least blank between running lines and the page's text
_RULED = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": 3}


@dataclass
class PrintedPage:
    """A page: its words, its ruled tables, the printed lines outside of these, and running lines taken off them.

    `above` and `below`: how many running lines stood at the top and at the bottom. `settings`: how words are put
    together from letters.
    """

    number: int
    page: Any
    words: list[Word]
    tables: list[Any]
    lines: list[Line]
    settings: dict[str, Any]
    running: list[str] = field(default_factory=list)
    above: int = 0
    below: int = 0

    @property
    def sideways(self) -> bool:
        """Whether any of its letters stand sideways."""
        return "char_dir_rotated" in self.settings


def printed_pages(pdf: Any) -> Iterator[PrintedPage]:
    """The pages of an open PDF. Each is compared with the one before and the one after it."""
    before: dict[str, set[tuple[int, str]]] = {}
    current: PrintedPage | None = None
    ends: dict[str, set[tuple[int, str]]] = {}
    for page in pdf.pages:
        following = _printed(page)
        following_ends = _ends(following)
        if current is not None:
            _take_off(current, before, following_ends)
            yield current
        before, current, ends = ends, following, following_ends
    if current is not None:
        _take_off(current, before, {})
        yield current


def sideways_text(page: PrintedPage, box: tuple[float, float, float, float] | None) -> str:
    """The text of a cell whose words stand sideways, as one reads it; "" for any other cell."""
    words = [word for word in page.words if box is not None and _inside(word, box)] if page.sideways else []
    if not words or any(word["upright"] for word in words):
        return ""
    upwards = page.settings["char_dir_rotated"] == "btt"
    ordered = sorted(words, key=lambda word: (word["x0"], -word["top"]) if upwards else (-word["x0"], word["top"]))
    return " ".join(word["text"] for word in ordered)


def _printed(page: Any) -> PrintedPage:
    vars(page)["process_object"] = partial(_light_object, page, page.process_object)
    page = _upright(page)
    settings = {"x_tolerance": 1.5, "y_tolerance": 2, **_turned_words(page)}
    words: list[Word] = page.extract_words(keep_blank_chars=False, **settings)
    tables = _tables(page)
    boxes = [table.bbox for table in tables]
    lines = in_reading_order(_lines([word for word in words if not any(_inside(word, box) for box in boxes)]))
    return PrintedPage(page.page_number, page, words, tables, lines, settings)


def _upright(page: Any) -> Any:
    """The page turned so that most of its letters run from left to right: a sheet may be printed sideways."""
    ways = Counter(_way(char["matrix"]) for char in page.chars if char["text"].isalnum())
    turn = max(ways, key=lambda way: ways[way], default=0)
    if turn == 0:
        return page
    described = page.page_obj
    described.rotate = (described.rotate + turn) % 360
    described.attrs["Rotate"] = described.rotate
    turned = Page(page.pdf, described, page_number=page.page_number, initial_doctop=page.initial_doctop)
    vars(turned)["process_object"] = partial(_light_object, turned, turned.process_object)
    page.close()
    return turned


def _way(matrix: Sequence[float]) -> int:
    """By how many degrees clockwise a letter is to be turned to stand upright."""
    along, up = matrix[0], matrix[1]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def _turned_words(page: Any) -> dict[str, str]:
    """How letters that stand sideways (names of narrow columns) follow each other: upwards or downwards."""
    ways = Counter(_way(char["matrix"]) for char in page.chars if not char["upright"])
    if not ways:
        return {}
    upwards = ways[90] >= ways[270]
    return {"char_dir_rotated": "btt", "line_dir_rotated": "ltr"} if upwards else {"char_dir_rotated": "ttb"}


def _ends(page: PrintedPage) -> dict[str, set[tuple[int, str]]]:
    """The first and the last lines of a page by their height, its number taken out of them."""
    upper, lower = _halves(page)
    sides = (("top", upper[:RUNNING_LINES]), ("bottom", lower[:RUNNING_LINES]))
    return {name: {mark for line in lines for mark in _marks(line, page.number)} for name, lines in sides}


def _halves(page: PrintedPage) -> tuple[list[Line], list[Line]]:
    """The lines of the upper half of a page from the top, and those of the lower half from the bottom."""
    middle = page.page.height / 2
    upper = [line for line in page.lines if line[0]["top"] < middle]
    return upper, [line for line in page.lines[::-1] if line[0]["top"] >= middle]


def _marks(line: Line, number: int) -> set[tuple[int, str]]:
    """A line's height and text, and the same with each number in it that may be the page's taken out."""
    text = " ".join(word["text"] for word in line)
    numbers = re.finditer(rf"\b0?{number}\b", text)
    texts = [text, *(f"{text[: found.start()]}#{text[found.end() :]}" for found in numbers)]
    height = round(min(word["top"] for word in line))
    return {(height, text) for text in texts}


def _take_off(
    page: PrintedPage, before: dict[str, set[tuple[int, str]]], after: dict[str, set[tuple[int, str]]]
) -> None:
    """Take the running lines off a page, those at its top and those at its bottom."""
    taken = {}
    for name, lines in zip(("top", "bottom"), _halves(page), strict=True):
        known = [*before.get(name, ()), *after.get(name, ())]
        taken[name] = _running(lines, page.number, known, below=name == "bottom")
    last = len(page.lines) - taken["bottom"]
    off = page.lines[: taken["top"]] + page.lines[last:]
    page.running = [" ".join(word["text"] for word in line) for line in off]
    page.lines, page.above = page.lines[taken["top"] : last], taken["top"]
    page.below = taken["bottom"]


def _running(lines: Sequence[Line], number: int, known: Sequence[tuple[int, str]], *, below: bool) -> int:
    """How many of `lines`, from the end of a page inwards, are running lines: they stand apart from what follows."""
    count = 0
    for place, line in enumerate(lines[:RUNNING_LINES]):
        marks = _marks(line, number)
        same = any(text == other and abs(height - at) <= SAME_HEIGHT for height, text in marks for at, other in known)
        if not same or fold(segments(line)[0][0]) in NUMBER_WORDS:
            break
        following = lines[place + 1] if place + 1 < len(lines) else None
        if following is None or gap(*((following, line) if below else (line, following))) > APART:
            count = place + 1
    return count


def _light_object(page: Any, process: Callable[[Any], Word], item: Any) -> Word:
    """What pdfplumber records of a page object; of a letter only what words and tables need, in a third of the time."""
    if not isinstance(item, LTChar):
        return process(item)
    left, top = page.mediabox[:2]
    return {
        "object_type": "char",
        "page_number": page.page_number,
        "text": item.get_text(),
        "upright": item.upright,
        "size": item.size,
        "fontname": item.fontname,
        "matrix": item.matrix,
        "adv": item.adv,
        "x0": item.x0 + left,
        "x1": item.x1 + left,
        "top": page.height - item.y1 + top,
        "bottom": page.height - item.y0 + top,
        "doctop": page.initial_doctop + page.height - item.y1 + top,
        "y0": item.y0,
        "y1": item.y1,
        "width": item.width,
        "height": item.height,
    }


def _tables(page: Any) -> list[Any]:
    """Ruled tables of a page with at least two columns; a frame around text is no table."""
    if len(page.lines) + len(page.rects) + len(page.curves) == 0:
        return []
    found = page.find_tables(_RULED)
    open_ends = {end for table in found for end in _open_ends(page, table.bbox)}
    if open_ends:
        found = page.find_tables({**_RULED, "explicit_horizontal_lines": sorted(open_ends)})
    return [table for table in found if len(table.rows) > 0 and max(len(row.cells) for row in table.rows) > 1]


def _open_ends(page: Any, box: tuple[float, float, float, float]) -> set[float]:
    """Where upright rules of a table end beyond its first or last level rule: a row a page break left open."""
    upright = [
        edge for edge in page.edges
        if edge["orientation"] == "v" and box[0] - 3 <= edge["x0"] <= box[2] + 3
        and edge["top"] <= box[3] + 1 and edge["bottom"] >= box[1] - 1
    ]  # fmt: skip
    ends = set()
    for bound, side in ((box[1], "top"), (box[3], "bottom")):
        beyond = [
            edge[side] for edge in upright if abs(edge[side] - bound) > MIN_OPEN and not box[1] <= edge[side] <= box[3]
        ]
        if len({round(edge["x0"]) for edge in upright if edge[side] in beyond}) > 1:
            ends.add(min(beyond) if side == "top" else max(beyond))
    return ends


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    centre = (word["x0"] + word["x1"]) / 2
    return bool(box[0] <= centre <= box[2] and box[1] <= middle <= box[3])


def _lines(words: list[Word]) -> list[list[Word]]:
    """Words grouped into printed lines, from top to bottom and left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (round(word["top"]), word["x0"])):
        if lines and abs(word["top"] - lines[-1][0]["top"]) <= (word["bottom"] - word["top"]) * 0.5:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]
