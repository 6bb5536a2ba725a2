"""What stands around a target's number, read: level of government, domain of the reform, deadline."""

from __future__ import annotations

import functools
import re
import unicodedata

from analysis.extract.targets_numbers import mend_digits
from analysis.reference.target_words import alternatives, expand, one_of, target_words
from analysis.vietnamese.text import fold

_YEAR = re.compile(r"(?<![\d/.])(?:19|20)\d{2}(?!\d)|(?<=/)(?:19|20)\d{2}(?!\d)")
_RECURRING = re.compile(r"\b(?:hang|moi|tung) nam\b|\bthuong xuyen\b|\bhang quy\b|\bhang thang\b|\bnhiem ky\b")
# The noun right after the number: "100% xã …", "kiểm tra … xã".
_COUNTED = re.compile(
    r"(?:^|\.\.\.\s)(?:binh quan\s+)?(?:(?:tat ca|toan bo|so)\s+(?:cac\s+)?)?"
    r"(?:(?P<commune>(?:xa|phuong|thi tran|dac khu)\b(?!\s+hoi))|(?:huyen|quan)\b(?!\s+(?:ly|he|chung)))"
    r"(?!,?\s+(?:va\s+)?(?:huyen|so\b|uy ban|co quan|don vi))"
)
# The counted department, told by its diacritics: "so" is also "số".
_DEPARTMENT = re.compile(
    r"(?:^|(?<=… )|\b(?:[Mm]ỗi|[Tt]ừng|[Ss]ố|thuộc|của)\s+)[Ss]ở\b(?!\s+(?:hữu|tại|trường|thích|[A-ZĐ]))"
)
_EACH_UNIT = re.compile(
    r"(?<=\w)(?<!xã)(?<!phường)(?<!huyện)(?<!quận)(?<!sở)/(?=(?:xã|phường|huyện|sở)\b)"
)  # "3 người/sở"
# "Chỉ số … của tỉnh", "Chỉ số năng lực cạnh tranh cấp tỉnh" name an index, no tier.
_OF_AN_INDEX = re.compile(r"^((?:diem so |diem |thu hang )?chi so .*?) (?:cua (?:tinh|huyen)|(?<!cua )cap tinh)\b")
_LEVEL_GOES_ON = re.compile(r"(\b(?:so, (?:ban, )?nganh|cap (?:tinh|huyen|so))(?:,| va) )(huyen|xa)\b(?!,)")
_AREA = re.compile(r"\b(?:tren dia ban|tai) \d+ .*$")  # "trên địa bàn 09 huyện, thành phố" says where
_LIST_GAP = 5  # words between two levels of one list: ", UBND " or " và tương đương, "
_COUNCILS = re.compile(r"\b(?:uy ban|hoi dong) nhan dan\b")  # count as one word, as they are written short
# "sáng kiến cấp tỉnh", "hội thi cấp huyện": what it ranks as, not whose target it is.
_GRADED = re.compile(
    r"\b((?:sang kien|de tai|de an|du an|giai|giai thuong|hoi thi|cuoc thi|hoi nghi|mo hinh)(?: khoa hoc)?)"
    r" cap (?:tinh|thanh pho|huyen|xa|co so)\b"
)
# A division is told by its office ("cấp phòng thuộc sở"), a locality by its tier ("địa phương cấp huyện").
_OFFICE_OF = re.compile(r"(?<=cap phong)\s+(?:truc thuoc|thuoc|tung cap so)\b|(?<=dia phuong)\s+(?=cap (?:huyen|xa)\b)")
_PREDICATE = re.compile(r"\b(?:duoc|thuc hien|hoan thanh|bao cao len|su dung|thong qua|tren)\b")


class UnreadableDeadlineError(ValueError):
    """Words that should name a deadline and name no year."""


def read_deadline_year(deadline: str) -> int | None:
    """Last year that `deadline` names (a span's end: "giai đoạn 2022 - 2025" is 2025); None for "" and "hàng năm"."""
    folded = mend_digits(fold(deadline))
    years = [int(year) for year in _YEAR.findall(folded)]
    if years:
        return years[-1]
    if not folded or _RECURRING.search(folded):
        return None
    raise UnreadableDeadlineError("a deadline without a year")


def read_level(label: str) -> str:
    """The level of government a label names; "all" when it names none, or several in one list.

    Only the first list counts: later levels belong to the predicate ("100% UBND cấp huyện họp … của UBND các cấp").
    """
    text = _OF_AN_INDEX.sub(r"\1", expand(_with_departments(label)))
    text = _GRADED.sub(r"\1", _AREA.sub(" ", _LEVEL_GOES_ON.sub(r"\1cap \2", text)))
    counted = _COUNTED.search(text)
    if counted and not _mention().search(text[: counted.start()]):
        return "commune" if counted["commune"] else "district"
    # "Các huyện tự kiểm tra … đơn vị cấp xã": what is counted, not who acts.
    counted_levels = _named(_PREDICATE.split(text.partition("... ")[2])[0])
    named = counted_levels if len(counted_levels) == 1 else _named(text)
    if named == {"all"}:  # "lãnh đạo các cấp … cấp xã": the tier that a list put behind
        *_, last = _mention().finditer(text)
        return _levels()[re.sub(r"\s+", " ", last[0])] if last.end() == len(text) else "all"
    return named.pop() if len(named) == 1 else "all"


def _named(text: str) -> set[str]:
    """The levels of the first list of levels in `text`."""
    named: set[str] = set()
    end: int | None = None
    for match in _mention().finditer(text):
        if _done_by(text, match) or _OFFICE_OF.match(text, match.end()):
            continue
        gap = text[end : match.start()] if end is not None else ""
        if end is not None and (len(_COUNCILS.sub("x", gap).split()) > _LIST_GAP or _PREDICATE.search(gap)):
            break
        named.add(_levels()[re.sub(r"\s+", " ", match[0])])
        end = match.end()
    return named


def _with_departments(label: str) -> str:
    """`label` with departments named as such: "mỗi sở" as "từng cấp sở"."""
    return _DEPARTMENT.sub("từng cấp sở", _EACH_UNIT.sub(" mỗi ", unicodedata.normalize("NFC", label)))


def read_domain(section: str) -> str:
    """Domain of the reform by the headings of `section`, the outermost that names one; "" when none does."""
    for heading in section.split(" / "):
        text = expand(heading)
        for domain, words in target_words().domains:
            if any(re.search(rf"\b{re.escape(word)}\b", text) for word in words):
                return domain
    return ""


def _done_by(text: str, match: re.Match[str]) -> bool:
    """Whether the level is only who assigns or approves: "nhiệm vụ được UBND tỉnh, Chủ tịch UBND tỉnh giao"."""
    if re.search(r"\b(?:moi|tung) $", text[: match.start()]):
        return False
    if re.match(r"(?:giao )?van phong $", text[: match.start()]):
        return True  # "Giao Văn phòng UBND tỉnh bảo đảm … hồ sơ": the office that is charged
    after = re.sub(rf"^(?:\s*,?\s*(?:va )?(?:chu tich )?{alternatives(_levels())}\b)+", "", text[match.end() :])
    subject = re.fullmatch(r"(?:moi |cac |tung |100% )?", text[: match.start()])
    assigned = not subject and re.match(rf"\s+{one_of('not_level_before')}\b", after)
    return bool(assigned or re.match(rf"\s+(?:tu\s+)?{one_of('leading')}\b", after))


@functools.cache
def _levels() -> dict[str, str]:
    return {word: level for level, words in target_words().levels.items() for word in words}


@functools.cache
def _mention() -> re.Pattern[str]:
    """A level; "dữ liệu số xã …" is digital data of a commune, no number of them, "ở xã hội" no commune."""
    return re.compile(rf"\b(?!(?:(?<=lieu )|(?<=tang )|(?<=quyen ))so\s){alternatives(_levels())}\b(?!\s+hoi\b)")
