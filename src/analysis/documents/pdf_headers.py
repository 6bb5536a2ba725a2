"""Headers of tables without lines: which words name a column, and which name a group of columns below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.documents.flattened_header import two_rows

Word = dict[str, Any]
PrintedLine = list[Word]
Segment = tuple[str, float, float]  # text, left, right
SPACE = 0.5  # of a line's height: a wider blank parts two words that are no neighbours in a text
TIGHT = 0.4  # of a line's height: the blank between two lines of one cell
ALIGNED = 3.0  # points between the edges or middles of words that stand together
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[-+−]?\d[\d.,]*\s*%?")


@dataclass
class _Label:
    """What a header calls one column, of one printed line or several."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def take(self, text: str, left: float, right: float, top: float) -> None:
        """Put the printed line above before the label."""
        self.text, self.top = f"{text} {self.text}", top
        self.left, self.right = min(left, self.left), max(right, self.right)

    def beside(self, other: _Label) -> bool:
        """Whether two labels stand in one row: they begin at one height or are centred on one."""
        middles = (self.top + self.bottom) / 2, (other.top + other.bottom) / 2
        return abs(self.top - other.top) < ALIGNED or abs(middles[0] - middles[1]) < ALIGNED


def segments(line: PrintedLine) -> list[Segment]:
    """The words of a line joined where no more than a space parts them."""
    return [(" ".join(word["text"] for word in run), run[0]["x0"], run[-1]["x1"]) for run in _runs(line)]


def _runs(line: PrintedLine) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in line:
        space = SPACE * (word["bottom"] - word["top"])
        if runs and word["x0"] - runs[-1][-1]["x1"] < space:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def below_groups(names: Sequence[Segment], header: Sequence[Segment]) -> bool:
    """Whether `names` stand below words of the header, several below each: these words name groups of columns.

    The first two words (number and wording) head no group. A figure is no name, but a year is.
    """
    if any(_FIGURE.fullmatch(text) for text, _, _ in names):
        return False
    counts = Counter(_owners(names, header))
    return min(counts) > 1 and min(counts.values()) > 1


def _owners(names: Sequence[Segment], groups: Sequence[Segment]) -> list[int]:
    """For each name the place of the group above it: groups begin where their first name does, or are centred."""
    begin = [any(abs(group[1] - name[1]) < ALIGNED for name in names) for group in groups]
    if all(begin[place] for place in {_last_begun(name, groups) for name in names}):
        return [_last_begun(name, groups) for name in names]
    return [min(range(len(groups)), key=lambda place: abs(_middle(groups[place]) - _middle(name))) for name in names]


def _last_begun(name: Segment, groups: Sequence[Segment]) -> int:
    return max((place for place, group in enumerate(groups) if group[1] <= name[1] + ALIGNED), default=0)


def _middle(segment: Segment) -> float:
    return (segment[1] + segment[2]) / 2


def header_columns(lines: Sequence[PrintedLine]) -> tuple[list[Segment], dict[int, str]]:
    """Labels of the columns, and for each column in a group what the group is called.

    The lowest words name the columns. Words close above exactly one of them belong to it; others name a group.
    """
    labels: list[_Label] = []
    groups: list[Segment] = []
    for line in reversed(lines):
        for words in _runs(line):
            text, left, right = " ".join(word["text"] for word in words), words[0]["x0"], words[-1]["x1"]
            top, bottom = words[0]["top"], words[0]["bottom"]
            below = [label for label in labels if label.left < right and left < label.right]
            if not below:
                labels.append(_Label(text, left, right, top, bottom))
            elif len(below) == 1 and below[0].top - bottom < TIGHT * (bottom - top):
                below[0].take(text, left, right, top)
            else:
                groups.append((text, left, right))
    labels.sort(key=lambda label: label.left)
    return [(label.text, label.left, label.right) for label in labels], _grouped(labels, groups)


def _grouped(labels: Sequence[_Label], groups: Sequence[Segment]) -> dict[int, str]:
    """What the group of a column is called. A label below a group's words belongs to it, and so do those as high as
    such a label.
    """
    under = [label for label in labels if any(label.left < right and left < label.right for _, left, right in groups)]
    names = [place for place, label in enumerate(labels) if place > 1 and any(label.beside(other) for other in under)]
    ordered = sorted(groups, key=lambda group: group[1])
    owners = _owners([(labels[place].text, labels[place].left, labels[place].right) for place in names], ordered)
    return {place: ordered[owner][0] for place, owner in zip(names, owners, strict=True)}


def header_rows(labels: Sequence[Segment], groups: Mapping[int, str]) -> Sequence[list[str]]:
    """The header as one row of names, or as two where `groups` are named above some of them."""
    names = [text for text, _, _ in labels]
    return two_rows([(groups.get(place, ""), name) for place, name in enumerate(names)]) if groups else [names]


def gap(above: PrintedLine, below: PrintedLine) -> float:
    """The blank between two lines in heights of a line."""
    height = max(float(word["bottom"] - word["top"]) for word in below)
    top, bottom = min(word["top"] for word in below), max(word["bottom"] for word in above)
    return float(top - bottom) / max(height, 1.0)
