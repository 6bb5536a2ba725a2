"""Splitting a cell of agencies into agencies; a collective ("Các Sở, Ban, ngành") is one."""

from __future__ import annotations

import functools
import re

from analysis.extract.task_cells import agencies_of_lines, departments
from analysis.reference.files import read_yaml
from analysis.vietnamese.text import fold, normalise

_SEPARATORS = re.compile(r"\s*[,;]\s*")
_DISTRIBUTED = re.compile(r"(?i)^các\s+(sở|ban|phòng|huyện|xã)\s*:\s*")
_DASHES = re.compile(r"(?:^|\s)[-+]\s+(?=[^\W\d_])")
_SLASH = re.compile(r"\s*/\s*")
_COLLECTIVE = re.compile(r"\bcac\b")


def split_agencies(printed: str) -> list[str]:
    """Agencies named in `printed`, in order.

    "Các Sở, Ban, ngành liên quan, UBND cấp huyện" gives two; "Các sở: Y tế, Tư pháp, Văn phòng UBND tỉnh" gives
    "Sở Y tế", "Sở Tư pháp", "Văn phòng UBND tỉnh"; "Sở Tư pháp và Công an tỉnh" gives two, "Sở Tài nguyên và Môi
    trường" one.
    """
    agencies: list[str] = []
    distributed = ""
    for part in _parts(printed):
        opening = _DISTRIBUTED.match(part)
        if opening:
            distributed = opening[1].capitalize()
            part = part[opening.end() :]
        if agencies and not opening and _continues_collective(agencies[-1], part):
            agencies.extend(_split_at_and(f"{agencies.pop()}, {part}"))
            continue
        if not begins_agency(part):
            part = f"{distributed or _understood(part, agencies)} {part}".strip()
        agencies.extend(_split_at_and(part))
    return agencies


def _parts(printed: str) -> list[str]:
    """`printed` at its commas, semicolons and the dashes of a list, and at a line break where a further agency begins;
    names that hold a comma stay whole.
    """
    lines = printed.splitlines()
    text = normalise(agencies_of_lines(lines) if len(lines) > 1 else printed).strip(" .")
    if text.startswith(("- ", "+ ")):
        text = _DASHES.sub("; ", text)
    text = _SLASH.sub(lambda slash: "; " if begins_agency(text[slash.end() :]) else slash[0], text)
    parts: list[str] = []
    for part in filter(None, _SEPARATORS.split(text)):
        name = fold(parts[-1]) if parts else ""
        if any(name.endswith(first) and fold(part).startswith(rest) for first, rest in _comma_names()):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    return parts


def _understood(part: str, agencies: list[str]) -> str:
    """The word a list leaves out: "Sở Nội vụ, Tư pháp", "UBND cấp huyện, cấp xã"; "" where nothing is left out."""
    before = agencies[-1] if agencies else ""
    if fold(before).startswith("so ") and f"so {fold(part)}" in departments():
        return "Sở"
    body = before.split(" ", 1)[0]
    return body if fold(part).startswith("cap ") and fold(body) in ("ubnd", "hdnd") else ""


def _continues_collective(before: str, part: str) -> bool:
    """Whether `part` goes on naming the collective `before`, which must hold "các" and name no agency of its own."""
    if not is_collective(before):
        return False
    words = fold(part)
    return any(words == word or words.startswith(f"{word} ") for word in _words()["collective_parts"])


def begins_agency(part: str) -> bool:
    """Whether `part` begins like the name of an agency ("Sở …", "UBND …")."""
    words = fold(part)
    return any(words == head or words.startswith(f"{head} ") for head in _words()["agency_heads"])


def is_collective(agency: str) -> bool:
    """Whether `agency` stands for several that it does not name ("các Sở, Ban, ngành")."""
    return bool(_COLLECTIVE.search(fold(agency)))


def names_the_concerned(printed: str) -> bool:
    """Whether a cell leaves open whom it names ("các đơn vị liên quan"), as is said of those who support."""
    words = f" {fold(printed)} "
    return any(f" {word} " in words for word in _words()["concerned"])


def _split_at_and(part: str) -> list[str]:
    """Split at " và " where an agency begins behind it; a collective ("Các Sở, Ban và địa phương") stays whole."""
    collective = is_collective(part)
    pieces = part.split(" và ")
    out = [pieces[0]]
    for piece in pieces[1:]:
        words = fold(piece)
        goes_on = any(words == word or words.startswith(f"{word} ") for word in _words()["collective_parts"])
        begins = begins_agency(piece) and (not goes_on if collective else piece[:1].isupper())
        if begins:
            out.append(piece)
        else:
            out[-1] = f"{out[-1]} và {piece}"
    return out


@functools.cache
def _words() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in read_yaml("agency_words.yml").items()}


def _comma_names() -> list[tuple[str, str]]:
    """Beginnings and ends of the names that hold a comma ("Văn hóa, Thể thao và Du lịch")."""
    return [(first, rest) for first, _, rest in (name.partition(", ") for name in _words()["comma_names"])]
