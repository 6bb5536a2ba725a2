"""Parts of a document's head that are made from its words: title, type, issuer, signer."""

from __future__ import annotations

import functools
import re
from typing import Any

from analysis.documents import Document
from analysis.extract.head import Head
from analysis.extract.matching import best_match, key, shadow
from analysis.extract.province_words import province_names
from analysis.reference.files import read_yaml
from analysis.reference.provinces import all_provinces, kind_on, name_on

MAX_TITLE = 320
_PROMULGATES = re.compile(r"^(?:ve viec|v/v)?\s*(?:phe duyet va )?(?:ban hanh|phe duyet)\s+")
_AUTHORITY = re.compile(
    r"(?<!cua)(?<!thuoc)(?<! do)\s(?:chu tich )?(?:uy ban nhan dan|ubnd) (?:tinh|thanh pho) [\w -]+$"
)
_PERSON = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]*\.?\s+){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+")
_TITLES_OF_PERSONS = re.compile(r"^(?:ts|ths|pgs|gs|ong|ba|dong chi)\.?\s+")
_ARTICLE = re.compile(r"^(?:[-+*•]|\d+[.)]|[a-zđ]\))\s")


def title_and_type(head: Head, document: Document) -> tuple[str, str]:
    """Title in sentence case and type of a document. Without a head the first line is the title."""
    words = _words()
    heading, text = _after_heading(head.after or head.text, words["types"])
    kind = next((entry["type"] for entry in words["types"] if entry["heading"] == heading), "")
    if not kind and head.number:
        code = re.split(r"[/-]", head.number, maxsplit=2)[1]
        kind = next((entry["type"] for entry in words["types"] if shadow(entry["code"]) == shadow(code)), "")
        text = text or head.after
    title = sentence_case(_title_lines(text, words["title_ends"])) if kind else ""
    if kind in ("decision", "resolution"):
        title, kind = _promulgated(title, kind, words["promulgated"])
    elif kind == "plan" and heading and not key(title).startswith(key(heading)):
        title = f"{heading.capitalize()} {_lower_first(title) if _in_capitals(text) else title}".strip()
    if not title:
        title = _first_line(head, document)
    return title, kind or _type_without_head(document)


def _after_heading(text: str, types: list[dict[str, str]]) -> tuple[str, str]:
    """The printed type ("KẾ HOẠCH", alone on its line or in capitals within one) and the text after it."""
    found: list[tuple[int, int, str]] = []
    shade = shadow(text)
    for entry in types:
        for match in re.finditer(rf"(?<!\w){re.escape(shadow(entry['heading']))}(?!\w)", shade):
            printed = text[match.start() : match.end()]
            alone = re.search(r"(?:^|\n)\s*$", text[: match.start()]) and re.match(r"\s*(?:\n|$)", text[match.end() :])
            if printed.isupper() or alone:
                found.append((match.start(), -match.end(), entry["heading"]))
                break
    if not found:
        return "", ""
    _, end, heading = min(found)
    return heading, text[-end:]


def _title_lines(text: str, ends: list[str]) -> str:
    """The lines that make a title: until a line that begins the body, a full stop, or a new mixed-case paragraph."""
    title = ""
    blank = False
    for line in text.splitlines():
        line = line.strip(" |-_*")
        if not line:
            blank = bool(title)
            continue
        if title and _title_is_over(title, line, blank, ends):
            break
        cut = _cut_at_end(line, len(line) > 200)
        title = f"{title} {cut}".strip()
        blank = False
        if cut != line or len(title) > MAX_TITLE:
            break
    authority = _AUTHORITY.search(shadow(title)) if _in_capitals(title) else None
    return title[: authority.start() if authority else MAX_TITLE].strip(" .:;,")


def _title_is_over(title: str, line: str, blank: bool, ends: list[str]) -> bool:
    shade = shadow(line)
    if any(shade.startswith(shadow(end)) for end in ends) or line.startswith("(") or title.endswith((".", ":")):
        return True
    if _ARTICLE.match(line) or re.match(r"[IVX]+\.", line) or ":" in line[:24]:
        return True
    upper_first = line[:1].isupper()
    if _in_capitals(title):
        return not _in_capitals(line) and upper_first and not re.match(r"(?:Giai đoạn|Năm|Tỉnh|Quý)\b", line)
    return blank and upper_first


def _cut_at_end(line: str, glued: bool) -> str:
    """`line` up to where the grounds begin within it; of a document `glued` into one line also up to a full stop."""
    shade = shadow(line)
    match = re.search(r"[.;,]?\s+can cu:?\s|\.\s" if glued else r"[.;,]\s+can cu:?\s", shade)
    return line[: match.start()] if match else line


def _promulgated(title: str, kind: str, entries: list[dict[str, str]]) -> tuple[str, str]:
    """A decision that promulgates a plan is filed as that plan, under the plan's title."""
    match = _PROMULGATES.match(shadow(title))
    if match is None:
        return title, kind
    rest = title[match.end() :].strip(' “"')
    for entry in entries:
        if shadow(rest).startswith(shadow(entry["words"])):
            return _upper_first(rest), entry["type"]
    return title, kind


def _type_without_head(document: Document) -> str:
    """A text without a head that sets goals by years is a plan, any other is news."""
    text = shadow("\n".join(block.text for block in document.paragraphs()))
    goals = len(re.findall(r"\b(?:muc tieu|phan dau)\b", text)) + len(re.findall(r"\bden (?:het )?nam 20\d\d", text))
    return "plan" if goals >= 8 else "news"


def _first_line(head: Head, document: Document) -> str:
    """The first line of a text without a head, with the second if the first only names the province.

    A text that begins with running text has no title.
    """
    lines = [line.strip("| ") for line in head.first_lines]
    first = next(document.paragraphs(), None)
    if not lines or (first is not None and len(first.text) > 300 and first.text.startswith(lines[0])):
        return ""
    title = re.split(r"\s*\|\s*", lines[0])[0]
    names_unit = re.match(r"(?:tinh|thanh pho|tp)\b", shadow(title)) and len(title.split()) <= 7
    if names_unit and "-" not in title and len(lines) > 1:
        title = f"{title} - {lines[1]}"
    return title[:MAX_TITLE] if len(title.split()) <= 40 and not _ARTICLE.match(title) else ""


def issuer_and_unit(head: Head, province: str) -> str:
    """The issuing body with its province in the official spelling of the day, "" if the head names none."""
    words = _words()
    lines = [line for line in head.issuer_lines if not re.fullmatch(r"[\W\d]*", line)]
    joined = " ".join(lines)
    body = next((name for name in words["bodies"] if shadow(name) in shadow(joined)), "")
    if not body:
        return ""
    place = _unit_name(province, head)
    department = next((found for line in reversed(lines) if (found := _department(line, words["departments"]))), "")
    department = department or next((name for name in words["departments"] if _ends_with(joined, name)), "")
    if department == "Văn phòng":
        return f"{department} {body if body.isupper() else 'UBND'} {place}".strip()
    chair = "Chủ tịch " if re.search(r"(?:^|\n)\s*chu tich (?:uy ban nhan dan|ubnd)", shadow(head.after)) else ""
    return f"{chair if not department else ''}{department or body} {place}".strip()


def _department(line: str, known: list[str]) -> str:
    """A department named on a line of its own, in the known spelling or with a capital first letter."""
    match = best_match(line, known, 90)
    if match:
        return match.label
    return _upper_first(line.lower()) if re.match(r"(?:so|ban|chi cuc|trung tam)\s", shadow(line)) else ""


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


def signer_of(document: Document, notes: list[str]) -> str:
    """The name under the first signature ("TM. …", "CHỦ TỊCH"); else a name that stands alone at the very end."""
    lines = [line.text for line in document.lines()]
    marks = [shadow(mark) for mark in _words()["signatures"]]
    since = -1
    for index, line in enumerate(lines):
        shade = shadow(line)
        if line.isupper() and any(shade.startswith(mark) for mark in marks) and len(line) < 90:
            since = index
        elif since >= 0 and index - since <= 8 and (name := _person(line)):
            return name
    last = next((line for line in reversed(lines) if line.strip()), "")
    if _person(last):
        notes.append(f"signer: {last} stands alone at the end, no office above it")
        return _person(last)
    return ""


def _person(line: str) -> str:
    """`line` if it is a person's name: two to five words, each with a capital first letter."""
    stripped = _TITLES_OF_PERSONS.sub("", line) if _TITLES_OF_PERSONS.match(shadow(line)) else line
    return stripped.strip() if _PERSON.fullmatch(stripped.strip()) and len(stripped) <= 40 else ""


def sentence_case(text: str) -> str:
    """A title in capitals as a sentence, with the capitals of names and abbreviations restored; others unchanged."""
    if not _in_capitals(text):
        return _upper_first(text)
    lowered = text.lower()
    for name in _names():
        pattern = re.compile(rf"(?<!\w){re.escape(name.lower())}(?!\w)")
        lowered = pattern.sub(name, lowered)
    return _upper_first(lowered)


@functools.cache
def _names() -> list[str]:
    words = _words()
    return [*province_names(), *words["names"], *words["capitals"]]


def _words() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml("letterhead.yml")
    return content


def _in_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) / len(letters) > 0.9


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
