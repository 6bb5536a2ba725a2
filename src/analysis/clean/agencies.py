"""Splitting a cell of agencies into agencies; a collective ("Các Sở, Ban, ngành") is one."""

from __future__ import annotations

import functools
import re

from analysis.reference.files import read_yaml
from analysis.vietnamese.text import fold, normalise

_SEPARATORS = re.compile(r"\s*[,;\n]\s*")
_DISTRIBUTED = re.compile(r"(?i)^các\s+(sở|ban|phòng|huyện|xã)\s*:\s*")
_COLLECTIVE = re.compile(r"\bcac\b")


def split_agencies(printed: str) -> list[str]:
    """Agencies named in `printed`, in order.

    "Các Sở, Ban, ngành liên quan, UBND cấp huyện" gives two; "Các sở: Y tế, Tư pháp, Văn phòng UBND tỉnh" gives
    "Sở Y tế", "Sở Tư pháp", "Văn phòng UBND tỉnh"; "Sở Tư pháp và Công an tỉnh" gives two, "Sở Tài nguyên và Môi
    trường" one.
    """
    parts = [part for part in _SEPARATORS.split(normalise(printed.replace("\n", ";")).strip(" .")) if part]
    agencies: list[str] = []
    distributed = ""
    for part in parts:
        opening = _DISTRIBUTED.match(part)
        if opening:
            distributed = opening[1].capitalize()
            part = part[opening.end() :]
        if agencies and not opening and _continues_collective(agencies[-1], part):
            agencies[-1] = f"{agencies[-1]}, {part}"
            continue
        if distributed and not _begins_agency(part):
            part = f"{distributed} {part}"
        agencies.extend(_split_at_and(part))
    return agencies


def _continues_collective(before: str, part: str) -> bool:
    """Whether `part` goes on naming the collective `before`, which must hold "các" and name no agency of its own."""
    if not _COLLECTIVE.search(fold(before)):
        return False
    words = fold(part)
    return any(words == word or words.startswith(f"{word} ") for word in _words()["collective_parts"])


def _begins_agency(part: str) -> bool:
    words = fold(part)
    return any(words == head or words.startswith(f"{head} ") for head in _words()["agency_heads"])


def _split_at_and(part: str) -> list[str]:
    """Split at " và " where an agency begins behind it; a collective ("Các Sở, Ban và địa phương") stays whole."""
    if _COLLECTIVE.search(fold(part)):
        return [part]
    pieces = part.split(" và ")
    out = [pieces[0]]
    for piece in pieces[1:]:
        if piece[:1].isupper() and _begins_agency(piece):
            out.append(piece)
        else:
            out[-1] = f"{out[-1]} và {piece}"
    return out


@functools.cache
def _words() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in read_yaml("agency_words.yml").items()}
