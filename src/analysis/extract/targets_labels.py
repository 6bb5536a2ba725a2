"""What each number of a sentence measures, put together from the words around it and from its neighbours.

Lists share words: a predicate at their end ("90% hồ sơ cấp tỉnh, 80% hồ sơ cấp huyện được xử lý …"), a verb and a
comparator at their beginning ("giảm tối thiểu 10% số đơn vị và 10% biên chế"), a subject ("… cấp tỉnh đạt 90%, cấp
huyện đạt 80%").
"""

from __future__ import annotations

import functools
import re

from analysis.extract.targets_deadlines import find_deadlines
from analysis.extract.targets_mentions import fold_in_place
from analysis.reference.target_words import as_printed, one_of

OMITTED = " … "
LONGEST = 240  # characters: a label names what is measured, it does not quote the plan
_EDGES = " ,;:.-–+“”\"'"
_NAMED_LEVEL = (
    r"(?:cấp\s+(?:tỉnh|thành phố|huyện|quận|xã|phường|sở(?:,\s+(?:ban,\s+)?ngành)?)"
    r"|(?:sở,\s+)(?:ban,\s+)?ngành(?:\s+(?:cấp\s+)?tỉnh)?"
    r"|xã,\s+(?:phường|thị trấn|đặc khu)(?:,\s+(?:thị trấn|đặc khu))?|phường,\s+xã"
    r"|huyện,\s+(?:thị xã|thành phố)(?:,\s+thành phố)?|quận,\s+huyện(?:,\s+thị xã)?"
    r"|(?:các|khối)\s+(?:sở|huyện|quận|xã|phường|đặc khu)\b(?!,|\s+(?:hội|Ngoại|Nội|Y|Tư|Tài)))"
)
LEVEL = rf"(?:(?:UBND|HĐND|Ủy ban nhân dân|tại|ở|đối với)\s+)*(?:các\s+)?{_NAMED_LEVEL}"
_BARE_LEVEL = r"(?:huyện|xã|tỉnh)\b(?!,\s*(?:thị|thành|quận|phường))"
_LEVELS = re.compile(LEVEL, re.IGNORECASE)
_LEVEL_LIST = re.compile(
    rf"{LEVEL}(?:\s*(?:,|/|;|và|-)\s*(?:và\s+)?(?:{LEVEL}|{_BARE_LEVEL}))+",
    re.IGNORECASE,
)
_LEVEL_ITEM = re.compile(rf"{LEVEL}|\b(?:huyện|xã|tỉnh)\b", re.IGNORECASE)
_UNITS_OF_LEVEL = re.compile(
    r"(?:(?:số|các|mỗi|từng)\s+)*(?:xã|phường|thị trấn|đặc khu|huyện|quận|sở)\b", re.IGNORECASE
)
_JOINED = "\N{WORD JOINER},"  # stands for a comma that parts nothing
_SOME_UNITS = re.compile(
    r"[\s+*-]*(?:\d+\.\s+)?(?:riêng|tại|ở|đối với)\s+"
    r"(?:\d+\s+(?P<unit>xã|phường|huyện|sở)\b[^,:;.%\d]{0,40}|(?:các\s+)?(?P<such>xã|phường|huyện|sở)\s+có\s[^,:;.]{2,80})[,:]\s",
    re.IGNORECASE,
)
_TIERS_REACH = 6  # words between a run of numbers and the levels they are for
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_CITED = re.compile(
    r"(?:\s+(?:đã )?được phê duyệt)?\s+(?:theo|tại)"
    r"\s+(?:Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Kế hoạch)\s+số\s+\S+"
    r"(?:\s+ngày\s+(?:\S+\s+tháng\s+\S+\s+năm\s+)?\d\S*)?"
    r"(?:\s+của\s+(?:Thủ tướng Chính phủ|Chính phủ|UBND tỉnh|Bộ [^,;.]{0,40}))?"
)
_TAIL = re.compile(
    r",?\s+(?:để|nhằm|qua đó|góp phần|từ đó|theo quy định|phục vụ hiệu quả)\b.*$"
    r"|,\s*(?:trong đó|bao gồm cả|đồng thời|riêng)\b.*$"
)
_CHANGE_BASE = re.compile(r"\s+từ\s+(?:mức\s+)?\d[\d.,]*\s*%.*$")
_BASELINE_TAIL = re.compile(r",?\s*so với\b.*$", re.IGNORECASE)


def tidy(text: str) -> str:
    """`text` as a label: no brackets, no purpose ("để …"), no baseline, no stray marks, not longer than LONGEST."""
    label = _BASELINE_TAIL.sub("", _CHANGE_BASE.sub("", _TAIL.sub("", _CITED.sub("", _BRACKETS.sub("", text)))))
    label = re.sub(r"\s+", " ", label).strip(_EDGES)
    label = _connectors_off(label)
    if len(label) > LONGEST:
        cut = label.rfind(",", 80, LONGEST)
        label = label[: cut if cut > 0 else label.rfind(" ", 0, LONGEST)]
    return label.strip(_EDGES)


def without_deadlines(text: str) -> str:
    """`text` without the words that name a deadline or a recurrence; the ends of a list that they leave are trimmed."""
    folded = fold_in_place(text)
    for words in reversed(find_deadlines(folded)):
        text = text[: words.start] + " " + text[words.end :]
    folded = fold_in_place(text)
    for match in reversed(list(_recurrence().finditer(folded))):
        text = text[: match.start()] + " " + text[match.end() :]
    return re.sub(r"\s+", " ", text).strip(_EDGES)


def is_empty_subject(text: str) -> bool:
    """Whether `text` names nothing that could be measured: only levels, verbs of reaching and joining words."""
    rest = fold_in_place(_LEVELS.sub(" ", without_deadlines(text)))
    rest = re.sub(rf"\b{one_of('connectors', 'reaching', 'opening', 'fillers')}\b", " ", rest)
    rest = re.sub(
        r"\b(?:cac|moi|tung|doi voi|tai|o|cap|huyen|xa|tinh|uy ban nhan dan|ubnd|rieng|nam|con|la|het|cuoi|sau)\b",
        " ",
        rest,
    )
    return not re.search(r"[^\W\d]", rest)


def levels_in(text: str) -> str:
    """The level words of `text`, "" if none: "cấp huyện"."""
    match = _LEVEL_LIST.search(text) or _LEVELS.search(text)
    return match[0].strip() if match else ""


def is_mere_level(text: str) -> bool:
    """Whether `text` is a level of something and no office of its own: "ở cấp huyện", not "UBND xã, phường"."""
    return is_empty_subject(text) and bool(re.search(r"\bcấp\b", levels_in(text))) and "UBND" not in text


def at_level(subject: str, level: str) -> str:
    """`subject` said of another level: its own level words are replaced, or the level is put after it."""
    if not level:
        return subject
    subject = re.sub(r"\s+(?:trên\s+)?(?:bình quân\s+)?(?:toàn|cả) tỉnh\b", "", subject)
    own = _LEVEL_LIST.search(subject) or _LEVELS.search(subject)
    if own:
        return f"{subject[: own.start()]}{level}{subject[own.end() :]}"
    return f"{subject} {level}"


def tiers_of(subject: str, count: int) -> list[str] | None:
    """`subject` once for each of `count` tiers it lists ("cấp tỉnh, cấp huyện, cấp xã"), None if it lists others."""
    for match in reversed(list(_LEVEL_LIST.finditer(subject))):
        items = [item[0].strip() for item in _LEVEL_ITEM.finditer(match[0])]
        if len(items) == count:
            named = [item if " " in item else f"cấp {item}" for item in items]
            before = re.sub(r"\b(?:hai|ba|0?[23])\s+$", "", subject[: match.start()])  # "ở ba | cấp tỉnh, huyện, xã"
            return [f"{before}{item}{subject[match.end() :]}" for item in named]
    return _plain_list(subject, count)


def tiers_after(subject: str, after: str, count: int) -> list[str] | None:
    """`subject` once for each of `count` levels listed right after a run: "80%, 75% và 60% đối với cấp tỉnh, …"."""
    found = _LEVEL_LIST.search(after)
    if found is None or len(re.findall(r"\w+", after[: found.start()])) > _TIERS_REACH:
        return None
    items = [item[0].strip() for item in _LEVEL_ITEM.finditer(found[0])]
    if len(items) != count:
        return None
    head = without_level(subject)
    head = re.sub(r"\s+(?:đối với|tại|ở|cho)$", "", head.removesuffix("…").rstrip(" …"))
    return [f"{head}{OMITTED}{item if ' ' in item else f'cấp {item}'}" for item in items]


def tiers_in_brackets(subject: str, before: str, count: int) -> list[str] | None:
    """`subject` once for each of `count` levels that brackets before a run list: "(tỉnh/huyện/xã): 90%/80%/70%"."""
    for inside in re.findall(r"\(([^()]*)\)", before):
        items = [item.strip() for item in re.split(r"\s*[/,;–-]\s*|\s+và\s+", inside)]
        if len(items) == count and all(_LEVEL_ITEM.fullmatch(item) for item in items):
            return [f"{subject}{OMITTED}{item if ' ' in item else f'cấp {item}'}" for item in items]
    return None


def bracketed_level(after: str) -> str:
    """The level that brackets right after a number say it is for: "80% (cấp tỉnh)"; "" if there is none."""
    inside = re.match(r"\s*\(([^()]*)\)", after)
    return levels_in(inside[1]) if inside and is_empty_subject(inside[1]) else ""


def level_named(words: str) -> str:
    """The level words of what stands before a number, also a bare one: "huyện 70%; xã 60%"."""
    bare = re.fullmatch(r"\W*(?:(?:ở|tại|và|mỗi|từng)\s+)*(tỉnh|huyện|xã|sở)\W*", words.lower())
    return f"cấp {bare[1]}" if bare else levels_in(words)


def level_after(after: str) -> str:
    """The level that stands right behind a number, its names parted by commas or not: "90% tại sở, ngành"."""
    match = re.match(rf"\s*((?:tại|ở|đối với|cho)\s+(?:các\s+)?{LEVEL})(?=\s*(?:[;.,]|$|và\b))", after, re.IGNORECASE)
    return match[1] if match and not _LEVEL_LIST.match(after.strip()) else ""


def opening_level(before: str) -> str:
    """The level that opens a statement and is parted from what follows: "Ở cấp xã, …", "Đối với UBND cấp xã: …"."""
    match = re.match(rf"[\s+*-]*((?:tại|ở|đối với)\s+(?:các\s+)?{LEVEL})\s*[,:]\s", before, re.IGNORECASE)
    some = _SOME_UNITS.match(before)  # "Riêng 05 xã biên giới, phấn đấu …"
    return (
        match[1] if match else f"cấp {(some['unit'] or some['such']).lower().replace('phường', 'xã')}" if some else ""
    )


def last_level(before: str) -> str:
    """`before` with the bare tier behind its colon written as a level: "cán bộ nữ: tỉnh" is "cán bộ nữ cấp tỉnh"."""
    subject, colon, last = before.rpartition(": ")
    level = level_named(last) if colon and subject.strip() else ""
    return f"{subject} {level}" if level.startswith("cấp ") and is_empty_subject(last) else before


def ranked_in(after: str) -> str:
    """What a province is ranked in, where it follows the rank: "nhóm 15 tỉnh dẫn đầu cả nước về chỉ số …"."""
    named = re.match(r"\s*(?:cả nước\s+|toàn quốc\s+)?(?:về|theo)\s+(?P<index>[^,;.]+)", after)
    return tidy(named["index"]) if named else ""


def names_level(label: str) -> bool:
    """Whether `label` is of a level, or of the units of one: "xã …", "UBND cấp huyện …"."""
    return bool(levels_in(label) or _UNITS_OF_LEVEL.match(label))


def subject_of(label: str) -> str:
    """What stands before the predicate of `label`: the people or things a rate is taken of."""
    at = predicate_at(f" {label}")
    return label[: max(at - 1, 0)].strip() if at is not None else label


def without_level(subject: str) -> str:
    """`subject` without its level words, for what is said of all levels again."""
    return re.sub(r"\s+(?:của|tại|ở|đối với)\s*$", "", _LEVELS.sub("", subject)).strip()


def predicate_at(text: str) -> int | None:
    """Where the predicate of `text` begins ("hồ sơ cấp xã | được xử lý"), None if it has none."""
    return _first_as_printed(_predicate(), text)


def complement_at(text: str) -> int | None:
    """Where words begin that a list may share at its end: a predicate, or "liên quan đến …"."""
    return _first_as_printed(_complement(), text)


def _first_as_printed(pattern: re.Pattern[str], text: str) -> int | None:
    return next((m.start() for m in pattern.finditer(fold_in_place(text)) if as_printed(text, m)), None)


def governing_verb(text: str) -> str:
    """The verb before a leading number that says what is done to the thing measured; "" if there is none.

    "kiểm tra ít nhất 30% cơ quan" is about agencies inspected. A finished clause before a comma does not govern.
    """
    rest = without_deadlines(text)
    if not rest or text.rstrip()[-1:] in ",:;" or text.rstrip().endswith(" và"):
        return ""
    lists_who = re.match(r"(?:(?:bình quân|trung bình)\s)?(?:mỗi|các|từng|tại|ở)\s", rest.rsplit(": ", 1)[-1].lower())
    if not lists_who:  # commas in a list of tiers part nothing: "giao cho cấp huyện, cấp xã giải quyết …"
        rest = _LEVEL_LIST.sub(lambda tiers: tiers[0].replace(", ", _JOINED), rest)
    last = rest.rsplit(": ", 1)[-1] if lists_who else re.split(r"[,:]\s+", rest)[-1].replace(_JOINED, ", ")
    folded = fold_in_place(last).strip()
    return "" if re.fullmatch(rf"(?:{one_of('connectors', 'opening', 'fillers')}\s*)*", folded) else last.strip()


def _plain_list(subject: str, count: int) -> list[str] | None:
    """Fields instead of levels: "lĩnh vực đất đai, xây dựng, đầu tư" three times, once with each."""
    items = [item.strip() for item in re.split(r"\s*,\s*|\s+và\s+", subject)]
    if len(items) < count or count < 2:
        return None
    last = items[-count:]
    words = last[0].split()
    stem, first = " ".join(words[:-2]), " ".join(words[-2:])
    head = ", ".join(items[:-count])
    before = f"{head}, {stem}" if head else stem
    return [f"{before} {item}".strip() for item in [first, *last[1:]]] if stem else None


def _connectors_off(label: str) -> str:
    """Without joining words at either end ("và", "cụ thể", "phấn đấu")."""
    folded = fold_in_place(label)
    ending = re.search(rf"(?:[\s,]+{one_of('connectors')})+$", folded)
    label = label[: ending.start()] if ending and as_printed(label, ending) else label
    opening = re.match(r"(?:(?:va|dong thoi|cu the|phan dau|cho den khi)\b[\s,:]*)+", fold_in_place(label))
    return label[opening.end() :] if opening else label


@functools.cache
def _recurrence() -> re.Pattern[str]:
    return re.compile(r"\bcac nam tiep theo\b")


@functools.cache
def _predicate() -> re.Pattern[str]:
    return re.compile(rf"(?<=\s)\b{one_of('predicates')}\b")


@functools.cache
def _complement() -> re.Pattern[str]:
    return re.compile(rf"(?<=\s)\b{one_of('predicates', 'complements')}\b")
