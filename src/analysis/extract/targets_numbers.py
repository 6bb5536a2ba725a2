"""The words that carry a target's number ("giảm tối thiểu 10% … so với năm 2021"), read: value, sign, base year."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from analysis.extract.targets_comparators import slipped_comparator
from analysis.extract.targets_patterns import NOT_ABOVE
from analysis.extract.targets_ranks import says_rank
from analysis.reference.target_words import alternatives, one_of, target_words
from analysis.vietnamese.number_words import with_numerals
from analysis.vietnamese.numbers import decide
from analysis.vietnamese.text import fold

_NUMBER = r"\d+(?:[.,]\d+)*"
_PERCENT = r"(?:\.{3}\s*)?(?:diem\s+)?(?:%|phan tram)"  # "80 … %": a unit that a list shares
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<a>{_PERCENT})?\s*(?:-|–|—|÷|den)\s*(?P<high>{_NUMBER})\s*(?P<b>{_PERCENT})?"
)
_RANK = re.compile(r"(?P<low>\d+)(?:\s*(?:/|tren)\s*(?P<of>\d+))?(?!\s*%)")
_SINGLE = re.compile(rf"(?P<low>{_NUMBER})\s*(?P<a>{_PERCENT})?")
_BASE = r"(?:(?:[a-z]+\s+){0,4}nam\s+|giai\s+doan\s+|cung\s+ky\s+nam\s+)?(?P<base>\d{4}(?:\s*-\s*\d{4})?)"
_YEARS = re.compile(r"\b(?:nam|giai doan|thang \d{1,2}/|quy [ivx\d]+/)\s*\d{4}(?:\s*-\s*\d{4})?")
_SCALE = re.compile(r"(?<=\d)\s*/\s*\d{1,3}(?=\s*diem)")  # "4,5/5 điểm"
_OF_ALL = re.compile(r"(?<=\d)\s*/\s*\d{1,4}(?=\s*(?:$|\.{3}))")  # "48/68" communes
_OUT_OF = re.compile(r"\bcu (?P<of>\d+)\s*\.{3}\s*")  # "cứ 10 hồ sơ thì có ít nhất 08"
_QUEUE = re.compile(r"xếp hàng(?!\s+thứ)", re.IGNORECASE)  # a queue is no rank
# Folded, "thu gọn" is also "thứ", "áp dụng" also "đứng", "ngân hàng" also "hạng"; "hàng năm" says how often.
_LIKE_RANKS = re.compile(
    r"\b(?:thu(?=\s+(?:gọn|hút|hồi|ngân|thập|chi|gom))|dụng|hàng(?!\s+đầu))\b(?!\s+năm)", re.IGNORECASE
)
_DIGIT_SLIP = re.compile(r"(?<=\d)[oO](?=[\doO]*\s*%)|(?<=\b2)[oO](?=[1-4]\d\b)")
_STEP = re.compile(
    r"\b(?:tang|giam|cai thien|nang)\s+(?:(?:them|it nhat|toi thieu|tu|khoang|len)\s+)*\d"
)  # steps, no place
_TO_PLACE = re.compile(r"\bden\s+(?:(?:vi tri|hang|thu)\s+)+(?=\d)")  # "từ thứ 10 đến thứ 15"
_DASHES = str.maketrans("–—−", "---")
_SIGNS = {">=": (">", "≥"), "<=": ("<", "≤")}
_OPPOSITE = {">=": "<=", "<=": ">="}
_FORBIDS = re.compile(r"\bkhong(?: (?:de|co|duoc|con))?\s+\.{3}")  # "không để … vượt 1%"; "không để vượt quá" is a word
_NO_CHANGE = re.compile(r"\bgiam (?:sat|doc|dinh|ho|thi)\b|\btang cuong\b")  # giám sát, giám đốc
_REACHED = re.compile(r"\b(?:nang|tang) (?:len|toi(?! thieu| da))\b|\b(?:nang|tang)\b.*\b(?:dat|len)\b")


@dataclass(frozen=True)
class TargetNumber:
    """What the printed words of a target say. `baseline_year` is text: "2021" or "2021-2025"."""

    value: float
    value_max: float | None
    comparator: str
    unit: str
    direction: str
    baseline_year: str
    per_year: bool


class UnreadableNumberError(ValueError):
    """The printed words hold no number, or more than one; the message says which."""


def is_readable(printed: str) -> bool:
    """Whether `printed` holds exactly one number or range."""
    try:
        read_number(printed)
    except UnreadableNumberError:
        return False
    return True


def read_number(printed: str) -> TargetNumber:
    """Read `printed`; raises UnreadableNumberError where it does not hold exactly one number or range."""
    printed = _LIKE_RANKS.sub(" ", _QUEUE.sub(" ", mend_digits(printed)))
    words = printed if says_rank(fold(printed)) else with_numerals(printed)
    folded = fold(words).translate(_DASHES)
    baseline = _baseline(folded)
    text = _OF_ALL.sub("", _SCALE.sub("", _YEARS.sub(" ", _baseline_pattern().sub(" ", folded))))
    text = _share_out_of(text)
    rank = says_rank(text) and "%" not in text and not _STEP.search(text)
    text = _TO_PLACE.sub("den ", text)
    found = [match for match in (_RANGE, _RANK if rank else _SINGLE) if match.search(text)]
    if not found:
        raise UnreadableNumberError("no number in the words of a target")
    matches = list(found[0].finditer(text))
    if len(matches) > 1 or (found[0] is _RANGE and _SINGLE.search(_RANGE.sub(" ", text))):
        raise UnreadableNumberError("more than one number in the words of one target")
    groups = matches[0].groupdict()
    high = groups.get("high")
    unit = "rank" if rank else "percent" if groups.get("a") or groups.get("b") else "count"
    return TargetNumber(
        value=_value(groups["low"], unit),
        value_max=_value(high, unit) if high else None,
        comparator="range" if high else _comparator(text, matches[0], rank),
        unit=unit,
        direction=_direction(text),
        baseline_year=baseline,
        per_year=bool(_basis_words().search(folded)),
    )


def mend_digits(text: str) -> str:
    """`text` with the letter O of a scan as the zero it stands for, in percentages and years: "9O%", "năm 2O25"."""
    return _DIGIT_SLIP.sub("0", text)


def per_year(text: str) -> bool:
    """Whether `text` says that the target holds for every year."""
    return bool(_basis_words().search(fold(text)))


def direction_of(text: str) -> str:
    """decrease, increase or reach, by the verbs of `text`."""
    return _direction(fold(text))


def _baseline(folded: str) -> str:
    match = _baseline_pattern().search(folded)
    return re.sub(r"\s", "", match["base"]) if match else ""


def _share_out_of(text: str) -> str:
    """`text` with "08" of "cứ 10 … 08" as the percentage it is."""
    out_of = _OUT_OF.search(text)
    number = re.search(r"\d+$", text)
    if out_of is None or number is None or not 0 < int(number[0]) <= int(out_of["of"]):
        return text
    share = f"{100 * int(number[0]) / int(out_of['of']):.4g}%".replace(".", ",")
    return _OUT_OF.sub("", text[: number.start()]) + share


def _value(printed: str, unit: str) -> float:
    decision = decide(printed, "percent" if unit == "percent" else "count")
    if not decision.decided:
        decision = decide(printed, "amount")  # a score may have a fraction: "43,5 điểm"
    if decision.value is None:
        raise UnreadableNumberError("a number that can be read in two ways")
    return float(decision.value)


def _comparator(text: str, number: re.Match[str], rank: bool) -> str:
    """>=, <= or =; of a rank, "at least" means that place or a better one, which is a smaller number."""
    before, after = text[: number.start()], text[number.end() :]
    said = list(_before().finditer(before))
    forbidden = bool(_FORBIDS.search(before))
    if forbidden and before.rstrip().endswith(" qua"):
        return "<="  # "không để … quá 2%"
    for sign in (">=", "<="):
        written = before.rstrip(" =")[-1:] in _SIGNS[sign]
        nearest = bool(said) and said[-1][1] in target_words().before[_OPPOSITE[sign] if forbidden else sign]
        if written or nearest or (not said and _after(sign).match(after)):
            return "<=" if rank else sign
    if not rank and re.search(r"\btu\s*$", before):
        return ">="  # "đạt từ 90 điểm"
    slip = slipped_comparator(before)
    if slip is not None and not rank:
        return slip.sign
    return "<=" if rank and re.search(r"\b(?:trong|nhom|top|top|thuoc|vao|tu)\b", before) else "="


def _direction(text: str) -> str:
    words = target_words().directions
    text = _NO_CHANGE.sub(" ", text)
    if re.search(rf"\b{alternatives(words['decrease'])}\b", text):
        return "decrease"
    if re.search(rf"\b{alternatives(words['increase'])}\b", text) and not _REACHED.search(text):
        return "increase"
    return "reach"


@functools.cache
def _before() -> re.Pattern[str]:
    """Comparators before a number, the longest first: "không vượt quá" is no "vượt"."""
    signs = (word for words in target_words().before.values() for word in words)
    return re.compile(rf"\b{NOT_ABOVE}({alternatives(signs)})\b(?!\s+(?:dia ban|co so))")


@functools.cache
def _after(sign: str) -> re.Pattern[str]:
    """The comparator after its number, a counted noun between: "2 sáng kiến trở lên"."""
    return re.compile(rf"\s*(?:\.{{3}}\s*)?(?:\w+\s+){{0,4}}{alternatives(target_words().after[sign])}\b")


@functools.cache
def _baseline_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('baseline')}\s+{_BASE}")


@functools.cache
def _basis_words() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('basis')}\b|/\s*nam\b")
