"""Title and type of a document, from the words of its head."""

from __future__ import annotations

import functools
import re
from typing import Any

from analysis.documents import Document
from analysis.documents.flattened import NUMBER_WORDS
from analysis.extract.head import Head
from analysis.extract.matching import key, shadow
from analysis.extract.province_words import province_names
from analysis.reference.files import read_yaml
from analysis.vietnamese.text import fold, lower_first, upper_first

MAX_TITLE = 320
_SENTENCE = 6  # words: as long a line below a title that ends in its year begins the text
_PROMULGATES = re.compile(r"^(?:ve viec|v/v|ve)?\s*(?:phe duyet va )?(?:ban hanh|phe duyet)\s+")
_AUTHORITY = re.compile(
    r"(?<!cua)(?<!thuoc)(?<! do)\s(?:chu tich )?(?:uy ban nhan dan|ubnd) (?:tinh|thanh pho) [\w -]+$"
)
_ABOUT = re.compile(r"(?:^|\n)\s*v/v:?\s*(?P<title>[^\n]+(?:\n(?!kinh gui|[^\n]*, ngay)[^\n]+){0,2})")
_ROMAN = re.compile(r"\b(?:quý|khóa|khoá|thứ|chương|phần|mục|phụ lục)\s+([ivx]{1,5})\b")
_UNTIL = re.compile(r"\b\d{4}\s*[-–]\s*$")
_ARTICLE = re.compile(r"^(?:[-+*•]|\d+[.)]|[a-zđ]\))\s")


def title_and_type(head: Head, document: Document) -> tuple[str, str]:
    """Title in sentence case and type of a document. Without a head the first line is the title."""
    words = letterhead_words()
    heading, text = _after_heading(head.after or head.text, words["types"])
    kind = next((entry["type"] for entry in words["types"] if entry["heading"] == heading), "")
    if not kind and head.number:
        code = re.split(r"[/-]", head.number, maxsplit=2)[1]
        kind = next((entry["type"] for entry in words["types"] if shadow(entry["code"]) == shadow(code)), "")
        text = text or head.after
    lines = _title_lines(text, words["title_ends"])
    title = sentence_case(lines) if kind else ""
    if not kind and head.number:
        kind, title = "letter", _subject(head.text)
    if kind in ("decision", "resolution"):
        title, kind = _promulgated(title, kind, words["promulgated"])
    elif kind in ("plan", "report") and heading and not key(title).startswith(key(heading)):
        # As a document is cited: "Báo cáo kết quả công tác cải cách hành chính năm 2024".
        title = f"{heading.capitalize()} {lower_first(title)}".strip()
    if not title:
        title = _first_line(head, document)
    return title, kind or _type_of_title(title, words["types"]) or _type_without_head(document)


def _subject(text: str) -> str:
    """What a letter says it is about ("V/v …"), "" if it does not say."""
    match = _ABOUT.search(shadow(text))
    return sentence_case(" ".join(text[match.start("title") : match.end("title")].split())) if match else ""


def _type_of_title(title: str, types: list[dict[str, str]]) -> str:
    """The type a title without a head begins with, after the name of a province if that comes first."""
    words = key(title.rpartition(" - ")[2])
    return next((entry["type"] for entry in types if words.startswith(key(entry["heading"]))), "")


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
    for printed in text.splitlines():
        line = printed.strip(" |-–_*")
        if not line:
            blank = bool(title)
            continue
        if title and _title_is_over(title, line, blank, ends):
            break
        cut = _cut_at_end(line, len(line) > 200)
        # "giai đoạn 2012 -" goes on below; any other line's dashes frame it.
        until = " -" if cut == line and _UNTIL.search(printed) else ""
        title = f"{title} {cut}{until}".strip()
        blank = False
        if cut != line or len(title) > MAX_TITLE:
            break
    authority = _AUTHORITY.search(shadow(title)) if _in_capitals(title) else None
    return title[: authority.start() if authority else MAX_TITLE].strip(" .:;,-–")


def _title_is_over(title: str, line: str, blank: bool, ends: list[str]) -> bool:
    shade = shadow(line)
    if title.rpartition(" ")[2].casefold() in letterhead_words()["unfinished"]:
        return False
    if any(shade.startswith(shadow(end)) for end in ends) or line.startswith("(") or title.endswith((".", ":")):
        return True
    if _ARTICLE.match(line) or re.match(r"[IVX]+\.", line) or ":" in line[:24]:
        return True
    capital = line[:1].isupper()
    if _in_capitals(title):
        return not _in_capitals(line) and capital and not re.match(r"(?:Giai đoạn|Năm|Tỉnh|Quý)\b", line)
    ends_in_year = re.search(r"\b(?:19|20)\d{2}$", title) is not None
    return capital and (blank or (ends_in_year and len(line.split()) >= _SENTENCE))


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
            return upper_first(rest), entry["type"]
    return title, kind


def _type_without_head(document: Document) -> str:
    """A text without a head that sets goals by years is a plan, any other is news."""
    text = shadow("\n".join(block.text for block in document.paragraphs()))
    goals = len(re.findall(r"\b(?:muc tieu|phan dau)\b", text)) + len(re.findall(r"\bden (?:het )?nam 20\d\d", text))
    return "plan" if goals >= 8 else "news"


def _first_line(head: Head, document: Document) -> str:
    """The first line of a text without a head, the second if the first only names the province.

    A text that begins with running text has no title.
    """
    lines = [line.strip("| ") for line in head.first_lines]
    first = next(document.paragraphs(), None)
    if not lines or (first is not None and len(first.text) > 300 and first.text.startswith(lines[0])):
        return ""
    title = re.split(r"\s*\|\s*", lines[0])[0]
    names_unit = re.match(r"(?:tinh|thanh pho|tp)\b", shadow(title)) and len(title.split()) <= 7
    if names_unit and "-" not in title and len(lines) > 1:
        title = lines[1]
    is_title = len(title.split()) <= 40 and not _ARTICLE.match(title) and fold(title) not in NUMBER_WORDS
    return title[:MAX_TITLE] if is_title else ""


def sentence_case(text: str) -> str:
    """A title in capitals as a sentence, with the capitals of names and abbreviations restored; others unchanged."""
    if not _in_capitals(text):
        return upper_first(text)
    lowered = text.lower()
    for name in _names():
        pattern = re.compile(rf"(?<!\w){re.escape(name.lower())}(?!\w)")
        lowered = pattern.sub(name, lowered)
    return upper_first(_ROMAN.sub(lambda match: match[0][: -len(match[1])] + match[1].upper(), lowered))


@functools.cache
def _names() -> list[str]:
    words = letterhead_words()
    return [*province_names(), *words["names"], *words["capitals"]]


def letterhead_words() -> dict[str, Any]:
    """The words of reference/letterhead.yml."""
    content: dict[str, Any] = read_yaml("letterhead.yml")
    return content


def _in_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) / len(letters) > 0.9
