"""Which column a cell of a flattened task table belongs to: the cells are in order, but empty ones left no trace."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from analysis.documents import Cell
from analysis.extract.flattened_cells import FITS, FOREIGN, fitted
from analysis.extract.headers import Columns, Row, mapping_files
from analysis.extract.matching import shadow
from analysis.reference.files import read_yaml
from analysis.vietnamese.text import fold

DASH = re.compile(r"[-+•*–]\s*(?=\S)")
_DEADLINE = re.compile(
    r"(?:quy|thang|nam|hang|hằng|thuong xuyen|truoc|sau khi|trong|tu|den|giai doan|dinh ky|theo|ngay|cuoi|dau|khi)\b|\d"
)


def columns_of(row: Row, columns: Columns) -> dict[str, Cell | None]:
    """Columns of a flattened row's cells: only agencies lead and support, only times are deadlines.

    Of two agencies' columns the second is empty rather than the first; a column that is not kept (a product) holds
    neither agencies nor times.
    """
    return fitted(row, columns, _fit, "lead")


def _fit(row: Row, at: int, name: str) -> int:
    text = shadow(row[at].text)
    agency = bool(agency_patterns()[0].match(text))
    time = is_time(row[at].text)
    if name in ("lead", "support"):
        return FITS if agency else FOREIGN
    if name == "deadline":
        return FITS if time else FOREIGN
    return FITS if name in ("no", "task") else -1 if agency or time else 1


def is_time(text: str) -> bool:
    """Whether a cell says until when ("Quý II", "Thường xuyên", "30/6/2024") and names no agency."""
    folded = shadow(text)
    return bool(_DEADLINE.match(folded)) and not agency_patterns()[0].match(folded)


def agencies_of_lines(lines: Iterable[str]) -> str:
    """Agencies printed one a line as one text: a line that begins a further agency is parted by ";", a line that only
    goes on with the one above by a space.
    """
    text = ""
    for line in filter(None, map(str.strip, lines)):
        dash = DASH.match(line)
        sign = ";" if text and (dash or _begins_further(text, line)) else ""
        text = f"{text}{sign} {line[dash.end() :] if dash else line}".strip()
    return text.replace(";;", ";").replace(",;", ",")


def _begins_further(text: str, line: str) -> bool:
    starts, open_ends = agency_patterns()
    before = shadow(text)
    if not starts.match(before) or open_ends.search(before):
        return False
    # A list that says "Sở" only once; any other such line is the rest of a longer name.
    last = fold(re.split(r"[,;:]", text)[-1])
    named = {f"so {last.removeprefix('so ')}", f"so {fold(line).strip(' ,;.')}"} <= departments()
    return bool(starts.match(shadow(line))) or named


@functools.cache
def departments() -> frozenset[str]:
    """Names of a province's departments, folded."""
    return frozenset(fold(name) for name in read_yaml("letterhead.yml")["departments"])


@functools.cache
def agency_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What an agency's name begins with, and what a line ends with whose name goes on in the next."""
    words: dict[str, list[str]] = {"agency_starts": [], "agency_open_ends": []}
    for file in mapping_files():
        for name in words:
            words[name] += [re.escape(shadow(word)) for word in read_yaml(file).get(name, [])]
    starts, ends = ("|".join(words[name]) for name in ("agency_starts", "agency_open_ends"))
    return re.compile(rf"(?:{starts})\b"), re.compile(rf"(?:[,;:&(-]|\b(?:{ends}))$")
