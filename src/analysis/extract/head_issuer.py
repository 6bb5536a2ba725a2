"""Who issued a document and who signed it, from the words of its head and of its signature."""

from __future__ import annotations

import re

from analysis.documents import Document
from analysis.documents.markup import LOWER, UPPER
from analysis.extract.head import Head
from analysis.extract.head_parts import letterhead_words
from analysis.extract.matching import best_match, shadow
from analysis.reference.provinces import all_provinces, kind_on, name_on
from analysis.vietnamese.text import upper_first

_WORD = rf"[{UPPER}](?:['’]\s?[{UPPER}])?[{LOWER}]*['’]?(?:-[{UPPER}][{LOWER}]+|['’][{LOWER}]+)?"
_INSPECTORATE = re.compile(r"^\s*thanh tra (?:tỉnh|thành phố)\s*$", re.IGNORECASE)  # its place is named anyway
_PERSON = re.compile(rf"(?:{_WORD}\.?\s+){{1,4}}{_WORD}")
_PERSON_IN_CAPITALS = re.compile(rf"(?:[{UPPER}]+\s+){{1,4}}[{UPPER}]+")
_TITLES_OF_PERSONS = re.compile(r"^(?:ts|ths|pgs|gs|ong|ba|dong chi)\.?\s+")
# With the tone marks where a word without them means something else ("quản lý", "xã hội").
_LOCAL = re.compile(
    r"(?:^|(?:ủy|uỷ) ban nhân dân\s+|ubnd\s+|hội đồng nhân dân\s+|hđnd\s+)"
    r"(?P<unit>(?:huy[eệ]n|thị xã|thi xa|quận|xã|phường|thị trấn|thi tran|đặc khu|dac khu)\s+(?!hội\b)\S)",
    re.IGNORECASE | re.MULTILINE,
)


def issuer_and_unit(head: Head, province: str) -> str:
    """The issuing body with its province in the official spelling of the day, "" if the head names none.

    A body of a district or a commune keeps the name that is printed.
    """
    words = letterhead_words()
    lines = [line for line in head.issuer_lines if not re.fullmatch(r"[\W\d]*", line)]
    joined = " ".join(lines)
    body = next((name for name in words["bodies"] if shadow(name) in shadow(joined)), "")
    if not body:
        return ""
    local = _LOCAL.search("\n".join(lines))
    if local:
        return f"{body} {_capitalised(' '.join(chr(10).join(lines)[local.start('unit') :].split()))}"
    place = _unit_name(province, head)
    if body.endswith("ủy"):
        return f"{body} {place.partition(' ')[2] if place.startswith('tỉnh ') else place.removeprefix('thành phố ')}"
    if body.startswith("Ban "):
        return f"{body} {place}".strip()
    department = next((found for line in reversed(lines) if (found := _department(line, words["departments"]))), "")
    department = department or next((name for name in words["departments"] if _ends_with(joined, name)), "")
    if department == "Văn phòng":
        return f"{department} {body if body.isupper() else 'UBND'} {place}".strip()
    chair = "Chủ tịch " if re.search(r"(?:^|\n)\s*chu tich (?:uy ban nhan dan|ubnd)", shadow(head.after)) else ""
    return f"{chair if not department else ''}{department or body} {place}".strip()


def _capitalised(unit: str) -> str:
    """A unit's name in capitals ("HUYỆN ĐAKRÔNG") as "huyện Đakrông"; one that is not in capitals is kept."""
    kind, _, name = unit.partition(" ")
    if shadow(kind) == "thi":
        second, _, name = name.partition(" ")
        kind = f"{kind} {second}"
    return f"{kind.lower()} {name.title() if name.isupper() else name}"


def _department(line: str, known: list[str]) -> str:
    """A department named on a line of its own, in the known spelling or with a capital first letter."""
    match = best_match(_INSPECTORATE.sub("Thanh tra", line), known, 90)
    if match:
        return match.label
    # With its tone mark: "số" is a number, not a department.
    return upper_first(line.lower()) if re.match(r"(?:sở|ban|chi cục|trung tâm)\s", line.lower()) else ""


def _ends_with(issuer: str, department: str) -> bool:
    """Whether the lines of an issuer, glued into one, end with `department`."""
    return shadow(issuer).rstrip(" -_*").endswith(f" {shadow(department)}")


def _unit_name(province: str, head: Head) -> str:
    if province not in all_provinces():
        return ""
    if head.signed_on is None:
        unit = all_provinces()[province]
        return f"{unit.kind} {unit.name}"
    return f"{kind_on(province, head.signed_on)} {name_on(province, head.signed_on)}"


def signer_of(document: Document, notes: list[str], *, official: bool) -> str:
    """The name under the first signature ("TM. …", "CHỦ TỊCH"); else one that stands alone at the very end of an
    `official` document (in an article it is the author's).
    """
    lines = [line.text for line in document.lines()]
    marks = [shadow(mark) for mark in letterhead_words()["signatures"]]
    since = -1
    for index, line in enumerate(lines):
        if _signs(line, marks):
            since = index
        elif since >= 0 and index - since <= 8 and (name := _person(line) or _person_beside(line)):
            return name
    filled = [line for line in lines if line.strip()]
    last, above = (filled[-1], filled[-2]) if len(filled) > 1 else ("", "")
    prepared = any(shadow(above).startswith(shadow(words)) for words in letterhead_words()["preparers"])
    if official and _person(last) and not prepared:
        notes.append(f"signer: {last} stands alone at the end, no office above it")
        return _person(last)
    return ""


def _signs(line: str, marks: list[str]) -> bool:
    """Whether `line` stands above a signature, alone or beside the list of those who get the document."""
    shade = shadow(line)
    beside = re.match(r"(?:noi nhan|[-+])", shade)
    for mark in marks:
        start = shade.find(mark)
        alone = start == 0 or (start > 0 and beside and not shade[start - 1].isalnum())
        if alone and line[start:].isupper() and len(line) < 90:
            return True
    return False


def _person_beside(line: str) -> str:
    """The name that ends a line of the list of recipients ("- Lưu: VT, NC. Trần Văn Bình"), told by its family name."""
    if not line.startswith(("-", "+")):
        return ""
    words = line.split()
    families = letterhead_words()["family_names"]
    places = [place for place in range(len(words) - 2, 0, -1) if words[place] in families]
    return next((name for place in places if (name := _person(" ".join(words[place:])))), "")


def _person(line: str) -> str:
    """`line` if it is a person's name: two to five words, each with a capital first letter (or a known family name and
    all in capitals).
    """
    title = _TITLES_OF_PERSONS.match(shadow(line))
    name = line[title.end() :].strip() if title else line.strip()
    shade = shadow(name)
    if len(name) > 40 or any(shade.startswith(shadow(mark)) for mark in letterhead_words()["signature_marks"]):
        return ""
    if name.isupper():
        family = name.split(" ", 1)[0]
        known = any(family == other.upper() for other in letterhead_words()["family_names"])
        return name if known and _PERSON_IN_CAPITALS.fullmatch(name) else ""
    return name if _PERSON.fullmatch(name) else ""
