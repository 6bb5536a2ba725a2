"""Numbers of a rule, not of a promise: from when on something follows for whom, how long a procedure may take.

"Đơn vị có trên 10% hồ sơ trễ hạn không được xét thi đua", "lấy ý kiến trong thời hạn tối thiểu 20 ngày". Where
diacritics tell words apart ("nếu" is no "nêu"), the words are looked for in the text as printed.
"""

from __future__ import annotations

import functools
import re

from analysis.extract.targets_mentions import Mention
from analysis.reference.target_words import comparators, exactly_one_of, one_of

_REACH = 200  # characters around a number in which the words of its rule stand
_CLAUSE = re.compile(r"[.;:](?=\s|$)")


def without_rules(text: str, folded: str, mentions: list[Mention], in_goals: bool) -> list[Mention]:
    """`mentions` without the numbers of rules; `in_goals`: the section sets goals, so that a duration may be one."""
    lower = text.lower()
    return [
        m
        for m in mentions
        if not (
            _is_rhythm(folded, m)
            or _is_threshold(lower, m)
            or _is_limit(lower, folded, m, in_goals)
            or _is_in_title(folded, m)
        )
    ]


def _before(text: str, mention: Mention) -> str:
    """What stands before a number in its statement."""
    return _CLAUSE.split(text[max(0, mention.start - _REACH) : mention.start])[-1]


def _is_rhythm(folded: str, mention: Mention) -> bool:
    """Whether a number says how often is reported: "gửi báo cáo định kỳ 04 | lần/năm"."""
    often = mention.kind == "count" and re.match(r"\s*(?:lan|ky)\b", folded[mention.end : mention.end + 6])
    return bool(often) and bool(re.search(r"\b(?:bao cao|gui ve)\b[^;]*$", _before(folded, mention)))


def _is_threshold(lower: str, mention: Mention) -> bool:
    """Whether something follows from the number: for whom it holds stands before it, what follows behind it."""
    before = _before(lower, mention)
    if _supposed().search(before) or _concerned().search(before):
        return True
    behind = _CLAUSE.split(lower[mention.end : mention.end + _REACH])[0]
    if _only_then().match(behind) or _ruled_for().search(before):
        return True
    if not _consequence().match(behind):
        return False
    return bool(_affected().search(before)) and not _wished().search(before)


def _is_in_title(folded: str, mention: Mention) -> bool:
    """Whether a number without words of its own stands in what a cited document is about."""
    if mention.opening != mention.start:
        return False
    before = folded[max(0, mention.start - _REACH) : mention.start]
    return " so " in before and bool(_title().search(before))


def _is_limit(lower: str, folded: str, mention: Mention, in_goals: bool) -> bool:
    """Whether a duration limits a step of a procedure, and is not what time is to be cut to."""
    if mention.kind != "count" or not _duration().match(lower, mention.end):
        return False
    before = _before(folded, mention)
    if _told_apart().search(before):
        return True
    if _since().match(lower, mention.end) or re.search(r"\bbao truoc\b[^,;]*$", before) or _ruled().match(before):
        return True
    if _shortened().search(before) or _bounded().search(before):
        return False
    return bool((_limit_in_goals() if in_goals else _limiting()).search(before))


@functools.cache
def _supposed() -> re.Pattern[str]:
    """A supposition that the number belongs to, which no comma or consequence has closed yet."""
    opens = r"(?:^|[,–-])\s*(?:trường hợp|khi (?:tỷ lệ|có|để|hồ sơ|kết quả|điểm))\b"
    return re.compile(rf"(?:\bnếu\b|{opens})(?:(?!\bthì\b|, )[^%])*$")


@functools.cache
def _only_then() -> re.Pattern[str]:
    """What a number is needed for: "phòng có tối thiểu 05 | biên chế mới được thành lập"."""
    return re.compile(rf"[^,%\d]*\b{exactly_one_of('permissions')}\b")


@functools.cache
def _ruled_for() -> re.Pattern[str]:
    """What those may do whom a number tells: "đơn vị trên 100 biên chế được bố trí không quá 03 | cấp phó"."""
    return re.compile(rf"\d[^,%\d]*\b{exactly_one_of('permissions')}\b[^,%\d]*$")


@functools.cache
def _affected() -> re.Pattern[str]:
    """For whom or what a rule holds: "đơn vị có …", "hồ sơ quá hạn …", "công chức nào để …"."""
    return re.compile(rf"\b(?<!% ){exactly_one_of('affected')}\b(?:(?!, (?!{exactly_one_of('affected')}\b))[^%\d])*$")


@functools.cache
def _concerned() -> re.Pattern[str]:
    """Who is told by what they did: "đối với công chức bị phản ánh từ 02 | lần trở lên"."""
    who = rf"(?:đối với|với) (?:các |những )?{exactly_one_of('affected')}"
    return re.compile(rf"\b{who} (?:bị|có|để|không|chậm|vi phạm)\b[^,%\d]*$")


@functools.cache
def _wished() -> re.Pattern[str]:
    return re.compile(r"\b(?:phấn đấu|bảo đảm|đảm bảo|mỗi|từng|giảm|tăng|nâng)\b")


@functools.cache
def _consequence() -> re.Pattern[str]:
    return re.compile(rf"(?:[^%]*?(?<!số )\b{exactly_one_of('consequences')}|[^%,]*\bthì)\b")


@functools.cache
def _duration() -> re.Pattern[str]:
    return re.compile(r"\s*(?:ngày|giờ|phút|tháng|tuần)\b")


@functools.cache
def _shortened() -> re.Pattern[str]:
    """What makes a duration the aim itself: time cut, or that people wait."""
    return re.compile(r"\b(?:giam|rut ngan|cat giam|xuong|con|cho|binh quan|trung binh|boi duong|dao tao|tap huan)\b")


@functools.cache
def _bounded() -> re.Pattern[str]:
    """A time that is to stay below a bound: "thời gian xử lý mỗi hồ sơ không quá 05 | ngày"."""
    bound = r"(?:khong qua|khong vuot qua|khong duoc qua|toi da|duoi)"
    return re.compile(rf"\bthoi (?:gian|han)\b(?! moi\b)[^;]*\b{bound}\s+(?:{one_of('fillers')}\s+)*$")


@functools.cache
def _told_apart() -> re.Pattern[str]:
    """Things told apart by how long they take or are late: "các thủ tục từ 30 | ngày trở lên"."""
    things = r"(?:thu tuc(?: hanh chinh)?|tthc|ho so|nhiem vu|cong viec|dich vu)"
    late = r"(?:\s+(?:bi\s+)?(?:qua han|tre han|cham))?"
    which = r"(?:^(?!.*\bthoi gian\b).*\b|\b(?:cac|nhung)\s+)"
    return re.compile(rf"{which}{things}{late}\s+(?:{comparators()}|tu)\s*$", re.DOTALL)


@functools.cache
def _ruled() -> re.Pattern[str]:
    """What a law says: "Theo Nghị định số 118/2025/NĐ-CP, thời gian giải quyết không quá 03 | ngày"."""
    return re.compile(rf"\W*(?:\d+\.\s*)?theo (?:quy dinh|luat|{one_of('cited')} so)\b")


@functools.cache
def _title() -> re.Pattern[str]:
    """The title of a cited document, up to a comma: "theo Thông báo số 318/TB-UBND về kết quả kiểm tra 16 | đơn vị"."""
    return re.compile(
        rf"\b{one_of('cited')}\s+so\s+\d[^;:]{{0,80}}?\s(?:ve|ban hanh)\s(?:[^,;:.]|,(?=\s*(?:trong do|\d)))*$"
    )


@functools.cache
def _limiting() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('time_limits')}\b[^;]*$")


@functools.cache
def _limit_in_goals() -> re.Pattern[str]:
    """Among goals only what opens a limit right before its number does."""
    return re.compile(rf"\b(?:trong (?:thoi han|thoi gian|vong)|cham nhat)\s+(?:(?:{comparators()}|la|tu)\s+)*$")


@functools.cache
def _since() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:ngày|giờ|phút|tháng|tuần)[^,;.]{0,20} theo (?:quy định của )?(?:luật|nghị định)\b"
        r"|\s*(?:ngày|giờ|phút|tháng|tuần)(?: làm việc)?,? (?:trước khi|kể từ|từ ngày|từ khi|sau khi|liên t)"
    )
